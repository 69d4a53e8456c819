//! A question on SQLite: fenced by the shadow views, an authorizer that is an allow-list, limits, and a second's time.
//! Runs in the child; what a single call inside SQLite does beyond that second, the parent's kill ends.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::ffi::ErrorCode;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Statement};

use super::question::{Answer, Cell, Gathered, SQL_BYTES_MAX};
use super::refusal::Refusal;
use super::words::Words;
use super::{schema, shadow};

/// The longest single value, in bytes.
const VALUE_BYTES_MAX: i32 = 1024 * 1024;
/// What SQLite may allocate in all.
const HEAP_BYTES_MAX: i64 = 64 * 1024 * 1024;
/// How many steps of SQLite's machine pass between two looks at the clock.
const STEPS_BETWEEN_LOOKS: i32 = 1_000;

/// Scalar, aggregate, window, JSON and date functions. Nothing that loads, reads files, or makes bytes from nothing.
const FUNCTIONS: &[&str] = &[
    "->",
    "->>",
    "abs",
    "avg",
    "changes",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "count",
    "cume_dist",
    "current_date",
    "current_time",
    "current_timestamp",
    "date",
    "datetime",
    "dense_rank",
    "first_value",
    "format",
    "glob",
    "group_concat",
    "hex",
    "if",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_each",
    "json_error_position",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_insert",
    "json_object",
    "json_patch",
    "json_pretty",
    "json_quote",
    "json_remove",
    "json_replace",
    "json_set",
    "json_tree",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "lower",
    "ltrim",
    "max",
    "min",
    "nth_value",
    "ntile",
    "nullif",
    "octet_length",
    "percent_rank",
    "printf",
    "quote",
    "random",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "soundex",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "subtype",
    "sum",
    "time",
    "timediff",
    "total",
    "trim",
    "typeof",
    "unicode",
    "unistr",
    "unistr_quote",
    "unixepoch",
    "unlikely",
    "upper",
];

/// A connection for one question, opened and not yet fenced.
pub(super) struct Opened(Connection);

/// Opens the database read-only. Apart from [`answer`], so that the limit on files is set between the two.
pub(super) fn open(path: &str, sql: &str) -> Result<Opened, Refusal> {
    if let Some(table) = shadow::inner_name(sql) {
        return Err(Refusal::Table { table });
    }
    let opened = shadow::open(path, sql).and_then(|connection| {
        set_up(&connection)?;
        Ok(Opened(connection))
    });
    opened.map_err(|_| Refusal::OffUnreachable)
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
        // A mistyped "name" is an error, not a piece of text.
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    ] {
        connection.set_db_config(setting, on)?;
    }
    connection.execute_batch(&format!(
        "pragma temp_store = memory; pragma cache_size = -2048; pragma mmap_size = 0; pragma cell_size_check = on; \
         pragma threads = 0; pragma recursive_triggers = off; pragma busy_timeout = 500; \
         pragma hard_heap_limit = {HEAP_BYTES_MAX}; \
         select count(*) from json_each('[]'); select count(*) from json_tree('[]'); select 1 from fan limit 1; \
         pragma query_only = on;"
    ))?;
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, SQL_BYTES_MAX as i32 + 1),
        (Limit::SQLITE_LIMIT_COLUMN, 200),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 50),
        (Limit::SQLITE_LIMIT_VDBE_OP, 50_000),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 50),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    Ok(())
}

/// Asks, for at most `time`.
pub(super) fn answer(opened: Opened, sql: &str, time: Duration) -> Result<Answer, Refusal> {
    let Opened(connection) = opened;
    let started = Instant::now();
    let denied = fence(&connection, started + time).map_err(|_| Refusal::Broken)?;
    let refusal = |error: rusqlite::Error| match denied.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(denied) => denied,
        None => of_error(&error),
    };
    // Prepared whole: a second statement after the first is an error here, comments and semicolons are not.
    let mut statement = connection.prepare(sql).map_err(&refusal)?;
    if !statement.readonly() || statement.column_count() == 0 {
        return Err(Refusal::NotASelect { word: Words::of(sql).first().unwrap_or_default().to_uppercase() });
    }
    if let Some(unasked) = joined_by_a_secret(sql) {
        return Err(unasked);
    }
    let columns = statement.column_names().into_iter().map(str::to_owned).collect();
    let gathered = gather(&mut statement).map_err(refusal)?;
    Ok(gathered.answer(columns, started.elapsed().as_millis() as u64))
}

fn gather(statement: &mut Statement<'_>) -> rusqlite::Result<Gathered> {
    let width = statement.column_count();
    let mut gathered = Gathered::default();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let cells = (0..width).map(|at| row.get_ref(at).map(cell)).collect::<rusqlite::Result<_>>()?;
        if !gathered.take(cells) {
            break;
        }
    }
    Ok(gathered)
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(value) => Cell::Integer(value),
        ValueRef::Real(value) => Cell::real(value),
        ValueRef::Text(value) => Cell::Text(String::from_utf8_lossy(value).into_owned()),
        ValueRef::Blob(value) => Cell::Blob(value.len()),
    }
}

