//! A concert's public page as members see it: open or closed, its poster, the word of the night, and who asked for a place.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::{night_of, stamp};
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::i18n::Lang;
use crate::base::phone;
use crate::base::secret;
use crate::base::text;
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts;
use crate::concerts::concert::{Concert, Price, in_force};
use crate::door::store::NAMELESS;
use crate::fans;
use crate::fans::hooks::Hooks;
use crate::join::asking::{self, Stage};
use crate::join::link;
use crate::join::picture::{self, Kind};
use crate::join::store::{self, Brought, Nameless, Request, Untied};
use crate::payments::payment::{Method, NewPayment};
use crate::tickets;
use crate::tickets::send;
use crate::tickets::store::NewTicket;
use crate::tickets::ticket::{Refusal, Wish};

#[derive(Template)]
#[template(path = "join/requests.html")]
struct Requests {
    page: Page,
    concert: Concert,
    /// Its address, while it is open.
    token: Option<String>,
    word: String,
    stage: Stage,
    /// Where others open it; none where they can't.
    address: Option<String>,
    /// Whether there is a privacy notice, without which nobody may be asked for anything.
    notice: bool,
    left: i64,
    waiting: i64,
    /// How many places they asked for.
    places: i64,
    rows: Vec<Row>,
    next: Option<String>,
    accepted: Vec<Row>,
    here: i64,
    here_with_ticket: i64,
    brought: Vec<Brought>,
    /// Who said the word and has no ticket, with one that may be theirs: the nameless fan whose it is, and its number.
    untied: Vec<(Untied, Option<(String, i64)>)>,
}

/// Somebody who asked, with what may be done.
struct Row {
    request: Request,
    phone: String,
    /// Opens their chat.
    chat: Option<String>,
    /// The amount that they would pay, or still owe.
    amount: String,
    /// Their age, where the concert is for older ones.
    young: Option<i64>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    /// The last of the page before: its time and its id.
    after: String,
}

async fn concert(app: &App, id: &str) -> Result<Concert> {
    concerts::store::get(&mut *app.db.read().acquire().await?, id).await?.ok_or(Error::NotFound)
}

/// `GET /concerts/{concert}/join?after=`
pub async fn show(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let concert = concert(&app, &id).await?;
    let db = &mut *app.db.read().acquire().await?;
    let public = store::of_concert(db, &id).await?;
    let prices = concerts::store::prices(db, &id).await?;
    let price = price_now(&prices, &page, &concert);
    let after = wanted.after.split_once('~').unwrap_or(("", ""));
    let mut rows = store::requests(db, &id, after).await?;
    let more = rows.len() as i64 > store::ROWS;
    rows.truncate(store::ROWS as usize);
    let next = rows.last().filter(|_| more).map(|last| format!("{}~{}", last.asked_at, last.id));
    let accepted = store::accepted(db, &id).await?;
    let (here, here_with_ticket) = store::here(db, &id).await?;
    let row = |request: Request| row(&page, &concert, price, request);
    page::html(&Requests {
        address: public.as_ref().and_then(|public| picture::address(&app, public, None)),
        notice: fans::store::notice::present(db).await?.is_some(),
        left: store::left(db, &id).await?,
        places: store::places_asked(db, &id).await?,
        waiting: concerts::store::figures::asked(db, &id).await?,
        rows: rows.into_iter().map(row).collect(),
        accepted: accepted.into_iter().map(row).collect(),
        brought: store::brought(db, &id).await?,
        untied: paired(store::untied(db, &id).await?, store::nameless(db, &id, NAMELESS).await?),
        stage: Stage::of(&concert, page.now),
        word: public.as_ref().and_then(|public| public.word.clone()).unwrap_or_default(),
        token: public.filter(|public| public.opened_at.is_some()).map(|public| public.token),
        next,
        here,
        here_with_ticket,
        concert,
        page: page.clone(),
    })
}

/// To each one without a ticket a nameless one that may be theirs: of whom they came with, else of the door. Only proposed.
fn paired(untied: Vec<Untied>, mut nameless: Vec<Nameless>) -> Vec<(Untied, Option<(String, i64)>)> {
    let mut pair = |one: Untied| {
        let theirs = |it: &Nameless| it.brought_by.is_some() && it.brought_by == one.brought_by;
        let at = nameless.iter().position(theirs).or_else(|| nameless.iter().position(|it| it.brought_by.is_none()));
        let found = at.map(|at| nameless.remove(at)).map(|it| (it.fan_id, it.number));
        (one, found)
    };
    untied.into_iter().map(&mut pair).collect()
}

fn price_now<'a>(prices: &'a [Price], page: &Page, concert: &Concert) -> Option<&'a Price> {
    in_force(prices, &night_of(page.now, &concert.timezone).to_string())
}

