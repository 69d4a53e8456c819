//! The queue: one fan after another, each in one member's hands, marked as sent only because a person says so.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::{hour, stamp, unstamp};
use crate::base::db::{self, Tx};
use crate::base::error::{Error, Result};
use crate::base::phone;
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts;
use crate::concerts::concert::Concert;
use crate::delivery::queue;
use crate::delivery::store::{self, Copied, InHand, Standing, outbox};
use crate::tickets;
use crate::tickets::ticket::Ticket;
use crate::tickets::{picture, send};

/// So long a mark can be taken back from the queue's own page.
const UNDONE_FOR: SignedDuration = SignedDuration::from_mins(10);

#[derive(Template)]
#[template(path = "delivery/queue.html")]
struct Queue {
    page: Page,
    concert: Concert,
    over: bool,
    standing: Standing,
    hand: Option<Hand>,
    others: Vec<InHand>,
    /// How many can be reached by mail only.
    mail_only: i64,
    mails: outbox::Standing,
    copied: Vec<Copied>,
    /// The ticket that was marked last, and its fan.
    marked: Option<(String, String)>,
    /// How many chats an hour.
    most: i64,
    /// `21:40`, when a pause is advised.
    go_on_at: Option<String>,
    /// Whether what goes out holds a link.
    linked: bool,
    /// Where this program says it is reached, when nobody else can.
    base_url: String,
}

/// The ticket in this member's hands.
struct Hand {
    ticket: Ticket,
    knows: bool,
    phone: String,
    message: String,
    whatsapp: String,
    file: String,
}

/// `GET /concerts/{concert}/send`
pub async fn show(page: Page, State(app): State<App>, admin: Admin, Path(id): Path<String>) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let concert = concerts::store::get(&mut connection, &id).await?.ok_or(Error::NotFound)?;
    let edge = stamp(queue::still_taken(page.now));
    let mine = store::mine(&mut connection, &id, &admin.id, &edge).await?;
    let ticket = match &mine {
        Some(next) => tickets::store::get(&mut connection, &next.id).await?,
        None => None,
    };
    let most = most(&mut connection).await?;
    let since = stamp(queue::an_hour_ago(page.now));
    let sent = store::sent_since(&mut connection, &admin.id, &since, most).await?;
    let sent: Vec<Timestamp> = sent.iter().filter_map(|at| unstamp(at)).collect();
    let undone = stamp(page.now.checked_sub(UNDONE_FOR).unwrap_or(page.now));
    page::html(&Queue {
        over: concert.is_over(page.now) || concert.cancelled_at.is_some(),
        standing: store::standing(&mut connection, &id).await?,
        hand: ticket.map(|ticket| Hand::of(&page, &app, &concert, ticket, mine.is_some_and(|next| next.knows == 1))),
        mail_only: outbox::count_by_mail_only(&mut connection, &id).await?,
        mails: outbox::standing(&mut connection, &id).await?,
        others: store::in_hand(&mut connection, &id, &admin.id, &edge).await?,
        copied: store::copied(&mut connection, &id).await?,
        marked: store::marked_last(&mut connection, &id, &admin.id, &undone).await?,
        go_on_at: queue::go_on_at(&sent, most).map(|at| hour(&stamp(at), page.timezone())),
        most,
        linked: app.config.public_url().is_some(),
        base_url: app.config.base_url.clone(),
        concert,
        page,
    })
}

impl Hand {
    fn of(page: &Page, app: &App, concert: &Concert, ticket: Ticket, knows: bool) -> Self {
        let lang = send::lang_of(&ticket, page.lang);
        let message = send::message_of(&app.brand(), app.config.public_url(), concert, &ticket, lang);
        let phone = ticket.fan_phone.as_deref().unwrap_or_default();
        Self {
            knows,
            whatsapp: send::whatsapp(phone, &message),
            phone: phone::shown(phone),
            file: picture::file_name(concert, &ticket.fan, ticket.number),
            message,
            ticket,
        }
    }
}

