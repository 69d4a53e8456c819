//! Tickets over HTTP: the form that issues one, and the addresses of all the rest.

mod change;
mod index;
mod one;
mod pasted;
mod pictures;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use sqlx::AnyConnection;

use crate::base::app::App;
use crate::base::clock::{night_of, stamp};
use crate::base::db::{Tx, id};
use crate::base::error::{Error, Result};
use crate::base::text;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::{Concert, in_force};
use crate::fans::fan::{FanForm, NewFan};
use crate::payments::payment::{Method, NewPayment};
use crate::tickets::store::{self, NewTicket};
use crate::tickets::ticket::{Choice, IssueForm, Refusal, Wish, offered, seen};
use crate::{concerts, fans};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/ticket", get(|| async { page::to("/tickets/new") }).post(issue))
        .route("/ticket_generated", get(one::latest))
        .route("/tickets", get(index::list).post(issue))
        .route("/tickets.csv", get(index::csv))
        .route("/tickets/new", get(form))
        .route("/tickets/search", post(index::search))
        .route("/tickets/sheet.pdf", get(one::sheet))
        .route("/tickets/pictures.zip", get(pictures::pictures))
        .route("/tickets/list", get(pasted::form).post(pasted::preview))
        .route("/tickets/list/confirm", post(pasted::confirm))
        .route("/tickets/batches/{batch}", get(pasted::batch))
        .route("/tickets/batches/{batch}/void", post(pasted::void))
        .route("/tickets/{ticket}", get(one::show))
        .route("/tickets/{ticket}/paid", post(change::paid))
        .route("/tickets/{ticket}/refund", post(change::refund))
        .route("/tickets/{ticket}/void", post(change::void))
        .route("/tickets/{ticket}/replace", post(change::replace))
        .route("/tickets/{ticket}/sent", post(change::sent))
}

