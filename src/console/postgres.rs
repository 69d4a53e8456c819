//! A question on PostgreSQL: by a role that may read the listed columns and nothing else, prepared first, inside a
//! read-only transaction, through a cursor, for a second. Runs in the child, by sqlx's own connection: any type
//! arrives as text. The role is the fence; the rest bounds what it costs.

use std::str::FromStr;
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgDatabaseError, PgRow};
use sqlx::{
    AssertSqlSafe, Column, ConnectOptions, Connection, Executor, Row, SqlSafeStr, Statement, TypeInfo, ValueRef,
};

use super::question::{Answer, Cell, Gathered, ROWS_MAX};
use super::refusal::Refusal;
use super::role;
use super::words::Words;

/// Connects, makes sure that the role is what it should be, asks.
pub(super) async fn answer(url: &str, sql: &str, time: Duration) -> Result<Answer, Refusal> {
    let mut connection = connect(url).await?;
    role::check(&mut connection).await?;
    let ended = tokio::time::timeout(time + Duration::from_millis(300), ask(&mut connection, sql, time)).await;
    ended.map_err(|_| Refusal::TooSlow)?.map_err(|error| of_error(&error, sql))
}

/// Whether the console can be used with that URL: for the page, before anybody types.
pub async fn ready(url: &str) -> Result<(), Refusal> {
    let mut connection =
        tokio::time::timeout(Duration::from_secs(2), connect(url)).await.map_err(|_| Refusal::OffUnreachable)??;
    let checked = role::check(&mut connection).await;
    let _ = connection.close().await;
    checked
}

async fn connect(url: &str) -> Result<PgConnection, Refusal> {
    let options = PgConnectOptions::from_str(url).map_err(|_| Refusal::OffUnreachable)?;
    let options = options.application_name("anomalia console").disable_statement_logging();
    PgConnection::connect_with(&options).await.map_err(|_| Refusal::OffUnreachable)
}

async fn ask(connection: &mut PgConnection, sql: &str, time: Duration) -> Result<Answer, sqlx::Error> {
    let started = Instant::now();
    let ms = time.as_millis();
    // Not known before PostgreSQL 14, hence by itself: with it, a killed child's work ends on the server too.
    let _ = connection.execute("set client_connection_check_interval = '250ms'").await;
    connection.execute("begin transaction isolation level repeatable read read only").await?;
    let bounds = format!(
        "set local statement_timeout = {ms}; set local lock_timeout = 300; \
         set local idle_in_transaction_session_timeout = 3000; set local work_mem = '4MB'; \
         set local max_parallel_workers_per_gather = 0; set local jit = off; set local datestyle = 'ISO'; set local timezone = 'UTC'"
    );
    connection.execute(sqlx::raw_sql(AssertSqlSafe(bounds))).await?;
    // The server's own parser says whether it is one statement that returns rows.
    let prepared = connection.prepare(text(sql).into_sql_str()).await?;
    let columns: Vec<String> = prepared.columns().iter().map(|column| column.name().to_owned()).collect();
    if columns.is_empty() || prepared.parameters().is_some_and(|known| known.either(<[_]>::len, |n| n) > 0) {
        return Err(sqlx::Error::Protocol("no rows".to_owned()));
    }
    // Prepared as well: after `for` stands one statement, or the server says so.
    sqlx::query(text(&format!("declare answer no scroll cursor without hold for {sql}")))
        .execute(&mut *connection)
        .await?;
    let fetch = format!("fetch forward {} from answer", ROWS_MAX + 1);
    let mut gathered = Gathered::default();
    {
        let mut rows = connection.fetch(sqlx::raw_sql(text(&fetch)));
        while let Some(row) = rows.try_next().await? {
            if !gathered.take(cells(&row)) {
                break;
            }
        }
    }
    Ok(gathered.answer(columns, started.elapsed().as_millis() as u64))
}

fn text(sql: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql.to_owned())
}

fn cells(row: &PgRow) -> Vec<Cell> {
    (0..row.len())
        .map(|at| {
            let Ok(value) = row.try_get_raw(at) else { return Cell::Null };
            if value.is_null() {
                return Cell::Null;
            }
            let kind = value.type_info().name().to_owned();
            value.as_str().map_or(Cell::Null, |text| cell(&kind, text))
        })
        .collect()
}

