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
use crate::base::text;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::Concert;
use crate::payments::payment::Method;
use crate::payments::store::Payment;
use crate::tickets::artwork::{self, Face, Paper};
use crate::tickets::code::Code;
use crate::tickets::picture;
use crate::tickets::send;
use crate::tickets::store::{self, Mailed};
use crate::tickets::ticket::Ticket;
use crate::{concerts, payments};

#[derive(Template)]
#[template(path = "tickets/one.html")]
struct One {
    page: Page,
    ticket: Ticket,
    concert: Concert,
    grouped: String,
    payments: Vec<Payment>,
    mails: Vec<Mailed>,
    payment_id: String,
    owes: bool,
    method_key: String,
    whatsapp: Option<String>,
    file: String,
    /// The fan's own page.
    link: String,
    /// Whether others can open it.
    linked: bool,
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
            return file(&page, app, concert, ticket, kind).await;
        }
        _ => return Err(Error::NotFound),
    }
    let payments = payments::store::of_ticket(&mut connection, &ticket.id).await?;
    let mails = store::mailed(&mut connection, &ticket.id).await?;
    let lang = send::lang_of(&ticket, page.lang);
    let doors = hour(&concert.doors_at, &concert.timezone);
    let message = send::message_of(&app.brand(), app.config.public_url(), &concert, &ticket, lang);
    page::html(&One {
        whatsapp: ticket.fan_phone.as_deref().map(|phone| send::whatsapp(phone, &message)),
        grouped: Code::parse(&ticket.code).map(|code| code.grouped()).unwrap_or_default(),
        file: picture::file_name(&concert, &ticket.fan, ticket.number),
        link: format!("{}/t/{}", app.config.base_url, ticket.link_token),
        linked: app.config.public_url().is_some(),
        payment_id: id::new(page.now),
        method_key: format!("tickets-method-{}", ticket.method),
        owes: ticket.due_cents() > 0 && ticket.is_live(),
        page,
        ticket,
        concert,
        payments,
        mails,
        doors,
    })
}

async fn file(page: &Page, app: App, concert: Concert, ticket: Ticket, kind: &str) -> Result<Response> {
    let lang = send::lang_of(&ticket, page.lang);
    let name = picture::file_name(&concert, &ticket.fan, ticket.number);
    if kind == "pdf" {
        let bytes = page::beside(move || picture::pdf(&app, &concert, &ticket, lang)).await?;
        return Ok(page::download(&format!("{name}.pdf"), "application/pdf", bytes));
    }
    let bytes = page::beside(move || picture::png(&app, &concert, &ticket, lang)).await?;
    let disposition = format!("inline; filename=\"{name}.png\"");
    Ok(([(header::CONTENT_TYPE, "image/png".to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response())
}

/// How many tickets one file of sheets holds.
pub const SHEET: i64 = 400;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Sheet {
    pub concert: String,
    pub batch: String,
    paper: String,
    /// The last number of the part before: a concert of thousands is printed in parts.
    after: i64,
}

/// `GET /tickets/sheet.pdf?concert=&after=`: live tickets four to a page, for cutting, [`SHEET`] of them after a number.
pub async fn sheet(page: Page, State(app): State<App>, _: Admin, Query(wanted): Query<Sheet>) -> Result<Response> {
    let concert = concert_of(&app, &wanted.concert).await?;
    let batch = Some(wanted.batch.as_str()).filter(|batch| !batch.is_empty());
    let rows = store::face_rows(&app.db, &concert.id, batch, wanted.after, SHEET).await?;
    let faces: Vec<Face> = rows.iter().filter_map(|row| picture::face_of_row(&app, &concert, row, page.lang)).collect();
    if faces.is_empty() {
        return Err(Error::Refused("tickets-sheet-empty"));
    }
    let paper = if wanted.paper == "a4" { Paper::A4 } else { Paper::Letter };
    let brand: Arc<_> = app.brand();
    let bytes = tokio::task::spawn_blocking(move || artwork::sheet_pdf(&brand, &faces, paper)).await;
    let part = rows
        .first()
        .zip(rows.last())
        .map_or(String::new(), |(first, last)| format!("-{}-{}", first.number, last.number));
    let name = format!("boletos-{}{part}.pdf", text::fold(concert.name()).replace(' ', "-"));
    Ok(page::download(&name, "application/pdf", bytes.map_err(anyhow::Error::new)?))
}
