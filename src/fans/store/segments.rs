//! Segments in the database: their rules, who is in them, and how that is kept up to date.

mod count;
mod scenery;

use sqlx::AnyConnection;

use crate::base::db::{Db, Tx};
use crate::fans::segment::{OURS, Rules};
use crate::fans::store::json;
use crate::fans::store::list::{From, Key, Listed, listed};

pub use count::refresh;

/// A segment as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Segment {
    pub id: String,
    pub name: String,
    /// Ours, if it is one of these.
    pub kind: Option<String>,
    pub rules: String,
    pub counted_at: Option<String>,
    pub counted_for: Option<String>,
    pub fans: i64,
    pub fans_before: i64,
}

macro_rules! segments {
    ($rest:literal) => {
        concat!("select id, name, kind, rules, counted_at, counted_for, fans, fans_before from segment ", $rest)
    };
}

/// All of them, ours first; at most 1,000.
pub async fn all(connection: &mut AnyConnection) -> sqlx::Result<Vec<Segment>> {
    sqlx::query_as(segments!("order by case when kind is null then 1 else 0 end, case when kind is null then name_folded else id end limit 1000"))
        .fetch_all(connection)
        .await
}

pub async fn get(connection: &mut AnyConnection, id: &str) -> sqlx::Result<Option<Segment>> {
    sqlx::query_as(segments!("where id = $1")).bind(id).fetch_optional(connection).await
}

/// Keeps our own segments, where they aren't yet, or have other rules in this version.
pub async fn keep_ours(tx: &mut Tx, now: &str) -> sqlx::Result<()> {
    for (kind, id, name, rules) in OURS {
        sqlx::query(
            "insert into segment (id, name, name_folded, kind, rules, created_at, changed_at)
             values ($1, $2, $3, $4, $5, $6, $6)
             on conflict (id) do update set rules = excluded.rules, changed_at = excluded.changed_at, counted_at = null,
               counted_for = null
             where segment.rules <> excluded.rules",
        )
        .bind(id)
        .bind(name)
        // No name of the band's own folds to this.
        .bind(format!("~{kind}"))
        .bind(kind)
        .bind(rules)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Adds a segment, unless there is one of that name: then false.
pub async fn add(
    tx: &mut Tx,
    id: &str,
    name: (&str, &str),
    rules: &Rules,
    account: &str,
    now: &str,
) -> sqlx::Result<bool> {
    let added = sqlx::query(
        "insert into segment (id, name, name_folded, rules, created_at, created_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $5) on conflict (name_folded) do nothing",
    )
    .bind(id)
    .bind(name.0)
    .bind(name.1)
    .bind(rules.text())
    .bind(now)
    .bind(account)
    .execute(&mut **tx)
    .await?;
    Ok(added.rows_affected() > 0)
}

/// Writes an edited segment, unless it is ours or another has that name: then false. It is counted anew.
pub async fn edit(tx: &mut Tx, id: &str, name: (&str, &str), rules: &Rules, now: &str) -> sqlx::Result<bool> {
    let edited = sqlx::query(
        "update segment set name = $2, name_folded = $3, rules = $4, changed_at = $5, counted_at = null, counted_for = null
         where id = $1 and kind is null
           and not exists (select 1 from segment o where o.name_folded = $3 and o.id <> $1)",
    )
    .bind(id)
    .bind(name.0)
    .bind(name.1)
    .bind(rules.text())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(edited.rows_affected() > 0)
}

/// Removes a segment of the band's own, with who is in it; the fans stay.
pub async fn remove(tx: &mut Tx, id: &str) -> sqlx::Result<bool> {
    let own: Option<String> = sqlx::query_scalar("select id from segment where id = $1 and kind is null")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?;
    if own.is_none() {
        return Ok(false);
    }
    for sql in ["delete from segment_fan where segment_id = $1", "delete from segment where id = $1"] {
        sqlx::query(sql).bind(id).execute(&mut **tx).await?;
    }
    Ok(true)
}

/// Keeps a list of fans that rules can name; who is no more isn't on it. How many are.
pub async fn add_list(tx: &mut Tx, list: &str, fans: &[String]) -> sqlx::Result<u64> {
    let ids = json(fans.iter().map(|id| serde_json::json!({ "id": id })));
    let added = sqlx::query(
        "insert into segment_list (list_id, fan_id)
         select distinct $1, f.id from json_each(cast($2 as text)) j join fan f on f.id = j.value ->> 'id'
         where f.merged_into is null and f.erased_at is null",
    )
    .bind(list)
    .bind(ids)
    .execute(&mut **tx)
    .await?;
    Ok(added.rows_affected())
}

/// Takes a fan who is no more out of all segments; on lists stands, of one who was merged, the one who stays.
pub async fn hand_over(tx: &mut Tx, from: &str, into: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into segment_list (list_id, fan_id) select list_id, cast($2 as text) from segment_list where fan_id = $1
         on conflict do nothing",
    )
    .bind(from)
    .bind(into)
    .execute(&mut **tx)
    .await?;
    leave(tx, from).await
}

/// Takes a fan who is no more out of all segments and lists.
pub async fn leave(tx: &mut Tx, fan: &str) -> sqlx::Result<()> {
    sqlx::query(
        "update segment set fans = fans - 1 where id in (select segment_id from segment_fan where fan_id = $1)",
    )
    .bind(fan)
    .execute(&mut **tx)
    .await?;
    for sql in ["delete from segment_fan where fan_id = $1", "delete from segment_list where fan_id = $1"] {
        sqlx::query(sql).bind(fan).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Segments of so many fans or fewer are put in the order of names as they are read; of larger ones the names are walked.
const FEW: i64 = 5_000;

/// At most `most` fans of a segment by name, after a place.
pub async fn fans(db: &Db, segment: &Segment, from: &From, most: i64) -> sqlx::Result<Vec<Listed>> {
    let first = Key::default();
    let key = match from {
        From::After(key) => key,
        _ => &first,
    };
    let sql = if segment.fans <= FEW {
        listed!(
            "from segment_fan s join fan f on f.id = s.fan_id
             where s.segment_id = $4 and f.merged_into is null and f.erased_at is null and (f.name_folded, f.id) > ($1, $2)
             order by f.name_folded, f.id limit $3"
        )
    } else {
        listed!(
            "from fan f
             where f.merged_into is null and f.erased_at is null and (f.name_folded, f.id) > ($1, $2)
               and exists (select 1 from segment_fan s where s.segment_id = $4 and s.fan_id = f.id)
             order by f.name_folded, f.id limit $3"
        )
    };
    sqlx::query_as(sql).bind(&key.name_folded).bind(&key.id).bind(most).bind(&segment.id).fetch_all(db.read()).await
}

/// The concerts that a rule may name, past ones and those to come, the latest first; at most 500: `(id, name, day)`.
pub async fn concerts(connection: &mut AnyConnection) -> sqlx::Result<Vec<(String, String, String)>> {
    sqlx::query_as(
        "select c.id, coalesce(c.title, v.name), c.day from concert c join venue v on v.id = c.venue_id
         where c.cancelled_at is null order by c.doors_at desc, c.id limit 500",
    )
    .fetch_all(connection)
    .await
}

/// The cities where we play; at most 200.
pub async fn cities(connection: &mut AnyConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("select distinct city from venue where city <> '' order by city limit 1000")
        .fetch_all(connection)
        .await
}
