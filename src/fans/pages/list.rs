//! The list of fans, searched and paged, and the suggestions that other forms ask for. Three queries a page at most.

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::base::app::App;
use crate::base::error::Result;
use crate::base::phone::shown;
use crate::base::web::apology::encode;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::fans::fan::age;
use crate::fans::pages::today;
use crate::fans::search::Search;
use crate::fans::store::list::{self, From, Listed};

/// Fans on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "fans/list.html")]
struct List {
    page: Page,
    q: String,
    /// All fans, whatever is searched.
    count: i64,
    fans: Vec<Line>,
    before: Option<String>,
    after: Option<String>,
}

pub(super) struct Line {
    pub id: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub age: String,
    pub came: String,
    pub last: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    after: String,
    before: String,
}

pub(super) async fn list(page: Page, State(app): State<App>, _: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    let from = match (asked.after.as_str(), asked.before.as_str()) {
        ("", "") => From::First,
        ("", before) => list::key(&app.db, before).await?.map_or(From::First, From::Before),
        (after, _) => list::key(&app.db, after).await?.map_or(From::First, From::After),
    };
    let mut found = list::find(&app.db, &Search::of(&asked.q), &from, PAGE as i64 + 1).await?;
    let count = list::count(&app.db).await?;
    let more = found.len() > PAGE;
    if more {
        // The one too many, by which we know that there are more, lies at the far end.
        found.remove(if matches!(from, From::Before(_)) { 0 } else { PAGE });
    }
    let (back, on) = match from {
        From::First => (false, more),
        From::After(_) => (true, more),
        From::Before(_) => (more, true),
    };
    let link = |fan: Option<&Listed>, way: &str| {
        let q = if asked.q.is_empty() { String::new() } else { format!("q={}&", encode(&asked.q)) };
        fan.map(|fan| format!("/fans?{q}{way}={}", fan.id))
    };
    let before = link(found.first().filter(|_| back), "before");
    let after = link(found.last().filter(|_| on), "after");
    let fans = found.into_iter().map(|fan| Line::of(&page, fan)).collect();
    page::html(&List { page, q: asked.q, count, fans, before, after })
}

impl Line {
    pub fn of(page: &Page, fan: Listed) -> Self {
        let age = age(fan.birth_year, fan.birth_date.as_deref(), today(page));
        Self {
            id: fan.id,
            name: fan.name,
            phone: fan.phone.as_deref().map(shown).unwrap_or_default(),
            email: fan.email.unwrap_or_default(),
            age: age.map(|age| age.to_string()).unwrap_or_default(),
            came: if fan.came == 0 { String::new() } else { page.number(fan.came) },
            last: fan.last_day.map(|day| page.short_day(&day)).unwrap_or_default(),
        }
    }
}

/// A fan as a type-ahead field offers them.
#[derive(Serialize)]
pub(super) struct Suggestion {
    id: String,
    name: String,
    detail: String,
}

pub(super) async fn suggest(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Suggestion>>> {
    let found = list::suggest(&app.db, &asked.q).await?;
    let detail = |fan: &Listed| match (&fan.phone, &fan.email) {
        (Some(phone), _) => shown(phone),
        (None, Some(email)) => email.clone(),
        (None, None) if fan.tickets > 0 => page.t1("fans-tickets-count", "n", fan.tickets),
        (None, None) => page.t("fans-no-phone"),
    };
    Ok(Json(found.into_iter().map(|fan| Suggestion { detail: detail(&fan), id: fan.id, name: fan.name }).collect()))
}
