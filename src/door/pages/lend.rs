//! The door lent by a member: a link shown once, the phones that hold the door, and each of them ended.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::heard::{self, Heard};
use crate::base::app::App;
use crate::base::clock::{hour, stamp};
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::text;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::qr::{self, Picture};
use crate::base::web::viewer::Admin;
use crate::concerts;
use crate::concerts::concert::Concert;
use crate::door::device::{self, NAME_MAX, State as Lending};
use crate::door::store::{self, Lent, Phone};
use crate::tickets;
use crate::tickets::send;

/// How long the six digits for an installed app are good.
const CODE_LASTS: SignedDuration = SignedDuration::from_mins(10);

#[derive(Template)]
#[template(path = "door/phones.html")]
struct Phones {
    page: Page,
    concert: Concert,
    /// Until when it may be lent; nothing when its night is over or cancelled.
    hours: Vec<String>,
    form: LendForm,
    problems: Problems,
    phones: Vec<Row>,
    /// The members' own phones.
    own: Vec<Heard>,
    /// How many phones reported, and how many of them are ready.
    reported: usize,
    ready: usize,
}

/// A lent door as the list shows it.
struct Row {
    id: String,
    name: String,
    lender: String,
    created: String,
    claimed: Option<String>,
    seen: Option<String>,
    ends: String,
    state: Lending,
    said: String,
    sells: bool,
    /// Whether it can still be ended: it is open, or may yet hand in what it scanned.
    ends_yet: bool,
    heard: Vec<Heard>,
}

fn row(page: &Page, phone: Phone, heard: Vec<Heard>) -> Row {
    let moment = |at: &str| page.moment_in(at, &phone.timezone);
    let state = phone.state(page.now);
    let ends = phone.ends_at().map(|at| hour(&stamp(at), &phone.timezone)).unwrap_or_default();
    let said = match (state, &phone.revoked_at) {
        (Lending::Revoked, Some(at)) => page.t1(state.key(), "at", moment(at)),
        (Lending::Orphaned, _) => page.t1(state.key(), "name", &phone.lender),
        (Lending::Over, _) => page.t1(state.key(), "hour", &ends),
        _ => page.t(state.key()),
    };
    Row {
        ends_yet: state.is_alive() || phone.is_late(page.now),
        created: moment(&phone.created_at),
        claimed: phone.claimed_at.as_deref().map(moment),
        seen: phone.last_seen_at.as_deref().map(moment),
        sells: phone.sells_from.is_some(),
        heard,
        id: phone.id,
        name: phone.name,
        lender: phone.lender,
        ends,
        state,
        said,
    }
}

/// What is asked for when a door is lent.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct LendForm {
    name: String,
    /// `05:00`
    until: String,
    /// Set when it may sell, and take money.
    sells: String,
    request: String,
}

/// `GET /concerts/{concert}/door`
pub async fn phones(page: Page, State(app): State<App>, _: Admin, Path(concert): Path<String>) -> Result<Response> {
    let concert = find(&app, &concert).await?;
    let form = LendForm { request: id::new(page.now), ..LendForm::default() };
    page::html(&filled(page, &app, concert, form, Problems::default()).await?)
}

async fn filled(page: Page, app: &App, concert: Concert, mut form: LendForm, problems: Problems) -> Result<Phones> {
    let phones = store::phones(&app.db, &concert.id).await?;
    let mut heard = heard::all(&page, app, &concert.id, &concert.timezone).await?;
    let (all, ready) = heard::ready(&heard);
    let own = heard.remove("").unwrap_or_default();
    let phones = phones.into_iter().map(|phone| {
        let heard = heard.remove(&phone.id).unwrap_or_default();
        row(&page, phone, heard)
    });
    let phones = phones.collect();
    let hours = if concert.cancelled_at.is_some() { Vec::new() } else { hours(&concert, page.now) };
    if !hours.contains(&form.until) {
        form.until = hours.last().cloned().unwrap_or_default();
    }
    Ok(Phones { page, concert, hours, form, problems, phones, own, reported: all, ready })
}

fn hours(concert: &Concert, now: Timestamp) -> Vec<String> {
    device::hours(&concert.day, &concert.timezone, &concert.doors_at, now)
}

pub(super) async fn find(app: &App, concert: &str) -> Result<Concert> {
    let mut connection = app.db.read().acquire().await?;
    concerts::store::get(&mut connection, concert).await?.ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "door/lent.html")]
struct Shown {
    page: Page,
    concert: Concert,
    name: String,
    until: String,
    link: String,
    /// Where a phone comes to trust this machine first.
    trust: Option<String>,
    /// The same link by the machine's number.
    by_number: Option<String>,
    whatsapp: String,
    picture: Option<Picture>,
    /// Whether the link works on this machine alone.
    near: bool,
}

