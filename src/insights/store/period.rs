//! What the figures of some concerts read: those concerts' tickets and admissions by index, and what is kept of their fans.
//! `concerts` is JSON, `[{id}]`.

use crate::base::db::Db;
use crate::insights::filter::Filter;
use crate::insights::store::crowd::{self, age, meant};
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

/// Fans that are alike, and how many they are. `born` is `''`, `YYYY`, or, as it was asked for, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Alike {
    pub born: String,
    pub found_by: String,
    pub city: String,
    pub came: i64,
    pub fans: i64,
}

/// All fans who ever came, by what is kept of them: no fan is read.
pub async fn audience(db: &Db) -> Result<Vec<Alike>, sqlx::Error> {
    sqlx::query_as("select born, found_by, city, came, fans from audience where came > 0").fetch_all(db.read()).await
}

/// Of these, whose birthday was in this month until today (`from` and `until` are `MM-DD`): an index alone.
pub async fn birthdays(db: &Db, from: &str, until: &str) -> Result<Vec<Alike>, sqlx::Error> {
    sqlx::query_as(
        "select born, found_by, city, came, count(*) as fans from fan_history
         where birthday >= $1 and birthday <= $2 and birthday <> '' and came > 0
         group by born, found_by, city, came",
    )
    .bind(from)
    .bind(until)
    .fetch_all(db.read())
    .await
}

/// The different fans who came to these concerts, with a ticket paid in one way if that is said.
pub async fn attended(db: &Db, concerts: &str, filter: &Filter) -> Result<Vec<Alike>, sqlx::Error> {
    let (least, most) = filter.methods();
    sqlx::query_as(
        "select h.born, h.found_by, h.city, h.came, count(*) as fans
         from (
           select t.fan_id
           from json_each(cast($1 as text)) j
             join admission a on a.concert_id = j.value ->> 'id' join ticket t on t.id = a.ticket_id
           where (a.ended_kind is null or a.ended_kind = 'exit') and t.method between $2 and $3
           union
           select p.fan_id from json_each(cast($1 as text)) j join presence p on p.concert_id = j.value ->> 'id'
           where $2 = '') c
         join fan_history h on h.fan_id = c.fan_id
         group by h.born, h.found_by, h.city, h.came",
    )
    .bind(concerts)
    .bind(least)
    .bind(most)
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

/// When doors opened at the concerts until then, none cancelled, the first first; at most 20,000.
pub async fn doors_until(db: &Db, until: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "select doors_at from concert where doors_at <= $1 and cancelled_at is null order by doors_at limit 20000",
    )
    .bind(until)
    .fetch_all(db.read())
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
