//! Who paid and hasn't come: asked with one tap each, and the answer keeps the place or frees it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::{hour, stamp};
use crate::base::error::{Error, Result};
use crate::base::i18n::Lang;
use crate::base::text;
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts;
use crate::concerts::concert::Concert;
use crate::delivery::absent;
use crate::delivery::store::{self, Absent};
use crate::tickets;
use crate::tickets::send;
use crate::tickets::store::Voided;

#[derive(Template)]
#[template(path = "delivery/absent.html")]
struct Missing {
    page: Page,
    concert: Concert,
    /// `21:00`, where it is too early to ask.
    from: Option<String>,
    over: bool,
    /// How many people are awaited.
    people: i64,
    rows: Vec<Row>,
    next: Option<i64>,
    /// The last number of the page before.
    after: i64,
}

#[derive(Template)]
#[template(path = "delivery/absent_rows.html")]
struct Rows {
    page: Page,
    concert: Concert,
    people: i64,
    rows: Vec<Row>,
    next: Option<i64>,
}

/// Somebody who hasn't come.
struct Row {
    absent: Absent,
    /// Opens their chat with the question.
    asks: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    /// The last number of the page before.
    after: i64,
}

/// `GET /concerts/{concert}/absent?after=`
pub async fn show(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let concert = concert(&app, &id).await?;
    let early = absent::begins(&concert).filter(|begins| *begins > page.now);
    let over = !absent::is_time(&concert, page.now) && early.is_none();
    let (people, rows, next) =
        if early.is_none() && !over { rows(&app, &concert, wanted.after).await? } else { (0, Vec::new(), None) };
    let from = early.map(|at| hour(&stamp(at), &concert.timezone));
    page::html(&Missing { from, over, people, rows, next, after: wanted.after, concert, page })
}

/// `GET /concerts/{concert}/absent/rows?after=`: the list as it is now, for an open page.
pub async fn fragment(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let concert = concert(&app, &id).await?;
    if !absent::is_time(&concert, page.now) {
        return Err(Error::NotFound);
    }
    let (people, rows, next) = rows(&app, &concert, wanted.after).await?;
    page::html(&Rows { page, concert, people, rows, next })
}

async fn concert(app: &App, id: &str) -> Result<Concert> {
    concerts::store::get(&mut *app.db.read().acquire().await?, id).await?.ok_or(Error::NotFound)
}

async fn rows(app: &App, concert: &Concert, after: i64) -> Result<(i64, Vec<Row>, Option<i64>)> {
    let mut connection = app.db.read().acquire().await?;
    let people = store::awaited(&mut connection, &concert.id).await?;
    let mut absents = store::absents(&mut connection, &concert.id, after).await?;
    let more = absents.len() as i64 > store::ABSENTS;
    absents.truncate(store::ABSENTS as usize);
    let next = absents.last().filter(|_| more).map(|last| last.number);
    let rows = absents.into_iter().map(|absent| Row { asks: asks(concert, &absent), absent });
    Ok((people, rows.collect(), next))
}

fn asks(concert: &Concert, absent: &Absent) -> Option<String> {
    let phone = absent.phone.as_deref()?;
    let lang = absent.language.as_deref().and_then(Lang::of).unwrap_or_default();
    // A companion without a telephone is asked for at whoever brings them.
    let key = if absent.by.is_some() { "delivery-absent-message-plus" } else { "delivery-absent-message" };
    let (first, _) = text::first_and_initial(absent.by.as_deref().unwrap_or(&absent.fan));
    let values = [("name", first.into()), ("concert", concert.name().to_owned().into())];
    Some(send::whatsapp(phone, &lang.with(key, &values)))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Said {
    ticket: String,
    /// `asked`, `comes` or `not`.
    said: String,
}

/// `POST /concerts/{concert}/absent`: asked, or what they answered.
pub async fn said(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<Said>,
) -> Result<Response> {
    let here = format!("/concerts/{id}/absent");
    let now = stamp(page.now);
    let mut tx = app.db.write().await?;
    let ticket = tickets::store::get(&mut tx, &form.ticket).await?.filter(|ticket| ticket.concert_id == id);
    let ticket = ticket.ok_or(Error::NotFound)?;
    let (done, text) = match form.said.as_str() {
        "asked" => {
            store::asked(&mut tx, &ticket.id, &id, &admin.id, &now).await?;
            (true, page.t1("delivery-absent-asked", "name", &ticket.fan))
        }
        "comes" => {
            store::comes(&mut tx, &ticket.id, &id, &now).await?;
            (true, page.t1("delivery-absent-comes-done", "name", &ticket.fan))
        }
        "not" => {
            let reason = page.t("delivery-absent-reason");
            match tickets::store::void(&mut tx, &ticket.id, Some(&reason), &admin.id, &now).await? {
                Voided::Done => (true, page.t2("delivery-absent-freed", "name", &ticket.fan, "n", ticket.admits)),
                Voided::Entered => (false, page.t1("delivery-absent-entered", "name", &ticket.fan)),
                Voided::Already => (false, page.t("tickets-void-already")),
            }
        }
        _ => return Err(Error::Refused("base-form-unreadable")),
    };
    tx.commit().await?;
    app.db.changes().tell(&id);
    Ok(if done { page::done(&app, &here, text) } else { page::problem(&app, &here, text) })
}
