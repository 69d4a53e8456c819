//! Brings a database's schema up to date: one history, each step in one transaction.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use rust_embed::RustEmbed;

use crate::base::db::{Db, Engine, backup};
use crate::base::secret;

#[derive(RustEmbed)]
#[folder = "migrations/"]
struct Files;

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

/// Runs the steps that this database hasn't had.
///
/// # Errors
/// When a step fails (nothing of it was done), when a past step's text differs, or when the database is from a newer
/// version than this program.
pub async fn run(db: &Db) -> anyhow::Result<()> {
    let mut tx = db.write().await?;
    if db.engine() == Engine::Postgres {
        sqlx::query("select pg_advisory_xact_lock(7031415926)").execute(&mut *tx).await?;
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
