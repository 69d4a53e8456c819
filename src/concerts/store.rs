//! Concerts, their prices and changes in the database. `venues` has their places, `figures` what is read of a night.

pub mod figures;
pub mod venues;

#[cfg(test)]
mod tests;

use serde::Serialize;
use sqlx::AnyConnection;

use crate::base::clock::{stamp, unstamp};
use crate::base::db::{Db, Tx};
use crate::concerts::change::{Change, Told};
use crate::concerts::concert::{Concert, Price, earlier, later};
use crate::concerts::form::{Move, NewConcert};
use crate::concerts::pricing::NewPrice;

pub use venues::VenueRow;

/// Every query that gives a [`Concert`] begins alike.
macro_rules! concert {
    ($rest:literal) => {
        concat!(
            "select c.id, c.venue_id, v.name as venue, v.address, v.city, c.title, c.line_up, c.day, c.doors_at,
               c.starts_at, c.timezone, c.capacity, c.age_min, c.currency, c.contact_name, c.contact_phone,
               c.contact_email, c.salt, c.changed_at, c.cancelled_at,
               case when c.reentry_until is null then c.reentry_from end as reentry_from
             from concert c join venue v on v.id = c.venue_id ",
            $rest
        )
    };
}

/// One concert.
pub async fn get(connection: &mut AnyConnection, id: &str) -> Result<Option<Concert>, sqlx::Error> {
    sqlx::query_as(concert!("where c.id = $1")).bind(id).fetch_optional(connection).await
}

/// A concert's prices, in the order in which they were written.
pub async fn prices(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Price>, sqlx::Error> {
    sqlx::query_as(
        "select id, name, amount_cents, until_day, position from price where concert_id = $1 order by position",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// Concerts whose night isn't over and that aren't cancelled, the soonest first, at most 100.
pub async fn upcoming(db: &Db, now: &str) -> Result<Vec<Concert>, sqlx::Error> {
    sqlx::query_as(concert!("where c.doors_at >= $1 and c.cancelled_at is null order by c.doors_at, c.id limit 100"))
        .bind(edge(now, earlier))
        .fetch_all(db.read())
        .await
}

/// Concerts whose doors are at most 12 h away from now, on either side; [`tonight`](super::concert::tonight) orders
/// them.
pub async fn around(db: &Db, now: &str) -> Result<Vec<Concert>, sqlx::Error> {
    sqlx::query_as(concert!(
        "where c.doors_at >= $1 and c.doors_at <= $2 and c.cancelled_at is null order by c.doors_at, c.id limit 20"
    ))
    .bind(edge(now, earlier))
    .bind(edge(now, later))
    .fetch_all(db.read())
    .await
}

/// A concert as a table holds it.
#[derive(Clone, Debug, Serialize)]
pub struct ConcertRow {
    pub id: String,
    pub venue_id: String,
    pub title: Option<String>,
    pub line_up: Option<String>,
    pub day: String,
    pub doors_at: String,
    pub starts_at: String,
    pub timezone: String,
    pub capacity: i64,
    pub age_min: Option<i64>,
    pub currency: String,
    pub contact_name: Option<String>,
    pub contact_phone: Option<String>,
    pub contact_email: Option<String>,
    pub salt: String,
    pub created_at: String,
    pub created_by: Option<String>,
    pub changed_at: String,
    pub cancelled_at: Option<String>,
    pub reentry_from: Option<String>,
}

impl ConcertRow {
    /// The row of a new concert at `venue`.
    pub fn of(new: &NewConcert, id: &str, venue: &str, salt: String, account: &str, now: &str) -> Self {
        Self {
            id: id.to_owned(),
            venue_id: venue.to_owned(),
            title: new.title.clone(),
            line_up: new.line_up.clone(),
            day: new.night.day.clone(),
            doors_at: new.night.doors_at.clone(),
            starts_at: new.night.starts_at.clone(),
            timezone: new.night.timezone.clone(),
            capacity: new.capacity,
            age_min: new.age_min,
            currency: new.currency.clone(),
            contact_name: new.contact.name.clone(),
            contact_phone: new.contact.phone.clone(),
            contact_email: new.contact.email.clone(),
            salt,
            created_at: now.to_owned(),
            created_by: Some(account.to_owned()),
            changed_at: now.to_owned(),
            cancelled_at: None,
            reentry_from: new.reentry.map(|()| now.to_owned()),
        }
    }
}

/// A price as a table holds it.
#[derive(Clone, Debug, Serialize)]
pub struct PriceRow {
    pub id: String,
    pub concert_id: String,
    pub position: i64,
    pub name: String,
    pub amount_cents: i64,
    pub until_day: Option<String>,
}

impl PriceRow {
    /// The rows of a concert's prices. One that keeps its name keeps the id that it has in `present`.
    pub fn of(prices: &[NewPrice], concert: &str, present: &[Price], mut new_id: impl FnMut() -> String) -> Vec<Self> {
        let rows = prices.iter().zip(1..).map(|(price, position)| Self {
            id: present.iter().find(|it| it.name == price.name).map_or_else(&mut new_id, |it| it.id.clone()),
            concert_id: concert.to_owned(),
            position,
            name: price.name.clone(),
            amount_cents: price.amount_cents,
            until_day: price.until_day.clone(),
        });
        rows.collect()
    }
}

/// Many venues, concerts and prices, in three statements; the demo's way in.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub venues: Vec<VenueRow>,
    pub concerts: Vec<ConcertRow>,
    pub prices: Vec<PriceRow>,
}

/// Adds what `rows` holds. All ids are new.
pub async fn add_many(tx: &mut Tx, rows: &Rows) -> Result<(), sqlx::Error> {
    venues::add_many(tx, &rows.venues).await?;
    add_concerts(tx, &rows.concerts).await?;
    add_prices(tx, &rows.prices).await
}

/// Adds concerts, whose venues are there.
pub async fn add_concerts(tx: &mut Tx, rows: &[ConcertRow]) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into concert (id, venue_id, title, line_up, day, doors_at, starts_at, timezone, capacity, age_min,
           currency, contact_name, contact_phone, contact_email, salt, created_at, created_by, changed_at, cancelled_at,
           reentry_from)
         select value ->> 'id', value ->> 'venue_id', value ->> 'title', value ->> 'line_up', value ->> 'day',
           value ->> 'doors_at', value ->> 'starts_at', value ->> 'timezone', cast(value ->> 'capacity' as bigint),
           cast(value ->> 'age_min' as bigint), value ->> 'currency', value ->> 'contact_name',
           value ->> 'contact_phone', value ->> 'contact_email', value ->> 'salt', value ->> 'created_at',
           value ->> 'created_by', value ->> 'changed_at', value ->> 'cancelled_at', value ->> 'reentry_from'
         from json_each(cast($1 as text))",
    )
    .bind(json(rows))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn add_prices(tx: &mut Tx, rows: &[PriceRow]) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into price (id, concert_id, position, name, amount_cents, until_day)
         select value ->> 'id', value ->> 'concert_id', cast(value ->> 'position' as bigint), value ->> 'name',
           cast(value ->> 'amount_cents' as bigint), value ->> 'until_day'
         from json_each(cast($1 as text))",
    )
    .bind(json(rows))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts `rows` in place of a concert's prices.
