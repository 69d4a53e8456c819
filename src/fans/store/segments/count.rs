//! Who is in a segment, counted: fans are looked at in steps, rules decide, what differs is written.

use std::collections::HashSet;

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use super::scenery::{Row, Scenery};
use super::{Segment, all, keep_ours};
use crate::base::clock::unstamp;
use crate::base::db::{self, Db, Tx, id};
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

/// The setting whose row two processes that count wait at.
const COUNTED: &str = "segments_counted";

/// The segments, with the rules that each has now.
type Ruled<'a> = [(&'a Segment, &'a Rules)];

/// Has every segment that is behind counted: whole when its rules changed or another night has come, else those fans who
/// are due. `until`: the doors of concerts that are past. How many fans were looked at.
pub async fn refresh(db: &Db, today: Date, until: &str, now: &str) -> sqlx::Result<usize> {
    let segments = with_ours(db, now).await?;
    let past: i64 = sqlx::query_scalar("select count(*) from concert where doors_at <= $1 and cancelled_at is null")
        .bind(until)
        .fetch_one(db.read())
        .await?;
    let stands = counted_for(today, past);
    let is_stale = |it: &Segment| it.counted_for.as_deref() != Some(&*stands);
    // Most times nobody changed, and nothing more is read.
    if !segments.iter().any(is_stale) && !is_due(db).await? {
        return Ok(0);
    }
    let rules: Vec<Rules> = segments.iter().map(|segment| Rules::read(&segment.rules)).collect();
    let scenery = Scenery::of(db, &rules, today, until).await?;
    let ruled: Vec<(&Segment, &Rules)> = segments.iter().zip(&rules).collect();
    let stale: Vec<(&Segment, &Rules)> = ruled.iter().copied().filter(|(it, _)| is_stale(it)).collect();
    let mut looked = if stale.is_empty() { 0 } else { whole(db, &stale, &scenery, &stands, now).await? };
    while is_due(db).await? {
        looked += due(db, &ruled, &scenery, now).await?;
    }
    Ok(looked)
}

/// All segments, ours among them as this version has them.
async fn with_ours(db: &Db, now: &str) -> sqlx::Result<Vec<Segment>> {
    let segments = all(&mut *db.read().acquire().await?).await?;
    let is_there = |(kind, _, _, rules): &(&str, &str, &str, &str)| {
        segments.iter().any(|it| it.kind.as_deref() == Some(*kind) && it.rules == *rules)
    };
    if OURS.iter().all(is_there) {
        return Ok(segments);
    }
    let mut tx = db.write().await?;
    keep_ours(&mut tx, now).await?;
    tx.commit().await?;
    all(&mut *db.read().acquire().await?).await
}

async fn is_due(db: &Db) -> sqlx::Result<bool> {
    let due: Option<i64> =
        sqlx::query_scalar("select cast(1 as bigint) from segment_due limit 1").fetch_optional(db.read()).await?;
    Ok(due.is_some())
}

