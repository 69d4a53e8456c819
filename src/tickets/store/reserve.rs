//! Places that a phone at the door may sell without asking: given to it, sold, given back, or expired.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::json;

use crate::base::clock::unstamp;
use crate::base::db::Tx;
use crate::base::db::id;
use crate::fans;
use crate::fans::store::NewRow;
use crate::payments::payment::Method;
use crate::payments::store as payments;
use crate::tickets::store::issue::{NewTicket, places_left, put};
use crate::tickets::store::sales::lock;

/// A place that waits in a phone: the ticket that it becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Place {
    pub ticket_id: String,
    pub number: i64,
    pub until: String,
}

/// A place that was sold at the door.
#[derive(Clone, Debug)]
pub struct Sold {
    pub ticket_id: String,
    /// The phone that it was given to.
    pub phone: String,
    /// The person has been let in by now, whatever has become of the place.
    pub inside: Option<()>,
    pub fan: NewRow,
    pub code: String,
    pub link_token: String,
    pub price_name: String,
    pub price_cents: i64,
    pub currency: String,
    pub method: Method,
    pub account: Option<String>,
    /// Who took the money.
    pub door: String,
    pub at: String,
}

/// Takes back the places of a concert whose time has come: how many.
pub async fn expire(tx: &mut Tx, concert: &str, now: &str) -> Result<i64, sqlx::Error> {
    let done = sqlx::query(
        "update reserve set returned_at = $2
         where concert_id = $1 and used_at is null and returned_at is null and until <= $2",
    )
    .bind(concert)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    release(tx, concert, done.rows_affected() as i64).await
}

/// Takes back the places that a phone holds: how many.
pub async fn give_back(tx: &mut Tx, concert: &str, phone: &str, now: &str) -> Result<i64, sqlx::Error> {
    lock(tx, concert).await?;
    let done = sqlx::query(
        "update reserve set returned_at = $3
         where phone_id = $2 and concert_id = $1 and used_at is null and returned_at is null",
    )
    .bind(concert)
    .bind(phone)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    release(tx, concert, done.rows_affected() as i64).await
}

async fn release(tx: &mut Tx, concert: &str, n: i64) -> Result<i64, sqlx::Error> {
    if n > 0 {
        sqlx::query("update concert_sales set reserved = reserved - $2 where concert_id = $1")
            .bind(concert)
            .bind(n)
            .execute(&mut **tx)
            .await?;
    }
    Ok(n)
}

/// Fills a phone's places up to `most`, as far as the capacity goes: all that it holds then.
pub async fn reserve(
    tx: &mut Tx,
    concert: &str,
    phone: &str,
    most: i64,
    until: &str,
    now: &str,
) -> Result<Vec<Place>, sqlx::Error> {
    lock(tx, concert).await?;
    expire(tx, concert, now).await?;
    let held: i64 = sqlx::query_scalar(
        "select count(*) from reserve
         where phone_id = $2 and concert_id = $1 and used_at is null and returned_at is null",
    )
    .bind(concert)
    .bind(phone)
    .fetch_one(&mut **tx)
    .await?;
    let left = places_left(tx, concert).await?;
    let more = (most - held).min(left.unwrap_or_default());
    if more > 0 {
        give(tx, concert, phone, more, until, now).await?;
    }
    sqlx::query_as(
        "select ticket_id, number, until from reserve
         where phone_id = $2 and concert_id || '' = $1 and used_at is null and returned_at is null
         order by number",
    )
    .bind(concert)
    .bind(phone)
    .fetch_all(&mut **tx)
    .await
}

