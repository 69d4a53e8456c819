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
use crate::door::queue::{self, Queue};
use crate::door::store::{self, Job};
use crate::door::verdict::Kind;
use crate::door::wire::{Answer, Found, Scan};
use crate::tickets::code::Code;

/// The plain form: words, or a ticket that was found by them, or a scan to take back.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct PlainForm {
    concert: String,
    request: String,
    /// `exit` when they leave.
    kind: String,
    words: String,
    ticket_id: String,
    takes_back: String,
}

impl PlainForm {
    fn kind(&self) -> Kind {
        Kind::of(&self.kind).filter(|kind| *kind == Kind::Exit).unwrap_or(Kind::Entry)
    }

    /// The scan that this asks for; none when the words may mean several tickets.
    fn scan(&self, page: &Page) -> Option<Scan> {
        let some = |text: &str| Some(text.to_owned()).filter(|text| id::is(text));
        let (code, takes_back) = (Code::parse(&self.words), some(&self.takes_back));
        if code.is_none() && self.ticket_id.is_empty() && takes_back.is_none() {
            return None;
        }
        let kind = if takes_back.is_some() { Kind::Undo } else { self.kind() };
        Some(Scan {
            id: some(&self.request).unwrap_or_else(|| id::new(page.now)),
            kind: kind.word().to_owned(),
            source: if self.ticket_id.is_empty() { "typed" } else { "list" }.to_owned(),
            code: code.filter(|_| takes_back.is_none()).map(|code| code.as_str().to_owned()),
            ticket_id: some(&self.ticket_id),
            happened_at: stamp(page.now),
            phone_verdict: None,
            takes_back,
            seq: 0,
            paid: None,
            sale: None,
        })
    }
}

/// What the plain form answers, beside itself.
#[derive(Default)]
pub struct Plain {
    /// Whether the next is an exit, too: people leave one after another.
    pub exits: bool,
    pub answer: Option<PlainAnswer>,
    pub matches: Vec<Match>,
}

/// A verdict in words, for a page without script.
pub struct PlainAnswer {
    pub verdict: String,
    pub word: String,
    pub who: String,
    pub help: String,
    /// The scan that may be taken back.
    pub takes_back: Option<String>,
}

/// A ticket that the typed name may mean.
pub struct Match {
    pub id: String,
    pub number: i64,
    pub short: String,
    pub name: String,
    /// Why it may not go in, or how many it still admits; often nothing.
    pub state: String,
}

/// `POST /scan`: decides what was typed, or asks which ticket is meant.
pub async fn scan(page: Page, State(app): State<App>, viewer: Viewer, Form(form): Form<PlainForm>) -> Result<Response> {
    let concert = chosen(&page, &app, &viewer, &form.concert).await?.ok_or(Error::NotFound)?;
    let mut plain = Plain { exits: form.kind() == Kind::Exit, ..Plain::default() };
    if let Some(scan) = form.scan(&page) {
        let kind = scan.kind.clone();
        let answer = decide(&page, &app, &viewer, &concert, scan).await?;
        plain.answer = Some(words(&page, &concert, &answer, &kind));
    } else {
        plain.matches = matches(&page, &app, &concert, &form.words).await?;
        plain.answer = plain.matches.is_empty().then(|| nothing(&page, &form.words));
    }
    page::html(&filled(page, &app, &concert, plain).await?)
}

async fn matches(page: &Page, app: &App, concert: &Concert, typed: &str) -> Result<Vec<Match>> {
    let typed = text::tidy(typed).chars().take(60).collect::<String>();
    let found = store::search(&app.db, &concert.id, &typed).await?;
    let shown = |it: Found| {
        let left = Some(left(page, it.left)).filter(|_| it.left > 1);
        let state = Some(page.t(&format!("door-state-{}", it.state))).filter(|_| it.state != "valid");
        Match {
            name: format!("{} {}", it.first_name, it.initial),
            state: state.into_iter().chain(left).collect::<Vec<_>>().join(" · "),
            id: it.id,
            number: it.number,
            short: it.short,
        }
    };
    Ok(found.into_iter().map(shown).collect())
}

fn left(page: &Page, left: i64) -> String {
    if left == 1 { page.t("door-left-one") } else { page.t1("door-left-many", "n", left) }
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
    let (concert, scans) = (concert.id.clone(), vec![scan]);
    let job = Job { concert, account, device, door, sells: None, clock_off_ms: 0, scans };
    match app.part::<Queue>().decide(job).await {
        Ok(done) => Ok(done.answers.into_iter().next()),
        Err(error) if queue::is_taken(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn nothing(page: &Page, typed: &str) -> PlainAnswer {
    let found = text::given(typed).is_some();
    PlainAnswer {
        verdict: "unknown".to_owned(),
        word: page.t("door-word-unknown"),
        who: if found { page.t("door-search-none") } else { page.t("door-who-unknown") },
        help: page.t("door-help-unknown"),
        takes_back: None,
    }
}

fn words(page: &Page, concert: &Concert, answer: &Answer, kind: &str) -> PlainAnswer {
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
    let left_out = kind == "exit" && answer.verdict == "exited";
    PlainAnswer {
        verdict: answer.verdict.clone(),
        word: if left_out { page.t("door-word-exited-now") } else { page.t(&format!("door-word-{key}")) },
        who,
        help: if left_out { page.t("door-help-exited-now") } else { help(page, concert, answer, &key) },
        takes_back: Some(answer.id.clone()).filter(|_| left_out || answer.verdict == "admitted"),
    }
}

fn help(page: &Page, concert: &Concert, answer: &Answer, key: &str) -> String {
    match (&answer.first, &answer.other, &answer.ticket) {
        (Some(first), ..) => {
            let with = first.device.as_ref().map(|device| page.t1("door-with", "device", device)).unwrap_or_default();
            format!("{}, {with}", hour(&first.at, &concert.timezone))
        }
        (_, Some(other), _) => {
            page.t2("door-help-other-concert-which", "title", &other.title, "day", page.day(&other.day))
        }
        (.., Some(ticket)) if answer.verdict == "admitted" && ticket.left > 0 => left(page, ticket.left),
        _ if answer.verdict == "admitted" => String::new(),
        _ => page.t(&format!("door-help-{key}")),
    }
}
