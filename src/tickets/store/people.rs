//! What tickets do when two fans turn out to be one, or one is erased.

use futures_util::future::BoxFuture;

use crate::base::db::Tx;

/// The tickets of a fan go over to the one that they are merged into.
pub fn on_merge<'a>(tx: &'a mut Tx, from: &'a str, into: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        sqlx::query("update ticket set fan_id = $2 where fan_id = $1").bind(from).bind(into).execute(&mut **tx).await?;
        Ok(())
    })
}

/// Notes may say who somebody is: they go. The ticket itself stays, for the concert's numbers.
pub fn on_erase<'a>(tx: &'a mut Tx, fan: &'a str, _now: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        sqlx::query("update ticket set note = null, void_reason = null where fan_id = $1")
            .bind(fan)
            .execute(&mut **tx)
            .await?;
        Ok(())
    })
}
