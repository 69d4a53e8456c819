//! What a phone hands in: scans to decide, what it says of itself, how many places it wants to sell.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;

use crate::base::app::App;
use crate::base::clock::{stamp, unstamp};
use crate::base::error::{Error, Result};
use crate::base::web::viewer::AtDoor;
use crate::concerts;
use crate::concerts::concert::tonight;
use crate::door::device::dies_at;
use crate::door::queue::Queue;
use crate::door::store::{self, Done, Job};
use crate::door::wire::{Answers, Place, Report, Scan, Upload};
use crate::tickets;

/// The most places that one phone may hold.
const PLACES_MAX: i64 = 20;
/// How often what a phone says of itself is written, while it says the same.
const REPORT_EVERY: SignedDuration = SignedDuration::from_secs(10);
/// The furthest that a clock is believed to be off, either way: ten years.
const OFF_MAX_MS: i64 = 10 * 366 * 86_400_000;

/// `POST /door/{concert}/scans`: decides them, together with all others that wait.
pub async fn scans(State(app): State<App>, at_door: AtDoor, body: Bytes) -> Result<Response> {
    let upload = Upload::read(&body).ok_or(Error::Refused("door-upload-unreadable"))?;
    // After its hour a lent phone hands in what its screen showed by then, and nothing else.
    let shown = |scan: &Scan| scan.phone_verdict.is_some();
    if at_door.over.is_some() && (upload.scans.is_empty() || !upload.scans.iter().all(shown)) {
        return Err(Error::SignIn);
    }
    let clock_off_ms = upload.device_clock_ms.saturating_sub(app.clock.now().as_millisecond());
    let clock_off_ms = clock_off_ms.clamp(-OFF_MAX_MS, OFF_MAX_MS);
    if at_door.over.is_some() && !is_of_the_night(&app, &at_door.concert, &upload.scans, clock_off_ms).await? {
        return Err(Error::Refused("door-upload-unreadable"));
    }
    let Done { cursor, answers, numbers } = decide(&app, &at_door, &upload, clock_off_ms).await?;
    let phone = match upload.phone.as_ref().filter(|_| at_door.over.is_none()) {
        // What a phone says of itself is no reason to keep back what was decided.
        Some(said) => report(&app, &at_door, said, clock_off_ms).await.unwrap_or_else(|error| {
            tracing::warn!("a phone's report couldn't be kept: {error}");
            None
        }),
        None => None,
    };
    let known = upload.phone.as_ref().filter(|_| phone.is_some());
    let places = match (known, upload.places, at_door.sells) {
        (Some(said), Some(most), Some(())) => Some(places(&app, &at_door, said, most).await?),
        _ => None,
    };
    let elsewhere = match known {
        Some(said) => store::elsewhere(&app.db, &from(&at_door, clock_off_ms), said).await?,
        None => Vec::new(),
    };
    let server_time = stamp(app.clock.now());
    Ok(Json(Answers { server_time, cursor, results: answers, numbers, phone, places, elsewhere }).into_response())
}

/// Whether all of this happened before the night's doors died.
async fn is_of_the_night(app: &App, concert: &str, scans: &[Scan], clock_off_ms: i64) -> Result<bool> {
    let mut connection = app.db.read().acquire().await?;
    let concert = concerts::store::get(&mut connection, concert).await?.ok_or(Error::NotFound)?;
    let dies = dies_at(&concert.day, &concert.timezone).ok_or(Error::NotFound)?.as_millisecond();
    let is_before =
        |scan: &Scan| unstamp(&scan.happened_at).is_some_and(|at| at.as_millisecond() - clock_off_ms <= dies);
    Ok(scans.iter().all(is_before))
}

/// What came of the scans; a phone that brings none only asks how far the concert is.
async fn decide(app: &App, at_door: &AtDoor, upload: &Upload, clock_off_ms: i64) -> Result<Done> {
    if upload.scans.is_empty() {
        let mut connection = app.db.read().acquire().await?;
        let numbers = store::numbers(&mut connection, &at_door.concert).await?.ok_or(Error::NotFound)?;
        let cursor = store::cursor(&mut connection, &at_door.concert).await?;
        return Ok(Done { cursor, answers: Vec::new(), numbers });
    }
    let job = Job {
        concert: at_door.concert.clone(),
        account: at_door.account.clone(),
        device: at_door.device.clone(),
        door: at_door.name.clone(),
        sells: at_door.sells,
        clock_off_ms,
        scans: upload.scans.clone(),
    };
    app.part::<Queue>().decide(job).await
}

fn from(at_door: &AtDoor, clock_off_ms: i64) -> store::From<'_> {
    store::From {
        concert: &at_door.concert,
        device: at_door.device.as_deref(),
        account: at_door.account.as_deref(),
        name: &at_door.name,
        clock_off_ms,
    }
}

async fn report(app: &App, at_door: &AtDoor, said: &Report, clock_off_ms: i64) -> Result<Option<i64>> {
    let from = from(at_door, clock_off_ms);
    // A busy door doesn't write this beside every scan.
    let now = app.clock.now();
    let since = stamp(now.checked_sub(REPORT_EVERY).unwrap_or(now));
    if said.ready.is_none()
        && let Some(number) = store::reported_since(&app.db, &from, said, &since).await?
    {
        return Ok(Some(number));
    }
    let mut tx = app.db.write().await?;
    let number = store::report(&mut tx, &from, said, now).await?;
    tx.commit().await?;
    Ok(number)
}

/// Fills the places of a phone that may sell, in the concert's night and until its doors die; with none wanted they go back.
async fn places(app: &App, at_door: &AtDoor, said: &Report, most: i64) -> Result<Vec<Place>> {
    let mut connection = app.db.read().acquire().await?;
    let concert = concerts::store::get(&mut connection, &at_door.concert).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let (now, until) = (stamp(app.clock.now()), dies_at(&concert.day, &concert.timezone).ok_or(Error::NotFound)?);
    let is_night = !tonight(std::slice::from_ref(&concert), app.clock.now()).is_empty();
    let mut tx = app.db.write().await?;
    let places = if most <= 0 || !is_night {
        tickets::store::give_back(&mut tx, &concert.id, &said.id, &now).await?;
        Vec::new()
    } else {
        // A lent door's browser and its app may each hold some; more of them share what is left of that.
        // One after another: each counts what the one before took.
        tickets::store::lock(&mut tx, &concert.id).await?;
        let beside = match &at_door.device {
            Some(device) => store::held_beside(&mut tx, &concert.id, device, &said.id).await?,
            None => 0,
        };
        let most = most.min(PLACES_MAX).min(2 * PLACES_MAX - beside);
        tickets::store::reserve(&mut tx, &concert.id, &said.id, most, &stamp(until), &now).await?
    };
    tx.commit().await?;
    Ok(places)
}
