//! Pages.

use axum::Router;

use crate::base::app::App;

pub fn routes() -> Router<App> {
    Router::new()
}
