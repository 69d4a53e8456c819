//! Where a fan stops the band's news: from a link in a mail with one click (RFC 8058), or on a page. Opening it changes
//! nothing.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::error::{Error, Result};
use crate::base::web::address;
use crate::base::web::page::{self, Page};
use crate::fans::notice;
use crate::fans::store;

#[derive(Template)]
#[template(path = "fans/farewell.html")]
struct Farewell {
    page: Page,
    token: String,
    /// Whether there is anything to stop.
    wants: bool,
}

/// The fan whose address this is, as they are now; none when they were erased meanwhile.
async fn of(app: &App, token: &str) -> Result<Option<String>> {
    let fan = notice::of_farewell(&app.key, token).ok_or(Error::NotFound)?;
    let present = store::present(&mut *app.db.read().acquire().await?, fan).await?;
    Ok(present.map(|fan| fan.id))
}

/// `GET /baja/{token}`
pub(super) async fn ask(page: Page, State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let wants = match of(&app, &token).await? {
        Some(fan) => store::notice::wants_news(&mut *app.db.read().acquire().await?, &fan).await?,
        None => false,
    };
    page::html(&Farewell { page, token, wants })
}

/// `POST /baja/{token}`: by the page's button, or by a mail program in the fan's name.
pub(super) async fn stop(
    page: Page,
    State(app): State<App>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response> {
    if !app.limits.allow(&format!("baja {}", address::origin(&headers))) {
        return Err(Error::TooMany);
    }
    if let Some(fan) = of(&app, &token).await? {
        let mut tx = app.db.write().await?;
        store::notice::withdraw(&mut tx, &fan, "link", &stamp(page.now)).await?;
        tx.commit().await?;
    }
    let reads = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).unwrap_or_default();
    // A mail program asks for no page, and must not be led on to one.
    if !reads.contains("text/html") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(page::to(&format!("/baja/{token}")))
}
