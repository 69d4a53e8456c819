//! Batches of messages and whom they are for.

use futures_util::future::BoxFuture;
use sqlx::AnyConnection;

use crate::base::db::Tx;

/// A batch with its counts.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Batch {
    pub id: String,
    pub concert_id: String,
    pub concert: String,
    pub day: String,
    pub doors_at: String,
    pub cancelled_at: Option<String>,
    pub segment_name: String,
    /// Set when the segment is one of ours, so that it is called in the reader's language.
    pub kind: Option<String>,
    pub body: String,
    pub made_at: String,
    /// To be written to, already written, left out on purpose by a member, and only compared with.
    pub waiting: i64,
    pub sent: i64,
    pub skipped: i64,
    pub compared: i64,
}

/// Whether a message `m` of a batch `b` still waits for its turn: who has stopped news since, has gone, or bought meanwhile
/// is passed over.
macro_rules! waiting {
    () => {
        "m.part = 'write' and m.sent_at is null and m.skipped_at is null
           and f.phone is not null and f.merged_into is null and f.erased_at is null
           and exists (select 1 from consent n where n.fan_id = f.id and n.purpose = 'news' and n.withdrawn_at is null)
           and not exists (select 1 from ticket t where t.fan_id = f.id and t.concert_id = b.concert_id
             and t.voided_at is null and t.replaced_at is null)"
    };
}

macro_rules! batches {
    ($rest:literal) => {
        concat!(
            "select b.id, b.concert_id, coalesce(c.title, v.name) as concert, c.day, c.doors_at, c.cancelled_at,
               b.segment_name, (select s.kind from segment s where s.id = b.segment_id) as kind, b.body, b.made_at,
               (select count(*) from message m join fan f on f.id = m.fan_id where m.batch_id = b.id and ",
            waiting!(),
            ") as waiting,
               (select count(*) from message m where m.batch_id = b.id and m.sent_at is not null) as sent,
               (select count(*) from message m where m.batch_id = b.id and m.skipped_at is not null) as skipped,
               (select count(*) from message m where m.batch_id = b.id and m.part = 'compare') as compared
             from message_batch b join concert c on c.id = b.concert_id join venue v on v.id = c.venue_id ",
            $rest
        )
    };
}

/// The latest batches, after one of that moment; at most 21.
pub async fn latest(connection: &mut AnyConnection, before: &str) -> sqlx::Result<Vec<Batch>> {
    let before = if before.is_empty() { "9" } else { before };
    sqlx::query_as(batches!("where b.made_at < $1 order by b.made_at desc, b.id desc limit 21"))
        .bind(before)
        .fetch_all(connection)
        .await
}

pub async fn get(connection: &mut AnyConnection, id: &str) -> sqlx::Result<Option<Batch>> {
    sqlx::query_as(batches!("where b.id = $1")).bind(id).fetch_optional(connection).await
}

/// The fans of a segment who may be written to about a concert: they agreed to news, have a telephone, no ticket for it, and
/// weren't drawn for another batch of it, to be written to or to be compared with.
macro_rules! reachable {
    ($what:literal, $rest:literal) => {
        concat!(
            "select ", $what, " from segment_fan s join fan f on f.id = s.fan_id
             where s.segment_id = $1 and f.phone is not null and f.merged_into is null and f.erased_at is null
               and exists (select 1 from consent n where n.fan_id = f.id and n.purpose = 'news' and n.withdrawn_at is null)
               and not exists (select 1 from ticket t where t.fan_id = f.id and t.concert_id = $2
                 and t.voided_at is null and t.replaced_at is null)
               and not exists (select 1 from message m join message_batch b on b.id = m.batch_id
                 where m.fan_id = f.id and b.concert_id = $2) ",
            $rest
        )
    };
}

/// Their ids.
pub async fn reachable(connection: &mut AnyConnection, segment: &str, concert: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(reachable!("f.id", "order by f.id")).bind(segment).bind(concert).fetch_all(connection).await
}

/// How many they are.
pub async fn count_reachable(connection: &mut AnyConnection, segment: &str, concert: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar(reachable!("count(*)", "")).bind(segment).bind(concert).fetch_one(connection).await
}

/// A batch about to be written.
pub struct NewBatch<'a> {
    pub id: &'a str,
    pub concert: &'a str,
    pub segment: &'a str,
    pub segment_name: &'a str,
    pub body: &'a str,
    pub account: &'a str,
    pub now: &'a str,
}

