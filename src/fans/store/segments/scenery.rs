//! What rules need beside a fan: past shows, who came to the concerts that they name, and how it all was before the last.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use serde_json::json;
use sqlx::AnyConnection;

use crate::base::db::Db;
use crate::fans::fan::age;
use crate::fans::segment::{Facts, Here, Rules, month};
use crate::fans::store::json as list;

/// What a rule reads of a fan.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub fan_id: String,
    pub born: String,
    pub birthday: String,
    pub found_by: String,
    pub language: Option<String>,
    pub news: i64,
    pub phone: i64,
    pub email: i64,
    pub brought: i64,
    pub city: String,
    pub city_came: i64,
    pub city_since: Option<String>,
    pub first_concert: Option<String>,
    pub last_concert: Option<String>,
    pub last_at: Option<String>,
    pub concerts: i64,
    pub kept: i64,
    pub came: i64,
    pub tickets: i64,
    pub paid_cents: i64,
}

/// A past concert, as shows are counted.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Show {
    id: String,
    city: String,
    doors_at: String,
}

async fn shows(connection: &mut AnyConnection, until: &str) -> sqlx::Result<Vec<Show>> {
    sqlx::query_as(
        "select c.id, v.city, c.doors_at from concert c join venue v on v.id = c.venue_id
         where c.doors_at <= $1 and c.cancelled_at is null order by c.doors_at, c.id",
    )
    .bind(until)
    .fetch_all(connection)
    .await
}

/// Whose tickets are for concerts still to come, and for how many.
async fn ahead(connection: &mut AnyConnection, until: &str) -> sqlx::Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select x.fan_id, count(*) from (
           select distinct t.concert_id, t.fan_id from ticket t
           where t.concert_id in (select c.id from concert c where c.doors_at > $1 and c.cancelled_at is null)
             and t.voided_at is null and t.replaced_at is null) x
         group by x.fan_id",
    )
    .bind(until)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().collect())
}

async fn fans_of(
    connection: &mut AnyConnection,
    sql: &'static str,
    concerts: &HashSet<String>,
) -> sqlx::Result<HashMap<String, HashSet<String>>> {
    let ids = list(concerts.iter().map(|id| json!({ "id": id })));
    let rows: Vec<(String, String)> = sqlx::query_as(sql).bind(ids).fetch_all(connection).await?;
    let mut all: HashMap<String, HashSet<String>> = HashMap::new();
    for (concert, fan) in rows {
        all.entry(concert).or_default().insert(fan);
    }
    Ok(all)
}

const CAME_TO: &str = "select a.concert_id, t.fan_id
    from json_each(cast($1 as text)) j join admission a on a.concert_id = j.value ->> 'id' join ticket t on t.id = a.ticket_id
    where a.ended_kind is null or a.ended_kind = 'exit'
    union
    select p.concert_id, p.fan_id from json_each(cast($1 as text)) j join presence p on p.concert_id = j.value ->> 'id'";
const HOLDS: &str = "select distinct t.concert_id, t.fan_id
    from json_each(cast($1 as text)) j join ticket t on t.concert_id = j.value ->> 'id'
    where t.voided_at is null and t.replaced_at is null";

const LISTED: &str = "select l.list_id, l.fan_id
    from json_each(cast($1 as text)) j join segment_list l on l.list_id = j.value ->> 'id'";

/// When the doors opened of the concert before the last that these fans came to.
async fn before_last(connection: &mut AnyConnection, last: &str) -> sqlx::Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select v.fan_id, max(c.doors_at) from (
           select t.fan_id, a.concert_id from fan_history h join ticket t on t.fan_id = h.fan_id
             join admission a on a.ticket_id = t.id
           where h.last_concert = $1 and (a.ended_kind is null or a.ended_kind = 'exit')
           union
           select p.fan_id, p.concert_id from fan_history h join presence p on p.fan_id = h.fan_id
           where h.last_concert = $1) v
         join concert c on c.id = v.concert_id
         where c.id <> $1 and c.cancelled_at is null group by v.fan_id",
    )
    .bind(last)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().collect())
}

