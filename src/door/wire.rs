//! What a phone and the server say to each other: the one definition. Snake case, absent is null.

use serde::{Deserialize, Serialize};

use crate::base::clock::unstamp;
use crate::base::db::id;
use crate::door::store::PRICE_MAX;
use crate::door::verdict::{Kind, SOURCES, Verdict};
use crate::payments::payment::Method;

pub use crate::tickets::store::Place;

/// The most scans that one request may bring.
pub const SCANS_MAX: usize = 200;
/// The longest that a phone may say of how ready it is.
const READY_MAX: usize = 2_000;

/// `POST /door/{concert}/scans`.
#[derive(Debug, Deserialize)]
pub struct Upload {
    /// The phone's clock when it sent this, in milliseconds of Unix time.
    pub device_clock_ms: i64,
    pub scans: Vec<Scan>,
    /// What the phone says of itself.
    #[serde(default)]
    pub phone: Option<Report>,
    /// How many places it wants to hold, to sell by itself.
    #[serde(default)]
    pub places: Option<i64>,
}

impl Upload {
    /// Reads what a phone sent: none when it is no upload, or anything in it isn't what a phone of ours says.
    pub fn read(body: &[u8]) -> Option<Self> {
        let is_ours =
            |it: &Self| it.scans.len() <= SCANS_MAX && it.scans.iter().all(is_fine) && it.phone.iter().all(is_sound);
        serde_json::from_slice(body).ok().filter(is_ours)
    }
}

fn is_fine(scan: &Scan) -> bool {
    let amount = |cents: i64| (0..=PRICE_MAX).contains(&cents);
    let in_hand = |word: &str| Method::of(word).is_some_and(|method| method.brings_money().is_some());
    id::is(&scan.id)
        && Kind::of(&scan.kind).is_some()
        && SOURCES.contains(&scan.source.as_str())
        && unstamp(&scan.happened_at).is_some()
        && scan.phone_verdict.as_deref().is_none_or(|word| Verdict::of(word).is_some())
        && scan.takes_back.as_deref().is_none_or(id::is)
        && scan.ticket_id.as_deref().is_none_or(id::is)
        && scan.code.as_deref().is_none_or(|code| code.len() <= 64)
        && scan.paid.as_ref().is_none_or(|paid| amount(paid.amount_cents) && in_hand(&paid.method))
        && scan.sale.as_ref().is_none_or(|sale| {
            amount(sale.amount_cents)
                && in_hand(&sale.method)
                && sale.name.len() <= 400
                && sale.price.len() <= 64
                && sale.price.bytes().all(|sign| sign.is_ascii_alphanumeric())
                && id::is(&sale.phone)
        })
}

fn is_sound(said: &Report) -> bool {
    let is_address = said.address.starts_with("https://") || said.address.starts_with("http://");
    id::is(&said.id)
        && (is_address && said.address.len() <= 200)
        && (0..1_000_000).contains(&said.pending)
        && (0..1_000_000).contains(&said.damaged)
        && said.roster_at.as_deref().is_none_or(|at| unstamp(at).is_some())
        && said.ready.as_deref().is_none_or(|ready| ready.len() <= READY_MAX)
}

/// What a phone says of itself, for the members' list.
#[derive(Clone, Debug, Deserialize)]
pub struct Report {
    /// Made on the phone, for this concert.
    pub id: String,
    /// The address that it uses: `https://192.168.1.20:5000`.
    pub address: String,
    /// Scans that the server hasn't answered.
    pub pending: i64,
    /// Rows that weren't as they were written.
    pub damaged: i64,
    /// When the server told it the roster last.
    pub roster_at: Option<String>,
    /// How far its counting is of what it shows to other phones, where the server has all of it with this.
    #[serde(default)]
    pub seq: Option<i64>,
    /// What it found when it was made ready, as JSON; none when that hasn't changed.
    #[serde(default)]
    pub ready: Option<String>,
}

/// One scan, as the phone made it. Neither code nor ticket: the phone saw what isn't a ticket of ours.
///
/// Its id is for this scan alone: the same id with the same kind, ticket and `takes_back` gets the same first answer for
/// ever. With others, or sent to another concert, the request that holds it is refused (422, `door-upload-taken`) and
/// nothing of it is decided: the first answer would show one person's verdict to another. Other requests don't notice.
#[derive(Clone, Debug, Deserialize)]
pub struct Scan {
    pub id: String,
    pub kind: String,
    pub source: String,
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub ticket_id: Option<String>,
    pub happened_at: String,
    #[serde(default)]
    pub phone_verdict: Option<String>,
    #[serde(default)]
    pub takes_back: Option<String>,
    #[serde(default)]
    pub seq: i64,
    /// What was owed, and was paid with this scan.
    #[serde(default)]
    pub paid: Option<Paid>,
    /// A place sold with this scan: `ticket_id` is one that the phone was given.
    #[serde(default)]
    pub sale: Option<Sale>,
}

/// Money taken for a ticket that owed it.
#[derive(Clone, Debug, Deserialize)]
pub struct Paid {
    pub amount_cents: i64,
    pub method: String,
}

/// A place sold at the door.
#[derive(Clone, Debug, Deserialize)]
pub struct Sale {
    /// The phone that it was given to, by the id that it reported.
    pub phone: String,
    pub name: String,
    /// A price's id.
    pub price: String,
    pub amount_cents: i64,
    pub method: String,
}

