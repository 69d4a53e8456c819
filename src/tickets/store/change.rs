//! What happens to a ticket after it was issued: paid, sent, voided, replaced.

use futures_util::future::BoxFuture;

use crate::base::db::Tx;
use crate::base::db::together::Write;
use crate::fans::store::history;
use crate::payments::payment::{Method, NewPayment};
use crate::payments::store as payments;
use crate::tickets::store::issue::{NewTicket, issue};
use crate::tickets::store::read;
use crate::tickets::store::sales::lock;
use crate::tickets::ticket::{Refusal, Ticket};

/// What became of a wish to void.
#[derive(Debug, PartialEq, Eq)]
pub enum Voided {
    Done,
    /// It can't be used any more as it is.
    Already,
    /// Somebody went in with it.
    Entered,
}

/// Marks tickets (`[{id}]` as JSON) as changed at a cursor that [`super::lock`] gave, so that rosters hear of them.
pub async fn touch(tx: &mut Tx, tickets: &str, cursor: i64) -> Result<(), sqlx::Error> {
    touched(tickets, cursor).run(tx).await.map(drop)
}

/// [`touch`], to be done together with other writes.
pub fn touched(tickets: &str, cursor: i64) -> Write {
    Write::new("update ticket set cursor = $2 where id in (select value ->> 'id' from json_each(cast($1 as text)))")
        .text(tickets)
        .number(cursor)
}

/// Moves the concert's totals by what a change of one ticket means for them.
async fn shift(
    tx: &mut Tx,
    concert: &str,
    held: i64,
    issued: i64,
    courtesies: i64,
    owed: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update concert_sales set held = held + $2, issued = issued + $3, courtesies = courtesies + $4,
           owed_cents = owed_cents + $5
         where concert_id = $1",
    )
    .bind(concert)
    .bind(held)
    .bind(issued)
    .bind(courtesies)
    .bind(owed)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn touch_one(tx: &mut Tx, ticket: &str, cursor: i64) -> Result<(), sqlx::Error> {
    sqlx::query("update ticket set cursor = $2 where id = $1").bind(ticket).bind(cursor).execute(&mut **tx).await?;
    touch_fan(tx, ticket).await
}

/// Has the history of a ticket's fan counted anew.
async fn touch_fan(tx: &mut Tx, ticket: &str) -> Result<(), sqlx::Error> {
    history::touch_tickets(tx, &serde_json::json!([{ "id": ticket }]).to_string()).await
}

/// Keeps a payment of a ticket, of at most what it owes: what was kept, in cents. The same payment id counts once.
pub async fn pay(tx: &mut Tx, new: &NewPayment<'_>) -> Result<i64, sqlx::Error> {
    let cursor = lock(tx, new.concert).await?;
    let Some(ticket) = read::get(tx, new.ticket).await?.filter(Ticket::is_live) else { return Ok(0) };
    let amount_cents = new.amount_cents.min(ticket.due_cents());
    if amount_cents <= 0 || payments::add(tx, &NewPayment { amount_cents, ..*new }).await?.is_none() {
        return Ok(0);
    }
    shift(tx, new.concert, 0, 0, 0, -amount_cents).await?;
    touch_one(tx, new.ticket, cursor).await?;
    Ok(amount_cents)
}

/// Gives a payment back, once: what was given back, in cents.
pub async fn refund(
    tx: &mut Tx,
    ticket: &str,
    payment: &str,
    id: &str,
    account: &str,
    now: &str,
) -> Result<i64, sqlx::Error> {
    let Some(concert) = read::get(tx, ticket).await?.map(|ticket| ticket.concert_id) else { return Ok(0) };
    let cursor = lock(tx, &concert).await?;
    let Some(before) = read::get(tx, ticket).await? else { return Ok(0) };
    let of_ticket = payments::of_ticket(tx, ticket).await?;
    let Some(paid) = of_ticket.into_iter().find(|paid| paid.id == payment && paid.refund_of.is_none()) else {
        return Ok(0);
    };
    let (left, Some(method)) = (paid.amount_cents - paid.refunded_cents, Method::of(&paid.method)) else {
        return Ok(0);
    };
    if left <= 0 {
        return Ok(0);
    }
    let back = NewPayment {
        id,
        concert: &concert,
        ticket,
        amount_cents: -left,
        currency: &paid.currency,
        method,
        now,
        account: Some(account),
        refund_of: Some(payment),
        note: None,
    };
    payments::add(tx, &back).await?;
    if before.is_live() {
        let after = read::get(tx, ticket).await?.map_or(0, |ticket| ticket.due_cents());
        shift(tx, &concert, 0, 0, 0, after - before.due_cents()).await?;
    }
    touch_one(tx, ticket, cursor).await?;
    Ok(left)
}

