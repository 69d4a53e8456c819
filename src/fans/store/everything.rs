//! All that is kept of one fan, for them to take along (LFPDPPP 2025, access; GDPR, articles 15 and 20). It reads every
//! feature's tables; codes and links, which would let somebody in, are left out.

use serde_json::{Map, Value};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Column, Row, ValueRef};

/// The fan's rows by table, `$1` being the fan; whoever was merged into them is them.
pub const PARTS: [(&str, &str); 12] = [
    (
        "fan",
        "select id, name, phone, email, birth_year, birth_date, found_by, note, language, brought_by, created_at,
           changed_at, merged_into, merged_at
         from fan where id = $1 or merged_into = $1 order by id",
    ),
    (
        "consent",
        "select c.purpose, c.given_at, c.how, c.withdrawn_at, c.withdrawn_how, c.notice, p.text_es, p.text_en
         from consent c left join privacy_notice p on p.version = c.notice where c.fan_id = $1 order by c.given_at",
    ),
    (
        "ticket",
        "select t.id, t.number, coalesce(c.title, v.name) as concert, v.name as venue, c.day, t.admits, t.price_name,
           t.price_cents, t.currency, t.method, t.note, t.issued_at, t.voided_at, t.void_reason, t.replaced_at, t.sent_at,
           t.sent_how
         from ticket t join concert c on c.id = t.concert_id join venue v on v.id = c.venue_id
         where t.fan_id = $1 order by t.issued_at",
    ),
    (
        "payment",
        "select p.ticket_id, p.amount_cents, p.currency, p.method, p.paid_at, p.note
         from payment p join ticket t on t.id = p.ticket_id where t.fan_id = $1 order by p.paid_at",
    ),
    (
        "scan",
        "select s.ticket_id, s.kind, s.source, s.happened_at, s.door, coalesce(s.phone_verdict, s.verdict) as verdict
         from scan s join ticket t on t.id = s.ticket_id where t.fan_id = $1 order by s.happened_at",
    ),
    (
        "admission",
        "select a.ticket_id, a.nth, a.admitted_at, a.ended_at, a.ended_kind
         from admission a join ticket t on t.id = a.ticket_id where t.fan_id = $1 order by a.admitted_at",
    ),
    (
        "delivery",
        "select d.ticket_id, d.taken_at, d.put_off_at, d.opened_at, d.copied_at, d.asked_at, d.comes_at
         from delivery d join ticket t on t.id = d.ticket_id where t.fan_id = $1 order by d.ticket_id",
    ),
    (
        "mail",
        "select m.ticket_id, m.created_at, m.sent_at, m.failed_at, m.reason
         from mail m join ticket t on t.id = m.ticket_id where t.fan_id = $1 order by m.created_at",
    ),
    (
        "message",
        "select b.concert_id, b.segment_name, b.body, b.made_at, m.part, m.sent_at, m.skipped_at
         from message m join message_batch b on b.id = m.batch_id where m.fan_id = $1 order by b.made_at",
    ),
    (
        "join_request",
        "select r.concert_id, r.name, r.people, r.price_name, r.price_cents, r.asked_at, r.accepted_at, r.declined_at
         from join_request r where r.fan_id = $1 order by r.asked_at",
    ),
    (
        "presence",
        "select p.concert_id, p.said_at, p.ticket_id from presence p where p.fan_id = $1 order by p.said_at",
    ),
    (
        "brought",
        "select w.id, w.created_at from fan w
         where w.brought_by = $1 and w.merged_into is null and w.erased_at is null order by w.id",
    ),
];

/// Everything, as an object with a list of rows for each part.
pub async fn of(connection: &mut AnyConnection, fan: &str) -> sqlx::Result<Value> {
    let mut all = Map::new();
    for (name, sql) in PARTS {
        let rows = sqlx::query(sql).bind(fan).fetch_all(&mut *connection).await?;
        let rows: Result<Vec<Value>, sqlx::Error> = rows.iter().map(object).collect();
        all.insert(name.to_owned(), rows?.into());
    }
    Ok(all.into())
}

/// A row as an object: texts, whole numbers and nothing.
fn object(row: &AnyRow) -> sqlx::Result<Value> {
    let mut object = Map::new();
    for column in row.columns() {
        let at = column.ordinal();
        let value = if row.try_get_raw(at)?.is_null() {
            Value::Null
        } else if let Ok(number) = row.try_get::<i64, _>(at) {
            number.into()
        } else {
            row.try_get::<String, _>(at)?.into()
        };
        object.insert(column.name().to_owned(), value);
    }
    Ok(object.into())
}
