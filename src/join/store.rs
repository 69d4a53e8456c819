//! Public pages, what was asked for on them, and who said the word, in the database.

pub mod night;
mod people;

use sqlx::AnyConnection;

use crate::base::db::Tx;

pub use night::{Nameless, Untied, here, is_here, is_with, nameless, ticket_of, untied};
pub use people::{on_erase, on_merge};

/// How many rows a page of a list shows.
pub const ROWS: i64 = 50;

/// A concert's public page.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Public {
    pub concert_id: String,
    pub token: String,
    pub opened_at: Option<String>,
    pub word: Option<String>,
    pub word_folded: Option<String>,
}

/// Somebody who asked for a place.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Request {
    pub id: String,
    pub fan_id: String,
    /// As they are known, and as they wrote.
    pub fan: String,
    pub name: String,
    pub phone: Option<String>,
    pub language: Option<String>,
    pub people: i64,
    /// Who sent them.
    pub by: Option<String>,
    pub asked_at: String,
    pub price_name: Option<String>,
    pub price_cents: Option<i64>,
    pub birth_year: Option<i64>,
    pub birth_date: Option<String>,
    pub fan_new_at: Option<String>,
    pub accepted_at: Option<String>,
    /// The ticket that they were given.
    pub ticket_id: Option<String>,
    /// The number of a ticket that they have.
    pub number: Option<i64>,
    pub due_cents: i64,
}

/// Who brought how many.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Brought {
    pub id: String,
    pub name: String,
    pub people: i64,
}

macro_rules! public {
    ($rest:literal) => {
        concat!("select concert_id, token, opened_at, word, word_folded from join_page ", $rest)
    };
}

/// A concert's page, if it ever had one.
pub async fn of_concert(connection: &mut AnyConnection, concert: &str) -> sqlx::Result<Option<Public>> {
    sqlx::query_as(public!("where concert_id = $1")).bind(concert).fetch_optional(connection).await
}

/// The page of an address, open or closed.
pub async fn of_token(connection: &mut AnyConnection, token: &str) -> sqlx::Result<Option<Public>> {
    sqlx::query_as(public!("where token = $1")).bind(token).fetch_optional(connection).await
}

/// Opens a concert's page under that address, or under the one that it had.
pub async fn open(tx: &mut Tx, concert: &str, token: &str, now: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into join_page (concert_id, token, opened_at) values ($1, $2, $3)
         on conflict (concert_id) do update set opened_at = coalesce(join_page.opened_at, excluded.opened_at)",
    )
    .bind(concert)
    .bind(token)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Closes it; its address stays its own.
pub async fn close(tx: &mut Tx, concert: &str) -> sqlx::Result<()> {
    sqlx::query("update join_page set opened_at = null where concert_id = $1").bind(concert).execute(&mut **tx).await?;
    Ok(())
}

/// Sets the word of the night, or takes it away.
pub async fn set_word(tx: &mut Tx, concert: &str, word: Option<&(String, String)>) -> sqlx::Result<()> {
    sqlx::query("update join_page set word = cast($2 as text), word_folded = cast($3 as text) where concert_id = $1")
        .bind(concert)
        .bind(word.map(|word| word.0.as_str()))
        .bind(word.map(|word| word.1.as_str()))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The places of a concert that nobody has.
pub async fn left(connection: &mut AnyConnection, concert: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select c.capacity - coalesce(s.held, 0) - coalesce(s.reserved, 0)
         from concert c left join concert_sales s on s.concert_id = c.id where c.id = $1",
    )
    .bind(concert)
    .fetch_one(connection)
    .await
}

/// The fan whose ticket of a concert has that number, if they are there.
pub async fn fan_of_number(connection: &mut AnyConnection, concert: &str, number: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "select f.id from ticket t join fan f on f.id = t.fan_id
         where t.concert_id = $1 and t.number = $2 and f.erased_at is null",
    )
    .bind(concert)
    .bind(number)
    .fetch_optional(connection)
    .await
}

/// What somebody asks for.
pub struct NewRequest<'a> {
    pub id: &'a str,
    pub concert: &'a str,
    pub fan: &'a str,
    pub name: &'a str,
    pub people: i64,
    pub brought_by: Option<&'a str>,
    /// What a place costs now: the price's name and cents.
    pub price: Option<(&'a str, i64)>,
    pub fan_is_new: Option<()>,
    pub now: &'a str,
}

