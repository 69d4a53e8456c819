//! What the figures of some concerts read: those concerts' tickets and admissions by index, and what is kept of their fans.
//! `concerts` is JSON, `[{id}]`.

use crate::base::db::Db;
use crate::insights::filter::Filter;
use crate::insights::store::crowd::{self, age, band, meant, times};
use crate::insights::store::{Concert, concert};

/// The ids of concerts as the one parameter of a statement.
pub fn ids<'a>(concerts: impl IntoIterator<Item = &'a Concert>) -> String {
    let ids = concerts.into_iter().map(|concert| serde_json::json!({ "id": concert.id }));
    serde_json::Value::from_iter(ids).to_string()
}

/// A place where we played, for the choices of a page.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Place {
    pub id: String,
    pub name: String,
    pub city: String,
}

/// The places where we played, by name; at most 300.
pub async fn places(db: &Db) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as("select id, name, city from venue order by name_folded, id limit 300").fetch_all(db.read()).await
}

/// The year of the first concert, `2019`; none before there is one.
pub async fn first_year(db: &Db) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select substr(day, 1, 4) from concert order by doors_at, id limit 1")
        .fetch_optional(db.read())
        .await
}

/// Fans that are alike, and how many they are. Ages are bands of five years, from 18 on another; −1: not known. How often
/// they came is as the figures group it: 1, 2, 3 (or four), 5 (or more). What wasn't asked for is empty.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct People {
    pub age: i64,
    pub found_by: String,
    pub city: String,
    pub came: i64,
    pub fans: i64,
}

/// What fans are told apart by, beside their age and how often they came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Apart {
    pub found: bool,
    pub city: bool,
}

/// All fans who ever came, of those whom a filter means, from what is kept: no fan is read. The groups know months, so
/// whoever had their birthday in this month already is moved a year on, where that is another band: an index alone.
pub async fn audience(db: &Db, filter: &Filter, apart: Apart, today: &str) -> Result<Vec<People>, sqlx::Error> {
    let (ages, came, found) = (filter.ages(), filter.came(), filter.sources());
    let city = if filter.city.is_empty() { ("", "\u{10FFFF}") } else { (&*filter.city, &*filter.city) };
    let month = &today[5..7];
    sqlx::query_as(concat!(
        "select age, found_by, city, came, cast(sum(fans) as bigint) as fans
         from (
           select ",
        band!("x.years"),
        " as age, case when cast($9 as bigint) = 1 then x.found_by else '' end as found_by,
             case when cast($10 as bigint) = 1 then x.city else '' end as city, x.came, x.fans
           from (
             select case when length(born) = 0 then null else $1 - cast(substr(born, 1, 4) as bigint)
                 - case when substr(born, 6, 2) >= $2 then 1 else 0 end end as years,
               found_by, city, came, fans
             from audience
             union all
             select t.years + g.grown - 1, t.found_by, t.city, ",
        times!("t.came"),
        ", 2 * g.grown - 1
             from (
               select $1 - cast(substr(born, 1, 4) as bigint) as years, found_by, city, came from fan_history
               where birthday >= $2 || '-01' and birthday <= $2 || '-' || $3 and birthday <> '' and came > 0) t
               cross join (select cast(0 as bigint) as grown union all select cast(1 as bigint)) g
             where t.years % 5 = 0 or t.years in (18, 121)) x
           where x.came between $11 and $12 and x.found_by between $5 and $6 and x.city between $7 and $8) y
         where age between $4 and $13
         group by age, found_by, city, came having sum(fans) <> 0"
    ))
    .bind(today[..4].parse::<i64>().unwrap_or(0))
    .bind(month)
    .bind(&today[8..])
    .bind(ages.0)
    .bind(found.0)
    .bind(found.1)
    .bind(city.0)
    .bind(city.1)
    .bind(i64::from(apart.found))
    .bind(i64::from(apart.city))
    .bind(came.0)
    .bind(came.1)
    .bind(ages.1)
    .fetch_all(db.read())
    .await
}

/// Tickets of one concert that were paid alike, and what came of them.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Sold {
    pub concert_id: String,
    pub method: String,
    pub price_cents: i64,
    pub tickets: i64,
    pub held: i64,
    pub came: i64,
}

/// The tickets that stand of these concerts, of the fans that are meant. Reads those concerts' tickets.
pub async fn sold(db: &Db, asked: crowd::Asked) -> Result<Vec<Sold>, sqlx::Error> {
    asked
        .with_methods(concat!(
            "select concert_id, method, price_cents, count(*) as tickets, cast(sum(admits) as bigint) as held,
               cast(sum(case when entries < admits then entries else admits end) as bigint) as came
             from (
               select t.concert_id, t.method, t.price_cents, t.admits,
                 (select count(*) from admission a
                  where a.ticket_id = t.id and (a.ended_kind is null or a.ended_kind = 'exit')) as entries
               from json_each(cast($1 as text)) j
                 join ticket t on t.concert_id = j.value ->> 'id'
                 left join fan_history h on h.fan_id = t.fan_id
               where t.voided_at is null and t.replaced_at is null and t.method between $9 and $10 and ",
            meant!(),
            ") x group by concert_id, method, price_cents, admits"
        ))
        .fetch_all(db.read())
        .await
}

/// What these concerts took by method, as it is kept.
pub async fn money(db: &Db, concerts: &str) -> Result<Vec<(String, i64, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select m.method, cast(sum(m.amount_cents) as bigint), cast(sum(m.payments) as bigint)
         from json_each(cast($1 as text)) j join concert_money m on m.concert_id = j.value ->> 'id'
         group by m.method order by 2 desc, 1",
    )
    .bind(concerts)
    .fetch_all(db.read())
    .await
}

