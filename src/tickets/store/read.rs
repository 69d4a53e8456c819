//! Reading tickets: one, or a page of lines. Lists are paged by key, never counted from the start.

use std::collections::HashMap;

use serde_json::json;
use sqlx::AnyConnection;

use crate::base::db::Db;
use crate::base::text;
use crate::tickets::code;
use crate::tickets::ticket::{State, Ticket, due};

/// How many lines a page has.
pub const PAGE: i64 = 50;

/// The whole of one ticket.
pub async fn get(connection: &mut AnyConnection, id: &str) -> Result<Option<Ticket>, sqlx::Error> {
    sqlx::query_as(
        "select t.id, t.concert_id, t.fan_id, coalesce(b.name || ' ', '') || f.name as fan, f.phone as fan_phone, f.email as fan_email,
           f.language as fan_language, t.number,
           t.code, t.link_token, t.admits, t.price_name, t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.currency, t.method, t.note, t.batch_id, t.issued_at, ia.username as issued_by, t.voided_at, t.void_reason,
           t.replaces, t.replaced_by, t.replaced_at, t.sent_at, sa.username as sent_by,
           d.opened_at, d.copied_at,
           (select count(*) from admission a where a.ticket_id = t.id and a.ended_at is null) as inside,
           (select min(a.admitted_at) from admission a
             where a.ticket_id = t.id and (a.ended_kind is null or a.ended_kind = 'exit')) as entered_at
         from ticket t join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
           left join account ia on ia.id = t.issued_by
           left join account sa on sa.id = t.sent_by
           left join delivery d on d.ticket_id = t.id
         where t.id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// A mail with a ticket, as its page tells of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Mailed {
    pub created_at: String,
    pub due_at: String,
    pub tries: i64,
    pub sent_at: Option<String>,
    pub failed_at: Option<String>,
    /// Where it went wrong last.
    pub reason: Option<String>,
    /// What the server said.
    pub said: Option<String>,
}

impl Mailed {
    /// The key of where it went wrong.
    pub fn why(&self) -> String {
        self.reason.as_ref().map(|reason| format!("delivery-mail-why-{reason}")).unwrap_or_default()
    }
}

/// The mails with a ticket, the latest first.
pub async fn mailed(connection: &mut AnyConnection, ticket: &str) -> Result<Vec<Mailed>, sqlx::Error> {
    sqlx::query_as(
        "select created_at, due_at, tries, sent_at, failed_at, reason, said from mail where ticket_id = $1
         order by created_at desc, id desc limit 5",
    )
    .bind(ticket)
    .fetch_all(connection)
    .await
}

/// The ticket of a fan's own page, by its link's token; none once the fan is erased.
pub async fn of_link(connection: &mut AnyConnection, token: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "select t.id from ticket t join fan f on f.id = t.fan_id where t.link_token = $1 and f.erased_at is null",
    )
    .bind(token)
    .fetch_optional(connection)
    .await
}

/// The id, concert and method of the ticket that a member issued last, one by one; a pasted list sets no habit.
pub async fn last_by(db: &Db, account: &str) -> Result<Option<(String, String, String)>, sqlx::Error> {
    sqlx::query_as(
        "select id, concert_id, method from ticket where issued_by = $1 and batch_id is null
         order by issued_at desc, id desc limit 1",
    )
    .bind(account)
    .fetch_optional(db.read())
    .await
}

/// The number of a live ticket that this fan already has for this concert.
pub async fn live_of_fan(connection: &mut AnyConnection, concert: &str, fan: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "select number from ticket
         where fan_id = $2 and concert_id || '' = $1 and voided_at is null and replaced_at is null
         order by number limit 1",
    )
    .bind(concert)
    .bind(fan)
    .fetch_optional(connection)
    .await
}

/// A ticket as a line of a list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Line {
    pub id: String,
    pub concert_id: String,
    pub concert: String,
    pub day: String,
    pub fan_id: String,
    pub fan: String,
    pub number: i64,
    pub short: String,
    pub admits: i64,
    pub price_cents: i64,
    pub paid_cents: i64,
    pub currency: String,
    pub method: String,
    pub issued_at: String,
    pub voided_at: Option<String>,
    pub replaced_at: Option<String>,
    pub sent_at: Option<String>,
    /// When the fan's own page was opened first.
    pub opened_at: Option<String>,
    /// When the first of them went in.
    pub entered_at: Option<String>,
    /// How many people went in with it.
    pub admitted: i64,
}

