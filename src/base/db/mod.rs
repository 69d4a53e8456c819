//! The database: one SQL text, two engines. Only this folder knows which one it is.

pub mod backup;
pub mod ballast;
pub mod batch;
pub mod carry;
pub mod health;
pub mod id;
pub mod kept;
pub mod lookup;
pub mod migrate;
pub mod notify;
pub mod seal;
pub mod together;
pub mod trail;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{Any, AnyConnection, AnyPool, Connection, Transaction};

pub use notify::Changes;

/// A write in progress; dropped without [`Transaction::commit`], it never was.
pub type Tx = Transaction<'static, Any>;

/// A row as either engine gives it.
pub type Row = sqlx::any::AnyRow;

/// Which engine holds the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    readers: AnyPool,
    /// Readers of their own for whoever may not wait for pages, and for whoever asks so much that pages would wait.
    first: AnyPool,
    heavy: AnyPool,
    writers: AnyPool,
    /// On PostgreSQL a writer for whoever finds everything by its key; on SQLite the one writer.
    by_key: AnyPool,
    file: Option<PathBuf>,
    changes: Changes,
}

/// A setting of a connection: its name and its value.
type Setting = (&'static str, &'static str);

/// What keeps PostgreSQL from any other way to find rows than by their keys. Looking one up is to cost nothing: that is as good
/// as true of what a door looks at, and an empty table, taken for ten pages, would be gone through instead. There is nothing to
/// plan anew then: a turn's one query takes 0.9 ms to plan and 0.06 to do.
const BY_KEY: [Setting; 5] = [
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("random_page_cost", "0"),
    ("plan_cache_mode", "force_generic_plan"),
];

/// How long a connection to a server may have been idle without being asked whether it is still there.
const UNASKED: Duration = Duration::from_secs(1);

/// A log of 4,000 pages, 16 MB, before it is moved into the file: a commit in a rush writes 500 and more, and that it has to
/// wait for the move every eighth time, and not every second, makes it a third quicker.
const SQLITE_PRAGMAS: [Setting; 6] = [
    ("journal_mode", "wal"),
    ("wal_autocheckpoint", "4000"),
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    ("secure_delete", "1"),
    ("busy_timeout", "10000"),
];

impl Db {
    /// Opens (and makes, if it isn't there) the embedded database, and brings its schema up to date.
    ///
    /// # Errors
    /// In words, naming the file: not writable, made by a newer version, a setting that didn't hold.
    pub async fn open_file(file: &Path) -> anyhow::Result<Self> {
        install_default_drivers();
        migrate::copy_before(file)?;
        let file = std::path::absolute(file)?;
        let settings = |query_only| [&SQLITE_PRAGMAS[..], &[("query_only", query_only)]].concat();
        let writers = pool(&sqlite_url(&file, "rwc"), 1, settings("0")).await?;
        let db = Self {
            engine: Engine::Sqlite,
            readers: pool(&sqlite_url(&file, "rw"), 4, settings("1")).await?,
            first: pool(&sqlite_url(&file, "rw"), 2, settings("1")).await?,
            heavy: pool(&sqlite_url(&file, "rw"), 4, settings("1")).await?,
            by_key: writers.clone(),
            writers,
            file: Some(file.clone()),
            changes: Changes::local(),
        };
        migrate::run(&db).await?;
        protect(&file)?;
        Ok(db)
    }

