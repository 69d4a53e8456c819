//! The fans behind a mark of a figure, a page at a time, and how they become a segment.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::web::apology::encode;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::insights::audience::{Age, Visits};
use crate::insights::filter::{Filter, UNSAID, found_key};
use crate::insights::store::people::{Asked, Fan, of_all, of_crowd, of_first};
use crate::insights::studies::{ATTENDED, Ground};

/// How many fans a page lists.
const FANS: usize = 50;

#[derive(Template)]
#[template(path = "insights/fans.html")]
struct Fans {
    page: Page,
    who: Vec<String>,
    fans: Vec<Fan>,
    first: Option<String>,
    next: Option<String>,
    back: String,
    /// Where these fans become a segment; none where rules can't say who they are.
    keep: Option<String>,
}

/// What a mark means beside the page's filter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Mark {
    /// `20-24`, or `unknown`.
    years: String,
    /// The concert that was their first.
    first: String,
    /// They came to so many at least.
    least: String,
    home: String,
    after: String,
}

impl Mark {
    fn years(&self) -> Option<(i64, i64)> {
        if self.years == "unknown" {
            return Some((-1, -1));
        }
        let (from, to) = self.years.split_once('-')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    }

    fn query(&self) -> String {
        let parts = [("years", &self.years), ("first", &self.first), ("least", &self.least), ("home", &self.home)];
        let said = parts.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }
}

/// `GET /insights/fans`: whoever a mark is of.
pub async fn fans(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Query(filter): Query<Filter>,
    Query(mark): Query<Mark>,
) -> Result<Response> {
    let filter = filter.checked();
    let good = |value: &str| value.is_empty() || id::is(value);
    if !(good(&mark.after) && good(&mark.first) && good(&filter.concert)) {
        return Err(Error::NotFound);
    }
    // A concert that is to be named may be any of them.
    let ground = match mark.first.is_empty() {
        true => Ground::of_fans(&page, &app.db, &filter).await?,
        false => Ground::of(&page, &app.db, &filter).await?,
    };
    let today = ground.today.to_string();
    let least = mark.least.parse().unwrap_or(1).max(filter.came().0);
    let in_city = !filter.city.is_empty() && filter.is_of_all();
    let asked = Asked {
        today: &today,
        ages: mark.years().map_or(filter.ages(), |(from, to)| (from.max(filter.ages().0), to.min(filter.ages().1))),
        came: (least, filter.came().1),
        found: filter.sources(),
        city: if !mark.home.is_empty() {
            (&mark.home, &mark.home)
        } else if in_city {
            (&filter.city, &filter.city)
        } else {
            ("", "\u{10FFFF}")
        },
        after: &mark.after,
        most: FANS as i64 + 1,
    };
    let mut fans = if !mark.first.is_empty() {
        of_first(&app.db, asked, &mark.first).await?
    } else if filter.is_of_all() {
        of_all(&app.db, asked).await?
    } else {
        of_crowd(&app.db, asked, &ground.latest(ATTENDED), filter.methods()).await?
    };
    let more = fans.len() > FANS;
    fans.truncate(FANS);
    let whole = [filter.query(), mark.query()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("&");
    let next = fans.last().filter(|_| more).map(|last| format!("/insights/fans?{whole}&after={}", last.id));
    let first = (!mark.after.is_empty()).then(|| format!("/insights/fans?{whole}"));
    let who = meant(&ground, &mark);
    let back = filter.at("/insights/who");
    let keep = as_segment(&filter, &mark);
    page::html(&Fans { who, fans, first, next, back, keep, page })
}

/// The form of a segment of these fans. What depends on a period or a way to pay can't be a rule that stays true.
fn as_segment(filter: &Filter, mark: &Mark) -> Option<String> {
    let period = filter.is_of_all() || !filter.concert.is_empty() || !mark.first.is_empty();
    if !period || !filter.method.is_empty() || !filter.venue.is_empty() || filter.found == UNSAID {
        return None;
    }
    let mut rules = Vec::new();
    if !mark.first.is_empty() {
        rules.push(format!("first:is:{}", mark.first));
    } else if !filter.concert.is_empty() {
        rules.push(format!("came_to:is:{}", filter.concert));
    }
    let band = Age::named(&filter.age).map(Age::range);
    let ages =
        mark.years().map(|(from, to)| band.map_or((from, to), |band| (from.max(band.0), to.min(band.1)))).or(band);
    if let Some((from, to)) = ages {
        if from < 0 {
            return None;
        }
        rules.extend([format!("age:least:{from}"), format!("age:most:{to}")]);
    }
    let (few, many) = filter.came();
    let least = mark.least.parse().unwrap_or(1).max(few).max(1);
    rules.push(format!("came:least:{least}"));
    if many < i64::from(i32::MAX) {
        rules.push(format!("came:most:{many}"));
    }
    if !filter.found.is_empty() {
        rules.push(format!("found:is:{}", filter.found));
    }
    if !mark.home.is_empty() {
        rules.push(format!("city:is:{}", mark.home));
    } else if !filter.city.is_empty() && filter.is_of_all() {
        rules.push(format!("city:is:{}", filter.city));
    }
    let rules: Vec<String> = rules.iter().map(|rule| format!("rule={}", encode(rule))).collect();
    Some(format!("/segments/new?{}", rules.join("&")))
}

/// Who a list is of, in words.
fn meant(ground: &Ground<'_>, mark: &Mark) -> Vec<String> {
    let (page, filter) = (ground.page, ground.filter);
    let mut said = Vec::new();
    let concert = |id: &str| ground.concerts.iter().find(|concert| concert.id == id).map(|it| ground.named(it));
    if !mark.first.is_empty() {
        let name = concert(&mark.first).unwrap_or_default();
        said.push(ground.say("insights-meant-first", &[("name", &name)]));
    } else if let Some(name) = concert(&filter.concert).filter(|_| !filter.concert.is_empty()) {
        said.push(ground.say("insights-meant-concert", &[("name", &name)]));
    } else if filter.is_of_all() {
        said.push(page.t("insights-meant-all"));
    } else {
        said.push(ground.count("insights-meant-period", ground.concerts.len().min(ATTENDED) as i64, &[]));
    }
    match (&*mark.years, Age::named(&filter.age)) {
        ("unknown", _) => said.push(page.t("insights-wish-age-unknown")),
        ("", Some(Age::Unknown)) => said.push(page.t("insights-wish-age-unknown")),
        ("", Some(age)) => said.push(page.t1("insights-wish-age", "age", page.t(age.key()))),
        ("", None) => {}
        (years, _) => said.push(page.t1("insights-wish-age", "age", years.replace('-', "–"))),
    }
    if let Some(visits) = Visits::named(&filter.visits) {
        said.push(page.t(visits.key()));
    }
    if let Ok(least) = mark.least.parse::<i64>()
        && least > 1
    {
        said.push(page.t1("insights-times-or-more", "n", least));
    }
    if !filter.method.is_empty() {
        said.push(page.t(&format!("insights-method-{}", filter.method)));
    }
    if !filter.found.is_empty() {
        said.push(page.t(&found_key(&filter.found)));
    }
    if !filter.city.is_empty() {
        said.push(filter.city.clone());
    }
    said
}