async fn most(connection: &mut sqlx::AnyConnection) -> Result<i64> {
    let set = db::setting(connection, queue::SETTING).await?;
    Ok(set.and_then(|text| text.parse().ok()).unwrap_or(queue::AN_HOUR_USUALLY))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Did {
    /// `sent`, `later`, `stop`, `undo`; anything else only goes on.
    did: String,
    ticket: String,
}

/// `POST /concerts/{concert}/send`: what became of the one in hand, and the next one.
pub async fn go_on(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<Did>,
) -> Result<Response> {
    let here = format!("/concerts/{id}/send");
    let now = stamp(page.now);
    let mut tx = app.db.write().await?;
    let concert = concerts::store::get(&mut tx, &id).await?.ok_or(Error::NotFound)?;
    // From here on nobody else of the band gets a ticket of this concert until this is done.
    tickets::store::hold_sales(&mut tx, &id).await?;
    let (mut told, mut goes_on) = (None, true);
    match form.did.as_str() {
        "sent" => told = sent(&mut tx, &page, &admin, &concert, &form.ticket).await?,
        "later" => store::let_go(&mut tx, &id, &admin.id, Some(&now)).await?,
        "stop" => {
            store::let_go(&mut tx, &id, &admin.id, None).await?;
            goes_on = false;
        }
        "undo" => {
            store::let_go(&mut tx, &id, &admin.id, None).await?;
            let since = stamp(page.now.checked_sub(UNDONE_FOR).unwrap_or(page.now));
            if tickets::store::mark_unsent(&mut tx, &id, &form.ticket, &admin.id, &since).await? {
                store::take(&mut tx, &id, &form.ticket, &admin.id, &now).await?;
            } else {
                told = Some(page.t("delivery-undo-late"));
            }
            goes_on = false;
        }
        _ => {}
    }
    let edge = stamp(queue::still_taken(page.now));
    if goes_on
        && store::mine(&mut tx, &id, &admin.id, &edge).await?.is_none()
        && let Some(next) = store::next(&mut tx, &id, &edge).await?
    {
        store::take(&mut tx, &id, &next.id, &admin.id, &now).await?;
    }
    tx.commit().await?;
    Ok(match told {
        Some(text) => page::problem(&app, &here, text),
        None => page::to(&here),
    })
}

/// Marks the one in hand as sent; says so where another member had done it before.
async fn sent(tx: &mut Tx, page: &Page, admin: &Admin, concert: &Concert, ticket: &str) -> Result<Option<String>> {
    store::let_go(tx, &concert.id, &admin.id, None).await?;
    let found = tickets::store::get(tx, ticket).await?.filter(|ticket| ticket.concert_id == concert.id);
    let Some(found) = found else { return Ok(None) };
    if let Some(by) = found.sent_by.filter(|_| found.sent_at.is_some()) {
        return Ok(Some(page.t2("delivery-was-sent", "name", &found.fan, "by", by)));
    }
    tickets::store::mark_sent(tx, ticket, "whatsapp", &admin.id, &stamp(page.now)).await?;
    Ok(None)
}

/// `POST /concerts/{concert}/send/taken`: its chat is being opened, so it stays in this member's hands.
pub async fn taken(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<Did>,
) -> Result<Response> {
    let mut tx = app.db.write().await?;
    let edge = stamp(queue::still_taken(page.now));
    let mine = store::mine(&mut tx, &id, &admin.id, &edge).await?;
    if mine.is_some_and(|next| next.id == form.ticket) {
        store::take(&mut tx, &id, &form.ticket, &admin.id, &stamp(page.now)).await?;
        tx.commit().await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Limit {
    most: String,
}

/// `POST /concerts/{concert}/send/limit`: how many chats an hour before a pause is advised.
pub async fn limit(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Form(form): Form<Limit>,
) -> Result<Response> {
    let here = format!("/concerts/{id}/send");
    let most = form.most.trim().parse::<i64>().ok().filter(|most| queue::AN_HOUR.contains(most));
    let Some(most) = most else { return Ok(page::problem(&app, &here, page.t("delivery-limit-wrong"))) };
    let mut tx = app.db.write().await?;
    db::set_setting(&mut tx, queue::SETTING, &most.to_string()).await?;
    tx.commit().await?;
    Ok(page::done(&app, &here, page.t1("delivery-limit-done", "n", most)))
}
