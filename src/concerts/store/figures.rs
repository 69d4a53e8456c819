//! What is read of a concert's sales, money and door, for its page and the list. Written by others; read only here.

use sqlx::AnyConnection;

use crate::base::clock::hour;
use crate::base::db::Db;
use crate::concerts::arrival::Minute;

/// A concert in the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    pub id: String,
    pub venue: String,
    pub city: String,
    pub title: Option<String>,
    pub day: String,
    pub doors_at: String,
    pub timezone: String,
    pub capacity: i64,
    pub currency: String,
    pub cancelled_at: Option<String>,
    pub held: i64,
    pub admitted: i64,
    pub money_cents: i64,
}

impl Listed {
    /// The title; the venue's name when it has none.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.venue)
    }
}

/// Places held, and what the door counted: people, but for `issued` and `numbered`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Night {
    /// Places that valid tickets hold: who is expected.
    pub held: i64,
    /// Places that phones at the door hold to sell.
    pub reserved: i64,
    /// Valid tickets; a group's is one.
    pub issued: i64,
    /// The last number given: how many tickets there ever were.
    pub numbered: i64,
    /// People who went in; who left again too.
    pub admitted: i64,
    /// People who came: whoever went out and came back is one.
    pub people: i64,
    /// Different tickets that somebody went in with.
    pub used: i64,
    pub inside: i64,
    pub refused: i64,
}

/// Places of valid tickets by whether they are paid: a price against the sum of its payments; courtesies have price 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Due {
    pub paid: i64,
    pub owed: i64,
    pub courtesies: i64,
    pub owed_cents: i64,
}

/// What came in by one method.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Money {
    pub method: String,
    pub amount_cents: i64,
    pub payments: i64,
}

impl Night {
    /// For whom there was a place, and who never came.
    pub fn missed(&self) -> i64 {
        (self.held - self.people).max(0)
    }
}

impl Money {
    /// The key of the method's name.
    pub fn key(&self) -> &'static str {
        method_key(&self.method)
    }
}

fn method_key(method: &str) -> &'static str {
    match method {
        "cash" => "concerts-method-cash",
        "spei" => "concerts-method-spei",
        _ => "concerts-method-card",
    }
}

/// Somebody who went in with a place that wasn't theirs.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Double {
    pub ticket_id: String,
    pub fan: String,
    pub number: i64,
    /// `twice`, `voided` or `replaced`.
    pub kind: String,
    pub at: String,
    pub door: String,
    /// Who had the place; none where the ticket was dead.
    pub first_at: Option<String>,
    pub first_door: Option<String>,
    pub timezone: String,
}

impl Double {
    /// `21:14` of a time in the concert's zone.
    pub fn hour(&self, at: &str) -> String {
        hour(at, &self.timezone)
    }

    /// The key of what was wrong with a ticket that nobody else went in with.
    pub fn key(&self) -> &'static str {
        if self.kind == "replaced" { "concerts-double-replaced" } else { "concerts-double-voided" }
    }
}

/// One of the tickets issued last.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Issued {
    pub id: String,
    pub number: i64,
    pub fan: String,
    pub price_cents: i64,
    pub currency: String,
    /// `void`, `replaced`, `in`, `courtesy`, `owed` or `paid`.
    pub state: String,
}

macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "select c.id, v.name as venue, v.city, c.title, c.day, c.doors_at, c.timezone, c.capacity, c.currency,
               c.cancelled_at, coalesce(s.held, 0) as held, coalesce(a.people, 0) as admitted,
               coalesce((select cast(sum(m.amount_cents) as bigint) from concert_money m where m.concert_id = c.id), 0)
                 as money_cents
             from concert c
             join venue v on v.id = c.venue_id
             left join concert_sales s on s.concert_id = c.id
             left join concert_attendance a on a.concert_id = c.id ",
            $rest
        )
    };
}

