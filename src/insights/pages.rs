//! The first page; the pages of figures and the reports are beside it.

mod behind;
mod explore;
mod report;
pub mod studies;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::{self, stamp, unstamp};
use crate::base::error::Result;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::insights::audience::{Age, Audience, Visits};
use crate::insights::chart;
use crate::insights::figures::{self, When};
use crate::insights::filter::Filter;
use crate::insights::home::{Attendance, Backup, Hero, Line, Table};
use crate::insights::pages::studies::PAGES;
use crate::insights::store::period::{self, Apart};
use crate::insights::store::{self, Concert};
use crate::insights::words;

/// How many concerts the table shows; one more is read, the base of the oldest.
const SHOWN: usize = 8;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/audience", get(moved))
        .route("/insights", get(studies::first))
        .route("/insights/fans", get(behind::fans))
        .route("/insights/explore", get(explore::show))
        .route("/insights/explore/{file}", get(explore::file))
        .route("/insights/{page}", get(studies::show))
        .route("/insights/{page}/{file}", get(studies::file))
        .route("/concerts/{concert}/report", get(report::show))
        .route("/concerts/{concert}/report.pdf", get(report::pdf))
}

#[derive(Template)]
#[template(path = "insights/home.html")]
struct Home {
    page: Page,
    empty: bool,
    hero: Option<Hero>,
    lines: Vec<Line>,
    attendance: Option<Attendance>,
    audience: Option<Table>,
    backup: Option<Backup>,
}

/// Eight queries at most, whatever the history: next, past, copy, places, pace, who asked, crowd, audience.
async fn home(page: Page, State(app): State<App>, _: Admin) -> Result<Response> {
    let since = stamp(figures::past_since(page.now));
    let next = store::next(&app.db, &since).await?;
    let past = store::past(&app.db, &since, SHOWN as i64 + 1).await?;
    let backup = backup(&app, &page, next.as_ref(), &past).await?;
    let hero = match &next {
        Some(next) => Some(hero(&app, &page, next, &past).await?),
        None => None,
    };
    let (attendance, audience) = match past.first() {
        Some(last) => {
            let crowd = store::crowd(&app.db, &last.id).await?;
            let table = audience(&app, &page).await?;
            let audience = (table.all() > 0).then(|| Table::of(&page, &table));
            (Some(Attendance::of(&page, &past, crowd, next.as_ref())), audience)
        }
        None => (None, None),
    };
    let lines = Line::each(&past, SHOWN);
    page::html(&Home { page, empty: next.is_none() && past.is_empty(), hero, lines, attendance, audience, backup })
}

async fn hero(app: &App, page: &Page, next: &Concert, past: &[Concert]) -> Result<Hero> {
    let places = store::places(&app.db, &next.id).await?;
    let days = clock::days_until(&next.day, page.now, &next.timezone);
    let doors = unstamp(&next.doors_at).unwrap_or(page.now);
    let when = figures::when(days, doors, page.now);
    let earlier = &past[..past.len().min(figures::PACE_CONCERTS)];
    let pace = match (when, earlier) {
        (When::Later | When::Tomorrow | When::Today, [latest, ..]) => {
            let moments = earlier.iter().filter_map(|concert| {
                let at = figures::same_moment(page.now, doors, unstamp(&concert.doors_at)?);
                Some(serde_json::json!({ "concert": concert.id, "at": stamp(at) }))
            });
            let moments = serde_json::Value::from_iter(moments).to_string();
            let held = store::held_at(&app.db, &moments).await?;
            let held: Vec<i64> = held.into_iter().map(|(_, places)| places).collect();
            figures::pace(next.held, &held).map(|pace| words::pace(page, &pace, days, latest.name()))
        }
        _ => None,
    };
    let asked = store::asked(&app.db, &next.id).await?;
    Ok(Hero { asked, ..Hero::of(page, next, when, places, pace) })
}

/// One query of what is kept: no fan is read.
async fn audience(app: &App, page: &Page) -> Result<Audience> {
    let today = clock::night_of(page.now, page.timezone()).to_string();
    let people = period::audience(&app.db, &Filter::default(), Apart::default(), &today).await?;
    Ok(Audience::of(people.into_iter().map(|it| (Some(it.age), it.came, it.fans))))
}

async fn backup(app: &App, page: &Page, next: Option<&Concert>, past: &[Concert]) -> Result<Option<Backup>> {
    let mut connection = app.db.read().acquire().await?;
    let (last, begun) = store::backup(&mut connection).await?;
    let last: serde_json::Value = serde_json::from_str(&last.unwrap_or_default()).unwrap_or_default();
    let at = last.get("at").and_then(serde_json::Value::as_str).and_then(unstamp);
    let concerts = past.iter().chain(next).filter_map(|concert| unstamp(&concert.created_at));
    let since = concerts.chain(begun.as_deref().and_then(unstamp)).min();
    let copy = figures::copy(at, since, page.now);
    Ok(words::copy(page, copy, &last).map(|text| Backup { warns: copy.warns(), text }))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wished {
    age: String,
    visits: String,
}

/// `GET /audience`: where the fans behind a number once were.
async fn moved(Query(wished): Query<Wished>) -> Response {
    let filter = Filter { period: "all".to_owned(), age: wished.age, visits: wished.visits, ..Filter::default() };
    page::to(&filter.checked().at("/insights/fans"))
}
