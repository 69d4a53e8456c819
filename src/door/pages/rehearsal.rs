//! The rehearsal's page: practice tickets to film from another screen, and the tap that makes them nobody's.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::heard::{self, Heard};
use super::lend::find;
use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::error::Result;
use crate::base::secret;
use crate::base::web::page::{self, Page};
use crate::base::web::qr::{Picture, modules};
use crate::base::web::viewer::Admin;
use crate::concerts::concert::Concert;
use crate::door::practice::{self, Kind};
use crate::door::store;
use crate::tickets::code::qr;

#[derive(Template)]
#[template(path = "door/rehearsal.html")]
struct Rehearsal {
    page: Page,
    concert: Concert,
    /// The practice tickets; none while there is no rehearsal.
    practice: Vec<Practice>,
    phones: Vec<Heard>,
}

struct Practice {
    name: String,
    /// What a phone must say of it.
    says: String,
    picture: Picture,
}

/// `GET /concerts/{concert}/rehearsal`
pub async fn show(page: Page, State(app): State<App>, _: Admin, Path(concert): Path<String>) -> Result<Response> {
    let concert = find(&app, &concert).await?;
    let seed = store::rehearsal(&mut *app.db.read().acquire().await?, &concert.id).await?;
    let kinds = seed.iter().flat_map(|seed| Kind::ALL.map(|kind| (kind, practice::code(&app.key, seed, kind))));
    let practice = kinds.map(|(kind, code)| {
        let key = format!("door-practice-{}", kind.verdict().replace('_', "-"));
        Practice { name: page.t(&key), says: page.t(&format!("{key}-says")), picture: modules(&qr(&code)) }
    });
    let practice = practice.collect();
    let phones = heard::all(&page, &app, &concert.id, &concert.timezone).await?;
    let phones = phones.into_values().flatten().collect();
    page::html(&Rehearsal { page, concert, practice, phones })
}

/// `POST /concerts/{concert}/rehearsal`: begins it.
pub async fn begin(page: Page, State(app): State<App>, admin: Admin, Path(concert): Path<String>) -> Result<Response> {
    let concert = find(&app, &concert).await?;
    let mut tx = app.db.write().await?;
    store::rehearse(&mut tx, &concert.id, &secret::short_token(), &admin.id, &stamp(page.now)).await?;
    tx.commit().await?;
    Ok(page::to(&format!("/concerts/{}/rehearsal", concert.id)))
}

/// `POST /concerts/{concert}/rehearsal/end`
pub async fn end(page: Page, State(app): State<App>, _: Admin, Path(concert): Path<String>) -> Result<Response> {
    let concert = find(&app, &concert).await?;
    let mut tx = app.db.write().await?;
    store::end_rehearsal(&mut tx, &concert.id).await?;
    tx.commit().await?;
    Ok(page::done(&app, &format!("/concerts/{}/door", concert.id), page.t("door-rehearsal-ended")))
}
