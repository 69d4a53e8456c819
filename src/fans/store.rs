//! Fans in the database: one, many at once, their words.

pub mod everything;
pub mod history;
pub mod import;
pub mod list;
pub mod merge;
pub mod notice;
pub mod profile;
pub mod segments;

use std::collections::HashSet;
use std::iter;

use serde::Serialize;
use sqlx::AnyConnection;

use crate::base::clock::unstamp;
use crate::base::db::{Tx, id};
use crate::fans::fan::{Fan, NewFan};
use crate::fans::search;

pub use list::suggest;

/// Fans that one statement writes at most.
pub const AT_ONCE: usize = 500;

/// Whole fans, `f`, each with how they are called: of somebody's nameless companion, `Juan +1` while Juan is there.
macro_rules! fans {
    ($rest:literal) => {
        concat!(
            "select f.id, f.name, coalesce(b.name || ' ', '') || f.name as called, f.phone, f.email, f.birth_year,
               f.birth_date, f.found_by, f.note, f.language, f.brought_by, f.created_at, f.merged_into, f.erased_at
             from fan f left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%' ",
            $rest
        )
    };
}
pub(super) use fans;

/// The fan of that id, also one that was merged or erased.
pub async fn get(connection: &mut AnyConnection, id: &str) -> sqlx::Result<Option<Fan>> {
    sqlx::query_as(fans!("where f.id = $1")).bind(id).fetch_optional(connection).await
}

/// The fan of that id as they are now: the one they were merged into, nobody once they are erased.
pub async fn present(connection: &mut AnyConnection, id: &str) -> sqlx::Result<Option<Fan>> {
    let found = get(connection, id).await?;
    let found = match found.as_ref().and_then(|fan| fan.merged_into.as_deref()) {
        // Whoever is merged leads to the one who stays: `merge` carries the earlier ones along.
        Some(into) => get(connection, into).await?,
        None => found,
    };
    Ok(found.filter(|fan| fan.erased_at.is_none() && fan.merged_into.is_none()))
}

/// Who has that phone now.
pub async fn with_phone(connection: &mut AnyConnection, phone: &str) -> sqlx::Result<Option<Fan>> {
    sqlx::query_as(fans!("where f.phone = $1 and f.merged_into is null and f.erased_at is null"))
        .bind(phone)
        .fetch_optional(connection)
        .await
}

/// A fan about to be written, with all that a statement of many needs.
#[derive(Clone, Debug)]
pub struct NewRow {
    pub id: String,
    pub fan: NewFan,
    /// The id of their consent to news; used when `fan.news` is some.
    pub consent_id: String,
    pub account: Option<String>,
    pub created_at: String,
}

/// Adds a fan, unless another has that phone: then none.
pub async fn add(
    tx: &mut Tx,
    id: &str,
    new: &NewFan,
    account: Option<&str>,
    now: &str,
) -> sqlx::Result<Option<String>> {
    let row = NewRow {
        id: id.to_owned(),
        fan: new.clone(),
        consent_id: id::new(unstamp(now).unwrap_or_default()),
        account: account.map(str::to_owned),
        created_at: now.to_owned(),
    };
    Ok(add_many(tx, &[row]).await?.pop())
}

/// Adds many in sets, and gives the ids of those that were added: one whose phone another has is left out. Whoever
/// brought a fan stands before them.
pub async fn add_many(tx: &mut Tx, rows: &[NewRow]) -> sqlx::Result<Vec<String>> {
    let mut added = Vec::with_capacity(rows.len());
    for some in rows.chunks(AT_ONCE) {
        let ids = insert(tx, some).await?;
        let new: HashSet<&str> = ids.iter().map(String::as_str).collect();
        let some: Vec<&NewRow> = some.iter().filter(|row| new.contains(row.id.as_str())).collect();
        let words = some.iter().map(|row| (row.id.as_str(), row.fan.words()));
        add_words(tx, words).await?;
        consent_many(tx, &some).await?;
        let bringers = some.iter().filter_map(|row| row.fan.brought_by.as_deref());
        history::touch(tx, some.iter().map(|row| row.id.as_str()).chain(bringers)).await?;
        added.extend(ids);
    }
    Ok(added)
}

#[derive(Serialize)]
struct Inserted<'a> {
    id: &'a str,
    name: &'a str,
    name_folded: &'a str,
    phone: &'a Option<String>,
    email: &'a Option<String>,
    email_folded: Option<String>,
    birth_year: Option<i64>,
    birth_date: &'a Option<String>,
    found_by: &'a Option<String>,
    note: &'a Option<String>,
    language: &'a Option<String>,
    brought_by: &'a Option<String>,
    account: &'a Option<String>,
    created_at: &'a str,
}

async fn insert(tx: &mut Tx, rows: &[NewRow]) -> sqlx::Result<Vec<String>> {
    let rows = rows.iter().map(|NewRow { id, fan, account, created_at, .. }| Inserted {
        id,
        name: &fan.name,
        name_folded: &fan.name_folded,
        phone: &fan.phone,
        email: &fan.email,
        email_folded: fan.email_folded(),
        birth_year: fan.birth_year,
        birth_date: &fan.birth_date,
        found_by: &fan.found_by,
        note: &fan.note,
        language: &fan.language,
        brought_by: &fan.brought_by,
        account,
        created_at,
    });
    sqlx::query_scalar(
        "insert into fan (id, name, name_folded, phone, email, email_folded, birth_year, birth_date, found_by, note,
           language, brought_by, created_at, created_by, changed_at)
         select value ->> 'id', value ->> 'name', value ->> 'name_folded', value ->> 'phone', value ->> 'email',
           value ->> 'email_folded', cast(value ->> 'birth_year' as bigint), value ->> 'birth_date',
           value ->> 'found_by', value ->> 'note', value ->> 'language', value ->> 'brought_by',
           value ->> 'created_at', value ->> 'account', value ->> 'created_at'
         from json_each(cast($1 as text)) where key >= 0
         on conflict do nothing
         returning id",
    )
    .bind(json(rows))
    .fetch_all(&mut **tx)
    .await
}

