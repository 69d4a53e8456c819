//! What is known when a turn begins: the tickets that it asks for, the scans that it repeats or takes back.

use std::collections::HashMap;

use serde_json::json;

use crate::base::db::Tx;
use crate::base::error::Result;
use crate::door::store::turn::Job;
use crate::door::verdict::{Admission, Ended, Facts, Kind, Verdict};
use crate::door::wire::{Answer, Other, Scan};
use crate::tickets::code::Code;
use crate::tickets::ticket::due;

/// A ticket that a turn is about.
pub struct Known {
    pub id: String,
    pub number: i64,
    pub name: String,
    pub currency: String,
    pub other: Other,
    pub facts: Facts,
}

/// The tickets of a turn, by code and by id.
pub struct Tickets {
    all: Vec<Known>,
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
    pub id: String,
    pub ticket: Option<String>,
    pub kind: Kind,
    pub verdict: Verdict,
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
}

#[derive(sqlx::FromRow)]
struct BeforeRow {
    id: String,
    concert_id: String,
    kind: String,
    ticket_id: Option<String>,
    takes_back: Option<String>,
    answer: String,
}

/// The scans of these jobs that came before.
pub async fn before(tx: &mut Tx, concert: &str, jobs: &[Job]) -> Result<HashMap<String, Before>> {
    let ids = list(jobs.iter().flat_map(|job| &job.scans).map(|scan| scan.id.as_str()));
    let rows: Vec<BeforeRow> = sqlx::query_as(
        "select id, concert_id, kind, ticket_id, takes_back, answer from scan
         where id in (select value ->> 'it' from json_each(cast($1 as text)))",
    )
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let kind = Kind::of(&row.kind).filter(|_| row.concert_id == concert);
        let about = kind.map(|kind| About::new(kind, row.ticket_id, row.takes_back));
        found.insert(row.id, Before { about, answer: serde_json::from_str(&row.answer)? });
    }
    Ok(found)
}

/// The scans of a concert that these jobs take back.
pub async fn taken_back(tx: &mut Tx, concert: &str, jobs: &[Job]) -> Result<HashMap<String, Past>> {
    let wanted = list(jobs.iter().flat_map(|job| &job.scans).filter_map(|scan| scan.takes_back.as_deref()));
    if wanted == "[]" {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, Option<String>, String, String)> = sqlx::query_as(
        "select id, ticket_id, kind, verdict from scan
         where id in (select value ->> 'it' from json_each(cast($1 as text))) and concert_id = $2",
    )
    .bind(wanted)
    .bind(concert)
    .fetch_all(&mut **tx)
    .await?;
    let past = rows.into_iter().filter_map(|(id, ticket, kind, verdict)| {
        Some((id.clone(), Past { id, ticket, kind: Kind::of(&kind)?, verdict: Verdict::of(&verdict)? }))
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
    title: String,
    day: String,
}

#[derive(sqlx::FromRow)]
struct AdmissionRow {
    ticket_id: String,
    nth: i64,
    scan_id: String,
    admitted_at: String,
    ended_kind: Option<String>,
    ended_by: Option<String>,
    door: String,
}

/// The tickets that these jobs name or that `taken` had, with their admissions: two queries.
pub async fn tickets(
    tx: &mut Tx,
    concert: &str,
    jobs: &[Job],
    taken: &HashMap<String, Past>,
) -> Result<Tickets, sqlx::Error> {
    let (codes, ids) = asked_for(jobs, taken);
    let rows: Vec<TicketRow> = sqlx::query_as(
        "select t.id, t.concert_id, t.number, t.code, coalesce(b.name || ' ', '') || f.name as name, t.admits,
           t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.method, t.currency, t.voided_at, t.replaced_at, coalesce(c.title, v.name) as title, c.day
         from ticket t join fan f on f.id = t.fan_id join concert c on c.id = t.concert_id
           join venue v on v.id = c.venue_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where t.id in (
           select k.id from ticket k where k.code in (select value ->> 'it' from json_each(cast($1 as text)))
           union
           select value ->> 'it' from json_each(cast($2 as text)))",
    )
    .bind(codes)
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    let mut admissions = admissions(tx, &rows).await?;
    let mut found = Tickets { all: Vec::new(), by_code: HashMap::new(), by_id: HashMap::new() };
    for row in rows {
        found.by_code.insert(row.code.clone(), found.all.len());
        found.by_id.insert(row.id.clone(), found.all.len());
        found.all.push(known(row, concert, &mut admissions));
    }
    Ok(found)
}

/// The codes and the tickets' ids that a turn asks for, as JSON.
fn asked_for(jobs: &[Job], taken: &HashMap<String, Past>) -> (String, String) {
    let scans = || jobs.iter().flat_map(|job| &job.scans);
    let codes: Vec<Code> = scans().filter_map(|scan| scan.code.as_deref()).filter_map(Code::parse).collect();
    let ids = scans().filter_map(|scan| scan.ticket_id.as_deref());
    let ids = ids.chain(taken.values().filter_map(|past| past.ticket.as_deref()));
    (list(codes.iter().map(Code::as_str)), list(ids))
}

async fn admissions(tx: &mut Tx, tickets: &[TicketRow]) -> Result<HashMap<String, Vec<Admission>>, sqlx::Error> {
    let rows: Vec<AdmissionRow> = sqlx::query_as(
        "select a.ticket_id, a.nth, a.scan_id, a.admitted_at, a.ended_kind, a.ended_by, s.door
         from admission a join scan s on s.id = a.scan_id
         where a.ticket_id in (select value ->> 'it' from json_each(cast($1 as text)))
         order by a.ticket_id, a.nth",
    )
    .bind(list(tickets.iter().map(|ticket| ticket.id.as_str())))
    .fetch_all(&mut **tx)
    .await?;
    let mut of_ticket: HashMap<String, Vec<Admission>> = HashMap::new();
    for row in rows {
        let ended = row.ended_kind.map(|kind| if kind == "undo" { Ended::Undo } else { Ended::Exit });
        of_ticket.entry(row.ticket_id).or_default().push(Admission {
            nth: row.nth,
            scan: row.scan_id,
            at: row.admitted_at,
            door: row.door,
            ended,
            ended_by: row.ended_by,
        });
    }
    Ok(of_ticket)
}

fn known(row: TicketRow, concert: &str, admissions: &mut HashMap<String, Vec<Admission>>) -> Known {
    let facts = Facts {
        here: (row.concert_id == concert).then_some(()),
        voided: row.voided_at.map(drop),
        replaced: row.replaced_at.map(drop),
        due_cents: due(row.price_cents, row.paid_cents, &row.method),
        admits: row.admits,
        admissions: admissions.remove(&row.id).unwrap_or_default(),
    };
    let other = Other { title: row.title, day: row.day };
    Known { id: row.id, number: row.number, name: row.name, currency: row.currency, other, facts }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    json!(items.map(|item| json!({ "it": item })).collect::<Vec<_>>()).to_string()
}