#[derive(Template)]
#[template(path = "tickets/new.html")]
struct New {
    page: Page,
    concert: Option<Concert>,
    concerts: Vec<Concert>,
    left: i64,
    prices: Vec<Choice>,
    form: IssueForm,
    problems: Problems,
    /// The number of the ticket that this fan has already: then the form asks.
    had: Option<i64>,
    /// Fans of the very name that was typed: then the form asks whether it is one of them.
    alike: Vec<(String, String)>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wanted {
    concert: String,
    #[serde(alias = "fan_id")]
    fan: String,
}

async fn form(page: Page, State(app): State<App>, admin: Admin, Query(wanted): Query<Wanted>) -> Result<Response> {
    let last = store::last_by(&app.db, &admin.id).await?;
    let (last_concert, method) = last.map_or((String::new(), String::new()), |(_, concert, method)| (concert, method));
    let mut form = IssueForm { request: id::new(page.now), method, ..IssueForm::default() };
    form.concert = if wanted.concert.is_empty() { last_concert } else { wanted.concert.clone() };
    if form.method.is_empty() {
        form.method = Method::Cash.word().to_owned();
    }
    let mut connection = app.db.read().acquire().await?;
    if let Some(fan) = fans::store::present(&mut connection, &wanted.fan).await? {
        (form.fan, form.fan_id) = (fan.called, fan.id);
    }
    drop(connection);
    let mut new = filled(page, &app, form, Problems::default(), None).await?;
    if !wanted.concert.is_empty() && new.concert.as_ref().is_some_and(|concert| concert.id != wanted.concert) {
        // Another night in its place has to be said: it would be sold by mistake.
        new.problems.add("concert", "tickets-concert-other");
    }
    page::html(&new)
}

/// The form with all that it offers: the upcoming concerts, the chosen one's prices, the one in force chosen.
async fn filled(page: Page, app: &App, mut form: IssueForm, problems: Problems, had: Option<i64>) -> Result<New> {
    let mut concerts = concerts::store::upcoming(&app.db, &stamp(page.now)).await?;
    let mut connection = app.db.read().acquire().await?;
    let mut concert = concerts.iter().find(|concert| concert.id == form.concert).cloned();
    if concert.is_none() && !form.concert.is_empty() && id::is(&form.concert) && had.is_none() {
        concert = concerts::store::get(&mut connection, &form.concert)
            .await?
            .filter(|found| found.cancelled_at.is_none() && !found.is_over(page.now));
    }
    let concert = concert.or_else(|| concerts.first().cloned());
    concerts.retain(|other| Some(&other.id) != concert.as_ref().map(|concert| &concert.id));
    let Some(concert) = concert else {
        return Ok(New {
            page,
            concert: None,
            concerts,
            left: 0,
            prices: Vec::new(),
            form,
            problems,
            had,
            alike: Vec::new(),
        });
    };
    let prices = concerts::store::prices(&mut connection, &concert.id).await?;
    let today = night_of(page.now, &concert.timezone).to_string();
    if form.price.is_empty() {
        form.price = in_force(&prices, &today).map_or_else(|| "other".to_owned(), |price| price.id.clone());
    }
    form.concert = concert.id.clone();
    let left = store::sales(&mut connection, &concert.id).await?.left(concert.capacity);
    let prices: Vec<Choice> = prices.into_iter().map(|price| (price.id, price.name, price.amount_cents)).collect();
    form.seen = seen(&prices);
    let prices = offered(prices);
    Ok(New {
        page,
        concert: Some(concert),
        concerts,
        left: left.max(0),
        prices,
        form,
        problems,
        had,
        alike: Vec::new(),
    })
}

async fn issue(page: Page, State(app): State<App>, admin: Admin, Form(form): Form<IssueForm>) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let Some(concert) = concerts::store::get(&mut connection, &form.concert).await? else {
        drop(connection);
        return page::again(
            &filled(page, &app, form, Problems::one("concert", "tickets-concert-missing"), None).await?,
        );
    };
    let prices = concerts::store::prices(&mut connection, &concert.id).await?;
    drop(connection);
    let prices: Vec<Choice> = prices.into_iter().map(|price| (price.id, price.name, price.amount_cents)).collect();
    let mut connection = app.db.read().acquire().await?;
    let who = who(&mut connection, &form, &page).await?;
    drop(connection);
    let checked = (form.check(&prices, &page.t("tickets-price-other")), who);
    let (wish, who) = match checked {
        (Ok(wish), Ok(who)) => (wish, who),
        (wish, who) => {
            let mut problems = wish.err().unwrap_or_default();
            problems.join(who.err().unwrap_or_default());
            return page::again(&filled(page, &app, form, problems, None).await?);
        }
    };
    let mut tx = app.db.write().await?;
    match issue_in(&mut tx, &page, &admin, &concert, &form, wish, who).await? {
        Issued::New { ticket, number, fan } => {
            tx.commit().await?;
            app.db.changes().tell(&concert.id);
            let text = page.t2("tickets-issued", "number", number.to_string(), "name", fan);
            Ok(page::done(&app, &format!("/tickets/{ticket}"), text))
        }
        Issued::Before { ticket } => Ok(page::to(&format!("/tickets/{ticket}"))),
        Issued::Asks { number } => page::again(&filled(page, &app, form, Problems::default(), Some(number)).await?),
        Issued::Alike(alike) => {
            let mut new = filled(page, &app, form, Problems::default(), None).await?;
            new.alike = alike;
            page::again(&new)
        }
        Issued::No(problems) => page::again(&filled(page, &app, form, problems, None).await?),
    }
}

/// Whom the ticket is for.
enum Who {
    Known(String),
    New(Box<NewFan>),
}

/// The fan who was chosen, unless another name was typed over theirs: then it is somebody new.
async fn who(connection: &mut AnyConnection, form: &IssueForm, page: &Page) -> Result<Result<Who, Problems>> {
    let chosen = fans::store::get(connection, &form.fan_id).await?;
    let same = |name: &str| form.fan.trim().is_empty() || text::fold(&form.fan) == text::fold(name);
    if let Some(fan) = chosen.filter(|fan| same(&fan.name) || same(&fan.called)) {
        return Ok(Ok(Who::Known(fan.id)));
    }
    let new = FanForm {
        name: form.fan.clone(),
        phone: form.phone.clone(),
        email: form.email.clone(),
        age: form.age.clone(),
        ..FanForm::default()
    };
    let new = new.check(night_of(page.now, page.timezone()));
    Ok(new.map(|new| Who::New(Box::new(new))).map_err(|problems| problems.renamed("name", "fan")))
}

