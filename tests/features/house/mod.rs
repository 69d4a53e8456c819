//! A house to test in: the real program on a fresh database, behind a real socket, with its own clock.

mod alone;
mod answer;
mod forms;
mod outsider;
mod postgres;
mod prepared;
mod process;
mod seed;
mod visitor;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use anomalia::accounts::{account, store};
use anomalia::base::app::App;
use anomalia::base::clock::{Clock, stamp};
use anomalia::base::config::Config;
use anomalia::base::db::{Engine, id};
use anomalia::fans::store::history;
use anomalia::server;
use sqlx::{AssertSqlSafe, Row};

pub use alone::{change, phone_scan, query};
pub use answer::Answer;
pub use outsider::outsider;
pub use postgres::Database;
pub use process::{EVENING, Process, first_member, opened};
pub use seed::Ticket;
pub use visitor::{Visitor, between};

/// When it is in a house, until a test sets its clock: a Friday at noon in Mexico City.
pub const NOW: &str = "2026-11-20T18:00:00Z";
/// The password of every account in a house.
pub const PASSWORD: &str = "una-clave-larga";

/// A running program and what it runs on.
pub struct House {
    pub app: App,
    pub address: String,
    pub folder: PathBuf,
    database: Option<postgres::Database>,
    server: tokio::task::JoinHandle<()>,
}

/// Tells a story in a house on SQLite, then in one on PostgreSQL.
///
/// # Panics
/// When the story does; and when no PostgreSQL is named, unless `ANOMALIA_SKIP_POSTGRES=1` says that it may be left out.
pub async fn on_both(story: impl AsyncFn(&House)) {
    on_sqlite(&story).await;
    on_postgres(None, &story).await;
}

/// [`on_both`], in houses that say they are reached at this address, as one behind a proxy.
pub async fn on_both_at(base_url: &str, story: impl AsyncFn(&House)) {
    eprintln!("— on SQLite");
    let house = House::open(None, Some(base_url)).await;
    story(&house).await;
    house.close().await;
    on_postgres(Some(base_url), &story).await;
}

/// [`on_both`], on PostgreSQL alone.
pub async fn on_postgres(base_url: Option<&str>, story: impl AsyncFn(&House)) {
    let Some(database) = postgres::Database::prepared().await else { return };
    eprintln!("— on PostgreSQL");
    let house = House::open(Some(database), base_url).await;
    story(&house).await;
    house.close().await;
}

/// Tells a story in a house on SQLite only: where the engine is part of the story, or makes no difference to it.
pub async fn on_sqlite(story: impl AsyncFn(&House)) {
    eprintln!("— on SQLite");
    let house = House::open(None, None).await;
    story(&house).await;
    house.close().await;
}

impl House {
    async fn open(database: Option<postgres::Database>, base_url: Option<&str>) -> Self {
        let folder = folder("house");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let mut config = Config::new(&folder, base_url.unwrap_or(&address));
        config.database_url = database.as_ref().map(|database| database.url.clone());
        if database.is_none() {
            prepared::copy(&config.database_file()).await;
        }
        let app = server::open(config, Clock::starting_at(NOW.parse().expect("a time"))).await.expect("a house");
        let service = server::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move { axum::serve(listener, service).await.expect("it serves") });
        Self { app, address, folder, database, server }
    }

    async fn close(mut self) {
        self.server.abort();
        self.app.db.close().await;
        if let Some(database) = self.database.take() {
            database.drop().await;
        }
    }

    /// Sets the clock: `2026-11-29T00:05:00Z`.
    pub fn clock(&self, at: &str) {
        self.app.clock.set(at.parse().expect("a time"));
    }

    /// The present, as it is kept.
    pub fn now(&self) -> String {
        stamp(self.app.clock.now())
    }

    pub fn id(&self) -> String {
        id::new(self.app.clock.now())
    }

    pub fn is_sqlite(&self) -> bool {
        self.app.db.engine() == Engine::Sqlite
    }

    /// Somebody without an account.
    pub fn nobody(&self) -> Visitor {
        Visitor::new(&self.address, "/login")
    }

    /// The signed-in member Xime.
    pub async fn admin(&self) -> Visitor {
        self.member("Xime").await
    }

    /// A signed-in member of that name; their account is made if it isn't there.
    pub async fn member(&self, name: &str) -> Visitor {
        let new = account::check(name, PASSWORD, PASSWORD).expect("a good account");
        // To hash it takes longer than most pages: it is the same one for everybody.
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = HASH.get_or_init(|| account::hash(PASSWORD).expect("a hash"));
        let mut tx = self.app.db.write().await.expect("a write");
        store::add(&mut tx, &self.id(), &new, hash, &self.now()).await.expect("added");
        tx.commit().await.expect("committed");
        let visitor = self.nobody();
        visitor.sign_in(name, PASSWORD).await.to("/");
        visitor
    }

    /// The first column of the first row that a query finds, as text.
    pub async fn one(&self, sql: &str) -> String {
        self.all(sql).await.into_iter().next().unwrap_or_else(|| panic!("no row: {sql}"))
    }

    /// The first column of every row that a query finds, as text; who changed is counted first, as before a page.
    pub async fn all(&self, sql: &str) -> Vec<String> {
        history::settle(&self.app.db, &self.now()).await.expect("counted");
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(self.app.db.read()).await.expect(sql);
        let text = |row: &sqlx::any::AnyRow| {
            let number = || row.try_get::<Option<i64>, _>(0).map(|n| n.map(|n| n.to_string()));
            row.try_get::<Option<String>, _>(0).or_else(|_| number()).expect(sql).unwrap_or_default()
        };
        rows.iter().map(text).collect()
    }

    /// Writes what no page can: a test's own past.
    pub async fn write(&self, sql: &str) {
        let mut tx = self.app.db.write().await.expect("a write");
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.expect(sql);
        tx.commit().await.expect("committed");
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.server.abort();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An empty folder of this test's own.
pub fn folder(name: &str) -> PathBuf {
    static NTH: AtomicU32 = AtomicU32::new(0);
    let nth = NTH.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("anomalia-{name}-{}-{nth}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}
