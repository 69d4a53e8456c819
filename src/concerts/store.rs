//! Concerts, prices and venues in the database.

use sqlx::AnyConnection;

use crate::base::clock::{stamp, unstamp};
use crate::base::db::Db;
use crate::concerts::concert::{Concert, Price, earlier, later};

/// Every query that gives a [`Concert`] begins alike.
macro_rules! concert {
    ($rest:literal) => {
        concat!(
            "select c.id, c.venue_id, v.name as venue, v.address, v.city, c.title, c.line_up, c.day, c.doors_at,
               c.starts_at, c.timezone, c.capacity, c.age_min, c.currency, c.contact_name, c.contact_phone,
               c.contact_email, c.salt, c.changed_at, c.cancelled_at
             from concert c join venue v on v.id = c.venue_id ",
            $rest
        )
    };
}

/// One concert.
pub async fn get(connection: &mut AnyConnection, id: &str) -> Result<Option<Concert>, sqlx::Error> {
    sqlx::query_as(concert!("where c.id = $1")).bind(id).fetch_optional(connection).await
}

/// A concert's prices, in the order in which they were written.
pub async fn prices(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Price>, sqlx::Error> {
    sqlx::query_as(
        "select id, name, amount_cents, until_day, position from price where concert_id = $1 order by position",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// Concerts whose night isn't over and that aren't cancelled, the soonest first, at most 100.
pub async fn upcoming(db: &Db, now: &str) -> Result<Vec<Concert>, sqlx::Error> {
    sqlx::query_as(concert!("where c.doors_at >= $1 and c.cancelled_at is null order by c.doors_at, c.id limit 100"))
        .bind(edge(now, earlier))
        .fetch_all(db.read())
        .await
}

/// Concerts whose doors are at most 12 h away from now, on either side; [`tonight`](super::concert::tonight) orders
/// them.
pub async fn around(db: &Db, now: &str) -> Result<Vec<Concert>, sqlx::Error> {
    sqlx::query_as(concert!(
        "where c.doors_at >= $1 and c.doors_at <= $2 and c.cancelled_at is null order by c.doors_at, c.id limit 20"
    ))
    .bind(edge(now, earlier))
    .bind(edge(now, later))
    .fetch_all(db.read())
    .await
}

fn edge(now: &str, of: fn(jiff::Timestamp) -> jiff::Timestamp) -> String {
    unstamp(now).map(|now| stamp(of(now))).unwrap_or_default()
}
