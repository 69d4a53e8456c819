//! Makes the copies that nobody asked for, and those that somebody downloads.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};

use crate::base::app::App;
use crate::base::clock::{stamp, unstamp};
use crate::base::config;
use crate::base::db::backup::{self, Contents, Reason};
use crate::base::db::ballast;
use crate::base::db::{self, carry};
use crate::base::secret;
use crate::fans;
use crate::safekeeping::copies::{self, BEFORE_DOORS, Last};
use crate::safekeeping::store;

/// The shared setting that holds the last good copy: see [`Last`].
pub const LAST: &str = "backup_last";

const LOOKS_EVERY: Duration = Duration::from_secs(30);
/// After a copy that failed, the next try waits this long.
const TRIES_AGAIN: SignedDuration = SignedDuration::from_mins(10);
/// How long the copy from before a step of the schema stays: as long as fourteen daily ones do.
const SCHEMA_KEPT: SignedDuration = SignedDuration::from_hours(14 * 24);

/// A copy that wasn't made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub at: Timestamp,
    pub reason: Reason,
}

/// What goes wrong is kept here and not in the database: that may be what can't be written to.
#[derive(Default)]
pub struct Keeper {
    failed: Mutex<Option<Failure>>,
    /// One copy at a time.
    copying: tokio::sync::Mutex<()>,
}

impl Keeper {
    /// The last automatic copy, if it wasn't made.
    pub fn failed(&self) -> Option<Failure> {
        *self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn note(&self, failure: Option<Failure>) {
        *self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = failure;
    }
}

/// A kept copy, as the page lists it.
pub struct Kept {
    pub name: String,
    pub at: Timestamp,
    pub bytes: u64,
    /// None of one that can't be opened any more.
    pub contents: Option<Contents>,
}

/// Looks every half minute whether a copy is due, and makes it. Ends only with the program.
pub async fn run(app: App) {
    sweep(&app.config.backups());
    loop {
        if let Err(error) = tick(&app).await {
            tracing::error!("the automatic copy wasn't made: {error:#}");
        }
        tokio::time::sleep(LOOKS_EVERY).await;
        let looked = app.clone();
        let _ = tokio::task::spawn_blocking(move || room(&looked)).await;
    }
}

/// Puts room by for a full disk, and lets it go when it is one.
fn room(app: &App) {
    if app.db.file().is_none() {
        return;
    }
    ballast::put_by(&app.config.data);
    ballast::look(&app.config.data);
}

/// Makes a copy, if one is due now: its name.
///
/// # Errors
/// When it wasn't made. It is kept for the page, too, and tried again after ten minutes.
pub async fn tick(app: &App) -> anyhow::Result<Option<String>> {
    let (now, keeper) = (app.clock.now(), app.part::<Keeper>());
    let lately = |failure: Failure| now.duration_since(failure.at).abs() < TRIES_AGAIN;
    if keeper.failed().is_some_and(lately) {
        return Ok(None);
    }
    let made = make_due(app, now).await;
    match &made {
        Ok(Some(_)) => keeper.note(None),
        Ok(None) => {}
        Err(error) => keeper.note(Some(Failure { at: now, reason: backup::reason(error) })),
    }
    made
}

async fn make_due(app: &App, now: Timestamp) -> anyhow::Result<Option<String>> {
    let (folder, timezone) = (app.config.backups(), app.config.timezone.clone());
    let until = now.checked_add(BEFORE_DOORS)?;
    let doors = store::doors_between(&app.db, &stamp(now), &stamp(until)).await?;
    let doors: Vec<Timestamp> = doors.iter().filter_map(|doors| unstamp(doors)).collect();
    let kept: Vec<Timestamp> = names(&folder).iter().filter_map(|name| copies::taken_at(name, &timezone)).collect();
    if !copies::is_due(now, &timezone, &kept, &doors) {
        return Ok(None);
    }
    let name = copies::name(now, &timezone);
    let contents = copy(app, folder.join(&name)).await?;
    let last = Last { at: stamp(now), file: name.clone(), contents };
    let mut tx = app.db.write().await?;
    db::set_setting(&mut tx, LAST, &serde_json::to_string(&last)?).await?;
    tx.commit().await?;
    let names = names(&folder);
    for name in copies::superfluous(&names, &timezone) {
        if let Err(error) = std::fs::remove_file(folder.join(name)) {
            tracing::warn!("the old copy {name} can't be removed: {error}");
        }
    }
    forget_old_schema(&app.config.data, now);
    tracing::info!("copied to {name}: {} fans, {} tickets", last.contents.fans, last.contents.tickets);
    Ok(Some(name))
}

/// Takes away what was copied before a step of the schema, once it is as old as the copies grow: whoever was erased since
/// is still in it.
fn forget_old_schema(data: &Path, now: Timestamp) {
    for name in names(data).into_iter().filter(|name| name.starts_with("anomalia.before-")) {
        let file = data.join(name);
        let made = std::fs::metadata(&file).and_then(|about| about.modified()).ok();
        let made = made.and_then(|at| Timestamp::try_from(at).ok());
        if made.is_some_and(|at| now.duration_since(at) > SCHEMA_KEPT) {
            let _ = std::fs::remove_file(file);
        }
    }
}

/// A copy of this moment to be streamed, and its size. The file has no name any more: it is gone when it is closed.
///
/// # Errors
/// When it can't be made.
pub async fn fresh(app: &App) -> anyhow::Result<(tokio::fs::File, u64)> {
    let target = app.config.backups().join(format!("download-{}.db", secret::short_token()));
    copy(app, target.clone()).await?;
    let opened = tokio::fs::File::open(&target).await;
    let removed = std::fs::remove_file(&target);
    let opened = opened?;
    removed.with_context(|| format!("{} can't be removed", target.display()))?;
    let size = opened.metadata().await?.len();
    Ok((opened, size))
}

async fn copy(app: &App, target: PathBuf) -> anyhow::Result<Contents> {
    let _one = app.part::<Keeper>().copying.lock().await;
    if let Some(folder) = target.parent() {
        config::make_data(folder)?;
    }
    // Whoever opens the copy elsewhere finds the summaries counted.
    if let Err(error) = fans::store::history::settle(&app.db, &stamp(app.clock.now())).await {
        tracing::warn!("a copy holds fans that aren't counted yet: {error}");
    }
    match app.db.file().map(Path::to_owned) {
        Some(source) => tokio::task::spawn_blocking(move || backup::make(&source, &target)).await?,
        None => carry::to_file(&app.config, &target).await,
    }
}

/// The copies in the folder, the newest first, counted anew.
pub async fn kept(app: &App) -> anyhow::Result<Vec<Kept>> {
    let (folder, timezone) = (app.config.backups(), app.config.timezone.clone());
    let read = move || {
        let ours = names(&folder).into_iter().filter_map(|name| {
            let at = copies::taken_at(&name, &timezone)?;
            let file = folder.join(&name);
            let bytes = std::fs::metadata(&file).map_or(0, |about| about.len());
            Some(Kept { at, bytes, contents: backup::contents(&file).ok(), name })
        });
        let mut kept: Vec<Kept> = ours.collect();
        kept.sort_by(|a, b| b.name.cmp(&a.name));
        kept
    };
    Ok(tokio::task::spawn_blocking(read).await?)
}

/// The names of the files in a folder; none of one that isn't there.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Takes away what a program that was killed left half done.
fn sweep(folder: &Path) {
    for name in names(folder) {
        if name.ends_with(".part") || name.contains(".unproven") || name.starts_with("download-") {
            let _ = std::fs::remove_file(folder.join(name));
        }
    }
}
