//! Writing a turn: the scans, the admissions, the summaries; each in one statement.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::base::db::Tx;
use crate::base::error::{Error, Result};
use crate::door::store::turn::Job;
use crate::door::verdict::{Change, Ended, Kind, Verdict};
use crate::door::wire::{Answer, Scan};
use crate::tickets;

/// What a turn writes for one concert.
pub struct Writes {
    concert: String,
    now: String,
    scans: Vec<Value>,
    /// What screens showed of scans that came before.
    screens: Vec<Value>,
    /// By ticket and number: a place may be taken, left and come back to in one turn, and only its end is written.
    places: BTreeMap<(String, i64), Place>,
    tickets: i64,
    entries: i64,
    inside: i64,
    refused: i64,
    minutes: BTreeMap<String, i64>,
}

/// How a turn leaves one place of a ticket.
#[derive(Default)]
struct Place {
    /// Which scan took it, and when; none when it was taken before this turn.
    taken: Option<(String, String)>,
    ended: Option<End>,
}

struct End {
    at: String,
    by: String,
    kind: &'static str,
}

impl Writes {
    pub fn new(concert: &str, now: &str) -> Self {
        Self {
            concert: concert.to_owned(),
            now: now.to_owned(),
            scans: Vec::new(),
            screens: Vec::new(),
            places: BTreeMap::new(),
            tickets: 0,
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
        kind: Kind,
        verdict: Verdict,
        ticket: Option<&str>,
        happened: &str,
        answer: &Answer,
    ) {
        let left = kind == Kind::Exit && verdict == Verdict::Exited;
        if !(left || matches!(verdict, Verdict::Admitted | Verdict::Undone)) {
            self.refused += 1;
        }
        self.scans.push(json!({
            "id": scan.id, "concert_id": self.concert, "ticket_id": ticket, "device_id": job.device,
            "account_id": job.account, "door": job.door, "kind": kind.word(), "source": scan.source,
            "takes_back": scan.takes_back, "seq": scan.seq, "happened_at": happened, "received_at": self.now,
            "clock_off_ms": job.clock_off_ms, "phone_verdict": scan.phone_verdict, "verdict": verdict.word(),
            "answer": serde_json::to_string(answer).unwrap_or_default(),
        }));
    }

    /// Remembers what the screen of a scan that came before has shown since.
    pub fn screen(&mut self, scan: &Scan) {
        if let Some(verdict) = &scan.phone_verdict {
            self.screens.push(json!({ "id": scan.id, "phone_verdict": verdict }));
        }
    }

    pub fn change(&mut self, ticket: &str, change: &Change, scan: &str, at: &str) {
        let Some(nth) = change.nth() else { return };
        let place = self.places.entry((ticket.to_owned(), nth)).or_default();
        match change {
            Change::Nothing => {}
            Change::Admit { .. } => place.taken = Some((scan.to_owned(), at.to_owned())),
            Change::End { how, .. } => {
                let kind = if *how == Ended::Undo { "undo" } else { "exit" };
                place.ended = Some(End { at: at.to_owned(), by: scan.to_owned(), kind });
            }
            Change::Reopen { .. } => place.ended = None,
        }
    }

    /// The places as rows: those of this turn, and those that were there before.
    fn places(&self) -> (Vec<Value>, Vec<Value>) {
        let (mut new, mut old) = (Vec::new(), Vec::new());
        for ((ticket, nth), place) in &self.places {
            let (scan, admitted_at) = place.taken.as_ref().map(|(scan, at)| (scan, at)).unzip();
            let ended = place.ended.as_ref();
            let row = json!({
                "ticket_id": ticket, "nth": nth, "concert_id": self.concert, "scan_id": scan, "admitted_at": admitted_at,
                "ended_at": ended.map(|end| &end.at), "ended_by": ended.map(|end| &end.by),
                "ended_kind": ended.map(|end| end.kind),
            });
            if place.taken.is_some() { &mut new } else { &mut old }.push(row);
        }
        (new, old)
    }

    /// Counts what a change did: `(counted, inside)` before and after, and when the admission began that it is about: an
    /// entry that is taken back leaves the minute in which it was counted.
    pub fn count(&mut self, before: (i64, i64), after: (i64, i64), entered_at: &str) {
        self.tickets += i64::from(after.0 > 0) - i64::from(before.0 > 0);
        self.entries += after.0 - before.0;
        self.inside += after.1 - before.1;
        if after.0 != before.0 {
            *self.minutes.entry(entered_at[..16].to_owned()).or_default() += after.0 - before.0;
        }
    }
}

/// Writes it all. An admission that the database wouldn't have given ends the whole turn: nobody was admitted.
pub async fn all(tx: &mut Tx, writes: Writes, cursor: i64) -> Result<()> {
    if !writes.screens.is_empty() {
        tell_screens(tx, &json!(writes.screens).to_string()).await?;
    }
    if writes.scans.is_empty() {
        return Ok(());
    }
    insert_scans(tx, &json!(writes.scans).to_string()).await?;
    let (new, old) = writes.places();
    // First what was there: a place that was given back is free for whoever comes in after.
    if !old.is_empty() {
        settle(tx, &json!(old).to_string()).await?;
    }
    if !new.is_empty() && insert_admissions(tx, &json!(new).to_string()).await? != new.len() as u64 {
        return Err(Error::Broken(anyhow::anyhow!("the database held back an admission")));
    }
    if !writes.places.is_empty() {
        let touched: Vec<Value> = writes.places.keys().map(|(ticket, _)| json!({ "id": ticket })).collect();
        tickets::store::touch(tx, &json!(touched).to_string(), cursor).await?;
    }
    summarise(tx, &writes).await?;
    Ok(())
}

async fn insert_scans(tx: &mut Tx, rows: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into scan
           (id, concert_id, ticket_id, device_id, account_id, door, kind, source, takes_back, seq, happened_at, received_at,
            clock_off_ms, phone_verdict, verdict, answer)
         select value ->> 'id', value ->> 'concert_id', value ->> 'ticket_id', value ->> 'device_id',
           value ->> 'account_id', value ->> 'door', value ->> 'kind', value ->> 'source', value ->> 'takes_back',
           cast(value ->> 'seq' as bigint), value ->> 'happened_at', value ->> 'received_at',
           cast(value ->> 'clock_off_ms' as bigint), value ->> 'phone_verdict', value ->> 'verdict', value ->> 'answer'
         from json_each(cast($1 as text))",
    )
    .bind(rows)
    .execute(&mut **tx)
    .await?;
    Ok(())
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

/// The one conditional write that decides: a live ticket, a place left, a number that nobody has.
async fn insert_admissions(tx: &mut Tx, rows: &str) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "insert into admission (ticket_id, nth, scan_id, concert_id, admitted_at, ended_at, ended_by, ended_kind)
         select t.id, cast(value ->> 'nth' as bigint), value ->> 'scan_id', t.concert_id, value ->> 'admitted_at',
           value ->> 'ended_at', value ->> 'ended_by', value ->> 'ended_kind'
         from json_each(cast($1 as text)) join ticket t on t.id = value ->> 'ticket_id'
         where t.concert_id = value ->> 'concert_id' and t.voided_at is null and t.replaced_at is null
           and (select count(*) from admission a where a.ticket_id = t.id
             and (a.ended_kind is null or a.ended_kind = 'exit')) < t.admits
         on conflict do nothing",
    )
    .bind(rows)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
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

