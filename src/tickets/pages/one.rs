//! One ticket: its page, its picture, its paper.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::header;
use serde::Deserialize;

use super::concert_of;
use crate::base::app::App;
use crate::base::clock::hour;
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::i18n::Lang;
use crate::base::text;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::Concert;
use crate::payments::payment::Method;
use crate::payments::store::Payment;
use crate::tickets::artwork::{self, Background, BackgroundKey, Face, Paper};
use crate::tickets::code::Code;
use crate::tickets::face::{self, Mine};
use crate::tickets::send;
use crate::tickets::store;
use crate::tickets::ticket::{Ticket, due};
use crate::{concerts, payments};

/// The concerts' backgrounds, drawn once each and kept while they are in use.
pub struct Backgrounds(artwork::Backgrounds);

impl Default for Backgrounds {
    fn default() -> Self {
        Self(artwork::Backgrounds::new(16))
    }
}

#[derive(Template)]
#[template(path = "tickets/one.html")]
struct One {
    page: Page,
    ticket: Ticket,
    concert: Concert,
    grouped: String,
    payments: Vec<Payment>,
    payment_id: String,
    owes: bool,
    method_key: String,
    whatsapp: Option<String>,
    file: String,
    doors: String,
}

/// `GET /ticket_generated`: the ticket that this member issued last.
pub async fn latest(page: Page, State(app): State<App>, admin: Admin) -> Result<Response> {
    match store::last_by(&app.db, &admin.id).await? {
        Some((ticket, ..)) => Ok(page::to(&format!("/tickets/{ticket}"))),
        None => Ok(page::problem(&app, "/tickets/new", page.t("tickets-none-issued"))),
    }
}

/// `GET /tickets/{id}`, and `{id}.png`, `{id}.pdf`: its page, its picture, its paper.
pub async fn show(page: Page, State(app): State<App>, _: Admin, Path(name): Path<String>) -> Result<Response> {
    let (ticket, kind) = name.split_once('.').unwrap_or((&name, ""));
    let mut connection = app.db.read().acquire().await?;
    let ticket = store::get(&mut connection, ticket).await?.ok_or(Error::NotFound)?;
    let concert = concerts::store::get(&mut connection, &ticket.concert_id).await?.ok_or(Error::NotFound)?;
    match kind {
        "" => {}
        "png" | "pdf" => {
            drop(connection);
            return picture(&page, &app, concert, ticket, kind).await;
        }
        _ => return Err(Error::NotFound),
    }
    let payments = payments::store::of_ticket(&mut connection, &ticket.id).await?;
    let lang = lang_of(&page, &ticket);
    let due = (ticket.due_cents() > 0).then(|| page.money(ticket.due_cents(), &ticket.currency));
    let day = concert.day.parse().map_or_else(|_| concert.day.clone(), |date| lang.day(date));
    let doors = hour(&concert.doors_at, &concert.timezone);
    let message = send::message(lang, &ticket.fan, concert.name(), &day, &doors, due.as_deref());
    page::html(&One {
        whatsapp: ticket.fan_phone.as_deref().map(|phone| send::whatsapp(phone, &message)),
        grouped: Code::parse(&ticket.code).map(|code| code.grouped()).unwrap_or_default(),
        file: file_name(&concert, &ticket),
        payment_id: id::new(page.now),
        method_key: format!("tickets-method-{}", ticket.method),
        owes: due.is_some() && ticket.is_live(),
        page,
        ticket,
        concert,
        payments,
        doors,
    })
}

/// The fan's language; Spanish where we don't know it.
fn lang_of(page: &Page, ticket: &Ticket) -> Lang {
    let known = ticket.fan_language.as_deref().and_then(Lang::of);
    known.unwrap_or(if ticket.fan_phone.is_some() { Lang::Es } else { page.lang })
}

fn file_name(concert: &Concert, ticket: &Ticket) -> String {
    let words = text::fold(&format!("{} {}", concert.name(), ticket.fan)).replace(' ', "-");
    format!("boleto-{}-{}", ticket.number, words.chars().take(60).collect::<String>())
}

