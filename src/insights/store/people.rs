//! The fans behind a mark, by name, a page at a time.

use crate::base::db::Db;
use crate::insights::audience::Age;
use crate::insights::store::crowd::age;

/// A fan, with the last concert that they came to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Fan {
    pub id: String,
    pub name: String,
    pub age: Option<i64>,
    pub came: i64,
    pub last_id: Option<String>,
    pub last_name: Option<String>,
    pub last_day: Option<String>,
}

impl Fan {
    /// Their age, where it is known and can be believed.
    pub fn age_known(&self) -> Option<i64> {
        self.age.filter(|_| Age::of(self.age) != Age::Unknown)
    }
}

/// What is asked of fans; ranges have both ends in them, an unknown age is −1.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub today: &'a str,
    pub ages: (i64, i64),
    pub came: (i64, i64),
    pub found: (&'a str, &'a str),
    /// From and to, the same for one city.
    pub city: (&'a str, &'a str),
    /// The last fan of the page before; empty for the first.
    pub after: &'a str,
    pub most: i64,
}

macro_rules! fans {
    ($from:literal, $where:literal) => {
        concat!(
            "select x.id, x.name, x.age, x.came, x.last_id, coalesce(l.title, v.name) as last_name, l.day as last_day
             from (
               select f.id, coalesce(b.name || ' ', '') || f.name as name, f.name_folded, h.came, h.last_concert as last_id,
                 h.found_by, h.city,
                 ", age!("$1"), " as age
               from ", $from, "
                 left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%') x
             left join concert l on l.id = x.last_id
             left join venue v on v.id = l.venue_id
             where (case when x.age between 0 and 120 then x.age else -1 end) between $2 and $3
               and x.came between $4 and $5 and x.found_by between $6 and $7 and x.city between $8 and $9
               and (x.name_folded, x.id) > (coalesce((select name_folded from fan where id = $10), ''), $10) ",
            $where,
            " order by x.name_folded, x.id limit $11"
        )
    };
}

async fn listed(db: &Db, sql: &'static str, asked: Asked<'_>, of: &[&str]) -> Result<Vec<Fan>, sqlx::Error> {
    let mut query = sqlx::query_as(sql)
        .bind(asked.today.to_owned())
        .bind(asked.ages.0)
        .bind(asked.ages.1)
        .bind(asked.came.0)
        .bind(asked.came.1)
        .bind(asked.found.0.to_owned())
        .bind(asked.found.1.to_owned())
        .bind(asked.city.0.to_owned())
        .bind(asked.city.1.to_owned())
        .bind(asked.after.to_owned())
        .bind(asked.most);
    for value in of {
        query = query.bind((*value).to_owned());
    }
    query.fetch_all(db.read()).await
}

/// Of all fans: the names are walked until a page is full.
pub async fn of_all(db: &Db, asked: Asked<'_>) -> Result<Vec<Fan>, sqlx::Error> {
    listed(
        db,
        fans!("fan f join fan_history h on h.fan_id = f.id and f.merged_into is null and f.erased_at is null", ""),
        asked,
        &[],
    )
    .await
}

/// Of those who came to concerts (`[{id}]` as JSON), with a ticket paid in that way (from and to).
pub async fn of_crowd(
    db: &Db,
    asked: Asked<'_>,
    concerts: &str,
    method: (&str, &str),
) -> Result<Vec<Fan>, sqlx::Error> {
    listed(
        db,
        fans!(
            "(
               select t.fan_id
               from json_each(cast($12 as text)) j
                 join admission a on a.concert_id = j.value ->> 'id' join ticket t on t.id = a.ticket_id
               where (a.ended_kind is null or a.ended_kind = 'exit') and t.method between $13 and $14
               union
               select p.fan_id from json_each(cast($12 as text)) j join presence p on p.concert_id = j.value ->> 'id'
               where $13 = '') c
             join fan_history h on h.fan_id = c.fan_id join fan f on f.id = c.fan_id",
            ""
        ),
        asked,
        &[concerts, method.0, method.1],
    )
    .await
}

/// Of those for whom that concert was the first.
pub async fn of_first(db: &Db, asked: Asked<'_>, concert: &str) -> Result<Vec<Fan>, sqlx::Error> {
    listed(db, fans!("fan_history h join fan f on f.id = h.fan_id and h.first_concert = $12", ""), asked, &[concert])
        .await
}
