//! The list of concerts and a concert's page. `edit`, `moved` and `venues` have the rest.

mod edit;
mod moved;
mod venues;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use sqlx::AnyConnection;

use crate::base::app::App;
use crate::base::clock::{night_of, stamp};
use crate::base::error::{Error, Result};
use crate::base::web::meter::{Meter, meter};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::arrival::{self, Curve};
use crate::concerts::change::Change;
use crate::concerts::concert::{self, Concert, Price};
use crate::concerts::night;
use crate::concerts::store::{self, figures};

/// How many rows a page of a list shows; one more is asked for, to know whether there are further ones.
const ROWS: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/concerts", get(list).post(edit::create))
        .route("/concert", get(edit::brief).post(edit::create))
        .route("/concerts/new", get(edit::new))
        .route("/concerts/{concert}", get(show))
        .route("/concerts/{concert}/arrival", get(arrivals))
        .route("/concerts/{concert}/doubles", get(doubles))
        .route("/concerts/{concert}/edit", get(edit::edit).post(edit::save))
        .route("/concerts/{concert}/move", get(moved::move_page).post(moved::move_it))
        .route("/concerts/{concert}/cancel", get(moved::cancel_page).post(moved::cancel))
        .route("/concerts/{concert}/changes/{change}", get(moved::told))
        .route("/venues", get(venues::list))
        .route("/venues/{id}", get(venues::show))
        .route("/venues/{id}/edit", get(venues::edit).post(venues::save))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ListQuery {
    when: String,
    after: String,
}

#[derive(Template)]
#[template(path = "concerts/list.html")]
struct List {
    page: Page,
    past: bool,
    concerts: Vec<figures::Listed>,
    first: bool,
    next: Option<String>,
}

async fn list(page: Page, State(app): State<App>, _: Admin, Query(query): Query<ListQuery>) -> Result<Response> {
    let edge = stamp(concert::earlier(page.now));
    let past = query.when == "past";
    let key = query.after.split_once('~');
    let mut concerts = if past {
        figures::past(&app.db, &edge, key.unwrap_or(("9", ""))).await?
    } else {
        figures::upcoming(&app.db, &edge, key.unwrap_or(("", ""))).await?
    };
    let next = further(&mut concerts, |it| format!("{}~{}", it.doors_at, it.id));
    page::html(&List { page, past, concerts, first: key.is_none(), next })
}

/// Cuts a list to a page; the key of its last row when there are more.
fn further<T>(rows: &mut Vec<T>, key: impl Fn(&T) -> String) -> Option<String> {
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    rows.last().filter(|_| more).map(key)
}

#[derive(Template)]
#[template(path = "concerts/show.html")]
struct Show {
    page: Page,
    concert: Concert,
    /// Whether the venue's name has a word that needs smaller type.
    long: bool,
    doors: String,
    start: String,
    over: bool,
    /// Whether its door is what matters now.
    tonight: bool,
    prices: Vec<Price>,
    in_force: String,
    night: figures::Night,
    due: figures::Due,
    money: Vec<figures::Money>,
    total_cents: i64,
    issued: Vec<figures::Issued>,
    changes: Vec<Change>,
    meter: Meter,
    curve: Option<Curve>,
    doubles: Vec<figures::Double>,
    money_loose: [figures::Loose; 2],
    /// How many asked for a place on the public page and wait.
    asked: i64,
}

async fn show(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let db = &mut *app.db.read().acquire().await?;
    let concert = find(db, &id).await?;
    let prices = store::prices(db, &id).await?;
    let today = night_of(page.now, &concert.timezone).to_string();
    let night = figures::night(db, &id).await?;
    let money = figures::money(db, &id).await?;
    let (doors, start) = night::hours(&concert.doors_at, &concert.starts_at, &concert.timezone);
    let show = Show {
        doors,
        start,
        long: concert.venue.split_whitespace().any(|word| word.chars().count() >= 12),
        over: concert.is_over(page.now),
        tonight: concert.is_tonight(page.now),
        in_force: concert::in_force(&prices, &today).map(|price| price.id.clone()).unwrap_or_default(),
        prices,
        night,
        due: figures::due(db, &id).await?,
        total_cents: money.iter().map(|method| method.amount_cents).sum(),
        money,
        issued: figures::last_issued(db, &id).await?,
        changes: store::changes(db, &id).await?,
        doubles: figures::doubles(db, &id).await?,
        money_loose: figures::loose(db, &id).await?,
        asked: figures::asked(db, &id).await?,
        meter: meter(night.held, night.reserved, concert.capacity),
        curve: arrival::curve(&figures::arrivals(db, &id).await?, &concert.timezone),
        concert,
        page,
    };
    page::html(&show)
}

#[derive(Template)]
#[template(path = "concerts/arrivals.html")]
struct Arrivals {
    page: Page,
    over: bool,
    curve: Option<Curve>,
}

/// `GET /concerts/{concert}/arrival`: the curve as it is now, to take the place of the one on an open page.
async fn arrivals(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let db = &mut *app.db.read().acquire().await?;
    let concert = find(db, &id).await?;
    let curve = arrival::curve(&figures::arrivals(db, &id).await?, &concert.timezone);
    page::html(&Arrivals { over: concert.is_over(page.now), curve, page })
}

#[derive(Template)]
#[template(path = "concerts/doubles.html")]
struct Doubles {
    page: Page,
    doubles: Vec<figures::Double>,
    money_loose: [figures::Loose; 2],
}

/// `GET /concerts/{concert}/doubles`: who went in with a place that wasn't theirs, as it is now.
async fn doubles(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let db = &mut *app.db.read().acquire().await?;
    find(db, &id).await?;
    page::html(&Doubles {
        doubles: figures::doubles(db, &id).await?,
        money_loose: figures::loose(db, &id).await?,
        page,
    })
}

async fn find(db: &mut AnyConnection, id: &str) -> Result<Concert> {
    store::get(db, id).await?.ok_or(Error::NotFound)
}
