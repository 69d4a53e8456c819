//! The roster of a concert's door: what a phone needs to decide by itself, and no more.

use std::collections::HashMap;

use sqlx::AnyConnection;

use crate::base::db::Db;
use crate::base::text;
use crate::door::wire::{Conflict, First, Rostered, Side};
use crate::tickets::code::Code;
use crate::tickets::ticket::due;

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    number: i64,
    code: String,
    name: String,
    phone: Option<String>,
    admits: i64,
    price_cents: i64,
    paid_cents: i64,
    method: String,
    voided_at: Option<String>,
    replaced_at: Option<String>,
    used: i64,
    inside: i64,
    /// The time and the door of whoever went in first: `2026-11-29T03:10:00.000Z Beto`.
    first: Option<String>,
}

impl Row {
    fn state(&self) -> &'static str {
        if self.replaced_at.is_some() {
            "replaced"
        } else if self.voided_at.is_some() {
            "voided"
        } else if due(self.price_cents, self.paid_cents, &self.method) > 0 {
            "unpaid"
        } else {
            "valid"
        }
    }

    fn first(&self) -> Option<First> {
        let (at, door) = self.first.as_ref()?.split_once(' ')?;
        Some(First { at: at.to_owned(), device: Some(door.to_owned()), door: None })
    }

    fn rostered(self, salt: &str, conflicts: &mut HashMap<String, Vec<Conflict>>) -> Option<Rostered> {
        let code = Code::parse(&self.code)?;
        let (first_name, initial) = text::first_and_initial(&self.name);
        Some(Rostered {
            hash: code.hash(salt),
            short: code.short().to_owned(),
            first_name,
            initial,
            surname3: text::surname_start(&self.name),
            last4: text::last_four(self.phone.as_deref()),
            state: self.state().to_owned(),
            first: self.first(),
            due_cents: due(self.price_cents, self.paid_cents, &self.method),
            conflicts: conflicts.remove(&self.id).unwrap_or_default(),
            id: self.id,
            number: self.number,
            admits: self.admits,
            used: self.used,
            inside: self.inside,
        })
    }
}

/// What changed of a concert's tickets after the cursor `since`: the cursor now, whether the phone begins anew, and the
/// tickets. `own` is the device or the account that asks. A cursor is given under the concert's row and kept until its transaction ends, so it is read first: whatever
/// came with it or before is in the tickets that are read after it.
///
/// # Errors
/// When the database doesn't answer.
pub async fn roster(
    db: &Db,
    (concert, salt): (&str, &str),
    since: i64,
    own: &str,
) -> Result<(i64, bool, Vec<Rostered>), sqlx::Error> {
    let mut connection = db.read().acquire().await?;
    let cursor: Option<i64> = sqlx::query_scalar("select cursor from concert_sales where concert_id = $1")
        .bind(concert)
        .fetch_optional(&mut *connection)
        .await?;
    let cursor = cursor.unwrap_or_default();
    // A phone that knows more than there is knew another database.
    let reset = since <= 0 || since > cursor;
    let rows: Vec<Row> = sqlx::query_as(
        "select t.id, t.number, t.code, coalesce(b.name || ' ', '') || f.name as name, coalesce(f.phone, b.phone) as phone,
           t.admits, t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.method, t.voided_at, t.replaced_at,
           (select count(*) from admission a where a.ticket_id = t.id
             and (a.ended_kind is null or a.ended_kind = 'exit')) as used,
           (select count(*) from admission a where a.ticket_id = t.id and a.ended_at is null) as inside,
           (select a.admitted_at || ' ' || s.door from admission a join scan s on s.id = a.scan_id
             where a.ticket_id = t.id and (a.ended_kind is null or a.ended_kind = 'exit')
             order by a.admitted_at, a.scan_id limit 1) as first
         from ticket t join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where t.concert_id = $1 and t.cursor > $2
         order by t.cursor, t.number",
    )
    .bind(concert)
    .bind(if reset { -1 } else { since })
    .fetch_all(&mut *connection)
    .await?;
    let mut conflicts = conflicts(&mut connection, concert, if reset { -1 } else { since }, own).await?;
    Ok((cursor, reset, rows.into_iter().filter_map(|row| row.rostered(salt, &mut conflicts)).collect()))
}

#[derive(sqlx::FromRow)]
struct ConflictRow {
    ticket_id: String,
    scan_id: String,
    kind: String,
    at: String,
    door: String,
    by: String,
    first_at: Option<String>,
    first_door: Option<String>,
    first_by: Option<String>,
}

/// The conflicts of a concert's tickets that changed after `since`, by ticket.
async fn conflicts(
    connection: &mut AnyConnection,
    concert: &str,
    since: i64,
    own: &str,
) -> Result<HashMap<String, Vec<Conflict>>, sqlx::Error> {
    let rows: Vec<ConflictRow> = sqlx::query_as(
        "select k.ticket_id, k.scan_id, k.kind, s.happened_at as at, s.door, coalesce(s.device_id, s.account_id, '') as by,
           f.happened_at as first_at, f.door as first_door, coalesce(f.device_id, f.account_id, '') as first_by
         from conflict k join ticket t on t.id = k.ticket_id join scan s on s.id = k.scan_id
           left join scan f on f.id = k.first_id
         where k.concert_id = $1 and t.cursor > $2
         order by s.happened_at, s.id",
    )
    .bind(concert)
    .bind(since)
    .fetch_all(connection)
    .await?;
    let mut found: HashMap<String, Vec<Conflict>> = HashMap::new();
    for row in rows {
        let side = |at, door, by: Option<String>| Side { at, door, own: by.as_deref() == Some(own) };
        let first = row.first_at.zip(row.first_door).map(|(at, door)| side(at, door, row.first_by));
        let second = side(row.at, row.door, Some(row.by));
        let conflict = Conflict { id: row.scan_id, kind: row.kind, first, second };
        found.entry(row.ticket_id).or_default().push(conflict);
    }
    Ok(found)
}
