//! Has what is kept of fans counted before it is read: histories at once, segments as far as a moment allows.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::Mutex;

use crate::base::app::App;
use crate::base::clock::{night_of, stamp};
use crate::fans::store::{history, segments};

/// One count of segments at a time, in one process.
#[derive(Default)]
pub struct Counting(Arc<Mutex<()>>);

/// Pages wait so long for segments; a count of many fans goes on behind them, and they say when the last one was.
const PATIENCE: Duration = Duration::from_secs(2);

/// Before this time doors have been for so long that a concert is past.
const NIGHT: SignedDuration = SignedDuration::from_hours(12);

/// What shows who is in which segment, by the beginning of its address.
const SHOW_SEGMENTS: [&str; 6] =
    ["/segments", "/messages", "/consult", "/insights/loyalty", "/insights/worked", "/fans.csv"];

/// Counts what is due before `path` is answered.
///
/// # Errors
/// When the database can't be written to.
pub async fn fresh(app: &App, path: &str) -> sqlx::Result<()> {
    history::settle(&app.db, &stamp(app.clock.now())).await?;
    if !SHOW_SEGMENTS.iter().any(|shown| path.starts_with(shown)) {
        return Ok(());
    }
    let (app, one) = (app.clone(), app.part::<Counting>().0.clone());
    let counted = tokio::spawn(async move {
        let _one = one.lock().await;
        all(&app).await
    });
    match tokio::time::timeout(PATIENCE, counted).await {
        Ok(Ok(counted)) => counted,
        Ok(Err(error)) => Err(sqlx::Error::Io(std::io::Error::other(error))),
        Err(_) => Ok(()),
    }
}

/// Counts all segments that are behind.
///
/// # Errors
/// When the database can't be written to.
pub async fn all(app: &App) -> sqlx::Result<()> {
    let now = app.clock.now();
    let today = night_of(now, &app.config.timezone);
    let until = stamp(now.checked_sub(NIGHT).unwrap_or(now));
    segments::refresh(&app.db, today, &until, &stamp(now)).await.map(drop)
}
