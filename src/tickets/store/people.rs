//! What tickets do when a fan changes, when two turn out to be one, or when one is erased.

use futures_util::future::BoxFuture;

use crate::base::db::Tx;
use crate::tickets::store::sales::lock;

/// Has rosters hear of every ticket of these fans (`[{id}]` as JSON) and of their companions, who may be called `Juan +1`.
pub fn on_change<'a>(tx: &'a mut Tx, fans: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        // In the order of their ids, so that two processes never wait for each other's concerts.
        let concerts: Vec<String> = sqlx::query_scalar(
            "select distinct t.concert_id
             from (
               select value ->> 'id' as id from json_each(cast($1 as text))
               union
               select f.id from fan f where f.brought_by in (select value ->> 'id' from json_each(cast($1 as text)))) x
               join ticket t on t.fan_id = x.id
             order by 1",
        )
        .bind(fans)
        .fetch_all(&mut **tx)
        .await?;
        for concert in concerts {
            let cursor = lock(tx, &concert).await?;
            sqlx::query(
                "update ticket set cursor = $3
                 where id in (
                   select t.id
                   from (
                       select value ->> 'id' as id from json_each(cast($1 as text))
                       union
                       select f.id from fan f
                       where f.brought_by in (select value ->> 'id' from json_each(cast($1 as text)))) x
                     cross join ticket t
                   where t.fan_id = x.id and t.concert_id = $2)",
            )
            .bind(fans)
            .bind(&concert)
            .bind(cursor)
            .execute(&mut **tx)
            .await?;
        }
        Ok(())
    })
}

async fn changed(tx: &mut Tx, fan: &str) -> sqlx::Result<()> {
    on_change(tx, &serde_json::json!([{ "id": fan }]).to_string()).await
}

/// The tickets of a fan go over to the one that they are merged into.
pub fn on_merge<'a>(tx: &'a mut Tx, from: &'a str, into: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        sqlx::query("update ticket set fan_id = $2 where fan_id = $1").bind(from).bind(into).execute(&mut **tx).await?;
        changed(tx, into).await
    })
}

/// Notes may say who somebody is: they go. The ticket itself stays, for the concert's numbers.
pub fn on_erase<'a>(tx: &'a mut Tx, fan: &'a str, _now: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        sqlx::query("update ticket set note = null, void_reason = null where fan_id = $1")
            .bind(fan)
            .execute(&mut **tx)
            .await?;
        changed(tx, fan).await
    })
}
