//! Setting up, signing in and out. `mine` and `second` have the rest of one's own, `deeds` who did what.

pub mod deeds;
mod mine;
mod second;

use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use http::{HeaderMap, header};
use serde::Deserialize;

use crate::accounts::password::{hashed, stand_in, verified};
use crate::accounts::store::Live;
use crate::accounts::{account, store};
use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::lookup::Lookup;
use crate::base::db::trail::{self, Acting};
use crate::base::db::{self, id};
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::text;
use crate::base::web::address;
use crate::base::web::form::{Form, Problems};
use crate::base::web::guard::plain_cookie;
use crate::base::web::limit::Limits;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::{Admin, Viewer};

/// The shared setting that holds the hash of the one-time link's secret.
pub const SETUP: &str = "setup_hash";

/// What nobody needs to be signed in for.
pub fn public_routes() -> Router<App> {
    Router::new()
        .route("/setup", get(setup_page).post(setup))
        .route("/login", get(login_page).post(login))
        .route("/login/second", get(login_page).post(second::login))
        .route("/language", post(mine::language))
        .route("/theme", post(mine::theme))
}

pub fn routes() -> Router<App> {
    Router::new()
        .route("/logout", get(logout_page).post(logout))
        .route("/account", get(mine::mine))
        .route("/account/password", post(mine::password))
        .route("/account/second", get(second::mine).post(second::keep))
        .route("/account/second/codes", post(second::codes))
        .route("/account/second/off", post(second::off))
        .route("/account/sessions/end", post(mine::end_session))
        .route("/trail", get(deeds::show))
        .route("/trail.csv", get(deeds::download))
}

#[derive(Template)]
#[template(path = "accounts/setup.html")]
struct Setup {
    page: Page,
    open: bool,
    secret: String,
    username: String,
    problems: Problems,
}

