//! Issuing: the capacity is held, then the ticket is put in, in one transaction.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::AnyConnection;

use crate::base::clock::stamp;
use crate::base::db::{Tx, id};
use crate::base::secret;
use crate::concerts::concert::Concert;
use crate::fans::store::history;
use crate::tickets::code::Code;
use crate::tickets::store::reserve::expire;
use crate::tickets::store::sales::lock;
use crate::tickets::ticket::{Refusal, Wish};

/// A ticket about to be issued. Its number is given when the place is held.
#[derive(Clone, Debug, Serialize)]
pub struct NewTicket {
    pub id: String,
    pub concert_id: String,
    pub fan_id: String,
    pub number: i64,
    pub code: String,
    pub link_token: String,
    pub request_id: Option<String>,
    pub admits: i64,
    pub price_name: String,
    pub price_cents: i64,
    pub currency: String,
    pub method: String,
    pub note: Option<String>,
    pub batch_id: Option<String>,
    pub issued_at: String,
    pub issued_by: Option<String>,
    pub replaces: Option<String>,
    pub cursor: i64,
}

impl NewTicket {
    /// A ticket of `concert` as it was wished for, with a code and a link of its own.
    pub fn of(
        concert: &Concert,
        fan_id: String,
        wish: &Wish,
        request_id: Option<String>,
        account: &str,
        now: Timestamp,
    ) -> Self {
        Self {
            id: id::new(now),
            concert_id: concert.id.clone(),
            fan_id,
            number: 0,
            code: Code::from_random(secret::random()).as_str().to_owned(),
            link_token: secret::short_token(),
            request_id,
            admits: wish.admits,
            price_name: wish.price_name.clone(),
            price_cents: wish.price_cents,
            currency: concert.currency.clone(),
            method: wish.method.word().to_owned(),
            note: wish.note.clone(),
            batch_id: None,
            issued_at: stamp(now),
            issued_by: Some(account.to_owned()),
            replaces: None,
            cursor: 0,
        }
    }
}

/// The ticket that this request made before.
pub async fn of_request(connection: &mut AnyConnection, request: Option<&str>) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select id from ticket where request_id = $1").bind(request).fetch_optional(connection).await
}

