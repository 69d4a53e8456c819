//! The fans of some concerts, as they are kept: whose first it was, whose last, who was new, who brought whom. `concerts` is
//! JSON, `[{id}]`; each is of the fans that a filter means.

use sqlx::any::{Any, AnyArguments, AnyRow};
use sqlx::query::QueryAs;

use crate::base::db::Db;
use crate::insights::filter::Filter;
use crate::insights::store::period::People;

/// How old the fan of the history `h` is on a day (`YYYY-MM-DD`, the parameter of that name); null where it isn't known.
macro_rules! age {
    ($today:literal) => {
        concat!(
            "(case
               when length(h.born) = 10 then
                 cast(substr(cast(",
            $today,
            " as text), 1, 4) as bigint) - cast(substr(h.born, 1, 4) as bigint)
                 - case when substr(cast(",
            $today,
            " as text), 6, 5) < h.birthday then 1 else 0 end
               when length(h.born) = 4 then
                 cast(substr(cast(",
            $today,
            " as text), 1, 4) as bigint) - cast(h.born as bigint)
             end)"
        )
    };
}

/// The band of an age: five years, from 18 on another, so that bands of both kinds are made of whole ones; −1 where it isn't
/// known or can't be believed.
macro_rules! band {
    ($years:literal) => {
        concat!(
            "case when ",
            $years,
            " between 0 and 120 then
               case when ",
            $years,
            " in (18, 19) then 18 else ",
            $years,
            " - ",
            $years,
            " % 5 end
             else -1 end"
        )
    };
}

/// How often somebody came, as figures group it: 1, 2, 3 (or four), 5 (or more). What is kept of the audience says the same.
macro_rules! times {
    ($came:literal) => {
        concat!("case when ", $came, " >= 5 then 5 when ", $came, " >= 3 then 3 else ", $came, " end")
    };
}

/// Whether a fan's history `h` is of the fans that are meant: `$2` is today, `$3` to `$8` the ages, visits and sources.
/// Whoever has no history is of no known age or source, and never came.
macro_rules! meant {
    () => {
        concat!(
            "((cast($3 as bigint) < 0 and cast($4 as bigint) >= 120)
              or (select case when y.age between 0 and 120 then y.age else -1 end from (select ",
            age!("$2"),
            " as age) y) between $3 and $4)
             and coalesce(h.came, 0) between $5 and $6 and coalesce(h.found_by, '') between $7 and $8"
        )
    };
}

/// Who came to the concerts `$1` with a ticket paid in a way from `$9` to `$10`, each once a concert.
macro_rules! crowd {
    ($columns:literal, $said:literal) => {
        concat!(
            "(select ",
            $columns,
            " from json_each(cast($1 as text)) j
                join admission a on a.concert_id = j.value ->> 'id' join ticket t on t.id = a.ticket_id
              where (a.ended_kind is null or a.ended_kind = 'exit') and t.method between $9 and $10
              union
              select ",
            $said,
            " from json_each(cast($1 as text)) j join presence p on p.concert_id = j.value ->> 'id' where $9 = '') c"
        )
    };
}

pub(super) use age;
pub(super) use band;
pub(super) use meant;
pub(super) use times;

/// What is asked of the fans of some concerts.
pub struct Asked {
    concerts: String,
    today: String,
    ages: (i64, i64),
    came: (i64, i64),
    found: (String, String),
    methods: (String, String),
}

impl Asked {
    pub fn of(concerts: &str, filter: &Filter, today: &str) -> Self {
        let own = |(from, to): (&str, &str)| (from.to_owned(), to.to_owned());
        Self {
            concerts: concerts.to_owned(),
            today: today.to_owned(),
            ages: filter.ages(),
            came: filter.came(),
            found: own(filter.sources()),
            methods: own(filter.methods()),
        }
    }

    /// A query of `$1` to `$8`.
    fn query<T: for<'r> sqlx::FromRow<'r, AnyRow>>(self, sql: &'static str) -> QueryAs<'static, Any, T, AnyArguments> {
        sqlx::query_as(sql)
            .bind(self.concerts)
            .bind(self.today)
            .bind(self.ages.0)
            .bind(self.ages.1)
            .bind(self.came.0)
            .bind(self.came.1)
            .bind(self.found.0)
            .bind(self.found.1)
    }

    /// A query of `$1` to `$10`, the last two the ways in which a ticket was paid.
    pub(super) fn with_methods<T: for<'r> sqlx::FromRow<'r, AnyRow>>(
        self,
        sql: &'static str,
    ) -> QueryAs<'static, Any, T, AnyArguments> {
        let (from, to) = self.methods.clone();
        self.query(sql).bind(from).bind(to)
    }
}

/// The different fans who came to these concerts, by what they are; their city is the one where they come most.
pub async fn attended(db: &Db, asked: Asked) -> Result<Vec<People>, sqlx::Error> {
    asked
        .with_methods(concat!(
            "select ",
            band!("x.years"),
            " as age, x.found_by, x.city, x.came, count(*) as fans
             from (
               select ",
            age!("$2"),
            " as years, h.found_by, h.city, ",
            times!("h.came"),
            " as came
               from ",
            crowd!("t.fan_id", "p.fan_id"),
            " join fan_history h on h.fan_id = c.fan_id
               where ",
            meant!(),
            ") x group by ",
            band!("x.years"),
            ", x.found_by, x.city, x.came"
        ))
        .fetch_all(db.read())
        .await
}

/// Fans by the first of these concerts, and how many they have come to since: `(concert, came, fans)`. An index leads.
pub async fn cohorts(db: &Db, asked: Asked) -> Result<Vec<(String, i64, i64)>, sqlx::Error> {
    // How often they came is what is asked: a filter of it would be its own answer.
    Asked { came: (0, i64::from(i32::MAX)), ..asked }
        .query(concat!(
            "select h.first_concert, h.came, count(*)
             from json_each(cast($1 as text)) j join fan_history h on h.first_concert = j.value ->> 'id'
             where ",
            meant!(),
            " group by h.first_concert, h.came"
        ))
        .fetch_all(db.read())
        .await
}

/// Fans whose last concert is one of these and who came more than once, by how many shows passed from one of theirs to the
/// next, on average and rounded, at least 1 and at most 10: `(shows, fans)`. `until`: the doors of concerts that are past.
pub async fn gaps(db: &Db, asked: Asked, until: &str) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    asked
        .query(concat!(
            "with place as (
               select id, rank() over (order by doors_at) as nth from concert
               where doors_at <= $9 and cancelled_at is null)
             select shows, count(*)
             from (
               select case when gap < 1 then 1 when gap > 10 then 10 else gap end as shows
               from (
                 select (2 * (l.nth - f.nth) + h.came - 1) / (2 * (h.came - 1)) as gap
                 from json_each(cast($1 as text)) j join fan_history h on h.last_concert = j.value ->> 'id'
                   join place l on l.id = h.last_concert join place f on f.id = h.first_concert
                 where h.came > 1 and ",
            meant!(),
            ") x) y group by shows order by shows"
        ))
        .bind(until.to_owned())
        .fetch_all(db.read())
        .await
}

/// The different fans at each of these concerts, and those for whom it was the first: `(concert, fans, new)`.
pub async fn new_fans(db: &Db, asked: Asked) -> Result<Vec<(String, i64, i64)>, sqlx::Error> {
    asked
        .with_methods(concat!(
            "select c.concert_id, count(*),
               cast(sum(case when h.first_concert = c.concert_id then 1 else 0 end) as bigint)
             from ",
            crowd!("a.concert_id, t.fan_id", "p.concert_id, p.fan_id"),
            " join fan_history h on h.fan_id = c.fan_id
             where ",
            meant!(),
            " group by c.concert_id"
        ))
        .fetch_all(db.read())
        .await
}

/// The different fans at each of these concerts, whoever they are: no history is read.
pub async fn all_fans(db: &Db, concerts: &str) -> Result<Vec<(String, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select concert_id, count(*)
         from (
           select a.concert_id, t.fan_id
           from json_each(cast($1 as text)) j
             join admission a on a.concert_id = j.value ->> 'id' join ticket t on t.id = a.ticket_id
           where a.ended_kind is null or a.ended_kind = 'exit'
           union
           select p.concert_id, p.fan_id
           from json_each(cast($1 as text)) j join presence p on p.concert_id = j.value ->> 'id') c
         group by concert_id",
    )
    .bind(concerts)
    .fetch_all(db.read())
    .await
}

/// Who brought most of those who came to these concerts: `(fan, name, brought)`; at most 20.
pub async fn bringers(db: &Db, asked: Asked) -> Result<Vec<(String, String, i64)>, sqlx::Error> {
    asked
        .with_methods(concat!(
            "select b.id, b.name, count(*) from ",
            crowd!("t.fan_id", "p.fan_id"),
            " join fan f on f.id = c.fan_id and f.brought_by is not null
             join fan b on b.id = f.brought_by and b.erased_at is null and b.merged_into is null
             join fan_history h on h.fan_id = f.id
             where ",
            meant!(),
            " group by b.id, b.name order by 3 desc, b.name, b.id limit 20"
        ))
        .fetch_all(db.read())
        .await
}

/// Fans whose last concert is one of these, by what they paid in all: `(cents, fans)`.
pub async fn spent(db: &Db, asked: Asked) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    asked
        .query(concat!(
            "select h.paid_cents, count(*)
             from json_each(cast($1 as text)) j join fan_history h on h.last_concert = j.value ->> 'id'
             where ",
            meant!(),
            " group by h.paid_cents"
        ))
        .fetch_all(db.read())
        .await
}
