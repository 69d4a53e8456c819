//! A turn of scans: one transaction, a handful of statements however many scans there are.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde_json::json;

use crate::base::clock::{stamp, unstamp};
use crate::base::db::Tx;
use crate::base::error::{Error, Result};
use crate::base::text;
use crate::door::store::write::{self, Writes};
use crate::door::verdict::{Admission, Change, Ended, Facts, Kind, Verdict, judge, take_back};
use crate::door::wire::{Answer, First, Other, Scan, Shown};
use crate::tickets;
use crate::tickets::code::Code;
use crate::tickets::ticket::due;

/// The scans of one request, checked: their kinds and sources are of the closed lists, their ids are ids.
#[derive(Clone, Debug)]
pub struct Job {
    pub concert: String,
    pub account: Option<String>,
    pub device: Option<String>,
    /// The name that a later refusal shows.
    pub door: String,
    /// How far the phone's clock was ahead of ours when it sent this, in milliseconds.
    pub clock_off_ms: i64,
    pub scans: Vec<Scan>,
}

/// What is known of the tickets that a turn is about.
struct Known {
    id: String,
    number: i64,
    name: String,
    currency: String,
    other: Other,
    facts: Facts,
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

/// Decides all scans of these jobs in one transaction, which the caller commits: the answers, job by job and in their
/// order, with each concert's cursor. Jobs may be of several concerts.
pub async fn turn(tx: &mut Tx, jobs: Vec<Job>, now: Timestamp) -> Result<Vec<(i64, Vec<Answer>)>> {
    let mut by_concert: BTreeMap<String, Vec<(usize, Job)>> = BTreeMap::new();
    let mut answers = vec![(0, Vec::new()); jobs.len()];
    for (at, job) in jobs.into_iter().enumerate() {
        by_concert.entry(job.concert.clone()).or_default().push((at, job));
    }
    // In the order of their ids, so that two processes never wait for each other's concerts.
    for (concert, jobs) in by_concert {
        let (places, jobs): (Vec<usize>, Vec<Job>) = jobs.into_iter().unzip();
        let (cursor, decided) = concert_turn(tx, &concert, &jobs, now).await?;
        for (at, answered) in places.into_iter().zip(decided) {
            answers[at] = (cursor, answered);
        }
    }
    Ok(answers)
}

async fn concert_turn(tx: &mut Tx, concert: &str, jobs: &[Job], now: Timestamp) -> Result<(i64, Vec<Vec<Answer>>)> {
    // From here on nobody else decides anything of this concert until this transaction ends.
    let cursor = tickets::store::lock(tx, concert).await?;
    let mut answered = repeated(tx, concert, jobs).await?;
    let taken = taken_back(tx, concert, jobs).await?;
    let mut known = load(tx, concert, jobs, &taken).await?;
    let mut by_code: HashMap<String, usize> = HashMap::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (at, (code, ticket)) in known.iter().enumerate() {
        by_code.insert(code.clone(), at);
        by_id.insert(ticket.id.clone(), at);
    }
    let mut taken: HashMap<String, Past> = taken;
    let mut writes = Writes::new(concert, &stamp(now));
    let mut all = Vec::with_capacity(jobs.len());
    for job in jobs {
        let mut answers = Vec::with_capacity(job.scans.len());
        for scan in &job.scans {
            if let Some(first) = answered.get(&scan.id) {
                answers.push(first.clone());
                continue;
            }
            let kind = Kind::of(&scan.kind).ok_or(Error::Refused("door-upload-unreadable"))?;
            let past = scan.takes_back.as_ref().and_then(|id| taken.get(id));
            let code = scan.code.as_deref().and_then(Code::parse);
            let at = match (&code, &scan.ticket_id, past) {
                (_, _, Some(past)) if kind == Kind::Undo => past.ticket.as_ref().and_then(|id| by_id.get(id)),
                (Some(code), ..) => by_code.get(code.as_str()),
                (None, Some(id), _) => by_id.get(id),
                _ => None,
            };
            let mut ticket = at.map(|at| &mut known[*at].1);
            let facts = ticket.as_ref().map(|ticket| &ticket.facts);
            let (verdict, change) = match (kind, past) {
                (Kind::Undo, Some(past)) => take_back(&past.id, past.verdict, past.kind, facts),
                (Kind::Undo, None) => (Verdict::NotInside, Change::Nothing),
                _ if scan.code.is_none() && scan.ticket_id.is_none() => (Verdict::NotATicket, Change::Nothing),
                _ if code.is_none() && scan.ticket_id.is_none() => (Verdict::NotATicket, Change::Nothing),
                _ => judge(kind, facts),
            };
            let happened = happened(scan, job.clock_off_ms, now);
            let first = ticket.as_ref().and_then(|ticket| ticket.facts.first().cloned());
            if let Some(ticket) = ticket.as_mut() {
                let before = (ticket.facts.counted(), ticket.facts.inside());
                apply(&mut ticket.facts, &change, scan, &happened, &job.door);
                writes.change(&ticket.id, &change, &scan.id, &happened);
                let entered_at = change.nth().and_then(|nth| ticket.facts.admission(nth)).map_or("", |it| &it.at);
                writes.count(before, (ticket.facts.counted(), ticket.facts.inside()), entered_at);
            }
            let answer = answer(scan, verdict, ticket.as_deref(), first);
            writes.scan(job, scan, kind, verdict, ticket.as_ref().map(|ticket| ticket.id.as_str()), &happened, &answer);
            let ticket_id = ticket.as_ref().map(|ticket| ticket.id.clone());
            taken.insert(scan.id.clone(), Past { id: scan.id.clone(), ticket: ticket_id, kind, verdict });
            answered.insert(scan.id.clone(), answer.clone());
            answers.push(answer);
        }
        all.push(answers);
    }
    write::all(tx, writes, cursor).await?;
    Ok((cursor, all))
}

/// A scan that may be taken back.
struct Past {
    id: String,
    ticket: Option<String>,
    kind: Kind,
    verdict: Verdict,
}

/// When it happened by our clock: the phone's time less what its clock was ahead; never in our future, and not taken from
/// a phone whose time is more than a day off.
fn happened(scan: &Scan, clock_off_ms: i64, now: Timestamp) -> String {
    let said = unstamp(&scan.happened_at).map_or(now.as_millisecond(), |at| at.as_millisecond() - clock_off_ms);
    let now_ms = now.as_millisecond();
    let ms = if (now_ms - said).abs() > 86_400_000 { now_ms } else { said.min(now_ms) };
    stamp(Timestamp::from_millisecond(ms).unwrap_or(now))
}

fn apply(facts: &mut Facts, change: &Change, scan: &Scan, at: &str, door: &str) {
    if let Change::Admit { nth } = change {
        facts.admissions.push(Admission {
            nth: *nth,
            scan: scan.id.clone(),
            at: at.to_owned(),
            door: door.to_owned(),
            ended: None,
            ended_by: None,
        });
    }
    for admission in facts.admissions.iter_mut().filter(|it| Some(it.nth) == change.nth()) {
        (admission.ended, admission.ended_by) = match change {
            Change::End { how, .. } => (Some(*how), Some(scan.id.clone())),
            _ => (None, None),
        };
    }
}

fn answer(scan: &Scan, verdict: Verdict, ticket: Option<&Known>, first: Option<Admission>) -> Answer {
    let shown = ticket.filter(|_| !matches!(verdict, Verdict::OtherConcert | Verdict::Unknown | Verdict::NotATicket));
    let due = ticket.filter(|_| verdict == Verdict::Unpaid);
    let first = first.filter(|_| matches!(verdict, Verdict::AlreadyUsed | Verdict::Exited));
    Answer {
        id: scan.id.clone(),
        verdict: verdict.word().to_owned(),
        by: "server".to_owned(),
        ticket: shown.map(|ticket| {
            let (first_name, initial) = text::first_and_initial(&ticket.name);
            Shown { id: ticket.id.clone(), number: ticket.number, first_name, initial, left: ticket.facts.left() }
        }),
        first: first.map(|first| First { at: first.at, device: Some(first.door), door: None }),
        other: ticket.filter(|_| verdict == Verdict::OtherConcert).map(|ticket| ticket.other.clone()),
        due_cents: due.map(|ticket| ticket.facts.due_cents),
        currency: due.map(|ticket| ticket.currency.clone()),
    }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    json!(items.map(|item| json!({ "it": item })).collect::<Vec<_>>()).to_string()
}

/// The first answers of scans that came before, checked before anything else.
async fn repeated(tx: &mut Tx, concert: &str, jobs: &[Job]) -> Result<HashMap<String, Answer>> {
    let ids = list(jobs.iter().flat_map(|job| &job.scans).map(|scan| scan.id.as_str()));
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "select id, concert_id, answer from scan where id in (select value ->> 'it' from json_each(cast($1 as text)))",
    )
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    let mut answers = HashMap::with_capacity(rows.len());
    for (id, of, answer) in rows {
        if of != concert {
            return Err(Error::Refused("door-upload-unreadable"));
        }
        answers.insert(id, serde_json::from_str(&answer)?);
    }
    Ok(answers)
}

