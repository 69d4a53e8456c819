//! Lists of fans: by name, by search, as suggestions, for the export. One query each, whatever is asked.

use sqlx::AnyConnection;

use crate::base::db::Db;
use crate::base::text;
use crate::fans::search::Search;
use crate::fans::store::{history, json};

/// A fan in a list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    pub id: String,
    /// As they are called: `Juan +1`, too.
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub birth_year: Option<i64>,
    pub birth_date: Option<String>,
    /// Tickets that are not voided.
    pub tickets: i64,
    /// Concerts that they came to.
    pub came: i64,
    /// The day of the last of these.
    pub last_day: Option<String>,
}

/// Where a page of a list begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    First,
    After(Key),
    Before(Key),
}

/// A fan's place in the order of names.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Key {
    pub name_folded: String,
    pub id: String,
}

macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "select f.id, coalesce((select b.name || ' ' from fan b
                 where b.id = f.brought_by and b.erased_at is null and f.name like '+%'), '') || f.name as name,
               f.phone, f.email, f.birth_year, f.birth_date,
               (select count(*) from ticket t where t.fan_id = f.id and t.voided_at is null) as tickets,
               coalesce((select h.came from fan_history h where h.fan_id = f.id), 0) as came,
               (select c.day from fan_history h join concert c on c.id = h.last_concert where h.fan_id = f.id) as last_day ",
            $rest
        )
    };
}

pub(super) use listed;

/// The place of that fan; none when there is no such fan.
pub async fn key(db: &Db, id: &str) -> sqlx::Result<Option<Key>> {
    sqlx::query_as("select name_folded, id from fan where id = $1").bind(id).fetch_optional(db.read()).await
}

/// How many fans there are, as it is kept.
pub async fn count(db: &Db) -> sqlx::Result<i64> {
    history::fans(&mut *db.read().acquire().await?).await
}

/// At most `most` fans that a search finds, in the order of their names, from a place on; backwards they are given in
/// the same order.
pub async fn find(db: &Db, search: &Search, from: &From, most: i64) -> sqlx::Result<Vec<Listed>> {
    let mut found = match (search, from) {
        (Search::All, From::First) => all(db, &Key::default(), most).await?,
        (Search::All, From::After(key)) => all(db, key, most).await?,
        (Search::All, From::Before(key)) => all_before(db, key, most).await?,
        (Search::Words(words), From::First) => by_words(db, words, &Key::default(), most).await?,
        (Search::Words(words), From::After(key)) => by_words(db, words, key, most).await?,
        (Search::Words(words), From::Before(key)) => by_words_before(db, words, key, most).await?,
        (Search::Phone(exact) | Search::Email(exact), _) => exactly(db, exact, most).await?,
    };
    if matches!((search, from), (Search::All | Search::Words(_), From::Before(_))) {
        found.reverse();
    }
    Ok(found)
}

async fn all(db: &Db, key: &Key, most: i64) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as(listed!(
        "from fan f
         where f.merged_into is null and f.erased_at is null and (f.name_folded, f.id) > ($1, $2)
         order by f.name_folded, f.id limit $3"
    ))
    .bind(&key.name_folded)
    .bind(&key.id)
    .bind(most)
    .fetch_all(db.read())
    .await
}

async fn all_before(db: &Db, key: &Key, most: i64) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as(listed!(
        "from fan f
         where f.merged_into is null and f.erased_at is null and (f.name_folded, f.id) < ($1, $2)
         order by f.name_folded desc, f.id desc limit $3"
    ))
    .bind(&key.name_folded)
    .bind(&key.id)
    .bind(most)
    .fetch_all(db.read())
    .await
}

