//! Messages over HTTP: all batches, a new one, and one being sent.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::i18n::Lang;
use crate::base::phone;
use crate::base::text;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::fans::store::segments::{self, Segment};
use crate::join;
use crate::messages::draw::{LETTERS, SHARES, Said, drawn, filled, proposed, unknown};
use crate::messages::store::{self, Batch, NewBatch, Next};
use crate::tickets;
use crate::tickets::send;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/messages", get(all).post(add))
        .route("/messages/new", get(new))
        .route("/messages/{batch}", get(show).post(go_on))
}

#[derive(Template)]
#[template(path = "messages/list.html")]
struct List {
    page: Page,
    /// Each with what its segment is called.
    batches: Vec<(String, Batch)>,
    first: bool,
    next: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    before: String,
    segment: String,
}

/// What a batch's segment is called: ours in the reader's language.
fn called(page: &Page, batch: &Batch) -> String {
    match &batch.kind {
        Some(kind) => page.t(&format!("fans-loyalty-{kind}")),
        None => batch.segment_name.clone(),
    }
}

/// `GET /messages?before=`
async fn all(page: Page, State(app): State<App>, _: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    let mut batches = store::latest(&mut *app.db.read().acquire().await?, &asked.before).await?;
    let more = batches.len() > 20;
    batches.truncate(20);
    let next = batches.last().filter(|_| more).map(|last| format!("/messages?before={}", last.made_at));
    let batches = batches.into_iter().map(|batch| (called(&page, &batch), batch)).collect();
    page::html(&List { page, batches, first: asked.before.is_empty(), next })
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct MessageForm {
    segment: String,
    concert: String,
    body: String,
    share: String,
}

#[derive(Template)]
#[template(path = "messages/new.html")]
struct New {
    page: Page,
    segment: Segment,
    name: String,
    form: MessageForm,
    problems: Problems,
    concerts: Vec<(String, String, String)>,
    /// How many may be written to for the concert that is chosen.
    reachable: i64,
    shares: Vec<(i64, bool)>,
}

async fn new_of(page: Page, app: &App, mut form: MessageForm, problems: Problems) -> Result<New> {
    let mut connection = app.db.read().acquire().await?;
    let segment = segments::get(&mut connection, &form.segment).await?.ok_or(Error::NotFound)?;
    let concerts = store::concerts(&mut connection, &stamp(page.now)).await?;
    if let Some((first, ..)) = concerts.first().filter(|_| form.concert.is_empty()) {
        form.concert = first.clone();
    }
    let reachable = store::count_reachable(&mut connection, &segment.id, &form.concert).await?;
    if form.body.is_empty() {
        form.body = page.t1("messages-body", "band", page.brand().name.clone());
    }
    let share = form.share.parse().unwrap_or_else(|_| proposed(reachable));
    let shares = SHARES.iter().map(|it| (*it, *it == share)).collect();
    let name =
        segment.kind.as_ref().map_or_else(|| segment.name.clone(), |kind| page.t(&format!("fans-loyalty-{kind}")));
    Ok(New { segment, name, form, problems, concerts, reachable, shares, page })
}

/// `GET /messages/new?segment=`
async fn new(page: Page, State(app): State<App>, _: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    let form = MessageForm { segment: asked.segment, ..MessageForm::default() };
    page::html(&new_of(page, &app, form, Problems::default()).await?)
}

/// `POST /messages`
async fn add(page: Page, State(app): State<App>, admin: Admin, Form(form): Form<MessageForm>) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let segment = segments::get(&mut connection, &form.segment).await?.ok_or(Error::NotFound)?;
    let concerts = store::concerts(&mut connection, &stamp(page.now)).await?;
    drop(connection);
    let body = text::given_lines(&form.body);
    let mut problems = Problems::default();
    if !concerts.iter().any(|(id, ..)| *id == form.concert) {
        problems.add("concert", "messages-concert-missing");
    }
    match &body {
        None => problems.add("body", "messages-body-missing"),
        Some(body) if body.chars().count() > LETTERS => problems.add("body", "messages-body-long"),
        Some(body) if unknown(body) => problems.add("body", "messages-body-brace"),
        Some(_) => {}
    }
    let mut tx = app.db.write().await?;
    let mut fans = Vec::new();
    if problems.none() {
        // Two batches of one concert are drawn one after the other, so that nobody is in both.
        tickets::store::lock(&mut tx, &form.concert).await?;
        fans = store::reachable(&mut tx, &segment.id, &form.concert).await?;
        if fans.is_empty() {
            problems.add("form", "messages-nobody");
        }
    }
    let (Some(body), true) = (body, problems.none()) else {
        drop(tx);
        return page::again(&new_of(page, &app, form, problems).await?);
    };
    let batch = id::new(page.now);
    let (fans, compared) = drawn(&batch, fans, form.share.parse().unwrap_or(0));
    let new = NewBatch {
        id: &batch,
        concert: &form.concert,
        segment: &segment.id,
        segment_name: &segment.name,
        body: &body,
        account: &admin.id,
        now: &stamp(page.now),
    };
    store::add(&mut tx, &new, &fans, compared).await?;
    tx.commit().await?;
    Ok(page::to(&format!("/messages/{batch}")))
}

