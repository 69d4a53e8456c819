//! The paper list's marks typed back in: first what each would do, then what each did.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;

use super::lend::find;
use crate::base::app::App;
use crate::base::clock::{hour, stamp, unstamp};
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::Concert;
use crate::door::marks::{self, MARKS_MAX, Mark};
use crate::door::queue::Queue;
use crate::door::store::{self, Job};
use crate::door::verdict::Kind;
use crate::door::wire::{Answer, Found, SCANS_MAX, Scan};

/// How far a page's clock may lie ahead of the one that reads its form.
const AHEAD_MS: i64 = 60_000;

#[derive(Template)]
#[template(path = "door/typed.html")]
struct Typed {
    page: Page,
    concert: Concert,
    form: MarksForm,
    odd: Vec<String>,
    problem: &'static str,
    rows: Vec<Row>,
    /// Entries that the marks would make; or did.
    entries: i64,
    done: bool,
}

/// A mark, and what it does.
struct Row {
    number: i64,
    ticket: Option<String>,
    name: String,
    places: i64,
    what: String,
    conflict: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct MarksForm {
    marks: String,
    request: String,
    /// When they were looked at: the time of the scans, and of their ids.
    at: String,
    /// `write` writes them down; anything else only looks.
    step: String,
}

/// `GET /concerts/{concert}/door/paper`
pub async fn form(page: Page, State(app): State<App>, _: Admin, Path(concert): Path<String>) -> Result<Response> {
    let concert = find(&app, &concert).await?;
    page::html(&blank(page, concert, MarksForm::default(), ""))
}

fn blank(page: Page, concert: Concert, form: MarksForm, problem: &'static str) -> Typed {
    Typed { page, concert, form, odd: Vec::new(), problem, rows: Vec::new(), entries: 0, done: false }
}

/// `POST /concerts/{concert}/door/paper`: looks at the marks, or writes them down.
pub async fn typed(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(concert): Path<String>,
    Form(mut form): Form<MarksForm>,
) -> Result<Response> {
    let concert = find(&app, &concert).await?;
    let (marks, odd) = marks::read(&form.marks);
    let count: i64 = marks.iter().map(|mark| mark.places).sum();
    if marks.is_empty() || count > MARKS_MAX {
        let problem = if marks.is_empty() { "door-marks-none" } else { "door-marks-many" };
        return page::again(&Typed { odd, ..blank(page, concert, form, problem) });
    }
    let numbers: Vec<i64> = marks.iter().map(|mark| mark.number).collect();
    let found = store::by_numbers(&app.db, &concert.id, &numbers).await?;
    let known = |mark: &Mark| found.iter().find(|ticket| ticket.number == mark.number);
    if form.step == "write" {
        let latest = page.now.as_millisecond() + AHEAD_MS;
        let at = unstamp(&form.at).filter(|at| at.as_millisecond() <= latest && id::is(&form.request));
        let at = at.ok_or(Error::Refused("base-form-unreadable"))?;
        let scans = marks.iter().filter_map(|mark| known(mark).map(|ticket| scans(&form.request, at, mark, ticket)));
        let door = page.t1("door-marks-by", "name", &admin.username);
        let answers = write(&app, &concert, &admin, door, scans.flatten().collect()).await?;
        let rows: Vec<Row> = marks.iter().map(|mark| did(&page, &concert, mark, known(mark), &answers)).collect();
        let entries = answers.iter().filter(|answer| answer.verdict == "admitted").count() as i64;
        return page::html(&Typed { odd, rows, entries, done: true, ..blank(page, concert, MarksForm::default(), "") });
    }
    form.request = id::new(page.now);
    form.at = stamp(page.now);
    let rows: Vec<Row> = marks.iter().map(|mark| does(&page, mark, known(mark))).collect();
    let entries = marks.iter().filter_map(|mark| known(mark).map(|ticket| enter(mark, ticket))).sum();
    page::html(&Typed { odd, rows, entries, ..blank(page, concert, form, "") })
}

/// How many of a mark's places would go in.
fn enter(mark: &Mark, ticket: &Found) -> i64 {
    let good = ["valid", "inside", "exited"].contains(&&*ticket.state);
    if good { mark.places.min(ticket.left) } else { 0 }
}

fn row(mark: &Mark, ticket: Option<&Found>, what: String, conflict: bool) -> Row {
    let name = ticket.map(|ticket| format!("{} {}", ticket.first_name, ticket.initial).trim().to_owned());
    let id = ticket.map(|ticket| ticket.id.clone());
    Row { number: mark.number, ticket: id, name: name.unwrap_or_default(), places: mark.places, what, conflict }
}

fn does(page: &Page, mark: &Mark, ticket: Option<&Found>) -> Row {
    let Some(ticket) = ticket else { return row(mark, None, page.t("door-marks-unknown"), true) };
    let enter = enter(mark, ticket);
    let rest = mark.places - enter;
    let refused = (rest > 0).then(|| match &*ticket.state {
        "unpaid" | "voided" | "replaced" => page.t(&format!("door-marks-{}", ticket.state)),
        "exited" if enter == 0 => page.t("door-marks-exited"),
        "valid" | "exited" => page.t1("door-marks-over", "n", rest),
        _ => page.t1("door-marks-inside", "n", rest),
    });
    let enters = (enter > 0).then(|| page.t1("door-marks-enter", "n", enter));
    row(mark, Some(ticket), enters.into_iter().chain(refused).collect::<Vec<_>>().join(" · "), rest > 0)
}

fn did(page: &Page, concert: &Concert, mark: &Mark, ticket: Option<&Found>, answers: &[Answer]) -> Row {
    let Some(ticket) = ticket else { return row(mark, None, page.t("door-marks-unknown"), true) };
    let of = |answer: &&Answer| answer.ticket.as_ref().is_some_and(|shown| shown.id == ticket.id);
    let (yes, no): (Vec<&Answer>, Vec<&Answer>) =
        answers.iter().filter(of).partition(|answer| answer.verdict == "admitted");
    let entered = (!yes.is_empty()).then(|| page.t1("door-marks-entered", "n", yes.len()));
    let refused = no.first().map(|answer| {
        let word = page.t(&format!("door-word-{}", answer.verdict.replace('_', "-")));
        let first = answer.first.as_ref().map(|first| {
            let door = first.device.as_ref().or(first.door.as_ref());
            let with = door.map(|door| format!(", {}", page.t1("door-with", "device", door))).unwrap_or_default();
            format!(", {}{with}", hour(&first.at, &concert.timezone))
        });
        format!("{word}{}", first.unwrap_or_default())
    });
    row(mark, Some(ticket), entered.into_iter().chain(refused).collect::<Vec<_>>().join(" · "), !no.is_empty())
}

fn scans(request: &str, at: Timestamp, mark: &Mark, ticket: &Found) -> Vec<Scan> {
    let scan = |nth: i64| Scan {
        id: marks::scan_id(at, request, mark.number, nth),
        kind: Kind::Entry.word().to_owned(),
        source: "paper".to_owned(),
        code: None,
        ticket_id: Some(ticket.id.clone()),
        happened_at: stamp(at),
        phone_verdict: None,
        takes_back: None,
        seq: 0,
        paid: None,
        sale: None,
    };
    (0..mark.places).map(scan).collect()
}

async fn write(app: &App, concert: &Concert, admin: &Admin, door: String, scans: Vec<Scan>) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for part in scans.chunks(SCANS_MAX) {
        let job = Job {
            concert: concert.id.clone(),
            account: Some(admin.id.clone()),
            device: None,
            door: door.clone(),
            sells: None,
            clock_off_ms: 0,
            scans: part.to_vec(),
        };
        answers.extend(app.part::<Queue>().decide(job).await?.answers);
    }
    Ok(answers)
}
