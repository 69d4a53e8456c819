//! Joining over HTTP: the public page for anybody, and what came of it for members.

mod public;
mod requests;

use axum::Router;
use axum::routing::get;

use crate::base::app::App;

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
