//! Writing a turn: the scans, the admissions, the summaries; each in one statement.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};
use sqlx::error::{DatabaseError, ErrorKind};

use crate::base::db::Tx;
use crate::base::db::together::{Write, together};
use crate::base::error::{Error, Result};
use crate::door::facts::{Ended, Facts};
use crate::door::store::known::Known;
use crate::door::store::read;
use crate::door::store::turn::Job;
use crate::door::verdict::Verdict;
use crate::door::wire::{Answer, Numbers, Scan};
use crate::fans::store::history;
use crate::tickets;

/// What a turn writes for one concert.
pub struct Writes {
    concert: String,
    now: String,
    scans: Vec<Value>,
    /// What screens showed of scans that came before.
    screens: Vec<Value>,
    /// Scans that their phones decided by themselves.
    by_phone: HashSet<String>,
    /// Places of tickets that were taken in this turn, and those that were there before and ended, or go on.
    taken: Vec<Value>,
    settled: Vec<Value>,
    /// The conflicts of tickets that have others than before.
    clashing: Vec<Value>,
    conflicts: Vec<Value>,
    /// Tickets whose facts changed.
    touched: Vec<Value>,
    tickets: i64,
    people: i64,
    entries: i64,
    inside: i64,
    refused: i64,
    minutes: BTreeMap<String, i64>,
}

impl Writes {
    pub fn new(concert: &str, now: &str) -> Self {
        Self {
            concert: concert.to_owned(),
            now: now.to_owned(),
            scans: Vec::new(),
            screens: Vec::new(),
            by_phone: HashSet::new(),
            taken: Vec::new(),
            settled: Vec::new(),
            clashing: Vec::new(),
            conflicts: Vec::new(),
            touched: Vec::new(),
            tickets: 0,
            people: 0,
            entries: 0,
            inside: 0,
            refused: 0,
            minutes: BTreeMap::new(),
        }
    }

    #[allow(clippy::too_many_arguments)]
    pub fn scan(
        &mut self,
        job: &Job,
        scan: &Scan,
        verdict: Verdict,
        ticket: Option<&str>,
        happened: &str,
        answer: &Answer,
        astray: Option<()>,
    ) {
        self.note_phone(scan);
        self.scans.push(json!({
            "id": scan.id, "concert_id": self.concert, "ticket_id": ticket, "device_id": job.device,
            "account_id": job.account, "door": job.door, "kind": scan.kind, "source": scan.source,
            "takes_back": scan.takes_back, "seq": scan.seq, "happened_at": happened, "received_at": self.now,
            "clock_off_ms": job.clock_off_ms, "phone_verdict": scan.phone_verdict, "verdict": verdict.word(),
            "answer": serde_json::to_string(answer).unwrap_or_default(), "money": job.sells.and_then(|()| money(scan)),
            "astray_at": astray.map(|()| &self.now),
        }));
    }

    /// Remembers what the screen of a scan that came before has shown since.
    pub fn screen(&mut self, scan: &Scan) {
        self.note_phone(scan);
        self.screens.push(json!({ "id": scan.id, "phone_verdict": scan.phone_verdict }));
    }

    fn note_phone(&mut self, scan: &Scan) {
        if scan.phone_verdict.is_some() {
            self.by_phone.insert(scan.id.clone());
        }
    }

    /// Counts people who were told no.
    pub fn refused(&mut self, n: i64) {
        self.refused += n;
    }

    /// What the turn changed of a ticket, only how it ends.
    pub fn ticket(&mut self, before: &Known, after: &Known) {
        let (was, is) = (&before.facts, &after.facts);
        if was.admissions() == is.admissions() && was.conflicts() == is.conflicts() {
            return;
        }
        self.touched.push(json!({ "id": after.id }));
        self.places(after);
        self.count(was, is);
        if was.conflicts() != is.conflicts() {
            self.clashing.push(json!({ "id": after.id }));
            self.conflicts.extend(is.conflicts().iter().map(|it| {
                json!({
                    "scan_id": it.scan, "concert_id": self.concert, "ticket_id": after.id, "first_id": it.first,
                    "kind": it.kind.word(),
                })
            }));
        }
    }

