//! A lent link opened: its secret is in the fragment, and only a tap claims it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, header};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::web::form::Form;
use crate::base::web::guard::plain_cookie;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Viewer;
use crate::door::device;
use crate::door::store::{self, Claim};

/// How often a phone's contact is noted.
const HEARD_EVERY: SignedDuration = SignedDuration::from_secs(60);

#[derive(Template)]
#[template(path = "door/open.html")]
struct Open {
    page: Page,
    problem: &'static str,
    /// The app whose own browser shows this, and the browser to open it with instead.
    around: Option<(&'static str, &'static str)>,
}

impl Open {
    fn new(page: Page, headers: &HeaderMap, problem: &'static str) -> Self {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let around = device::app_around(agent).map(|app| (app, device::own_browser(agent)));
        Self { page, problem, around }
    }
}

/// `GET /door/open`: a button; opening the page claims nothing.
pub async fn page(page: Page, headers: HeaderMap) -> Result<Response> {
    page::html(&Open::new(page, &headers, ""))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct OpenForm {
    secret: String,
}

/// What was typed is the key, or the whole link that ends with it.
fn typed(secret: &str) -> &str {
    secret.rsplit('#').next().unwrap_or_default().trim()
}

/// `POST /door/open`: claims the link for this phone.
pub async fn open(
    page: Page,
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<OpenForm>,
) -> Result<Response> {
    let from = headers.get("x-anomalia-address").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !app.limits.allow(&format!("open {from}")) {
        return Err(Error::TooMany);
    }
    let own = if let Viewer::Door(door) = &viewer { Some(door.device.as_str()) } else { None };
    let (token, link) = (secret::token(), typed(&form.secret));
    let mut tx = app.db.write().await?;
    let claimed = store::claim(&mut tx, &secret::hash(link), &secret::hash(&token), own, page.now).await?;
    tx.commit().await?;
    let problem = match claimed {
        Claim::Opened => "",
        Claim::Own => return Ok(page::to("/scan")),
        Claim::Used => "door-open-used",
        Claim::Ended => "door-open-ended",
        Claim::Unknown => "door-open-wrong",
    };
    if !problem.is_empty() {
        return page::again(&Open::new(page, &headers, problem));
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
    let (hash, now) = (secret::hash(token), app.clock.now());
    let Some((door, seen)) = store::device(&app.db, &hash, now).await? else { return Ok(None) };
    let since = stamp(now.checked_sub(HEARD_EVERY).unwrap_or(now));
    if seen.is_none_or(|seen| seen <= since) {
        tokio::spawn(heard(app.clone(), door.device.clone(), stamp(now), since));
    }
    Ok(Some((Viewer::Door(door), hash)))
}

/// Notes the contact beside the request: the door doesn't wait for it, and nothing fails with it.
async fn heard(app: App, device: String, now: String, since: String) {
    let noted = async {
        let mut tx = app.db.write().await?;
        store::heard(&mut tx, &device, &now, &since).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!("a phone's contact couldn't be noted: {error}");
    }
}