/// Voids a ticket that nobody went in with.
pub async fn void(
    tx: &mut Tx,
    ticket: &str,
    reason: Option<&str>,
    account: &str,
    now: &str,
) -> Result<Voided, sqlx::Error> {
    let Some(found) = read::get(tx, ticket).await? else { return Ok(Voided::Already) };
    let cursor = lock(tx, &found.concert_id).await?;
    let Some(found) = read::get(tx, ticket).await?.filter(Ticket::is_live) else { return Ok(Voided::Already) };
    if found.entered_at.is_some() {
        return Ok(Voided::Entered);
    }
    sqlx::query("update ticket set voided_at = $2, voided_by = $3, void_reason = $4, cursor = $5 where id = $1")
        .bind(ticket)
        .bind(now)
        .bind(account)
        .bind(reason)
        .bind(cursor)
        .execute(&mut **tx)
        .await?;
    shift(tx, &found.concert_id, -found.admits, -1, courtesy(&found), -found.due_cents()).await?;
    touch_fan(tx, ticket).await?;
    Ok(Voided::Done)
}

fn courtesy(ticket: &Ticket) -> i64 {
    if ticket.method == Method::Courtesy.word() { -1 } else { 0 }
}

/// What became of a wish to replace.
#[derive(Debug, PartialEq, Eq)]
pub enum Replaced {
    /// The new one's number.
    Done(i64),
    /// It can't be used any more as it is.
    Already,
    /// Somebody went in with it: a new code would let the same place in twice.
    Entered,
    No(Refusal),
}

/// Replaces a ticket that nobody went in with by one with a new code and number; what was paid moves over, each payment
/// by itself. `fresh` makes the ids of those payments.
pub async fn replace(
    tx: &mut Tx,
    ticket: &str,
    new: NewTicket,
    mut fresh: impl FnMut() -> String,
) -> Result<Replaced, sqlx::Error> {
    let cursor = lock(tx, &new.concert_id).await?;
    let Some(old) = read::get(tx, ticket).await?.filter(Ticket::is_live) else { return Ok(Replaced::Already) };
    if old.entered_at.is_some() {
        return Ok(Replaced::Entered);
    }
    shift(tx, &old.concert_id, -old.admits, -1, courtesy(&old), -old.due_cents()).await?;
    let (id, now, account) = (new.id.clone(), new.issued_at.clone(), new.issued_by.clone());
    let number = match issue(tx, new).await? {
        Ok(number) => number,
        Err(refusal) => return Ok(Replaced::No(refusal)),
    };
    sqlx::query("update ticket set replaced_at = $2, replaced_by = $3, cursor = $4 where id = $1")
        .bind(ticket)
        .bind(&now)
        .bind(&id)
        .bind(cursor)
        .execute(&mut **tx)
        .await?;
    for paid in payments::of_ticket(tx, ticket).await? {
        let left = paid.amount_cents - paid.refunded_cents;
        let Some(method) = Method::of(&paid.method).filter(|_| paid.refund_of.is_none() && left > 0) else { continue };
        let (back_id, over_id) = (fresh(), fresh());
        let back = NewPayment {
            id: &back_id,
            concert: &old.concert_id,
            ticket,
            amount_cents: -left,
            currency: &old.currency,
            method,
            now: &now,
            account: account.as_deref(),
            refund_of: Some(&paid.id),
            note: Some("replaced"),
        };
        payments::add(tx, &back).await?;
        payments::add(tx, &NewPayment { id: &over_id, ticket: &id, amount_cents: left, refund_of: None, ..back })
            .await?;
    }
    let due = read::get(tx, &id).await?.map_or(0, |ticket| ticket.due_cents());
    shift(tx, &old.concert_id, 0, 0, 0, due - old.price_cents).await?;
    touch_fan(tx, ticket).await?;
    Ok(Replaced::Done(number))
}

