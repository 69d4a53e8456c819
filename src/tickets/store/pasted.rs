//! Tickets issued together from a pasted list.

use sqlx::AnyConnection;

use crate::base::db::Tx;
use crate::fans::store::history;
use crate::tickets::store::change::rebuild_one;
use crate::tickets::store::sales::lock;

/// Tickets issued together.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Batch {
    pub id: String,
    pub concert_id: String,
    pub created_at: String,
    pub voided_at: Option<String>,
    pub account: Option<String>,
    pub tickets: i64,
    /// How many can't be taken back any more: sent, or scanned.
    pub out: i64,
}

/// Adds a batch, unless it is there already: then none.
pub async fn batch_add(
    tx: &mut Tx,
    id: &str,
    concert: &str,
    account: &str,
    now: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "insert into ticket_batch (id, concert_id, account_id, created_at) values ($1, $2, $3, $4)
         on conflict (id) do nothing returning id",
    )
    .bind(id)
    .bind(concert)
    .bind(account)
    .bind(now)
    .fetch_optional(&mut **tx)
    .await
}

/// A batch with its counts.
pub async fn batch(connection: &mut AnyConnection, id: &str) -> Result<Option<Batch>, sqlx::Error> {
    sqlx::query_as(
        "select b.id, b.concert_id, b.created_at, b.voided_at, a.username as account,
           (select count(*) from ticket t where t.batch_id = b.id) as tickets,
           (select count(*) from ticket t where t.batch_id = b.id
             and (t.sent_at is not null or exists (select 1 from scan s where s.ticket_id = t.id))) as out
         from ticket_batch b left join account a on a.id = b.account_id
         where b.id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// Voids a whole batch while none of it is scanned or sent: how many were voided, none when it is too late.
pub async fn void_batch(tx: &mut Tx, id: &str, account: &str, now: &str) -> Result<Option<i64>, sqlx::Error> {
    let Some(found) = batch(tx, id).await? else { return Ok(None) };
    lock(tx, &found.concert_id).await?;
    let Some(found) = batch(tx, id).await?.filter(|batch| batch.out == 0 && batch.voided_at.is_none()) else {
        return Ok(None);
    };
    sqlx::query("update ticket_batch set voided_at = $2 where id = $1").bind(id).bind(now).execute(&mut **tx).await?;
    let done = sqlx::query(
        "update ticket set voided_at = $2, voided_by = $3,
           cursor = (select s.cursor from concert_sales s where s.concert_id = ticket.concert_id)
         where batch_id = $1 and voided_at is null and replaced_at is null",
    )
    .bind(id)
    .bind(now)
    .bind(account)
    .execute(&mut **tx)
    .await?;
    rebuild_one(tx, &found.concert_id).await?;
    history::concert_changed(tx, &found.concert_id).await?;
    Ok(Some(done.rows_affected() as i64))
}
