//! One's own account: sessions, password; and the switches of language and theme.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;

use super::{begin, local_path, session_cookie};
use crate::accounts::password::{hashed, is_password_of};
use crate::accounts::{account, store};
use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::error::Result;
use crate::base::web::form::{Form, Problems};
use crate::base::web::guard::plain_cookie;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;

#[derive(Template)]
#[template(path = "accounts/mine.html")]
struct Mine {
    page: Page,
    current: String,
    sessions: Vec<store::Session>,
    accounts: Vec<store::Account>,
    /// Codes on paper that are left; none: there is no second factor.
    second: Option<i64>,
    problems: Problems,
}

pub(super) async fn mine(page: Page, State(app): State<App>, admin: Admin) -> Result<Response> {
    page::html(&mine_of(page, &app, admin, Problems::default()).await?)
}

async fn mine_of(page: Page, app: &App, admin: Admin, problems: Problems) -> Result<Mine> {
    let sessions = store::sessions(&app.db, &admin.id, &stamp(page.now)).await?;
    let second = store::second::codes_left(&mut *app.db.read().acquire().await?, &admin.id).await?;
    Ok(Mine { page, current: admin.session, sessions, accounts: store::list(&app.db).await?, second, problems })
}

#[derive(Deserialize)]
pub(super) struct PasswordForm {
    #[serde(default)]
    present: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

pub(super) async fn password(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    headers: HeaderMap,
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
    store::set_password(&mut tx, &admin.id, &hash, &stamp(page.now)).await?;
    // All sessions end, this one too: here a new one begins.
    let token = begin(&mut tx, &page, &headers, &admin.id, &hash).await?;
    tx.commit().await?;
    let response = page::done(&app, "/account", page.t("accounts-password-changed"));
    Ok(page::with_cookie(response, &session_cookie(&app, token)))
}

#[derive(Deserialize)]
pub(super) struct EndForm {
    #[serde(default)]
    session: String,
}

pub(super) async fn end_session(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<EndForm>,
) -> Result<Response> {
    let mut tx = app.db.write().await?;
    store::end_session(&mut tx, &admin.id, &form.session, &stamp(page.now)).await?;
    tx.commit().await?;
    Ok(page::done(&app, "/account", page.t("accounts-session-ended")))
}

#[derive(Deserialize)]
pub(super) struct SwitchForm {
    #[serde(default)]
    language: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    back: String,
}

pub(super) async fn language(State(app): State<App>, Form(form): Form<SwitchForm>) -> Response {
    let code = if form.language == "en" { "en" } else { "es" };
    kept(&app, "language", code, &form.back)
}

pub(super) async fn theme(State(app): State<App>, Form(form): Form<SwitchForm>) -> Response {
    let theme = if form.theme == "night" { "night" } else { "day" };
    kept(&app, "theme", theme, &form.back)
}

fn kept(app: &App, name: &str, value: &str, back: &str) -> Response {
    let mut cookie = plain_cookie(app, name, value.to_owned());
    cookie.make_permanent();
    page::with_cookie(page::to(local_path(back)), &cookie)
}