async fn taken_back(tx: &mut Tx, concert: &str, jobs: &[Job]) -> Result<HashMap<String, Past>> {
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

/// The codes and the tickets' ids that a turn asks for, as JSON.
fn asked_for(jobs: &[Job], taken: &HashMap<String, Past>) -> (String, String) {
    let scans = || jobs.iter().flat_map(|job| &job.scans);
    let codes: Vec<Code> = scans().filter_map(|scan| scan.code.as_deref()).filter_map(Code::parse).collect();
    let ids = scans().filter_map(|scan| scan.ticket_id.as_deref());
    let ids = ids.chain(taken.values().filter_map(|past| past.ticket.as_deref()));
    (list(codes.iter().map(Code::as_str)), list(ids))
}

/// The tickets of a turn, with their codes and admissions: two queries.
async fn load(tx: &mut Tx, concert: &str, jobs: &[Job], taken: &HashMap<String, Past>) -> Result<Vec<(String, Known)>> {
    let (codes, ids) = asked_for(jobs, taken);
    let tickets: Vec<TicketRow> = sqlx::query_as(
        "select t.id, t.concert_id, t.number, t.code, f.name, t.admits, t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.method, t.currency, t.voided_at, t.replaced_at, coalesce(c.title, v.name) as title, c.day
         from ticket t join fan f on f.id = t.fan_id join concert c on c.id = t.concert_id
           join venue v on v.id = c.venue_id
         where t.id in (
           select k.id from ticket k where k.code in (select value ->> 'it' from json_each(cast($1 as text)))
           union
           select value ->> 'it' from json_each(cast($2 as text)))",
    )
    .bind(codes)
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    let found = list(tickets.iter().map(|ticket| ticket.id.as_str()));
    let admissions: Vec<AdmissionRow> = sqlx::query_as(
        "select a.ticket_id, a.nth, a.scan_id, a.admitted_at, a.ended_kind, a.ended_by, s.door
         from admission a join scan s on s.id = a.scan_id
         where a.ticket_id in (select value ->> 'it' from json_each(cast($1 as text)))
         order by a.ticket_id, a.nth",
    )
    .bind(found)
    .fetch_all(&mut **tx)
    .await?;
    let mut of_ticket: HashMap<String, Vec<Admission>> = HashMap::new();
    for row in admissions {
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
    Ok(tickets.into_iter().map(|row| known(row, concert, &mut of_ticket)).collect())
}

fn known(row: TicketRow, concert: &str, admissions: &mut HashMap<String, Vec<Admission>>) -> (String, Known) {
    let facts = Facts {
        here: (row.concert_id == concert).then_some(()),
        voided: row.voided_at.map(drop),
        replaced: row.replaced_at.map(drop),
        due_cents: due(row.price_cents, row.paid_cents, &row.method),
        admits: row.admits,
        admissions: admissions.remove(&row.id).unwrap_or_default(),
    };
    let other = Other { title: row.title, day: row.day };
    (row.code, Known { id: row.id, number: row.number, name: row.name, currency: row.currency, other, facts })
}
