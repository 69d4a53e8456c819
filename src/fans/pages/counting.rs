//! Has what is kept of fans counted before it is read, as far as a moment allows.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::Mutex;

use crate::base::app::App;
use crate::base::clock::{night_of, stamp};
use crate::fans::store::{history, segments};

/// One count at a time, in one process.
#[derive(Default)]
pub struct Counting(Arc<Mutex<()>>);

/// Pages wait so long; a count of many fans goes on behind them.
const PATIENCE: Duration = Duration::from_secs(2);

/// Before this time doors have been for so long that a concert is past.
const NIGHT: SignedDuration = SignedDuration::from_hours(12);

/// What shows who is in which segment, by the beginning of its address.
const SHOW_SEGMENTS: [&str; 6] =
    ["/segments", "/messages", "/consult", "/insights/loyalty", "/insights/worked", "/fans.csv"];

/// Counts what is due before `path` is answered, as far as a moment allows; what is left goes on behind the page.
///
/// # Errors
/// When the database can't be written to.
pub async fn fresh(app: &App, path: &str) -> sqlx::Result<()> {
    let shows_segments = SHOW_SEGMENTS.iter().any(|shown| path.starts_with(shown));
    if !shows_segments && !history::is_due(&app.db).await? {
        return Ok(());
    }
    let (app, one) = (app.clone(), app.part::<Counting>().0.clone());
    let counted = tokio::spawn(async move {
        let _one = one.lock().await;
        history::settle(&app.db, &stamp(app.clock.now())).await?;
        if shows_segments { all(&app).await } else { Ok(()) }
    });
    match tokio::time::timeout(PATIENCE, counted).await {
        Ok(Ok(counted)) => counted,
        Ok(Err(error)) => Err(sqlx::Error::Io(std::io::Error::other(error))),
        Err(_) => Ok(()),
    }
}

/// Counts all segments that are behind.
async fn all(app: &App) -> sqlx::Result<()> {
    let now = app.clock.now();
    let today = night_of(now, &app.config.timezone);
    let until = stamp(now.checked_sub(NIGHT).unwrap_or(now));
    segments::refresh(&app.db, today, &until, &stamp(now)).await.map(drop)
}