    /// The places of a ticket as rows: those of this turn, and those that were there before.
    fn places(&mut self, ticket: &Known) {
        let facts = &ticket.facts;
        let mut nth = ticket.places.values().map(|place| place.nth).max().unwrap_or(0);
        for admission in facts.admissions() {
            let end = admission.end.as_ref();
            let ended_by = end.map(|end| &end.by);
            let known = ticket.places.get(&admission.scan);
            if known.is_some_and(|place| place.ended_by.as_ref() == ended_by) {
                continue;
            }
            let kind = end.map(|end| if end.how == Ended::Undo { "undo" } else { "exit" });
            let mut row = json!({
                "ticket_id": ticket.id, "concert_id": self.concert, "scan_id": admission.scan, "nth": known.map(|it| it.nth),
                "admitted_at": admission.at, "ended_at": end.map(|end| &end.at), "ended_by": ended_by, "ended_kind": kind,
            });
            if known.is_some() {
                self.settled.push(row);
            } else {
                nth += 1;
                row["nth"] = nth.into();
                // Two screens for one place are two people in there: the database counts them, and says so.
                row["shown"] = self.by_phone.contains(&admission.scan).then_some("phone").into();
                self.taken.push(row);
            }
        }
        // A place that its own screen, as is known now, never gave.
        for (scan, place) in &ticket.places {
            let is_there = facts.admissions().iter().any(|admission| admission.scan == *scan);
            if !is_there && place.ended_by.as_ref() != Some(scan) {
                self.settled.push(json!({
                    "ticket_id": ticket.id, "nth": place.nth, "ended_at": self.now, "ended_by": scan, "ended_kind": "undo",
                }));
            }
        }
    }

    /// Counts people: an entry that is taken back leaves the minute in which it was counted.
    fn count(&mut self, was: &Facts, is: &Facts) {
        self.tickets += i64::from(is.counted() > 0) - i64::from(was.counted() > 0);
        self.people += is.people() - was.people();
        self.entries += is.counted() - was.counted();
        self.inside += is.inside() - was.inside();
        let counted = was.counting().map(|it| (it, -1)).chain(is.counting().map(|it| (it, 1)));
        for (admission, n) in counted {
            *self.minutes.entry(admission.at[..16].to_owned()).or_default() += n;
        }
        self.minutes.retain(|_, n| *n != 0);
    }
}

/// What a phone took with a scan, as it said so, whatever came of it.
fn money(scan: &Scan) -> Option<String> {
    let taken = match (&scan.sale, &scan.paid) {
        (Some(sale), _) => json!({ "sold": sale.price, "amount_cents": sale.amount_cents, "method": sale.method }),
        (None, Some(paid)) => json!({ "amount_cents": paid.amount_cents, "method": paid.method }),
        (None, None) => return None,
    };
    Some(taken.to_string())
}

/// Writes it all, and gives the night's numbers as they are then, if anything was written. An admission that the database
/// wouldn't have given ends the whole turn: nobody was admitted.
pub async fn all(tx: &mut Tx, writes: Writes, cursor: i64) -> Result<Option<Numbers>> {
    if writes.scans.is_empty() && writes.screens.is_empty() {
        return Ok(None);
    }
    if !writes.screens.is_empty() {
        tell_screens(tx, &json!(writes.screens).to_string()).await?;
    }
    let mut all = plain(&writes, cursor);
    let mut admitted = (!writes.taken.is_empty()).then(|| admissions(json!(writes.taken).to_string()));
    if writes.settled.is_empty() {
        // After the scans, to which they point; the last gives the numbers.
        let last = all.len() - 1;
        all.splice(last..last, admitted.take());
    }
    let numbers = together(tx, all).await.map_err(held_back)?;
    // First what was there: a place that was given back is free for whoever comes in after.
    if !writes.settled.is_empty() {
        settle(tx, &json!(writes.settled).to_string()).await?;
    }
    if let Some(admitted) = admitted {
        admitted.run(tx).await.map_err(held_back)?;
    }
    if writes.clashing.is_empty() {
        return Ok(Some(numbers));
    }
    record_conflicts(tx, &json!(writes.clashing).to_string(), &json!(writes.conflicts).to_string()).await?;
    Ok(read::numbers(tx, &writes.concert).await?)
}

/// Says so in the log, where the database refused an admission.
fn held_back(error: sqlx::Error) -> Error {
    match error.as_database_error().map(DatabaseError::kind) {
        Some(ErrorKind::NotNullViolation) => {
            Error::Broken(anyhow::Error::new(error).context("the database held back an admission"))
        }
        _ => error.into(),
    }
}

/// What hangs on nothing else of the turn. The last returns the night's numbers.
fn plain(writes: &Writes, cursor: i64) -> Vec<Write> {
    let mut all = Vec::with_capacity(5);
    if !writes.scans.is_empty() {
        all.push(scans(json!(writes.scans).to_string()));
    }
    if !writes.touched.is_empty() {
        let touched = json!(writes.touched).to_string();
        all.extend([tickets::store::touched(&touched, cursor), history::touched(&touched)]);
    }
    if !writes.minutes.is_empty() {
        all.push(arrivals(writes));
    }
    all.push(attendance(writes));
    all
}

/// Puts the conflicts of these tickets (`[{id}]`) in the place of those that they had.
async fn record_conflicts(tx: &mut Tx, tickets: &str, rows: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from conflict where ticket_id in (select value ->> 'id' from json_each(cast($1 as text)))")
        .bind(tickets)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "insert into conflict (scan_id, concert_id, ticket_id, first_id, kind)
         select value ->> 'scan_id', value ->> 'concert_id', value ->> 'ticket_id', value ->> 'first_id', value ->> 'kind'
         from json_each(cast($1 as text))",
    )
    .bind(rows)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Scans as they were made (JSON rows whose keys are the columns). Each row is made a value of its own once: read out of the
