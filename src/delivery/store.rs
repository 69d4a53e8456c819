//! The queue and the fan's page in the database.

pub mod outbox;

use sqlx::AnyConnection;

use crate::base::db::{Db, Tx};

/// Where a concert's tickets stand on their way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Standing {
    /// Still to be sent, to a telephone that we know.
    pub waiting: i64,
    /// Still to be sent, and nobody's telephone is known.
    pub without_phone: i64,
    pub sent: i64,
    /// Of those sent: whose page was opened.
    pub opened: i64,
}

/// A ticket in the queue.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Next {
    pub id: String,
    /// Set when the fan wrote to us or bought before: they know the number.
    pub knows: i64,
}

/// A ticket that another member has in hand.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct InHand {
    pub username: String,
    pub fan: String,
}

/// A ticket whose fan says that somebody else has it too.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Copied {
    pub ticket_id: String,
    pub fan: String,
    pub number: i64,
    pub copied_at: String,
}

/// Where a concert's tickets stand.
pub async fn standing(connection: &mut AnyConnection, concert: &str) -> Result<Standing, sqlx::Error> {
    sqlx::query_as(
        "select
           coalesce(cast(sum(case when t.sent_at is null and f.phone is not null then 1 else 0 end) as bigint), 0) as waiting,
           coalesce(cast(sum(case when t.sent_at is null and f.phone is null then 1 else 0 end) as bigint), 0) as without_phone,
           count(t.sent_at) as sent,
           coalesce(cast(sum(case when t.sent_at is not null and d.opened_at is not null then 1 else 0 end) as bigint), 0) as opened
         from ticket t join fan f on f.id = t.fan_id left join delivery d on d.ticket_id = t.id
         where t.concert_id = $1 and t.voided_at is null and t.replaced_at is null",
    )
    .bind(concert)
    .fetch_one(connection)
    .await
}

macro_rules! queued {
    ($($rest:literal)*) => {
        concat!(
            "select t.id, cast(case when exists (
                 select 1 from ticket e where e.fan_id = t.fan_id and e.concert_id <> t.concert_id)
               or exists (select 1 from consent c where c.fan_id = t.fan_id and c.how = 'whatsapp') then 1 else 0 end
               as bigint) as knows
             from ticket t join fan f on f.id = t.fan_id left join delivery d on d.ticket_id = t.id
             where t.concert_id = $1 and t.sent_at is null and t.voided_at is null and t.replaced_at is null
               and f.phone is not null and f.erased_at is null ",
            $($rest)*
        )
    };
}

/// The ticket that this member has in hand since `edge`.
pub async fn mine(
    connection: &mut AnyConnection,
    concert: &str,
    account: &str,
    edge: &str,
) -> Result<Option<Next>, sqlx::Error> {
    sqlx::query_as(queued!("and d.taken_by = $2 and d.taken_at >= $3 order by d.taken_at desc, t.number limit 1"))
        .bind(concert)
        .bind(account)
        .bind(edge)
        .fetch_optional(connection)
        .await
}

/// The next ticket that nobody has in hand: those who know the number first, what was put off last. The caller holds the
/// concert's row ([`crate::tickets::store::hold_sales`]), so that two members never get the same.
pub async fn next(tx: &mut Tx, concert: &str, edge: &str) -> Result<Option<Next>, sqlx::Error> {
    sqlx::query_as(queued!(
        "and (d.taken_at is null or d.taken_at < $2)
         order by case when d.put_off_at is null then 0 else 1 end, d.put_off_at, knows desc, t.number limit 1"
    ))
    .bind(concert)
    .bind(edge)
    .fetch_optional(&mut **tx)
    .await
}

/// Who has which ticket in hand, but for this member.
pub async fn in_hand(
    connection: &mut AnyConnection,
    concert: &str,
    account: &str,
    edge: &str,
) -> Result<Vec<InHand>, sqlx::Error> {
    sqlx::query_as(
        "select a.username, coalesce(b.name || ' ', '') || f.name as fan
         from delivery d join account a on a.id = d.taken_by join ticket t on t.id = d.ticket_id
           join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where d.concert_id = $1 and d.taken_by <> $2 and d.taken_at >= $3 and t.sent_at is null
           and t.voided_at is null and t.replaced_at is null
         order by a.username limit 20",
    )
    .bind(concert)
    .bind(account)
    .bind(edge)
    .fetch_all(connection)
    .await
}

/// Gives a ticket into a member's hands from `now` on.
pub async fn take(tx: &mut Tx, concert: &str, ticket: &str, account: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into delivery (ticket_id, concert_id, taken_by, taken_at) values ($2, $1, $3, $4)
         on conflict (ticket_id) do update set taken_by = excluded.taken_by, taken_at = excluded.taken_at",
    )
    .bind(concert)
    .bind(ticket)
    .bind(account)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What this member had in hand of a concert is anybody's again; `put_off` leaves it for after the others.
pub async fn let_go(tx: &mut Tx, concert: &str, account: &str, put_off: Option<&str>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update delivery set taken_by = null, taken_at = null, put_off_at = coalesce($3, put_off_at)
         where concert_id = $1 and taken_by = $2 and taken_at is not null",
    )
    .bind(concert)
    .bind(account)
    .bind(put_off)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// When this member sent tickets by WhatsApp since `since`, the latest first: at most `most`.
pub async fn sent_since(
    connection: &mut AnyConnection,
    account: &str,
    since: &str,
    most: i64,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "select sent_at from ticket where sent_by = $1 and sent_at > $2 and sent_how = 'whatsapp'
         order by sent_at desc limit $3",
    )
    .bind(account)
    .bind(since)
    .bind(most)
    .fetch_all(connection)
    .await
}

