//! Brings a database's schema up to date: one history, each step in one transaction.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use rust_embed::RustEmbed;

use crate::base::db::{Db, Engine, backup};
use crate::base::secret;

#[derive(RustEmbed)]
#[folder = "migrations/"]
struct Files;

/// Lets one process at a time change a PostgreSQL database as a whole, until its transaction ends.
pub(super) const ALONE: &str = "select pg_advisory_xact_lock(7031415926)";

struct Step {
    name: String,
    text: String,
}

fn steps() -> Vec<Step> {
    let mut names: Vec<String> = Files::iter().map(|name| name.into_owned()).collect();
    names.sort();
    let text = |name: &str| Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    names.into_iter().map(|name| Step { text: text(&name).unwrap_or_default(), name }).collect()
}

/// The text of a step for one engine: PostgreSQL's own blocks are comments to SQLite.
fn text_for(engine: Engine, text: &str) -> String {
    if engine == Engine::Sqlite {
        return text.to_owned();
    }
    let mut inside = false;
    let lines = text.lines().map(|line| match line.trim() {
        "-- postgres:" => {
            inside = true;
            ""
        }
        "-- :postgres" => {
            inside = false;
            ""
        }
        _ if inside => line.trim_start().strip_prefix("--").unwrap_or(line),
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The whole history as one text for one engine.
pub fn whole(engine: Engine) -> String {
    steps().iter().map(|step| text_for(engine, &step.text)).collect::<Vec<_>>().join("\n")
}

/// Runs the steps that this database hasn't had.
///
/// # Errors
/// When a step fails (nothing of it was done), when a past step's text differs, or when the database is from a newer
/// version than this program.
pub async fn run(db: &Db) -> anyhow::Result<()> {
    let mut tx = db.write().await?;
    if db.engine() == Engine::Postgres {
        sqlx::query(ALONE).execute(&mut *tx).await?;
    }
    sqlx::query("create table if not exists migration (name text primary key, sum text not null)")
        .execute(&mut *tx)
        .await?;
    let done: Vec<(String, String)> =
        sqlx::query_as("select name, sum from migration order by name").fetch_all(&mut *tx).await?;
    let steps = steps();
    if let Some((name, _)) = done.iter().find(|(name, _)| !steps.iter().any(|step| step.name == *name)) {
        bail!(
            "this database was made by a newer Anomalia (it has {name}); run that version, or restore a copy of before"
        );
    }
    for step in &steps {
        let sum = secret::hash(&step.text);
        if let Some((_, had)) = done.iter().find(|(name, _)| *name == step.name) {
            ensure!(*had == sum, "{} is not the step that made this database", step.name);
            continue;
        }
        sqlx::raw_sql(sqlx::AssertSqlSafe(text_for(db.engine(), &step.text)))
            .execute(&mut *tx)
            .await
            .with_context(|| format!("bringing the database up to date, {}", step.name))?;
        sqlx::query("insert into migration (name, sum) values ($1, $2)")
            .bind(&step.name)
            .bind(sum)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// How a database's history of steps stands to this program's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Same,
    /// Steps that it hasn't had: it is brought up to date when it is next served.
    Older(Vec<String>),
    /// A step that this program doesn't know.
    Newer(String),
    /// A step that was another text when it was taken.
    Other(String),
}

/// Compares the steps that a database has had, by name and sum, with this program's.
pub fn compare(had: &[(String, String)]) -> State {
    let steps = steps();
    for (name, sum) in had {
        match steps.iter().find(|step| step.name == *name) {
            None => return State::Newer(name.clone()),
            Some(step) if secret::hash(&step.text) != *sum => return State::Other(name.clone()),
            Some(_) => {}
        }
    }
    let missing = steps.into_iter().map(|step| step.name).filter(|name| !had.iter().any(|(had, _)| had == name));
    let missing: Vec<String> = missing.collect();
    if missing.is_empty() { State::Same } else { State::Older(missing) }
}

/// Copies the embedded database beside itself when steps are about to change it.
///
/// # Errors
/// When it can't be read or the copy can't be written.
pub fn copy_before(file: &Path) -> anyhow::Result<()> {
    if !file.exists() {
        return Ok(());
    }
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = rusqlite::Connection::open_with_flags(file, flags)?;
    let had: i64 =
        source.query_row("select count(*) from sqlite_master where name = 'migration'", [], |row| row.get(0))?;
    if had == 0 {
        return Ok(());
    }
    let last: Option<String> = source.query_row("select max(name) from migration", [], |row| row.get(0))?;
    let newest = steps().pop().map(|step| step.name);
    if last < newest {
        let copy = file.with_extension(format!("before-{}.db", newest.unwrap_or_default().trim_end_matches(".sql")));
        backup::copy(file, &copy)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_for_postgresql_is_a_comment_to_sqlite() {
        let text = "-- postgres:\n-- create function f();\n-- :postgres\ncreate table t (a text);";
        assert_eq!(text_for(Engine::Postgres, text).trim(), "create function f();\n\ncreate table t (a text);");
        assert_eq!(text_for(Engine::Sqlite, text), text);
    }

    #[test]
    fn a_history_is_the_same_older_newer_or_another() {
        let own: Vec<_> = steps().into_iter().map(|step| (step.name, secret::hash(&step.text))).collect();
        let first = own[0].0.clone();
        assert_eq!(compare(&own), State::Same);
        assert!(matches!(compare(&[]), State::Older(missing) if missing.contains(&first)));
        assert_eq!(compare(&[("9999_later.sql".into(), String::new())]), State::Newer("9999_later.sql".into()));
        assert_eq!(compare(&[(first.clone(), "changed".into())]), State::Other(first));
    }

    #[tokio::test]
    async fn a_schema_of_a_newer_version_is_refused_in_words() {
        let folder = std::env::temp_dir().join(secret::short_token());
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join("a.db");
        let db = Db::open_file(&file).await.expect("a new database");
        let mut tx = db.write().await.expect("a write");
        sqlx::query("insert into migration (name, sum) values ('9999_later.sql', '')")
            .execute(&mut *tx)
            .await
            .expect("a row");
        tx.commit().await.expect("kept");
        db.close().await;
        let error = Db::open_file(&file).await.err().expect("refused").to_string();
        assert!(error.contains("newer Anomalia"), "{error}");
        std::fs::remove_dir_all(folder).expect("gone");
    }
}
