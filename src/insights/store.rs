//! What the figures read. Tables of every feature, never written.

pub mod crowd;
pub mod facts;
pub mod loyal;
pub mod people;
pub mod period;
pub mod report;

use std::collections::HashMap;

use sqlx::AnyConnection;

use crate::base::db::{self, Db};

/// A concert with the sums that its features keep.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Concert {
    pub id: String,
    pub venue_id: String,
    pub title: Option<String>,
    pub line_up: Option<String>,
    pub venue: String,
    pub address: String,
    pub city: String,
    pub day: String,
    pub doors_at: String,
    pub timezone: String,
    pub capacity: i64,
    pub currency: String,
    pub created_at: String,
    /// Places sold or given.
    pub held: i64,
    /// Places that phones at the door hold to sell.
    pub reserved: i64,
    /// People who went in; who left again too.
    pub admitted: i64,
    /// What was paid, less what was given back.
    pub taken_cents: i64,
    /// Tickets that stand, and those of them that were given.
    pub issued: i64,
    pub courtesies: i64,
    /// Scans that were told no.
    pub refused: i64,
}

impl Concert {
    /// Its title, else its venue.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.venue)
    }
}

/// Every query that gives a [`Concert`] begins alike.
macro_rules! concert {
    ($rest:literal) => {
        concat!(
            "select c.id, c.venue_id, c.title, c.line_up, v.name as venue, v.address, v.city, c.day, c.doors_at, c.timezone, c.capacity,
               c.currency, c.created_at, coalesce(s.held, 0) as held, coalesce(s.reserved, 0) as reserved,
               coalesce(a.people, 0) as admitted, coalesce(s.issued, 0) as issued, coalesce(s.courtesies, 0) as courtesies,
               coalesce(a.refused, 0) as refused,
               coalesce((select cast(sum(m.amount_cents) as bigint) from concert_money m where m.concert_id = c.id), 0)
                 as taken_cents
             from concert c
             join venue v on v.id = c.venue_id
             left join concert_sales s on s.concert_id = c.id
             left join concert_attendance a on a.concert_id = c.id ",
            $rest
        )
    };
}

use concert;

/// The soonest concert whose doors are later than `since`.
pub async fn next(db: &Db, since: &str) -> Result<Option<Concert>, sqlx::Error> {
    sqlx::query_as(concert!("where c.doors_at > $1 and c.cancelled_at is null order by c.doors_at, c.id limit 1"))
        .bind(since)
        .fetch_optional(db.read())
        .await
}

/// The last `most` concerts whose doors were at `since` or earlier, the latest first.
pub async fn past(db: &Db, since: &str, most: i64) -> Result<Vec<Concert>, sqlx::Error> {
    sqlx::query_as(concert!(
        "where c.doors_at <= $1 and c.cancelled_at is null order by c.doors_at desc, c.id desc limit $2"
    ))
    .bind(since)
    .bind(most)
    .fetch_all(db.read())
    .await
}

/// The places of a concert by how they are paid.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub struct Places {
    pub paid: i64,
    pub owed: i64,
    pub courtesies: i64,
}

/// The places of one concert's live tickets: paid in full, to be paid, or of price nought. Reads that concert's tickets.
pub async fn places(db: &Db, concert: &str) -> Result<Places, sqlx::Error> {
    sqlx::query_as(
        "select
           coalesce(cast(sum(case when t.price_cents > 0 and t.paid >= t.price_cents then t.admits else 0 end) as bigint), 0)
             as paid,
           coalesce(cast(sum(case when t.price_cents > 0 and t.paid < t.price_cents then t.admits else 0 end) as bigint), 0)
             as owed,
           coalesce(cast(sum(case when t.price_cents = 0 then t.admits else 0 end) as bigint), 0) as courtesies
         from (
           select t.admits, t.price_cents,
             coalesce((select cast(sum(p.amount_cents) as bigint) from payment p where p.ticket_id = t.id), 0) as paid
           from ticket t
           where t.concert_id = $1 and t.voided_at is null and t.replaced_at is null
         ) t",
    )
    .bind(concert)
    .fetch_one(db.read())
    .await
}

/// How many places each concert held at its own moment: `moments` is JSON, `[{concert, at}]`. Reads those concerts'
/// tickets. A concert that had sold nothing yet is in the answer, with 0.
pub async fn held_at(db: &Db, moments: &str) -> Result<Vec<(String, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select m.value ->> 'concert', coalesce(cast(sum(t.admits) as bigint), 0)
         from json_each(cast($1 as text)) m
         left join ticket t on t.concert_id = m.value ->> 'concert'
           and t.issued_at <= m.value ->> 'at'
           and (t.voided_at is null or t.voided_at > m.value ->> 'at')
           and (t.replaced_at is null or t.replaced_at > m.value ->> 'at')
         group by m.value ->> 'concert'",
    )
    .bind(moments)
    .fetch_all(db.read())
    .await
}

/// The different fans who went in, and those of them who had been at an earlier concert.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub struct Crowd {
    pub fans: i64,
    pub returned: i64,
}

/// Who came to one concert. Reads its admissions, and by index the tickets of those fans.
pub async fn crowd(db: &Db, concert: &str) -> Result<Crowd, sqlx::Error> {
    sqlx::query_as(
        "select count(*) as fans,
           coalesce(cast(sum(case when exists (
             select 1
             from ticket t
             join admission a on a.ticket_id = t.id
             join concert c on c.id = a.concert_id
             where t.fan_id = came.fan_id and c.doors_at < came.doors_at and c.cancelled_at is null
               and (a.ended_kind is null or a.ended_kind = 'exit')
           ) then 1 else 0 end) as bigint), 0) as returned
         from (
           select distinct t.fan_id, c.doors_at
           from admission a
           join ticket t on t.id = a.ticket_id
           join concert c on c.id = a.concert_id
           where a.concert_id = $1 and (a.ended_kind is null or a.ended_kind = 'exit')
         ) came",
    )
    .bind(concert)
    .fetch_one(db.read())
    .await
}

/// What is known of the last good copy (JSON), and since when there is something to lose.
pub async fn backup(connection: &mut AnyConnection) -> Result<(Option<String>, Option<String>), sqlx::Error> {
    let settings: Vec<(String, String)> =
        sqlx::query_as("select name, value from setting where name = 'backup_last' or name = $1")
            .bind(db::BEGUN)
            .fetch_all(connection)
            .await?;
    let mut settings: HashMap<String, String> = settings.into_iter().collect();
    Ok((settings.remove("backup_last"), settings.remove(db::BEGUN)))
}

/// How many asked for a place at a concert, on its public page, and wait for an answer.
pub async fn asked(db: &Db, concert: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "select count(*) from join_request where concert_id = $1 and accepted_at is null and declined_at is null",
    )
    .bind(concert)
    .fetch_one(db.read())
    .await
}
