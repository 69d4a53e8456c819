//! What a concert's report reads beside its sums.

use crate::base::db::Db;
use crate::insights::store::{Concert, concert};

/// One concert with its sums; none when it was called off.
pub async fn one(db: &Db, id: &str) -> Result<Option<Concert>, sqlx::Error> {
    sqlx::query_as(concert!("where c.id = $1 and c.cancelled_at is null")).bind(id).fetch_optional(db.read()).await
}

/// The concert before, by its doors.
pub async fn before(db: &Db, doors_at: &str) -> Result<Option<Concert>, sqlx::Error> {
    sqlx::query_as(concert!(
        "where c.doors_at < $1 and c.cancelled_at is null order by c.doors_at desc, c.id desc limit 1"
    ))
    .bind(doors_at)
    .fetch_optional(db.read())
    .await
}

/// Entries by minute, the first first.
pub async fn arrivals(db: &Db, concert: &str) -> Result<Vec<(String, i64)>, sqlx::Error> {
    sqlx::query_as("select minute, entries from concert_arrival where concert_id = $1 order by minute")
        .bind(concert)
        .fetch_all(db.read())
        .await
}

/// What was taken by each method, less what was given back.
pub async fn money(db: &Db, concert: &str) -> Result<Vec<(String, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select method, amount_cents from concert_money where concert_id = $1 and amount_cents <> 0
         order by amount_cents desc, method",
    )
    .bind(concert)
    .fetch_all(db.read())
    .await
}

/// How many scans were told no.
pub async fn refused(db: &Db, concert: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("select coalesce(max(refused), 0) from concert_attendance where concert_id = $1")
        .bind(concert)
        .fetch_one(db.read())
        .await
}
