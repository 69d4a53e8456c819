//! What is known when a turn begins: the tickets that it asks for, the scans that it repeats or takes back.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use sqlx::{FromRow, Row as _};

use crate::base::db::{Row, Tx};
use crate::base::error::Result;
use crate::door::facts::{Facts, Reentry, Seen, Terms};
use crate::door::store::turn::Job;
use crate::door::verdict::{Kind, Verdict};
use crate::door::wire::{Answer, Other, Scan};
use crate::tickets::code::Code;
use crate::tickets::ticket::due;

/// A ticket that a turn is about.
#[derive(Clone)]
pub struct Known {
    pub id: String,
    pub number: i64,
    pub name: String,
    pub currency: String,
    pub other: Other,
    pub facts: Facts,
    /// The places that are taken as the database has them: by the scan, its number and how it ended.
    pub places: HashMap<String, Place>,
}

/// A place of a ticket as it is kept: its number, and the scan that ended it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub nth: i64,
    pub ended_by: Option<String>,
}

/// The tickets of a turn, by code and by id.
pub struct Tickets {
    pub all: Vec<Known>,
    /// Scans that take back what hasn't come yet, by what they take back.
    pub strays: HashMap<String, Vec<Seen>>,
    by_code: HashMap<String, usize>,
    by_id: HashMap<String, usize>,
}

impl Tickets {
    /// The ticket that a scan names, by its code before its id.
    pub fn named(&self, scan: &Scan) -> Option<&Known> {
        let at = match (scan.code.as_deref().and_then(Code::parse), &scan.ticket_id) {
            (Some(code), _) => self.by_code.get(code.as_str()),
            (None, Some(id)) => self.by_id.get(id),
            _ => None,
        };
        at.map(|at| &self.all[*at])
    }

    pub fn by_id(&mut self, id: &str) -> Option<&mut Known> {
        self.by_id.get(id).map(|at| &mut self.all[*at])
    }
}

/// A scan that may be taken back.
pub struct Past {
    pub ticket: Option<String>,
    pub kind: Kind,
    pub shown: Verdict,
}

/// What a scan's id stands for: two scans that differ in this are two, and can't share one id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub kind: Kind,
    ticket: Option<String>,
    takes_back: Option<String>,
}

impl About {
    /// Undoing is about the scan that it takes back; whichever ticket that had.
    fn new(kind: Kind, ticket: Option<String>, takes_back: Option<String>) -> Self {
        Self { kind, ticket: ticket.filter(|_| kind != Kind::Undo), takes_back }
    }

    pub fn of(scan: &Scan, tickets: &Tickets) -> Option<Self> {
        let ticket = tickets.named(scan).map(|ticket| ticket.id.clone());
        Some(Self::new(Kind::of(&scan.kind)?, ticket, scan.takes_back.clone()))
    }
}

/// A scan that came before: what it was about, none when it was another concert's; and its answer.
pub struct Before {
    pub about: Option<About>,
    pub answer: Answer,
    /// Whether it is known what the phone's own screen showed.
    pub screen: Option<()>,
}

/// The scans of a concert that these jobs take back.
///
/// Here as in every query that names its rows, a cross join has SQLite begin with those: it would rather go through all that
/// the concert has. Where it would still, the concert stands as `concert_id || ''`, which no index answers. Of a turn's own
/// queries none says which concert: PostgreSQL would think that leaves one row, and begin with all of them.
pub async fn taken_back(tx: &mut Tx, concert: &str, jobs: &[Job]) -> Result<HashMap<String, Past>> {
    let wanted = list(jobs.iter().flat_map(|job| &job.scans).filter_map(|scan| scan.takes_back.as_deref()));
    if wanted == "[]" {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, String, Option<String>, String, String)> = sqlx::query_as(
        "select s.concert_id, s.id, s.ticket_id, s.kind, coalesce(s.phone_verdict, s.verdict)
         from json_each(cast($1 as text)) j cross join scan s where s.id = j.value ->> 'it'",
    )
    .bind(wanted)
    .fetch_all(&mut **tx)
    .await?;
    let here = rows.into_iter().filter(|(of, ..)| of == concert);
    let past = here.filter_map(|(_, id, ticket, kind, shown)| {
        Some((id, Past { ticket, kind: Kind::of(&kind)?, shown: Verdict::of(&shown)? }))
    });
    Ok(past.collect())
}

