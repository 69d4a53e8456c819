//! `anomalia doctor`: what is fine and what is wrong, in words, each with what to do about it.

use std::path::{Path, PathBuf};

use anyhow::bail;
use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::base::brand::Brand;
use crate::base::clock::{Clock, stamp, unstamp};
use crate::base::config::Config;
use crate::base::db::migrate::State;
use crate::base::db::{self, Db, Engine, backup, ballast, health, seal};
use crate::demo;
use crate::safekeeping::cli::counted;
use crate::safekeeping::copies::{self, Last};
use crate::safekeeping::keeper::{self, LAST};
use crate::safekeeping::store;

/// What was looked at: fine, or wrong, and the words for it.
#[derive(Debug, PartialEq, Eq)]
pub enum Finding {
    Fine(String),
    Wrong(String),
}

/// What a command's line says of the doctor.
#[derive(clap::Args, Clone, Copy)]
pub struct Options {
    /// Count the summaries anew, where they differ from what is counted
    #[arg(long)]
    pub rebuild: bool,
}

/// Examines an installation and says what it finds.
///
/// # Errors
/// When something is wrong, so that the program ends with 1.
pub async fn run(config: &Config, clock: &Clock, options: Options) -> anyhow::Result<()> {
    let findings = examine(config, clock.now(), options).await;
    let mut wrong = 0;
    for finding in &findings {
        match finding {
            Finding::Fine(words) => println!("fine   {words}"),
            Finding::Wrong(words) => {
                wrong += 1;
                println!("WRONG  {words}");
            }
        }
    }
    match wrong {
        0 => Ok(()),
        1 => bail!("one thing is wrong"),
        _ => bail!("{wrong} things are wrong"),
    }
}

/// Everything that can be looked at, the gravest first. Changes no data without `rebuild`.
pub async fn examine(config: &Config, now: Timestamp, options: Options) -> Vec<Finding> {
    // Before anything is opened: opening closes the database's own files to others again.
    let modes = modes(&config.data);
    let mut findings = Vec::new();
    let opened = match &config.database_url {
        Some(url) => open(Db::open_postgres(url).await, &mut findings),
        None => embedded(config, &mut findings).await,
    };
    if let Some(db) = opened {
        findings.extend(match summaries(&db, options, &stamp(now)).await {
            Ok(finding) => finding,
            Err(error) => vec![Finding::Wrong(format!("the summaries can't be counted anew: {error}"))],
        });
        findings.extend(match settings(&db, config, now).await {
            Ok(finding) => finding,
            Err(error) => vec![Finding::Wrong(format!("the settings can't be read: {error}"))],
        });
        db.close().await;
    }
    findings.extend(newest(config));
    findings.push(modes);
    findings.extend(space(config));
    findings.extend(brand(config));
    findings
}

fn open(opened: anyhow::Result<Db>, findings: &mut Vec<Finding>) -> Option<Db> {
    match opened {
        Ok(db) => Some(db),
        Err(error) => {
            findings.push(Finding::Wrong(format!("{error:#}")));
            None
        }
    }
}

/// The embedded database: first as a file that nobody changes, then as the server opens it.
async fn embedded(config: &Config, findings: &mut Vec<Finding>) -> Option<Db> {
    let file = config.database_file();
    if !file.is_file() {
        let data = config.data.display();
        findings.push(Finding::Wrong(format!(
            "there is no data in {data}; `anomalia serve` begins it, --data names another folder"
        )));
        return None;
    }
    let version = health::sqlite_version();
    findings.push(if health::is_sound(version) {
        Finding::Fine(format!("SQLite {version}"))
    } else {
        Finding::Wrong(format!("SQLite {version} can break its write-ahead log; build with 3.51.3 or later"))
    });
    let path = file.clone();
    let found = tokio::task::spawn_blocking(move || health::examine(&path)).await;
    let found = match found.map_err(anyhow::Error::new).and_then(|found| found) {
        Ok(found) => found,
        Err(error) => {
            findings.push(Finding::Wrong(format!(
                "{} can't be read: {error:#}. Restore a copy: anomalia restore FILE --data restored",
                file.display()
            )));
            return None;
        }
    };
    findings.extend(integrity(&file, &found));
    let (words, openable) = schema(&found.schema);
    findings.push(words);
    if !found.broken.is_empty() || !openable {
        return None;
    }
    // Opening sets and reads back the settings of every connection: WAL, FULL, foreign keys, secure delete.
    let db = open(Db::open_file(&file).await, findings)?;
    findings.push(Finding::Fine(
        "the connections' settings hold: write-ahead log, full sync, foreign keys, secure delete".into(),
    ));
    Some(db)
}

