//! Pages.

use axum::Router;

use crate::base::app::App;

pub fn routes() -> Router<App> {
    Router::new()
}

pub fn door_routes() -> Router<App> {
    Router::new()
}

pub fn public_routes() -> Router<App> {
    Router::new()
}

pub async fn identify(
    _: &App,
    _: &str,
) -> crate::base::error::Result<Option<(crate::base::web::viewer::Viewer, String)>> {
    Ok(None)
}
