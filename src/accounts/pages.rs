//! Setting up, signing in and out, one's own sessions and password, the language and theme switches.

use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use http::{HeaderMap, header};
use serde::Deserialize;

use crate::accounts::{account, store};
use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::{self, id};
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::text;
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
        .route("/language", post(language))
        .route("/theme", post(theme))
}

pub fn routes() -> Router<App> {
    Router::new()
        .route("/logout", get(logout_page).post(logout))
        .route("/account", get(mine))
        .route("/account/password", post(password))
        .route("/account/sessions/end", post(end_session))
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
    let token = begin(&mut tx, &page, &headers, &made).await?;
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
    let keys = [format!("{folded} {from}"), format!("address {from}")];
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
    let mut tx = app.db.write().await?;
    let token = begin(&mut tx, &page, &headers, &found.id).await?;
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

#[derive(Template)]
#[template(path = "accounts/mine.html")]
struct Mine {
    page: Page,
    current: String,
    sessions: Vec<store::Session>,
    accounts: Vec<store::Account>,
    problems: Problems,
}

async fn mine(page: Page, State(app): State<App>, admin: Admin) -> Result<Response> {
    page::html(&mine_of(page, &app, admin, Problems::default()).await?)
}

async fn mine_of(page: Page, app: &App, admin: Admin, problems: Problems) -> Result<Mine> {
    let sessions = store::sessions(&app.db, &admin.id, &stamp(page.now)).await?;
    Ok(Mine { page, current: admin.session, sessions, accounts: store::list(&app.db).await?, problems })
}

#[derive(Deserialize)]
struct PasswordForm {
    #[serde(default)]
    present: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

async fn password(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    let problems = match account::check(&admin.username, &form.password, &form.again) {
        _ if !is_password_of(&app, &admin, &form.present).await? => {
            Some(Problems::one("present", "accounts-password-wrong"))
        }
        checked => checked.err(),
    };
    if let Some(problems) = problems {
        return page::again(&mine_of(page, &app, admin, problems).await?);
    }
    let hash = hashed(form.password).await?;
    let mut tx = app.db.write().await?;
    store::set_password(&mut tx, &admin.id, &hash, &admin.session, &stamp(page.now)).await?;
    tx.commit().await?;
    Ok(page::done(&app, "/account", page.t("accounts-password-changed")))
}

/// Whether this is the signed-in member's password: asked again before something that can't be taken back.
///
/// # Errors
/// When the database doesn't answer.
pub async fn is_password_of(app: &App, admin: &Admin, password: &str) -> Result<bool> {
    let keys = [format!("again {}", admin.id)];
    tokio::time::sleep(app.limits.wait(&keys, app.clock.now())).await;
    let found = store::credentials(&app.db, &text::fold(&admin.username)).await?.ok_or(Error::SignIn)?;
    let right = verified(password.to_owned(), found.password_hash).await?;
    if right {
        app.limits.succeeded(&keys)
    } else {
        app.limits.failed(&keys, app.clock.now())
    }
    Ok(right)
}

#[derive(Deserialize)]
struct EndForm {
    #[serde(default)]
    session: String,
}

async fn end_session(page: Page, State(app): State<App>, admin: Admin, Form(form): Form<EndForm>) -> Result<Response> {
    let mut tx = app.db.write().await?;
    store::end_session(&mut tx, &admin.id, &form.session, &stamp(page.now)).await?;
    tx.commit().await?;
    Ok(page::done(&app, "/account", page.t("accounts-session-ended")))
}

#[derive(Deserialize)]
struct SwitchForm {
    #[serde(default)]
    language: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    back: String,
}

async fn language(State(app): State<App>, Form(form): Form<SwitchForm>) -> Response {
    let code = if form.language == "en" { "en" } else { "es" };
    kept(&app, "language", code, &form.back)
}

async fn theme(State(app): State<App>, Form(form): Form<SwitchForm>) -> Response {
    let theme = if form.theme == "night" { "night" } else { "day" };
    kept(&app, "theme", theme, &form.back)
}

fn kept(app: &App, name: &str, value: &str, back: &str) -> Response {
    let mut cookie = plain_cookie(app, name, value.to_owned());
    cookie.make_permanent();
    page::with_cookie(page::to(local_path(back)), &cookie)
}

/// A path of ours to go on to; anything that leads elsewhere is the first page.
fn local_path(path: &str) -> &str {
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if ours { path } else { "/" }
}

async fn begin(tx: &mut db::Tx, page: &Page, headers: &HeaderMap, account: &str) -> Result<String> {
    let token = secret::token();
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or("");
    let new = store::NewSession {
        id: &id::new(page.now),
        account,
        token_hash: &secret::hash(&token),
        browser: &account::browser(agent),
        address: &address(headers),
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

/// The address that a request came from; `server.rs` writes it into this header and drops what a client sent in it.
pub fn address(headers: &HeaderMap) -> String {
    headers.get("x-anomalia-address").and_then(|value| value.to_str().ok()).unwrap_or("").to_owned()
}

fn limit(app: &App, headers: &HeaderMap, route: &str) -> Result<String> {
    let from = address(headers);
    if app.limits.allow(&format!("{route} {from}")) { Ok(from) } else { Err(Error::TooMany) }
}

async fn hashed(password: String) -> Result<String> {
    let hash = tokio::task::spawn_blocking(move || account::hash(&password)).await;
    Ok(hash.map_err(anyhow::Error::new)??)
}

async fn verified(password: String, hash: String) -> Result<bool> {
    let verified = tokio::task::spawn_blocking(move || account::verify(&password, &hash)).await;
    Ok(verified.map_err(anyhow::Error::new)?)
}

/// A hash of no one's password, so that a wrong name takes as long as a wrong password.
fn stand_in() -> String {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    HASH.get_or_init(|| account::hash(&secret::token()).unwrap_or_default()).clone()
}

/// Who holds this session cookie, and the hash that stands for it.
///
/// # Errors
/// When the database doesn't answer.
pub async fn identify(app: &App, token: &str) -> Result<Option<(Viewer, String)>> {
    let hash = secret::hash(token);
    let now = app.clock.now();
    let Some(live) = store::session(&app.db, &hash, &stamp(now)).await? else { return Ok(None) };
    if live.last_seen_at < stamp(now.checked_sub(account::SEEN_EVERY).unwrap_or(now)) {
        let mut tx = app.db.write().await?;
        store::seen(&mut tx, &live.id, &stamp(now)).await?;
        tx.commit().await?;
    }
    let admin = Admin { id: live.account_id, username: live.username, session: live.id };
    Ok(Some((Viewer::Admin(admin), hash)))
}