/// The ticket of this concert that a member marked last since `since`, in case it was a mistake: its id and its fan.
pub async fn marked_last(
    connection: &mut AnyConnection,
    concert: &str,
    account: &str,
    since: &str,
) -> Result<Option<(String, String)>, sqlx::Error> {
    sqlx::query_as(
        "select t.id, coalesce(b.name || ' ', '') || f.name as fan
         from ticket t join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where t.sent_by = $2 and t.sent_at > $3 and t.concert_id = $1 and t.sent_how = 'whatsapp'
         order by t.sent_at desc limit 1",
    )
    .bind(concert)
    .bind(account)
    .bind(since)
    .fetch_optional(connection)
    .await
}

/// The tickets whose fans say that they were copied, and that still stand.
pub async fn copied(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Copied>, sqlx::Error> {
    sqlx::query_as(
        "select d.ticket_id, coalesce(b.name || ' ', '') || f.name as fan, t.number, d.copied_at
         from delivery d join ticket t on t.id = d.ticket_id join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where d.concert_id = $1 and d.copied_at is not null and t.voided_at is null and t.replaced_at is null
         order by d.copied_at limit 50",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// Writes when something happened to a ticket.
async fn note(tx: &mut Tx, sql: &'static str, ticket: &str, concert: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).bind(ticket).bind(concert).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Notes once that the fan's page was seen.
pub async fn opened(tx: &mut Tx, ticket: &str, concert: &str, now: &str) -> Result<(), sqlx::Error> {
    let sql = "insert into delivery (ticket_id, concert_id, opened_at) values ($1, $2, $3)
               on conflict (ticket_id) do update set opened_at = coalesce(delivery.opened_at, excluded.opened_at)";
    note(tx, sql, ticket, concert, now).await
}

/// Notes once that the fan said it was copied.
pub async fn was_copied(tx: &mut Tx, ticket: &str, concert: &str, now: &str) -> Result<(), sqlx::Error> {
    let sql = "insert into delivery (ticket_id, concert_id, copied_at) values ($1, $2, $3)
               on conflict (ticket_id) do update set copied_at = coalesce(delivery.copied_at, excluded.copied_at)";
    note(tx, sql, ticket, concert, now).await
}

/// The first going in with a ticket that wasn't taken back: when, and at which door.
pub async fn entered(db: &Db, ticket: &str) -> Result<Option<(String, String)>, sqlx::Error> {
    sqlx::query_as(
        "select a.admitted_at, s.door from admission a join scan s on s.id = a.scan_id
         where a.ticket_id = $1 and (a.ended_kind is null or a.ended_kind = 'exit')
         order by a.admitted_at, a.nth limit 1",
    )
    .bind(ticket)
    .fetch_optional(db.read())
    .await
}

/// How many of those who haven't come a page shows.
pub const ABSENTS: i64 = 50;

/// A ticket that nobody has come with.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Absent {
    pub id: String,
    pub number: i64,
    pub fan: String,
    /// Who brings them, where they have no telephone of their own.
    pub by: Option<String>,
    pub phone: Option<String>,
    pub language: Option<String>,
    pub admits: i64,
    pub asked_at: Option<String>,
    /// When they said that they come.
    pub comes_at: Option<String>,
}

macro_rules! absent {
    ($what:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " from ticket t join fan f on f.id = t.fan_id left join delivery d on d.ticket_id = t.id
               left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
             where t.concert_id = $1 and t.voided_at is null and t.replaced_at is null
               and (t.method = 'courtesy' or t.price_cents <=
                 (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id))
               and not exists (select 1 from admission a where a.ticket_id = t.id
                 and (a.ended_kind is null or a.ended_kind = 'exit')) ",
            $rest
        )
    };
}

/// Those who paid and haven't come, after a number; one more than a page shows where there are more.
pub async fn absents(connection: &mut AnyConnection, concert: &str, after: i64) -> Result<Vec<Absent>, sqlx::Error> {
    sqlx::query_as(absent!(
        "t.id, t.number, coalesce(b.name || ' ', '') || f.name as fan,
           case when f.phone is null then b.name end as by, coalesce(f.phone, b.phone) as phone,
           coalesce(f.language, b.language) as language, t.admits, d.asked_at, d.comes_at",
        "and t.number > $2 order by t.number limit 51"
    ))
    .bind(concert)
    .bind(after)
    .fetch_all(connection)
    .await
}

/// How many people paid and haven't come.
pub async fn awaited(connection: &mut AnyConnection, concert: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(absent!("coalesce(cast(sum(t.admits) as bigint), 0)", ""))
        .bind(concert)
        .fetch_one(connection)
        .await
}

/// Notes that they were asked whether they come.
pub async fn asked(tx: &mut Tx, ticket: &str, concert: &str, account: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into delivery (ticket_id, concert_id, asked_at, asked_by) values ($1, $2, $4, $3)
         on conflict (ticket_id) do update set asked_at = excluded.asked_at, asked_by = excluded.asked_by",
    )
    .bind(ticket)
    .bind(concert)
    .bind(account)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes that they said they come: the place is kept.
pub async fn comes(tx: &mut Tx, ticket: &str, concert: &str, now: &str) -> Result<(), sqlx::Error> {
    let sql = "insert into delivery (ticket_id, concert_id, comes_at) values ($1, $2, $3)
               on conflict (ticket_id) do update set comes_at = excluded.comes_at";
    note(tx, sql, ticket, concert, now).await
}
