//! The fan's own page: the ticket, large; what became of it; what to take along. Its link is the key, and opening it changes
//! nothing, since chats open links for a preview too.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::json;

use crate::base::app::App;
use crate::base::clock::{hour, stamp};
use crate::base::error::{Error, Result};
use crate::base::web::page::{self, Page};
use crate::base::web::qr::modules;
use crate::base::web::{address, assets};
use crate::concerts;
use crate::concerts::concert::Concert;
use crate::delivery::calendar;
use crate::delivery::store;
use crate::fans;
use crate::fans::notice;
use crate::join;
use crate::tickets::code::{Code, qr};
use crate::tickets::ticket::Ticket;
use crate::tickets::{self, picture, send};

#[derive(Template)]
#[template(path = "delivery/fan.html")]
struct Fan {
    page: Page,
    ticket: Ticket,
    concert: Concert,
    token: String,
    /// The dark modules of the code, a path over 29 × 29 with its quiet zone; none where the ticket is no good any more.
    modules: Option<String>,
    short: String,
    doors: String,
    start: String,
    day: String,
    map: String,
    over: bool,
    state: String,
    /// Whether *Voy* carries the fan's own address.
    linked: bool,
    /// Where the fan stops news, if they get any.
    farewell: Option<String>,
    /// Whether its being opened is told.
    told: bool,
}

/// A ticket and its concert, by the link's token.
async fn found(app: &App, token: &str) -> Result<(Ticket, Concert)> {
    let mut connection = app.db.read().acquire().await?;
    let id = tickets::store::of_link(&mut connection, token).await?.ok_or(Error::NotFound)?;
    let ticket = tickets::store::get(&mut connection, &id).await?.ok_or(Error::NotFound)?;
    let concert = concerts::store::get(&mut connection, &ticket.concert_id).await?.ok_or(Error::NotFound)?;
    Ok((ticket, concert))
}

/// `GET /t/{token}`, and `{token}.png`, `{token}.pdf`, `{token}.ics`, `{token}.voy.png`.
pub async fn show(
    page: Page,
    State(app): State<App>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response> {
    let (token, kind) = name.split_once('.').unwrap_or((&name, ""));
    // Drawing takes a processor, which the door needs too.
    if !kind.is_empty() && !app.limits.allow(&format!("t {}", address::origin(&headers))) {
        return Err(Error::TooMany);
    }
    let (ticket, concert) = found(&app, token).await?;
    let lang = send::lang_of(&ticket, page.lang);
    let file = picture::file_name(&concert, &ticket.fan, ticket.number);
    let good = is_good(&ticket, &concert);
    let response = match kind {
        "" => shown(page, &app, token, ticket, concert).await?,
        // The page says why there is none.
        "png" | "pdf" | "ics" | "voy.png" if !good => page::to(&format!("/t/{token}")),
        "png" => {
            let bytes = page::beside(move || picture::png(&app, &concert, &ticket, lang)).await?;
            page::download(&format!("{file}.png"), "image/png", bytes)
        }
        // Made to be posted, as the ticket is not: their first name, and no code.
        "voy.png" => {
            let public = join::store::of_concert(&mut *app.db.read().acquire().await?, &concert.id).await?;
            let drawn = move || Ok(join::picture::voy(&app, &concert, &ticket, lang, public.as_ref()));
            page::download("voy.png", "image/png", page::beside(drawn).await?)
        }
        "pdf" => {
            let bytes = page::beside(move || picture::pdf(&app, &concert, &ticket, lang)).await?;
            page::download(&format!("{file}.pdf"), "application/pdf", bytes)
        }
        "ics" => {
            let bytes = entry(&page, &app, &ticket, &concert);
            page::download(&format!("{file}.ics"), "text/calendar; charset=utf-8", bytes)
        }
        _ => return Err(Error::NotFound),
    };
    Ok(secluded(response))
}

/// No search engine keeps it, and no other site hears of its address.
fn secluded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    response
}

fn is_good(ticket: &Ticket, concert: &Concert) -> bool {
    ticket.is_live() && concert.cancelled_at.is_none()
}

