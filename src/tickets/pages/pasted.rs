//! A pasted guest list: looked at first, then issued together, and taken back together while nobody has one.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use sqlx::AnyConnection;

use super::concert_of;
use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::phone::phone;
use crate::base::text;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::Concert;
use crate::fans::fan::NewFan;
use crate::fans::store::NewRow;
use crate::payments::payment::Method;
use crate::tickets::list::{self, GUESTS_MAX, Guest, Odd};
use crate::tickets::store::{self, Batch, Line, NewTicket};
use crate::tickets::ticket::{Choice, IssueForm, Refusal, Wish, offered, seen};
use crate::{concerts, fans};

/// What the form holds, from the first paste to the last confirmation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListForm {
    concert: String,
    pasted: String,
    method: String,
    price: String,
    amount: String,
    paid: String,
    seen: String,
    batch: String,
    /// What the person said of a line: `line:fan` for one whom we know, `line:new`, `line:again` for another ticket,
    /// `line:skip`.
    same: Vec<String>,
}

#[derive(Template)]
#[template(path = "tickets/pasted.html")]
struct Paste {
    page: Page,
    concert: Option<Concert>,
    concerts: Vec<Concert>,
    prices: Vec<Choice>,
    form: ListForm,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "tickets/preview.html")]
struct Preview {
    page: Page,
    concert: Concert,
    form: ListForm,
    rows: Vec<Row>,
    odd: Vec<Odd>,
    places: usize,
    left: i64,
    fits: bool,
    /// How all of them are paid, and what each costs.
    cost: String,
}

/// A guest as the preview shows it.
struct Row {
    guest: Guest,
    phone: Option<String>,
    phone_wrong: bool,
    /// The fan that the phone belongs to: certain.
    known: Option<Alike>,
    /// Fans of the same name: the person says which, if any.
    alike: Vec<Alike>,
}

impl Row {
    /// The number of the ticket that this guest has already, or may have: then the person is asked.
    fn had(&self) -> Option<i64> {
        self.known.iter().chain(&self.alike).find_map(|fan| fan.had)
    }

    /// How many tickets it means as long as nobody says otherwise.
    fn places(&self) -> usize {
        if self.had().is_some() { 0 } else { 1 + self.guest.plus }
    }
}

/// A fan whom a guest may be.
struct Alike {
    id: String,
    name: String,
    had: Option<i64>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    concert: String,
}

pub async fn form(page: Page, State(app): State<App>, _: Admin, Query(wanted): Query<Wanted>) -> Result<Response> {
    let form = ListForm { concert: wanted.concert, ..ListForm::default() };
    page::html(&blank(page, &app, form, Problems::default()).await?)
}

async fn blank(page: Page, app: &App, mut form: ListForm, problems: Problems) -> Result<Paste> {
    let concerts = concerts::store::upcoming(&app.db, &stamp(page.now)).await?;
    let concert = concerts.iter().find(|concert| concert.id == form.concert).or(concerts.first()).cloned();
    let mut prices = Vec::new();
    if let Some(concert) = &concert {
        form.concert = concert.id.clone();
        prices = choices(app, &concert.id).await?;
        form.seen = seen(&prices);
        prices = offered(prices);
    }
    if form.method.is_empty() {
        form.method = Method::Courtesy.word().to_owned();
    }
    if form.price.is_empty() {
        form.price = prices.first().map_or_else(|| "other".to_owned(), |price| price.0.clone());
    }
    let concerts = concerts.into_iter().filter(|other| other.id != form.concert).collect();
    Ok(Paste { page, concert, concerts, prices, form, problems })
}

async fn choices(app: &App, concert: &str) -> Result<Vec<Choice>> {
    let mut connection = app.db.read().acquire().await?;
    let prices = concerts::store::prices(&mut connection, concert).await?;
    Ok(prices.into_iter().map(|price| (price.id, price.name, price.amount_cents)).collect())
}

async fn wish(page: &Page, app: &App, form: &ListForm) -> Result<Result<Wish, Problems>> {
    let prices = choices(app, &form.concert).await?;
    let issue = IssueForm {
        method: form.method.clone(),
        price: form.price.clone(),
        amount: form.amount.clone(),
        paid: form.paid.clone(),
        seen: form.seen.clone(),
        ..IssueForm::default()
    };
    Ok(issue.check(&prices, &page.t("tickets-price-other")))
}