/// Keeps what somebody asks for; what they ask for again before it was settled takes the place of the first.
pub async fn ask(tx: &mut Tx, new: &NewRequest<'_>) -> sqlx::Result<()> {
    sqlx::query(
        "insert into join_request
           (id, concert_id, fan_id, name, people, brought_by, fan_new_at, asked_at, price_name, price_cents)
         values ($1, $2, $3, $4, $5, cast($6 as text), cast($7 as text), $8, cast($9 as text), cast($10 as bigint))
         on conflict (concert_id, fan_id) where accepted_at is null and declined_at is null
         do update set name = excluded.name, people = excluded.people,
           brought_by = coalesce(join_request.brought_by, excluded.brought_by)",
    )
    .bind(new.id)
    .bind(new.concert)
    .bind(new.fan)
    .bind(new.name)
    .bind(new.people)
    .bind(new.brought_by)
    .bind(new.fan_is_new.map(|()| new.now))
    .bind(new.now)
    .bind(new.price.map(|price| price.0))
    .bind(new.price.map(|price| price.1))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The ticket of a request as it stands: the one that was made for it, or what that was replaced by.
macro_rules! requests {
    ($rest:literal) => {
        concat!(
            "select r.id, r.fan_id, f.name as fan, r.name, f.phone, f.language, r.people, b.name as by, r.asked_at,
               r.price_name, r.price_cents, f.birth_year, f.birth_date, r.fan_new_at, r.accepted_at, l.id as ticket_id,
               (select min(t.number) from ticket t where t.fan_id = r.fan_id and t.concert_id || '' = r.concert_id
                 and t.voided_at is null and t.replaced_at is null) as number,
               coalesce(case when l.method = 'courtesy' then 0 else l.price_cents - coalesce(
                 (select cast(sum(p.amount_cents) as bigint) from payment p where p.ticket_id = l.id), 0) end, 0)
                 as due_cents
             from join_request r join fan f on f.id = r.fan_id
               left join fan b on b.id = r.brought_by and b.erased_at is null
               left join ticket l on l.id = (select max(t.id) from ticket t
                 where r.ticket_id is not null and t.fan_id = r.fan_id and t.concert_id || '' = r.concert_id
                   and t.voided_at is null and t.replaced_at is null and (t.id = r.ticket_id or t.replaces is not null)) ",
            $rest
        )
    };
}

/// Those who wait, the first first, after that one (its time and its id); one more than a page shows where there are more.
pub async fn requests(
    connection: &mut AnyConnection,
    concert: &str,
    after: (&str, &str),
) -> sqlx::Result<Vec<Request>> {
    sqlx::query_as(requests!(
        "where r.concert_id = $1 and r.accepted_at is null and r.declined_at is null
           and (r.asked_at > $2 or (r.asked_at = $2 and r.id > $3))
         order by r.asked_at, r.id limit 51"
    ))
    .bind(concert)
    .bind(after.0)
    .bind(after.1)
    .fetch_all(connection)
    .await
}

/// Those who were accepted: who still owes first, then the last.
pub async fn accepted(connection: &mut AnyConnection, concert: &str) -> sqlx::Result<Vec<Request>> {
    sqlx::query_as(requests!(
        "where r.concert_id = $1 and r.accepted_at is not null
         order by due_cents desc, r.accepted_at desc, r.id desc limit 50"
    ))
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// One of them.
pub async fn request(connection: &mut AnyConnection, concert: &str, id: &str) -> sqlx::Result<Option<Request>> {
    sqlx::query_as(requests!("where r.concert_id = $1 and r.id = $2"))
        .bind(concert)
        .bind(id)
        .fetch_optional(connection)
        .await
}

macro_rules! settled {
    ($column:literal) => {
        concat!(
            "update join_request set ",
            $column,
            " = $2, settled_by = $3 where id = $1 and accepted_at is null and declined_at is null"
        )
    };
}

/// Marks one as accepted, if it waits; the ticket is made in the same transaction. Whether it waited.
pub async fn accept(tx: &mut Tx, id: &str, account: &str, now: &str) -> sqlx::Result<bool> {
    settle(tx, settled!("accepted_at"), (id, account, now)).await
}

/// Marks one as declined, if it waits. Whether it waited.
pub async fn decline(tx: &mut Tx, id: &str, account: &str, now: &str) -> sqlx::Result<bool> {
    settle(tx, settled!("declined_at"), (id, account, now)).await
}

async fn settle(tx: &mut Tx, sql: &'static str, (id, account, now): (&str, &str, &str)) -> sqlx::Result<bool> {
    let settled = sqlx::query(sql).bind(id).bind(now).bind(account).execute(&mut **tx).await?;
    Ok(settled.rows_affected() > 0)
}

/// Keeps which ticket was made for it.
pub async fn gave(tx: &mut Tx, id: &str, ticket: &str) -> sqlx::Result<()> {
    sqlx::query("update join_request set ticket_id = $2 where id = $1")
        .bind(id)
        .bind(ticket)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether a fan is known by nothing but this request: nobody made or changed them, they asked for no news, and nothing else
/// points to them.
pub async fn is_all_there_is(tx: &mut Tx, request: &str) -> sqlx::Result<bool> {
    let alone: Option<String> = sqlx::query_scalar(
        "select r.id from join_request r join fan f on f.id = r.fan_id
         where r.id = $1 and r.fan_new_at is not null and f.changed_at = f.created_at
           and not exists (select 1 from consent c where c.fan_id = f.id and c.purpose = 'news' and c.withdrawn_at is null)
           and not exists (select 1 from ticket t where t.fan_id = r.fan_id)
           and not exists (select 1 from presence p where p.fan_id = r.fan_id)
           and not exists (select 1 from join_request o where o.fan_id = r.fan_id and o.id <> r.id)
           and not exists (select 1 from fan w where w.brought_by = r.fan_id or w.merged_into = r.fan_id)",
    )
    .bind(request)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(alone.is_some())
}

/// How many places those who wait asked for.
pub async fn places_asked(connection: &mut AnyConnection, concert: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select coalesce(cast(sum(people) as bigint), 0) from join_request
         where concert_id = $1 and accepted_at is null and declined_at is null",
    )
    .bind(concert)
    .fetch_one(connection)
    .await
}

/// Who brought the most to a concert by their own address: those who were accepted, and those who said the word.
pub async fn brought(connection: &mut AnyConnection, concert: &str) -> sqlx::Result<Vec<Brought>> {
    sqlx::query_as(
        "select f.id, f.name, cast(sum(x.people) as bigint) as people
         from (select brought_by, people from join_request
               where concert_id = $1 and accepted_at is not null and brought_by is not null
               union all
               select p.brought_by, 1 from presence p where p.concert_id = $1 and p.brought_by is not null
                 and not exists (select 1 from join_request r where r.concert_id = $1 and r.fan_id = p.fan_id
                   and r.accepted_at is not null)) x
           join fan f on f.id = x.brought_by and f.erased_at is null
         group by f.id, f.name order by 3 desc, f.name_folded, f.id limit 10",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}