fn face_of(app: &App, concert: &Concert, ticket: &Ticket, lang: Lang) -> Result<Face> {
    let mine = Mine {
        fan: &ticket.fan,
        number: ticket.number,
        code: &ticket.code,
        admits: ticket.admits,
        due_cents: ticket.due_cents(),
        currency: &ticket.currency,
    };
    let line = app.brand.text(lang.code(), "ticket");
    face::of(concert, &mine, lang, line).ok_or_else(|| Error::Broken(anyhow::anyhow!("a ticket's code can't be read")))
}

/// Draws the picture now: nothing is kept of it, so that it is never out of date.
async fn picture(page: &Page, app: &App, concert: Concert, ticket: Ticket, kind: &str) -> Result<Response> {
    if !ticket.is_live() {
        return Err(Error::Refused("tickets-picture-gone"));
    }
    let lang = lang_of(page, &ticket);
    let face = face_of(app, &concert, &ticket, lang)?;
    let name = file_name(&concert, &ticket);
    let brand = app.brand.clone();
    if kind == "pdf" {
        let bytes =
            tokio::task::spawn_blocking(move || artwork::pdf(&brand, &face)).await.map_err(anyhow::Error::new)?;
        return Ok(page::download(&format!("{name}.pdf"), "application/pdf", bytes));
    }
    let app = app.clone();
    let bytes = tokio::task::spawn_blocking(move || {
        let key = BackgroundKey {
            concert_id: concert.id,
            changed_at: concert.changed_at,
            lang: lang.code().to_owned(),
            brand: brand.version.clone(),
        };
        let background = app.part::<Backgrounds>().0.get(&key, || Background::draw(&brand, &face));
        artwork::png(&background, &face)
    });
    let bytes = bytes.await.map_err(anyhow::Error::new)?;
    let disposition = format!("inline; filename=\"{name}.png\"");
    Ok(([(header::CONTENT_TYPE, "image/png".to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response())
}

/// How many tickets one file of sheets holds.
pub const SHEET: i64 = 400;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Sheet {
    concert: String,
    batch: String,
    paper: String,
    /// The last number of the part before: a concert of thousands is printed in parts.
    after: i64,
}

/// `GET /tickets/sheet.pdf?concert=&after=`: live tickets four to a page, for cutting, [`SHEET`] of them after a number.
pub async fn sheet(page: Page, State(app): State<App>, _: Admin, Query(wanted): Query<Sheet>) -> Result<Response> {
    let concert = concert_of(&app, &wanted.concert).await?;
    let batch = Some(wanted.batch.as_str()).filter(|batch| !batch.is_empty());
    let rows = store::face_rows(&app.db, &concert.id, batch, wanted.after, SHEET).await?;
    let line = app.brand.text(page.lang(), "ticket").to_owned();
    let faces: Vec<Face> = rows
        .iter()
        .filter_map(|row| {
            let mine = Mine {
                fan: &row.fan,
                number: row.number,
                code: &row.code,
                admits: row.admits,
                due_cents: due(row.price_cents, row.paid_cents, &row.method),
                currency: &row.currency,
            };
            face::of(&concert, &mine, page.lang, &line)
        })
        .collect();
    if faces.is_empty() {
        return Err(Error::Refused("tickets-sheet-empty"));
    }
    let paper = if wanted.paper == "a4" { Paper::A4 } else { Paper::Letter };
    let brand: Arc<_> = app.brand.clone();
    let bytes = tokio::task::spawn_blocking(move || artwork::sheet_pdf(&brand, &faces, paper)).await;
    let part = rows
        .first()
        .zip(rows.last())
        .map_or(String::new(), |(first, last)| format!("-{}-{}", first.number, last.number));
    let name = format!("boletos-{}{part}.pdf", text::fold(concert.name()).replace(' ', "-"));
    Ok(page::download(&name, "application/pdf", bytes.map_err(anyhow::Error::new)?))
}
