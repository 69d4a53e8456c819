//! Anything by anything, over HTTP.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use crate::base::app::App;
use crate::base::error::{Error, Result};
use crate::base::i18n::capital;
use crate::base::web::page::{self, Page};
use crate::base::web::scene::Shape;
use crate::base::web::viewer::Admin;
use crate::insights::filter::Filter;
use crate::insights::pages::studies::{Choice, Field, Shown, fields, given, tabs};
use crate::insights::studies::Ground;
use crate::insights::studies::explore::{self, Asked, COUNTS, SHAPES, splits};

#[derive(Template)]
#[template(path = "insights/explore.html")]
struct Explore {
    page: Page,
    tabs: Vec<(String, String, bool)>,
    asked: Vec<Field>,
    fields: Vec<Field>,
    narrowed: bool,
    /// What was asked for can't be split so.
    unsplit: bool,
    studies: Vec<Shown>,
}

/// The whole history, unless a period is said.
fn whole(filter: Filter) -> Filter {
    let filter = filter.checked();
    if filter.period.is_empty() { Filter { period: "all".to_owned(), ..filter } } else { filter }
}

/// Of fans no concert is asked; the others are summed over all that are meant.
async fn ground<'a>(page: &'a Page, app: &'a App, filter: &'a Filter, asked: &Asked) -> Result<Ground<'a>> {
    match &*asked.count {
        "fans" => Ground::of_fans(page, &app.db, filter).await,
        _ => Ground::of(page, &app.db, filter).await,
    }
}

/// `GET /insights/explore?count=&by=&and=&shape=`
pub async fn show(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Query(filter): Query<Filter>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let by_wished = asked.by.clone();
    let (filter, asked) = (whole(filter), asked.checked());
    // Said, not silently changed.
    let unsplit = !by_wished.is_empty() && by_wished != asked.by;
    let ground = ground(&page, &app, &filter, &asked).await?;
    let studies = explore::studies(&ground, &asked).await?;
    let fields = fields(&page, &app, &filter, &ground).await?;
    let choice = |prefix: &str, value: &str, chosen: &str| Choice {
        value: value.to_owned(),
        name: capital(&page.t(&format!("insights-{prefix}-{value}"))),
        chosen: value == chosen,
    };
    let none = Choice { value: String::new(), name: page.t("insights-split-none"), chosen: asked.and.is_empty() };
    let by = splits(&asked.count);
    let wished = vec![
        Field {
            name: "count",
            label: page.t("insights-count"),
            choices: COUNTS.iter().map(|it| choice("count", it, &asked.count)).collect(),
        },
        Field {
            name: "by",
            label: page.t("insights-split"),
            choices: by.iter().map(|it| choice("split", it, &asked.by)).collect(),
        },
        Field {
            name: "and",
            label: page.t("insights-split-and"),
            choices: std::iter::once(none).chain(by.iter().map(|it| choice("split", it, &asked.and))).collect(),
        },
        Field {
            name: "shape",
            label: page.t("insights-shape"),
            choices: SHAPES.iter().map(|it| choice("shape", it, &asked.shape)).collect(),
        },
    ];
    let query = [filter.query(), asked.query()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("&");
    let address = |slug: &str, end: &str| format!("/insights/explore/{slug}.{end}?{query}");
    let shown = studies.into_iter().map(|study| Shown {
        csv: address(study.slug, "csv"),
        png: address(study.slug, "png"),
        study,
    });
    let narrowed = filter != Filter { period: "all".to_owned(), ..Filter::default() };
    let tabs = tabs(&page, &filter, "explore");
    page::html(&Explore { tabs, asked: wished, fields, narrowed, unsplit, studies: shown.collect(), page })
}

/// `GET /insights/explore/{slug}.csv` and `.png`
pub async fn file(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(file): Path<String>,
    Query(filter): Query<Filter>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (filter, asked) = (whole(filter), asked.checked());
    let ground = ground(&page, &app, &filter, &asked).await?;
    let (slug, end) = file.rsplit_once('.').ok_or(Error::NotFound)?;
    let found = explore::studies(&ground, &asked).await?.into_iter().find(|study| study.slug == slug);
    given(&app, &page, (found.ok_or(Error::NotFound)?, &ground.lead()), &format!("explore-{}", ground.today), end).await
}
