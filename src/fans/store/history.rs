//! What each fan did, kept: counted anew for whoever changed, before it is read.
//!
//! A change only marks its fans (one statement, at the door too); whoever reads next has them counted first. So a turn
//! of scans doesn't pay for figures, and figures are never behind.

use futures_util::future::BoxFuture;
use sqlx::AnyConnection;

use crate::base::db::together::Write;
use crate::base::db::{self, Db, Tx};
use crate::base::secret;
use crate::fans::store::json;

/// Fans that one turn counts at most.
const AT_ONCE: i64 = 2_000;

/// The setting that says when histories were counted last; its row is what two processes wait at.
const COUNTED: &str = "history_counted";

/// The setting that holds how many fans there are.
const FANS: &str = "fan_count";

/// The history of `them` (`id, born, birthday, found_by`), counted from what is kept of tickets and admissions.
macro_rules! counted {
    ($them:literal, $now:literal) => {
        concat!(
            "with them as (
               select f.id, coalesce(f.birth_date, cast(f.birth_year as text), '') as born,
                 coalesce(substr(f.birth_date, 6, 5), '') as birthday, coalesce(f.found_by, '') as found_by
               from ", $them, " where f.merged_into is null and f.erased_at is null),
             visit as (
               select t.fan_id, t.concert_id
               from them join ticket t on t.fan_id = them.id join admission a on a.ticket_id = t.id
               where a.ended_kind is null or a.ended_kind = 'exit'
               union
               select p.fan_id, p.concert_id from them join presence p on p.fan_id = them.id),
             night as (
               select v.fan_id, c.id as concert_id, c.doors_at, x.city
               from visit v join concert c on c.id = v.concert_id join venue x on x.id = c.venue_id
               where c.cancelled_at is null),
             came as (
               select fan_id, count(*) as came, min(doors_at || concert_id) as first_key, max(doors_at || concert_id) as last_key
               from night group by fan_id),
             town as (
               select fan_id, city, came, since,
                 row_number() over (partition by fan_id order by came desc, latest desc, city) as nth
               from (select fan_id, city, count(*) as came, min(doors_at) as since, max(doors_at) as latest
                 from night group by fan_id, city) cities),
             held as (
               select t.fan_id, count(*) as tickets, count(distinct t.concert_id) as concerts,
                 count(distinct n.concert_id) as kept,
                 cast(sum(case when t.method = 'courtesy' then 1 else 0 end) as bigint) as courtesies
               from them join ticket t on t.fan_id = them.id join concert c on c.id = t.concert_id
                 left join night n on n.fan_id = t.fan_id and n.concert_id = t.concert_id
               where t.voided_at is null and t.replaced_at is null and c.cancelled_at is null
               group by t.fan_id),
             paid as (
               select t.fan_id, cast(sum(p.amount_cents) as bigint) as paid_cents
               from them join ticket t on t.fan_id = them.id join payment p on p.ticket_id = t.id group by t.fan_id)
             select them.id as fan_id, them.born, them.birthday, them.found_by, coalesce(town.city, '') as city,
               coalesce(town.came, 0) as city_came, town.since as city_since, coalesce(held.concerts, 0) as concerts,
               coalesce(held.kept, 0) as kept, coalesce(came.came, 0) as came,
               substr(came.first_key, 25) as first_concert, substr(came.first_key, 1, 24) as first_at,
               substr(came.last_key, 25) as last_concert, substr(came.last_key, 1, 24) as last_at,
               coalesce(held.tickets, 0) as tickets, coalesce(held.courtesies, 0) as courtesies,
               coalesce(paid.paid_cents, 0) as paid_cents, ", $now, " as counted_at
             from them
               left join came on came.fan_id = them.id
               left join town on town.fan_id = them.id and town.nth = 1
               left join held on held.fan_id = them.id
               left join paid on paid.fan_id = them.id"
        )
    };
}

/// The columns of a history but for when it was counted: what a recount has to give again.
macro_rules! compared {
    () => {
        "fan_id, born, birthday, found_by, city, city_came, city_since, concerts, kept, came, first_concert, first_at,
         last_concert, last_at, tickets, courtesies, paid_cents"
    };
}

