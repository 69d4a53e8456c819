//! Secrets that processes share through PostgreSQL, sealed by a key that isn't in it: a dump alone opens nothing. The
//! embedded database is a file of its owner's, beside which such a key would lie; there they stay as they are.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail, ensure};

use crate::base::config::Config;
use crate::base::db::{self, Db, Engine};
use crate::base::secret;

pub use crate::base::secret::Seal;

/// The settings whose values are secrets.
pub const SEALED: [&str; 2] = ["key", "mail_password"];

/// Where a key is kept that nobody named.
const FILE: &str = "secret";
const LENGTH_LEAST: usize = 32;

const ABSENT: &str = "the secrets in this database are sealed by a key that isn't here: give this process the \
    ANOMALIA_SECRET_KEY (or secret_key in anomalia.toml) of the others, or copy the file `secret` of their data folder \
    into this one";

/// The secret setting of that name, made with `make` by whoever comes first. On PostgreSQL it is sealed, and one that was
/// kept before secrets were is sealed in its place.
///
/// # Errors
/// In words: no key or another than it is sealed by; the database doesn't answer.
pub async fn shared(db: &Db, config: &Config, name: &str, make: impl FnOnce() -> String) -> anyhow::Result<String> {
    if db.engine() == Engine::Sqlite {
        return Ok(db::setting_or(db, name, make).await?);
    }
    let mut tx = db.write().await?;
    let kept = db::setting(&mut tx, name).await?;
    let (seal, new) = match find(config)? {
        Some(seal) => (seal, false),
        None if kept.as_deref().is_some_and(secret::is_sealed) => bail!(ABSENT),
        None => new_key(&config.data).await?,
    };
    let opened = async {
        let value = match &kept {
            Some(value) if !secret::is_sealed(value) => {
                sqlx::query("update setting set value = $2 where name = $1 and value = $3")
                    .bind(name)
                    .bind(seal.close(name, value))
                    .bind(value)
            }
            _ => sqlx::query("insert into setting (name, value) values ($1, $2) on conflict (name) do nothing")
                .bind(name)
                .bind(seal.close(name, &make())),
        };
        value.execute(&mut *tx).await?;
        // Another process may have been first: what it kept is what counts.
        let kept = db::setting(&mut tx, name).await?.unwrap_or_default();
        let value = open(&seal, name, &kept)?;
        tx.commit().await?;
        Ok(value)
    };
    let opened: anyhow::Result<String> = opened.await;
    match &opened {
        // It seals nothing, and would be taken for the one that does.
        Err(_) if new => drop(std::fs::remove_file(config.data.join(FILE))),
        Ok(_) if new => tracing::warn!(
            "the secrets in the database are sealed by a new key, in {}; other processes over it need a copy of that \
             file in their data folders, or its text as ANOMALIA_SECRET_KEY",
            config.data.join(FILE).display()
        ),
        _ => {}
    }
    opened
}

/// A value as it is to be kept under that name: sealed on PostgreSQL, as it is in the embedded database.
///
/// # Errors
/// In words, when the key can't be read or made.
pub async fn closed(db: &Db, config: &Config, name: &str, value: &str) -> anyhow::Result<String> {
    match db.engine() {
        Engine::Sqlite => Ok(value.to_owned()),
        Engine::Postgres => Ok(of_settings(config).await?.close(name, value)),
    }
}

/// Opens a value that was kept under that name; one that isn't sealed is itself.
///
/// # Errors
/// In words, when it is sealed by another key.
pub fn open(seal: &Seal, name: &str, kept: &str) -> anyhow::Result<String> {
    seal.open(name, kept).context(
        "the secret key here isn't the one that the secrets in this database are sealed by: take that of the other \
         processes, as ANOMALIA_SECRET_KEY, secret_key in anomalia.toml or the file `secret` in the data folder",
    )
}

/// Opens a value that was kept under that name with the key of these settings.
///
/// # Errors
/// In words: no key, or another than it is sealed by.
pub fn open_by(config: &Config, name: &str, kept: &str) -> anyhow::Result<String> {
    if !secret::is_sealed(kept) {
        return Ok(kept.to_owned());
    }
    open(&find(config)?.context(ABSENT)?, name, kept)
}

/// The key of these settings, made if there is none.
///
/// # Errors
/// In words, when it is too short, or can't be read or written.
pub async fn of_settings(config: &Config) -> anyhow::Result<Seal> {
    match find(config)? {
        Some(seal) => Ok(seal),
        None => Ok(new_key(&config.data).await?.0),
    }
}

/// The key that the settings name, or that the data folder keeps.
fn find(config: &Config) -> anyhow::Result<Option<Seal>> {
    if let Some(key) = &config.secret_key {
        return Ok(Some(of(&key.0, "secret_key")?));
    }
    let path = config.data.join(FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(of(&text, &path.display().to_string())?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} can't be read", path.display())),
    }
}

fn of(key: &str, called: &str) -> anyhow::Result<Seal> {
    let key = key.trim();
    ensure!(
        key.len() >= LENGTH_LEAST,
        "{called} has {} characters, and a key needs {LENGTH_LEAST} or more; this makes one: openssl rand -hex 32",
        key.len()
    );
    Ok(Seal::new(key))
}

/// A new key in the data folder, or the one that another process over the same folder has put there just now; and whether
/// it is new.
async fn new_key(data: &Path) -> anyhow::Result<(Seal, bool)> {
    crate::base::config::make_data(data)?;
    let path = data.join(FILE);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&path) {
        Ok(mut file) => {
            let key = secret::token();
            file.write_all(key.as_bytes()).and_then(|()| file.sync_all())?;
            Ok((Seal::new(&key), true))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            // Its writer is between the file and its text.
            tokio::time::sleep(Duration::from_millis(200)).await;
            Ok((of(&std::fs::read_to_string(&path)?, &path.display().to_string())?, false))
        }
        Err(error) => Err(error).with_context(|| format!("{} can't be written", path.display())),
    }
}
