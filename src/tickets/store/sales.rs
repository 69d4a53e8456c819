//! A concert's row of sales: the lock that puts changes of its tickets in order, their cursor, and the summary.

use futures_util::future::BoxFuture;
use sqlx::AnyConnection;

use crate::base::db::Tx;

/// Takes the concert's row, so that changes of its tickets go one after another: its next cursor.
pub async fn lock(tx: &mut Tx, concert: &str) -> Result<i64, sqlx::Error> {
    lock_if_any(tx, concert).await?.ok_or(sqlx::Error::RowNotFound)
}

/// [`lock`], for whoever doesn't know that there is such a concert; none where there isn't.
pub async fn lock_if_any(tx: &mut Tx, concert: &str) -> Result<Option<i64>, sqlx::Error> {
    let moved = step(tx, concert).await?;
    if moved.is_some() {
        return Ok(moved);
    }
    sqlx::query(
        "insert into concert_sales (concert_id) select id from concert where id = $1 on conflict (concert_id) do nothing",
    )
    .bind(concert)
    .execute(&mut **tx)
    .await?;
    step(tx, concert).await
}

async fn step(tx: &mut Tx, concert: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar("update concert_sales set cursor = cursor + 1 where concert_id = $1 returning cursor")
        .bind(concert)
        .fetch_optional(&mut **tx)
        .await
}

/// [`lock`], for whoever changes the concert and has no use for the cursor.
pub fn hold_sales<'a>(tx: &'a mut Tx, concert: &'a str) -> BoxFuture<'a, Result<(), sqlx::Error>> {
    Box::pin(async move { lock(tx, concert).await.map(drop) })
}

/// What a concert has sold, from its summary.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct Sales {
    pub held: i64,
    pub issued: i64,
    pub courtesies: i64,
    pub owed_cents: i64,
    /// Places that phones at the door hold to sell.
    pub reserved: i64,
}

impl Sales {
    /// The places that nobody holds; below zero where more came than there was room for.
    pub fn left(&self, capacity: i64) -> i64 {
        capacity - self.held - self.reserved
    }
}

/// The summary of one concert; zeros before its first ticket.
pub async fn sales(connection: &mut AnyConnection, concert: &str) -> Result<Sales, sqlx::Error> {
    let found = sqlx::query_as(
        "select held, issued, courtesies, owed_cents, reserved from concert_sales where concert_id = $1",
    )
    .bind(concert)
    .fetch_optional(connection)
    .await?;
    Ok(found.unwrap_or_default())
}
