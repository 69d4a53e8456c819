//! Who is in a segment, counted: fans are looked at in steps, rules decide, what differs is written.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use serde_json::json;
use sqlx::AnyConnection;

use super::{Segment, all, keep_ours};
use crate::base::db::{Db, Tx};
use crate::fans::fan::age;
use crate::fans::segment::{Facts, Here, OURS, Rules, counted_for, month};
use crate::fans::store::json as list;

/// Fans that one step looks at.
const AT_ONCE: i64 = 2_000;

/// What a rule reads of a fan.
#[derive(sqlx::FromRow)]
struct Row {
    fan_id: String,
    born: String,
    birthday: String,
    found_by: String,
    language: Option<String>,
    news: i64,
    phone: i64,
    email: i64,
    brought: i64,
    city: String,
    city_came: i64,
    city_since: Option<String>,
    first_concert: Option<String>,
    last_concert: Option<String>,
    last_at: Option<String>,
    concerts: i64,
    kept: i64,
    came: i64,
    tickets: i64,
    paid_cents: i64,
}

macro_rules! facts {
    ($rest:literal) => {
        concat!(
            "select h.fan_id, h.born, h.birthday, h.found_by, f.language,
               cast(case when exists (select 1 from consent n where n.fan_id = f.id and n.purpose = 'news'
                 and n.withdrawn_at is null) then 1 else 0 end as bigint) as news,
               cast(case when f.phone is null then 0 else 1 end as bigint) as phone,
               cast(case when f.email is null then 0 else 1 end as bigint) as email,
               (select count(*) from fan w where w.brought_by = f.id and w.merged_into is null and w.erased_at is null)
                 as brought,
               h.city, h.city_came, h.city_since, h.first_concert, h.last_concert, h.last_at, h.concerts, h.kept, h.came,
               h.tickets, h.paid_cents
             from fan_history h join fan f on f.id = h.fan_id ",
            $rest
        )
    };
}

async fn after(connection: &mut AnyConnection, fan: &str) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as(facts!("where h.fan_id > $1 order by h.fan_id limit $2"))
        .bind(fan)
        .bind(AT_ONCE)
        .fetch_all(connection)
        .await
}

async fn changed(connection: &mut AnyConnection, since: &str, fan: &str) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as(facts!("where h.counted_at >= $1 and h.fan_id > $2 order by h.fan_id limit $3"))
        .bind(since)
        .bind(fan)
        .bind(AT_ONCE)
        .fetch_all(connection)
        .await
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
        "select t.fan_id, count(distinct t.concert_id) from concert c join ticket t on t.concert_id = c.id
         where c.doors_at > $1 and c.cancelled_at is null and t.voided_at is null and t.replaced_at is null
         group by t.fan_id",
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
struct Scenery {
    today: Date,
    here: Here,
    ahead: HashMap<String, i64>,
    last: Option<Show>,
    before: Here,
    previous: HashMap<String, String>,
    held_last: HashSet<String>,
}

impl Scenery {
    async fn of(db: &Db, rules: &[Rules], today: Date, until: &str) -> sqlx::Result<(Self, usize)> {
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
        Ok((Self { today, here, ahead, last, before, previous, held_last }, shows.len()))
    }