/// list for each of its columns, it takes SQLite half as long again.
pub(super) fn scans(rows: String) -> Write {
    Write::new(
        "insert into scan
           (id, concert_id, ticket_id, device_id, account_id, door, kind, source, takes_back, seq, happened_at, received_at,
            clock_off_ms, phone_verdict, verdict, answer, money, astray_at)
         with given as materialized (select value as it from json_each(cast($1 as text)))
         select it ->> 'id', it ->> 'concert_id', it ->> 'ticket_id', it ->> 'device_id', it ->> 'account_id',
           it ->> 'door', it ->> 'kind', it ->> 'source', it ->> 'takes_back', cast(it ->> 'seq' as bigint),
           it ->> 'happened_at', it ->> 'received_at', cast(it ->> 'clock_off_ms' as bigint), it ->> 'phone_verdict',
           it ->> 'verdict', it ->> 'answer', it ->> 'money', it ->> 'astray_at'
         from given",
    )
    .text(rows)
}

/// Keeps what screens showed where nothing was kept: the verdict and the answer stay the first ones.
async fn tell_screens(tx: &mut Tx, rows: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update scan set phone_verdict = n.phone_verdict
         from (select value ->> 'id' as id, value ->> 'phone_verdict' as phone_verdict
           from json_each(cast($1 as text))) n
         where scan.id = n.id and scan.phone_verdict is null",
    )
    .bind(rows)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The one conditional write that decides: a live ticket, a place left, a number that nobody has. Whom a phone has let in
/// by itself is in there, whatever was left; and where people come back, whoever has left by now takes nobody's place. Where
/// it doesn't hold, `ticket_id` is null, which the table refuses.
fn admissions(rows: String) -> Write {
    Write::new(
        "insert into admission (ticket_id, nth, scan_id, concert_id, admitted_at, ended_at, ended_by, ended_kind)
         with given as materialized (select value as it from json_each(cast($1 as text)))
         select case when t.concert_id = it ->> 'concert_id'
             and (it ->> 'shown' = 'phone'
               or t.voided_at is null and t.replaced_at is null
                 and (c.reentry_from is not null and c.reentry_until is null and it ->> 'ended_at' is not null
                   or (select count(*) from admission a where a.ticket_id = t.id and (a.ended_kind is null
                     or a.ended_kind = 'exit' and (c.reentry_from is null or c.reentry_until is not null))) < t.admits))
             then t.id end,
           cast(it ->> 'nth' as bigint), it ->> 'scan_id', it ->> 'concert_id', it ->> 'admitted_at', it ->> 'ended_at',
           it ->> 'ended_by', it ->> 'ended_kind'
         from given left join ticket t on t.id = it ->> 'ticket_id' left join concert c on c.id = t.concert_id",
    )
    .text(rows)
}

/// Ends admissions, or lets them go on.
async fn settle(tx: &mut Tx, rows: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update admission set ended_at = n.ended_at, ended_by = n.ended_by, ended_kind = n.ended_kind
         from (select value ->> 'ticket_id' as ticket_id, cast(value ->> 'nth' as bigint) as nth,
             value ->> 'ended_at' as ended_at, value ->> 'ended_by' as ended_by, value ->> 'ended_kind' as ended_kind
           from json_each(cast($1 as text))) n
         where admission.ticket_id = n.ticket_id and admission.nth = n.nth",
    )
    .bind(rows)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn attendance(writes: &Writes) -> Write {
    Write::new(
        "insert into concert_attendance (concert_id, tickets, entries, inside, refused, people)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (concert_id) do update
         set tickets = concert_attendance.tickets + excluded.tickets,
             entries = concert_attendance.entries + excluded.entries,
             inside = concert_attendance.inside + excluded.inside,
             refused = concert_attendance.refused + excluded.refused,
             people = concert_attendance.people + excluded.people
         returning inside, entries as admitted, refused, tickets,
           coalesce((select s.held from concert_sales s where s.concert_id = $1), 0) as expected,
           (select count(*) from conflict k where k.concert_id = $1) as conflicts",
    )
    .text(&writes.concert)
    .number(writes.tickets)
    .number(writes.entries)
    .number(writes.inside)
    .number(writes.refused)
    .number(writes.people)
}

fn arrivals(writes: &Writes) -> Write {
    let rows: Vec<Value> = writes.minutes.iter().map(|(minute, n)| json!({ "minute": minute, "n": n })).collect();
    Write::new(
        "insert into concert_arrival (concert_id, minute, entries)
         select $1, value ->> 'minute', cast(value ->> 'n' as bigint) from json_each(cast($2 as text)) where true
         on conflict (concert_id, minute) do update set entries = concert_arrival.entries + excluded.entries",
    )
    .text(&writes.concert)
    .text(json!(rows).to_string())
}
