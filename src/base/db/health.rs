//! What the embedded database says of itself, without changing it; for the doctor.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::base::db::migrate::{self, State};

/// The oldest SQLite without the write-ahead log's reset bug.
pub const SQLITE_LEAST: [u32; 3] = [3, 51, 3];

/// What an examination found.
#[derive(Debug)]
pub struct Health {
    /// What `integrity_check` complains of, at most ten lines; nothing when it is whole.
    pub broken: Vec<String>,
    /// Tables with rows that point to nothing, and how many.
    pub orphans: Vec<(String, i64)>,
    /// `wal`, when it was served once.
    pub journal: String,
    pub schema: State,
}

/// Examines a database that may be in use.
///
/// # Errors
/// When it can't be opened or isn't a database.
pub fn examine(file: &Path) -> anyhow::Result<Health> {
    let opened = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    opened.busy_timeout(Duration::from_secs(10))?;
    let lines: Vec<String> = rows(&opened, "pragma integrity_check(10)", |row| row.get(0))?;
    let broken = lines.into_iter().filter(|line| line != "ok").collect();
    let orphans = rows(
        &opened,
        "select \"table\", count(*) from pragma_foreign_key_check group by \"table\" order by \"table\"",
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let journal = opened.query_row("pragma journal_mode", [], |row| row.get(0))?;
    let had = rows(&opened, "select name, sum from migration order by name", |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(Health { broken, orphans, journal, schema: migrate::compare(&had.unwrap_or_default()) })
}

fn rows<T>(
    opened: &Connection,
    sql: &str,
    read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    opened.prepare(sql)?.query_map([], read)?.collect()
}

/// SQLite's version, bundled in this program.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// Whether a version is `SQLITE_LEAST` or later.
pub fn is_sound(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    parts.as_slice() >= SQLITE_LEAST.as_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_sqlite_is_one_without_the_reset_bug() {
        assert!(is_sound(sqlite_version()), "{}", sqlite_version());
        assert!(is_sound("3.51.3") && is_sound("3.52.0") && is_sound("4.0.0"));
        assert!(!is_sound("3.51.2") && !is_sound("3.50.4"));
    }
}
