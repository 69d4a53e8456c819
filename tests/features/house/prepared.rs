//! Databases whose schema is made once and copied for each house: most of what it takes to open one is making it.

use std::path::Path;

use anomalia::base::db::Db;
use anomalia::base::secret;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};
use tokio::sync::OnceCell;

use super::folder;

static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
/// Held by whoever makes a template.
const MAKING: &str = "select pg_advisory_lock(7031415927)";

/// Puts an SQLite database with today's schema and nothing in it at `file`.
pub async fn copy(file: &Path) {
    let prepared = FILE.get_or_init(|| async {
        let folder = folder("prepared");
        let file = folder.join("anomalia.db");
        Db::open_file(&file).await.expect("a database").close().await;
        let bytes = std::fs::read(file).expect("read");
        std::fs::remove_dir_all(folder).expect("removed");
        bytes
    });
    std::fs::write(file, prepared.await).expect("copied");
}

/// The name of a database of this server with today's schema and nothing in it. Whoever comes first makes it; it stays for the
/// next run, and for another checkout that has the same schema.
pub async fn template(server: &str) -> &'static str {
    TEMPLATE.get_or_init(|| made(server)).await
}

async fn made(server: &str) -> String {
    let (host, _) = server.rsplit_once('/').expect("a database in the address");
    let name = format!("anomalia_test_template_{}", &secret::hash(&steps())[..16]);
    // The lock counts within one database.
    let mut connection = PgConnection::connect(&format!("{host}/postgres")).await.expect("the test's PostgreSQL");
    connection.execute(MAKING).await.expect("its turn");
    let there: Option<i32> = sqlx::query_scalar("select 1 from pg_database where datname = $1")
        .bind(&name)
        .fetch_optional(&mut connection)
        .await
        .expect("a name or none");
    if there.is_none() {
        let unfinished = format!("{name}_unfinished");
        run(&mut connection, &format!("drop database if exists {unfinished} with (force)")).await;
        run(&mut connection, &format!("create database {unfinished} template template0 lc_collate 'C' lc_ctype 'C'"))
            .await;
        Db::open_postgres(&format!("{host}/{unfinished}")).await.expect("a database").close().await;
        run(&mut connection, &format!("alter database {unfinished} rename to {name}")).await;
    }
    connection.close().await.expect("closed");
    name
}

/// The names and texts of all steps of the schema.
fn steps() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("steps").map(|entry| entry.expect("a step").path()).collect();
    files.sort();
    let text = |file: &std::path::PathBuf| std::fs::read_to_string(file).expect("a text");
    files.iter().map(|file| format!("{}\n{}\n", file.file_name().expect("a name").display(), text(file))).collect()
}

async fn run(connection: &mut PgConnection, sql: &str) {
    connection.execute(AssertSqlSafe(sql.to_owned())).await.expect(sql);
}