/// Adds words that find these fans; those that they have already stay.
pub(super) async fn add_words<'a>(
    tx: &mut Tx,
    words: impl Iterator<Item = (&'a str, Vec<String>)>,
) -> sqlx::Result<()> {
    let words = words.flat_map(|(fan, words)| words.into_iter().map(move |word| [word, fan.to_owned()]));
    let words: Vec<_> = words.map(|[word, fan]| serde_json::json!({ "word": word, "fan": fan })).collect();
    if words.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into fan_word (word, fan_id)
         select value ->> 'word', value ->> 'fan' from json_each(cast($1 as text)) where key >= 0
         on conflict do nothing",
    )
    .bind(json(words.iter()))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps the consents to news that these rows speak of.
pub async fn consent_many(tx: &mut Tx, rows: &[&NewRow]) -> sqlx::Result<()> {
    let consents = rows.iter().filter_map(|row| {
        let news = row.fan.news.as_ref()?;
        let given_at = given_at(news.day.as_deref(), &row.created_at);
        Some(serde_json::json!({
            "id": row.consent_id, "fan": row.id, "given_at": given_at, "how": news.how, "account": row.account,
            "notice": news.notice,
        }))
    });
    let consents: Vec<_> = consents.collect();
    if consents.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into consent (id, fan_id, purpose, given_at, how, account_id, notice)
         select value ->> 'id', value ->> 'fan', 'news', value ->> 'given_at', value ->> 'how', value ->> 'account',
           (select p.version from privacy_notice p where p.version = cast(value ->> 'notice' as bigint))
         from json_each(cast($1 as text))",
    )
    .bind(json(consents.iter()))
    .execute(&mut **tx)
    .await?;
    history::touch(tx, rows.iter().map(|row| row.id.as_str())).await
}

/// When a consent was given: noon of the day that was typed, else now.
pub(super) fn given_at(day: Option<&str>, now: &str) -> String {
    day.map_or_else(|| now.to_owned(), |day| format!("{day}T12:00:00.000Z"))
}

/// Holds a fan's row until the transaction ends; false when they were merged or erased meanwhile.
pub async fn hold(tx: &mut Tx, id: &str) -> sqlx::Result<bool> {
    let held = sqlx::query(
        "update fan set changed_at = changed_at where id = $1 and merged_into is null and erased_at is null",
    )
    .bind(id)
    .execute(&mut **tx)
    .await?;
    Ok(held.rows_affected() > 0)
}

/// Keeps who brought a fan, if nobody has.
pub async fn brought(tx: &mut Tx, id: &str, by: &str) -> sqlx::Result<()> {
    sqlx::query("update fan set brought_by = $2 where id = $1 and brought_by is null and id <> $2")
        .bind(id)
        .bind(by)
        .execute(&mut **tx)
        .await?;
    history::touch(tx, iter::once(by)).await
}

/// Writes an edited fan, unless another has that phone, or this one is no more: then none. Who brought them, and their
/// consents, are not touched.
pub async fn edit(tx: &mut Tx, id: &str, new: &NewFan, now: &str) -> sqlx::Result<Option<String>> {
    let edited = sqlx::query_scalar(
        "update fan set name = $2, name_folded = $3, phone = cast($4 as text), email = cast($5 as text),
           email_folded = cast($6 as text), birth_year = cast($7 as bigint), birth_date = cast($8 as text),
           found_by = cast($9 as text), note = cast($10 as text), language = cast($11 as text), changed_at = $12
         where id = $1 and merged_into is null and erased_at is null
           and not exists (
             select 1 from fan other
             where other.phone = cast($4 as text) and other.id <> $1
               and other.merged_into is null and other.erased_at is null)
         returning id",
    )
    .bind(id)
    .bind(&new.name)
    .bind(&new.name_folded)
    .bind(&new.phone)
    .bind(&new.email)
    .bind(new.email_folded())
    .bind(new.birth_year)
    .bind(&new.birth_date)
    .bind(&new.found_by)
    .bind(&new.note)
    .bind(&new.language)
    .bind(now)
    .fetch_optional(&mut **tx)
    .await;
    let edited = match edited {
        // Somebody else was given the phone between the question and the answer.
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => None,
        edited => edited?,
    };
    if edited.is_some() {
        reword(tx, id).await?;
        history::touch(tx, iter::once(id)).await?;
    }
    Ok(edited)
}

/// Writes the words of a fan anew, from what is kept of them and of those that were merged into them.
pub(super) async fn reword(tx: &mut Tx, id: &str) -> sqlx::Result<()> {
    let known: Vec<(String, Option<String>, Option<String>)> =
        sqlx::query_as("select name, email, phone from fan where id = $1 or merged_into = $1")
            .bind(id)
            .fetch_all(&mut **tx)
            .await?;
    sqlx::query("delete from fan_word where fan_id = $1").bind(id).execute(&mut **tx).await?;
    let words = known.iter().map(|(name, email, phone)| (id, search::words(name, email.as_deref(), phone.as_deref())));
    add_words(tx, words).await
}

/// A list as the one parameter of a statement.
pub(super) fn json(rows: impl Iterator<Item = impl Serialize>) -> String {
    serde_json::to_string(&rows.collect::<Vec<_>>()).unwrap_or_else(|_| "[]".to_owned())
}
