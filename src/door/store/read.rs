//! Reading the night: its numbers, a ticket by name.

use serde_json::json;
use sqlx::AnyConnection;

use crate::base::db::Db;
use crate::base::text;
use crate::door::nickname;
use crate::door::wire::{Found, Numbers};
use crate::tickets::code;
use crate::tickets::ticket::due;

/// The numbers of a night, from the summaries; none of a concert that isn't there.
pub async fn numbers(connection: &mut AnyConnection, concert: &str) -> Result<Option<Numbers>, sqlx::Error> {
    sqlx::query_as(
        "select coalesce(a.inside, 0) as inside, coalesce(s.held, 0) as expected, coalesce(a.entries, 0) as admitted,
           coalesce(a.refused, 0) as refused, coalesce(a.tickets, 0) as tickets,
           (select count(*) from conflict k where k.concert_id = c.id) as conflicts
         from concert c
           left join concert_attendance a on a.concert_id = c.id
           left join concert_sales s on s.concert_id = c.id
         where c.id = $1",
    )
    .bind(concert)
    .fetch_optional(connection)
    .await
}

/// How far a concert's door is.
pub async fn cursor(connection: &mut AnyConnection, concert: &str) -> Result<i64, sqlx::Error> {
    let found = sqlx::query_scalar("select cursor from concert_sales where concert_id = $1").bind(concert);
    Ok(found.fetch_optional(connection).await?.unwrap_or_default())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    number: i64,
    short: String,
    name: String,
    phone: Option<String>,
    admits: i64,
    price_cents: i64,
    paid_cents: i64,
    method: String,
    voided_at: Option<String>,
    replaced_at: Option<String>,
    counted: i64,
    inside: i64,
}

impl Row {
    fn state(&self) -> &'static str {
        if self.replaced_at.is_some() {
            "replaced"
        } else if self.voided_at.is_some() {
            "voided"
        } else if self.inside > 0 {
            "inside"
        } else if self.counted > 0 {
            "exited"
        } else if due(self.price_cents, self.paid_cents, &self.method) > 0 {
            "unpaid"
        } else {
            "valid"
        }
    }
}

/// Tickets of a concert by the beginnings of all words of the name or of what people of that name are called (a nameless companion's: of whoever brought them), by
/// number, short code or last four digits; at most 20. First the very number or code, then what can still be used.
/// Nobody is found by an e-mail: a door never sees one.
pub async fn search(db: &Db, concert: &str, typed: &str) -> Result<Vec<Found>, sqlx::Error> {
    let words = text::words(typed);
    let Some(longest) = words.iter().max_by_key(|word| word.len()) else { return Ok(Vec::new()) };
    let number: i64 = typed.trim().trim_start_matches(['#', 'N', 'n', '.', 'º', ' ']).parse().unwrap_or(-1);
    let short = code::short(typed);
    let ranges = nickname::also(longest).into_iter().map(|word| json!({ "to": text::after(&word), "from": word }));
    let all = json!(words.iter().map(|word| json!({ "word": word, "digits": digits(word) })).collect::<Vec<_>>());
    // Folded words are letters and digits: nothing in them is a sign of `like`.
    let likes = words.iter().flat_map(|word| {
        nickname::also(word).into_iter().map(move |also| json!({ "word": word, "like": format!("% {also}%") }))
    });
    let rows: Vec<Row> = sqlx::query_as(
        "select t.id, t.number, substr(t.code, 1, 4) as short, coalesce(b.name || ' ', '') || f.name as name, coalesce(f.phone, b.phone) as phone, t.admits, t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.method, t.voided_at, t.replaced_at,
           (select count(*) from admission a where a.ticket_id = t.id
             and (a.ended_kind is null or a.ended_kind = 'exit')) as counted,
           (select count(*) from admission a where a.ticket_id = t.id and a.ended_at is null) as inside
         from ticket t join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where t.concert_id = $1 and (
             ((t.fan_id in (
                   select w.fan_id from json_each(cast($2 as text)) r
                     join fan_word w on w.word >= (r.value ->> 'from') and w.word < (r.value ->> 'to'))
                 or b.id in (
                   select w.fan_id from json_each(cast($2 as text)) r
                     join fan_word w on w.word >= (r.value ->> 'from') and w.word < (r.value ->> 'to')))
               and not exists (
                 select 1 from json_each(cast($6 as text)) w
                 where not exists (
                     select 1 from json_each(cast($3 as text)) a
                     where a.value ->> 'word' = w.value ->> 'word'
                       and (' ' || coalesce(b.name_folded || ' ', '') || f.name_folded) like (a.value ->> 'like'))
                   and not exists (
                     select 1 from fan_word x where x.fan_id in (f.id, b.id) and x.word = (w.value ->> 'digits'))))
             or t.number = $4
             or substr(t.code, 1, 4) = $5)
         order by case when t.number = $4 or substr(t.code, 1, 4) = $5 then 0 else 1 end,
           case when t.voided_at is null and t.replaced_at is null then 0 else 1 end,
           coalesce(b.name_folded, f.name_folded), t.number
         limit 20",
    )
    .bind(concert)
    .bind(json!(ranges.collect::<Vec<_>>()).to_string())
    .bind(json!(likes.collect::<Vec<_>>()).to_string())
    .bind(number)
    .bind(short.unwrap_or_default())
    .bind(all.to_string())
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(found).collect())
}

fn found(row: Row) -> Found {
    let (first_name, initial) = text::first_and_initial(&row.name);
    let left = (row.admits - row.counted).max(0);
    let (state, last4) = (row.state().to_owned(), text::last_four(row.phone.as_deref()));
    Found { id: row.id, number: row.number, short: row.short, first_name, initial, last4, state, left }
}

/// Tickets of a concert by their very numbers.
pub async fn by_numbers(db: &Db, concert: &str, numbers: &[i64]) -> Result<Vec<Found>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select t.id, t.number, substr(t.code, 1, 4) as short, coalesce(b.name || ' ', '') || f.name as name, coalesce(f.phone, b.phone) as phone, t.admits, t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.method, t.voided_at, t.replaced_at,
           (select count(*) from admission a where a.ticket_id = t.id
             and (a.ended_kind is null or a.ended_kind = 'exit')) as counted,
           (select count(*) from admission a where a.ticket_id = t.id and a.ended_at is null) as inside
         from ticket t join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where t.concert_id = $1
           and t.number in (select cast(w.value as bigint) from json_each(cast($2 as text)) w)",
    )
    .bind(concert)
    .bind(json!(numbers).to_string())
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(found).collect())
}

/// A live ticket for the list on paper.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    pub number: i64,
    pub short: String,
    pub name: String,
    pub admits: i64,
    price_cents: i64,
    paid_cents: i64,
    method: String,
    pub counted: i64,
}

impl Listed {
    pub fn due_cents(&self) -> i64 {
        due(self.price_cents, self.paid_cents, &self.method)
    }
}

/// Every live ticket of a concert, by number.
pub async fn live(db: &Db, concert: &str) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as(
        "select t.number, substr(t.code, 1, 4) as short, coalesce(b.name || ' ', '') || f.name as name, t.admits, t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.method,
           (select count(*) from admission a where a.ticket_id = t.id
             and (a.ended_kind is null or a.ended_kind = 'exit')) as counted
         from ticket t join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where t.concert_id = $1 and t.voided_at is null and t.replaced_at is null
         order by t.number",
    )
    .bind(concert)
    .fetch_all(db.read())
    .await
}

/// The word, if it may be the end of a phone number.
fn digits(word: &str) -> Option<&str> {
    Some(word).filter(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
}
