//! A lent link opened: its secret is in the fragment, and only a tap claims it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::web::form::Form;
use crate::base::web::guard::plain_cookie;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Viewer;
use crate::door::store;

#[derive(Template)]
#[template(path = "door/open.html")]
struct Open {
    page: Page,
    problem: &'static str,
}

/// `GET /door/open`: a button; opening the page claims nothing.
pub async fn page(page: Page) -> Result<Response> {
    page::html(&Open { page, problem: "" })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct OpenForm {
    secret: String,
}

/// Claims the link for this phone.
pub async fn open(
    page: Page,
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<OpenForm>,
) -> Result<Response> {
    let from = headers.get("x-anomalia-address").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !app.limits.allow(&format!("open {from}")) {
        return Err(Error::TooMany);
    }
    let token = secret::token();
    let mut tx = app.db.write().await?;
    let claimed = store::claim(&mut tx, &secret::hash(form.secret.trim()), &secret::hash(&token), page.now).await?;
    tx.commit().await?;
    if claimed.is_none() {
        return page::again(&Open { page, problem: "door-open-wrong" });
    }
    let mut cookie = plain_cookie(&app, "door", token);
    cookie.make_permanent();
    Ok(page::with_cookie(page::to("/scan"), &cookie))
}

/// Which phone holds this token, and the hash that stands for it.
///
/// # Errors
/// When the database doesn't answer.
pub async fn identify(app: &App, token: &str) -> Result<Option<(Viewer, String)>> {
    let hash = secret::hash(token);
    let device = store::device(&app.db, &hash, app.clock.now()).await?;
    Ok(device.map(|door| (Viewer::Door(door), hash)))
}