#[derive(Template)]
#[template(path = "messages/batch.html")]
struct Show {
    page: Page,
    batch: Batch,
    /// What the segment is called.
    segment: String,
    /// It was called off, or its doors have opened.
    over: bool,
    next: Option<Next>,
    said: String,
    phone: String,
    whatsapp: String,
}

/// `GET /messages/{batch}`
async fn show(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let batch = store::get(&mut connection, &id).await?.ok_or(Error::NotFound)?;
    let now = stamp(page.now);
    let next = store::next(&mut connection, &id, &now).await?;
    let over = batch.cancelled_at.is_some() || batch.doors_at <= now;
    let joins = join::store::of_concert(&mut connection, &batch.concert_id).await?;
    let link = joins.filter(|it| it.opened_at.is_some()).and_then(|it| join::picture::address(&app, &it, None));
    let said = next.as_ref().map_or_else(String::new, |next| {
        let lang = next.language.as_deref().and_then(Lang::of).unwrap_or_default();
        let (first, _) = text::first_and_initial(&next.name);
        let day = batch.day.parse().map_or_else(|_| batch.day.clone(), |date| lang.day(date));
        let link = link.as_deref().unwrap_or_default();
        let values = Said { first: &first, concert: &batch.concert, day: &day, link };
        format!("{}\n\n{}", filled(&batch.body, &values), lang.t("messages-stop"))
    });
    let whatsapp = next.as_ref().map_or_else(String::new, |next| send::whatsapp(&next.phone, &said));
    let phone = next.as_ref().map_or_else(String::new, |next| phone::shown(&next.phone));
    let segment = called(&page, &batch);
    page::html(&Show { page, batch, segment, over, next, said, phone, whatsapp })
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Did {
    fan: String,
    /// `sent` or `skip`.
    did: String,
}

/// `POST /messages/{batch}`: it went out, or this one is left out.
async fn go_on(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<Did>,
) -> Result<Response> {
    let sent = match &*form.did {
        "sent" => Some(()),
        "skip" => None,
        _ => return Err(Error::Refused("base-form-unreadable")),
    };
    store::get(&mut *app.db.read().acquire().await?, &id).await?.ok_or(Error::NotFound)?;
    let mut tx = app.db.write().await?;
    let marked = store::mark(&mut tx, &id, &form.fan, sent, &admin.id, &stamp(page.now)).await?;
    tx.commit().await?;
    let here = format!("/messages/{id}");
    Ok(if marked { page::to(&here) } else { page::problem(&app, &here, page.t("messages-marked-already")) })
}