/// Gives a phone so many places; the caller holds the lock and knows that there are as many.
async fn give(tx: &mut Tx, concert: &str, phone: &str, n: i64, until: &str, now: &str) -> Result<(), sqlx::Error> {
    let last: i64 = sqlx::query_scalar(
        "update concert_sales set reserved = reserved + $2, number_last = number_last + $2
         where concert_id = $1 returning number_last",
    )
    .bind(concert)
    .bind(n)
    .fetch_one(&mut **tx)
    .await?;
    let at = unstamp(now).unwrap_or_default();
    let rows: Vec<_> =
        (last - n + 1..=last).map(|number| json!({ "ticket_id": id::new(at), "number": number })).collect();
    sqlx::query(
        "insert into reserve (ticket_id, concert_id, number, phone_id, given_at, until)
         select value ->> 'ticket_id', $2, cast(value ->> 'number' as bigint), $3, $4, $5
         from json_each(cast($1 as text))",
    )
    .bind(json!(rows).to_string())
    .bind(concert)
    .bind(phone)
    .bind(now)
    .bind(until)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Kept {
    ticket_id: String,
    phone_id: String,
    number: i64,
    open: i64,
}

/// Makes tickets of places that were sold, each with its fan and what was paid for it. A place that was taken back
/// meanwhile becomes a ticket all the same where the person is inside; one that was sold before stays as it is. The
/// tickets that were made.
pub async fn sell(tx: &mut Tx, concert: &str, sold: Vec<Sold>) -> Result<HashSet<String>, sqlx::Error> {
    let ids: Vec<_> = sold.iter().map(|it| json!({ "it": it.ticket_id })).collect();
    let kept: Vec<Kept> = sqlx::query_as(
        "select r.ticket_id, r.phone_id, r.number, case when r.returned_at is null then 1 else 0 end as open
         from json_each(cast($1 as text)) j cross join reserve r
         where r.ticket_id = j.value ->> 'it' and r.concert_id = $2 and r.used_at is null",
    )
    .bind(json!(ids).to_string())
    .bind(concert)
    .fetch_all(&mut **tx)
    .await?;
    let of = |it: &Sold| kept.iter().find(|kept| kept.ticket_id == it.ticket_id && kept.phone_id == it.phone);
    // One place is one ticket, however often it was sold.
    let mut once = HashSet::new();
    let good: Vec<(Sold, &Kept)> = sold
        .into_iter()
        .filter(|it| once.insert(it.ticket_id.clone()))
        .filter_map(|it| of(&it).filter(|kept| kept.open == 1 || it.inside.is_some()).map(|kept| (it, kept)))
        .collect();
    if good.is_empty() {
        return Ok(HashSet::new());
    }
    let cursor = lock(tx, concert).await?;
    let used: Vec<_> = good.iter().map(|(it, _)| json!({ "id": it.ticket_id, "at": it.at })).collect();
    sqlx::query(
        "update reserve set used_at = n.at
         from (select value ->> 'id' as id, value ->> 'at' as at from json_each(cast($1 as text))) n
         where reserve.ticket_id = n.id",
    )
    .bind(json!(used).to_string())
    .execute(&mut **tx)
    .await?;
    let open = good.iter().filter(|(_, kept)| kept.open == 1).count() as i64;
    sqlx::query(
        "update concert_sales set reserved = reserved - $2, held = held + $3, issued = issued + $3 where concert_id = $1",
    )
    .bind(concert)
    .bind(open)
    .bind(good.len() as i64)
    .execute(&mut **tx)
    .await?;
    fans::store::add_many(tx, &good.iter().map(|(it, _)| it.fan.clone()).collect::<Vec<_>>()).await?;
    let tickets: Vec<NewTicket> = good.iter().map(|(it, kept)| ticket(concert, it, kept.number, cursor)).collect();
    let rows = serde_json::to_string(&tickets).map_err(|error| sqlx::Error::Encode(error.into()))?;
    put(tx, &rows).await?;
    keep_money(tx, concert, &good.iter().map(|(it, _)| it).collect::<Vec<_>>()).await?;
    Ok(good.into_iter().map(|(it, _)| it.ticket_id).collect())
}

fn ticket(concert: &str, sold: &Sold, number: i64, cursor: i64) -> NewTicket {
    NewTicket {
        id: sold.ticket_id.clone(),
        concert_id: concert.to_owned(),
        fan_id: sold.fan.id.clone(),
        number,
        code: sold.code.clone(),
        link_token: sold.link_token.clone(),
        request_id: None,
        admits: 1,
        price_name: sold.price_name.clone(),
        price_cents: sold.price_cents,
        currency: sold.currency.clone(),
        method: sold.method.word().to_owned(),
        note: None,
        batch_id: None,
        issued_at: sold.at.clone(),
        issued_by: sold.account.clone(),
        replaces: None,
        cursor,
    }
}

async fn keep_money(tx: &mut Tx, concert: &str, sold: &[&Sold]) -> Result<(), sqlx::Error> {
    let paid: Vec<_> = sold.iter().filter(|it| it.price_cents > 0).collect();
    let rows: Vec<_> = paid
        .iter()
        .map(|it| {
            json!({
                "id": id::new(unstamp(&it.at).unwrap_or_default()), "concert_id": concert, "ticket_id": it.ticket_id,
                "amount_cents": it.price_cents, "currency": it.currency, "method": it.method.word(), "paid_at": it.at,
                "account_id": it.account, "note": it.door,
            })
        })
        .collect();
    payments::add_many(tx, &json!(rows).to_string()).await?;
    for method in Method::ALL {
        let of_method = || paid.iter().filter(|it| it.method == method);
        if of_method().next().is_some() {
            let cents = of_method().map(|it| it.price_cents).sum();
            payments::count_many(tx, concert, method, cents, of_method().count() as i64).await?;
        }
    }
    Ok(())
}