/// Says line by line what will happen; nothing is written.
pub async fn preview(page: Page, State(app): State<App>, _: Admin, Form(mut form): Form<ListForm>) -> Result<Response> {
    let (guests, odd) = list::read(&form.pasted);
    let mut problems = wish(&page, &app, &form).await?.err().unwrap_or_default();
    problems.join(bounded(&guests));
    if !problems.none() {
        return page::again(&blank(page, &app, form, problems).await?);
    }
    let concert = concert_of(&app, &form.concert).await?;
    let mut connection = app.db.read().acquire().await?;
    let rows = rows(&mut connection, &concert, guests).await?;
    drop(connection);
    form.batch = id::new(page.now);
    page::html(&looked(page, &app, concert, form, rows, odd).await?)
}

/// What is wrong with a list's length.
fn bounded(guests: &[Guest]) -> Problems {
    let places: usize = guests.iter().map(|guest| 1 + guest.plus).sum();
    if places == 0 {
        Problems::one("pasted", "tickets-list-empty")
    } else if places > GUESTS_MAX {
        Problems::one("pasted", "tickets-list-too-long")
    } else {
        Problems::default()
    }
}

/// The preview of a list, with what there is to say about each line.
async fn looked(
    page: Page,
    app: &App,
    concert: Concert,
    form: ListForm,
    rows: Vec<Row>,
    odd: Vec<Odd>,
) -> Result<Preview> {
    let places: usize = rows.iter().map(Row::places).sum();
    let mut connection = app.db.read().acquire().await?;
    let left = store::sales(&mut connection, &concert.id).await?.left(concert.capacity);
    drop(connection);
    let fits = places as i64 <= left;
    let cost = wish(&page, app, &form).await?.map_or_else(|_| String::new(), |wish| cost(&page, &concert, &wish));
    Ok(Preview { page, concert, form, rows, odd, places, left: left.max(0), fits, cost })
}

/// "Cortesía", or "Preventa $200, SPEI".
fn cost(page: &Page, concert: &Concert, wish: &Wish) -> String {
    let method = page.t(&format!("tickets-method-{}", wish.method.word()));
    if wish.method == Method::Courtesy {
        return method;
    }
    format!("{} {}, {method}", wish.price_name, page.money(wish.price_cents, &concert.currency))
}

/// The guests beside the fans that they may be, and the tickets that those have: three queries for the whole list.
async fn rows(connection: &mut AnyConnection, concert: &Concert, guests: Vec<Guest>) -> Result<Vec<Row>> {
    let phones: Vec<Option<String>> = guests.iter().map(|guest| guest.phone.as_deref().and_then(phone)).collect();
    let names: Vec<String> = guests.iter().map(|guest| text::fold(&guest.name)).collect();
    let (known, alike) = store::guests(connection, &phones, &names).await?;
    let fans: Vec<&str> = known.values().chain(alike.values().flatten()).map(|(fan, _)| fan.as_str()).collect();
    let had = store::live_of_fans(connection, &concert.id, &fans).await?;
    let fan = |(id, name): &(String, String)| Alike { had: had.get(id).copied(), id: id.clone(), name: name.clone() };
    let rows = guests.into_iter().zip(phones).zip(names).map(|((guest, phone), folded)| {
        let known = phone.as_ref().and_then(|phone| known.get(phone)).map(fan);
        let alike =
            alike.get(&folded).filter(|_| known.is_none()).map_or(Vec::new(), |all| all.iter().map(fan).collect());
        Row { phone_wrong: guest.phone.is_some() && phone.is_none(), guest, phone, known, alike }
    });
    Ok(rows.collect())
}

/// Issues the whole list, or nothing of it. The same preview sent twice issues once.
pub async fn confirm(page: Page, State(app): State<App>, admin: Admin, Form(form): Form<ListForm>) -> Result<Response> {
    let (guests, odd) = list::read(&form.pasted);
    let bounded = bounded(&guests);
    let wish = match wish(&page, &app, &form).await? {
        Ok(wish) if bounded.none() && id::is(&form.batch) => wish,
        other => {
            let mut problems = other.err().unwrap_or_default();
            problems.join(bounded);
            return page::again(&blank(page, &app, form, problems).await?);
        }
    };
    let concert = concert_of(&app, &form.concert).await?;
    let here = format!("/tickets/batches/{}", form.batch);
    let now = stamp(page.now);
    let mut tx = app.db.write().await?;
    if store::batch_add(&mut tx, &form.batch, &concert.id, &admin.id, &now).await?.is_none() {
        return Ok(page::to(&here));
    }
    store::lock(&mut tx, &concert.id).await?;
    let rows = rows(&mut tx, &concert, guests).await?;
    let said = said(&form);
    // Somebody else gave one of them a ticket since the list was looked at: ask again.
    if rows.iter().any(|row| row.had().is_some() && !said.contains_key(&row.guest.line)) {
        drop(tx);
        return page::again(&looked(page, &app, concert, form, rows, odd).await?);
    }
    let (new_fans, new) = whole(&page, &admin, &concert, &form, &wish, rows);
    let count = new.len();
    if count == 0 {
        return Ok(page::problem(
            &app,
            &format!("/tickets/list?concert={}", concert.id),
            page.t("tickets-list-nobody"),
        ));
    }
    fans::store::add_many(&mut tx, &new_fans).await?;
    match store::issue_many(&mut tx, new).await? {
        Ok(_) => {}
        Err(Refusal::SoldOut { left }) => {
            let text = page.t2("tickets-list-sold-out", "n", count, "left", left);
            return Ok(page::problem(&app, &format!("/tickets/list?concert={}", concert.id), text));
        }
        Err(_) => return Err(Error::Refused("tickets-concert-cancelled")),
    }
    if wish.paid {
        store::pay_batch(&mut tx, &form.batch, page.now, &admin.id).await?;
    }
    tx.commit().await?;
    app.db.changes().tell(&concert.id);
    Ok(page::done(&app, &here, page.t1("tickets-list-done", "n", count)))
}

