//! Venues: the list, each one's history, its edit.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::error::{Error, Result};
use crate::base::web::apology::encode;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::place;
use crate::concerts::hooks::Hooks;
use crate::concerts::night::{self, Zone};
use crate::concerts::pages::further;
use crate::concerts::store::venues;
use crate::concerts::venue::{Venue, VenueForm};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct After {
    after: String,
}

#[derive(Template)]
#[template(path = "concerts/venues.html")]
struct List {
    page: Page,
    venues: Vec<venues::Listed>,
    first: bool,
    next: Option<String>,
}

pub(super) async fn list(page: Page, State(app): State<App>, _: Admin, Query(query): Query<After>) -> Result<Response> {
    let key = query.after.rsplit_once('~');
    let mut venues = venues::list(&app.db, key.unwrap_or(("", ""))).await?;
    let next = further(&mut venues, |it| encode(&format!("{}~{}", it.name_folded, it.id)));
    page::html(&List { page, venues, first: key.is_none(), next })
}

#[derive(Template)]
#[template(path = "concerts/venue.html")]
struct Show {
    page: Page,
    venue: Venue,
    place: String,
    nights: Vec<venues::Past>,
    first: bool,
    next: Option<String>,
}

pub(super) async fn show(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Query(query): Query<After>,
) -> Result<Response> {
    let db = &mut *app.db.read().acquire().await?;
    let venue = venues::get(db, &id).await?.ok_or(Error::NotFound)?;
    let key = query.after.split_once('~');
    let mut nights = venues::nights(db, &id, key.unwrap_or(("9", ""))).await?;
    let next = further(&mut nights, |it| format!("{}~{}", it.doors_at, it.id));
    let place = place(&venue.address, &venue.city);
    page::html(&Show { page, venue, place, nights, first: key.is_none(), next })
}

#[derive(Template)]
#[template(path = "concerts/venue_edit.html")]
struct Edit {
    page: Page,
    id: String,
    form: VenueForm,
    problems: Problems,
    zones: Vec<Zone>,
}

fn edit_of(page: Page, id: String, form: VenueForm, problems: Problems) -> Edit {
    let zones = night::zones(&[page.timezone(), &form.timezone]);
    Edit { page, id, form, problems, zones }
}

pub(super) async fn edit(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let venue = venues::get(&mut *app.db.read().acquire().await?, &id).await?.ok_or(Error::NotFound)?;
    page::html(&edit_of(page, id, VenueForm::of(&venue), Problems::default()))
}

pub(super) async fn save(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Form(form): Form<VenueForm>,
) -> Result<Response> {
    venues::get(&mut *app.db.read().acquire().await?, &id).await?.ok_or(Error::NotFound)?;
    let new = match form.check() {
        Ok(new) => new,
        Err(problems) => return page::again(&edit_of(page, id, form, problems)),
    };
    let mut tx = app.db.write().await?;
    if !venues::edit(&mut tx, &id, &new, &stamp(page.now)).await? {
        return page::again(&edit_of(page, id, form, Problems::one("name", "concerts-venue-taken")));
    }
    (app.part::<Hooks>().changed)(&mut tx, &id).await?;
    tx.commit().await?;
    Ok(page::done(&app, &format!("/venues/{id}"), page.t("concerts-venue-saved")))
}
