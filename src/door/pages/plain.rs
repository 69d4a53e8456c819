//! The door without camera and without script: a code or a name typed into a plain form.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{chosen, filled};
use crate::base::app::App;
use crate::base::clock::{hour, stamp};
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::money;
use crate::base::text;
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Viewer;
use crate::concerts::concert::Concert;
use crate::door::queue::Queue;
use crate::door::store::{self, Job};
use crate::door::wire::{Answer, Scan};
use crate::tickets::code::Code;

/// The plain form: words, or a ticket that was found by them, or a scan to take back.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct PlainForm {
    concert: String,
    request: String,
    words: String,
    ticket_id: String,
    takes_back: String,
}

/// A verdict in words, for a page without script.
pub struct PlainAnswer {
    pub verdict: String,
    pub word: String,
    pub who: String,
    pub help: String,
    pub scan_id: String,
}

/// A ticket that the typed name may mean.
pub struct Match {
    pub id: String,
    pub number: i64,
    pub short: String,
    pub name: String,
}

/// `POST /scan`: decides what was typed, or asks which ticket is meant.
pub async fn scan(page: Page, State(app): State<App>, viewer: Viewer, Form(form): Form<PlainForm>) -> Result<Response> {
    let concert = chosen(&page, &app, &viewer, &form.concert).await?.ok_or(Error::NotFound)?;
    let code = Code::parse(&form.words);
    if code.is_none() && form.ticket_id.is_empty() && form.takes_back.is_empty() {
        let found = store::search(&app.db, &concert.id, &form.words).await?;
        let matches: Vec<Match> = found
            .into_iter()
            .map(|it| Match {
                id: it.id,
                number: it.number,
                short: it.short,
                name: format!("{} {}", it.first_name, it.initial),
            })
            .collect();
        let answer = matches.is_empty().then(|| nothing(&page, &form.words));
        return page::html(&filled(page, &app, &concert, answer, matches).await?);
    }
    let some = |text: &str| Some(text.to_owned()).filter(|text| id::is(text));
    let takes_back = some(&form.takes_back);
    let scan = Scan {
        id: some(&form.request).unwrap_or_else(|| id::new(page.now)),
        kind: if takes_back.is_some() { "undo" } else { "entry" }.to_owned(),
        source: if form.ticket_id.is_empty() { "typed" } else { "list" }.to_owned(),
        code: code.filter(|_| takes_back.is_none()).map(|code| code.as_str().to_owned()),
        ticket_id: some(&form.ticket_id),
        happened_at: stamp(page.now),
        phone_verdict: None,
        takes_back,
        seq: 0,
    };
    let answer = decide(&page, &app, &viewer, &concert, scan).await?;
    let shown = words(&page, &concert, &answer);
    page::html(&filled(page, &app, &concert, Some(shown), Vec::new()).await?)
}

/// Decides it. A page that the browser brought back has the id of what it asked before: another question gets its own.
async fn decide(page: &Page, app: &App, viewer: &Viewer, concert: &Concert, mut scan: Scan) -> Result<Answer> {
    if let Some(answer) = ask(app, viewer, concert, scan.clone()).await? {
        return Ok(answer);
    }
    scan.id = id::new(page.now);
    ask(app, viewer, concert, scan).await?.ok_or_else(|| Error::Broken(anyhow::anyhow!("a new id was taken")))
}

async fn ask(app: &App, viewer: &Viewer, concert: &Concert, scan: Scan) -> Result<Option<Answer>> {
    let (account, device, door) = match viewer {
        Viewer::Admin(admin) => (Some(admin.id.clone()), None, admin.username.clone()),
        Viewer::Door(door) => (None, Some(door.device.clone()), door.name.clone()),
        Viewer::Nobody => return Err(Error::SignIn),
    };
    let job = Job { concert: concert.id.clone(), account, device, door, clock_off_ms: 0, scans: vec![scan] };
    let decided = app.part::<Queue>().decide(job).await?;
    Ok(decided.and_then(|(_, answers)| answers.into_iter().next()))
}

fn nothing(page: &Page, typed: &str) -> PlainAnswer {
    let found = text::given(typed).is_some();
    PlainAnswer {
        verdict: "unknown".to_owned(),
        word: page.t("door-word-unknown"),
        who: if found { page.t("door-search-none") } else { page.t("door-who-unknown") },
        help: page.t("door-help-unknown"),
        scan_id: String::new(),
    }
}

fn words(page: &Page, concert: &Concert, answer: &Answer) -> PlainAnswer {
    let key = answer.verdict.replace('_', "-");
    let who = answer.ticket.as_ref().map(|ticket| {
        let name = format!("{} {}", ticket.first_name, ticket.initial);
        page.t2("door-who", "name", name.trim().to_owned(), "number", ticket.number.to_string())
    });
    let due = answer.due_cents.map(|cents| money::show(cents, answer.currency.as_deref().unwrap_or("MXN")));
    let who = match (who, due) {
        (Some(who), Some(due)) => format!("{due}, {who}"),
        (Some(who), None) => who,
        (None, _) if answer.verdict == "not_a_ticket" => page.t("door-stranger-text"),
        (None, _) => page.t(&format!("door-who-{key}")),
    };
    let help = match (&answer.first, &answer.other, answer.verdict.as_str()) {
        (Some(first), ..) => {
            let with = first.device.as_ref().map(|device| page.t1("door-with", "device", device)).unwrap_or_default();
            format!("{}, {with}", hour(&first.at, &concert.timezone))
        }
        (_, Some(other), _) => {
            page.t2("door-help-other-concert-which", "title", &other.title, "day", page.day(&other.day))
        }
        (.., "admitted") => String::new(),
        _ => page.t(&format!("door-help-{key}")),
    };
    PlainAnswer {
        verdict: answer.verdict.clone(),
        word: page.t(&format!("door-word-{key}")),
        who,
        help,
        scan_id: answer.id.clone(),
    }
}
