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
use crate::door::practice::{self, Kind};
use crate::door::store;
use crate::door::wire::{About, Practised, Priced, Roster};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    since: i64,
    /// The version of what the phone knows of the whole door.
    about: String,
}

/// `GET /door/{concert}/roster?since={cursor}&about={version}`.
pub async fn roster(State(app): State<App>, at_door: AtDoor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let concert = concerts::store::get(&mut connection, &at_door.concert).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let about = about(&app, &concert, at_door.sells).await?;
    let own = at_door.device.or(at_door.account).unwrap_or_default();
    let (cursor, reset, tickets) = store::roster(&app.db, (&concert.id, &concert.salt), wanted.since, &own).await?;
    let about = Some(about).filter(|about| reset || about.version != wanted.about);
    let numbers = match reset || cursor != wanted.since {
        true => store::numbers(&mut *app.db.read().acquire().await?, &concert.id).await?,
        false => None,
    };
    Ok(Json(Roster { cursor, reset, server_time: stamp(app.clock.now()), about, tickets, numbers }).into_response())
}

async fn about(app: &App, concert: &Concert, sells: Option<()>) -> Result<About> {
    let ends_at = dies_at(&concert.day, &concert.timezone).ok_or(Error::NotFound)?;
    let mut about = About {
        version: String::new(),
        salt: concert.salt.clone(),
        ends_at: stamp(ends_at),
        currency: concert.currency.clone(),
        reentry: concert.reentry_from.is_some(),
        prices: if sells.is_some() { prices(app, concert).await? } else { Vec::new() },
        phones: store::named(&app.db, &concert.id).await?,
        exchange_key: secret::sign(&app.key, &format!("exchange {}", concert.id)),
        practice: practice(app, concert).await?,
    };
    secret::hash(&serde_json::to_string(&about)?)[..12].clone_into(&mut about.version);
    Ok(about)
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

async fn practice(app: &App, concert: &Concert) -> Result<Vec<Practised>> {
    let seed = store::rehearsal(&mut *app.db.read().acquire().await?, &concert.id).await?;
    let practised = |seed: &String| {
        Kind::ALL.map(|kind| Practised {
            hash: practice::code(&app.key, seed, kind).hash(&concert.salt),
            verdict: kind.verdict().to_owned(),
        })
    };
    Ok(seed.iter().flat_map(practised).collect())
}
