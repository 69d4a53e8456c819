//! Moving a concert, calling it off, and the list of those who have to hear of it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::{Tx, id};
use crate::base::error::{Error, Result};
use crate::base::web::apology::encode;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::change::{Change, Told, When};
use crate::concerts::concert::{Concert, place};
use crate::concerts::form::{ConcertForm, Tickets};
use crate::concerts::hooks::Hooks;
use crate::concerts::night::{self, Zone};
use crate::concerts::pages::edit::{chosen, fill_zone, keep_place};
use crate::concerts::pages::find;
use crate::concerts::store::{self, NewChange, figures, venues};
use crate::concerts::venue::Venue;

/// How many people a page of the list names.
const PEOPLE: usize = 200;

#[derive(Template)]
#[template(path = "concerts/move.html")]
struct MovePage {
    page: Page,
    concert: Concert,
    doors: String,
    held: i64,
    issued: i64,
    form: ConcertForm,
    problems: Problems,
    venues: Vec<Venue>,
    zones: Vec<Zone>,
}

async fn move_of(page: Page, app: &App, concert: Concert, form: ConcertForm, problems: Problems) -> Result<MovePage> {
    let db = &mut *app.db.read().acquire().await?;
    let sold = figures::night(db, &concert.id).await?;
    Ok(MovePage {
        doors: night::hours(&concert.doors_at, &concert.starts_at, &concert.timezone).0,
        held: sold.held,
        issued: sold.issued,
        venues: venues::all(db).await?,
        zones: night::zones(&[page.timezone(), &form.timezone]),
        page,
        concert,
        form,
        problems,
    })
}

/// A concert that may be moved or called off; one that was called off already has nothing to move.
async fn standing(app: &App, id: &str) -> Result<Concert> {
    let concert = find(&mut *app.db.read().acquire().await?, id).await?;
    if concert.cancelled_at.is_some() { Err(Error::Refused("concerts-cancelled-already")) } else { Ok(concert) }
}

