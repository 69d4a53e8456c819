//! A lent link opened: its secret is in the fragment, and only a tap claims it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use http::{HeaderMap, header};
use jiff::SignedDuration;
use serde::Deserialize;

use super::shell;
use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::lookup::Lookup;
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::web::address;
use crate::base::web::form::Form;
use crate::base::web::guard::plain_cookie;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Viewer;
use crate::door::device;
use crate::door::store::{self, Claim, Claimed};

/// The cookie of the door that a phone had before the one that it has.
pub const BEFORE: &str = "door_before";

/// How often a phone's contact is noted.
const HEARD_EVERY: SignedDuration = SignedDuration::from_secs(60);

#[derive(Template)]
#[template(path = "door/open.html")]
struct Open {
    page: Page,
    problem: &'static str,
    /// Opened from a phone's home screen: the addresses of the decoder's worker and its wasm.
    app: Option<(String, String)>,
    /// The app whose own browser shows this, and the browser to open it with instead.
    around: Option<(&'static str, &'static str)>,
}

impl Open {
    fn new(page: Page, headers: &HeaderMap, problem: &'static str) -> Self {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let around = device::app_around(agent).map(|app| (app, device::own_browser(agent)));
        Self { page, problem, around, app: None }
    }

    fn for_app(mut self, app: bool) -> Self {
        self.app = app.then(|| shell::decoder(&self.page));
        self
    }
}

/// `GET /door/open`: a button; opening the page claims nothing.
pub async fn page(page: Page, headers: HeaderMap, Query(wanted): Query<Wanted>) -> Result<Response> {
    page::html(&Open::new(page, &headers, "").for_app(!wanted.app.is_empty()))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    app: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct OpenForm {
    secret: String,
    /// Six digits, in place of the link.
    code: String,
    app: String,
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
    let from = address::origin(&headers);
    if !app.limits.allow(&format!("open {from}")) {
        return Err(Error::TooMany);
    }
    let own = if let Viewer::Door(door) = &viewer { Some(door.device.as_str()) } else { None };
    let (token, link) = (secret::token(), typed(&form.secret));
    let token_hash = secret::hash(&token);
    let digits: String = form.code.chars().filter(char::is_ascii_digit).collect();
    let by_code = link.is_empty() && !digits.is_empty();
    // Six digits are soon guessed by whoever may try as often as they like, from wherever.
    if by_code && !app.limits.allow_code(&from) {
        return Err(Error::TooMany);
    }
    let mut tx = app.db.write().await?;
    let claimed = if by_code {
        store::claim_app(&mut tx, &store::code_hash(&digits), &token_hash, page.now).await?
    } else {
        store::claim(&mut tx, &secret::hash(link), &token_hash, own, page.now).await?
    };
    tx.commit().await?;
    let problem = match claimed {
        Claim::Opened => "",
        Claim::Own => return Ok(page::to("/scan")),
        Claim::Used => "door-open-used",
        Claim::Ended => "door-open-ended",
        Claim::Unknown if by_code => "door-open-code-wrong",
        Claim::Unknown => "door-open-wrong",
    };
    if !problem.is_empty() {
        return page::again(&Open::new(page, &headers, problem).for_app(!form.app.is_empty()));
    }
    let mut cookie = plain_cookie(&app, "door", token);
    cookie.make_permanent();
    let response = page::with_cookie(page::to("/scan"), &cookie);
    // What it holds of the door that it had is still handed in.
    match CookieJar::from_headers(&headers).get(&app.config.cookie("door")) {
        Some(old) => {
            let mut before = plain_cookie(&app, BEFORE, old.value().to_owned());
            before.make_permanent();
            Ok(page::with_cookie(response, &before))
        }
        None => Ok(response),
    }
}

/// Which phone holds this token, and the hash that stands for it.
///
/// # Errors
/// When the database doesn't answer.
pub async fn identify(app: &App, token: &str) -> Result<Option<(Viewer, String)>> {
    let (hash, now) = (secret::hash(token), app.clock.now());
    let Some(Claimed { door, seen, .. }) = app.part::<Lookup<Claimed>>().get(&hash).await? else { return Ok(None) };
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
