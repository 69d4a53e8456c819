//! Devices: lent by an account, for one concert, until the hour at which its night ends. Dead with the lender's account or password.

use jiff::Timestamp;

use crate::base::clock::stamp;
use crate::base::db::{Db, Tx};
use crate::base::web::viewer::Door;
use crate::door::device::dies_at;

/// A door about to be lent.
pub struct Lent<'a> {
    pub id: &'a str,
    pub concert: &'a str,
    pub account: &'a str,
    pub name: &'a str,
    pub sells_from: Option<&'a str>,
    pub link_hash: &'a str,
    pub now: &'a str,
    pub expires_at: &'a str,
}

/// Lends a door.
pub async fn lend(tx: &mut Tx, lent: &Lent<'_>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into device (id, concert_id, account_id, name, sells_from, link_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(lent.id)
    .bind(lent.concert)
    .bind(lent.account)
    .bind(lent.name)
    .bind(lent.sells_from)
    .bind(lent.link_hash)
    .bind(lent.now)
    .bind(lent.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Claims a lent link for the phone that holds `token_hash`: once. The concert, if it worked.
pub async fn claim(
    tx: &mut Tx,
    link_hash: &str,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<String>, sqlx::Error> {
    let night: Option<(String, String)> = sqlx::query_as(
        "select c.day, c.timezone from device d join concert c on c.id = d.concert_id where d.link_hash = $1",
    )
    .bind(link_hash)
    .fetch_optional(&mut **tx)
    .await?;
    if !night.is_some_and(|(day, timezone)| is_alive(&day, &timezone, now)) {
        return Ok(None);
    }
    sqlx::query_scalar(
        "update device set token_hash = $2, claimed_at = $3, last_seen_at = $3
         where link_hash = $1 and claimed_at is null and revoked_at is null
         returning concert_id",
    )
    .bind(link_hash)
    .bind(token_hash)
    .bind(stamp(now))
    .fetch_optional(&mut **tx)
    .await
}

#[derive(sqlx::FromRow)]
struct LentRow {
    id: String,
    name: String,
    concert_id: String,
    sells_from: Option<String>,
    day: String,
    timezone: String,
}

/// The live device of a token's hash. It dies with the concert's night as it is now, wherever that was moved to since:
/// `expires_at` only keeps what was said when it was lent.
pub async fn device(db: &Db, token_hash: &str, now: Timestamp) -> Result<Option<Door>, sqlx::Error> {
    let found: Option<LentRow> = sqlx::query_as(
        "select d.id, d.name, d.concert_id, d.sells_from, c.day, c.timezone
         from device d join account a on a.id = d.account_id join concert c on c.id = d.concert_id
         where d.token_hash = $1 and d.revoked_at is null
           and a.disabled_at is null and a.password_changed_at <= d.created_at",
    )
    .bind(token_hash)
    .fetch_optional(db.read())
    .await?;
    let alive = found.filter(|row| is_alive(&row.day, &row.timezone, now));
    Ok(alive.map(|row| Door { device: row.id, name: row.name, concert: row.concert_id, sells_from: row.sells_from }))
}

fn is_alive(day: &str, timezone: &str, now: Timestamp) -> bool {
    dies_at(day, timezone).is_some_and(|dies| now < dies)
}

/// Revokes every lent door, in a restored copy.
pub async fn revoke_all(tx: &mut Tx, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update device set revoked_at = $1 where revoked_at is null").bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// The concerts that a door may be lent for, `(id, name, day, timezone)`: those whose day is `from` or later.
pub async fn list(db: &Db, from: &str) -> Result<Vec<(String, String, String, String)>, sqlx::Error> {
    sqlx::query_as(
        "select c.id, coalesce(c.title, v.name), c.day, c.timezone
         from concert c join venue v on v.id = c.venue_id
         where c.doors_at >= $1 and c.cancelled_at is null
         order by c.doors_at limit 50",
    )
    .bind(from)
    .fetch_all(db.read())
    .await
}