async fn shown(page: Page, app: &App, token: &str, ticket: Ticket, concert: Concert) -> Result<Response> {
    let good = is_good(&ticket, &concert);
    let code = Code::parse(&ticket.code).filter(|_| good);
    let public = join::store::of_concert(&mut *app.db.read().acquire().await?, &concert.id).await?;
    let wants = fans::store::notice::wants_news(&mut *app.db.read().acquire().await?, &ticket.fan_id).await?;
    let fan = Fan {
        modules: code.as_ref().map(|code| modules(&qr(code)).path),
        short: code.map(|code| code.short().to_owned()).unwrap_or_default(),
        doors: hour(&concert.doors_at, &concert.timezone),
        start: hour(&concert.starts_at, &concert.timezone),
        day: page.day_first(&concert.day),
        map: format!(
            "https://www.google.com/maps/search/?api=1&query={}",
            send::encode(&calendar::whereabouts(&concert))
        ),
        over: concert.is_over(page.now),
        state: state_of(&page, app, &ticket, &concert).await?,
        linked: public.is_some_and(|public| join::picture::address(app, &public, None).is_some()),
        farewell: wants.then(|| format!("/baja/{}", notice::farewell(&app.key, &ticket.fan_id))),
        told: app.config.public_url().is_some() && good,
        token: token.to_owned(),
        ticket,
        concert,
        page,
    };
    let response = page::html(&fan)?;
    // A phone that keeps this page forgets it: there is nothing left that it could be shown for.
    Ok(if good { response } else { (StatusCode::GONE, response).into_response() })
}

/// What became of the ticket, in a sentence.
async fn state_of(page: &Page, app: &App, ticket: &Ticket, concert: &Concert) -> Result<String> {
    if concert.cancelled_at.is_some() {
        return Ok(page.t("delivery-fan-cancelled"));
    }
    if ticket.replaced_at.is_some() {
        return Ok(page.t("delivery-fan-replaced"));
    }
    if ticket.voided_at.is_some() {
        return Ok(page.t("delivery-fan-voided"));
    }
    Ok(match store::entered(&app.db, &ticket.id).await? {
        Some((at, door)) => page.t2("delivery-fan-entered", "hour", hour(&at, &concert.timezone), "door", door),
        None if concert.is_over(page.now) => page.t("delivery-fan-over"),
        None if ticket.due_cents() > 0 => {
            page.t1("delivery-fan-owes", "amount", page.money(ticket.due_cents(), &ticket.currency))
        }
        None => page.t("delivery-fan-good"),
    })
}

/// `GET /t/{token}/state`: what became of it, for a page that is open.
pub async fn state(page: Page, State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let (ticket, concert) = found(&app, &token).await?;
    let status = if is_good(&ticket, &concert) { StatusCode::OK } else { StatusCode::GONE };
    let state = state_of(&page, &app, &ticket, &concert).await?;
    Ok(secluded((status, Json(json!({ "state": state }))).into_response()))
}

fn entry(page: &Page, app: &App, ticket: &Ticket, concert: &Concert) -> Vec<u8> {
    let link = app.config.public_url().map(|url| format!("{url}/t/{}", ticket.link_token));
    calendar::of(concert, ticket, send::lang_of(ticket, page.lang), link.as_deref(), page.now).into_bytes()
}

/// `POST /t/{token}/opened`: the page was in sight for a second, as its script says.
pub async fn opened(page: Page, State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let (ticket, concert) = found(&app, &token).await?;
    if app.config.public_url().is_some() && is_good(&ticket, &concert) && page.admin().is_none() {
        let mut tx = app.db.write().await?;
        store::opened(&mut tx, &ticket.id, &concert.id, &stamp(page.now)).await?;
        tx.commit().await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /t/{token}/copied`: the fan says that somebody else has it too, and the band is asked for another.
pub async fn copied(page: Page, State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let (ticket, concert) = found(&app, &token).await?;
    if is_good(&ticket, &concert) {
        let mut tx = app.db.write().await?;
        store::was_copied(&mut tx, &ticket.id, &concert.id, &stamp(page.now)).await?;
        tx.commit().await?;
        app.db.changes().tell(&concert.id);
    }
    Ok(secluded(page::done(&app, &format!("/t/{token}"), page.t("delivery-copied-done"))))
}

/// `GET /t-shell.js`: the service worker of these pages, at an address that never changes.
pub async fn worker() -> Result<Response> {
    assets::for_an_hour("fan/shell.js")
}