#[derive(Deserialize)]
struct SetupForm {
    #[serde(default)]
    secret: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

async fn setup_page(page: Page, State(app): State<App>) -> Result<Response> {
    let open = is_open(&app).await?;
    page::html(&Setup { page, open, secret: String::new(), username: String::new(), problems: Problems::default() })
}

async fn is_open(app: &App) -> Result<bool> {
    let mut connection = app.db.read().acquire().await?;
    Ok(store::count(&mut connection).await? == 0)
}

async fn setup(
    page: Page,
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<SetupForm>,
) -> Result<Response> {
    limit(&app, &headers, "setup")?;
    let again = |page, problems, form: SetupForm| {
        page::again(&Setup { page, open: true, secret: form.secret, username: form.username, problems })
    };
    let new = match account::check(&form.username, &form.password, &form.again) {
        Ok(new) => new,
        Err(problems) => return again(page, problems, form),
    };
    let hash = hashed(form.password.clone()).await?;
    let now = stamp(page.now);
    let mut tx = app.db.write().await?;
    let expected = db::setting(&mut tx, SETUP).await?.unwrap_or_default();
    if expected.is_empty()
        || !secret::same(&expected, &secret::hash(form.secret.trim()))
        || store::count(&mut tx).await? > 0
    {
        return again(page, Problems::one("secret", "accounts-setup-link-wrong"), form);
    }
    let Some(made) = store::add(&mut tx, &id::new(page.now), &new, &hash, &now).await? else {
        return again(page, Problems::one("username", "accounts-username-taken"), form);
    };
    db::set_setting(&mut tx, SETUP, "").await?;
    trail::keep(&mut tx, &Acting::new(page.now, Some(&made), "POST /setup")).await?;
    let token = begin(&mut tx, &page, &headers, &made, &hash).await?;
    tx.commit().await?;
    let response = page::done(&app, "/", page.t1("accounts-setup-done", "name", &new.username));
    Ok(page::with_cookie(response, &session_cookie(&app, token)))
}

#[derive(Template)]
#[template(path = "accounts/login.html")]
struct Login {
    page: Page,
    username: String,
    next: String,
    problem: &'static str,
    open: bool,
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn login_page(page: Page, State(app): State<App>, Query(query): Query<Next>) -> Result<Response> {
    if page.admin().is_some() {
        return Ok(page::to(local_path(&query.next)));
    }
    let open = is_open(&app).await?;
    page::html(&Login { page, username: String::new(), next: local_path(&query.next).to_owned(), problem: "", open })
}

#[derive(Deserialize)]
struct LoginForm {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn login(
    page: Page,
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<LoginForm>,
) -> Result<Response> {
    let from = limit(&app, &headers, "login")?;
    let folded = text::fold(&form.username);
    let keys = [format!("account {folded}"), format!("address {from}")];
    wait(&app.limits, &keys, &page).await;
    let found = store::credentials(&app.db, &folded).await?.filter(|found| found.disabled_at.is_none());
    let hash = found.as_ref().map_or_else(stand_in, |found| found.password_hash.clone());
    let right = verified(form.password, hash).await?;
    let Some(found) = found.filter(|_| right) else {
        app.limits.failed(&keys, page.now);
        let next = local_path(&form.next).to_owned();
        return page::again(&Login {
            page,
            username: form.username,
            next,
            problem: "accounts-login-wrong",
            open: false,
        });
    };
    app.limits.succeeded(&keys);
    if found.second > 0 {
        return second::ask(page, &app, &found, &form.next);
    }
    let mut tx = trail::act(Acting::new(page.now, Some(&found.id), "POST /login"), app.db.write()).await?;
    let token = begin(&mut tx, &page, &headers, &found.id, &found.password_hash).await?;
    tx.commit().await?;
    let response = page::done(&app, local_path(&form.next), page.t1("accounts-login-done", "name", &found.username));
    Ok(page::with_cookie(response, &session_cookie(&app, token)))
}

async fn wait(limits: &Limits, keys: &[String], page: &Page) {
    let wait = limits.wait(keys, page.now);
    if wait > Duration::ZERO {
        tokio::time::sleep(wait).await;
    }
}

#[derive(Template)]
#[template(path = "accounts/logout.html")]
struct Logout {
    page: Page,
}

async fn logout_page(page: Page, _: Admin) -> Result<Response> {
    page::html(&Logout { page })
}

async fn logout(page: Page, State(app): State<App>, admin: Admin) -> Result<Response> {
    let mut tx = app.db.write().await?;
    store::end_session(&mut tx, &admin.id, &admin.session, &stamp(page.now)).await?;
    tx.commit().await?;
    let response = page::done(&app, "/login", page.t("accounts-logout-done"));
    let mut gone = session_cookie(&app, String::new());
    gone.set_max_age(Some(Default::default()));
    Ok(page::with_cookie(response, &gone))
}

/// A path of ours to go on to; anything that leads elsewhere is the first page.
fn local_path(path: &str) -> &str {
    // Browsers drop tabs and line ends within an address: "/\t/elsewhere" would be "//elsewhere".
    let ours =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control());
    if ours { path } else { "/" }
}

/// Begins a session for whoever gave the password of this hash: none, if it was changed at this very moment.
async fn begin(
    tx: &mut db::Tx,
    page: &Page,
    headers: &HeaderMap,
    account: &str,
    password_hash: &str,
) -> Result<String> {
    let token = secret::token();
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or("");
    let new = store::NewSession {
        id: &id::new(page.now),
        account,
        password_hash,
        token_hash: &secret::hash(&token),
        browser: &account::browser(agent),
        address: &address::caller(headers),
        now: &stamp(page.now),
        expires_at: &stamp(account::session_end(page.now)),
    };
    store::begin_session(tx, &new).await?.ok_or(Error::SignIn)?;
    Ok(token)
}

fn session_cookie(app: &App, token: String) -> axum_extra::extract::cookie::Cookie<'static> {
    let mut cookie = plain_cookie(app, "session", token);
    cookie.make_permanent();
    cookie
}

fn limit(app: &App, headers: &HeaderMap, route: &str) -> Result<String> {
    let from = address::origin(headers);
    if app.limits.allow(&format!("{route} {from}")) { Ok(from) } else { Err(Error::TooMany) }
}

async fn seen(app: &App, session: &str, now: &str) -> Result<(), sqlx::Error> {
    let mut tx = app.db.write().await?;
    store::seen(&mut tx, session, now).await?;
    tx.commit().await
}

/// Who holds this session cookie, and the hash that stands for it.
///
/// # Errors
/// When the database doesn't answer.
pub async fn identify(app: &App, token: &str) -> Result<Option<(Viewer, String)>> {
    let hash = secret::hash(token);
    let now = app.clock.now();
    let Some(live) = app.part::<Lookup<Live>>().get(&hash).await? else { return Ok(None) };
    if live.last_seen_at < stamp(now.checked_sub(account::SEEN_EVERY).unwrap_or(now))
        && let Err(error) = seen(app, &live.id, &stamp(now)).await
    {
        // A full disk must not keep anybody from the page that says so.
        tracing::warn!("when a session was seen couldn't be kept: {error}");
    }
    let admin = Admin { id: live.account_id, username: live.username, session: live.id };
    Ok(Some((Viewer::Admin(admin), hash)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_ours_is_gone_on_to() {
        for path in ["/", "/scan?concert=1", "/fans/new"] {
            assert_eq!(local_path(path), path);
        }
        for path in
            ["", "//evil.example", "/\t/evil.example", "/\\evil.example", "https://evil.example", "/\n/evil.example"]
        {
            assert_eq!(local_path(path), "/", "{path:?}");
        }
    }
}
