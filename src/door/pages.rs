//! The door over HTTP: the scanner's page, the scans, the night's live numbers, a door lent and opened.

mod heard;
mod lend;
mod lent;
mod list;
mod live;
mod plain;
mod rehearsal;
mod roster;
mod scans;
mod shell;
mod texts;
mod typed;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::text;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::{AtDoor, Viewer};
use crate::concerts;
use crate::concerts::concert::{Concert, tonight};
use crate::door::store;
use crate::door::wire::Numbers;

use plain::Plain;

pub use lent::{BEFORE, identify};

/// For signed-in members only.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/concerts/{concert}/live", get(live::live))
        .route("/door/{concert}/search", get(search))
        .route("/concerts/{concert}/door", get(lend::phones).post(lend::lend))
        .route("/concerts/{concert}/rehearsal", get(rehearsal::show).post(rehearsal::begin))
        .route("/concerts/{concert}/rehearsal/end", post(rehearsal::end))
        .route("/concerts/{concert}/door/list.pdf", get(list::list))
        .route("/concerts/{concert}/door/paper", get(typed::form).post(typed::typed))
        .route("/concerts/{concert}/door/{device}/end", post(lend::end))
        .route("/concerts/{concert}/door/{device}/code", post(lend::code))
}

/// For members, and for a phone that was lent that concert's door.
pub fn door_routes() -> Router<App> {
    Router::new()
        .route("/scan", get(scanner).post(plain::scan))
        .route("/door/{concert}/scans", post(scans::scans))
        .route("/door/{concert}/roster", get(roster::roster))
}

pub fn public_routes() -> Router<App> {
    Router::new()
        .route("/door/open", get(lent::page).post(lent::open))
        .route("/scan/{sum}/{*name}", get(shell::asset))
        .route("/scan-shell.js", get(shell::worker))
}

/// Whether this is the scanner opened from a phone's home screen.
pub fn is_app(uri: &http::Uri) -> bool {
    uri.path() == "/scan" && uri.query().is_some_and(|query| query.split('&').any(|part| part == "app=1"))
}

struct ConcertHead {
    id: String,
    title: String,
    day_text: String,
}

fn head(page: &Page, concert: &Concert) -> ConcertHead {
    ConcertHead { id: concert.id.clone(), title: concert.name().to_owned(), day_text: page.day(&concert.day) }
}

#[derive(Template)]
#[template(path = "door/scan.html")]
struct Scanner {
    page: Page,
    concert: ConcertHead,
    zone: String,
    /// Whether this phone may sell, and take money.
    sells: bool,
    texts_json: String,
    numbers: Numbers,
    request_id: String,
    plain: Plain,
    worker_url: String,
    wasm_url: String,
    shell_json: String,
}

#[derive(Template)]
#[template(path = "door/choose.html")]
struct Choose {
    page: Page,
    concerts: Vec<ConcertHead>,
    tonight: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wanted {
    concert: String,
}

async fn scanner(page: Page, State(app): State<App>, viewer: Viewer, Query(wanted): Query<Wanted>) -> Result<Response> {
    let Some(concert) = chosen(&page, &app, &viewer, &wanted.concert).await? else {
        return choose(page, &app).await;
    };
    page::html(&filled(page, &app, &concert, Plain::default()).await?)
}

/// The concert whose door this is: the one that was asked for, the phone's own, or the only one whose night it is.
async fn chosen(page: &Page, app: &App, viewer: &Viewer, wanted: &str) -> Result<Option<Concert>> {
    let wanted = match viewer {
        Viewer::Door(door) => door.concert.as_str(),
        _ => wanted,
    };
    if !wanted.is_empty() {
        let mut connection = app.db.read().acquire().await?;
        return Ok(Some(concerts::store::get(&mut connection, wanted).await?.ok_or(Error::NotFound)?));
    }
    let around = concerts::store::around(&app.db, &stamp(page.now)).await?;
    let nights = tonight(&around, page.now);
    Ok(if let [only] = nights[..] { Some(only.clone()) } else { None })
}

async fn choose(page: Page, app: &App) -> Result<Response> {
    let around = concerts::store::around(&app.db, &stamp(page.now)).await?;
    let mut heads: Vec<ConcertHead> = tonight(&around, page.now).into_iter().map(|it| head(&page, it)).collect();
    let is_tonight = !heads.is_empty();
    if !is_tonight {
        let upcoming = concerts::store::upcoming(&app.db, &stamp(page.now)).await?;
        heads = upcoming.iter().take(5).map(|concert| head(&page, concert)).collect();
    }
    page::html(&Choose { page, concerts: heads, tonight: is_tonight })
}

async fn filled(page: Page, app: &App, concert: &Concert, plain: Plain) -> Result<Scanner> {
    let mut connection = app.db.read().acquire().await?;
    let numbers = store::numbers(&mut connection, &concert.id).await?.unwrap_or_default();
    drop(connection);
    let (worker_url, wasm_url) = shell::decoder(&page);
    Ok(Scanner {
        sells: page.sells(),
        concert: head(&page, concert),
        zone: concert.timezone.clone(),
        texts_json: texts::json(&page),
        numbers,
        request_id: id::new(page.now),
        plain,
        worker_url,
        wasm_url,
        shell_json: shell::json(&page, app),
        page,
    })
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Typed {
    q: String,
}

/// `GET /door/{concert}/search?q=`: tickets by name, number, short code or last four digits; a lent phone finds them in its
/// own list.
async fn search(State(app): State<App>, at_door: AtDoor, Query(typed): Query<Typed>) -> Result<Response> {
    let typed = text::tidy(&typed.q).chars().take(60).collect::<String>();
    let found = store::search(&app.db, &at_door.concert, &typed).await?;
    Ok(Json(json!({ "tickets": found })).into_response())
}
