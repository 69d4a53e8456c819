//! What a fan's page shows: tickets, company, consents.

use crate::base::clock::unstamp;
use crate::base::db::{Db, Tx, id};
use crate::fans::attendance::Ticket;
use crate::fans::fan::News;
use crate::fans::store::given_at;

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
    pub username: Option<String>,
}

/// A fan's consents to news, the latest first.
pub async fn consents(db: &Db, fan: &str) -> sqlx::Result<Vec<Consent>> {
    sqlx::query_as(
        "select c.given_at, c.how, c.withdrawn_at, a.username
         from consent c left join account a on a.id = c.account_id
         where c.fan_id = $1 and c.purpose = 'news'
         order by c.given_at desc, c.id desc limit 50",
    )
    .bind(fan)
    .fetch_all(db.read())
    .await
}

/// Keeps that a fan wants news, unless they said so already.
pub async fn give(tx: &mut Tx, fan: &str, news: &News, account: &str, now: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into consent (id, fan_id, purpose, given_at, how, account_id)
         select $1, f.id, 'news', $3, $4, $5 from fan f
         where f.id = $2 and f.merged_into is null and f.erased_at is null
           and not exists (
             select 1 from consent c where c.fan_id = f.id and c.purpose = 'news' and c.withdrawn_at is null)",
    )
    .bind(id::new(unstamp(now).unwrap_or_default()))
    .bind(fan)
    .bind(given_at(news.day.as_deref(), now))
    .bind(&news.how)
    .bind(account)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps that a fan wants no more news.
pub async fn withdraw(tx: &mut Tx, fan: &str, now: &str) -> sqlx::Result<()> {
    sqlx::query("update consent set withdrawn_at = $2 where fan_id = $1 and purpose = 'news' and withdrawn_at is null")
        .bind(fan)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
