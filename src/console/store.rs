//! What members keep of their questions: those for all of the band, and what each asked of late.

use futures_util::future::BoxFuture;
use sqlx::AnyConnection;

use crate::base::db::Tx;

/// A question that a member kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Kept {
    pub id: String,
    pub name: String,
    pub about: String,
    pub sql: String,
    pub account: Option<String>,
}

/// All of them by name; at most 200.
pub async fn all(connection: &mut AnyConnection) -> sqlx::Result<Vec<Kept>> {
    sqlx::query_as(
        "select q.id, q.name, q.about, q.sql, a.username as account from question q left join account a on a.id = q.account_id
         order by q.name_folded limit 200",
    )
    .fetch_all(connection)
    .await
}

pub async fn get(connection: &mut AnyConnection, id: &str) -> sqlx::Result<Option<Kept>> {
    sqlx::query_as(
        "select q.id, q.name, q.about, q.sql, a.username as account from question q left join account a on a.id = q.account_id
         where q.id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// A question about to be kept.
pub struct NewKept<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub name_folded: &'a str,
    pub about: &'a str,
    pub sql: &'a str,
    pub account: &'a str,
    pub now: &'a str,
}

/// Keeps a question, unless there is one of that name: then false.
pub async fn keep(tx: &mut Tx, new: &NewKept<'_>) -> sqlx::Result<bool> {
    let kept = sqlx::query(
        "insert into question (id, name, name_folded, about, sql, account_id, created_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (name_folded) do nothing",
    )
    .bind(new.id)
    .bind(new.name)
    .bind(new.name_folded)
    .bind(new.about)
    .bind(new.sql)
    .bind(new.account)
    .bind(new.now)
    .execute(&mut **tx)
    .await?;
    Ok(kept.rows_affected() > 0)
}

/// Forgets what was asked by everybody: it may hold the name or telephone of whoever is erased.
pub fn on_erase<'a>(tx: &'a mut Tx, _fan: &'a str, _now: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        sqlx::query("delete from question_asked").execute(&mut **tx).await?;
        Ok(())
    })
}

pub async fn forget(tx: &mut Tx, id: &str) -> sqlx::Result<()> {
    sqlx::query("delete from question where id = $1").bind(id).execute(&mut **tx).await?;
    Ok(())
}

/// How many of a member's questions are remembered.
pub const REMEMBERED: i64 = 30;

/// What this member asked of late, the latest first.
pub async fn asked(connection: &mut AnyConnection, account: &str) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as("select asked_at, sql from question_asked where account_id = $1 order by asked_at desc limit $2")
        .bind(account)
        .bind(REMEMBERED)
        .fetch_all(connection)
        .await
}

/// Remembers what was asked, once, and forgets the oldest.
pub async fn remember(tx: &mut Tx, account: &str, sql: &str, now: &str) -> sqlx::Result<()> {
    sqlx::query("delete from question_asked where account_id = $1 and sql = $2")
        .bind(account)
        .bind(sql)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "insert into question_asked (account_id, sql, asked_at) values ($1, $2, $3)
         on conflict (account_id, asked_at) do update set sql = excluded.sql",
    )
    .bind(account)
    .bind(sql)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "delete from question_asked where account_id = $1 and asked_at not in (
           select asked_at from question_asked where account_id = $1 order by asked_at desc limit $2)",
    )
    .bind(account)
    .bind(REMEMBERED)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