#[derive(sqlx::FromRow)]
struct TicketRow {
    id: String,
    concert_id: String,
    number: i64,
    code: String,
    name: String,
    admits: i64,
    price_cents: i64,
    paid_cents: i64,
    method: String,
    currency: String,
    voided_at: Option<String>,
    replaced_at: Option<String>,
    reentry_from: Option<String>,
    reentry_until: Option<String>,
    title: String,
    day: String,
}

/// A scan, with the place that it gave.
#[derive(sqlx::FromRow)]
struct ScanRow {
    id: String,
    concert_id: String,
    ticket_id: Option<String>,
    kind: String,
    phone_verdict: Option<String>,
    verdict: String,
    happened_at: String,
    door: String,
    takes_back: Option<String>,
    answer: String,
    nth: Option<i64>,
    ended_by: Option<String>,
}

impl ScanRow {
    fn seen(&self) -> Option<Seen> {
        let shown = Verdict::of(self.phone_verdict.as_ref().unwrap_or(&self.verdict))?;
        let takes_back = self.takes_back.as_deref();
        Some(Seen::new(&self.id, Kind::of(&self.kind)?, shown, &self.happened_at, &self.door, takes_back))
    }

    fn before(&self, concert: &str) -> Result<Before> {
        let kind = Kind::of(&self.kind).filter(|_| self.concert_id == concert);
        let about = kind.map(|kind| About::new(kind, self.ticket_id.clone(), self.takes_back.clone()));
        let screen = self.phone_verdict.as_ref().map(drop);
        Ok(Before { about, answer: serde_json::from_str(&self.answer)?, screen })
    }
}

/// What one query finds: tickets and scans.
enum Found {
    Ticket(TicketRow),
    Scan(ScanRow),
}

impl FromRow<'_, Row> for Found {
    fn from_row(row: &Row) -> sqlx::Result<Self> {
        match row.try_get::<Option<String>, _>("code")? {
            Some(_) => TicketRow::from_row(row).map(Self::Ticket),
            None => ScanRow::from_row(row).map(Self::Scan),
        }
    }
}

/// The scans of these jobs that came before, and the tickets that they name or that `taken` had, with all their scans.
pub async fn all(
    tx: &mut Tx,
    concert: &str,
    jobs: &[Job],
    taken: &HashMap<String, Past>,
) -> Result<(HashMap<String, Before>, Tickets)> {
    let (mut tickets, mut scans) = (Vec::new(), Vec::new());
    for found in found(tx, jobs, taken).await? {
        match found {
            Found::Ticket(row) => tickets.push(row),
            Found::Scan(row) => scans.push(row),
        }
    }
    let asked: HashSet<&str> = jobs.iter().flat_map(|job| &job.scans).map(|scan| scan.id.as_str()).collect();
    let before = scans.iter().filter(|row| asked.contains(row.id.as_str()));
    let before = before.map(|row| Ok((row.id.clone(), row.before(concert)?))).collect::<Result<_>>()?;
    let mut all = Tickets { all: Vec::new(), strays: HashMap::new(), by_code: HashMap::new(), by_id: HashMap::new() };
    let mut scans = by_ticket(scans.into_iter().filter(|row| row.concert_id == concert).collect(), &mut all.strays);
    for row in tickets {
        all.by_code.insert(row.code.clone(), all.all.len());
        all.by_id.insert(row.id.clone(), all.all.len());
        let of_ticket = scans.remove(&row.id).unwrap_or_default();
        all.all.push(known(row, concert, &of_ticket));
    }
    Ok((before, all))
}