/// Keeps a batch and its fans in their order, the last `compared` of whom aren't written to.
pub async fn add(tx: &mut Tx, new: &NewBatch<'_>, fans: &[String], compared: usize) -> sqlx::Result<()> {
    sqlx::query(
        "insert into message_batch (id, concert_id, segment_id, segment_name, body, made_at, made_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id)
    .bind(new.concert)
    .bind(new.segment)
    .bind(new.segment_name)
    .bind(new.body)
    .bind(new.now)
    .bind(new.account)
    .execute(&mut **tx)
    .await?;
    let written = fans.len() - compared.min(fans.len());
    let rows: Vec<_> = fans
        .iter()
        .enumerate()
        .map(|(place, fan)| {
            let part = if place < written { "write" } else { "compare" };
            serde_json::json!({ "fan": fan, "part": part, "place": place })
        })
        .collect();
    sqlx::query(
        "insert into message (batch_id, fan_id, part, place)
         select $1, value ->> 'fan', value ->> 'part', cast(value ->> 'place' as bigint)
         from json_each(cast($2 as text)) where key >= 0",
    )
    .bind(new.id)
    .bind(serde_json::Value::from(rows).to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Somebody to be written to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Next {
    pub fan_id: String,
    pub name: String,
    pub phone: String,
    pub language: Option<String>,
}

/// The next to be written to; nobody once the concert was called off or its doors have opened.
pub async fn next(connection: &mut AnyConnection, batch: &str, now: &str) -> sqlx::Result<Option<Next>> {
    sqlx::query_as(concat!(
        "select f.id as fan_id, f.name, f.phone, f.language
         from message m join message_batch b on b.id = m.batch_id join fan f on f.id = m.fan_id
           join concert c on c.id = b.concert_id
         where m.batch_id = $1 and c.cancelled_at is null and c.doors_at > $2 and ",
        waiting!(),
        " order by m.place limit 1"
    ))
    .bind(batch)
    .bind(now)
    .fetch_optional(connection)
    .await
}

/// Marks a message as sent, or as left out; false when it was marked before.
pub async fn mark(
    tx: &mut Tx,
    batch: &str,
    fan: &str,
    sent: Option<()>,
    account: &str,
    now: &str,
) -> sqlx::Result<bool> {
    let sql = match sent {
        Some(()) => {
            "update message set sent_at = $3, sent_by = $4 where batch_id = $1 and fan_id = $2 and part = 'write'
               and sent_at is null and skipped_at is null"
        }
        None => {
            "update message set skipped_at = $3, sent_by = $4 where batch_id = $1 and fan_id = $2 and part = 'write'
               and sent_at is null and skipped_at is null"
        }
    };
    let done = sqlx::query(sql).bind(batch).bind(fan).bind(now).bind(account).execute(&mut **tx).await?;
    Ok(done.rows_affected() > 0)
}

/// Concerts that an invitation may be to: those to come, the soonest first; at most 50.
pub async fn concerts(connection: &mut AnyConnection, now: &str) -> sqlx::Result<Vec<(String, String, String)>> {
    sqlx::query_as(
        "select c.id, coalesce(c.title, v.name), c.day from concert c join venue v on v.id = c.venue_id
         where c.doors_at > $1 and c.cancelled_at is null order by c.doors_at, c.id limit 50",
    )
    .bind(now)
    .fetch_all(connection)
    .await
}

/// Messages go over to the fan who stays; where both were in a batch, the one that was sent stands, else theirs.
pub fn on_merge<'a>(tx: &'a mut Tx, from: &'a str, into: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        for sql in [
            "delete from message where fan_id = $2 and sent_at is null
               and exists (select 1 from message o where o.batch_id = message.batch_id and o.fan_id = $1
                 and o.sent_at is not null)",
            "delete from message where fan_id = $1
               and exists (select 1 from message o where o.batch_id = message.batch_id and o.fan_id = $2)",
            "update message set fan_id = $2 where fan_id = $1",
        ] {
            sqlx::query(sql).bind(from).bind(into).execute(&mut **tx).await?;
        }
        Ok(())
    })
}

/// That somebody was written to counts for the batch; what was written is the same for all, and names nobody.
pub fn on_erase<'a>(tx: &'a mut Tx, fan: &'a str, now: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        sqlx::query("update message set skipped_at = $2 where fan_id = $1 and sent_at is null and part = 'write'")
            .bind(fan)
            .bind(now)
            .execute(&mut **tx)
            .await?;
        Ok(())
    })
}
