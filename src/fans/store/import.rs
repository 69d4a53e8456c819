//! What an import reads and writes, in sets.

use serde::Serialize;
use sqlx::AnyConnection;

use crate::base::db::Tx;
use crate::fans::fan::Fan;
use crate::fans::import::plan::{Fill, Known, Wanted};
use crate::fans::search;
use crate::fans::store::{AT_ONCE, add_words, fans, history, json};

/// The fans that the rows of a file may be: three queries, however long the file.
pub async fn known(connection: &mut AnyConnection, wanted: &Wanted) -> sqlx::Result<Known> {
    let list = |values: &[String]| json(values.iter().map(|value| serde_json::json!({ "v": value })));
    let fans: Vec<Fan> = sqlx::query_as(fans!(
        "where f.id in (
           select id from fan
           where phone in (select value ->> 'v' from json_each(cast($1 as text)))
             and merged_into is null and erased_at is null
           union
           select id from fan
           where email_folded in (select value ->> 'v' from json_each(cast($2 as text)))
             and merged_into is null and erased_at is null
           union
           select coalesce(merged_into, id) from fan
           where id in (select value ->> 'v' from json_each(cast($3 as text))))
         order by f.id"
    ))
    .bind(list(&wanted.phones))
    .bind(list(&wanted.emails))
    .bind(list(&wanted.ids))
    .fetch_all(&mut *connection)
    .await?;
    let merged: Vec<(String, String)> = sqlx::query_as(
        "select id, merged_into from fan
         where id in (select value ->> 'v' from json_each(cast($1 as text))) and merged_into is not null",
    )
    .bind(list(&wanted.ids))
    .fetch_all(&mut *connection)
    .await?;
    let ids: Vec<String> = fans.iter().map(|fan| fan.id.clone()).collect();
    let asked = sqlx::query_scalar(
        "select distinct fan_id from consent
         where fan_id in (select value ->> 'v' from json_each(cast($1 as text))) and purpose = 'news'",
    )
    .bind(list(&ids))
    .fetch_all(connection)
    .await?;
    Ok(Known::new(fans, merged, asked))
}

#[derive(Serialize)]
struct Filled<'a> {
    id: &'a str,
    phone: &'a Option<String>,
    email: &'a Option<String>,
    email_folded: Option<String>,
    birth_year: Option<i64>,
    birth_date: &'a Option<String>,
    found_by: &'a Option<String>,
    note: &'a Option<String>,
    language: &'a Option<String>,
}

/// Fills in what these fans don't have yet; what they have stays.
pub async fn fill_many(tx: &mut Tx, fills: &[Fill], now: &str) -> sqlx::Result<()> {
    for some in fills.chunks(AT_ONCE) {
        fill(tx, some, now).await?;
        let words = some
            .iter()
            .map(|fill| (fill.id.as_str(), search::words("", fill.with.email.as_deref(), fill.with.phone.as_deref())));
        add_words(tx, words).await?;
        history::touch(tx, some.iter().map(|fill| fill.id.as_str())).await?;
    }
    Ok(())
}

async fn fill(tx: &mut Tx, fills: &[Fill], now: &str) -> sqlx::Result<()> {
    let rows = fills.iter().map(|Fill { id, with }| Filled {
        id,
        phone: &with.phone,
        email: &with.email,
        email_folded: with.email_folded(),
        birth_year: with.birth_year,
        birth_date: &with.birth_date,
        found_by: &with.found_by,
        note: &with.note,
        language: &with.language,
    });
    sqlx::query(
        "update fan set
           phone = coalesce(fan.phone, n.phone), email = coalesce(fan.email, n.email),
           email_folded = coalesce(fan.email_folded, n.email_folded),
           birth_year = coalesce(fan.birth_year, n.birth_year), birth_date = coalesce(fan.birth_date, n.birth_date),
           found_by = coalesce(fan.found_by, n.found_by), note = coalesce(fan.note, n.note),
           language = coalesce(fan.language, n.language), changed_at = $2
         from (
           select value ->> 'id' as id, value ->> 'phone' as phone, value ->> 'email' as email,
             value ->> 'email_folded' as email_folded, cast(value ->> 'birth_year' as bigint) as birth_year,
             value ->> 'birth_date' as birth_date, value ->> 'found_by' as found_by, value ->> 'note' as note,
             value ->> 'language' as language
           from json_each(cast($1 as text))) n
         where fan.id = n.id and fan.merged_into is null and fan.erased_at is null",
    )
    .bind(json(rows))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
