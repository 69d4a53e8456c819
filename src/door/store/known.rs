//! What is known when a turn begins: the tickets that it asks for, the scans that it repeats or takes back.

use std::collections::HashMap;

use serde_json::json;

use crate::base::db::Tx;
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

#[derive(sqlx::FromRow)]
struct BeforeRow {
    id: String,
    concert_id: String,
    kind: String,
    ticket_id: Option<String>,
    takes_back: Option<String>,
    phone_verdict: Option<String>,
    answer: String,
}

/// The scans of these jobs that came before.
pub async fn before(tx: &mut Tx, concert: &str, jobs: &[Job]) -> Result<HashMap<String, Before>> {
    let ids = list(jobs.iter().flat_map(|job| &job.scans).map(|scan| scan.id.as_str()));
    let rows: Vec<BeforeRow> = sqlx::query_as(
        "select id, concert_id, kind, ticket_id, takes_back, phone_verdict, answer from scan
         where id in (select value ->> 'it' from json_each(cast($1 as text)))",
    )
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let kind = Kind::of(&row.kind).filter(|_| row.concert_id == concert);
        let about = kind.map(|kind| About::new(kind, row.ticket_id, row.takes_back));
        let (answer, screen) = (serde_json::from_str(&row.answer)?, row.phone_verdict.map(drop));
        found.insert(row.id, Before { about, answer, screen });
    }
    Ok(found)
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

#[derive(sqlx::FromRow)]
struct SeenRow {
    id: String,
    concert_id: String,
    ticket_id: Option<String>,
    kind: String,
    shown: String,
    happened_at: String,
    door: String,
    takes_back: Option<String>,
    nth: Option<i64>,
    ended_by: Option<String>,
}

impl SeenRow {
    fn seen(&self) -> Option<Seen> {
        let (kind, shown) = (Kind::of(&self.kind)?, Verdict::of(&self.shown)?);
        Some(Seen::new(&self.id, kind, shown, &self.happened_at, &self.door, self.takes_back.as_deref()))
    }
}

/// The tickets that these jobs name or that `taken` had, with all their scans: two queries.
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
           t.method, t.currency, t.voided_at, t.replaced_at, c.reentry_from, c.reentry_until, coalesce(c.title, v.name) as title, c.day
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
    let mut found = Tickets { all: Vec::new(), strays: HashMap::new(), by_code: HashMap::new(), by_id: HashMap::new() };
    let mut scans = scans(tx, concert, &rows, jobs, &mut found.strays).await?;
    for row in rows {
        found.by_code.insert(row.code.clone(), found.all.len());
        found.by_id.insert(row.id.clone(), found.all.len());
        let of_ticket = scans.remove(&row.id).unwrap_or_default();
        found.all.push(known(row, concert, &of_ticket));
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

/// Every scan of these tickets at this concert's door, and what takes one of them back, by ticket; what takes back a scan of these jobs that
/// hasn't been kept yet goes to `strays`.
async fn scans(
    tx: &mut Tx,
    concert: &str,
    tickets: &[TicketRow],
    jobs: &[Job],
    strays: &mut HashMap<String, Vec<Seen>>,
) -> Result<HashMap<String, Vec<SeenRow>>, sqlx::Error> {
    let rows: Vec<SeenRow> = sqlx::query_as(
        "select s.id, s.concert_id, s.ticket_id, s.kind, coalesce(s.phone_verdict, s.verdict) as shown, s.happened_at, s.door,
           s.takes_back, a.nth, a.ended_by
         from (
             select k.id from scan k where k.ticket_id in (select value ->> 'it' from json_each(cast($1 as text)))
             union
             select u.id from scan k join scan u on u.takes_back = k.id
             where k.ticket_id in (select value ->> 'it' from json_each(cast($1 as text)))
             union
             select u.id from scan u where u.takes_back in (select value ->> 'it' from json_each(cast($2 as text)))) w
           cross join scan s left join admission a on a.scan_id = s.id
         where s.id = w.id",
    )
    .bind(list(tickets.iter().map(|ticket| ticket.id.as_str())))
    .bind(list(jobs.iter().flat_map(|job| &job.scans).map(|scan| scan.id.as_str())))
    .fetch_all(&mut **tx)
    .await?;
    let rows: Vec<SeenRow> = rows.into_iter().filter(|row| row.concert_id == concert).collect();
    let of_scan: HashMap<String, String> =
        rows.iter().filter_map(|row| Some((row.id.clone(), row.ticket_id.clone()?))).collect();
    let mut of_ticket: HashMap<String, Vec<SeenRow>> = HashMap::new();
    for row in rows {
        // Undoing is about the ticket of what it takes back, whatever the phone said that was.
        let target = row.takes_back.as_ref().map(|id| (id, of_scan.get(id)));
        if let (Some((id, None)), Some(seen)) = (target, row.seen()) {
            strays.entry(id.clone()).or_default().push(seen);
        }
        let ticket = target.and_then(|(_, ticket)| ticket).or(row.ticket_id.as_ref()).cloned();
        of_ticket.entry(ticket.unwrap_or_default()).or_default().push(row);
    }
    Ok(of_ticket)
}

fn known(row: TicketRow, concert: &str, scans: &[SeenRow]) -> Known {
    let terms = Terms {
        here: (row.concert_id == concert).then_some(()),
        due_cents: due(row.price_cents, row.paid_cents, &row.method),
        voided_at: row.voided_at,
        replaced_at: row.replaced_at,
        admits: row.admits,
        reentry: row.reentry_from.map(|from| Reentry { from, until: row.reentry_until }),
    };
    let facts = Facts::new(terms, scans.iter().filter_map(SeenRow::seen).collect());
    let place = |scan: &SeenRow| Some((scan.id.clone(), Place { nth: scan.nth?, ended_by: scan.ended_by.clone() }));
    let places = scans.iter().filter_map(place).collect();
    let other = Other { title: row.title, day: row.day };
    Known { id: row.id, number: row.number, name: row.name, currency: row.currency, other, facts, places }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    json!(items.map(|item| json!({ "it": item })).collect::<Vec<_>>()).to_string()
}