/// What the person said of each line.
fn said(form: &ListForm) -> HashMap<usize, &str> {
    let said = form.same.iter().filter_map(|said| said.split_once(':'));
    said.filter_map(|(line, word)| Some((line.parse().ok()?, word))).collect()
}

/// All the fans and tickets that a list means. A companion is a fan of their own, brought by the one who is named.
fn whole(
    page: &Page,
    admin: &Admin,
    concert: &Concert,
    form: &ListForm,
    wish: &Wish,
    rows: Vec<Row>,
) -> (Vec<NewRow>, Vec<NewTicket>) {
    let said = said(form);
    let (mut new_fans, mut tickets) = (Vec::new(), Vec::new());
    let mut by_phone: HashMap<String, String> = HashMap::new();
    let row_of = |id: &str, fan: NewFan| NewRow {
        id: id.to_owned(),
        fan,
        consent_id: id::new(page.now),
        account: Some(admin.id.clone()),
        created_at: stamp(page.now),
    };
    let mut ticket = |fan: String, note: Option<String>| {
        let batch_id = Some(form.batch.clone());
        tickets.push(NewTicket { note, batch_id, ..NewTicket::of(concert, fan, wish, None, &admin.id, page.now) });
    };
    for row in rows.into_iter().filter(|row| said.get(&row.guest.line) != Some(&"skip")) {
        let chosen = said.get(&row.guest.line).filter(|fan| row.alike.iter().any(|alike| alike.id == **fan));
        let known = row.known.map(|fan| fan.id).or_else(|| chosen.map(|fan| (*fan).to_owned()));
        // Two lines with one phone are one fan with two tickets.
        let known = known.or_else(|| row.phone.as_ref().and_then(|phone| by_phone.get(phone)).cloned());
        let fan = known.unwrap_or_else(|| {
            let fan = id::new(page.now);
            by_phone.extend(row.phone.clone().map(|phone| (phone, fan.clone())));
            let new = NewFan::named(&row.guest.name, None);
            new_fans.extend(new.map(|new| row_of(&fan, NewFan { phone: row.phone, ..new })));
            fan
        });
        ticket(fan.clone(), row.guest.of.map(|of| page.t1("tickets-list-of", "name", of)));
        for nth in 1..=row.guest.plus {
            let companion = id::new(page.now);
            new_fans.push(row_of(&companion, NewFan::companion(&fan, nth)));
            ticket(companion, None);
        }
    }
    (new_fans, tickets)
}

#[derive(Template)]
#[template(path = "tickets/batch.html")]
struct Whole {
    page: Page,
    concert: Concert,
    batch: Batch,
    lines: Vec<Line>,
}

pub async fn batch(page: Page, State(app): State<App>, _: Admin, Path(batch): Path<String>) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let batch = store::batch(&mut connection, &batch).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let concert = concert_of(&app, &batch.concert_id).await?;
    let lines = store::lines_of_batch(&app.db, &batch.id).await?;
    page::html(&Whole { page, concert, batch, lines })
}

pub async fn void(page: Page, State(app): State<App>, admin: Admin, Path(batch): Path<String>) -> Result<Response> {
    let here = format!("/tickets/batches/{batch}");
    let mut tx = app.db.write().await?;
    let Some(found) = store::batch(&mut tx, &batch).await? else { return Err(Error::NotFound) };
    let Some(voided) = store::void_batch(&mut tx, &batch, &admin.id, &stamp(page.now)).await? else {
        return Ok(page::problem(&app, &here, page.t("tickets-batch-out")));
    };
    tx.commit().await?;
    app.db.changes().tell(&found.concert_id);
    Ok(page::done(&app, &here, page.t1("tickets-batch-voided", "n", voided)))
}
