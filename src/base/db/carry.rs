//! All rows, from PostgreSQL into a file of the embedded kind, and from such a file into PostgreSQL: a copy is one file,
//! whichever engine it is of, and the way from one engine to the other. Secrets lie unsealed in the file, as they do in
//! any of its kind, and are sealed by the key of the settings on their way into PostgreSQL.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use rusqlite::{Connection as File, OpenFlags, params_from_iter, types};
use serde_json::Value;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use crate::base::config::Config;
use crate::base::db::Db;
use crate::base::db::backup::{self, Contents};
use crate::base::db::migrate::{self, State};
use crate::base::db::seal::{self, Seal};

/// How many rows are in memory at a time.
const ROWS: usize = 500;

/// A table, as the schema itself has it.
pub struct Table {
    pub name: String,
    columns: Vec<Column>,
    /// The other tables that it points to.
    after: BTreeSet<String>,
}

struct Column {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    Real,
}

impl Table {
    /// What its columns are called, or what `of` makes of each.
    fn list(&self, of: impl Fn(usize, &Column) -> String) -> String {
        self.columns.iter().enumerate().map(|(at, column)| of(at, column)).collect::<Vec<_>>().join(", ")
    }

    /// Where a row has its name and its value, if this is where secrets may be.
    fn secrets(&self) -> Option<(usize, usize)> {
        let place = |name: &str| self.columns.iter().position(|column| column.name == name);
        if self.name == "setting" { place("name").zip(place("value")) } else { None }
    }
}

/// The tables of a file, each after those that it points to. All but the history of the schema, which is the program's.
///
/// # Errors
/// When it can't be read, or has a column of a type that isn't carried.
pub fn tables(file: &Path) -> anyhow::Result<Vec<Table>> {
    let file = File::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut names = file.prepare(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'migration'
         order by name",
    )?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut waiting: Vec<Table> = names.into_iter().map(|name| table(&file, name)).collect::<Result<_, _>>()?;
    let mut ordered: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let there: BTreeSet<String> = ordered.iter().map(|table| table.name.clone()).collect();
        let (next, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|table| table.after.is_subset(&there));
        ensure!(!next.is_empty(), "the tables point to one another in a circle");
        ordered.extend(next);
        waiting = later;
    }
    Ok(ordered)
}

fn table(file: &File, name: String) -> anyhow::Result<Table> {
    let mut columns = file.prepare("select name, lower(type) from pragma_table_info(?1) order by cid")?;
    let columns: Vec<(String, String)> =
        columns.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut after = file.prepare("select \"table\" from pragma_foreign_key_list(?1) where \"table\" <> ?1")?;
    let after = after.query_map([&name], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let columns = columns.into_iter().map(|(column, kind)| {
        let kind = match kind.as_str() {
            "text" => Kind::Text,
            "bigint" | "integer" => Kind::Whole,
            "double precision" => Kind::Real,
            _ => bail!("{name}.{column} is {kind}, which no copy carries"),
        };
        Ok(Column { name: column, kind })
    });
    Ok(Table { columns: columns.collect::<anyhow::Result<_>>()?, name, after })
}

/// Copies all rows of the PostgreSQL database of these settings, as they are at one moment, into a new file `target`;
/// others write meanwhile. The file is read back before it gets its name: what it holds.
///
/// # Errors
/// When it can't be made or isn't whole; nothing stays of it then.
pub async fn to_file(config: &Config, target: &Path) -> anyhow::Result<Contents> {
    let unproven = backup::beside(target, "unproven");
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(backup::beside(target, &format!("unproven{end}")));
    }
    let made = fill(config, &unproven).await;
    let target = target.to_owned();
    tokio::task::spawn_blocking(move || backup::prove(made, &unproven, &target)).await?
}

async fn fill(config: &Config, path: &Path) -> anyhow::Result<()> {
    backup::own_file(path)?;
    // The same steps as everywhere, so that it is a file like any other.
    Db::open_file(path).await?.close().await;
    let tables = tables(path)?;
    let mut from = connect(config).await?;
    from.execute("begin transaction isolation level repeatable read read only").await?;
    same_schema(&mut from).await?;
    let mut file = File::open(path)?;
    // Rows may point to later ones of their own table; what points to nothing is found when the copy is read back.
    file.execute_batch("pragma foreign_keys = off; pragma journal_mode = delete; begin")?;
    for table in &tables {
        file = take_out(config, &mut from, table, file).await?;
    }
    from.execute("commit").await?;
    from.close().await?;
    file.execute_batch("commit")?;
    file.close().map_err(|(_, error)| error)?;
    Ok(std::fs::File::open(path)?.sync_all()?)
}