pub(super) async fn move_page(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Response> {
    let concert = standing(&app, &id).await?;
    let form = ConcertForm {
        capacity: String::new(),
        venue_city: page.brand().place.clone(),
        ..ConcertForm::of(&concert, &[])
    };
    page::html(&move_of(page, &app, concert, form, Problems::default()).await?)
}

pub(super) async fn move_it(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(mut form): Form<ConcertForm>,
) -> Result<Response> {
    let concert = standing(&app, &id).await?;
    let venue = chosen(&app, &form.venue).await?;
    fill_zone(&mut form, venue.as_ref(), &page);
    match moved(&page, &app, &admin, &concert, &form, venue).await? {
        Ok((change, voided)) => {
            let text = page.t1("concerts-moved", "voided", voided);
            Ok(page::done(&app, &format!("/concerts/{id}/changes/{change}"), text))
        }
        Err(problems) => page::again(&move_of(page, &app, concert, form, problems).await?),
    }
}

/// Moves it; the change's id, and how many tickets were voided.
async fn moved(
    page: &Page,
    app: &App,
    admin: &Admin,
    concert: &Concert,
    form: &ConcertForm,
    venue: Option<Venue>,
) -> Result<Result<(String, i64), Problems>> {
    let to = match form.check_move(concert, venue.as_ref()) {
        Ok(to) => to,
        Err(problems) => return Ok(Err(problems)),
    };
    let now = stamp(page.now);
    let mut tx = app.db.write().await?;
    let Some(venue_id) = keep_place(&mut tx, &to.place, page).await? else {
        return Ok(Err(Problems::one("venue_name", "concerts-venue-taken")));
    };
    (app.part::<Hooks>().hold_sales)(&mut tx, &concert.id).await?;
    // First, so that what is voided no longer has to fit in the new room.
    let voided = void(&mut tx, app, to.tickets, &concert.id, admin, &now).await?;
    if !store::move_to(&mut tx, &concert.id, &venue_id, &to, &now).await? {
        return Ok(Err(Problems::one("capacity", "concerts-capacity-held")));
    }
    let there = find(&mut tx, &concert.id).await?;
    let change = id::new(page.now);
    let new = NewChange {
        id: &change,
        concert: &concert.id,
        kind: "moved",
        before: when(concert).line(),
        after: when(&there).line(),
        tickets: to.tickets.text(),
        account: &admin.id,
        now: &now,
    };
    store::add_change(&mut tx, new).await?;
    (app.part::<Hooks>().changed)(&mut tx, &concert.id).await?;
    tx.commit().await?;
    app.db.changes().tell(&concert.id);
    Ok(Ok((change, voided)))
}

fn when(concert: &Concert) -> When {
    let place = place(&concert.address, &concert.city);
    When::new(&concert.day, &concert.doors_at, &concert.timezone, &concert.venue, &place)
}

/// Voids the tickets, where that was chosen; how many.
async fn void(tx: &mut Tx, app: &App, tickets: Tickets, concert: &str, admin: &Admin, now: &str) -> Result<i64> {
    match tickets {
        Tickets::Stay => Ok(0),
        Tickets::Voided => Ok((app.part::<Hooks>().void_tickets)(tx, concert, &admin.id, now).await?),
    }
}

#[derive(Template)]
#[template(path = "concerts/cancel.html")]
struct CancelPage {
    page: Page,
    concert: Concert,
    doors: String,
    issued: i64,
    tickets: String,
    problems: Problems,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct CancelForm {
    tickets: String,
}

async fn cancel_of(page: Page, app: &App, concert: Concert, problems: Problems) -> Result<CancelPage> {
    let issued = figures::night(&mut *app.db.read().acquire().await?, &concert.id).await?.issued;
    let doors = night::hours(&concert.doors_at, &concert.starts_at, &concert.timezone).0;
    Ok(CancelPage { page, concert, doors, issued, tickets: String::new(), problems })
}

pub(super) async fn cancel_page(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Response> {
    let concert = standing(&app, &id).await?;
    page::html(&cancel_of(page, &app, concert, Problems::default()).await?)
}

pub(super) async fn cancel(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<CancelForm>,
) -> Result<Response> {
    let concert = standing(&app, &id).await?;
    let mut problems = Problems::default();
    let Some(tickets) = Tickets::check(&mut problems, &form.tickets) else {
        return page::again(&cancel_of(page, &app, concert, problems).await?);
    };
    let (change, now) = (id::new(page.now), stamp(page.now));
    let mut tx = app.db.write().await?;
    (app.part::<Hooks>().hold_sales)(&mut tx, &id).await?;
    if !store::cancel(&mut tx, &id, &now).await? {
        return Err(Error::Refused("concerts-cancelled-already"));
    }
    let voided = void(&mut tx, &app, tickets, &id, &admin, &now).await?;
    let new = NewChange {
        id: &change,
        concert: &id,
        kind: "cancelled",
        before: when(&concert).line(),
        after: String::new(),
        tickets: tickets.text(),
        account: &admin.id,
        now: &now,
    };
    store::add_change(&mut tx, new).await?;
    (app.part::<Hooks>().changed)(&mut tx, &id).await?;
    tx.commit().await?;
    app.db.changes().tell(&id);
    let text = page.t1("concerts-cancelled-done", "voided", voided);
    Ok(page::done(&app, &format!("/concerts/{id}/changes/{change}"), text))
}

/// A fan to be told, with the links that tell them.
struct Person {
    told: Told,
    whatsapp: Option<String>,
    mailto: Option<String>,
}

#[derive(Template)]
#[template(path = "concerts/told.html")]
struct ToldPage {
    page: Page,
    concert: Concert,
    change: Change,
    /// With a telephone, with an e-mail address only, with neither.
    people: [Vec<Person>; 3],
    first: bool,
    next: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ToldQuery {
    after: String,
}

pub(super) async fn told(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path((concert, change)): Path<(String, String)>,
    Query(query): Query<ToldQuery>,
) -> Result<Response> {
    let db = &mut *app.db.read().acquire().await?;
    let concert = find(db, &concert).await?;
    let changes = store::changes(db, &concert.id).await?;
    let change = changes.into_iter().find(|it| it.id == change).ok_or(Error::NotFound)?;
    let key = key(&query.after);
    let mut list = store::told(db, &concert.id, &change.happened_at, (key.0, &key.1, &key.2)).await?;
    let more = list.len() > PEOPLE;
    list.truncate(PEOPLE);
    let next = list.last().filter(|_| more);
    let next = next.map(|it| encode(&format!("{}~{}~{}", it.way, it.name_folded, it.id)));
    let (band, before) = (page.brand().name.clone(), change.before());
    let name = concert.title.clone().unwrap_or_else(|| before.venue().to_owned());
    let mut people = [const { Vec::new() }; 3];
    for told in list {
        let way = (told.way - 1).clamp(0, 2) as usize;
        let (whatsapp, mailto) = (told.whatsapp(&change, &band, &name), told.mailto(&change, &band, &name));
        people[way].push(Person { told, whatsapp, mailto });
    }
    page::html(&ToldPage { page, concert, change, people, first: query.after.is_empty(), next })
}

fn key(after: &str) -> (i64, String, String) {
    let mut parts = after.splitn(3, '~');
    let way = parts.next().and_then(|way| way.parse().ok()).unwrap_or(0);
    let mut part = || parts.next().unwrap_or_default().to_owned();
    (way, part(), part())
}
