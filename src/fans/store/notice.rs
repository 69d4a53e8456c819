//! Privacy notices and what was agreed to under them.

use std::iter;

use sqlx::AnyConnection;

use crate::base::clock::unstamp;
use crate::base::db::{Tx, id};
use crate::fans::notice::{NewNotice, Notice};
use crate::fans::store::history;

/// The notice that is shown now.
pub async fn present(connection: &mut AnyConnection) -> sqlx::Result<Option<Notice>> {
    sqlx::query_as(
        "select version, responsible, address, contact, text_es, text_en, created_at
         from privacy_notice order by version desc limit 1",
    )
    .fetch_optional(connection)
    .await
}

/// Keeps a notice as the next version.
pub async fn keep(tx: &mut Tx, new: &NewNotice, account: &str, now: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into privacy_notice (version, responsible, address, contact, text_es, text_en, created_at, created_by)
         select coalesce(max(version), 0) + 1, $1, $2, $3, $4, $5, $6, $7 from privacy_notice",
    )
    .bind(&new.responsible)
    .bind(&new.address)
    .bind(&new.contact)
    .bind(&new.text_es)
    .bind(&new.text_en)
    .bind(now)
    .bind(account)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What was agreed to, how and when; and who noted it, if not the fan.
pub struct Given<'a> {
    /// `service` or `news`.
    pub purpose: &'a str,
    pub how: &'a str,
    pub account: Option<&'a str>,
    pub given_at: &'a str,
    /// The version of the notice that they were shown.
    pub notice: Option<i64>,
    pub now: &'a str,
}

/// Keeps that a fan agreed to a purpose, unless they are no more, or have and it stands.
pub async fn give(tx: &mut Tx, fan: &str, given: &Given<'_>) -> sqlx::Result<()> {
    sqlx::query(
        "insert into consent (id, fan_id, purpose, given_at, how, account_id, notice)
         select $1, f.id, $3, $4, $5, cast($6 as text), (select p.version from privacy_notice p where p.version = cast($7 as bigint))
         from fan f
         where f.id = $2 and f.merged_into is null and f.erased_at is null
           and not exists (
             select 1 from consent c where c.fan_id = f.id and c.purpose = $3 and c.withdrawn_at is null)",
    )
    .bind(id::new(unstamp(given.now).unwrap_or_default()))
    .bind(fan)
    .bind(given.purpose)
    .bind(given.given_at)
    .bind(given.how)
    .bind(given.account)
    .bind(given.notice)
    .execute(&mut **tx)
    .await?;
    history::touch(tx, iter::once(fan)).await
}

/// Keeps that a fan wants no more news: `how` is `member` or `link`. Whether they wanted any.
pub async fn withdraw(tx: &mut Tx, fan: &str, how: &str, now: &str) -> sqlx::Result<bool> {
    let ended = sqlx::query(
        "update consent set withdrawn_at = $2, withdrawn_how = $3
         where fan_id = $1 and purpose = 'news' and withdrawn_at is null",
    )
    .bind(fan)
    .bind(now)
    .bind(how)
    .execute(&mut **tx)
    .await?;
    history::touch(tx, iter::once(fan)).await?;
    Ok(ended.rows_affected() > 0)
}

/// Whether a fan wants news now.
pub async fn wants_news(connection: &mut AnyConnection, fan: &str) -> sqlx::Result<bool> {
    let stands: Option<String> = sqlx::query_scalar(
        "select id from consent where fan_id = $1 and purpose = 'news' and withdrawn_at is null limit 1",
    )
    .bind(fan)
    .fetch_optional(connection)
    .await?;
    Ok(stands.is_some())
}

/// Whether a fan had news and stopped them: whoever types their telephone doesn't bring them back.
pub async fn stopped_news(connection: &mut AnyConnection, fan: &str) -> sqlx::Result<bool> {
    let stopped: Option<String> = sqlx::query_scalar(
        "select id from consent where fan_id = $1 and purpose = 'news' and withdrawn_at is not null limit 1",
    )
    .bind(fan)
    .fetch_optional(connection)
    .await?;
    Ok(stopped.is_some())
}
