//! What happens to requests and presences when two fans are one, or one is erased.

use futures_util::future::BoxFuture;

use crate::base::db::Tx;

/// They go over to the fan who stays; where both had one, theirs stands.
pub fn on_merge<'a>(tx: &'a mut Tx, from: &'a str, into: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        for sql in [
            "delete from join_request where fan_id = $1 and accepted_at is null and declined_at is null
               and exists (select 1 from join_request o where o.fan_id = $2 and o.concert_id = join_request.concert_id
                 and o.accepted_at is null and o.declined_at is null)",
            "update join_request set fan_id = $2 where fan_id = $1",
            "update join_request set brought_by = $2 where brought_by = $1 and fan_id <> $2",
            "insert into presence (concert_id, fan_id, said_at, brought_by, ticket_id)
             select concert_id, cast($2 as text), said_at, brought_by, ticket_id from presence where fan_id = $1
             on conflict (concert_id, fan_id) do nothing",
            "update presence set brought_by = $2 where brought_by = $1 and fan_id <> $2",
        ] {
            sqlx::query(sql).bind(from).bind(into).execute(&mut **tx).await?;
        }
        for sql in [
            "delete from presence where fan_id = $1",
            // Whoever stays didn't bring themselves.
            "update join_request set brought_by = null where brought_by = $1",
            "update presence set brought_by = null where brought_by = $1",
        ] {
            sqlx::query(sql).bind(from).execute(&mut **tx).await?;
        }
        Ok(())
    })
}

/// What they wrote goes, and what they waited for; that somebody came stays, for the concert's numbers.
pub fn on_erase<'a>(tx: &'a mut Tx, fan: &'a str, now: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        sqlx::query(
            "update join_request set name = '', fan_new_at = null,
               declined_at = case when accepted_at is null then coalesce(declined_at, $2) else declined_at end
             where fan_id = $1",
        )
        .bind(fan)
        .bind(now)
        .execute(&mut **tx)
        .await?;
        Ok(())
    })
}