/// Looks at everybody, in steps. Each is read and written in one turn, so that no older look is written over a newer one.
async fn whole(db: &Db, segments: &Ruled<'_>, scenery: &Scenery, stands: &str, now: &str) -> sqlx::Result<usize> {
    let (mut last, mut looked) = (String::new(), 0);
    let mut before = vec![0_i64; segments.len()];
    loop {
        let mut tx = db.write().await?;
        db::set_setting(&mut tx, COUNTED, now).await?;
        let rows: Vec<Row> = sqlx::query_as(facts!("where h.fan_id > $1 order by h.fan_id limit $2"))
            .bind(&last)
            .bind(AT_ONCE)
            .fetch_all(&mut *tx)
            .await?;
        let Some(end) = rows.last().map(|row| row.fan_id.clone()) else { break };
        let ids: Vec<&str> = rows.iter().map(|row| &*row.fan_id).collect();
        let then: Vec<Facts> = rows.iter().map(|row| scenery.then(row)).collect();
        look(&mut tx, segments, scenery, &ids, &rows).await?;
        tx.commit().await?;
        for (before, (_, rules)) in before.iter_mut().zip(segments) {
            *before += then.iter().filter(|fan| rules.hold(fan, &scenery.before)).count() as i64;
        }
        looked += rows.len();
        last = end;
    }
    let mut tx = db.write().await?;
    tidy(&mut tx, now).await?;
    for ((segment, _), before) in segments.iter().zip(before) {
        sqlx::query(
            "update segment set counted_at = $2, counted_for = $3, fans_before = $4,
               fans = (select count(*) from segment_fan s where s.segment_id = segment.id)
             where id = $1 and rules = $5",
        )
        .bind(&segment.id)
        .bind(now)
        .bind(stands)
        .bind(before)
        .bind(&segment.rules)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(looked)
}

/// Looks at some of those who are due; how many they were.
async fn due(db: &Db, segments: &Ruled<'_>, scenery: &Scenery, now: &str) -> sqlx::Result<usize> {
    let mut tx = db.write().await?;
    db::set_setting(&mut tx, COUNTED, now).await?;
    let taken: Vec<String> = sqlx::query_scalar(
        "delete from segment_due where (fan_id, mark) in (
           select fan_id, mark from segment_due order by fan_id, mark limit $1) returning fan_id",
    )
    .bind(AT_ONCE)
    .fetch_all(&mut *tx)
    .await?;
    let ids: Vec<&str> = taken.iter().map(String::as_str).collect();
    let rows: Vec<Row> =
        sqlx::query_as(facts!("where h.fan_id in (select value ->> 'id' from json_each(cast($1 as text)))"))
            .bind(as_list(&ids))
            .fetch_all(&mut *tx)
            .await?;
    let moved = look(&mut tx, segments, scenery, &ids, &rows).await?;
    for ((segment, _), by) in segments.iter().zip(moved) {
        sqlx::query("update segment set counted_at = $2, fans = fans + $3 where id = $1 and rules = $4")
            .bind(&segment.id)
            .bind(now)
            .bind(by)
            .bind(&segment.rules)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(taken.len())
}

fn as_list(ids: &[&str]) -> String {
    list(ids.iter().map(|id| json!({ "id": id })))
}

/// A fan in a segment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, sqlx::FromRow)]
struct Member {
    segment_id: String,
    fan_id: String,
}

/// Has these fans in each segment, or not, as its rules say of their facts; one who has none is in nowhere. By how many
/// each segment has grown. Four statements at most; one where nobody moves.
async fn look(
    tx: &mut Tx,
    segments: &Ruled<'_>,
    scenery: &Scenery,
    ids: &[&str],
    rows: &[Row],
) -> sqlx::Result<Vec<i64>> {
    let facts: Vec<Facts> = rows.iter().map(|row| scenery.now(row)).collect();
    let kept: Vec<Member> = sqlx::query_as(
        "select s.segment_id, s.fan_id
         from (select distinct value ->> 'id' as id from json_each(cast($1 as text))) j cross join segment_fan s
         where s.fan_id = j.id",
    )
    .bind(as_list(ids))
    .fetch_all(&mut **tx)
    .await?;
    let mut kept: HashSet<Member> = kept.into_iter().collect();
    let (mut come, mut moved) = (Vec::new(), vec![0; segments.len()]);
    for ((segment, rules), moved) in segments.iter().zip(&mut moved) {
        for fan in facts.iter().filter(|fan| rules.hold(fan, &scenery.here)) {
            let member = Member { segment_id: segment.id.clone(), fan_id: fan.id.clone() };
            if !kept.remove(&member) {
                come.push(member);
                *moved += 1;
            }
        }
    }
    // What is left of these segments isn't so any more; of others nothing was asked.
    let place = |member: &Member| segments.iter().position(|(segment, _)| segment.id == member.segment_id);
    let gone: Vec<Member> = kept.into_iter().filter(|member| place(member).is_some()).collect();
    gone.iter().filter_map(place).for_each(|at| moved[at] -= 1);
    take_out(tx, &gone).await?;
    put_in(tx, segments, &come).await?;
    Ok(moved)
}

async fn take_out(tx: &mut Tx, members: &[Member]) -> sqlx::Result<()> {
    if members.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "delete from segment_fan where (segment_id, fan_id) in (
           select value ->> 'segment_id', value ->> 'fan_id' from json_each(cast($1 as text)))",
    )
    .bind(json!(members).to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts fans into segments, as far as the rules are still those that were asked.
async fn put_in(tx: &mut Tx, segments: &Ruled<'_>, members: &[Member]) -> sqlx::Result<()> {
    if members.is_empty() {
        return Ok(());
    }
    let rules: Vec<(String, String)> =
        sqlx::query_as("select id, rules from segment limit 1000").fetch_all(&mut **tx).await?;
    let rules: HashSet<(String, String)> = rules.into_iter().collect();
    let stands = |it: &&(&Segment, &Rules)| rules.contains(&(it.0.id.clone(), it.0.rules.clone()));
    let standing: HashSet<&str> = segments.iter().filter(stands).map(|(segment, _)| &*segment.id).collect();
    let members: Vec<&Member> = members.iter().filter(|member| standing.contains(&*member.segment_id)).collect();
    sqlx::query(
        "insert into segment_fan (segment_id, fan_id)
         select value ->> 'segment_id', value ->> 'fan_id' from json_each(cast($1 as text)) where key >= 0
         on conflict do nothing",
    )
    .bind(json!(members).to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
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
