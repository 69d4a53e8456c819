//! `anomalia backup FILE` and `anomalia restore FILE`.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use jiff::Timestamp;

use crate::accounts;
use crate::base::clock::{Clock, stamp};
use crate::base::config::{self, Config};
use crate::base::db::backup::{self, Contents};
use crate::base::db::{self, Db, carry};
use crate::delivery;
use crate::door;
use crate::safekeeping::keeper::LAST;
use crate::safekeeping::store;

/// Copies the data to `file`, also while it is being served, and reads the copy back.
///
/// # Errors
/// When there is such a file already, or the copy isn't whole; nothing stays of it then.
pub async fn backup(config: &Config, file: &Path) -> anyhow::Result<()> {
    ensure!(!file.exists(), "{} is there already; choose another name", file.display());
    let held = if config.database_url.is_some() {
        carry::to_file(config, file).await?
    } else {
        let source = config.database_file();
        ensure!(source.is_file(), "there is no data in {}; --data names the folder", config.data.display());
        backup::make(&source, file)?
    };
    println!("{} holds {}. It was opened, checked and counted.", file.display(), counted(&held));
    println!("Keep it on another machine, and out of other people's hands: everything is in it.");
    Ok(())
}

/// Puts a copy in an empty data folder, or in an empty PostgreSQL database if the settings name one, with its sessions and
/// lent doors ended.
///
/// # Errors
/// When the copy isn't whole, or what it shall go into holds data or is in use; that is then left as it was.
pub async fn restore(config: &Config, clock: &Clock, copy: &Path) -> anyhow::Result<()> {
    let held = backup::verify(copy)?;
    put(config, clock.now(), copy).await?;
    let where_to = match &config.database_url {
        Some(_) => "the PostgreSQL database".to_owned(),
        None => config.data.display().to_string(),
    };
    println!("{where_to} now holds {}.", counted(&held));
    println!("All sessions and lent doors of the copy are ended: sign in anew, and lend the doors anew.");
    println!("Serve it: anomalia serve --data {}", config.data.display());
    Ok(())
}

pub(super) async fn put(config: &Config, now: Timestamp, copy: &Path) -> anyhow::Result<()> {
    let target = config.database_file();
    if config.database_url.is_none() {
        vacant(&target).await?;
    }
    config::make_data(&config.data)?;
    // Made ready under another name: the folder holds nothing, or a database in which nobody is signed in.
    let ready = config.data.join("restoring.db");
    sweep(&config.data)?;
    let made = match prepare(copy, &ready, now).await {
        Ok(()) if config.database_url.is_some() => carry::from_file(config, &ready).await,
        Ok(()) => std::fs::rename(&ready, &target).map_err(anyhow::Error::new),
        Err(error) => Err(error),
    };
    sweep(&config.data)?;
    made.with_context(|| format!("{} wasn't restored", copy.display()))
}

/// Refuses a database that holds anything of anybody, or that is in use.
async fn vacant(file: &Path) -> anyhow::Result<()> {
    if !file.exists() {
        // The log of a database that was moved away would be played into the copy at the next start.
        for suffix in ["-wal", "-journal"] {
            let left = PathBuf::from(format!("{}{suffix}", file.display()));
            ensure!(
                !left.exists(),
                "{} belongs to a database that was moved away, and may hold its last changes: move it there too, then restore again",
                left.display()
            );
        }
        return Ok(());
    }
    let db = Db::open_file(file).await?;
    let mut connection = db.read().acquire().await?;
    let holds = store::holds_data(&mut connection).await?;
    drop(connection);
    db.close().await;
    let folder = file.parent().unwrap_or(file).display().to_string();
    ensure!(
        !holds,
        "{folder} holds data, and a restored copy would take its place; name a new folder: \
         anomalia restore FILE --data restored"
    );
    backup::alone(file)
}

async fn prepare(copy: &Path, ready: &Path, now: Timestamp) -> anyhow::Result<()> {
    backup::make(copy, ready)?;
    let db = Db::open_file(ready).await?;
    let ended = begin_anew(&db, &stamp(now)).await;
    db.close().await;
    ended?;
    // The last to close moves the write-ahead log into the file and takes it away.
    if PathBuf::from(format!("{}-wal", ready.display())).exists() {
        bail!("the copy's write-ahead log couldn't be moved into it");
    }
    Ok(())
}

/// Ends what was open in the old installation, gives up mail that waited (it may have gone since), and forgets what was said of its copies: they are in its folder.
async fn begin_anew(db: &Db, now: &str) -> Result<(), sqlx::Error> {
    let mut tx = db.write().await?;
    accounts::store::end_all(&mut tx, now).await?;
    door::store::revoke_all(&mut tx, now).await?;
    delivery::store::outbox::give_up_all(&mut tx, now).await?;
    db::forget_setting(&mut tx, LAST).await?;
    db::set_setting(&mut tx, db::BEGUN, now).await?;
    tx.commit().await?;
    db.forget_log().await
}

/// Takes away what an earlier or failed try left, the copy that is made before steps of a newer schema too.
fn sweep(folder: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with("restoring.") {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// `912 fans, 12 concerts, 1,801 tickets and 1,650 scans`.
pub(super) fn counted(held: &Contents) -> String {
    let number = crate::base::money::group;
    format!(
        "{} fans, {} concerts, {} tickets and {} scans",
        number(held.fans),
        number(held.concerts),
        number(held.tickets),
        number(held.scans)
    )
}
