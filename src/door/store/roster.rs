//! The roster of a concert's door: what a phone needs to decide by itself, and no more.

use crate::base::db::Db;
use crate::base::text;
use crate::door::wire::Rostered;
use crate::tickets::code::Code;
use crate::tickets::ticket::due;

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    number: i64,
    code: String,
    name: String,
    phone: Option<String>,
    admits: i64,
    price_cents: i64,
    paid_cents: i64,
    method: String,
    voided_at: Option<String>,
    replaced_at: Option<String>,
    used: i64,
    inside: i64,
}

impl Row {
    fn state(&self) -> &'static str {
        if self.replaced_at.is_some() {
            "replaced"
        } else if self.voided_at.is_some() {
            "voided"
        } else if due(self.price_cents, self.paid_cents, &self.method) > 0 {
            "unpaid"
        } else {
            "valid"
        }
    }

    fn rostered(self, salt: &str) -> Option<Rostered> {
        let code = Code::parse(&self.code)?;
        let (first_name, initial) = text::first_and_initial(&self.name);
        let digits = self.phone.as_deref().and_then(|phone| phone.get(phone.len().checked_sub(4)?..));
        Some(Rostered {
            hash: code.hash(salt),
            short: code.short().to_owned(),
            first_name,
            initial,
            surname3: text::surname_start(&self.name),
            last4: digits.map(str::to_owned),
            state: self.state().to_owned(),
            id: self.id,
            number: self.number,
            admits: self.admits,
            used: self.used,
            inside: self.inside,
        })
    }
}

/// What changed of a concert's tickets after the cursor `since`: the cursor now, whether the phone begins anew, and the
/// tickets. A cursor is given under the concert's row and kept until its transaction ends, so it is read first: whatever
/// came with it or before is in the tickets that are read after it.
pub async fn roster(db: &Db, concert: &str, salt: &str, since: i64) -> Result<(i64, bool, Vec<Rostered>), sqlx::Error> {
    let mut connection = db.read().acquire().await?;
    let cursor: Option<i64> = sqlx::query_scalar("select cursor from concert_sales where concert_id = $1")
        .bind(concert)
        .fetch_optional(&mut *connection)
        .await?;
    let cursor = cursor.unwrap_or_default();
    // A phone that knows more than there is knew another database.
    let reset = since <= 0 || since > cursor;
    let rows: Vec<Row> = sqlx::query_as(
        "select t.id, t.number, t.code, coalesce(b.name || ' ', '') || f.name as name, coalesce(f.phone, b.phone) as phone,
           t.admits, t.price_cents,
           (select coalesce(cast(sum(p.amount_cents) as bigint), 0) from payment p where p.ticket_id = t.id) as paid_cents,
           t.method, t.voided_at, t.replaced_at,
           (select count(*) from admission a where a.ticket_id = t.id
             and (a.ended_kind is null or a.ended_kind = 'exit')) as used,
           (select count(*) from admission a where a.ticket_id = t.id and a.ended_at is null) as inside
         from ticket t join fan f on f.id = t.fan_id
           left join fan b on b.id = f.brought_by and b.erased_at is null and f.name like '+%'
         where t.concert_id = $1 and t.cursor > $2
         order by t.cursor, t.number",
    )
    .bind(concert)
    .bind(if reset { -1 } else { since })
    .fetch_all(&mut *connection)
    .await?;
    Ok((cursor, reset, rows.into_iter().filter_map(|row| row.rostered(salt)).collect()))
}