/// `POST /concerts/{concert}/door`: lends it, and shows the link here and never again. Only its hash is kept.
pub async fn lend(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(concert): Path<String>,
    Form(form): Form<LendForm>,
) -> Result<Response> {
    let concert = find(&app, &concert).await?;
    let (name, expires) = match check(&concert, &form, page.now) {
        Ok(checked) => checked,
        Err(problems) => return page::again(&filled(page, &app, concert, form, problems).await?),
    };
    let (secret, now) = (secret::short_token(), stamp(page.now));
    let lent = Lent {
        id: &form.request,
        concert: &concert.id,
        account: &admin.id,
        name: &name,
        sells_from: (!form.sells.is_empty()).then_some(now.as_str()),
        link_hash: &secret::hash(&secret),
        now: &now,
        expires_at: &stamp(expires),
    };
    let mut tx = app.db.write().await?;
    let is_new = store::lend(&mut tx, &lent).await?;
    tx.commit().await?;
    if !is_new {
        let back = format!("/concerts/{}/door", concert.id);
        return Ok(page::problem(&app, &back, page.t("door-lend-again")));
    }
    let link = format!("{}/door/open#{secret}", app.config.base_url);
    let until = hour(lent.expires_at, &concert.timezone);
    let message = page.lang.with(
        "door-lend-message",
        &[
            ("concert", concert.name().to_owned().into()),
            ("day", page.day(&concert.day).into()),
            ("hour", until.clone().into()),
            ("link", link.clone().into()),
        ],
    );
    page::html(&Shown {
        whatsapp: send::whatsapp("", &message),
        picture: qr::picture(&link),
        trust: app.config.trust_url.clone(),
        by_number: app.config.number_url.as_ref().map(|url| format!("{url}/door/open#{secret}")),
        near: app.config.base_url.starts_with("http://"),
        page,
        concert,
        name,
        until,
        link,
    })
}

/// A name, and an hour ahead in that night.
fn check(concert: &Concert, form: &LendForm, now: Timestamp) -> Result<(String, Timestamp), Problems> {
    let mut problems = Problems::default();
    let name = text::given(&form.name);
    if name.is_none() {
        problems.add("name", "door-lend-name-missing");
    } else if name.as_ref().is_some_and(|name| name.chars().count() > NAME_MAX) {
        problems.add("name", "door-lend-name-long");
    }
    let until = Some(&form.until).filter(|until| hours(concert, now).contains(until));
    let hour = until.and_then(|until| until.parse().ok());
    let expires = hour.and_then(|hour| device::of_night(&concert.day, &concert.timezone, hour));
    if expires.is_none() || concert.cancelled_at.is_some() || !id::is(&form.request) {
        problems.add("until", "door-lend-hour-past");
    }
    match (name, expires) {
        (Some(name), Some(expires)) if problems.none() => Ok((name, expires)),
        _ => Err(problems),
    }
}

/// `POST /concerts/{concert}/door/{device}/end`: its next request is nobody's.
pub async fn end(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path((concert, device)): Path<(String, String)>,
) -> Result<Response> {
    let mut tx = app.db.write().await?;
    let ended = store::revoke(&mut tx, &concert, &device, &stamp(page.now)).await?;
    if ended.is_some() {
        for phone in store::of_device(&mut tx, &concert, &device).await? {
            tickets::store::give_back(&mut tx, &concert, &phone, &stamp(page.now)).await?;
        }
    }
    tx.commit().await?;
    let name = ended.ok_or(Error::NotFound)?;
    let back = format!("/concerts/{concert}/door");
    Ok(page::done(&app, &back, page.t1("door-phone-ended", "name", name)))
}

#[derive(Template)]
#[template(path = "door/code.html")]
struct CodePage {
    page: Page,
    concert: Concert,
    name: String,
    /// `123 456`
    digits: String,
    until: String,
    /// For a camera: `door 123456`.
    picture: Option<qr::Picture>,
}

/// `POST /concerts/{concert}/door/{device}/code`: six digits by which the same phone's installed app holds this door, too.
/// Shown once, good once, and for ten minutes.
pub async fn code(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path((concert, device)): Path<(String, String)>,
) -> Result<Response> {
    let concert = find(&app, &concert).await?;
    let digits = device::six_digits(secret::random());
    let until = page.now.checked_add(CODE_LASTS).map_err(anyhow::Error::new)?;
    let mut tx = app.db.write().await?;
    let hash = store::code_hash(&digits);
    let named = store::set_code(&mut tx, &concert.id, &device, &hash, &stamp(until)).await?;
    tx.commit().await?;
    let name = named.ok_or(Error::NotFound)?;
    let until = hour(&stamp(until), &concert.timezone);
    let picture = qr::picture(&format!("door {digits}"));
    let digits = format!("{} {}", &digits[..3], &digits[3..]);
    page::html(&CodePage { page, concert, name, digits, until, picture })
}
