//! Joining over HTTP: the public page for anybody, and what came of it for members.

mod public;
mod requests;

use axum::Router;
use axum::routing::get;

use crate::base::app::App;
use crate::base::web::page::Page;
use crate::concerts::concert::{Concert, Price};

/// For signed-in members only.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/concerts/{concert}/join", get(requests::show).post(requests::settle))
        .route("/concerts/{concert}/poster.pdf", get(requests::pdf))
        .route("/concerts/{concert}/poster.png", get(requests::png))
}

/// What nobody needs to be signed in for.
pub fn public_routes() -> Router<App> {
    Router::new()
        .route("/j/{token}", get(public::show).post(public::ask))
        .route("/j/{token}/thanks", get(public::thanks))
}

/// `Preventa, $200, hasta el 27 nov`; of a free one that it is.
fn priced(page: &Page, concert: &Concert, price: &Price) -> String {
    if price.amount_cents == 0 {
        return page.t("join-free");
    }
    let until = price.until_day.as_deref().map(|day| page.t1("join-until", "day", page.short_day(day)));
    let parts = [Some(price.name.clone()), Some(page.money(price.amount_cents, &concert.currency)), until];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
