//! Registering and editing a fan; the addresses of all the rest.

pub mod counting;
pub(in crate::fans) mod export;
mod farewell;
mod import;
mod list;
mod merge;
mod notice;
mod profile;
pub(in crate::fans) mod segments;

use std::iter;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use jiff::civil::Date;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::{self, stamp};
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::web::form::{Form, Problems, UPLOAD_MAX};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::fans::fan::{FOUND_BY, Fan, FanForm, HOW, HOW_CHOSEN, LANGUAGES, NewFan};
use crate::fans::hooks::Hooks;
use crate::fans::store;

/// All for signed-in members.
pub fn routes() -> Router<App> {
    // An upload has its own bound, of its file; this one leaves room for what stands around it.
    let uploads = Router::new()
        .route("/fans/import", get(import::page).post(import::preview))
        .route("/fans/import/confirm", post(import::confirm))
        .layer(DefaultBodyLimit::max(UPLOAD_MAX + (256 << 10)));
    Router::new()
        .route("/fan", get(|| async { page::to("/fans/new") }).post(add))
        .route("/fans", get(list::list).post(add))
        .route("/fans/new", get(new))
        .route("/fans/suggest", get(list::suggest))
        .route("/fans.csv", get(export::download))
        .route("/fans.vcf", get(export::cards))
        .route("/fans/{id}", get(profile::show))
        .route("/fans/{id}/edit", get(edit_page).post(edit))
        .route("/fans/{id}/consent", post(profile::consent))
        .route("/fans/{id}/data.json", get(export::of_one))
        .route("/fans/{id}/card.vcf", get(export::card))
        .route("/fans/{id}/merge", get(merge::choose).post(merge::merge))
        .route("/fans/{id}/erase", get(merge::erase_page).post(merge::erase))
        .route("/segments", get(segments::all).post(segments::add))
        .route("/segments/new", get(segments::new))
        .route("/segments/listed", post(segments::found))
        .route("/segments/{id}", get(segments::show))
        .route("/segments/{id}/edit", get(segments::edit).post(segments::save))
        .route("/segments/{id}/remove", post(segments::remove))
        .route("/privacy/edit", get(notice::edit).post(notice::keep))
        .merge(uploads)
}

/// What nobody needs to be signed in for.
pub fn public_routes() -> Router<App> {
    Router::new().route("/privacy", get(notice::show)).route("/baja/{token}", get(farewell::ask).post(farewell::stop))
}

/// A choice of a closed list: its key and its name.
struct Choice {
    key: &'static str,
    label: String,
    chosen: bool,
}

fn choices(page: &Page, keys: &[&'static str], prefix: &str, chosen: &str) -> Vec<Choice> {
    let choice = |key: &&'static str| Choice { key, label: label(page, prefix, key), chosen: *key == chosen };
    keys.iter().map(choice).collect()
}

/// What a kept key is called.
fn label(page: &Page, prefix: &str, key: &str) -> String {
    page.t(&name(prefix, key))
}

/// The text's key of a kept key.
fn name(prefix: &str, key: &str) -> String {
    format!("{prefix}-{}", key.replace('_', "-"))
}

/// The ways of giving a consent that a member may choose.
fn ways(page: &Page, chosen: &str) -> Vec<Choice> {
    choices(page, &HOW[..HOW_CHOSEN], "fans-how", chosen)
}

fn today(page: &Page) -> Date {
    clock::night_of(page.now, page.timezone())
}

/// Another fan who has the phone that was typed.
struct Holder {
    id: String,
    name: String,
}

#[derive(Template)]
#[template(path = "fans/edit.html")]
struct Edit {
    page: Page,
    /// The fan who is edited; null for a new one.
    id: Option<String>,
    form: FanForm,
    problems: Problems,
    holder: Option<Holder>,
    found_by: Vec<Choice>,
    languages: Vec<Choice>,
    ways: Vec<Choice>,
    today: String,
    /// The privacy notice's version.
    notice: Option<i64>,
}

impl Edit {
    fn of(page: Page, id: Option<String>, form: FanForm, problems: Problems, holder: Option<Holder>) -> Self {
        let found_by = choices(&page, &FOUND_BY, "fans-found", &form.found_by);
        let languages = choices(&page, &LANGUAGES, "fans-language", &form.language);
        let ways = ways(&page, &form.news_how);
        let today = today(&page).to_string();
        let notice = form.notice.parse().ok();
        Self { page, id, form, problems, holder, found_by, languages, ways, today, notice }
    }
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
}

async fn new(page: Page, State(app): State<App>, _: Admin, Query(named): Query<Named>) -> Result<Response> {
    let notice = store::notice::present(&mut *app.db.read().acquire().await?).await?;
    let notice = notice.map(|notice| notice.version.to_string()).unwrap_or_default();
    let form = FanForm { name: named.name, notice, ..FanForm::default() };
    page::html(&Edit::of(page, None, form, Problems::default(), None))
}

async fn add(page: Page, State(app): State<App>, admin: Admin, Form(form): Form<FanForm>) -> Result<Response> {
    let new = match form.check(today(&page)) {
        Ok(new) => new,
        Err(problems) => return page::again(&Edit::of(page, None, form, problems, None)),
    };
    let fan = id::new(page.now);
    let mut tx = app.db.write().await?;
    let added = store::add(&mut tx, &fan, &new, Some(&admin.id), &stamp(page.now)).await?;
    tx.commit().await?;
    if added.is_none() {
        return taken(page, &app, None, form, &new).await;
    }
    Ok(page::done(&app, &format!("/fans/{fan}"), page.t1("fans-added", "name", &new.name)))
}

/// The form again, saying whose phone that is: asked before or lost in a race, it is the same sentence.
async fn taken(page: Page, app: &App, id: Option<String>, form: FanForm, new: &NewFan) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let holder = match &new.phone {
        Some(phone) => store::with_phone(&mut connection, phone).await?,
        None => None,
    };
    let holder = holder.map(|fan| Holder { id: fan.id, name: fan.name });
    page::again(&Edit::of(page, id, form, Problems::one("phone", "fans-phone-taken"), holder))
}

async fn edit_page(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let fan = live(&app, &id).await?;
    let form = FanForm::of(&fan, today(&page));
    page::html(&Edit::of(page, Some(id), form, Problems::default(), None))
}

async fn edit(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Form(form): Form<FanForm>,
) -> Result<Response> {
    live(&app, &id).await?;
    let new = match form.check(today(&page)) {
        Ok(new) => new,
        Err(problems) => return page::again(&Edit::of(page, Some(id), form, problems, None)),
    };
    let mut tx = app.db.write().await?;
    if store::edit(&mut tx, &id, &new, &stamp(page.now)).await?.is_none() {
        drop(tx);
        return taken(page, &app, Some(id), form, &new).await;
    }
    app.part::<Hooks>().changed(&mut tx, iter::once(id.as_str())).await?;
    tx.commit().await?;
    Ok(page::done(&app, &format!("/fans/{id}"), page.t("fans-edited")))
}

/// The fan of that id, if they are neither merged nor erased.
async fn live(app: &App, id: &str) -> Result<Fan> {
    let mut connection = app.db.read().acquire().await?;
    store::get(&mut connection, id).await?.filter(Fan::is_live).ok_or(Error::NotFound)
}