/// Moves one table's rows into the file, some at a time.
async fn take_out(config: &Config, from: &mut PgConnection, table: &Table, mut file: File) -> anyhow::Result<File> {
    file.execute_batch(&format!("delete from \"{}\"", table.name))?;
    let columns = table.list(|_, column| format!("cast(\"{}\" as text)", column.name));
    // In the order of their keys, so that the same rows make the same file.
    let open = format!("declare carried no scroll cursor for select {columns} from \"{}\" order by 1", table.name);
    from.execute(AssertSqlSafe(open)).await?;
    loop {
        let rows = sqlx::raw_sql(AssertSqlSafe(format!("fetch {ROWS} from carried"))).fetch_all(&mut *from).await?;
        let read = |row: &PgRow| (0..table.columns.len()).map(|at| row.try_get(at)).collect();
        let mut rows: Vec<Vec<Option<String>>> = rows.iter().map(read).collect::<Result<_, _>>()?;
        let last = rows.len() < ROWS;
        unseal(config, table, &mut rows)?;
        let (insert, kinds) = (insert(table), table.columns.iter().map(|it| it.kind).collect::<Vec<_>>());
        file = tokio::task::spawn_blocking(move || put(&file, &insert, &kinds, rows).map(|()| file)).await??;
        if last {
            break;
        }
    }
    from.execute("close carried").await?;
    Ok(file)
}

async fn connect(config: &Config) -> anyhow::Result<PgConnection> {
    let url = config.database_url.as_deref().context("no PostgreSQL database is named")?;
    PgConnection::connect(url).await.context("the PostgreSQL database can't be reached")
}

/// A newer version may have made columns that this one would leave out.
async fn same_schema(from: &mut PgConnection) -> anyhow::Result<()> {
    let had: Vec<(String, String)> =
        sqlx::query_as("select name, sum from migration order by name").fetch_all(from).await?;
    match migrate::compare(&had) {
        State::Same => Ok(()),
        State::Older(steps) => {
            bail!("the database's schema is older ({} to come); serve it once", steps.join(", "))
        }
        State::Newer(name) => bail!("the database was made by a newer Anomalia (it has {name}); run that version"),
        State::Other(name) => bail!("the database was made by another build of Anomalia ({name} differs)"),
    }
}

fn unseal(config: &Config, table: &Table, rows: &mut [Vec<Option<String>>]) -> anyhow::Result<()> {
    let Some((name, value)) = table.secrets() else { return Ok(()) };
    for row in rows {
        if let (Some(name), Some(kept)) = (row[name].clone(), row[value].clone())
            && seal::SEALED.contains(&name.as_str())
        {
            row[value] = Some(seal::open_by(config, &name, &kept)?);
        }
    }
    Ok(())
}

fn insert(table: &Table) -> String {
    let columns = table.list(|_, column| format!("\"{}\"", column.name));
    format!("insert into \"{}\" ({columns}) values ({})", table.name, table.list(|at, _| format!("?{}", at + 1)))
}

fn put(file: &File, insert: &str, kinds: &[Kind], rows: Vec<Vec<Option<String>>>) -> anyhow::Result<()> {
    let mut statement = file.prepare_cached(insert)?;
    for row in rows {
        let cells = row.into_iter().zip(kinds).map(|(cell, kind)| {
            Ok(match (cell, kind) {
                (None, _) => types::Value::Null,
                (Some(text), Kind::Text) => types::Value::Text(text),
                (Some(text), Kind::Whole) => types::Value::Integer(text.parse()?),
                (Some(text), Kind::Real) => types::Value::Real(text.parse()?),
            })
        });
        statement.execute(params_from_iter(cells.collect::<anyhow::Result<Vec<_>>>()?))?;
    }
    Ok(())
}

/// Puts all rows of a file, whose schema is this program's, into the PostgreSQL database of these settings, which must
/// hold nothing and be served by nobody: all of them, or none.
///
/// # Errors
/// In words, when it holds something or is in use, or a row can't be put in.
pub async fn from_file(config: &Config, path: &Path) -> anyhow::Result<()> {
    let url = config.database_url.as_deref().context("no PostgreSQL database is named")?;
    Db::open_postgres(url).await?.close().await;
    let tables = tables(path)?;
    let mut file = File::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut to = connect(config).await?;
    to.execute("begin").await?;
    // Whoever begins to serve it from now on waits, and finds all of it.
    to.execute(migrate::ALONE).await?;
    alone(&mut to).await?;
    vacant(&mut to, &tables).await?;
    let seal = seal::of_settings(config).await?;
    let pointers = pointers(&mut to).await?;
    // Checked at the end: rows point to later ones of their own table.
    for pointer in &pointers {
        to.execute(AssertSqlSafe(format!("{pointer} deferrable initially deferred"))).await?;
    }
    for table in &tables {
        file = put_in(&mut to, &seal, table, file).await?;
    }
    to.execute("set constraints all immediate").await.context("rows point to something that isn't there")?;
    for pointer in &pointers {
        to.execute(AssertSqlSafe(format!("{pointer} not deferrable"))).await?;
    }
    to.execute("commit").await?;
    Ok(to.close().await?)
}