// The longest word leads (a cross join is walked in its written order); the others are looked up for each it finds. What
// a row shows is read for those of the page alone.
async fn by_words(db: &Db, words: &[String], key: &Key, most: i64) -> sqlx::Result<Vec<Listed>> {
    let (first, rest) = split(words);
    sqlx::query_as(listed!(
        "from (
           select n.id from (select distinct fan_id from fan_word where word >= $1 and word < $2) m cross join fan n
           where n.id = m.fan_id and n.merged_into is null and n.erased_at is null
             and (n.name_folded, n.id) > ($3, $4)
             and not exists (
               select 1 from json_each(cast($5 as text)) w
               where not exists (
                 select 1 from fan_word x
                 where x.fan_id = n.id and x.word >= (w.value ->> 'from') and x.word < (w.value ->> 'to')))
           order by n.name_folded, n.id limit $6) found cross join fan f
         where f.id = found.id order by f.name_folded, f.id"
    ))
    .bind(first)
    .bind(text::after(first))
    .bind(&key.name_folded)
    .bind(&key.id)
    .bind(rest)
    .bind(most)
    .fetch_all(db.read())
    .await
}

async fn by_words_before(db: &Db, words: &[String], key: &Key, most: i64) -> sqlx::Result<Vec<Listed>> {
    let (first, rest) = split(words);
    sqlx::query_as(listed!(
        "from (
           select n.id from (select distinct fan_id from fan_word where word >= $1 and word < $2) m cross join fan n
           where n.id = m.fan_id and n.merged_into is null and n.erased_at is null
             and (n.name_folded, n.id) < ($3, $4)
             and not exists (
               select 1 from json_each(cast($5 as text)) w
               where not exists (
                 select 1 from fan_word x
                 where x.fan_id = n.id and x.word >= (w.value ->> 'from') and x.word < (w.value ->> 'to')))
           order by n.name_folded desc, n.id desc limit $6) found cross join fan f
         where f.id = found.id order by f.name_folded desc, f.id desc"
    ))
    .bind(first)
    .bind(text::after(first))
    .bind(&key.name_folded)
    .bind(&key.id)
    .bind(rest)
    .bind(most)
    .fetch_all(db.read())
    .await
}

fn split(words: &[String]) -> (&str, String) {
    let (first, rest) = words.split_first().map_or(("", words), |(first, rest)| (first.as_str(), rest));
    (first, json(rest.iter().map(|word| serde_json::json!({ "from": word, "to": text::after(word) }))))
}

async fn exactly(db: &Db, exact: &str, most: i64) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as(listed!(
        "from fan f
         where f.id in (
           select id from fan where phone = $1 and merged_into is null and erased_at is null
           union all
           select id from fan where email_folded = $1 and merged_into is null and erased_at is null)
         order by f.name_folded, f.id limit $2"
    ))
    .bind(exact)
    .bind(most)
    .fetch_all(db.read())
    .await
}

/// The few fans that what is being typed may mean.
pub async fn suggest(db: &Db, typed: &str) -> sqlx::Result<Vec<Listed>> {
    match Search::of(typed) {
        Search::All => Ok(Vec::new()),
        search => find(db, &search, &From::First, 8).await,
    }
}

macro_rules! exported {
    ($rest:literal) => {
        concat!(
            "select f.id, f.name, f.name_folded, f.phone, f.email, f.birth_year, f.birth_date, f.found_by, f.note,
               f.language,
               (select count(*) from consent c
                where c.fan_id = f.id and c.purpose = 'news' and c.withdrawn_at is null) as news
             from fan f
             where f.merged_into is null and f.erased_at is null and (f.name_folded, f.id) > ($1, $2) ",
            $rest,
            " order by f.name_folded, f.id limit 1000"
        )
    };
}

/// A fan as the export has them.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Exported {
    pub id: String,
    pub name: String,
    pub name_folded: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub birth_year: Option<i64>,
    pub birth_date: Option<String>,
    pub found_by: Option<String>,
    pub note: Option<String>,
    pub language: Option<String>,
    /// Consents to news that stand.
    pub news: i64,
}

/// The next of all fans after a place, or of those of a segment (empty: all); at most 1,000.
pub async fn export(connection: &mut AnyConnection, after: &Key, segment: &str) -> sqlx::Result<Vec<Exported>> {
    let sql = if segment.is_empty() {
        exported!("and $3 = ''")
    } else {
        exported!("and exists (select 1 from segment_fan s where s.segment_id = $3 and s.fan_id = f.id)")
    };
    sqlx::query_as(sql).bind(&after.name_folded).bind(&after.id).bind(segment).fetch_all(connection).await
}
