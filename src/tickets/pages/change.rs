//! What can be done with a ticket after it was issued: paid, given back, voided, replaced, sent.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::money;
use crate::base::secret;
use crate::base::text;
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::payments::payment::{Method, NewPayment};
use crate::tickets::code::Code;
use crate::tickets::store::{self, NewTicket, Replaced, Voided};
use crate::tickets::ticket::Refusal;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct PaidForm {
    payment: String,
    method: String,
    amount: String,
}

/// Marks a ticket as paid, wholly or in part; the same form sent twice counts once.
pub async fn paid(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(ticket): Path<String>,
    Form(form): Form<PaidForm>,
) -> Result<Response> {
    let here = format!("/tickets/{ticket}");
    let mut tx = app.db.write().await?;
    let found = store::get(&mut tx, &ticket).await?.ok_or(Error::NotFound)?;
    let method = Method::of(&form.method).filter(|method| method.brings_money().is_some());
    let typed = form.amount.trim();
    let amount = if typed.is_empty() { Some(found.due_cents()) } else { money::parse(typed) };
    let (Some(method), Some(amount_cents)) = (method, amount) else {
        return Ok(page::problem(&app, &here, page.t("tickets-paid-wrong")));
    };
    if amount_cents > found.due_cents() && found.due_cents() > 0 {
        let due = page.money(found.due_cents(), &found.currency);
        return Ok(page::problem(&app, &here, page.t1("tickets-paid-more", "amount", due)));
    }
    let fresh = id::new(page.now);
    let payment = NewPayment {
        id: if id::is(&form.payment) { &form.payment } else { &fresh },
        concert: &found.concert_id,
        ticket: &ticket,
        amount_cents,
        currency: &found.currency,
        method,
        now: &stamp(page.now),
        account: Some(&admin.id),
        refund_of: None,
        note: None,
    };
    let kept = store::pay(&mut tx, &payment).await?;
    tx.commit().await?;
    if kept == 0 {
        return Ok(page::problem(&app, &here, page.t("tickets-paid-nothing")));
    }
    app.db.changes().tell(&found.concert_id);
    Ok(page::done(&app, &here, page.t1("tickets-paid-done", "amount", page.money(kept, &found.currency))))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct RefundForm {
    #[serde(alias = "paid")]
    payment: String,
}

/// Gives a payment back: another row, the first one stays.
pub async fn refund(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(ticket): Path<String>,
    Form(form): Form<RefundForm>,
) -> Result<Response> {
    let here = format!("/tickets/{ticket}");
    let mut tx = app.db.write().await?;
    let found = store::get(&mut tx, &ticket).await?.ok_or(Error::NotFound)?;
    let back = store::refund(&mut tx, &ticket, &form.payment, &id::new(page.now), &admin.id, &stamp(page.now)).await?;
    tx.commit().await?;
    if back == 0 {
        return Ok(page::problem(&app, &here, page.t("tickets-refund-nothing")));
    }
    app.db.changes().tell(&found.concert_id);
    Ok(page::done(&app, &here, page.t1("tickets-refund-done", "amount", page.money(back, &found.currency))))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct VoidForm {
    reason: String,
}

pub async fn void(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(ticket): Path<String>,
    Form(form): Form<VoidForm>,
) -> Result<Response> {
    let here = format!("/tickets/{ticket}");
    let mut tx = app.db.write().await?;
    let found = store::get(&mut tx, &ticket).await?.ok_or(Error::NotFound)?;
    let reason = text::given(&form.reason);
    let voided = store::void(&mut tx, &ticket, reason.as_deref(), &admin.id, &stamp(page.now)).await?;
    if voided != Voided::Done {
        let key = if voided == Voided::Entered { "tickets-void-entered" } else { "tickets-void-already" };
        return Ok(page::problem(&app, &here, page.t(key)));
    }
    tx.commit().await?;
    app.db.changes().tell(&found.concert_id);
    Ok(page::done(&app, &here, page.t1("tickets-void-done", "number", found.number.to_string())))
}

/// Replaces a ticket by one with a new code; the old one then says so at the door.
pub async fn replace(page: Page, State(app): State<App>, admin: Admin, Path(ticket): Path<String>) -> Result<Response> {
    let mut tx = app.db.write().await?;
    let old = store::get(&mut tx, &ticket).await?.ok_or(Error::NotFound)?;
    let new = NewTicket {
        id: id::new(page.now),
        concert_id: old.concert_id.clone(),
        fan_id: old.fan_id.clone(),
        number: 0,
        code: Code::from_random(secret::random()).as_str().to_owned(),
        link_token: secret::short_token(),
        request_id: None,
        admits: old.admits,
        price_name: old.price_name.clone(),
        price_cents: old.price_cents,
        currency: old.currency.clone(),
        method: old.method.clone(),
        note: old.note.clone(),
        batch_id: None,
        issued_at: stamp(page.now),
        issued_by: Some(admin.id.clone()),
        replaces: Some(old.id.clone()),
        cursor: 0,
    };
    let into = format!("/tickets/{}", new.id);
    let here = format!("/tickets/{ticket}");
    match store::replace(&mut tx, &ticket, new, || id::new(page.now)).await? {
        Replaced::Done(number) => {
            tx.commit().await?;
            app.db.changes().tell(&old.concert_id);
            let text = page.t2("tickets-replace-done", "old", old.number.to_string(), "new", number.to_string());
            Ok(page::done(&app, &into, text))
        }
        Replaced::No(Refusal::Cancelled) => Ok(page::problem(&app, &here, page.t("tickets-concert-cancelled"))),
        Replaced::Entered => Ok(page::problem(&app, &here, page.t("tickets-replace-entered"))),
        Replaced::Already | Replaced::No(_) => Ok(page::problem(&app, &here, page.t("tickets-void-already"))),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct SentForm {
    how: String,
}

/// Marks a ticket as sent: only because a person says so.
pub async fn sent(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(ticket): Path<String>,
    Form(form): Form<SentForm>,
) -> Result<Response> {
    let here = format!("/tickets/{ticket}");
    let how = if form.how == "whatsapp" { "whatsapp" } else { "other" };
    let mut tx = app.db.write().await?;
    let found = store::get(&mut tx, &ticket).await?.ok_or(Error::NotFound)?;
    store::mark_sent(&mut tx, &ticket, how, &admin.id, &stamp(page.now)).await?;
    tx.commit().await?;
    Ok(page::done(&app, &here, page.t1("tickets-sent-done", "name", &found.fan)))
}
