//! The roster that a phone holds, whole or as what changed.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::error::{Error, Result};
use crate::base::web::viewer::AtDoor;
use crate::concerts;
use crate::door::device::dies_at;
use crate::door::store;
use crate::door::wire::Roster;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Since {
    since: i64,
}

/// `GET /door/{concert}/roster?since={cursor}`.
pub async fn roster(State(app): State<App>, at_door: AtDoor, Query(Since { since }): Query<Since>) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let concert = concerts::store::get(&mut connection, &at_door.concert).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let ends_at = dies_at(&concert.day, &concert.timezone).ok_or(Error::NotFound)?;
    let own = at_door.device.or(at_door.account).unwrap_or_default();
    let (cursor, reset, tickets) = store::roster(&app.db, (&concert.id, &concert.salt), since, &own).await?;
    let (server_time, ends_at) = (stamp(app.clock.now()), stamp(ends_at));
    let (salt, currency, reentry) = (concert.salt, concert.currency, concert.reentry_from.is_some());
    Ok(Json(Roster { cursor, reset, salt, server_time, ends_at, currency, reentry, tickets }).into_response())
}