    /// Opens a PostgreSQL database and brings its schema up to date.
    ///
    /// # Errors
    /// In words: not reachable, or a collation other than C (with the `create database` to run).
    pub async fn open_postgres(url: &str) -> anyhow::Result<Self> {
        install_default_drivers();
        let readers = pool(url, 8, Vec::new()).await?;
        let collation: String =
            sqlx::query_scalar("select cast(datcollate as text) from pg_database where datname = current_database()")
                .fetch_one(&readers)
                .await?;
        ensure!(
            collation == "C" || collation == "POSIX",
            "the PostgreSQL database orders text by {collation}; Anomalia needs C. Make it so: \
             create database anomalia template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"
        );
        let changes = Changes::postgres(url).await?;
        let (first, heavy) = (pool(url, 4, Vec::new()).await?, pool(url, 4, Vec::new()).await?);
        let (writers, by_key) = (pool(url, 8, Vec::new()).await?, pool(url, 2, BY_KEY.to_vec()).await?);
        let db = Self { engine: Engine::Postgres, readers, first, heavy, writers, by_key, file: None, changes };
        migrate::run(&db).await?;
        Ok(db)
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The embedded database's file; none on PostgreSQL.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Connections that only read: those of the door within [`first`], those of figures within [`heavy`].
    pub fn read(&self) -> &AnyPool {
        match READS.try_with(|reads| *reads) {
            Ok(Reads::First) => &self.first,
            Ok(Reads::Heavy) => &self.heavy,
            Err(_) => &self.readers,
        }
    }

    /// Begins a write, and puts it on the trail of whoever acts. On SQLite this waits in the one fair queue of writers.
    ///
    /// # Errors
    /// When the database can't be written to.
    pub async fn write(&self) -> Result<Tx, sqlx::Error> {
        self.begin(&self.writers).await
    }

    /// [`Self::write`] for whoever finds all rows by their keys, and from whom PostgreSQL is to hear of no other way: it keeps a
    /// plan made while a table was empty, and goes through all of it long after.
    ///
    /// # Errors
    /// When the database can't be written to.
    pub async fn write_by_key(&self) -> Result<Tx, sqlx::Error> {
        self.begin(&self.by_key).await
    }

    async fn begin(&self, writers: &AnyPool) -> Result<Tx, sqlx::Error> {
        let mut tx = match self.engine {
            Engine::Sqlite => writers.begin_with("begin immediate").await?,
            Engine::Postgres => writers.begin().await?,
        };
        trail::mark(&mut tx).await?;
        Ok(tx)
    }

    /// Gives the one writer of the embedded database so many MiB to hold pages in, for work that touches all of a large
    /// file; PostgreSQL sees to that itself.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn widen(&self, mebibytes: u32) -> Result<(), sqlx::Error> {
        if self.engine == Engine::Postgres {
            return Ok(());
        }
        let mut writer = self.writers.acquire().await?;
        set_pragma(&mut writer, "cache_size", &format!("-{}", u64::from(mebibytes) * 1024)).await
    }

    /// Who hears that a concert changed.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// The engine's name and version.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn version(&self) -> Result<String, sqlx::Error> {
        let (sql, name) = match self.engine {
            Engine::Sqlite => ("select sqlite_version()", "SQLite"),
            Engine::Postgres => ("select current_setting('server_version')", "PostgreSQL"),
        };
        let version: String = sqlx::query_scalar(sql).fetch_one(&self.readers).await?;
        Ok(format!("{name} {version}"))
    }

    /// Moves what the write-ahead log holds into the file and empties the log, so that what was erased is nowhere.
    ///
    /// # Errors
    /// When the database can't be written to.
    pub async fn forget_log(&self) -> Result<(), sqlx::Error> {
        let Some(file) = self.file.clone() else { return Ok(()) };
        // On a connection of its own, and never waiting long: while it waits for a reader nobody can write, a door neither.
        let emptied = tokio::task::spawn_blocking(move || -> rusqlite::Result<bool> {
            let connection = rusqlite::Connection::open(file)?;
            connection.busy_timeout(Duration::from_millis(50))?;
            for _ in 0..20 {
                if connection.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, i64>(0))? == 0 {
                    return Ok(true);
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            Ok(false)
        });
        let emptied = emptied.await.map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))?;
        if !emptied.map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))? {
            tracing::warn!(
                "the write-ahead log was busy and still holds what was erased; it is emptied at the next start"
            );
        }
        Ok(())
    }

    /// Ends all connections; what was committed stays.
    pub async fn close(&self) {
        self.changes.close().await;
        self.readers.close().await;
        self.first.close().await;
        self.heavy.close().await;
        self.writers.close().await;
        self.by_key.close().await;
    }
}

/// Who reads.
#[derive(Clone, Copy)]
enum Reads {
    First,
    Heavy,
}

tokio::task_local! {
    static READS: Reads;
}

/// Does `work` with connections of its own, so that it waits for no page.
pub async fn first<T>(work: impl Future<Output = T>) -> T {
    READS.scope(Reads::First, work).await
}

/// Does `work` with connections of its own, so that no page waits for it.
pub async fn heavy<T>(work: impl Future<Output = T>) -> T {
    READS.scope(Reads::Heavy, work).await
}

