//! Who is in a segment, counted: fans are looked at in steps, rules decide, what differs is written.

use jiff::SignedDuration;
use jiff::civil::Date;
use serde_json::json;
use sqlx::AnyConnection;

use super::scenery::{Row, Scenery};
use super::{Segment, all, keep_ours};
use crate::base::clock::{stamp, unstamp};
use crate::base::db::{Db, Tx, id};
use crate::fans::segment::{Facts, OURS, Rules, counted_for};
use crate::fans::store::json as list;

/// Fans that one step looks at.
const AT_ONCE: i64 = 2_000;

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
    let past = shows_count(&mut *db.read().acquire().await?, until).await?;
    let stands = counted_for(today, past as usize);
    // Most times nobody changed, and nothing more is read.
    let is_fresh = |it: &Segment| it.counted_for.as_deref() == Some(&*stands);
    let since = segments.iter().filter(|it| is_fresh(it)).filter_map(|it| it.counted_at.as_deref()).min().map(back);
    if segments.iter().all(is_fresh) && !changed_since(db, since.as_deref().unwrap_or_default()).await? {
        return Ok(0);
    }
    let scenery = Scenery::of(db, &rules, today, until).await?;
    let pairs: Vec<(&Segment, &Rules)> = segments.iter().zip(&rules).collect();
    let (fresh, stale): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(it, _)| it.counted_for.as_deref() == Some(&stands));
    let mut looked = 0;
    if !stale.is_empty() {
        looked += count(db, &stale, &scenery, None, &stands, now).await?;
    }
    if let Some(since) = since.filter(|_| !fresh.is_empty()) {
        looked += count(db, &fresh, &scenery, Some(&since), &stands, now).await?;
    }
    Ok(looked)
}

/// A minute before: what was stamped by another clock, or committed after a later stamp, is looked at again.
fn back(stamped: &str) -> String {
    let at = unstamp(stamped).and_then(|at| at.checked_sub(SignedDuration::from_secs(60)).ok());
    at.map_or_else(|| stamped.to_owned(), stamp)
}

async fn changed_since(db: &Db, since: &str) -> sqlx::Result<bool> {
    let one: Option<i64> =
        sqlx::query_scalar("select cast(1 as bigint) from fan_history where counted_at >= $1 limit 1")
            .bind(since)
            .fetch_optional(db.read())
            .await?;
    Ok(one.is_some())
}

async fn shows_count(connection: &mut AnyConnection, until: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar("select count(*) from concert where doors_at <= $1 and cancelled_at is null")
        .bind(until)
        .fetch_one(connection)
        .await
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
            put(&mut tx, &segment.id, &segment.rules, &all, &inside).await?;
            before[at] += then.iter().filter(|fan| rules.hold(fan, &scenery.before)).count() as i64;
        }
        tx.commit().await?;
        last = rows.last().map(|row| row.fan_id.clone()).unwrap_or_default();
    }
    if since.is_some() && looked == 0 {
        return Ok(0);
    }
    let mut tx = db.write().await?;
    if since.is_none() {
        tidy(&mut tx, now).await?;
    }
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

/// Takes out whoever has no history any more, and lists of more than a day that no segment names.
async fn tidy(tx: &mut Tx, now: &str) -> sqlx::Result<()> {
    sqlx::query(
        "delete from segment_fan where not exists (select 1 from fan_history h where h.fan_id = segment_fan.fan_id)",
    )
    .execute(&mut **tx)
    .await?;
    let yesterday = unstamp(now).and_then(|at| at.checked_sub(SignedDuration::from_hours(24)).ok()).unwrap_or_default();
    sqlx::query(
        "delete from segment_list where list_id < $1
           and not exists (select 1 from segment s where s.rules like '%' || segment_list.list_id || '%')",
    )
    .bind(id::new(yesterday))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Of the fans `all`, those `inside` are in a segment of these rules, as far as they are still there, and the others aren't
/// (both `[{id}]` as JSON).
async fn put(tx: &mut Tx, segment: &str, rules: &str, all: &str, inside: &str) -> sqlx::Result<()> {
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
         select $1, h.fan_id from json_each(cast($2 as text)) j join fan_history h on h.fan_id = j.value ->> 'id'
         where exists (select 1 from segment s where s.id = $1 and s.rules = $3)
         on conflict do nothing",
    )
    .bind(segment)
    .bind(inside)
    .bind(rules)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
