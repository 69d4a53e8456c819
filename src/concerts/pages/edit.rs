//! Making a concert, and editing it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::{Tx, id};
use crate::base::error::Result;
use crate::base::secret;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::Concert;
use crate::concerts::form::{CURRENCIES, ConcertForm, Place};
use crate::concerts::hooks::Hooks;
use crate::concerts::night::{self, Zone};
use crate::concerts::pages::find;
use crate::concerts::pricing;
use crate::concerts::store::{self, ConcertRow, PriceRow, Rows, figures, venues};
use crate::concerts::venue::Venue;

/// One row of the prices' part of the form.
struct Row {
    at: usize,
    name: String,
    amount: String,
    until: String,
    problems: [&'static str; 3],
}

#[derive(Template)]
#[template(path = "concerts/form.html")]
struct FormPage {
    page: Page,
    form: ConcertForm,
    problems: Problems,
    /// The concert that is edited; none while one is made.
    concert: Option<Concert>,
    /// How many are held, and whether tickets are out: place, time and currency are then fixed.
    held: i64,
    fixed: bool,
    venues: Vec<Venue>,
    zones: Vec<Zone>,
    currencies: Vec<String>,
    rows: Vec<Row>,
    /// Whether something stands in the rows that are folded away.
    more: bool,
}

/// What the form is about, besides what was typed.
#[derive(Default)]
struct About {
    concert: Option<Concert>,
    held: i64,
    fixed: bool,
}

/// `GET /concert`, the brief's own address.
pub(super) async fn brief(_: Admin) -> Response {
    page::to("/concerts/new")
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct NewQuery {
    venue: String,
}

pub(super) async fn new(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Query(query): Query<NewQuery>,
) -> Result<Response> {
    let names = ["concerts-price-presale", "concerts-price-box-office", "concerts-price-courtesy"];
    let mut form = ConcertForm {
        venue_city: page.brand().place.clone(),
        doors: "20:00".into(),
        start: "21:00".into(),
        timezone: page.timezone().to_owned(),
        currency: CURRENCIES[0].to_owned(),
        price_name: names.map(|key| page.t(key)).into(),
        price_amount: vec![String::new(), String::new(), "0".to_owned()],
        ..ConcertForm::default()
    };
    if let Some(venue) = chosen(&app, &query.venue).await? {
        form.timezone = venue.timezone;
        form.venue = venue.id;
    }
    page::html(&of(page, &app, form, Problems::default(), About::default()).await?)
}

async fn of(page: Page, app: &App, form: ConcertForm, problems: Problems, about: About) -> Result<FormPage> {
    let venues = venues::all(&mut *app.db.read().acquire().await?).await?;
    let typed = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
    let rows: Vec<Row> = pricing::FIELDS
        .iter()
        .enumerate()
        .map(|(at, fields)| Row {
            at,
            name: typed(&form.price_name, at),
            amount: typed(&form.price_amount, at),
            until: typed(&form.price_until, at),
            problems: fields.map(|field| problems.of(field)),
        })
        .collect();
    let mut currencies: Vec<String> = CURRENCIES.iter().map(|code| (*code).to_owned()).collect();
    if form.currency.len() == 3 && !currencies.contains(&form.currency) {
        currencies.push(form.currency.clone());
    }
    Ok(FormPage {
        zones: night::zones(&[page.timezone(), &form.timezone]),
        more: rows[3..].iter().any(|row| !(row.name.is_empty() && row.amount.is_empty() && row.until.is_empty())),
        held: about.held,
        fixed: about.fixed,
        concert: about.concert,
        page,
        form,
        problems,
        venues,
        currencies,
        rows,
    })
}

/// The venue that was chosen in a form.
pub(super) async fn chosen(app: &App, id: &str) -> Result<Option<Venue>> {
    if id.is_empty() {
        return Ok(None);
    }
    Ok(venues::get(&mut *app.db.read().acquire().await?, id).await?)
}

/// Takes the venue's zone, or the band's, where none was sent.
pub(super) fn fill_zone(form: &mut ConcertForm, venue: Option<&Venue>, page: &Page) {
    if form.timezone.is_empty() {
        form.timezone = venue.map_or_else(|| page.timezone().to_owned(), |venue| venue.timezone.clone());
    }
}

/// The id of the venue, kept first when it is new; none when there is already one of that name in that city.
pub(super) async fn keep_place(tx: &mut Tx, place: &Place, page: &Page) -> Result<Option<String>> {
    match place {
        Place::Known(id) => Ok(Some(id.clone())),
        Place::New(venue) => Ok(venues::add(tx, &id::new(page.now), venue, &stamp(page.now)).await?),
    }
}

pub(super) async fn create(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Form(mut form): Form<ConcertForm>,
) -> Result<Response> {
    let venue = chosen(&app, &form.venue).await?;
    fill_zone(&mut form, venue.as_ref(), &page);
    let new = match form.check(venue.as_ref(), true) {
        Ok(new) => new,
        Err(problems) => return page::again(&of(page, &app, form, problems, About::default()).await?),
    };
    let (concert, now) = (id::new(page.now), stamp(page.now));
    let mut tx = app.db.write().await?;
    let Some(venue) = keep_place(&mut tx, &new.place, &page).await? else {
        drop(tx);
        let problems = Problems::one("venue_name", "concerts-venue-taken");
        return page::again(&of(page, &app, form, problems, About::default()).await?);
    };
    let rows = Rows {
        concerts: vec![ConcertRow::of(&new, &concert, &venue, secret::short_token(), &admin.id, &now)],
        prices: PriceRow::of(&new.prices, &concert, &[], || id::new(page.now)),
        ..Rows::default()
    };
    store::add_many(&mut tx, &rows).await?;
    tx.commit().await?;
    app.db.changes().tell(&concert);
    Ok(page::done(&app, &format!("/concerts/{concert}"), page.t("concerts-made")))
}

async fn about(app: &App, id: &str) -> Result<(Concert, About)> {
    let db = &mut *app.db.read().acquire().await?;
    let concert = find(db, id).await?;
    let night = figures::night(db, id).await?;
    Ok((concert.clone(), About { concert: Some(concert), held: night.held, fixed: night.numbered > 0 }))
}

pub(super) async fn edit(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let (concert, about) = about(&app, &id).await?;
    let prices = store::prices(&mut *app.db.read().acquire().await?, &id).await?;
    let form = ConcertForm::of(&concert, &prices);
    page::html(&of(page, &app, form, Problems::default(), about).await?)
}

pub(super) async fn save(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Form(mut form): Form<ConcertForm>,
) -> Result<Response> {
    let (concert, about) = about(&app, &id).await?;
    if about.fixed {
        form.stay(&concert);
        form.currency = concert.currency;
    }
    let venue = chosen(&app, &form.venue).await?;
    fill_zone(&mut form, venue.as_ref(), &page);
    match kept(&page, &app, &id, &form, venue.as_ref()).await? {
        Ok(()) => Ok(page::done(&app, &format!("/concerts/{id}"), page.t("concerts-saved"))),
        Err(problems) => {
            if let Some(present) = &about.concert {
                // Told once; whoever saves again means it.
                form.changed_at.clone_from(&present.changed_at);
            }
            page::again(&of(page, &app, form, problems, about).await?)
        }
    }
}

/// Keeps an edit, or says why not.
async fn kept(
    page: &Page,
    app: &App,
    concert: &str,
    form: &ConcertForm,
    venue: Option<&Venue>,
) -> Result<Result<(), Problems>> {
    let new = match form.check(venue, false) {
        Ok(new) => new,
        Err(problems) => return Ok(Err(problems)),
    };
    let mut tx = app.db.write().await?;
    let Some(venue) = keep_place(&mut tx, &new.place, page).await? else {
        return Ok(Err(Problems::one("venue_name", "concerts-venue-taken")));
    };
    (app.part::<Hooks>().hold_sales)(&mut tx, concert).await?;
    if !form.changed_at.is_empty() && find(&mut tx, concert).await?.changed_at != form.changed_at {
        return Ok(Err(Problems::one("form", "concerts-edit-raced")));
    }
    if !store::edit(&mut tx, concert, &venue, &new, &stamp(page.now)).await? {
        let night = figures::night(&mut tx, concert).await?;
        let full = night.held + night.reserved > new.capacity;
        let (field, key) = if full { ("capacity", "concerts-capacity-held") } else { ("form", "concerts-edit-sold") };
        return Ok(Err(Problems::one(field, key)));
    }
    let present = store::prices(&mut tx, concert).await?;
    let prices = PriceRow::of(&new.prices, concert, &present, || id::new(page.now));
    store::set_prices(&mut tx, concert, &prices).await?;
    (app.part::<Hooks>().changed)(&mut tx, concert).await?;
    tx.commit().await?;
    app.db.changes().tell(concert);
    Ok(Ok(()))
}
