//! The pages of figures over HTTP: what each shows, its tables as files, its drawings as pictures.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use crate::base::app::App;
use crate::base::clock;
use crate::base::error::{Error, Result};
use crate::base::web::page::{self, Page};
use crate::base::web::scene::{Scene, Shape};
use crate::base::web::viewer::Admin;
use crate::insights::audience::{Age, Visits};
use crate::insights::filter::{FOUND, Filter, METHODS, UNSAID, found_key};
use crate::insights::picture;
use crate::insights::store::period;
use crate::insights::studies::{Ground, arrival, attendance, loyalty, value, who};
use crate::insights::study::Study;

/// The pages, in their order.
pub const PAGES: [&str; 7] = ["attendance", "arrival", "who", "value", "loyalty", "worked", "explore"];

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

async fn ground<'a>(page: &'a Page, app: &'a App, filter: &'a Filter, which: &str) -> Result<Ground<'a>> {
    match which {
        "who" => Ground::of_fans(page, &app.db, filter).await,
        _ => Ground::of(page, &app.db, filter).await,
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
    let ground = ground(&page, &app, &filter, &which).await?;
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
    let ground = ground(&page, &app, &filter, &which).await?;
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