/// In one query: the tickets; every scan of them, what takes one of those back, the scans of these jobs themselves, and what
/// takes one of these back.
async fn found(tx: &mut Tx, jobs: &[Job], taken: &HashMap<String, Past>) -> Result<Vec<Found>, sqlx::Error> {
    let (codes, ids) = asked_for(jobs, taken);
    let scans = list(jobs.iter().flat_map(|job| &job.scans).map(|scan| scan.id.as_str()));
    sqlx::query_as(
        "with asked as materialized (
           select k.id from ticket k where k.code in (select value ->> 'it' from json_each(cast($1 as text)))
           union
           select value ->> 'it' from json_each(cast($2 as text))),
         come as materialized (select value ->> 'it' as id from json_each(cast($3 as text))),
         wanted as materialized (
           select k.id from asked w cross join scan k where k.ticket_id = w.id
           union
           select u.id from asked w cross join scan k cross join scan u where k.ticket_id = w.id and u.takes_back = k.id
           union
           select k.id from come w cross join scan k where k.id = w.id
           union
           select u.id from come w cross join scan u where u.takes_back = w.id)
         select t.id, t.concert_id, t.number, t.code,
           coalesce((select b.name || ' ' from fan b
             where b.id = f.brought_by and b.erased_at is null and f.name like '+%'), '') || f.name as name,
           t.admits, t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.method, t.currency, t.voided_at, t.replaced_at, c.reentry_from, c.reentry_until,
           coalesce(c.title, v.name) as title, c.day,
           null as ticket_id, null as kind, null as phone_verdict, null as verdict, null as happened_at, null as door,
           null as takes_back, null as answer, cast(null as bigint) as nth, null as ended_by
         from asked w cross join ticket t join fan f on f.id = t.fan_id join concert c on c.id = t.concert_id
           join venue v on v.id = c.venue_id
         where t.id = w.id
         union all
         select s.id, s.concert_id, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
           s.ticket_id, s.kind, s.phone_verdict, s.verdict, s.happened_at, s.door, s.takes_back, s.answer, a.nth, a.ended_by
         from wanted w cross join scan s left join admission a on a.scan_id = s.id where s.id = w.id",
    )
    .bind(codes)
    .bind(ids)
    .bind(scans)
    .fetch_all(&mut **tx)
    .await
}

/// The codes and the tickets' ids that a turn asks for, as JSON.
fn asked_for(jobs: &[Job], taken: &HashMap<String, Past>) -> (String, String) {
    let scans = || jobs.iter().flat_map(|job| &job.scans);
    let codes: Vec<Code> = scans().filter_map(|scan| scan.code.as_deref()).filter_map(Code::parse).collect();
    let ids = scans().filter_map(|scan| scan.ticket_id.as_deref());
    let ids = ids.chain(taken.values().filter_map(|past| past.ticket.as_deref()));
    (list(codes.iter().map(Code::as_str)), list(ids))
}

/// Scans by their tickets; what takes back one that isn't among them goes to `strays`.
fn by_ticket(scans: Vec<ScanRow>, strays: &mut HashMap<String, Vec<Seen>>) -> HashMap<String, Vec<ScanRow>> {
    let of_scan: HashMap<String, String> =
        scans.iter().filter_map(|row| Some((row.id.clone(), row.ticket_id.clone()?))).collect();
    let mut of_ticket: HashMap<String, Vec<ScanRow>> = HashMap::new();
    for row in scans {
        // Undoing is about the ticket of what it takes back, whatever the phone said that was; no other kind takes back.
        let takes_back = row.takes_back.as_ref().filter(|_| Kind::of(&row.kind) == Some(Kind::Undo));
        let target = takes_back.map(|id| (id, of_scan.get(id)));
        if let (Some((id, None)), Some(seen)) = (target, row.seen()) {
            strays.entry(id.clone()).or_default().push(seen);
        }
        let ticket = target.and_then(|(_, ticket)| ticket).or(row.ticket_id.as_ref()).cloned();
        of_ticket.entry(ticket.unwrap_or_default()).or_default().push(row);
    }
    of_ticket
}

fn known(row: TicketRow, concert: &str, scans: &[ScanRow]) -> Known {
    let terms = Terms {
        here: (row.concert_id == concert).then_some(()),
        due_cents: due(row.price_cents, row.paid_cents, &row.method),
        voided_at: row.voided_at,
        replaced_at: row.replaced_at,
        admits: row.admits,
        reentry: row.reentry_from.map(|from| Reentry { from, until: row.reentry_until }),
    };
    let facts = Facts::new(terms, scans.iter().filter_map(ScanRow::seen).collect());
    let place = |scan: &ScanRow| Some((scan.id.clone(), Place { nth: scan.nth?, ended_by: scan.ended_by.clone() }));
    let places = scans.iter().filter_map(place).collect();
    let other = Other { title: row.title, day: row.day };
    Known { id: row.id, number: row.number, name: row.name, currency: row.currency, other, facts, places }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    json!(items.map(|item| json!({ "it": item })).collect::<Vec<_>>()).to_string()
}