    /// A fan as they are.
    fn now(&self, row: &Row) -> Facts {
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
    fn then(&self, row: &Row) -> Facts {
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

/// Has every segment that is behind counted: whole when its rules changed or another night has come, else those fans whose
/// history changed. `until`: the doors of concerts that are past. How many fans were looked at.
pub async fn refresh(db: &Db, today: Date, until: &str, now: &str) -> sqlx::Result<usize> {
    let mut segments = all(&mut *db.read().acquire().await?).await?;
    let is_ours = |(kind, _, _, rules): &(&str, &str, &str, &str)| {
        segments.iter().any(|it| it.kind.as_deref() == Some(*kind) && it.rules == *rules)
    };
    if !OURS.iter().all(is_ours) {
        let mut tx = db.write().await?;
        keep_ours(&mut tx, now).await?;
        tx.commit().await?;
        segments = all(&mut *db.read().acquire().await?).await?;
    }
    let rules: Vec<Rules> = segments.iter().map(|segment| Rules::read(&segment.rules)).collect();
    let (scenery, past) = Scenery::of(db, &rules, today, until).await?;
    let stands = counted_for(today, past);
    let pairs: Vec<(&Segment, &Rules)> = segments.iter().zip(&rules).collect();
    let (fresh, stale): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(it, _)| it.counted_for.as_deref() == Some(&stands));
    let mut looked = 0;
    if !stale.is_empty() {
        looked += count(db, &stale, &scenery, None, &stands, now).await?;
    }
    if let Some(since) = fresh.iter().filter_map(|(segment, _)| segment.counted_at.as_deref()).min() {
        looked += count(db, &fresh, &scenery, Some(since), &stands, now).await?;
    }
    Ok(looked)
}

async fn count(
    db: &Db,
    segments: &[(&Segment, &Rules)],
    scenery: &Scenery,
    since: Option<&str>,
    stands: &str,
    now: &str,
) -> sqlx::Result<usize> {
    let (mut last, mut looked) = (String::new(), 0);
    let mut before = vec![0_i64; segments.len()];
    loop {
        let mut connection = db.read().acquire().await?;
        let rows = match since {
            Some(since) => changed(&mut connection, since, &last).await?,
            None => after(&mut connection, &last).await?,
        };
        drop(connection);
        if rows.is_empty() {
            break;
        }
        looked += rows.len();
        let facts: Vec<Facts> = rows.iter().map(|row| scenery.now(row)).collect();
        let then: Vec<Facts> =
            if since.is_none() { rows.iter().map(|row| scenery.then(row)).collect() } else { Vec::new() };
        let all = list(rows.iter().map(|row| json!({ "id": row.fan_id })));
        let mut tx = db.write().await?;
        for (at, (segment, rules)) in segments.iter().enumerate() {
            let inside = facts.iter().filter(|fan| rules.hold(fan, &scenery.here));
            let inside = list(inside.map(|fan| json!({ "id": fan.id })));
            put(&mut tx, &segment.id, &all, &inside).await?;
            before[at] += then.iter().filter(|fan| rules.hold(fan, &scenery.before)).count() as i64;
        }
        tx.commit().await?;
        last = rows.last().map(|row| row.fan_id.clone()).unwrap_or_default();
    }
    if since.is_some() && looked == 0 {
        return Ok(0);
    }
    let mut tx = db.write().await?;
    for (at, (segment, _)) in segments.iter().enumerate() {
        sqlx::query(
            "update segment set counted_at = $2, counted_for = $3, fans_before = case when $4 < 0 then fans_before else $4 end,
               fans = (select count(*) from segment_fan s where s.segment_id = segment.id)
             where id = $1 and rules = $5",
        )
        .bind(&segment.id)
        .bind(now)
        .bind(stands)
        .bind(if since.is_none() { before[at] } else { -1 })
        .bind(&segment.rules)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(looked)
}

/// Of the fans `all`, those `inside` are in a segment and the others aren't (both `[{id}]` as JSON).
async fn put(tx: &mut Tx, segment: &str, all: &str, inside: &str) -> sqlx::Result<()> {
    sqlx::query(
        "delete from segment_fan where segment_id = $1
           and fan_id in (select value ->> 'id' from json_each(cast($2 as text)))
           and fan_id not in (select value ->> 'id' from json_each(cast($3 as text)))",
    )
    .bind(segment)
    .bind(all)
    .bind(inside)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "insert into segment_fan (segment_id, fan_id)
         select $1, value ->> 'id' from json_each(cast($2 as text)) where key >= 0 on conflict do nothing",
    )
    .bind(segment)
    .bind(inside)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