/// Takes back that this member marked a ticket of a concert as sent by WhatsApp since `since`: whether there was anything to
/// take back.
pub async fn mark_unsent(
    tx: &mut Tx,
    concert: &str,
    ticket: &str,
    account: &str,
    since: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "update ticket set sent_at = null, sent_by = null, sent_how = null
         where id = $1 and sent_by = $2 and sent_at > $3 and sent_how = 'whatsapp' and concert_id = $4
           and voided_at is null and replaced_at is null",
    )
    .bind(ticket)
    .bind(account)
    .bind(since)
    .bind(concert)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// [`mark_sent`], unless somebody did before.
pub async fn mark_first(tx: &mut Tx, ticket: &str, how: &str, account: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update ticket set sent_at = $2, sent_by = $3, sent_how = $4 where id = $1 and sent_at is null")
        .bind(ticket)
        .bind(now)
        .bind(account)
        .bind(how)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Remembers who sent a ticket to its fan, when and how.
pub async fn mark_sent(tx: &mut Tx, ticket: &str, how: &str, account: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update ticket set sent_at = $2, sent_by = $3, sent_how = $4 where id = $1")
        .bind(ticket)
        .bind(now)
        .bind(account)
        .bind(how)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Voids every live ticket of a concert, for when it is cancelled or moved so that none stays: how many.
pub fn void_all<'a>(
    tx: &'a mut Tx,
    concert: &'a str,
    account: &'a str,
    now: &'a str,
) -> BoxFuture<'a, Result<i64, sqlx::Error>> {
    Box::pin(async move {
        lock(tx, concert).await?;
        let done = sqlx::query(
            "update ticket set voided_at = $2, voided_by = $3, void_reason = 'concert',
               cursor = (select s.cursor from concert_sales s where s.concert_id = ticket.concert_id)
             where concert_id = $1 and voided_at is null and replaced_at is null",
        )
        .bind(concert)
        .bind(now)
        .bind(account)
        .execute(&mut **tx)
        .await?;
        rebuild_one(tx, concert).await?;
        history::concert_changed(tx, concert).await?;
        Ok(done.rows_affected() as i64)
    })
}

const COUNTED: &str = "select t.concert_id, cast(coalesce(sum(t.admits), 0) as bigint) as held, count(*) as issued,
    cast(coalesce(sum(case when t.method = 'courtesy' then 1 else 0 end), 0) as bigint) as courtesies,
    cast(coalesce(sum(case when t.method = 'courtesy' then 0 else (
      select case when coalesce(sum(p.amount_cents), 0) >= t.price_cents then 0
        else t.price_cents - coalesce(sum(p.amount_cents), 0) end
      from payment p where p.ticket_id = t.id) end), 0) as bigint) as owed_cents
  from ticket t
  where t.voided_at is null and t.replaced_at is null";

/// Counts one concert's summary anew from its tickets.
pub(super) async fn rebuild_one(tx: &mut Tx, concert: &str) -> Result<(), sqlx::Error> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "update concert_sales set held = n.held, issued = n.issued, courtesies = n.courtesies, owed_cents = n.owed_cents
         from (select cast($1 as text) as concert_id, coalesce(max(held), 0) as held, coalesce(max(issued), 0) as issued,
             coalesce(max(courtesies), 0) as courtesies, coalesce(max(owed_cents), 0) as owed_cents
           from ({COUNTED} and t.concert_id = $1 group by t.concert_id) counted) n
         where concert_sales.concert_id = n.concert_id"
    )))
    .bind(concert)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts the summary anew from all tickets; numbers and cursors stay as far as they have come.
pub async fn rebuild(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into concert_sales (concert_id, number_last)
         select concert_id, max(number) from ticket where true group by concert_id
         on conflict (concert_id) do update set number_last =
           case when excluded.number_last > concert_sales.number_last then excluded.number_last else concert_sales.number_last end,
           held = 0, issued = 0, courtesies = 0, owed_cents = 0, reserved = (select count(*) from reserve r
             where r.concert_id = excluded.concert_id and r.used_at is null and r.returned_at is null)",
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "update concert_sales set held = n.held, issued = n.issued, courtesies = n.courtesies, owed_cents = n.owed_cents
         from ({COUNTED} group by t.concert_id) n
         where concert_sales.concert_id = n.concert_id"
    )))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
