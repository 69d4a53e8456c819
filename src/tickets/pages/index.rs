//! Lists of tickets: of a concert, of all, found by name, number or short code; and as CSV.

use std::borrow::Cow;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::concert_of;
use crate::base::app::App;
use crate::base::error::Result;
use crate::base::text;
use crate::base::web::csv;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::Concert;
use crate::tickets::store::{self, Cursor, Line};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    concert: String,
    filter: String,
    q: String,
    after: String,
}

#[derive(Template)]
#[template(path = "tickets/list.html")]
struct List {
    page: Page,
    concert: Option<Concert>,
    filter: &'static str,
    q: String,
    lines: Vec<Line>,
    next: Option<String>,
}

/// `GET /tickets?concert=&filter=owed|unsent&q=`: two queries, whatever the number of tickets.
pub async fn list(page: Page, State(app): State<App>, _: Admin, Query(wanted): Query<Wanted>) -> Result<Response> {
    let concert = if wanted.concert.is_empty() { None } else { Some(concert_of(&app, &wanted.concert).await?) };
    let mut lines = lines(&app, &wanted).await?;
    let filter = ["owed", "unsent"].into_iter().find(|word| *word == wanted.filter).unwrap_or("");
    let more = lines.len() > store::PAGE as usize;
    lines.truncate(store::PAGE as usize);
    let next = lines.last().filter(|_| more).map(|last| {
        let after = format!("{}_{}_{}", last.number, last.issued_at, last.id);
        format!("/tickets?concert={}&filter={filter}&after={after}", wanted.concert)
    });
    page::html(&List { page, concert, filter, q: wanted.q, lines, next })
}

async fn lines(app: &App, wanted: &Wanted) -> Result<Vec<Line>> {
    let mut parts = wanted.after.splitn(3, '_');
    let after = match (parts.next().and_then(|number| number.parse().ok()), parts.next(), parts.next()) {
        (Some(number), Some(issued_at), Some(id)) => {
            Some(Cursor { number, issued_at: issued_at.into(), id: id.into() })
        }
        _ => None,
    };
    let lines = if text::given(&wanted.q).is_some() {
        store::lines_of_search(&app.db, &wanted.concert, &wanted.q).await?
    } else if wanted.concert.is_empty() {
        store::lines_recent(&app.db, after.as_ref()).await?
    } else {
        store::lines_of_concert(&app.db, &wanted.concert, &wanted.filter, after.as_ref()).await?
    };
    Ok(lines)
}

/// `GET /tickets.csv?concert=`: the tickets of a concert, without their codes.
pub async fn csv(page: Page, State(app): State<App>, _: Admin, Query(wanted): Query<Wanted>) -> Result<Response> {
    let concert = concert_of(&app, &wanted.concert).await?;
    let head = ["number", "fan", "method", "price", "due", "state", "issued", "sent", "entered"];
    let mut rows: Vec<Vec<Cow<'_, str>>> =
        vec![head.iter().map(|key| page.t(&format!("tickets-csv-{key}")).into()).collect()];
    let lines = store::lines_whole(&app.db, &concert.id).await?;
    rows.extend(lines.iter().map(|line| row(&page, &concert, line)));
    let name = format!("boletos-{}.csv", text::fold(concert.name()).replace(' ', "-"));
    Ok(page::download(&name, "text/csv; charset=utf-8", csv::write(rows)))
}

fn row<'a>(page: &Page, concert: &Concert, line: &'a Line) -> Vec<Cow<'a, str>> {
    let moment = |at: &Option<String>| at.as_deref().map_or(String::new(), |at| page.moment_in(at, &concert.timezone));
    vec![
        line.number.to_string().into(),
        line.fan.as_str().into(),
        page.t(&format!("tickets-method-{}", line.method)).into(),
        page.money(line.price_cents, &line.currency).into(),
        page.money(line.due_cents(), &line.currency).into(),
        page.t(line.state().key()).into(),
        page.moment_in(&line.issued_at, &concert.timezone).into(),
        moment(&line.sent_at).into(),
        moment(&line.entered_at).into(),
    ]
}