/// The answer, its results in the order of the scans.
#[derive(Debug, Serialize)]
pub struct Answers {
    pub server_time: String,
    pub cursor: i64,
    pub results: Vec<Answer>,
    pub numbers: Numbers,
    /// The phone's number at this door; null when it didn't say who it is.
    pub phone: Option<i64>,
    /// All places that it holds to sell; null when it asked for none.
    pub places: Option<Vec<Place>>,
    /// Where it, or one of its name, has scans that were not handed in.
    pub elsewhere: Vec<Elsewhere>,
}

/// A phone under another address, with what waits there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Elsewhere {
    pub address: String,
    /// Null: it may have some, and hasn't said so.
    pub pending: Option<i64>,
}

/// The first answer to a scan, for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub id: String,
    pub verdict: String,
    pub by: String,
    pub ticket: Option<Shown>,
    pub first: Option<First>,
    pub other: Option<Other>,
    pub due_cents: Option<i64>,
    pub currency: Option<String>,
}

/// What a door may see of a ticket and its fan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub id: String,
    pub number: i64,
    pub first_name: String,
    pub initial: String,
    /// How many more it admits.
    pub left: i64,
}

/// Who went in first with a ticket, where and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct First {
    pub at: String,
    pub device: Option<String>,
    pub door: Option<String>,
}

/// The concert that a ticket is for, when it isn't this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    pub title: String,
    pub day: String,
}

/// The numbers of a night.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Numbers {
    /// People in there now.
    pub inside: i64,
    /// People that tickets are out for.
    pub expected: i64,
    /// Entries: people who went in; who left again too.
    pub admitted: i64,
    /// Different tickets that somebody went in with.
    pub tickets: i64,
    /// Places that two screens gave away, and tickets that were dead by then.
    pub conflicts: i64,
    /// Scans that were told no.
    pub refused: i64,
}

/// A ticket found by name, number or short code.
#[derive(Debug, Serialize)]
pub struct Found {
    pub id: String,
    pub number: i64,
    pub short: String,
    pub first_name: String,
    pub initial: String,
    /// The last four digits of the phone, to tell two of one name apart.
    pub last4: Option<String>,
    pub state: String,
    pub left: i64,
}

/// `GET /door/{concert}/roster?since={cursor}`: what changed after that cursor; all of it when `reset`.
#[derive(Debug, Serialize)]
pub struct Roster {
    pub cursor: i64,
    /// Whatever the phone had is to be forgotten first.
    pub reset: bool,
    pub server_time: String,
    /// What is so for the whole door; null when the phone has it as it is now.
    pub about: Option<About>,
    pub tickets: Vec<Rostered>,
    /// The night's numbers, where they may have changed.
    pub numbers: Option<Numbers>,
}

/// What is so for a whole door, whoever comes.
#[derive(Debug, Serialize)]
pub struct About {
    /// Changes with whatever stands here: a phone says which one it has.
    pub version: String,
    pub salt: String,
    /// When the night's doors die: a phone forgets the roster then.
    pub ends_at: String,
    pub currency: String,
    /// Whoever left may come back.
    pub reentry: bool,
    /// What a place costs, where this phone may sell; else nothing.
    pub prices: Vec<Priced>,
    /// The phones of this door.
    pub phones: Vec<Named>,
    /// What seals the QRs by which phones tell each other whom they let in: 256 bits, in hexadecimal.
    pub exchange_key: String,
    /// The practice tickets of the rehearsal that is on.
    pub practice: Vec<Practised>,
}

/// A practice ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Practised {
    /// As a ticket's.
    pub hash: String,
    /// What a phone shows for it.
    pub verdict: String,
}

/// All that a phone may hold of a ticket: neither its code nor more of a name or a phone number than this.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Rostered {
    pub id: String,
    /// SHA-256 over the concert's salt, then the code, in hexadecimal.
    pub hash: String,
    pub number: i64,
    pub short: String,
    pub first_name: String,
    pub initial: String,
    /// The first three letters of the surname, folded, to search by.
    pub surname3: Option<String>,
    /// The last four digits of the phone, to search by.
    pub last4: Option<String>,
    pub admits: i64,
    /// `valid`, `unpaid`, `voided` or `replaced`: what the ticket is, whoever went in with it.
    pub state: String,
    /// How many went in with it, those who left again too.
    pub used: i64,
    /// How many of them are in there now.
    pub inside: i64,
    /// Who went in first with it.
    pub first: Option<First>,
    pub due_cents: i64,
    pub conflicts: Vec<Conflict>,
}

/// A price at the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Priced {
    pub id: String,
    pub name: String,
    pub amount_cents: i64,
    /// Whether it is the one in force today.
    pub now: bool,
}

/// A phone by its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Named {
    pub number: i64,
    pub name: String,
    /// What it showed to other phones up to this, the roster counts.
    pub seq: Option<i64>,
}

/// Two screens that let somebody in for one place; or one, by a ticket that was dead by then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The scan that let in one too many.
    pub id: String,
    /// `twice`, `voided` or `replaced`.
    pub kind: String,
    /// Who was first; none for a dead ticket.
    pub first: Option<Side>,
    pub second: Side,
}

/// One of the two screens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    pub at: String,
    pub door: String,
    /// Whether it was the phone, or the member, that asks.
    pub own: bool,
}