/// A page of concerts whose night isn't over by `edge`, the soonest first, after the key `after`.
pub async fn upcoming(db: &Db, edge: &str, after: (&str, &str)) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as(listed!(
        "where c.doors_at >= $1 and (c.doors_at, c.id) > ($2, $3) order by c.doors_at, c.id limit 51"
    ))
    .bind(edge)
    .bind(after.0)
    .bind(after.1)
    .fetch_all(db.read())
    .await
}

/// A page of concerts whose night is over by `edge`, the latest first, before the key `before`.
pub async fn past(db: &Db, edge: &str, before: (&str, &str)) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as(listed!(
        "where c.doors_at < $1 and (c.doors_at, c.id) < ($2, $3) order by c.doors_at desc, c.id desc limit 51"
    ))
    .bind(edge)
    .bind(before.0)
    .bind(before.1)
    .fetch_all(db.read())
    .await
}

/// What a concert's night has come to.
pub async fn night(connection: &mut AnyConnection, concert: &str) -> Result<Night, sqlx::Error> {
    sqlx::query_as(
        "select coalesce(s.held, 0) as held, coalesce(s.reserved, 0) as reserved, coalesce(s.issued, 0) as issued, coalesce(s.number_last, 0) as numbered,
           coalesce(a.entries, 0) as admitted, coalesce(a.people, 0) as people, coalesce(a.tickets, 0) as used, coalesce(a.inside, 0) as inside,
           coalesce(a.refused, 0) as refused
         from concert c
         left join concert_sales s on s.concert_id = c.id
         left join concert_attendance a on a.concert_id = c.id
         where c.id = $1",
    )
    .bind(concert)
    .fetch_one(connection)
    .await
}

/// How many of a concert's places are paid, and what is still owed.
pub async fn due(connection: &mut AnyConnection, concert: &str) -> Result<Due, sqlx::Error> {
    sqlx::query_as(
        "select cast(coalesce(sum(case when price_cents > 0 and owes <= 0 then admits else 0 end), 0) as bigint) as paid,
           cast(coalesce(sum(case when owes > 0 then admits else 0 end), 0) as bigint) as owed,
           cast(coalesce(sum(case when price_cents = 0 then admits else 0 end), 0) as bigint) as courtesies,
           cast(coalesce(sum(case when owes > 0 then owes else 0 end), 0) as bigint) as owed_cents
         from (
           select t.admits, t.price_cents, t.price_cents - coalesce(p.paid_cents, 0) as owes
           from ticket t
           left join (
             select ticket_id, sum(amount_cents) as paid_cents from payment where concert_id = $1 group by ticket_id
           ) p on p.ticket_id = t.id
           where t.concert_id = $1 and t.voided_at is null and t.replaced_at is null
         ) d",
    )
    .bind(concert)
    .fetch_one(connection)
    .await
}

