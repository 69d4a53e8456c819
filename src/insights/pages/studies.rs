//! The pages of figures over HTTP: what each shows, its tables as files, its drawings as pictures, the fans behind a mark.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock;
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::web::apology::encode;
use crate::base::web::page::{self, Page};
use crate::base::web::scene::{Scene, Shape};
use crate::base::web::viewer::Admin;
use crate::insights::audience::{Age, Visits};
use crate::insights::filter::{FOUND, Filter, METHODS, UNSAID, found_key};
use crate::insights::picture;
use crate::insights::store::people::{Asked, Fan, of_all, of_crowd, of_first};
use crate::insights::store::period;
use crate::insights::studies::{Ground, arrival, attendance, loyalty, value, who};
use crate::insights::study::Study;

/// The pages, in their order.
pub const PAGES: [&str; 7] = ["attendance", "arrival", "who", "value", "loyalty", "worked", "explore"];

/// How many fans a page lists.
const FANS: usize = 50;

/// One choice of a filter.
pub struct Choice {
    pub value: String,
    pub name: String,
    pub chosen: bool,
}

/// A filter's list of choices.
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "insights/figures.html")]
struct Figures {
    page: Page,
    here: String,
    tabs: Vec<(String, String, bool)>,
    fields: Vec<Field>,
    narrowed: bool,
    /// There is no concert yet, so there is nothing to show but the way to one.
    nothing: bool,
    studies: Vec<Shown>,
    head: String,
    lead: String,
}

/// A study with its addresses.
pub struct Shown {
    pub study: Study,
    pub csv: String,
    pub png: String,
}

#[derive(Template)]
#[template(path = "base/web/scene.html")]
pub struct Marks<'a> {
    pub scene: &'a Scene,
}

async fn studies(ground: &Ground<'_>, which: &str) -> Result<Vec<Study>> {
    match which {
        "attendance" => attendance::studies(ground).await,
        "arrival" => arrival::studies(ground).await,
        "who" => who::studies(ground).await,
        "value" => value::studies(ground).await,
        "loyalty" => loyalty::loyalty(ground).await,
        "worked" => loyalty::worked(ground).await,
        _ => Err(Error::NotFound),
    }
}

/// `GET /insights`
pub async fn first() -> Response {
    page::to("/insights/attendance")
}

/// The pages as tabs, each with the same filter.
pub fn tabs(page: &Page, filter: &Filter, here: &str) -> Vec<(String, String, bool)> {
    let tab = |name: &&str| {
        (filter.at(&format!("/insights/{name}")), page.t(&format!("insights-page-{name}")), *name == here)
    };
    PAGES.iter().map(tab).collect()
}