fn integrity(file: &Path, found: &health::Health) -> Vec<Finding> {
    let mut findings = Vec::new();
    if found.broken.is_empty() {
        let bytes = std::fs::metadata(file).map_or(0, |about| about.len());
        findings.push(Finding::Fine(format!("{} is whole, {}", file.display(), copies::size(bytes))));
    } else {
        findings.push(Finding::Wrong(format!(
            "{} is damaged: {}. Stop serving it, and restore the last good copy into a new folder",
            file.display(),
            found.broken.join("; ")
        )));
    }
    for (table, rows) in &found.orphans {
        findings.push(Finding::Wrong(format!("{rows} rows of {table} point to something that isn't there")));
    }
    if found.journal != "wal" {
        findings.push(Finding::Fine(format!(
            "its journal is {}; it becomes a write-ahead log when it is served",
            found.journal
        )));
    }
    findings
}

/// What is to be said of the schema, and whether this program may open it without changing it.
fn schema(state: &State) -> (Finding, bool) {
    match state {
        State::Same => (Finding::Fine("the schema is this program's".into()), true),
        State::Older(missing) => {
            let steps = missing.join(", ");
            (
                Finding::Fine(format!(
                    "the schema is older ({steps} to come); serving brings it up to date, and keeps a copy"
                )),
                false,
            )
        }
        State::Newer(name) => {
            (Finding::Wrong(format!("the data was made by a newer Anomalia (it has {name}); run that version")), false)
        }
        State::Other(name) => {
            (Finding::Wrong(format!("the data was made by another build of Anomalia ({name} differs)")), false)
        }
    }
}

/// Counts the summaries anew, in a transaction that is kept only if that was wished.
async fn summaries(db: &Db, options: Options, now: &str) -> Result<Vec<Finding>, sqlx::Error> {
    let mut tx = db.write().await?;
    let changed = store::recount(&mut tx).await?;
    let (histories, groups) = store::recount_fans(&mut tx, now, options.rebuild).await?;
    if changed.is_empty() && (histories, groups) == (0, 0) {
        return Ok(vec![Finding::Fine("the summaries are what counting anew gives".into())]);
    }
    let mut findings = Vec::new();
    for (summary, concerts) in changed {
        let called = store::called(&mut tx, &concerts).await?.join(", ");
        findings.push(if options.rebuild {
            Finding::Fine(format!("{summary} was counted anew for {called}"))
        } else {
            Finding::Wrong(format!("{summary} isn't what is counted for {called}; anomalia doctor --rebuild mends it"))
        });
    }
    if (histories, groups) != (0, 0) {
        findings.push(if options.rebuild {
            Finding::Fine(format!(
                "what fans did was counted anew; it differed for {histories} of them, and in {groups} groups"
            ))
        } else {
            Finding::Wrong(format!(
                "what fans did isn't what is counted for {histories} of them, and in {groups} groups of the audience; \
                 anomalia doctor --rebuild mends it"
            ))
        });
    }
    if options.rebuild {
        tx.commit().await?;
    } else {
        tx.rollback().await?;
    }
    Ok(findings)
}

async fn settings(db: &Db, config: &Config, now: Timestamp) -> Result<Vec<Finding>, sqlx::Error> {
    let mut connection = db.read().acquire().await?;
    let mut findings = Vec::new();
    if db::setting(&mut connection, demo::SETTING).await?.is_some() {
        findings.push(Finding::Fine("all of this is invented: the folder was filled by `anomalia demo`".into()));
    }
    if db.engine() == Engine::Postgres {
        findings.extend(sealed(&mut connection, config).await?);
        findings.push(Finding::Fine(db.version().await?));
    }
    let last = db::setting(&mut connection, LAST).await?.and_then(|setting| Last::read(&setting));
    findings.push(match last {
        // Of several processes over one PostgreSQL database, each keeps the copies that it made.
        Some(last) if db.engine() == Engine::Sqlite && !config.backups().join(&last.file).is_file() => Finding::Wrong(format!(
            "the last good copy, {}, isn't in {} any more; leave the server running a minute, or: anomalia backup FILE",
            last.file,
            config.backups().display()
        )),
        Some(last) if !last.is_old(now) => {
            Finding::Fine(format!("the last good copy is {}, {}", last.file, ago(&last, now)))
        }
        Some(last) => Finding::Wrong(format!(
            "the last good copy, {}, was made {}; leave the server running, or: anomalia backup FILE",
            last.file,
            ago(&last, now)
        )),
        None => first(&mut connection, now).await?,
    });
    Ok(findings)
}