type Denied = Arc<Mutex<Option<Refusal>>>;

/// Sets the authorizer and the clock; the first thing that the authorizer refuses is kept, to be told.
fn fence(connection: &Connection, end: Instant) -> rusqlite::Result<Denied> {
    let denied = Denied::default();
    let keep = Arc::clone(&denied);
    connection.authorizer(Some(move |context: AuthContext<'_>| match judge(&context.action) {
        Ok(()) => Authorization::Allow,
        Err(refusal) => {
            keep.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(refusal);
            Authorization::Deny
        }
    }))?;
    connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || Instant::now() >= end))?;
    Ok(denied)
}

/// The allow-list. It doesn't look at the accessor, which a CTE of a view's name could put on: a view's own columns
/// are all readable, so whoever reads them, reads what is on the list.
fn judge(action: &AuthAction<'_>) -> Result<(), Refusal> {
    match *action {
        AuthAction::Select | AuthAction::Recursive => Ok(()),
        AuthAction::Function { function_name } => {
            let name = function_name.to_ascii_lowercase();
            if FUNCTIONS.contains(&name.as_str()) { Ok(()) } else { Err(Refusal::Function { name }) }
        }
        AuthAction::Read { table_name, column_name } => may_read(table_name, column_name),
        AuthAction::Insert { .. } => Err(not_a_select("INSERT")),
        AuthAction::Update { .. } => Err(not_a_select("UPDATE")),
        AuthAction::Delete { .. } => Err(not_a_select("DELETE")),
        AuthAction::Attach { .. } => Err(not_a_select("ATTACH")),
        AuthAction::Pragma { .. } => Err(not_a_select("PRAGMA")),
        _ => Err(not_a_select("SQL")),
    }
}

fn not_a_select(word: &str) -> Refusal {
    Refusal::NotASelect { word: word.to_owned() }
}

fn may_read(table: &str, column: &str) -> Result<(), Refusal> {
    if let Some(known) = schema::table(table) {
        // SQLite asks with an empty column when a table is named and none of its columns is used: count(*).
        if known.may_read(column) || (column.is_empty() && !known.readable.is_empty()) {
            return Ok(());
        }
        return Err(Refusal::column(table, column));
    }
    let json = ["json_each", "json_tree"].iter().any(|json| json.eq_ignore_ascii_case(table));
    // An empty column of a table that doesn't exist is a CTE: it has no columns but what the question made.
    if json || (column.is_empty() && shadow::inner_name(table).is_none()) {
        return Ok(());
    }
    Err(Refusal::Table { table: table.to_owned() })
}

/// A join by USING or NATURAL over a secret column would find nothing, since the shadow has null there: better said.
fn joined_by_a_secret(sql: &str) -> Option<Refusal> {
    let words = Words::of(sql);
    if !words.has("using") && !words.has("natural") {
        return None;
    }
    let (closed, others): (Vec<_>, Vec<_>) =
        schema::TABLES.iter().filter(|table| words.has(table.name)).partition(|table| table.readable.is_empty());
    let tables = closed.into_iter().chain(others);
    let mut secrets = tables.flat_map(|table| table.secret.iter().map(move |column| (table, column)));
    let (table, column) = secrets.find(|(table, column)| words.has(column) || table.readable.is_empty())?;
    Some(Refusal::column(table.name, column))
}

fn of_error(error: &rusqlite::Error) -> Refusal {
    match error {
        rusqlite::Error::SqliteFailure(failure, message) => of_code(failure.code, message.as_deref()),
        rusqlite::Error::SqlInputError { error, msg, .. } => of_code(error.code, Some(msg)),
        rusqlite::Error::MultipleStatement => Refusal::Several,
        // What is left names columns and types of ours, or the text that was typed: nothing to show.
        _ => Refusal::Broken,
    }
}

fn of_code(code: ErrorCode, message: Option<&str>) -> Refusal {
    match code {
        ErrorCode::OperationInterrupted => Refusal::TooSlow,
        ErrorCode::OutOfMemory | ErrorCode::TooBig => Refusal::TooMuchMemory,
        ErrorCode::ReadOnly => not_a_select("SQL"),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Refusal::Busy,
        _ => message.map_or(Refusal::Broken, Refusal::of_message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_allowed_function_exists() {
        let connection = Connection::open_in_memory().unwrap();
        let mut statement = connection.prepare("select distinct name from pragma_function_list").unwrap();
        let known: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        for name in FUNCTIONS.iter().filter(|name| !["json_each", "json_tree"].contains(name)) {
            assert!(known.iter().any(|known| known == name), "{name}");
        }
    }

    #[test]
    fn functions_that_reach_out_or_make_bytes_are_not_allowed() {
        for name in ["load_extension", "fts3_tokenizer", "randomblob", "zeroblob", "sqlite_version", "readfile", "edit"]
        {
            assert!(judge(&AuthAction::Function { function_name: name }).is_err(), "{name}");
        }
    }
}