impl Line {
    pub fn due_cents(&self) -> i64 {
        due(self.price_cents, self.paid_cents, &self.method)
    }

    pub fn state(&self) -> State {
        State::of(self.voided_at.as_deref(), self.replaced_at.as_deref(), self.entered_at.as_deref(), self.due_cents())
    }
}

/// The fans whose words begin with all that were typed: the longest is `$1` to `$2`, the others are `$3`.
macro_rules! found {
    () => {
        "select m.fan_id from (select distinct fan_id from fan_word where word >= $1 and word < $2) m
         where not exists (
           select 1 from json_each(cast($3 as text)) w
           where not exists (
             select 1 from fan_word x
             where x.fan_id = m.fan_id and x.word >= (w.value ->> 'from') and x.word < (w.value ->> 'to')))"
    };
}

macro_rules! line {
    ($($rest:tt)*) => {
        concat!(
            "select t.id, t.concert_id, coalesce(c.title, v.name) as concert, c.day, t.fan_id,
               coalesce(b.name || ' ', '') || f.name as fan, t.number,
               substr(t.code, 1, 4) as short, t.admits, t.price_cents,
               (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id)
                 as paid_cents,
               t.currency, t.method, t.issued_at, t.voided_at, t.replaced_at, t.sent_at, d.opened_at,
               (select min(a.admitted_at) from admission a
                 where a.ticket_id = t.id and (a.ended_kind is null or a.ended_kind = 'exit')) as entered_at,
               (select count(*) from admission a
                 where a.ticket_id = t.id and (a.ended_kind is null or a.ended_kind = 'exit')) as admitted
             from ticket t join fan f on f.id = t.fan_id join concert c on c.id = t.concert_id
               join venue v on v.id = c.venue_id
               left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
               left join delivery d on d.ticket_id = t.id ",
            $($rest)*
        )
    };
}

/// Where a page of lines begins: after this ticket, in the list's order.
#[derive(Clone, Debug)]
pub struct Cursor {
    pub number: i64,
    pub issued_at: String,
    pub id: String,
}

/// The newest tickets of all concerts, after `after`.
pub async fn lines_recent(db: &Db, after: Option<&Cursor>) -> Result<Vec<Line>, sqlx::Error> {
    let (issued_at, id) = after.map_or(("~", ""), |cursor| (cursor.issued_at.as_str(), cursor.id.as_str()));
    sqlx::query_as(line!("where (t.issued_at, t.id) < ($1, $2) order by t.issued_at desc, t.id desc limit $3"))
        .bind(issued_at)
        .bind(id)
        .bind(PAGE + 1)
        .fetch_all(db.read())
        .await
}

/// The tickets of a concert, the last number first; `filter` is `owed`, `unsent` or all that were ever issued.
pub async fn lines_of_concert(
    db: &Db,
    concert: &str,
    filter: &str,
    after: Option<&Cursor>,
) -> Result<Vec<Line>, sqlx::Error> {
    let sql = match filter {
        "owed" => line!(
            "where t.concert_id = $1 and t.number < $2 and t.voided_at is null and t.replaced_at is null
               and t.method <> 'courtesy' and t.price_cents >
                 (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id)
             order by t.number desc limit $3"
        ),
        "unsent" => line!(
            "where t.concert_id = $1 and t.number < $2 and t.voided_at is null and t.replaced_at is null
               and t.sent_at is null
             order by t.number desc limit $3"
        ),
        _ => line!("where t.concert_id = $1 and t.number < $2 order by t.number desc limit $3"),
    };
    sqlx::query_as(sql)
        .bind(concert)
        .bind(after.map_or(i64::MAX, |cursor| cursor.number))
        .bind(PAGE + 1)
        .fetch_all(db.read())
        .await
}

