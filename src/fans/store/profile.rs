//! What a fan's page shows: tickets, company, consents.

use sqlx::AnyConnection;

use crate::base::db::Db;
use crate::fans::attendance::Ticket;

/// Every ticket of a fan, the latest concert first; at most 1,000.
pub async fn tickets(db: &Db, fan: &str) -> sqlx::Result<Vec<Ticket>> {
    sqlx::query_as(
        "select t.id, t.number, t.admits, t.voided_at, t.replaced_at, t.concert_id, coalesce(c.title, v.name) as concert,
           v.name as venue, c.day, c.doors_at, c.timezone, c.cancelled_at,
           (select min(a.admitted_at) from admission a
            where a.ticket_id = t.id and (a.ended_kind is null or a.ended_kind = 'exit')) as came_at
         from ticket t join concert c on c.id = t.concert_id join venue v on v.id = c.venue_id
         where t.fan_id = $1
         order by c.doors_at desc, t.number limit 1000",
    )
    .bind(fan)
    .fetch_all(db.read())
    .await
}

/// Somebody who brought this fan, or whom this fan brought.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Company {
    /// `by` or `with`.
    pub side: String,
    pub id: String,
    pub name: String,
}

/// Who brought a fan, and whom they brought; at most 200.
pub async fn company(db: &Db, fan: &str) -> sqlx::Result<Vec<Company>> {
    sqlx::query_as(
        "select 'by' as side, b.id, b.name, b.name_folded
         from fan f join fan b on b.id = f.brought_by
         where f.id = $1 and b.erased_at is null
         union all
         select 'with', w.id, w.name, w.name_folded
         from fan w where w.brought_by = $1 and w.merged_into is null and w.erased_at is null
         order by 1, 4, 2 limit 200",
    )
    .bind(fan)
    .fetch_all(db.read())
    .await
}

/// A consent, standing or withdrawn.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Consent {
    pub given_at: String,
    pub how: String,
    pub withdrawn_at: Option<String>,
    /// `member` or `link`; null: as it was before it was kept.
    pub withdrawn_how: Option<String>,
    pub username: Option<String>,
    /// The notice's version.
    pub notice: Option<i64>,
}

/// A fan's consents to news, the latest first.
pub async fn consents(db: &Db, fan: &str) -> sqlx::Result<Vec<Consent>> {
    sqlx::query_as(
        "select c.given_at, c.how, c.withdrawn_at, c.withdrawn_how, a.username, c.notice
         from consent c left join account a on a.id = c.account_id
         where c.fan_id = $1 and c.purpose = 'news'
         order by c.given_at desc, c.id desc limit 50",
    )
    .bind(fan)
    .fetch_all(db.read())
    .await
}

/// A concert at which somebody said the word, or for which they asked for a place.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Said {
    pub concert_id: String,
    pub concert: String,
    pub day: String,
}

/// The concerts for which a fan asked for a place, and waits; the soonest first, at most 100.
pub async fn asked(connection: &mut AnyConnection, fan: &str) -> sqlx::Result<Vec<Said>> {
    sqlx::query_as(
        "select r.concert_id, coalesce(c.title, v.name) as concert, c.day
         from join_request r join concert c on c.id = r.concert_id join venue v on v.id = c.venue_id
         where r.fan_id = $1 and r.accepted_at is null and r.declined_at is null order by c.day limit 100",
    )
    .bind(fan)
    .fetch_all(connection)
    .await
}

/// The concerts at which a fan said the word and had no ticket, the latest first; at most 100.
pub async fn said(connection: &mut AnyConnection, fan: &str) -> sqlx::Result<Vec<Said>> {
    sqlx::query_as(
        "select p.concert_id, coalesce(c.title, v.name) as concert, c.day
         from presence p join concert c on c.id = p.concert_id join venue v on v.id = c.venue_id
         where p.fan_id = $1 and p.ticket_id is null order by p.said_at desc limit 100",
    )
    .bind(fan)
    .fetch_all(connection)
    .await
}
