//! Delivery over HTTP: the queue for members, and the fan's own page for whoever has its link.

mod absent;
mod fan;
mod mail;
mod queue;

use axum::Router;
use axum::routing::{get, post};

use crate::base::app::App;

/// For signed-in members only.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/concerts/{concert}/send", get(queue::show).post(queue::go_on))
        .route("/concerts/{concert}/send/taken", post(queue::taken))
        .route("/concerts/{concert}/send/limit", post(queue::limit))
        .route("/concerts/{concert}/send/mail", post(mail::all))
        .route("/tickets/{ticket}/mail", post(mail::one))
        .route("/mail", get(mail::show).post(mail::keep))
        .route("/mail/test", post(mail::test))
        .route("/concerts/{concert}/absent", get(absent::show).post(absent::said))
        .route("/concerts/{concert}/absent/rows", get(absent::fragment))
}

/// What nobody needs to be signed in for: the link's token is the key.
pub fn public_routes() -> Router<App> {
    Router::new()
        .route("/t-shell.js", get(fan::worker))
        .route("/t/{token}", get(fan::show))
        .route("/t/{token}/state", get(fan::state))
        .route("/t/{token}/opened", post(fan::opened))
        .route("/t/{token}/copied", post(fan::copied))
}