/// Whether the key of these settings opens the secrets in a PostgreSQL database.
async fn sealed(connection: &mut AnyConnection, config: &Config) -> Result<Vec<Finding>, sqlx::Error> {
    let mut findings = Vec::new();
    for name in seal::SEALED {
        let Some(kept) = db::setting(&mut *connection, name).await? else { continue };
        findings.push(match seal::open_by(config, name, &kept) {
            Ok(same) if same == kept => Finding::Wrong(format!("the secret {name} isn't sealed; serving seals it")),
            Ok(_) => Finding::Fine(format!("the secret {name} is sealed, and opens by the key that is here")),
            Err(error) => Finding::Wrong(format!("{error:#}")),
        });
    }
    Ok(findings)
}

/// What is to be said where no copy was made yet.
async fn first(connection: &mut AnyConnection, now: Timestamp) -> Result<Finding, sqlx::Error> {
    let begun = match db::setting(&mut *connection, db::BEGUN).await? {
        Some(begun) => Some(begun),
        None => store::joined_at(&mut *connection).await?,
    };
    Ok(if copies::is_overdue(begun.as_deref(), now) && store::holds_nights(connection).await? {
        Finding::Wrong("there is no good copy yet; leave the server running a minute, or: anomalia backup FILE".into())
    } else {
        Finding::Fine("no copy yet; the first is made within a minute of serving".into())
    })
}

fn ago(last: &Last, now: Timestamp) -> String {
    let (key, n) = copies::age(unstamp(&last.at).unwrap_or(now), now);
    crate::base::i18n::Lang::En.with(key, &[("n", n.into())])
}

/// The newest copy in the folder, read whole.
fn newest(config: &Config) -> Option<Finding> {
    let folder = config.backups();
    let names = keeper::names(&folder).into_iter().filter(|name| copies::taken_at(name, &config.timezone).is_some());
    let newest = folder.join(names.max()?);
    Some(match backup::verify(&newest) {
        Ok(held) => Finding::Fine(format!("{} is whole: {}", newest.display(), counted(&held))),
        Err(error) => Finding::Wrong(format!("{error:#}; anomalia backup FILE makes another")),
    })
}

/// Whether anyone but the owner may read the data folder or a file in it. The brand's files may be anybody's.
fn modes(data: &Path) -> Finding {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let below = |folder: &Path| -> Vec<PathBuf> {
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
        };
        let mut paths = vec![data.to_owned()];
        for path in below(data).into_iter().filter(|path| !path.ends_with("brand")) {
            paths.extend(below(&path));
            paths.push(path);
        }
        let read_by_others = |path: &PathBuf| {
            std::fs::symlink_metadata(path).is_ok_and(|it| !it.is_symlink() && it.permissions().mode() & 0o077 != 0)
        };
        let mut open: Vec<PathBuf> = paths.into_iter().filter(read_by_others).collect();
        if !open.is_empty() {
            open.sort();
            let names: Vec<String> = open.iter().map(|path| path.display().to_string()).collect();
            return Finding::Wrong(format!(
                "others on this machine may read {}; chmod -R go= {} closes it",
                names.join(", "),
                data.display()
            ));
        }
    }
    Finding::Fine(format!("only its owner reads {}", data.display()))
}

/// Whether there is room for the database three times over, and 200 MB.
fn space(config: &Config) -> Option<Finding> {
    let free = ballast::free_bytes(&config.data)?;
    let data = std::fs::metadata(config.database_file()).map_or(0, |about| about.len());
    let shown = copies::size(free);
    Some(if free < (3 * data).max(200_000_000) {
        Finding::Wrong(format!(
            "only {shown} are free on the disk of {}; make room before the next concert",
            config.data.display()
        ))
    } else {
        Finding::Fine(format!("{shown} free on the disk"))
    })
}

fn brand(config: &Config) -> Vec<Finding> {
    match Brand::load(config.brand_dir().as_deref()) {
        Ok(brand) => vec![Finding::Fine(format!("the brand {} is whole", brand.name))],
        Err(lines) => lines.into_iter().map(|line| Finding::Wrong(format!("the brand: {line}"))).collect(),
    }
}