/// How many fans are alike, of the histories that `$which` takes: born in a month, and came so often as figures tell it
/// (1, 2, 3 for three or four, 5 for more). Whoever never came is in no group.
macro_rules! alike {
    ($fans:literal, $which:literal) => {
        concat!(
            "select substr(born, 1, 7) as born, found_by, city,
               case when came >= 5 then 5 when came >= 3 then 3 else came end as came, ",
            $fans,
            " as fans from fan_history where came > 0 ",
            $which,
            " group by substr(born, 1, 7), found_by, city, case when came >= 5 then 5 when came >= 3 then 3 else came end"
        )
    };
}

/// How many fans there are, as it is kept.
pub async fn fans(connection: &mut AnyConnection) -> sqlx::Result<i64> {
    let kept = db::setting(connection, FANS).await?;
    Ok(kept.and_then(|fans| fans.parse().ok()).unwrap_or(0))
}

/// Marks fans whose history is to be counted anew.
pub async fn touch(tx: &mut Tx, fans: impl Iterator<Item = &str>) -> sqlx::Result<()> {
    mark(
        tx,
        "insert into history_due (fan_id, mark)
         select distinct value ->> 'id', $2 from json_each(cast($1 as text)) where key >= 0",
        &ids(fans),
    )
    .await
}

/// Marks the fans of tickets (`[{id}]` as JSON).
pub async fn touch_tickets(tx: &mut Tx, tickets: &str) -> sqlx::Result<()> {
    touched(tickets).run(tx).await.map(drop)
}

/// [`touch_tickets`], to be done together with other writes.
pub fn touched(tickets: &str) -> Write {
    Write::new(
        "insert into history_due (fan_id, mark)
         select distinct t.fan_id, $2 from json_each(cast($1 as text)) j join ticket t on t.id = j.value ->> 'id'",
    )
    .text(tickets)
    .text(secret::short_token())
}

/// Marks whoever has or had a ticket of a concert, or said the word there: of one concert, or of all of a venue.
pub fn concert_changed<'a>(tx: &'a mut Tx, id: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(mark(
        tx,
        "insert into history_due (fan_id, mark)
         select t.fan_id, $2 from concert c join ticket t on t.concert_id = c.id where c.id = $1 or c.venue_id = $1
         union
         select p.fan_id, $2 from concert c join presence p on p.concert_id = c.id where c.id = $1 or c.venue_id = $1",
        id,
    ))
}

async fn mark(tx: &mut Tx, sql: &'static str, what: &str) -> sqlx::Result<()> {
    sqlx::query(sql).bind(what).bind(secret::short_token()).execute(&mut **tx).await?;
    Ok(())
}

fn ids<'a>(fans: impl Iterator<Item = &'a str>) -> String {
    json(fans.map(|id| serde_json::json!({ "id": id })))
}

/// Counts whoever is marked: how many they were. Most times one look that finds nobody.
pub async fn settle(db: &Db, now: &str) -> sqlx::Result<usize> {
    let mut all = 0;
    while is_due(db).await? {
        let mut tx = db.write().await?;
        all += settle_some(&mut tx, now).await?;
        tx.commit().await?;
    }
    Ok(all)
}

/// Whether anybody is marked.
pub async fn is_due(db: &Db) -> sqlx::Result<bool> {
    let due: Option<i64> =
        sqlx::query_scalar("select cast(1 as bigint) from history_due limit 1").fetch_optional(db.read()).await?;
    Ok(due.is_some())
}

/// One turn of [`settle`]; 0 when nobody was due.
pub async fn settle_some(tx: &mut Tx, now: &str) -> sqlx::Result<usize> {
    // Two processes that count the same fan would take them out of the audience twice: one after the other.
    db::set_setting(tx, COUNTED, now).await?;
    let due: Vec<String> = sqlx::query_scalar(
        "delete from history_due where (fan_id, mark) in (
           select fan_id, mark from history_due order by fan_id, mark limit $1) returning fan_id",
    )
    .bind(AT_ONCE)
    .fetch_all(&mut **tx)
    .await?;
    count(tx, due.iter().map(String::as_str), now).await?;
    Ok(due.len())
}