/// `GET /insights/{page}`
pub async fn show(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(which): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response> {
    let filter = filter.checked();
    let ground = Ground::of(&page, &app.db, &filter).await?;
    let studies = studies(&ground, &which).await?;
    // Who is in a segment, and what a message did, is of no period; of the whole history a city is the fans' own.
    let (lead, fields) = match &*which {
        "loyalty" | "worked" => (page.t(&format!("insights-{which}-lead")), Vec::new()),
        "who" if filter.is_of_all() && !filter.city.is_empty() => {
            (ground.say("insights-of-home", &[("city", &filter.city)]), fields(&page, &app, &filter, &ground).await?)
        }
        _ => (ground.lead(), fields(&page, &app, &filter, &ground).await?),
    };
    let address = |study: &Study, end: &str| filter.at(&format!("/insights/{which}/{}.{end}", study.slug));
    let shown =
        studies.into_iter().map(|study| Shown { csv: address(&study, "csv"), png: address(&study, "png"), study });
    let figures = Figures {
        nothing: !fields.is_empty() && ground.concerts.is_empty() && filter == Filter::default(),
        here: format!("/insights/{which}"),
        tabs: tabs(&page, &filter, &which),
        fields,
        narrowed: filter != Filter::default(),
        studies: shown.collect(),
        head: page.t(&format!("insights-page-{which}")),
        lead,
        page,
    };
    page::html(&figures)
}

/// `GET /insights/{page}/{slug}.csv` and `.png`
pub async fn file(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path((which, file)): Path<(String, String)>,
    Query(filter): Query<Filter>,
) -> Result<Response> {
    let filter = filter.checked();
    let (slug, end) = file.rsplit_once('.').ok_or(Error::NotFound)?;
    let ground = Ground::of(&page, &app.db, &filter).await?;
    let found = studies(&ground, &which).await?.into_iter().find(|study| study.slug == slug);
    given(
        &app,
        &page,
        (found.ok_or(Error::NotFound)?, &ground.lead()),
        &format!("{which}-{slug}-{}", ground.today),
        end,
    )
    .await
}

/// A study as a file: its table as `csv`, its drawing as `png`.
pub async fn given(app: &App, page: &Page, (study, lead): (Study, &str), name: &str, end: &str) -> Result<Response> {
    let name = format!("{name}.{end}");
    match end {
        "csv" => Ok(page::download(&name, "text/csv; charset=utf-8", study.csv())),
        "png" => {
            let scene = study.scene.clone().ok_or(Error::NotFound)?;
            let marks = Marks { scene: &scene }.render().map_err(anyhow::Error::new)?;
            let brand = app.brand();
            let day = page.day(&clock::night_of(page.now, page.timezone()).to_string());
            let foot = page.t2("insights-picture-foot", "band", page.brand().name.as_str(), "day", day);
            let lead = lead.to_owned();
            let drawn = page::beside(move || {
                let (lead, note) = (Some(&*lead), study.note.as_deref());
                let said = picture::Said { title: &study.title, lead, sentences: &study.sentences, note, foot: &foot };
                Ok(picture::png(&brand, &said, &scene, &marks))
            });
            let bytes = drawn.await?.ok_or_else(|| Error::Broken(anyhow::anyhow!("a figure couldn't be drawn")))?;
            Ok(page::download(&name, "image/png", bytes))
        }
        _ => Err(Error::NotFound),
    }
}

/// The filters as a form. Two queries.
pub async fn fields(page: &Page, app: &App, filter: &Filter, ground: &Ground<'_>) -> Result<Vec<Field>> {
    let places = period::places(&app.db).await?;
    let choice =
        |value: &str, name: String, chosen: &str| Choice { value: value.to_owned(), name, chosen: value == chosen };
    let field = |name: &'static str, label: &str, any: &str, choices: Vec<Choice>, chosen: &str| Field {
        name,
        label: page.t(label),
        choices: std::iter::once(choice("", page.t(any), chosen)).chain(choices).collect(),
    };
    let this_year = ground.today.year();
    let first: i16 = period::first_year(&app.db).await?.and_then(|year| year.parse().ok()).unwrap_or(this_year);
    let mut periods = vec![
        choice("50", page.t1("insights-period-last", "n", 50_i64), &filter.period),
        choice("all", page.t("insights-period-all"), &filter.period),
    ];
    let years = (first.max(this_year - 30)..=this_year).rev();
    periods.extend(years.map(|year| choice(&year.to_string(), year.to_string(), &filter.period)));
    let mut cities: Vec<&str> = places.iter().map(|place| &*place.city).collect();
    cities.sort_unstable();
    cities.dedup();
    let concerts = ground.concerts.iter().take(60).map(|it| choice(&it.id, ground.named(it), &filter.concert));
    let venues = places.iter().map(|it| choice(&it.id, it.name.clone(), &filter.venue));
    let cities = cities.into_iter().map(|city| choice(city, city.to_owned(), &filter.city));
    let ages = Age::ALL.iter().map(|age| choice(age.slug(), page.t(age.key()), &filter.age));
    let visits = Visits::ALL.iter().map(|visits| choice(visits.slug(), page.t(visits.key()), &filter.visits));
    let methods = METHODS.iter().map(|it| choice(it, page.t(&format!("insights-method-{it}")), &filter.method));
    let found = FOUND.iter().chain([&UNSAID]);
    let found = found.map(|it| choice(it, page.t(&found_key(it)), &filter.found));
    let any = "insights-any";
    Ok(vec![
        field("period", "insights-period", "insights-period-usual", periods, &filter.period),
        field("concert", "insights-concert", any, concerts.collect(), &filter.concert),
        field("venue", "insights-venue", any, venues.collect(), &filter.venue),
        field("city", "insights-city", any, cities.collect(), &filter.city),
        field("age", "insights-age", any, ages.collect(), &filter.age),
        field("visits", "insights-concerts", any, visits.collect(), &filter.visits),
        field("method", "insights-method", any, methods.collect(), &filter.method),
        field("found", "insights-found-head", any, found.collect(), &filter.found),
    ])
}

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
    let ground = Ground::of(&page, &app.db, &filter).await?;
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
        of_crowd(&app.db, asked, &ground.ids, filter.methods()).await?
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
        said.push(ground.count("insights-meant-period", ground.concerts.len() as i64, &[]));
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