/// Tickets of a concert (or of all, when it is empty) by number, short code, or the beginnings of all words of the fan; a
/// nameless companion's, of whoever brought them.
pub async fn lines_of_search(db: &Db, concert: &str, typed: &str) -> Result<Vec<Line>, sqlx::Error> {
    let mut words = text::words(typed);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let first = words.first().map_or("~", String::as_str);
    let rest: Vec<_> = words.iter().skip(1).map(|word| json!({ "from": word, "to": text::after(word) })).collect();
    let number: i64 = typed.trim().parse().unwrap_or(-1);
    let short = code::short(typed).unwrap_or_else(|| "~".to_owned());
    let sql = if concert.is_empty() {
        line!(
            "where t.fan_id in (",
            found!(),
            ") or t.fan_id in (select p.id from fan p where p.name like '+%' and p.brought_by in (",
            found!(),
            ")) or (t.code >= $4 and t.code < $5)
             order by t.issued_at desc, t.id desc limit $6"
        )
    } else {
        line!(
            "where t.concert_id = $7 and (t.fan_id in (",
            found!(),
            ") or b.id in (",
            found!(),
            ") or (t.code >= $4 and t.code < $5) or t.number = $8)
             order by t.number desc limit $6"
        )
    };
    let query = sqlx::query_as(sql)
        .bind(first)
        .bind(text::after(first))
        .bind(json!(rest).to_string())
        .bind(&short)
        .bind(text::after(&short))
        .bind(PAGE);
    let query = if concert.is_empty() { query } else { query.bind(concert).bind(number) };
    query.fetch_all(db.read()).await
}

/// The ticket of this whole code.
pub async fn of_code(db: &Db, code: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select id from ticket where code = $1").bind(code).fetch_optional(db.read()).await
}

/// The numbers of the live tickets that these fans have for a concert, each fan's first.
pub async fn live_of_fans(
    connection: &mut AnyConnection,
    concert: &str,
    fans: &[&str],
) -> Result<HashMap<String, i64>, sqlx::Error> {
    let fans: Vec<_> = fans.iter().map(|fan| serde_json::json!({ "it": fan })).collect();
    let fans = serde_json::to_string(&fans).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select fan_id, min(number) from ticket
         where fan_id in (select value ->> 'it' from json_each(cast($1 as text))) and concert_id || '' = $2
           and voided_at is null and replaced_at is null
         group by fan_id",
    )
    .bind(fans)
    .bind(concert)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().collect())
}

/// The first and last number of each file of `most` live tickets that a concert is printed in.
pub async fn parts(db: &Db, concert: &str, most: i64) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    sqlx::query_as(
        "select min(number), max(number) from (
           select number, (row_number() over (order by number) - 1) / $2 as part from ticket
           where concert_id = $1 and voided_at is null and replaced_at is null) numbered
         group by part order by part",
    )
    .bind(concert)
    .bind(most)
    .fetch_all(db.read())
    .await
}

/// The tickets of a batch, in their order.
pub async fn lines_of_batch(db: &Db, batch: &str) -> Result<Vec<Line>, sqlx::Error> {
    sqlx::query_as(line!("where t.batch_id = $1 order by t.number")).bind(batch).fetch_all(db.read()).await
}

/// All tickets of a concert by number, for taking along.
pub async fn lines_whole(db: &Db, concert: &str) -> Result<Vec<Line>, sqlx::Error> {
    sqlx::query_as(line!("where t.concert_id = $1 order by t.number")).bind(concert).fetch_all(db.read()).await
}

/// What a sheet of tickets is drawn from.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FaceRow {
    pub fan: String,
    pub number: i64,
    pub code: String,
    pub admits: i64,
    pub price_cents: i64,
    pub paid_cents: i64,
    pub currency: String,
    pub method: String,
}

/// The live tickets of a concert, or of one batch of it, by number, beginning after `after`; at most `most`.
pub async fn face_rows(
    db: &Db,
    concert: &str,
    batch: Option<&str>,
    after: i64,
    most: i64,
) -> Result<Vec<FaceRow>, sqlx::Error> {
    sqlx::query_as(
        "select coalesce(b.name || ' ', '') || f.name as fan, t.number, t.code, t.admits, t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.currency, t.method
         from ticket t join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where t.concert_id = $1 and t.number > $4 and (cast($2 as text) is null or t.batch_id = $2)
           and t.voided_at is null and t.replaced_at is null
         order by t.number limit $3",
    )
    .bind(concert)
    .bind(batch)
    .bind(most)
    .bind(after)
    .fetch_all(db.read())
    .await
}
