//! A PostgreSQL database for one test.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};

use super::prepared;

pub struct Database {
    pub url: String,
    name: String,
    server: String,
}

impl Database {
    /// A new database with nothing in it, or none where PostgreSQL may be left out.
    ///
    /// # Panics
    /// When no server is named and nobody said that it may be left out.
    pub async fn new() -> Option<Self> {
        Some(Self::of(&server()?, "template0").await)
    }

    /// [`Self::new`], with today's schema.
    pub async fn prepared() -> Option<Self> {
        let server = server()?;
        Some(Self::of(&server, prepared::template(&server).await).await)
    }

    async fn of(server: &str, template: &str) -> Self {
        static NTH: AtomicU32 = AtomicU32::new(0);
        let name = format!("house_{}_{}", std::process::id(), NTH.fetch_add(1, Ordering::Relaxed));
        run(server, &format!("create database {name} template {template} lc_collate 'C' lc_ctype 'C'")).await;
        let (host, _) = server.rsplit_once('/').expect("a database in the address");
        Self { url: format!("{host}/{name}"), name, server: server.to_owned() }
    }

    pub async fn drop(self) {
        run(&self.server, &format!("drop database {} with (force)", self.name)).await;
    }
}

fn server() -> Option<String> {
    let server = std::env::var("ANOMALIA_TEST_POSTGRES").ok();
    if server.is_none() {
        let skip = std::env::var("ANOMALIA_SKIP_POSTGRES").is_ok_and(|value| value == "1");
        assert!(
            skip,
            "ANOMALIA_TEST_POSTGRES names no server, so this was not tried on PostgreSQL: run bin/test, which starts one, or \
             set ANOMALIA_SKIP_POSTGRES=1"
        );
        eprintln!("SKIPPED on PostgreSQL");
    }
    server
}

async fn run(server: &str, sql: &str) {
    let mut connection = PgConnection::connect(server).await.expect("the test's PostgreSQL");
    connection.execute(AssertSqlSafe(sql.to_owned())).await.expect(sql);
}