/// Counts these fans anew now, in this transaction; one that is no more has no history.
pub async fn count(tx: &mut Tx, fans: impl Iterator<Item = &str>, now: &str) -> sqlx::Result<()> {
    let ids = ids(fans);
    db::set_setting(tx, COUNTED, now).await?;
    move_audience(tx, &ids, -1).await?;
    let gone =
        sqlx::query("delete from fan_history where fan_id in (select value ->> 'id' from json_each(cast($1 as text)))")
            .bind(&ids)
            .execute(&mut **tx)
            .await?;
    let come = sqlx::query(concat!(
        "insert into fan_history ",
        counted!(
            "fan f join (select distinct value ->> 'id' as id from json_each(cast($1 as text))) j on j.id = f.id",
            "cast($2 as text)"
        )
    ))
    .bind(&ids)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    move_audience(tx, &ids, 1).await?;
    sqlx::query("delete from audience where fans = 0").execute(&mut **tx).await?;
    let more = come.rows_affected() as i64 - gone.rows_affected() as i64;
    if more != 0 {
        let there = self::fans(tx).await? + more;
        db::set_setting(tx, FANS, &there.to_string()).await?;
    }
    // What rules say of them may be another now.
    mark(
        tx,
        "insert into segment_due (fan_id, mark)
         select distinct value ->> 'id', $2 from json_each(cast($1 as text)) where key >= 0",
        &ids,
    )
    .await
}

async fn move_audience(tx: &mut Tx, ids: &str, by: i64) -> sqlx::Result<()> {
    sqlx::query(concat!(
        "insert into audience (born, found_by, city, came, fans) ",
        alike!(
            "count(*) * cast($2 as bigint)",
            "and fan_id in (select value ->> 'id' from json_each(cast($1 as text)))"
        ),
        " on conflict (born, found_by, city, came) do update set fans = audience.fans + excluded.fans"
    ))
    .bind(ids)
    .bind(by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts everybody anew.
pub async fn rebuild(tx: &mut Tx, now: &str) -> sqlx::Result<()> {
    db::set_setting(tx, COUNTED, now).await?;
    for sql in ["delete from history_due", "delete from fan_history", "delete from audience"] {
        sqlx::query(sql).execute(&mut **tx).await?;
    }
    sqlx::query(concat!("insert into fan_history ", counted!("fan f", "cast($1 as text)")))
        .bind(now)
        .execute(&mut **tx)
        .await?;
    sqlx::query(concat!("insert into audience ", alike!("count(*)", ""))).execute(&mut **tx).await?;
    let fans: i64 = sqlx::query_scalar("select count(*) from fan_history").fetch_one(&mut **tx).await?;
    db::set_setting(tx, FANS, &fans.to_string()).await?;
    // Whatever rules said of anybody may be another now.
    sqlx::query("update segment set counted_for = null").execute(&mut **tx).await?;
    Ok(())
}

/// How many fans' histories, and groups of the audience, aren't what counting anew gives. Marked fans are counted first.
pub async fn differences(connection: &mut AnyConnection) -> sqlx::Result<(i64, i64)> {
    let histories = sqlx::query_scalar(concat!(
        "select count(distinct fan_id) from (
           select * from (select ",
        compared!(),
        " from (",
        counted!("fan f", "''"),
        ") anew
             except select ",
        compared!(),
        " from fan_history) missing
           union all
           select * from (select ",
        compared!(),
        " from fan_history
             except select ",
        compared!(),
        " from (",
        counted!("fan f", "''"),
        ") anew) spare) apart"
    ))
    .fetch_one(&mut *connection)
    .await?;
    let groups: i64 = sqlx::query_scalar(concat!(
        "select count(*) from (
           select * from (select born, found_by, city, came, fans from audience except ",
        alike!("count(*)", ""),
        ") spare
           union all
           select * from (",
        alike!("count(*)", ""),
        " except select born, found_by, city, came, fans from audience) missing) apart"
    ))
    .fetch_one(&mut *connection)
    .await?;
    let kept = fans(connection).await?;
    let there: i64 = sqlx::query_scalar("select count(*) from fan_history").fetch_one(connection).await?;
    Ok((histories, groups + i64::from(kept != there)))
}