pub async fn set_prices(tx: &mut Tx, concert: &str, rows: &[PriceRow]) -> Result<(), sqlx::Error> {
    sqlx::query("delete from price where concert_id = $1").bind(concert).execute(&mut **tx).await?;
    add_prices(tx, rows).await
}

/// Keeps an edited concert at `venue`: unless its capacity would go below what is held, or what tickets already say
/// (place, time, currency) would change. Then nothing was done, and false.
pub async fn edit(tx: &mut Tx, id: &str, venue: &str, new: &NewConcert, now: &str) -> Result<bool, sqlx::Error> {
    let kept: Option<String> = sqlx::query_scalar(
        "update concert set venue_id = $2, title = $3, line_up = $4, day = $5, doors_at = $6, starts_at = $7,
           timezone = $8, capacity = $9, age_min = $10, currency = $11, contact_name = $12, contact_phone = $13,
           contact_email = $14, changed_at = $15,
           reentry_from = case when $16 = 1 then coalesce(reentry_from, $15) else reentry_from end,
           reentry_until = case when $16 = 1 or reentry_from is null then null else coalesce(reentry_until, $15) end
         where id = $1
           and $9 >= coalesce((select held + reserved from concert_sales where concert_id = $1), 0)
           and ((venue_id = $2 and day = $5 and doors_at = $6 and starts_at = $7 and timezone = $8 and currency = $11)
             or not exists (select 1 from ticket where concert_id = $1))
         returning id",
    )
    .bind(id)
    .bind(venue)
    .bind(&new.title)
    .bind(&new.line_up)
    .bind(&new.night.day)
    .bind(&new.night.doors_at)
    .bind(&new.night.starts_at)
    .bind(&new.night.timezone)
    .bind(new.capacity)
    .bind(new.age_min)
    .bind(&new.currency)
    .bind(&new.contact.name)
    .bind(&new.contact.phone)
    .bind(&new.contact.email)
    .bind(now)
    .bind(i64::from(new.reentry.is_some()))
    .fetch_optional(&mut **tx)
    .await?;
    Ok(kept.is_some())
}

