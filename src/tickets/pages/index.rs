//! Lists of tickets: of a concert, of all, found by name, number or short code; and as CSV.

use std::borrow::Cow;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::concert_of;
use super::one::SHEET;
use crate::base::app::App;
use crate::base::error::Result;
use crate::base::text;
use crate::base::web::csv;
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::Concert;
use crate::tickets::code::Code;
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
    /// The first and last numbers of each file to print.
    parts: Vec<(i64, i64)>,
}

/// `GET /tickets?concert=&filter=owed|unsent&q=`: three queries, whatever the number of tickets.
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
    let parts = match &concert {
        Some(concert) => store::parts(&app.db, &concert.id, SHEET).await?,
        None => Vec::new(),
    };
    page::html(&List { page, concert, filter, q: wanted.q, lines, next, parts })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Sought {
    concert: String,
    q: String,
}

/// `POST /tickets/search`: what was typed goes on as an address, unless it is a whole code, which no address may hold:
/// that leads to its ticket.
pub async fn search(page: Page, State(app): State<App>, _: Admin, Form(sought): Form<Sought>) -> Result<Response> {
    let list = |q: &str| {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("concert", sought.concert.as_str()), ("q", q)].into_iter().filter(|(_, it)| !it.is_empty()))
            .finish();
        format!("/tickets?{query}")
    };
    let Some(code) = Code::parse(&sought.q) else { return Ok(page::to(&list(&text::tidy(&sought.q)))) };
    match store::of_code(&app.db, code.as_str()).await? {
        Some(ticket) => Ok(page::to(&format!("/tickets/{ticket}"))),
        None => Ok(page::problem(&app, &list(""), page.t("tickets-code-unknown"))),
    }
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
    let head = ["number", "fan", "places", "method", "price", "due", "state", "issued", "sent", "entered", "admitted"];
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
        line.admits.to_string().into(),
        page.t(&format!("tickets-method-{}", line.method)).into(),
        page.money(line.price_cents, &line.currency).into(),
        page.money(line.due_cents(), &line.currency).into(),
        page.t(line.state().key()).into(),
        page.moment_in(&line.issued_at, &concert.timezone).into(),
        moment(&line.sent_at).into(),
        moment(&line.entered_at).into(),
        line.admitted.to_string().into(),
    ]
}
