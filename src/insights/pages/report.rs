//! A concert's report over HTTP: a page to read and print, and the same as a PDF.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::base::app::App;
use crate::base::error::{Error, Result};
use crate::base::text;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::insights::figures::{self, Night};
use crate::insights::report::{Fact, Report, bars};
use crate::insights::store::{self, Concert};
use crate::insights::words;

#[derive(Template)]
#[template(path = "insights/report.html")]
struct Shown {
    page: Page,
    concert: Concert,
    report: Report,
}

/// `GET /concerts/{concert}/report`
pub async fn show(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let (concert, report) = report(&page, &app, &id).await?;
    page::html(&Shown { page, concert, report })
}

/// `GET /concerts/{concert}/report.pdf`
pub async fn pdf(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let (concert, report) = report(&page, &app, &id).await?;
    let name = format!("reporte-{}-{}.pdf", concert.day, text::fold(concert.name()).replace(' ', "-"));
    let brand = app.brand();
    let bytes = page::beside(move || Ok(report.pdf(&brand))).await?;
    let bytes = bytes.ok_or_else(|| Error::Broken(anyhow::anyhow!("a report couldn't be drawn")))?;
    Ok(page::download(&name, "application/pdf", bytes))
}

/// The report of a concert. Seven queries.
async fn report(page: &Page, app: &App, id: &str) -> Result<(Concert, Report)> {
    let concert = store::report::one(&app.db, id).await?.ok_or(Error::NotFound)?;
    let before = store::report::before(&app.db, &concert.doors_at).await?;
    let crowd = store::crowd(&app.db, id).await?;
    let places = store::places(&app.db, id).await?;
    let refused = store::report::refused(&app.db, id).await?;
    let arrivals = store::report::arrivals(&app.db, id).await?;
    let money = store::report::money(&app.db, id).await?;
    let fact = |key: &str, value: String| Fact { name: page.t(key), value };
    let night =
        |concert: &Concert| Night { admitted: concert.admitted, held: concert.held, capacity: concert.capacity };
    let step = figures::step(before.as_ref().map(night).as_ref(), &night(&concert));
    let counted = concert.admitted > 0;
    let no_shows = figures::no_shows(concert.held, concert.admitted);
    let filled = concert.admitted * 100 / concert.capacity.max(1);
    let mut facts = vec![
        fact("insights-expected", page.number(concert.held)),
        fact("insights-report-capacity", page.number(concert.capacity)),
        fact("insights-paid", page.number(places.paid)),
        fact("insights-courtesies", page.number(places.courtesies)),
    ];
    if counted {
        facts.push(fact("insights-report-new", page.number(crowd.fans - crowd.returned)));
        facts.push(fact("insights-report-back", page.number(crowd.returned)));
        facts.push(fact("insights-report-refused", page.number(refused)));
    }
    let amount = |cents: i64| page.money(cents, &concert.currency);
    let mut paid: Vec<Fact> =
        money.into_iter().map(|(method, cents)| fact(&format!("insights-report-{method}"), amount(cents))).collect();
    paid.push(fact("insights-taken", amount(concert.taken_cents)));
    if concert.admitted > 0 {
        paid.push(fact("insights-report-each", amount(concert.taken_cents / concert.admitted)));
    }
    let venue = concert.title.as_ref().map_or("", |_| &concert.venue);
    let place =
        [venue, &concert.address, &concert.city].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let report = Report {
        title: concert.name().to_owned(),
        place: place.join(", "),
        day: page.day_first(&concert.day),
        sentences: vec![words::attendance(page, &concert, before.as_ref(), step)],
        large: vec![
            fact("insights-admitted", if counted { page.number(concert.admitted) } else { "—".to_owned() }),
            fact("insights-no-shows", if counted { page.number(no_shows) } else { "—".to_owned() }),
            fact(
                "insights-report-filled",
                if counted { page.t1("insights-percent", "n", filled) } else { "—".to_owned() },
            ),
        ],
        facts,
        money: paid,
        bars: bars(&arrivals, &concert.timezone),
        heads: ["insights-report-people", "insights-report-money", "insights-report-arrivals"].map(|key| page.t(key)),
        foot: page.t1("insights-report-foot", "band", page.brand().name.as_str()),
    };
    Ok((concert, report))
}