/// Issues one ticket: its number, or why not. The caller commits.
pub async fn issue(tx: &mut Tx, new: NewTicket) -> Result<Result<i64, Refusal>, sqlx::Error> {
    if let Some(ticket) = of_request(tx, new.request_id.as_deref()).await? {
        return Ok(Err(Refusal::Already { ticket }));
    }
    let (concert, request) = (new.concert_id.clone(), new.request_id.clone());
    let held = match hold(tx, &concert, std::slice::from_ref(&new)).await? {
        Ok(held) => held,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let made = insert(tx, vec![new], held).await?;
    if made == 1 {
        return Ok(Ok(held.first_number));
    }
    // Somebody else's transaction made it between the look and the hold; ours is rolled back by the caller.
    let ticket = of_request(tx, request.as_deref()).await?;
    ticket.map(|ticket| Err(Refusal::Already { ticket })).ok_or(sqlx::Error::RowNotFound)
}

/// Issues many tickets of one concert together, or none: the first number, or why not.
pub async fn issue_many(tx: &mut Tx, new: Vec<NewTicket>) -> Result<Result<i64, Refusal>, sqlx::Error> {
    let Some(concert) = new.first().map(|ticket| ticket.concert_id.clone()) else { return Ok(Ok(0)) };
    let held = match hold(tx, &concert, &new).await? {
        Ok(held) => held,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let wanted = new.len() as u64;
    if insert(tx, new, held).await? != wanted {
        return Err(sqlx::Error::RowNotFound);
    }
    Ok(Ok(held.first_number))
}

#[derive(Clone, Copy)]
struct Held {
    first_number: i64,
    cursor: i64,
}

/// Holds the places of these tickets in one conditional statement, after the lock of the concert's tickets: whoever
/// changes the capacity takes it too, and a statement that had waited itself would still weigh the capacity of before.
async fn hold(tx: &mut Tx, concert: &str, new: &[NewTicket]) -> Result<Result<Held, Refusal>, sqlx::Error> {
    let places: i64 = new.iter().map(|ticket| ticket.admits).sum();
    let owed: i64 = new.iter().map(|ticket| ticket.price_cents).sum();
    let courtesies = new.iter().filter(|ticket| ticket.method == "courtesy").count() as i64;
    let cursor = lock(tx, concert).await?;
    if let Some(first) = new.first() {
        expire(tx, concert, &first.issued_at).await?;
    }
    let last: Option<i64> = sqlx::query_scalar(
        "update concert_sales
         set held = held + $2, issued = issued + $3, courtesies = courtesies + $4, owed_cents = owed_cents + $5,
           number_last = number_last + $3
         where concert_id = $1
           and held + reserved + $2 <= (select capacity from concert where id = $1 and cancelled_at is null)
         returning number_last",
    )
    .bind(concert)
    .bind(places)
    .bind(new.len() as i64)
    .bind(courtesies)
    .bind(owed)
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(last) = last {
        return Ok(Ok(Held { first_number: last - new.len() as i64 + 1, cursor }));
    }
    let left = places_left(tx, concert).await?;
    Ok(Err(left.map_or(Refusal::Cancelled, |left| Refusal::SoldOut { left: left.max(0) })))
}

/// The places that nobody holds and no phone keeps for sale; `None` when the concert was called off.
pub(super) async fn places_left(tx: &mut Tx, concert: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "select c.capacity - s.held - s.reserved from concert c join concert_sales s on s.concert_id = c.id
         where c.id = $1 and c.cancelled_at is null",
    )
    .bind(concert)
    .fetch_optional(&mut **tx)
    .await
}

async fn insert(tx: &mut Tx, mut new: Vec<NewTicket>, held: Held) -> Result<u64, sqlx::Error> {
    for (at, ticket) in new.iter_mut().enumerate() {
        ticket.number = held.first_number + at as i64;
        ticket.cursor = held.cursor;
    }
    let rows = serde_json::to_string(&new).map_err(|error| sqlx::Error::Encode(error.into()))?;
    put(tx, &rows).await
}

/// Puts in tickets, and has the histories of their fans counted anew.
pub(super) async fn put(tx: &mut Tx, rows: &str) -> Result<u64, sqlx::Error> {
    let made = put_alone(tx, rows).await?;
    history::touch_tickets(tx, rows).await?;
    Ok(made)
}

async fn put_alone(tx: &mut Tx, rows: &str) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "insert into ticket
           (id, concert_id, fan_id, number, code, link_token, request_id, admits, price_name, price_cents, currency,
            method, note, batch_id, issued_at, issued_by, replaces, cursor)
         select value ->> 'id', value ->> 'concert_id', value ->> 'fan_id', cast(value ->> 'number' as bigint),
           value ->> 'code', value ->> 'link_token', value ->> 'request_id', cast(value ->> 'admits' as bigint),
           value ->> 'price_name', cast(value ->> 'price_cents' as bigint), value ->> 'currency', value ->> 'method',
           value ->> 'note', value ->> 'batch_id', value ->> 'issued_at', value ->> 'issued_by', value ->> 'replaces',
           cast(value ->> 'cursor' as bigint)
         from json_each(cast($1 as text))
         where true
         on conflict (request_id) do nothing",
    )
    .bind(rows)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Puts in many tickets of the past, with their own numbers, for the demo. No summary is touched: [`super::rebuild`]
/// afterwards, and that of histories.
pub async fn add_many(tx: &mut Tx, new: &[NewTicket]) -> Result<(), sqlx::Error> {
    let rows = serde_json::to_string(new).map_err(|error| sqlx::Error::Encode(error.into()))?;
    put_alone(tx, &rows).await.map(drop)
}