/// Moves a concert to `venue`, unless it is cancelled or fewer fit there than are held: then nothing was done, and
/// false. With a contact, that night's is put in its place.
pub async fn move_to(tx: &mut Tx, id: &str, venue: &str, to: &Move, now: &str) -> Result<bool, sqlx::Error> {
    let contact = to.contact.clone().unwrap_or_default();
    let kept: Option<String> = sqlx::query_scalar(
        "update concert set venue_id = $2, day = $3, doors_at = $4, starts_at = $5, timezone = $6, capacity = $7,
           contact_name = case when $8 = 1 then cast($9 as text) else contact_name end,
           contact_phone = case when $8 = 1 then cast($10 as text) else contact_phone end,
           contact_email = case when $8 = 1 then cast($11 as text) else contact_email end,
           changed_at = $12
         where id = $1 and cancelled_at is null
           and $7 >= coalesce((select held + reserved from concert_sales where concert_id = $1), 0)
         returning id",
    )
    .bind(id)
    .bind(venue)
    .bind(&to.night.day)
    .bind(&to.night.doors_at)
    .bind(&to.night.starts_at)
    .bind(&to.night.timezone)
    .bind(to.capacity)
    .bind(i64::from(to.contact.is_some()))
    .bind(contact.name)
    .bind(contact.phone)
    .bind(contact.email)
    .bind(now)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(kept.is_some())
}

/// Cancels a concert; false when it already was.
pub async fn cancel(tx: &mut Tx, id: &str, now: &str) -> Result<bool, sqlx::Error> {
    let kept: Option<String> = sqlx::query_scalar(
        "update concert set cancelled_at = $2, changed_at = $2 where id = $1 and cancelled_at is null returning id",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(kept.is_some())
}

/// A change about to be kept.
pub struct NewChange<'a> {
    pub id: &'a str,
    pub concert: &'a str,
    pub kind: &'static str,
    pub before: String,
    pub after: String,
    pub tickets: &'static str,
    pub account: &'a str,
    pub now: &'a str,
}

/// Keeps what was moved or cancelled.
pub async fn add_change(tx: &mut Tx, new: NewChange<'_>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into concert_change (id, concert_id, kind, before_text, after_text, tickets, happened_at, account_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new.id)
    .bind(new.concert)
    .bind(new.kind)
    .bind(new.before)
    .bind(new.after)
    .bind(new.tickets)
    .bind(new.now)
    .bind(new.account)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A concert's changes, the newest first.
pub async fn changes(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Change>, sqlx::Error> {
    sqlx::query_as(
        "select c.id, c.kind, c.before_text, c.after_text, c.tickets, c.happened_at, a.username
         from concert_change c left join account a on a.id = c.account_id
         where c.concert_id = $1 order by c.happened_at desc, c.id desc limit 50",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// A page of those who have to hear of a change: whoever had a valid ticket when it happened. First those with a
/// telephone, then those with an e-mail address only, then the rest; by name, after the key `after`.
pub async fn told(
    connection: &mut AnyConnection,
    concert: &str,
    happened_at: &str,
    after: (i64, &str, &str),
) -> Result<Vec<Told>, sqlx::Error> {
    sqlx::query_as(
        "select id, name, name_folded, phone, email, language, by_id, by_name, tickets, way from (
           select f.id, case when f.name like '+%' then coalesce(b.name || ' ', '') || f.name else f.name end as name,
             f.name_folded, f.phone, f.email, f.language, b.id as by_id, b.name as by_name,
             h.tickets,
             cast(case when f.phone is not null then 1 when f.email is not null then 2 else 3 end as bigint) as way
           from (
             select fan_id, count(*) as tickets from ticket
             where concert_id = $1 and issued_at <= $2
               and (voided_at is null or voided_at >= $2) and (replaced_at is null or replaced_at >= $2)
             group by fan_id
           ) h
           join fan f on f.id = h.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and b.merged_into is null
           where f.erased_at is null
         ) t
         where (way, name_folded, id) > ($3, $4, $5)
         order by way, name_folded, id limit 201",
    )
    .bind(concert)
    .bind(happened_at)
    .bind(after.0)
    .bind(after.1)
    .bind(after.2)
    .fetch_all(connection)
    .await
}

/// Rows as one JSON text, for a statement that takes them all.
fn json<T: Serialize>(rows: &[T]) -> String {
    serde_json::to_string(rows).unwrap_or_else(|_| "[]".to_owned())
}

fn edge(now: &str, of: fn(jiff::Timestamp) -> jiff::Timestamp) -> String {
    unstamp(now).map(|now| stamp(of(now))).unwrap_or_default()
}
