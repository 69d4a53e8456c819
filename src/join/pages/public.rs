//! A concert's public page: where, when, what's left, and a form of half a minute. It never shows who else asked, nor
//! whether a telephone is known.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use jiff::civil::Date;

use crate::base::app::App;
use crate::base::clock::{hour, night_of, stamp};
use crate::base::db::{Tx, id};
use crate::base::error::{Error, Result};
use crate::base::web::address;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::concerts;
use crate::concerts::concert::{Concert, in_force};
use crate::fans;
use crate::fans::fan::FOUND_BY;
use crate::fans::notice::Notice;
use crate::fans::store::notice::Given;
use crate::join::asking::{Ask, AskForm, PEOPLE_MAX, Stage, WAITING_MAX};
use crate::join::link;
use crate::join::store::{self, NewRequest, Public};

#[derive(Template)]
#[template(path = "join/public.html")]
struct Shown {
    page: Page,
    concert: Concert,
    /// What stands after `/j/`.
    token: String,
    stage: Stage,
    day: String,
    doors: String,
    start: String,
    /// `Preventa, $200`
    price: Option<String>,
    left: i64,
    /// The most places that may be asked for.
    most: i64,
    /// Whether there is a word to say.
    word: Option<String>,
    notice: Option<Notice>,
    found_by: Vec<(&'static str, String)>,
    form: AskForm,
    problems: Problems,
}

/// Where an address leads.
struct Found {
    public: Public,
    concert: Concert,
    /// The fan whose own address it is.
    by: Option<String>,
    /// The address as it is written.
    token: String,
}

async fn found(app: &App, typed: &str) -> Result<Found> {
    let (half, other) = link::read(typed).ok_or(Error::NotFound)?;
    let mut connection = app.db.read().acquire().await?;
    let public = store::of_token(&mut connection, &half).await?.ok_or(Error::NotFound)?;
    let concert = concerts::store::get(&mut connection, &public.concert_id).await?.ok_or(Error::NotFound)?;
    let number = other.as_deref().and_then(|other| link::number(&app.key, &concert.id, other));
    let by = match number {
        Some(number) => store::fan_of_number(&mut connection, &concert.id, number).await?,
        None => None,
    };
    let token = link::whole(&half, other.as_deref());
    Ok(Found { public, concert, by, token })
}

/// `GET /j/{token}`
pub async fn show(page: Page, State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let found = found(&app, &token).await?;
    page::html(&shown(page, &app, found, AskForm::default(), Problems::default()).await?)
}

fn stage(public: &Public, concert: &Concert, page: &Page) -> Stage {
    match Stage::of(concert, page.now) {
        open @ (Stage::Before | Stage::Night) if public.opened_at.is_some() => open,
        Stage::Before | Stage::Night => Stage::Shut,
        ended => ended,
    }
}

async fn shown(page: Page, app: &App, found: Found, form: AskForm, problems: Problems) -> Result<Shown> {
    let Found { public, concert, token, .. } = found;
    let mut connection = app.db.read().acquire().await?;
    let prices = concerts::store::prices(&mut connection, &concert.id).await?;
    let today = night_of(page.now, &concert.timezone).to_string();
    let price = in_force(&prices, &today).map(|price| super::priced(&page, &concert, price));
    let left = store::left(&mut connection, &concert.id).await?.max(0);
    Ok(Shown {
        stage: stage(&public, &concert, &page),
        day: page.day_first(&concert.day),
        doors: hour(&concert.doors_at, &concert.timezone),
        start: hour(&concert.starts_at, &concert.timezone),
        most: left.clamp(1, PEOPLE_MAX),
        left,
        notice: fans::store::notice::present(&mut connection).await?,
        found_by: FOUND_BY.iter().map(|key| (*key, page.t(&format!("fans-found-{}", key.replace('_', "-"))))).collect(),
        word: public.word,
        price,
        token,
        concert,
        form,
        problems,
        page,
    })
}

/// `POST /j/{token}`: before the night a place is asked for, during it somebody says that they are here.
pub async fn ask(
    page: Page,
    State(app): State<App>,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(form): Form<AskForm>,
) -> Result<Response> {
    let found = found(&app, &token).await?;
    let origin = address::origin(&headers);
    let (stage, today) = (stage(&found.public, &found.concert, &page), night_of(page.now, &found.concert.timezone));
    let result = match stage {
        _ if !form.is_a_person_s() => Ok(()),
        Stage::Before if !app.limits.allow(&format!("join {origin}")) => Err(Problems::one("name", "join-later")),
        Stage::Before => before(&page, &app, &found, &form, today).await?,
        Stage::Night => during(&page, &app, &found, &form, (today, &origin)).await?,
        Stage::Over | Stage::Cancelled | Stage::Shut => return Ok(page::to(&format!("/j/{}", found.token))),
    };
    match result {
        Ok(()) => {
            // What was typed, and nothing that we know: a slip in the number is seen here.
            let thanks = format!("/j/{}/thanks", found.token);
            let people = form.people.trim().parse::<i64>().unwrap_or(1);
            let said = page.t3("join-asked", "name", form.name.trim(), "n", people, "phone", form.phone.trim());
            Ok(if stage == Stage::Before { page::done(&app, &thanks, said) } else { page::to(&thanks) })
        }
        Err(problems) => page::again(&shown(page, &app, found, form, problems).await?),
    }
}

async fn before(
    page: &Page,
    app: &App,
    found: &Found,
    form: &AskForm,
    today: Date,
) -> Result<std::result::Result<(), Problems>> {
    let ask = match form.check(today, None) {
        Ok(ask) => ask,
        Err(problems) => return Ok(Err(problems)),
    };
    let (concert, now) = (&found.concert.id, stamp(page.now));
    let mut tx = app.db.write().await?;
    let left = store::left(&mut tx, concert).await?;
    if left < ask.people {
        return Ok(Err(Problems::one("people", if left < 1 { "join-full" } else { "join-full-some" })));
    }
    if concerts::store::figures::asked(&mut tx, concert).await? >= WAITING_MAX {
        return Ok(Err(Problems::one("name", "join-too-many")));
    }
    let (fan, is_new) = fan_of(&mut tx, page, &ask).await?;
    let prices = concerts::store::prices(&mut tx, concert).await?;
    let price = in_force(&prices, &today.to_string());
    let request = NewRequest {
        id: &id::new(page.now),
        concert,
        fan: &fan,
        name: &ask.fan.name,
        people: ask.people,
        brought_by: found.by.as_deref().filter(|by| *by != fan),
        price: price.map(|price| (price.name.as_str(), price.amount_cents)),
        fan_is_new: is_new,
        now: &now,
    };
    store::ask(&mut tx, &request).await?;
    tx.commit().await?;
    app.db.changes().tell(concert);
    Ok(Ok(()))
}

/// The fan whose telephone was typed, held until the transaction ends, with what they agreed to; set when they are new.
async fn fan_of(tx: &mut Tx, page: &Page, ask: &Ask) -> Result<(String, Option<()>)> {
    let now = stamp(page.now);
    let phone = ask.fan.phone.as_deref().unwrap_or_default();
    let known = fans::store::with_phone(tx, phone).await?;
    let (fan, is_new) = match known {
        // Erased or merged between the look and the hold: then they are nobody whom we know.
        Some(known) if fans::store::hold(tx, &known.id).await? => (known.id, None),
        _ => {
            let new = fans::fan::NewFan { language: Some(page.lang().to_owned()), ..ask.fan.clone() };
            let fan = id::new(page.now);
            match fans::store::add(tx, &fan, &new, None, &now).await? {
                Some(added) => (added, Some(())),
                // Somebody else's transaction was first.
                None => (fans::store::with_phone(tx, phone).await?.ok_or(Error::TooMany)?.id, None),
            }
        }
    };
    let given = |purpose| Given { purpose, how: "form", account: None, given_at: &now, notice: ask.notice, now: &now };
    fans::store::notice::give(tx, &fan, &given("service")).await?;
    if ask.fan.news.is_some() && !fans::store::notice::stopped_news(tx, &fan).await? {
        fans::store::notice::give(tx, &fan, &given("news")).await?;
    }
    Ok((fan, is_new))
}

async fn during(
    page: &Page,
    app: &App,
    found: &Found,
    form: &AskForm,
    (today, origin): (Date, &str),
) -> Result<std::result::Result<(), Problems>> {
    // Without a word nothing matches what was typed.
    let word = found.public.word_folded.as_deref().unwrap_or("—");
    let ask = match form.check(today, Some(word)) {
        Ok(ask) => ask,
        // A whole room may send the right one in a minute, from one address; who guesses is slowed down.
        Err(problems) if problems.of("word").is_empty() || app.limits.allow(&format!("word {origin}")) => {
            return Ok(Err(problems));
        }
        Err(_) => return Ok(Err(Problems::one("word", "join-later"))),
    };
    let (concert, now) = (&found.concert, stamp(page.now));
    let mut tx = app.db.write().await?;
    // No more can be here than the room holds, and a few.
    if store::here(&mut tx, &concert.id).await?.0 >= concert.capacity + WAITING_MAX {
        return Ok(Err(Problems::one("name", "join-too-many")));
    }
    let (fan, _) = fan_of(&mut tx, page, &ask).await?;
    let by = found.by.as_deref().filter(|by| *by != fan);
    if store::is_here(&mut tx, &concert.id, &fan, by, &now).await? {
        if let Some(by) = by {
            fans::store::brought(&mut tx, &fan, by).await?;
        }
        if let Some(ticket) = store::ticket_of(&mut tx, &concert.id, &fan).await? {
            store::is_with(&mut tx, &concert.id, &fan, &ticket).await?;
        }
    }
    tx.commit().await?;
    app.db.changes().tell(&concert.id);
    Ok(Ok(()))
}

#[derive(Template)]
#[template(path = "join/thanks.html")]
struct Thanks {
    page: Page,
    concert: Concert,
    night: bool,
    day: String,
    doors: String,
}

/// `GET /j/{token}/thanks`: the same for everybody.
pub async fn thanks(page: Page, State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let Found { concert, .. } = found(&app, &token).await?;
    let night = Stage::of(&concert, page.now) == Stage::Night;
    let (day, doors) = (page.day_first(&concert.day), hour(&concert.doors_at, &concert.timezone));
    page::html(&Thanks { night, day, doors, concert, page })
}
