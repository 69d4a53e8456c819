//! Copies of the embedded database, made while it is in use, and read back before they are called good.

use std::path::Path;
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

/// Copies `source` to `target` as it is at one moment; writers go on meanwhile.
///
/// # Errors
/// When either file can't be read or written; a half-made copy doesn't stay.
pub fn copy(source: &Path, target: &Path) -> anyhow::Result<()> {
    let half = target.with_extension("part");
    let _ = std::fs::remove_file(&half);
    let made = copy_whole(source, &half).and_then(|()| Ok(std::fs::rename(&half, target)?));
    if made.is_err() {
        let _ = std::fs::remove_file(&half);
    }
    made.with_context(|| format!("the copy {} wasn't made", target.display()))
}

fn copy_whole(source: &Path, target: &Path) -> anyhow::Result<()> {
    let from = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    from.busy_timeout(Duration::from_secs(10))?;
    let mut to = Connection::open(target)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(target, std::fs::Permissions::from_mode(0o600))?;
    }
    backup::Backup::new(&from, &mut to)?.run_to_completion(i32::MAX, Duration::from_millis(5), None)?;
    // A copy is one file that opens anywhere, read-only too: no log beside it.
    to.pragma_update(None, "journal_mode", "delete")?;
    to.close().map_err(|(_, error)| error)?;
    std::fs::File::open(target)?.sync_all()?;
    Ok(())
}

/// Opens a copy, checks its integrity and counts what it holds.
///
/// # Errors
/// In words, when it isn't whole or isn't one of ours.
pub fn verify(copy: &Path) -> anyhow::Result<Contents> {
    ensure!(copy.is_file(), "{} isn't there", copy.display());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(copy, flags)?;
    let words = |error: rusqlite::Error| anyhow::anyhow!("{} isn't a copy of Anomalia's data: {error}", copy.display());
    let state: String = opened.query_row("pragma integrity_check", [], |row| row.get(0)).map_err(words)?;
    ensure!(state == "ok", "{} isn't whole: {state}", copy.display());
    let broken: i64 =
        opened.query_row("select count(*) from pragma_foreign_key_check", [], |row| row.get(0)).map_err(words)?;
    ensure!(broken == 0, "{} has {broken} rows that point to nothing", copy.display());
    let count = |sql: &str| opened.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(words);
    Ok(Contents {
        fans: count("select count(*) from fan")?,
        concerts: count("select count(*) from concert")?,
        tickets: count("select count(*) from ticket")?,
        scans: count("select count(*) from scan")?,
    })
}
