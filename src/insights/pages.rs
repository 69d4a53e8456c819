//! The first page, and the fans behind a cell of its table.

mod report;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::{self, stamp, unstamp};
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::insights::audience::{Age, Audience, Visits, Wish};
use crate::insights::chart;
use crate::insights::figures::{self, When};
use crate::insights::home::{Attendance, Backup, Hero, Line, Table};
use crate::insights::store::{self, Concert};
use crate::insights::words;

/// How many concerts the table shows; one more is read, the base of the oldest.
const SHOWN: usize = 8;

/// How many fans a page lists.
const FANS: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/audience", get(fans))
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
            figures::pace(next.held, &held).map(|pace| words::pace(page, &pace, days, latest.name()))
        }
        _ => None,
    };
    let asked = store::asked(&app.db, &next.id).await?;
    Ok(Hero { asked, ..Hero::of(page, next, when, places, pace) })
}

async fn audience(app: &App, page: &Page) -> Result<Audience> {
    let counts = store::audience(&app.db, &today(page)).await?;
    Ok(Audience::of(counts.into_iter().map(|count| (count.age, count.concerts, count.fans))))
}

fn today(page: &Page) -> String {
    clock::night_of(page.now, page.timezone()).to_string()
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

#[derive(Template)]
#[template(path = "insights/audience.html")]
struct Fans {
    page: Page,
    wish: Wish,
    count: i64,
    who: String,
    fans: Vec<store::Fan>,
    later: bool,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Wished {
    #[serde(default)]
    age: String,
    #[serde(default)]
    visits: String,
    #[serde(default)]
    after: String,
}

impl Wished {
    /// What was asked for; none when a name is not one of ours.
    fn check(&self) -> Option<Wish> {
        let age = if self.age.is_empty() { None } else { Some(Age::named(&self.age)?) };
        let visits = if self.visits.is_empty() { None } else { Some(Visits::named(&self.visits)?) };
        (self.after.is_empty() || id::is(&self.after)).then_some(Wish { age, visits })
    }
}

async fn fans(page: Page, State(app): State<App>, _: Admin, Query(wished): Query<Wished>) -> Result<Response> {
    let wish = wished.check().ok_or(Error::NotFound)?;
    let count = audience(&app, &page).await?.wished(wish);
    let (ages, concerts) = (wish.ages(), wish.concerts());
    let mut fans = store::fans(&app.db, &today(&page), ages, concerts, &wished.after, FANS as i64 + 1).await?;
    let more = fans.len() > FANS;
    fans.truncate(FANS);
    let next = fans.last().filter(|_| more).map(|last| match wish.query() {
        query if query.is_empty() => format!("/audience?after={}", last.id),
        query => format!("/audience?{query}&after={}", last.id),
    });
    let who = words::wish(&page, wish);
    page::html(&Fans { page, wish, count, who, fans, later: !wished.after.is_empty(), next })
}
