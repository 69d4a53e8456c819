//! The rehearsal of a concert's door: whether there is one.

use sqlx::AnyConnection;

use crate::base::db::Tx;

/// The seed of the rehearsal that is on.
pub async fn rehearsal(connection: &mut AnyConnection, concert: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select seed from rehearsal where concert_id = $1")
        .bind(concert)
        .fetch_optional(connection)
        .await
}

/// Begins a rehearsal, unless one is on.
pub async fn rehearse(tx: &mut Tx, concert: &str, seed: &str, account: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into rehearsal (concert_id, seed, begun_at, begun_by) values ($1, $2, $3, $4)
         on conflict (concert_id) do nothing",
    )
    .bind(concert)
    .bind(seed)
    .bind(now)
    .bind(account)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends it: its practice tickets are nobody's.
pub async fn end_rehearsal(tx: &mut Tx, concert: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from rehearsal where concert_id = $1").bind(concert).execute(&mut **tx).await?;
    Ok(())
}
