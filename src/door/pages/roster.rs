//! The roster that a phone holds, whole or as what changed.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::{night_of, stamp};
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::web::viewer::AtDoor;
use crate::concerts;
use crate::concerts::concert::{Concert, Price, in_force};
use crate::door::device::dies_at;
use crate::door::store;
use crate::door::wire::{Priced, Roster};

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
    let prices = if at_door.sells.is_some() { prices(&app, &concert).await? } else { Vec::new() };
    let phones = store::named(&app.db, &concert.id).await?;
    let own = at_door.device.or(at_door.account).unwrap_or_default();
    let (cursor, reset, tickets) = store::roster(&app.db, (&concert.id, &concert.salt), since, &own).await?;
    let (server_time, ends_at) = (stamp(app.clock.now()), stamp(ends_at));
    let exchange_key = secret::sign(&app.key, &format!("exchange {}", concert.id));
    let (salt, currency, reentry) = (concert.salt, concert.currency, concert.reentry_from.is_some());
    let roster =
        Roster { cursor, reset, salt, server_time, ends_at, currency, reentry, prices, phones, exchange_key, tickets };
    Ok(Json(roster).into_response())
}

async fn prices(app: &App, concert: &Concert) -> Result<Vec<Priced>> {
    let all = concerts::store::prices(&mut *app.db.read().acquire().await?, &concert.id).await?;
    let today = night_of(app.clock.now(), &concert.timezone).to_string();
    let now = in_force(&all, &today).map(|price| price.id.clone());
    let sold = all.into_iter().filter(|price| price.amount_cents > 0 || now.as_ref() == Some(&price.id));
    let priced = |price: Price| {
        let is_now = now.as_ref() == Some(&price.id);
        Priced { id: price.id, name: price.name, amount_cents: price.amount_cents, now: is_now }
    };
    Ok(sold.map(priced).collect())
}
