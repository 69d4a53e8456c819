//! Who said the word of the night, and with which ticket.

use std::iter;

use sqlx::AnyConnection;

use crate::base::db::Tx;
use crate::fans::store::history;

/// Keeps that somebody said the word. False when they had.
pub async fn is_here(tx: &mut Tx, concert: &str, fan: &str, brought_by: Option<&str>, now: &str) -> sqlx::Result<bool> {
    let said = sqlx::query(
        "insert into presence (concert_id, fan_id, said_at, brought_by) values ($1, $2, $3, cast($4 as text))
         on conflict (concert_id, fan_id) do nothing",
    )
    .bind(concert)
    .bind(fan)
    .bind(now)
    .bind(brought_by)
    .execute(&mut **tx)
    .await?;
    history::touch(tx, iter::once(fan)).await?;
    Ok(said.rows_affected() > 0)
}

/// Keeps whose ticket it was that somebody who said the word went in with.
pub async fn is_with(tx: &mut Tx, concert: &str, fan: &str, ticket: &str) -> sqlx::Result<()> {
    sqlx::query("update presence set ticket_id = $3 where concert_id = $1 and fan_id = $2")
        .bind(concert)
        .bind(fan)
        .bind(ticket)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The ticket of a fan for a concert that still stands.
pub async fn ticket_of(tx: &mut Tx, concert: &str, fan: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "select id from ticket where fan_id = $2 and concert_id || '' = $1 and voided_at is null and replaced_at is null
         order by number limit 1",
    )
    .bind(concert)
    .bind(fan)
    .fetch_optional(&mut **tx)
    .await
}

/// Somebody who said the word and has no ticket.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Untied {
    pub fan_id: String,
    pub name: String,
    pub brought_by: Option<String>,
}

/// A ticket that somebody went in with and that is nobody's in particular: a companion's, or one paid at the door.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Nameless {
    pub fan_id: String,
    pub number: i64,
    pub brought_by: Option<String>,
}

/// Those who said the word without a ticket, the first first; at most 50.
pub async fn untied(connection: &mut AnyConnection, concert: &str) -> sqlx::Result<Vec<Untied>> {
    sqlx::query_as(
        "select p.fan_id, f.name, p.brought_by from presence p join fan f on f.id = p.fan_id
         where p.concert_id = $1 and p.ticket_id is null and f.erased_at is null
           and not exists (select 1 from ticket t where t.concert_id = $1 and t.fan_id = p.fan_id
             and t.voided_at is null and t.replaced_at is null)
         order by p.said_at, p.fan_id limit 50",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// The tickets that somebody went in with and that have no name, companions' first; `walk_in` is what one paid at the door
/// without a name is called. At most 50.
pub async fn nameless(connection: &mut AnyConnection, concert: &str, walk_in: &str) -> sqlx::Result<Vec<Nameless>> {
    sqlx::query_as(
        "select t.fan_id, t.number, f.brought_by from ticket t join fan f on f.id = t.fan_id
         where t.concert_id = $1 and t.voided_at is null and t.replaced_at is null
           and f.phone is null and f.email is null and f.erased_at is null
           and (f.name = $2 or f.name like '+%')
           and exists (select 1 from admission a where a.ticket_id = t.id
             and (a.ended_kind is null or a.ended_kind = 'exit'))
         order by case when f.name like '+%' then 0 else 1 end, t.number limit 50",
    )
    .bind(concert)
    .bind(walk_in)
    .fetch_all(connection)
    .await
}

/// How many said the word, and how many of them have a ticket.
pub async fn here(connection: &mut AnyConnection, concert: &str) -> sqlx::Result<(i64, i64)> {
    sqlx::query_as(
        "select count(*), coalesce(cast(sum(case when exists (select 1 from ticket t
             where t.concert_id = $1 and t.fan_id = p.fan_id and t.voided_at is null and t.replaced_at is null)
           then 1 else 0 end) as bigint), 0)
         from presence p where p.concert_id = $1",
    )
    .bind(concert)
    .fetch_one(connection)
    .await
}