fn row(page: &Page, concert: &Concert, price: Option<&Price>, request: Request) -> Row {
    let waits = request.accepted_at.is_none();
    let each = request.price_cents.or_else(|| price.map(|price| price.amount_cents)).unwrap_or_default();
    let cents = if waits { each * request.people } else { request.due_cents };
    let today = night_of(page.now, &concert.timezone);
    let age = fans::fan::age(request.birth_year, request.birth_date.as_deref(), today);
    let amount = if cents > 0 { page.money(cents, &concert.currency) } else { String::new() };
    let lang = request.language.as_deref().and_then(Lang::of).unwrap_or_default();
    let (first, _) = text::first_and_initial(&request.fan);
    let values = [
        ("name", first.into()),
        ("concert", concert.name().to_owned().into()),
        ("n", request.people.into()),
        ("amount", amount.clone().into()),
    ];
    let key = if amount.is_empty() { "join-chat-free" } else { "join-chat" };
    Row {
        chat: request.phone.as_deref().map(|phone| send::whatsapp(phone, &lang.with(key, &values))),
        phone: request.phone.as_deref().map(phone::shown).unwrap_or_default(),
        young: age.filter(|age| concert.age_min.is_some_and(|least| *age < least)),
        amount,
        request,
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Settled {
    /// `open`, `close`, `word`, `accept`, `decline` or `paid`.
    did: String,
    request: String,
    word: String,
    method: String,
}

/// `POST /concerts/{concert}/join`
pub async fn settle(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<Settled>,
) -> Result<Response> {
    let concert = concert(&app, &id).await?;
    let said = match form.did.as_str() {
        "open" | "close" => switch(&page, &app, &concert, &form.did).await?,
        "word" => word(&page, &app, &concert, &form.word).await?,
        "accept" => accept(&page, &app, &admin, &concert, &form.request).await?,
        "decline" => decline(&page, &app, &admin, &concert, &form.request).await?,
        "paid" => paid(&page, &app, &admin, &concert, &form).await?,
        _ => return Err(Error::Refused("base-form-unreadable")),
    };
    app.db.changes().tell(&id);
    let here = format!("/concerts/{id}/join");
    Ok(match said {
        Ok(text) => page::done(&app, &here, text),
        Err(text) => page::problem(&app, &here, text),
    })
}

/// What was done, or why it wasn't.
type Said = std::result::Result<String, String>;

async fn switch(page: &Page, app: &App, concert: &Concert, did: &str) -> Result<Said> {
    let mut tx = app.db.write().await?;
    if did == "close" {
        store::close(&mut tx, &concert.id).await?;
        tx.commit().await?;
        return Ok(Ok(page.t("join-closed")));
    }
    if fans::store::notice::present(&mut tx).await?.is_none() {
        return Ok(Err(page.t("join-notice-first")));
    }
    store::open(&mut tx, &concert.id, &link::token(secret::random()), &stamp(page.now)).await?;
    tx.commit().await?;
    Ok(Ok(page.t("join-opened")))
}

async fn word(page: &Page, app: &App, concert: &Concert, typed: &str) -> Result<Said> {
    let word = match asking::word(typed) {
        Ok(word) => word,
        Err(key) => return Ok(Err(page.t(key))),
    };
    let mut tx = app.db.write().await?;
    store::set_word(&mut tx, &concert.id, word.as_ref()).await?;
    tx.commit().await?;
    Ok(Ok(word.map_or_else(|| page.t("join-word-gone"), |(word, _)| page.t1("join-word-kept", "word", word))))
}

/// Gives a ticket to somebody who asked: unpaid, at the price of today, for as many as they said.
async fn accept(page: &Page, app: &App, admin: &Admin, concert: &Concert, request: &str) -> Result<Said> {
    let now = stamp(page.now);
    let mut tx = app.db.write().await?;
    tickets::store::lock(&mut tx, &concert.id).await?;
    let asked = store::request(&mut tx, &concert.id, request).await?.ok_or(Error::NotFound)?;
    let Some(fan) = fans::store::present(&mut tx, &asked.fan_id).await? else {
        return Ok(Err(page.t("join-settled")));
    };
    if !store::accept(&mut tx, request, &admin.id, &now).await? {
        return Ok(Err(page.t("join-settled")));
    }
    let prices = concerts::store::prices(&mut tx, &concert.id).await?;
    let price = price_now(&prices, page, concert);
    // What it cost when they asked holds; what has a price isn't given away because its last one has ended.
    let held = asked.price_name.clone().zip(asked.price_cents);
    let held = held.or_else(|| price.map(|price| (price.name.clone(), price.amount_cents)));
    let Some((price_name, each)) = held.or_else(|| prices.is_empty().then(|| (page.t("tickets-price-other"), 0)))
    else {
        return Ok(Err(page.t("join-price-none")));
    };
    let wish = Wish {
        method: Method::Spei,
        price_name,
        price_cents: each * asked.people,
        paid: false,
        admits: asked.people,
        note: None,
    };
    let new =
        NewTicket::of(concert, fan.id, &wish, Some(secret::hash(&format!("join {request}"))), &admin.id, page.now);
    let ticket = new.id.clone();
    match tickets::store::issue(&mut tx, new).await? {
        Ok(number) => {
            store::gave(&mut tx, request, &ticket).await?;
            tx.commit().await?;
            Ok(Ok(page.t2("join-accepted-done", "name", fan.called, "number", number)))
        }
        Err(Refusal::SoldOut { left }) => Ok(Err(page.t1("join-accept-full", "n", left))),
        Err(Refusal::Cancelled) => Ok(Err(page.t("tickets-concert-cancelled"))),
        Err(Refusal::Already { .. }) => Ok(Err(page.t("join-settled"))),
    }
}

/// Says no. Somebody of whom nothing but this is known is forgotten.
async fn decline(page: &Page, app: &App, admin: &Admin, concert: &Concert, request: &str) -> Result<Said> {
    let now = stamp(page.now);
    let mut tx = app.db.write().await?;
    let asked = store::request(&mut tx, &concert.id, request).await?.ok_or(Error::NotFound)?;
    if !store::decline(&mut tx, request, &admin.id, &now).await? {
        return Ok(Err(page.t("join-settled")));
    }
    let forgets = store::is_all_there_is(&mut tx, request).await?;
    if forgets {
        fans::store::merge::erase(&mut tx, app.part::<Hooks>(), &asked.fan_id, &now).await?;
    }
    tx.commit().await?;
    if forgets {
        app.db.forget_log().await?;
        return Ok(Ok(page.t1("join-declined-forgotten", "name", asked.fan)));
    }
    Ok(Ok(page.t1("join-declined", "name", asked.fan)))
}

/// Marks what is still owed as paid, in the way that was tapped.
async fn paid(page: &Page, app: &App, admin: &Admin, concert: &Concert, form: &Settled) -> Result<Said> {
    let method = Method::of(&form.method).filter(|method| method.brings_money().is_some());
    let method = method.ok_or(Error::Refused("base-form-unreadable"))?;
    let mut tx = app.db.write().await?;
    tickets::store::lock(&mut tx, &concert.id).await?;
    let asked = store::request(&mut tx, &concert.id, &form.request).await?.ok_or(Error::NotFound)?;
    let Some(ticket) = asked.ticket_id.as_deref().filter(|_| asked.due_cents > 0) else {
        return Ok(Err(page.t("tickets-paid-nothing")));
    };
    let payment = NewPayment {
        id: &id::new(page.now),
        concert: &concert.id,
        ticket,
        amount_cents: asked.due_cents,
        currency: &concert.currency,
        method,
        now: &stamp(page.now),
        account: Some(&admin.id),
        refund_of: None,
        note: None,
    };
    let kept = tickets::store::pay(&mut tx, &payment).await?;
    tx.commit().await?;
    Ok(Ok(page.t2("join-paid-done", "name", asked.fan, "amount", page.money(kept, &concert.currency))))
}

/// `GET /concerts/{concert}/poster.pdf`
pub async fn pdf(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    poster(page, app, &id, Kind::Pdf).await
}

/// `GET /concerts/{concert}/poster.png`
pub async fn png(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    poster(page, app, &id, Kind::Png).await
}

async fn poster(page: Page, app: App, id: &str, kind: Kind) -> Result<Response> {
    let concert = concert(&app, id).await?;
    let db = &mut *app.db.read().acquire().await?;
    let public = store::of_concert(db, id).await?;
    let prices = concerts::store::prices(db, id).await?;
    let Some(address) = public.and_then(|public| picture::address(&app, &public, None)) else {
        return Ok(page::to(&format!("/concerts/{id}/join")));
    };
    let price = price_now(&prices, &page, &concert);
    let line = price.map(|price| super::priced(&page, &concert, price)).unwrap_or_default();
    let (lang, name) = (page.lang, format!("cartel-{}", text::fold(concert.name()).replace(' ', "-")));
    let (ending, mime) = match kind {
        Kind::Pdf => ("pdf", "application/pdf"),
        Kind::Png => ("png", "image/png"),
    };
    let drawn = page::beside(move || Ok(picture::poster(&app, &concert, lang, &address, line, kind))).await?;
    Ok(page::download(&format!("{name}.{ending}"), mime, drawn.ok_or(Error::NotFound)?))
}
