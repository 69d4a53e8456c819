//! The fans that the guests of a pasted list may be.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::base::clock::stamp;
use crate::base::db::{Tx, id};
use crate::fans::store::history;
use crate::payments::payment::Method;
use crate::payments::store as payments;
use crate::tickets::store::change::touch;
use crate::tickets::store::sales::lock;

/// An id and a name, or what tells one of that name from another.
pub type Known = (String, String);

/// Fans by phone (certain), and fans by folded name (to be asked about): two queries, whatever the list's length.
pub async fn guests(
    connection: &mut AnyConnection,
    phones: &[Option<String>],
    names: &[String],
) -> Result<(HashMap<String, Known>, HashMap<String, Vec<Known>>), sqlx::Error> {
    let phones = list(phones.iter().flatten())?;
    let by_phone: Vec<(String, String, String)> = sqlx::query_as(
        "select phone, id, name from fan
         where phone in (select value ->> 'it' from json_each(cast($1 as text)))
           and merged_into is null and erased_at is null",
    )
    .bind(phones)
    .fetch_all(&mut *connection)
    .await?;
    let by_name: Vec<(String, String, String, Option<String>)> = sqlx::query_as(
        "select name_folded, id, name, phone from fan
         where name_folded in (select value ->> 'it' from json_each(cast($1 as text)))
           and merged_into is null and erased_at is null
         order by name_folded, id limit 1000",
    )
    .bind(list(names.iter())?)
    .fetch_all(&mut *connection)
    .await?;
    let mut alike: HashMap<String, Vec<Known>> = HashMap::new();
    for (folded, fan, name, phone) in by_name {
        let shown =
            phone.map_or_else(|| name.clone(), |phone| format!("{name}, {}", crate::base::phone::shown(&phone)));
        alike.entry(folded).or_default().push((fan, shown));
    }
    Ok((by_phone.into_iter().map(|(phone, fan, name)| (phone, (fan, name))).collect(), alike))
}

fn list<'a>(items: impl Iterator<Item = &'a String>) -> Result<String, sqlx::Error> {
    let rows: Vec<_> = items.map(|item| serde_json::json!({ "it": item })).collect();
    serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// The fan with this phone, id and name.
pub async fn fan_of_phone(connection: &mut AnyConnection, phone: &str) -> Result<Option<Known>, sqlx::Error> {
    sqlx::query_as("select id, name from fan where phone = $1 and merged_into is null and erased_at is null")
        .bind(phone)
        .fetch_optional(connection)
        .await
}

/// Marks every ticket of a batch as paid in its own way.
pub async fn pay_batch(tx: &mut Tx, batch: &str, now: Timestamp, account: &str) -> Result<(), sqlx::Error> {
    let tickets: Vec<(String, String, i64, String, String)> = sqlx::query_as(
        "select id, concert_id, price_cents, currency, method from ticket where batch_id = $1 order by number",
    )
    .bind(batch)
    .fetch_all(&mut **tx)
    .await?;
    let Some((_, concert, _, _, method)) = tickets.first().cloned() else { return Ok(()) };
    let cursor = lock(tx, &concert).await?;
    let touched: Vec<_> = tickets.iter().map(|(id, ..)| serde_json::json!({ "id": id })).collect();
    let touched = serde_json::json!(touched).to_string();
    touch(tx, &touched, cursor).await?;
    history::touch_tickets(tx, &touched).await?;
    let kept = stamp(now);
    let rows: Vec<_> = tickets
        .iter()
        .filter(|(_, _, cents, ..)| *cents > 0)
        .map(|(ticket, concert, cents, currency, method)| {
            serde_json::json!({
                "id": id::new(now), "concert_id": concert, "ticket_id": ticket, "amount_cents": cents,
                "currency": currency, "method": method, "paid_at": kept, "account_id": account,
            })
        })
        .collect();
    let total: i64 = tickets.iter().map(|(_, _, cents, ..)| cents).sum();
    let rows_text = serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()))?;
    payments::add_many(tx, &rows_text).await?;
    let method = Method::of(&method).unwrap_or(Method::Cash);
    payments::count_many(tx, &concert, method, total, rows.len() as i64).await?;
    sqlx::query("update concert_sales set owed_cents = owed_cents - $2 where concert_id = $1")
        .bind(&concert)
        .bind(total)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