/// All that rules need beside a fan, now and as it was before the last concert.
pub(super) struct Scenery {
    today: Date,
    pub here: Here,
    ahead: HashMap<String, i64>,
    last: Option<Show>,
    pub before: Here,
    previous: HashMap<String, String>,
    held_last: HashSet<String>,
}

impl Scenery {
    pub async fn of(db: &Db, rules: &[Rules], today: Date, until: &str) -> sqlx::Result<Self> {
        let mut connection = db.read().acquire().await?;
        let shows = shows(&mut connection, until).await?;
        let named = |fact: &str| Here::named(rules.iter(), fact);
        let mut doors: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for show in &shows {
            doors.entry(show.city.clone()).or_default().push(show.doors_at.clone());
        }
        let here = Here {
            month: i64::from(today.month()),
            doors,
            came_to: fans_of(&mut connection, CAME_TO, &named("came_to")).await?,
            holds: fans_of(&mut connection, HOLDS, &named("holds")).await?,
            listed: fans_of(&mut connection, LISTED, &named("listed")).await?,
        };
        let last = shows.last().cloned();
        let mut before = here.clone();
        let (mut previous, mut held_last) = (HashMap::new(), HashSet::new());
        if let Some(show) = &last {
            before.doors.entry(show.city.clone()).or_default().pop();
            before.came_to.remove(&show.id);
            previous = before_last(&mut connection, &show.id).await?;
            held_last = fans_of(&mut connection, HOLDS, &HashSet::from([show.id.clone()]))
                .await?
                .remove(&show.id)
                .unwrap_or_default();
        }
        let ahead = ahead(&mut connection, until).await?;
        Ok(Self { today, here, ahead, last, before, previous, held_last })
    }

    /// A fan as they are.
    pub fn now(&self, row: &Row) -> Facts {
        let year = (row.born.len() == 4).then(|| row.born.parse().ok()).flatten();
        let date = (row.born.len() == 10).then_some(&*row.born);
        Facts {
            age: age(year, date, self.today).filter(|years| (0..=120).contains(years)),
            birth_month: month(&row.birthday),
            found: row.found_by.clone(),
            language: row.language.clone().unwrap_or_default(),
            news: row.news > 0,
            phone: row.phone > 0,
            email: row.email > 0,
            brought: row.brought,
            city: row.city.clone(),
            city_came: row.city_came,
            city_since: row.city_since.clone(),
            last_at: row.last_at.clone(),
            first_concert: row.first_concert.clone(),
            concerts: row.concerts,
            ahead: self.ahead.get(&row.fan_id).copied().unwrap_or(0),
            kept: row.kept,
            came: row.came,
            tickets: row.tickets,
            paid_cents: row.paid_cents,
            id: row.fan_id.clone(),
        }
    }

    /// The same fan before the last concert, as far as concerts are asked about.
    pub fn then(&self, row: &Row) -> Facts {
        let now = self.now(row);
        let Some(last) = &self.last else { return now };
        let held = i64::from(self.held_last.contains(&row.fan_id));
        if row.last_concert.as_deref() != Some(&*last.id) {
            // It was still to come.
            return Facts { ahead: now.ahead + held, ..now };
        }
        let here = i64::from(row.city == last.city);
        let first = row.first_concert.as_deref() == Some(&*last.id);
        Facts {
            came: now.came - 1,
            city_came: now.city_came - here,
            last_at: self.previous.get(&row.fan_id).cloned(),
            city_since: now.city_since.clone().filter(|since| *since != last.doors_at),
            first_concert: now.first_concert.clone().filter(|_| !first),
            kept: now.kept - held,
            ahead: now.ahead + held,
            ..now
        }
    }
}
