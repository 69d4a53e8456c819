//! The phones at a door: what each last said of itself, and the places that it may sell.

use jiff::Timestamp;

use crate::base::clock::stamp;
use crate::base::db::{Db, Tx};
use crate::door::wire::{Elsewhere, Named, Report};
use crate::tickets;

/// The most phones, which is browsers, that one lent door may be: somebody's Safari, their app, another address.
const PHONES_MAX: i64 = 20;

/// Who reports.
pub struct From<'a> {
    pub concert: &'a str,
    pub device: Option<&'a str>,
    pub account: Option<&'a str>,
    pub name: &'a str,
    pub clock_off_ms: i64,
}

/// Keeps what a phone says of itself: its number at this concert; none when that id is another's, or its door has as many
/// phones as it may. One after another, for
/// each new phone takes the next number.
pub async fn report(tx: &mut Tx, from: &From<'_>, said: &Report, now: Timestamp) -> Result<Option<i64>, sqlx::Error> {
    tickets::store::lock(tx, from.concert).await?;
    sqlx::query_scalar(
        "insert into door_phone (id, concert_id, number, device_id, account_id, name, address, first_seen_at, last_seen_at,
           pending, damaged, roster_at, clock_off_ms, ready, seq)
         select $1, $2, (select coalesce(max(number), 0) + 1 from door_phone where concert_id = $2), $3, $4, $5, $6, $7, $7,
           cast($8 as bigint), cast($9 as bigint), $10, cast($11 as bigint), $12,
           cast($14 as bigint)
         where (select count(*) from door_phone where concert_id = $2 and device_id = $3 and id <> $1) < cast($13 as bigint)
         on conflict (id) do update
         set name = excluded.name, address = excluded.address, last_seen_at = excluded.last_seen_at,
           pending = excluded.pending, damaged = excluded.damaged, roster_at = excluded.roster_at,
           clock_off_ms = excluded.clock_off_ms, ready = coalesce(excluded.ready, door_phone.ready),
           seq = coalesce(excluded.seq, door_phone.seq)
         where door_phone.concert_id = excluded.concert_id
           and coalesce(door_phone.device_id, '') = coalesce(excluded.device_id, '')
           and coalesce(door_phone.account_id, '') = coalesce(excluded.account_id, '')
         returning number",
    )
    .bind(&said.id)
    .bind(from.concert)
    .bind(from.device)
    .bind(from.account)
    .bind(from.name)
    .bind(&said.address)
    .bind(stamp(now))
    .bind(said.pending)
    .bind(said.damaged)
    .bind(&said.roster_at)
    .bind(from.clock_off_ms)
    .bind(&said.ready)
    .bind(PHONES_MAX)
    .bind(said.seq)
    .fetch_optional(&mut **tx)
    .await
}

/// The number of a phone that said the same a moment ago, after `since`: it need not be written again.
pub async fn reported_since(db: &Db, from: &From<'_>, said: &Report, since: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "select number from door_phone
         where id = $1 and concert_id = $2 and coalesce(device_id, '') = $3 and coalesce(account_id, '') = $4
           and last_seen_at > $5 and address = $6 and damaged = $7",
    )
    .bind(&said.id)
    .bind(from.concert)
    .bind(from.device.unwrap_or_default())
    .bind(from.account.unwrap_or_default())
    .bind(since)
    .bind(&said.address)
    .bind(said.damaged)
    .fetch_optional(db.read())
    .await
}

/// A phone as the members' list shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Reported {
    pub id: String,
    pub number: i64,
    pub device_id: Option<String>,
    pub name: String,
    pub address: String,
    pub last_seen_at: String,
    pub pending: i64,
    pub damaged: i64,
    pub roster_at: Option<String>,
    pub clock_off_ms: i64,
    pub ready: Option<String>,
    /// Places that it may sell by itself.
    pub places: i64,
}

/// The phones that reported at a concert's door, the last heard of first; at most 200.
pub async fn reported(db: &Db, concert: &str) -> Result<Vec<Reported>, sqlx::Error> {
    sqlx::query_as(
        "select p.id, p.number, p.device_id, p.name, p.address, p.last_seen_at, p.pending, p.damaged, p.roster_at,
           p.clock_off_ms, p.ready,
           (select count(*) from reserve r where r.phone_id = p.id and r.concert_id = p.concert_id
             and r.used_at is null and r.returned_at is null) as places
         from door_phone p
         where p.concert_id = $1 order by p.last_seen_at desc, p.number limit 200",
    )
    .bind(concert)
    .fetch_all(db.read())
    .await
}

/// The phones that work with a lent door.
pub async fn of_device(tx: &mut Tx, concert: &str, device: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("select id from door_phone where concert_id = $1 and device_id = $2")
        .bind(concert)
        .bind(device)
        .fetch_all(&mut **tx)
        .await
}

/// The phones of a door by number, with the names that others show.
pub async fn named(db: &Db, concert: &str) -> Result<Vec<Named>, sqlx::Error> {
    sqlx::query_as("select number, name, seq from door_phone where concert_id = $1 order by number limit 500")
        .bind(concert)
        .fetch_all(db.read())
        .await
}

/// Where a phone of the same name has scans that it hasn't handed in, under another address than the one it uses now. Of a
/// lent phone that was last heard of before this one nobody knows: what it did without a network it never said.
pub async fn elsewhere(db: &Db, from: &From<'_>, said: &Report) -> Result<Vec<Elsewhere>, sqlx::Error> {
    sqlx::query_as(
        "select address, case when pending > 0 then pending end as pending from door_phone
         where concert_id = $1 and name = $2 and address <> $3
           and (pending > 0
             or device_id is not null and $4 <> ''
               and last_seen_at < (select me.first_seen_at from door_phone me where me.id = $5))
         order by last_seen_at desc limit 5",
    )
    .bind(from.concert)
    .bind(from.name)
    .bind(&said.address)
    .bind(from.device.unwrap_or_default())
    .bind(&said.id)
    .fetch_all(db.read())
    .await
}

/// How many places the phones of a lent door hold, this one's apart.
pub async fn held_beside(tx: &mut Tx, concert: &str, device: &str, phone: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "select count(*) from door_phone p
           join reserve r on r.phone_id = p.id and r.concert_id = p.concert_id
         where p.concert_id = $1 and p.device_id = $2 and p.id <> $3 and r.used_at is null and r.returned_at is null",
    )
    .bind(concert)
    .bind(device)
    .bind(phone)
    .fetch_one(&mut **tx)
    .await
}