/// What `fan_id` says once the person said that it is nobody whom we know.
const SOMEBODY_NEW: &str = "new";

enum Issued {
    New {
        ticket: String,
        number: i64,
        fan: String,
    },
    Before {
        ticket: String,
    },
    Asks {
        number: i64,
    },
    /// Somebody of that name is known: id and name of each.
    Alike(Vec<(String, String)>),
    No(Problems),
}

async fn issue_in(
    tx: &mut Tx,
    page: &Page,
    admin: &Admin,
    concert: &Concert,
    form: &IssueForm,
    wish: Wish,
    who: Who,
) -> Result<Issued> {
    let now = stamp(page.now);
    // One sale of a concert after another from here on: what is looked up now still holds when the ticket stands.
    store::lock(tx, &concert.id).await?;
    let key = form.key();
    if let Some(ticket) = store::of_request(tx, key.as_deref()).await? {
        return Ok(Issued::Before { ticket });
    }
    let (fan_id, fan) = match who {
        Who::Known(fan) => match fans::store::present(tx, &fan).await? {
            Some(fan) => (fan.id, fan.called),
            None => return Ok(Issued::No(Problems::one("fan", "tickets-fan-gone"))),
        },
        Who::New(new) => match known_by_phone(tx, new.phone.as_deref()).await? {
            Some(known) => known,
            None => {
                let (_, mut alike) = store::guests(tx, &[], std::slice::from_ref(&new.name_folded)).await?;
                if form.fan_id != SOMEBODY_NEW
                    && let Some(alike) = alike.remove(&new.name_folded)
                {
                    return Ok(Issued::Alike(alike));
                }
                let fan_id = id::new(page.now);
                if fans::store::add(tx, &fan_id, &new, Some(&admin.id), &now).await?.is_none() {
                    return Ok(Issued::No(Problems::one("phone", "tickets-phone-taken")));
                }
                (fan_id, new.name.clone())
            }
        },
    };
    if form.again.is_empty()
        && let Some(number) = store::live_of_fan(tx, &concert.id, &fan_id).await?
    {
        return Ok(Issued::Asks { number });
    }
    let new = NewTicket::of(concert, fan_id, &wish, key, &admin.id, page.now);
    let ticket = new.id.clone();
    match store::issue(tx, new).await? {
        Ok(number) => {
            if wish.paid {
                pay_now(tx, page, admin, concert, &ticket, &wish).await?;
            }
            Ok(Issued::New { ticket, number, fan })
        }
        Err(Refusal::Already { ticket }) => Ok(Issued::Before { ticket }),
        Err(Refusal::SoldOut { left: 0 }) => Ok(Issued::No(Problems::one("concert", "tickets-sold-out"))),
        Err(Refusal::SoldOut { .. }) => Ok(Issued::No(Problems::one("concert", "tickets-sold-out-some"))),
        Err(Refusal::Cancelled) => Ok(Issued::No(Problems::one("concert", "tickets-concert-cancelled"))),
    }
}

async fn known_by_phone(tx: &mut Tx, phone: Option<&str>) -> Result<Option<(String, String)>> {
    match phone {
        Some(phone) => Ok(store::fan_of_phone(tx, phone).await?),
        None => Ok(None),
    }
}

async fn pay_now(tx: &mut Tx, page: &Page, admin: &Admin, concert: &Concert, ticket: &str, wish: &Wish) -> Result<()> {
    let payment = NewPayment {
        id: &id::new(page.now),
        concert: &concert.id,
        ticket,
        amount_cents: wish.price_cents,
        currency: &concert.currency,
        method: wish.method,
        now: &stamp(page.now),
        account: Some(&admin.id),
        refund_of: None,
        note: None,
    };
    store::pay(tx, &payment).await?;
    Ok(())
}

/// The concert of an id in an address.
async fn concert_of(app: &App, concert: &str) -> Result<Concert> {
    let mut connection = app.db.read().acquire().await?;
    concerts::store::get(&mut connection, concert).await?.ok_or(Error::NotFound)
}