/// What came in, by method, the most first.
pub async fn money(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Money>, sqlx::Error> {
    sqlx::query_as(
        "select method, amount_cents, payments from concert_money
         where concert_id = $1 and payments > 0 order by amount_cents desc, method",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// Entries by minute.
pub async fn arrivals(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Minute>, sqlx::Error> {
    sqlx::query_as("select minute, entries from concert_arrival where concert_id = $1 order by minute")
        .bind(concert)
        .fetch_all(connection)
        .await
}

/// The last eight tickets issued, each with its state.
pub async fn last_issued(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Issued>, sqlx::Error> {
    sqlx::query_as(
        "select t.id, t.number, coalesce(b.name || ' ', '') || f.name as fan, t.price_cents, t.currency,
           case when t.voided_at is not null then 'void'
             when t.replaced_at is not null then 'replaced'
             when exists (select 1 from admission a where a.ticket_id = t.id and a.ended_at is null) then 'in'
             when t.method = 'courtesy' then 'courtesy'
             when t.price_cents > coalesce((select sum(p.amount_cents) from payment p where p.ticket_id = t.id), 0)
               then 'owed'
             else 'paid' end as state
         from ticket t join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where t.concert_id = $1
         order by t.number desc limit 8",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// Money that a phone said it took at the door, and that no payment came of.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Astray {
    pub at: String,
    pub door: String,
    pub amount_cents: i64,
    pub method: String,
    pub currency: String,
    /// Whose ticket it was for; null where no ticket came of it.
    pub ticket_id: Option<String>,
    pub number: Option<i64>,
    pub timezone: String,
}

impl Astray {
    /// The key of the method's name.
    pub fn key(&self) -> &'static str {
        method_key(&self.method)
    }

    /// `21:14` in the concert's zone.
    pub fn hour(&self) -> String {
        hour(&self.at, &self.timezone)
    }
}

/// Money of a concert's door that somebody has to look at, with the keys of what to say about it.
#[derive(Clone, Debug)]
pub struct Loose {
    pub key: &'static str,
    pub why: &'static str,
    pub rows: Vec<Astray>,
}

/// What went astray, and what was sold and taken back.
pub async fn loose(connection: &mut AnyConnection, concert: &str) -> Result<[Loose; 2], sqlx::Error> {
    let astray = astray(connection, concert).await?;
    let unsold = unsold(connection, concert).await?;
    Ok([
        Loose { key: "concerts-astray", why: "concerts-astray-why", rows: astray },
        Loose { key: "concerts-unsold", why: "concerts-unsold-why", rows: unsold },
    ])
}

/// The money that went astray at a concert's door, in its order; at most 200.
async fn astray(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Astray>, sqlx::Error> {
    sqlx::query_as(
        "select s.happened_at as at, s.door, m.amount_cents, m.method, c.currency, t.id as ticket_id, t.number, c.timezone
         from scan s join concert c on c.id = s.concert_id
           join (select k.id, cast(r.value ->> 'amount_cents' as bigint) as amount_cents,
               r.value ->> 'method' as method
             from scan k join json_each('[' || k.money || ']') r on true
             where k.concert_id = $1 and k.astray_at is not null) m on m.id = s.id
           left join ticket t on t.id = s.ticket_id
         where s.concert_id = $1 and s.astray_at is not null
         order by s.happened_at, s.id limit 200",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// What was sold at a concert's door and whose entry was taken back, in its order; at most 200. The ticket and its payment
/// stand until somebody voids it, or lets it in.
async fn unsold(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Astray>, sqlx::Error> {
    sqlx::query_as(
        "select s.happened_at as at, s.door, cast(m.value ->> 'amount_cents' as bigint) as amount_cents,
           m.value ->> 'method' as method, t.currency, t.id as ticket_id, t.number, c.timezone
         from scan s join concert c on c.id = s.concert_id join ticket t on t.id = s.ticket_id
           join json_each('[' || s.money || ']') m on true
         where s.id in (
             select u.takes_back from scan u
             where u.concert_id = $1 and u.takes_back is not null and u.kind = 'undo'
               and coalesce(u.phone_verdict, u.verdict) = 'undone')
           and s.astray_at is null and m.value ->> 'sold' is not null
           and t.voided_at is null and t.replaced_at is null
           and not exists (
             select 1 from admission a
             where a.ticket_id = t.id and (a.ended_kind is null or a.ended_kind = 'exit'))
         order by s.happened_at, s.id limit 200",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// Who went in with a place that wasn't theirs, in their order; at most 200.
pub async fn doubles(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Double>, sqlx::Error> {
    sqlx::query_as(
        "select k.ticket_id, coalesce(b.name || ' ', '') || f.name as fan, t.number, k.kind, s.happened_at as at, s.door,
           p.happened_at as first_at, p.door as first_door, c.timezone
         from conflict k join ticket t on t.id = k.ticket_id join fan f on f.id = t.fan_id
           join concert c on c.id = k.concert_id join scan s on s.id = k.scan_id
           left join scan p on p.id = k.first_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where k.concert_id = $1
         order by s.happened_at, s.id limit 200",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// How many asked for a place on the concert's public page, and wait for an answer.
pub async fn asked(connection: &mut AnyConnection, concert: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select count(*) from join_request where concert_id = $1 and accepted_at is null and declined_at is null",
    )
    .bind(concert)
    .fetch_one(connection)
    .await
}
