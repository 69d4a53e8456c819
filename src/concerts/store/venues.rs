//! Venues in the database, and each one's history.

use serde::Serialize;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection};

use crate::base::db::{Db, Tx};
use crate::base::phone;
use crate::concerts::store::json;
use crate::concerts::venue::{NewVenue, Venue};

/// A venue as a table holds it.
#[derive(Clone, Debug, Serialize)]
pub struct VenueRow {
    pub id: String,
    #[serde(flatten)]
    pub new: NewVenue,
    pub created_at: String,
}

/// A venue in the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    pub id: String,
    pub name: String,
    pub name_folded: String,
    pub city: String,
    pub capacity: Option<i64>,
    pub contact_name: Option<String>,
    pub nights: i64,
    pub last_day: Option<String>,
}

/// One night at a venue: who received us, how it sold.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Past {
    pub id: String,
    pub title: Option<String>,
    pub day: String,
    pub doors_at: String,
    pub currency: String,
    pub contact_name: Option<String>,
    pub contact_phone: Option<String>,
    pub contact_email: Option<String>,
    pub cancelled_at: Option<String>,
    pub held: i64,
    pub admitted: i64,
    pub money_cents: i64,
}

impl Past {
    /// Who received us that night, in one line.
    pub fn contact(&self) -> String {
        let phone = self.contact_phone.as_deref().map(phone::shown);
        let known = [self.contact_name.clone(), phone, self.contact_email.clone()];
        known.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

macro_rules! venue {
    ($rest:literal) => {
        concat!(
            "select id, name, address, city, capacity, timezone, contact_name, contact_phone, contact_email, note
             from venue ",
            $rest
        )
    };
}

/// One venue.
pub async fn get(connection: &mut AnyConnection, id: &str) -> Result<Option<Venue>, sqlx::Error> {
    sqlx::query_as(venue!("where id = $1")).bind(id).fetch_optional(connection).await
}

/// The venues to choose from, by name, at most 500.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Venue>, sqlx::Error> {
    sqlx::query_as(venue!("order by name_folded, id limit 500")).fetch_all(connection).await
}

/// A page of venues by name, after the key `after`.
pub async fn list(db: &Db, after: (&str, &str)) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as(
        "select v.id, v.name, v.name_folded, v.city, v.capacity, v.contact_name,
           (select count(*) from concert c where c.venue_id = v.id) as nights,
           (select max(c.day) from concert c where c.venue_id = v.id) as last_day
         from venue v where (v.name_folded, v.id) > ($1, $2)
         order by v.name_folded, v.id limit 51",
    )
    .bind(after.0)
    .bind(after.1)
    .fetch_all(db.read())
    .await
}

/// A page of a venue's nights, the latest first, before the key `before`.
pub async fn nights(
    connection: &mut AnyConnection,
    venue: &str,
    before: (&str, &str),
) -> Result<Vec<Past>, sqlx::Error> {
    sqlx::query_as(
        "select c.id, c.title, c.day, c.doors_at, c.currency, c.contact_name, c.contact_phone, c.contact_email,
           c.cancelled_at, coalesce(s.held, 0) as held, coalesce(a.people, 0) as admitted,
           coalesce((select cast(sum(m.amount_cents) as bigint) from concert_money m where m.concert_id = c.id), 0)
             as money_cents
         from concert c
         left join concert_sales s on s.concert_id = c.id
         left join concert_attendance a on a.concert_id = c.id
         where c.venue_id = $1 and (c.doors_at, c.id) < ($2, $3)
         order by c.doors_at desc, c.id desc limit 51",
    )
    .bind(venue)
    .bind(before.0)
    .bind(before.1)
    .fetch_all(connection)
    .await
}

/// A statement over a venue as it was typed: its id is $1, what was typed $2 to $11.
fn written<'q>(sql: &'static str, id: &'q str, new: &'q NewVenue) -> Query<'q, Any, AnyArguments> {
    sqlx::query(sql)
        .bind(id)
        .bind(&new.name)
        .bind(&new.name_folded)
        .bind(&new.address)
        .bind(&new.city)
        .bind(new.capacity)
        .bind(&new.timezone)
        .bind(&new.contact_name)
        .bind(&new.contact_phone)
        .bind(&new.contact_email)
        .bind(&new.note)
}

/// Adds a venue; none when there is one of that name in that city.
pub async fn add(tx: &mut Tx, id: &str, new: &NewVenue, now: &str) -> Result<Option<String>, sqlx::Error> {
    let added = written(
        "insert into venue (id, name, name_folded, address, city, capacity, timezone, contact_name, contact_phone,
           contact_email, note, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (name_folded, city) do nothing
         returning id",
        id,
        new,
    )
    .bind(now)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(added.map(|_| id.to_owned()))
}

/// Adds many venues in one statement.
pub async fn add_many(tx: &mut Tx, rows: &[VenueRow]) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into venue (id, name, name_folded, address, city, capacity, timezone, contact_name, contact_phone,
           contact_email, note, created_at)
         select value ->> 'id', value ->> 'name', value ->> 'name_folded', value ->> 'address', value ->> 'city',
           cast(value ->> 'capacity' as bigint), value ->> 'timezone', value ->> 'contact_name',
           value ->> 'contact_phone', value ->> 'contact_email', value ->> 'note', value ->> 'created_at'
         from json_each(cast($1 as text))",
    )
    .bind(json(rows))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps an edited venue; false when another one has that name in that city. Its concerts are marked as changed, so
/// that the pictures of their tickets are drawn anew; the contact that each of them has kept stays.
pub async fn edit(tx: &mut Tx, id: &str, new: &NewVenue, now: &str) -> Result<bool, sqlx::Error> {
    let kept = written(
        "update venue set name = $2, name_folded = $3, address = $4, city = $5, capacity = $6, timezone = $7,
           contact_name = $8, contact_phone = $9, contact_email = $10, note = $11
         where id = $1
           and not exists (select 1 from venue v where v.name_folded = $3 and v.city = $5 and v.id <> $1)
         returning id",
        id,
        new,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if kept.is_some() {
        sqlx::query("update concert set changed_at = $2 where venue_id = $1")
            .bind(id)
            .bind(now)
            .execute(&mut **tx)
            .await?;
    }
    Ok(kept.is_some())
}