/// The shared setting that holds when this installation began: first served, restored, or filled by the demo.
pub const BEGUN: &str = "begun_at";

/// A setting that every process of this installation shares.
///
/// # Errors
/// When the database doesn't answer.
pub async fn setting(connection: &mut AnyConnection, name: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select value from setting where name = $1").bind(name).fetch_optional(connection).await
}

/// Keeps a shared setting, in place of an earlier one.
///
/// # Errors
/// When the database can't be written to.
pub async fn set_setting(tx: &mut Tx, name: &str, value: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Forgets a shared setting.
///
/// # Errors
/// When the database can't be written to.
pub async fn forget_setting(tx: &mut Tx, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from setting where name = $1").bind(name).execute(&mut **tx).await?;
    Ok(())
}

/// The shared setting of that name, made with `make` by whoever comes first.
///
/// # Errors
/// When the database can't be written to.
pub async fn setting_or(db: &Db, name: &str, make: impl FnOnce() -> String) -> Result<String, sqlx::Error> {
    let mut tx = db.write().await?;
    sqlx::query("insert into setting (name, value) values ($1, $2) on conflict (name) do nothing")
        .bind(name)
        .bind(make())
        .execute(&mut *tx)
        .await?;
    let value = setting(&mut tx, name).await?.unwrap_or_default();
    tx.commit().await?;
    Ok(value)
}

fn sqlite_url(file: &Path, mode: &str) -> String {
    let path: String = file
        .to_string_lossy()
        .bytes()
        .map(|byte| match byte {
            b'/' | b'.' | b'-' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => (byte as char).to_string(),
            _ => format!("%{byte:02x}"),
        })
        .collect();
    format!("sqlite://{path}?mode={mode}")
}

/// Opens a pool whose connections have these settings. On SQLite every one is read back.
async fn pool(url: &str, most: u32, settings: Vec<Setting>) -> anyhow::Result<AnyPool> {
    let options = AnyPoolOptions::new().max_connections(most).acquire_timeout(Duration::from_secs(15));
    // A connection to a file doesn't break while nobody uses it, as one to a server may. Which was used a moment ago isn't asked
    // each time, since that is as long a way as a statement; if it broke just then, whoever is next is told that it failed.
    let options = options.test_before_acquire(false);
    let is_remote = !url.starts_with("sqlite:");
    let options = options.before_acquire(move |connection, used| {
        Box::pin(async move {
            if is_remote && used.idle_for > UNASKED {
                connection.ping().await?;
            }
            // A disk that fails within a transaction has SQLite end it by itself; the connection would count it as open for
            // ever, and begin none.
            Ok(!connection.is_in_transaction())
        })
    });
    let options = options.after_connect(move |connection, _| {
        let settings = settings.clone();
        Box::pin(async move {
            for (name, value) in settings {
                if is_remote {
                    sqlx::query(sqlx::AssertSqlSafe(format!("set {name} = {value}"))).execute(&mut *connection).await?;
                } else {
                    set_pragma(connection, name, value).await?;
                }
            }
            Ok(())
        })
    });
    let shown = url.split('?').next().unwrap_or_default().rsplit('@').next().unwrap_or_default();
    options.connect(url).await.with_context(|| format!("the database {shown} can't be opened"))
}

async fn set_pragma(connection: &mut AnyConnection, name: &str, value: &str) -> Result<(), sqlx::Error> {
    let text = |row: Row| -> Result<String, sqlx::Error> {
        use sqlx::Row as _;
        row.try_get::<String, _>(0).or_else(|_| row.try_get::<i64, _>(0).map(|number| number.to_string()))
    };
    sqlx::query(sqlx::AssertSqlSafe(format!("pragma {name} = {value}"))).fetch_optional(&mut *connection).await?;
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("pragma {name}"))).fetch_one(&mut *connection).await?;
    let held = text(row)?;
    if held == value {
        return Ok(());
    }
    Err(sqlx::Error::Configuration(format!("pragma {name} is {held}, not {value}").into()))
}

fn protect(file: &Path) -> anyhow::Result<()> {
    #[cfg(unix)]
    for end in ["", "-wal", "-shm"] {
        use std::os::unix::fs::PermissionsExt;
        let path = PathBuf::from(format!("{}{end}", file.display()));
        if path.exists() {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(())
}
