//! Databases that are brought up to date once, and copied for each house: all steps anew would take a house's half.

use std::path::{Path, PathBuf};

use anomalia::base::db::{Db, Engine, migrate};
use anomalia::base::secret;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};
use tokio::sync::OnceCell;

use super::folder;

static FILE: OnceCell<PathBuf> = OnceCell::const_new();
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
/// Held by whoever makes the template of a server.
const MAKING: &str = "select pg_advisory_lock(7031415927)";

/// Puts an SQLite database with today's schema and nothing in it at `file`.
pub async fn copy(file: &Path) {
    let prepared = FILE.get_or_init(|| async {
        let file = folder("prepared").join("anomalia.db");
        Db::open_file(&file).await.expect("a database").close().await;
        file
    });
    std::fs::copy(prepared.await, file).expect("copied");
}

/// The name of a database of this server with today's schema and nothing in it, made if it isn't there. It stays, so that the
/// next run has it; that of another schema goes.
pub async fn template(server: &str) -> &'static str {
    TEMPLATE.get_or_init(|| made(server)).await
}

async fn made(server: &str) -> String {
    let name = format!("anomalia_{}", &secret::hash(&migrate::whole(Engine::Postgres))[..16]);
    let mut connection = PgConnection::connect(server).await.expect("the test's PostgreSQL");
    connection.execute(MAKING).await.expect("its turn");
    let there: Vec<String> =
        sqlx::query_scalar(r"select cast(datname as text) from pg_database where datname like 'anomalia\_%'")
            .fetch_all(&mut connection)
            .await
            .expect("names");
    if !there.contains(&name) {
        let unfinished = format!("{name}_unfinished");
        for other in there {
            run(&mut connection, &format!("drop database {other} with (force)")).await;
        }
        run(&mut connection, &format!("create database {unfinished} template template0 lc_collate 'C' lc_ctype 'C'"))
            .await;
        let (host, _) = server.rsplit_once('/').expect("a database in the address");
        Db::open_postgres(&format!("{host}/{unfinished}")).await.expect("a database").close().await;
        run(&mut connection, &format!("alter database {unfinished} rename to {name}")).await;
    }
    connection.close().await.expect("closed");
    name
}

async fn run(connection: &mut PgConnection, sql: &str) {
    connection.execute(AssertSqlSafe(sql.to_owned())).await.expect(sql);
}