/// How a statement about each foreign key begins.
async fn pointers(to: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "select format('alter table %s alter constraint %I', conrelid::regclass, conname) from pg_constraint
         where contype = 'f' and connamespace = current_schema()::regnamespace",
    )
    .fetch_all(to)
    .await
}

/// Moves one table's rows out of the file, some at a time.
async fn put_in(to: &mut PgConnection, seal: &Seal, table: &Table, mut file: File) -> anyhow::Result<File> {
    to.execute(AssertSqlSafe(format!("delete from \"{}\"", table.name))).await?;
    let (insert, mut after) = (insert_many(table), i64::MIN);
    loop {
        let (columns, name) = (table.list(|_, column| format!("\"{}\"", column.name)), table.name.clone());
        let taking = move || take(&file, &name, &columns, after).map(|(last, rows)| (file, last, rows));
        let (back, last, mut rows) = tokio::task::spawn_blocking(taking).await??;
        file = back;
        let Some(last) = last else { return Ok(file) };
        after = last;
        close(seal, table, &mut rows);
        sqlx::query(AssertSqlSafe(insert.clone()))
            .bind(Value::Array(rows).to_string())
            .execute(&mut *to)
            .await
            .with_context(|| format!("rows of {} can't be put into PostgreSQL", table.name))?;
    }
}

/// Waits until this program's own connections are gone, and refuses when others stay: whoever serves it would go on with
/// the secrets of before.
async fn alone(to: &mut PgConnection) -> anyhow::Result<()> {
    for _ in 0..40 {
        // Within a transaction, the first look would be kept.
        to.execute("select pg_stat_clear_snapshot()").await?;
        let others: i64 = sqlx::query_scalar(
            "select count(*) from pg_stat_activity
             where datname = current_database() and usename = current_user and pid <> pg_backend_pid()",
        )
        .fetch_one(&mut *to)
        .await?;
        if others == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("the PostgreSQL database is in use; stop the programs that serve it first")
}

/// Refuses a database in which any table but the settings holds a row.
async fn vacant(to: &mut PgConnection, tables: &[Table]) -> anyhow::Result<()> {
    for table in tables.iter().filter(|table| table.name != "setting") {
        let sql = format!("select count(*) from (select 1 from \"{}\" limit 1) one", table.name);
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *to).await?;
        ensure!(
            rows == 0,
            "the PostgreSQL database holds data, and a restored copy would take its place; make an empty one: \
             create database restored template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"
        );
    }
    Ok(())
}

fn insert_many(table: &Table) -> String {
    let columns = table.list(|_, column| format!("\"{}\"", column.name));
    let cells = table.list(|at, column| match column.kind {
        Kind::Text => format!("value ->> {at}"),
        Kind::Whole => format!("cast(value ->> {at} as bigint)"),
        Kind::Real => format!("cast(value ->> {at} as double precision)"),
    });
    format!("insert into \"{}\" ({columns}) select {cells} from json_each(cast($1 as text))", table.name)
}

/// The next rows of a table in the file, each as an array, and the last one's place; none after the last row.
fn take(file: &File, table: &str, columns: &str, after: i64) -> anyhow::Result<(Option<i64>, Vec<Value>)> {
    let sql = format!("select rowid, {columns} from \"{table}\" where rowid > ?1 order by rowid limit {ROWS}");
    let mut statement = file.prepare_cached(&sql)?;
    let width = statement.column_count();
    let (mut last, mut taken) = (None, Vec::new());
    let mut rows = statement.query([after])?;
    while let Some(row) = rows.next()? {
        last = Some(row.get(0)?);
        let cells = (1..width).map(|at| {
            Ok(match row.get_ref(at)? {
                types::ValueRef::Null => Value::Null,
                types::ValueRef::Integer(number) => number.into(),
                types::ValueRef::Real(number) => number.into(),
                types::ValueRef::Text(text) => std::str::from_utf8(text)?.into(),
                types::ValueRef::Blob(_) => bail!("{table} holds bytes, which no copy carries"),
            })
        });
        taken.push(Value::Array(cells.collect::<anyhow::Result<_>>()?));
    }
    Ok((last, taken))
}

fn close(seal: &Seal, table: &Table, rows: &mut [Value]) {
    let Some((name, value)) = table.secrets() else { return };
    for row in rows {
        if let (Some(name), Some(kept)) = (row[name].as_str().map(str::to_owned), row[value].as_str())
            && seal::SEALED.contains(&name.as_str())
        {
            row[value] = seal.close(&name, kept).into();
        }
    }
}