/// What PostgreSQL wrote as text, by its type.
fn cell(kind: &str, text: &str) -> Cell {
    let as_text = || Cell::Text(text.to_owned());
    match kind {
        "INT2" | "INT4" | "INT8" | "OID" => text.parse().map_or_else(|_| as_text(), Cell::Integer),
        "FLOAT4" | "FLOAT8" => text.parse().map_or_else(|_| as_text(), Cell::real),
        // Exact numbers stay exact: what doesn't survive as a number is shown as written.
        "NUMERIC" => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(whole), _) => Cell::Integer(whole),
            (_, Ok(real)) if real.is_finite() && text.len() <= 17 => Cell::Real(real),
            _ => as_text(),
        },
        "BOOL" => Cell::Text(if text == "t" { "true" } else { "false" }.to_owned()),
        "BYTEA" => Cell::Blob(text.strip_prefix("\\x").map_or(text.len(), |hex| hex.len() / 2)),
        _ => as_text(),
    }
}

fn of_error(error: &sqlx::Error, sql: &str) -> Refusal {
    let first = || Words::of(sql).first().unwrap_or_default().to_uppercase();
    let sqlx::Error::Database(database) = error else {
        return match error {
            sqlx::Error::Protocol(_) => Refusal::NotASelect { word: first() },
            _ => Refusal::TooSlow,
        };
    };
    let Some(error) = database.try_downcast_ref::<PgDatabaseError>() else { return Refusal::Broken };
    let message = error.message();
    match error.code() {
        // Timeouts: of the statement, of a lock, of an idle transaction.
        "57014" | "55P03" | "25P03" => Refusal::TooSlow,
        // Out of memory, program limits, disk.
        "53200" | "53100" | "53400" | "54000" | "22P05" => Refusal::TooMuchMemory,
        "54001" | "54011" | "54023" => Refusal::TooComplex,
        "25006" => Refusal::NotASelect { word: message.split_whitespace().nth(2).unwrap_or_default().to_owned() },
        "42501" => of_denial(message),
        "42601" if message.starts_with("cannot insert multiple commands") => Refusal::Several,
        "42P01" => quoted(message).map_or(Refusal::Broken, |name| Refusal::NoSuchTable { name }),
        "42703" => Refusal::NoSuchColumn { name: column_of(message) },
        _ => Refusal::of_message(message),
    }
}

/// "permission denied for table ticket": PostgreSQL names the table, the list knows the columns.
fn of_denial(message: &str) -> Refusal {
    let name = message.rsplit(' ').next().unwrap_or_default().trim_matches('"');
    if message.contains(" function ") {
        return Refusal::Function { name: name.to_owned() };
    }
    match super::schema::table(name) {
        Some(known) if !known.secret.is_empty() => Refusal::column(name, &known.secret.join(", ")),
        _ => Refusal::Table { table: name.to_owned() },
    }
}

fn quoted(message: &str) -> Option<String> {
    message.split('"').nth(1).map(str::to_owned)
}

/// `column "nme" does not exist`, or `column t.nme does not exist`.
fn column_of(message: &str) -> String {
    quoted(message).unwrap_or_else(|| message.split_whitespace().nth(1).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_a_cell_by_its_type() {
        assert_eq!(cell("INT8", "42"), Cell::Integer(42));
        assert_eq!(cell("NUMERIC", "42"), Cell::Integer(42));
        assert_eq!(cell("NUMERIC", "0.25"), Cell::Real(0.25));
        let long = "0.123456789012345678901234567890";
        assert_eq!(cell("NUMERIC", long), Cell::Text(long.to_owned()));
        assert_eq!(cell("FLOAT8", "Infinity"), Cell::Text("inf".to_owned()));
        assert_eq!(cell("BOOL", "t"), Cell::Text("true".to_owned()));
        assert_eq!(cell("BYTEA", "\\x00ff"), Cell::Blob(2));
        assert_eq!(cell("TIMESTAMPTZ", "2026-11-28 20:00:00+00"), Cell::Text("2026-11-28 20:00:00+00".to_owned()));
    }

    #[test]
    fn a_denial_names_the_columns_that_are_secret() {
        let Refusal::Column { table, column, readable } = of_denial("permission denied for table account") else {
            panic!("not a column");
        };
        assert_eq!((table.as_str(), column.as_str()), ("account", "password_hash, second_secret, second_step"));
        assert!(readable.starts_with("id, username"));
        assert_eq!(of_denial("permission denied for table session"), Refusal::Table { table: "session".to_owned() });
        assert_eq!(
            of_denial("permission denied for table pg_authid"),
            Refusal::Table { table: "pg_authid".to_owned() }
        );
    }
}
