//! Payments in the database, and what each concert took by method.

use sqlx::AnyConnection;

use crate::base::db::Tx;
use crate::payments::payment::{Method, NewPayment};

/// A payment as a ticket's page shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Payment {
    pub id: String,
    pub amount_cents: i64,
    pub currency: String,
    pub method: String,
    pub paid_at: String,
    /// Who took it: a member, or the door that was lent.
    pub account: Option<String>,
    pub refund_of: Option<String>,
    pub refunded_cents: i64,
}

/// What a concert took in one way.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Taken {
    pub method: String,
    pub amount_cents: i64,
    pub payments: i64,
}

/// Keeps a payment, unless one of this id is kept already: then none.
pub async fn add(tx: &mut Tx, new: &NewPayment<'_>) -> Result<Option<String>, sqlx::Error> {
    let added: Option<String> = sqlx::query_scalar(
        "insert into payment
           (id, concert_id, ticket_id, amount_cents, currency, method, paid_at, account_id, refund_of, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (id) do nothing
         returning id",
    )
    .bind(new.id)
    .bind(new.concert)
    .bind(new.ticket)
    .bind(new.amount_cents)
    .bind(new.currency)
    .bind(new.method.word())
    .bind(new.now)
    .bind(new.account)
    .bind(new.refund_of)
    .bind(new.note)
    .fetch_optional(&mut **tx)
    .await?;
    if added.is_some() {
        count_many(tx, new.concert, new.method, new.amount_cents, 1).await?;
    }
    Ok(added)
}

/// Keeps many payments at once: rows of `{id, concert_id, ticket_id, amount_cents, currency, method, paid_at, account_id,
/// note}` as JSON. The summary is not touched: [`rebuild`] afterwards.
pub async fn add_many(tx: &mut Tx, rows: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into payment (id, concert_id, ticket_id, amount_cents, currency, method, paid_at, account_id, note)
         select value ->> 'id', value ->> 'concert_id', value ->> 'ticket_id', cast(value ->> 'amount_cents' as bigint),
           value ->> 'currency', value ->> 'method', value ->> 'paid_at', value ->> 'account_id', value ->> 'note'
         from json_each(cast($1 as text))",
    )
    .bind(rows)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts the summary anew from the payments.
pub async fn rebuild(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query("delete from concert_money").execute(&mut **tx).await?;
    sqlx::query(
        "insert into concert_money (concert_id, method, amount_cents, payments)
         select concert_id, method, cast(sum(amount_cents) as bigint), count(*) from payment group by concert_id, method",
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The payments of a ticket, in their order.
pub async fn of_ticket(connection: &mut AnyConnection, ticket: &str) -> Result<Vec<Payment>, sqlx::Error> {
    sqlx::query_as(
        "select p.id, p.amount_cents, p.currency, p.method, p.paid_at, coalesce(a.username, p.note) as account, p.refund_of,
           -(select coalesce(cast(sum(r.amount_cents) as bigint), 0) from payment r where r.refund_of = p.id
             and r.ticket_id = p.ticket_id) as refunded_cents
         from payment p left join account a on a.id = p.account_id
         where p.ticket_id = $1
         order by p.paid_at, p.id",
    )
    .bind(ticket)
    .fetch_all(connection)
    .await
}

/// What a concert took, by method.
pub async fn taken(connection: &mut AnyConnection, concert: &str) -> Result<Vec<Taken>, sqlx::Error> {
    sqlx::query_as(
        "select method, amount_cents, payments from concert_money where concert_id = $1 order by amount_cents desc, method",
    )
    .bind(concert)
    .fetch_all(connection)
    .await
}

/// Adds to a concert's summary what [`add_many`] kept for it in one way.
pub async fn count_many(
    tx: &mut Tx,
    concert: &str,
    method: Method,
    cents: i64,
    payments: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into concert_money (concert_id, method, amount_cents, payments) values ($1, $2, $3, $4)
         on conflict (concert_id, method) do update
         set amount_cents = concert_money.amount_cents + excluded.amount_cents,
             payments = concert_money.payments + excluded.payments",
    )
    .bind(concert)
    .bind(method.word())
    .bind(cents)
    .bind(payments)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