async fn summarise(tx: &mut Tx, writes: &Writes) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into concert_attendance (concert_id, tickets, entries, inside, refused) values ($1, $2, $3, $4, $5)
         on conflict (concert_id) do update
         set tickets = concert_attendance.tickets + excluded.tickets,
             entries = concert_attendance.entries + excluded.entries,
             inside = concert_attendance.inside + excluded.inside,
             refused = concert_attendance.refused + excluded.refused",
    )
    .bind(&writes.concert)
    .bind(writes.tickets)
    .bind(writes.entries)
    .bind(writes.inside)
    .bind(writes.refused)
    .execute(&mut **tx)
    .await?;
    if writes.minutes.is_empty() {
        return Ok(());
    }
    let rows: Vec<Value> = writes.minutes.iter().map(|(minute, n)| json!({ "minute": minute, "n": n })).collect();
    sqlx::query(
        "insert into concert_arrival (concert_id, minute, entries)
         select $1, value ->> 'minute', cast(value ->> 'n' as bigint) from json_each(cast($2 as text)) where true
         on conflict (concert_id, minute) do update set entries = concert_arrival.entries + excluded.entries",
    )
    .bind(&writes.concert)
    .bind(json!(rows).to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts in many scans and admissions of the past (JSON rows whose keys are the columns), for the demo. The summaries
/// aren't touched: [`rebuild`] afterwards.
pub async fn add_many(tx: &mut Tx, scans: &str, admissions: &str) -> Result<(), sqlx::Error> {
    insert_scans(tx, scans).await?;
    sqlx::query(
        "insert into admission (ticket_id, nth, scan_id, concert_id, admitted_at, ended_at, ended_by, ended_kind)
         select value ->> 'ticket_id', cast(value ->> 'nth' as bigint), value ->> 'scan_id', value ->> 'concert_id',
           value ->> 'admitted_at', value ->> 'ended_at', value ->> 'ended_by', value ->> 'ended_kind'
         from json_each(cast($1 as text))",
    )
    .bind(admissions)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts the summaries anew from the scans and admissions.
pub async fn rebuild(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query("delete from concert_attendance").execute(&mut **tx).await?;
    sqlx::query("delete from concert_arrival").execute(&mut **tx).await?;
    sqlx::query(
        "insert into concert_attendance (concert_id, tickets, entries, inside, refused)
         select s.concert_id, coalesce(a.tickets, 0), coalesce(a.entries, 0), coalesce(a.inside, 0), s.refused
         from (select concert_id, cast(sum(case when verdict in ('admitted', 'undone')
               or (kind = 'exit' and verdict = 'exited') then 0 else 1 end) as bigint) as refused
             from scan group by concert_id) s
           left join (select concert_id, count(distinct ticket_id) as tickets, count(*) as entries,
               cast(sum(case when ended_at is null then 1 else 0 end) as bigint) as inside
             from admission where ended_kind is null or ended_kind = 'exit' group by concert_id) a
             on a.concert_id = s.concert_id",
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "insert into concert_arrival (concert_id, minute, entries)
         select concert_id, substr(admitted_at, 1, 16), count(*) from admission
         where ended_kind is null or ended_kind = 'exit'
         group by concert_id, substr(admitted_at, 1, 16)",
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
