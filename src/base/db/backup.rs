//! Copies of the embedded database, made while it is in use, and read back before they are called good. What isn't
//! embedded, `carry` makes into such a file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use rusqlite::{Connection, OpenFlags, backup};

/// What a copy holds, counted in the copy itself.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Contents {
    pub fans: i64,
    pub concerts: i64,
    pub tickets: i64,
    pub scans: i64,
}

/// Copies `source` to `target`, reads the copy back, and only then gives it its name: what it holds. An older file of
/// that name is replaced.
///
/// # Errors
/// When it can't be made or isn't whole; nothing stays of it then.
pub fn make(source: &Path, target: &Path) -> anyhow::Result<Contents> {
    let unproven = beside(target, "unproven");
    prove(copy(source, &unproven), &unproven, target)
}

/// Gives a copy that was made as `unproven` its name, if it is whole.
pub(super) fn prove(made: anyhow::Result<()>, unproven: &Path, target: &Path) -> anyhow::Result<Contents> {
    let good = made.and_then(|()| verify(unproven)).and_then(|contents| {
        std::fs::rename(unproven, target)?;
        sync_folder(target);
        Ok(contents)
    });
    if good.is_err() {
        let _ = std::fs::remove_file(unproven);
    }
    good
}

/// Copies `source` to `target` as it is at one moment; writers go on meanwhile.
///
/// # Errors
/// When either file can't be read or written; a half-made copy doesn't stay.
pub fn copy(source: &Path, target: &Path) -> anyhow::Result<()> {
    let half = beside(target, "part");
    let _ = std::fs::remove_file(&half);
    let made = copy_whole(source, &half).and_then(|()| Ok(std::fs::rename(&half, target)?));
    if made.is_err() {
        let _ = std::fs::remove_file(&half);
    }
    made.with_context(|| format!("the copy {} wasn't made", target.display()))
}

fn copy_whole(source: &Path, target: &Path) -> anyhow::Result<()> {
    let from = open(source)?;
    from.busy_timeout(Duration::from_secs(10))?;
    own_file(target)?;
    let mut to = Connection::open(target)?;
    // All pages in one step, so under one read lock: one moment, and no beginning anew while others write.
    backup::Backup::new(&from, &mut to)?.run_to_completion(i32::MAX, Duration::from_millis(5), None)?;
    // A copy is one file that opens anywhere, read-only too: no log beside it.
    to.pragma_update(None, "journal_mode", "delete")?;
    to.close().map_err(|(_, error)| error)?;
    std::fs::File::open(target)?.sync_all()?;
    Ok(())
}

/// An empty file that only its owner reads, from its first moment on. (A stick that keeps no modes takes it too.)
pub(super) fn own_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// A file beside `path`, under its name with one more end.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}.{end}"))
}

/// Makes a new name last; not every file system can.
fn sync_folder(file: &Path) {
    #[cfg(unix)]
    if let Some(folder) = file.parent().and_then(|folder| std::fs::File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}

/// Opens a copy, checks its integrity and counts what it holds.
///
/// # Errors
/// In words, when it isn't whole or isn't one of ours.
pub fn verify(copy: &Path) -> anyhow::Result<Contents> {
    ensure!(copy.is_file(), "{} isn't there", copy.display());
    let opened = open(copy)?;
    let words = |error: rusqlite::Error| Torn(format!("{} isn't a copy of Anomalia's data: {error}", copy.display()));
    let state: String = opened.query_row("pragma integrity_check", [], |row| row.get(0)).map_err(words)?;
    ensure!(state == "ok", Torn(format!("{} isn't whole: {state}", copy.display())));
    let broken: i64 =
        opened.query_row("select count(*) from pragma_foreign_key_check", [], |row| row.get(0)).map_err(words)?;
    ensure!(broken == 0, Torn(format!("{} has {broken} rows that point to nothing", copy.display())));
    Ok(count(&opened).map_err(words)?)
}

/// Counts what a copy holds, without reading all of it.
///
/// # Errors
/// When it isn't one of ours.
pub fn contents(copy: &Path) -> anyhow::Result<Contents> {
    Ok(count(&open(copy)?)?)
}

fn open(copy: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

fn count(opened: &Connection) -> rusqlite::Result<Contents> {
    let count = |sql: &str| opened.query_row(sql, [], |row| row.get::<_, i64>(0));
    Ok(Contents {
        fans: count("select count(*) from fan where merged_into is null and erased_at is null")?,
        concerts: count("select count(*) from concert")?,
        tickets: count("select count(*) from ticket")?,
        scans: count("select count(*) from scan")?,
    })
}

/// Why a copy wasn't made, as far as somebody can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The disk is full.
    Full,
    /// The folder can't be written to.
    Folder,
    /// What was read isn't whole.
    Damaged,
    Other,
}

/// The reason of an error of this module.
pub fn reason(error: &anyhow::Error) -> Reason {
    use rusqlite::ErrorCode;
    use std::io::ErrorKind;
    for cause in error.chain() {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let sqlite = cause.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
        match (io, sqlite) {
            (Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded), _) | (_, Some(ErrorCode::DiskFull)) => {
                return Reason::Full;
            }
            (Some(ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::NotADirectory), _)
            | (_, Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)) => {
                return Reason::Folder;
            }
            (_, Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)) => return Reason::Damaged,
            _ => {}
        }
    }
    if error.is::<Torn>() { Reason::Damaged } else { Reason::Other }
}

/// What a check of a copy found wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Torn(String);

/// Whether nobody has this database open, so that another may be put in its place.
///
/// # Errors
/// In words, when somebody has, or it can't be read.
pub fn alone(file: &Path) -> anyhow::Result<()> {
    let opened = Connection::open(file)?;
    opened.busy_timeout(Duration::from_millis(300))?;
    // Leaving the write-ahead log needs the file to itself, and takes the log's files away.
    let mode: rusqlite::Result<String> = opened.query_row("pragma journal_mode = delete", [], |row| row.get(0));
    let free = mode.is_ok_and(|mode| mode == "delete");
    ensure!(free, "{} is in use; stop the program that serves it first", file.display());
    Ok(())
}

#[cfg(test)]
mod tests;