/// What the fans that are meant paid for these concerts, less what was given back, by how it was paid; of voided tickets
/// too. Reads those concerts' payments: `(concert, method, cents)`.
pub async fn paid(db: &Db, asked: crowd::Asked) -> Result<Vec<(String, String, i64)>, sqlx::Error> {
    asked
        .with_methods(concat!(
            "select p.concert_id, p.method, cast(sum(p.amount_cents) as bigint)
             from json_each(cast($1 as text)) j join payment p on p.concert_id = j.value ->> 'id'
               join ticket t on t.id = p.ticket_id and t.method between $9 and $10
               left join fan_history h on h.fan_id = t.fan_id
             where ",
            meant!(),
            " group by p.concert_id, p.method"
        ))
        .fetch_all(db.read())
        .await
}

/// Entries of these concerts by minute, as it is kept: `(concert, YYYY-MM-DDTHH:MM, entries)`.
pub async fn arrivals(db: &Db, concerts: &str) -> Result<Vec<(String, String, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select a.concert_id, a.minute, a.entries
         from json_each(cast($1 as text)) j join concert_arrival a on a.concert_id = j.value ->> 'id'
         order by a.concert_id, a.minute",
    )
    .bind(concerts)
    .fetch_all(db.read())
    .await
}

/// Entries of these concerts by door. Reads their admissions.
pub async fn doors(db: &Db, concerts: &str) -> Result<Vec<(String, i64, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select s.door, count(*), count(distinct substr(a.admitted_at, 1, 15))
         from json_each(cast($1 as text)) j
           join admission a on a.concert_id = j.value ->> 'id' join scan s on s.id = a.scan_id
         where a.ended_kind is null or a.ended_kind = 'exit'
         group by s.door order by 2 desc, 1 limit 50",
    )
    .bind(concerts)
    .fetch_all(db.read())
    .await
}

/// Scans of these concerts that were told no, by what their screens showed. Reads their scans.
pub async fn refusals(db: &Db, concerts: &str) -> Result<Vec<(String, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select coalesce(s.phone_verdict, s.verdict) as shown, count(*)
         from json_each(cast($1 as text)) j join scan s on s.concert_id = j.value ->> 'id'
         where coalesce(s.phone_verdict, s.verdict) not in ('admitted', 'undone', 'exited')
         group by coalesce(s.phone_verdict, s.verdict) order by 2 desc, 1",
    )
    .bind(concerts)
    .fetch_all(db.read())
    .await
}

/// Places sold of these concerts by day, of tickets that stand: `(concert, YYYY-MM-DD in UTC, places)`.
pub async fn sales(db: &Db, concerts: &str) -> Result<Vec<(String, String, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select t.concert_id, substr(t.issued_at, 1, 10), cast(sum(t.admits) as bigint)
         from json_each(cast($1 as text)) j join ticket t on t.concert_id = j.value ->> 'id'
         where t.voided_at is null and t.replaced_at is null
         group by t.concert_id, substr(t.issued_at, 1, 10) order by 1, 2",
    )
    .bind(concerts)
    .fetch_all(db.read())
    .await
}

/// How many concerts were after each of these until then, none cancelled; five and more are five.
pub async fn later(db: &Db, concerts: &str, until: &str) -> Result<Vec<(String, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select c.id, (select count(*) from (
             select 1 from concert d where d.doors_at > c.doors_at and d.doors_at <= $2 and d.cancelled_at is null limit 5) x)
         from json_each(cast($1 as text)) j join concert c on c.id = j.value ->> 'id'",
    )
    .bind(concerts)
    .bind(until)
    .fetch_all(db.read())
    .await
}

/// How many concerts there were until then, none cancelled.
pub async fn count(db: &Db, until: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("select count(*) from concert where doors_at <= $1 and cancelled_at is null")
        .bind(until)
        .fetch_one(db.read())
        .await
}

/// A past concert chosen by hand, if it is one.
pub async fn one(db: &Db, id: &str, until: &str) -> Result<Vec<Concert>, sqlx::Error> {
    sqlx::query_as(concert!("where c.id = $1 and c.doors_at <= $2 and c.cancelled_at is null"))
        .bind(id)
        .bind(until)
        .fetch_all(db.read())
        .await
}
