//! No query of a page or of the door reads a table that grows from one end to the other: the plan of every static query is
//! read, on both engines.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use crate::house::{Database, folder, on_sqlite};
use crate::source;

/// Tables that stay small, however long a band plays: a row for each member, concert, venue, price, question, batch.
const SMALL: [&str; 24] = [
    "account",
    "setting",
    "concert",
    "concert_sales",
    "concert_attendance",
    "concert_money",
    "concert_change",
    "venue",
    "price",
    "question",
    "question_asked",
    "segment",
    "segment_list",
    "message_batch",
    "batch",
    "join_page",
    "privacy_notice",
    "migration",
    "rehearsal",
    "reentry",
    "mail_server",
    "word",
    "sqlite_master",
    "pg_database",
];

/// What reads a whole table on purpose, and why no page and no door waits for it.
const WHOLE: [(&str, &str); 14] = [
    ("src/accounts/store.rs end_all", "a restored copy"),
    ("src/base/db/backup.rs", "a copy is counted when it is made"),
    ("src/demo/store.rs", "the demo asks once whether the folder is empty"),
    ("src/door/store/device.rs revoke_all", "a restored copy"),
    ("src/door/store/rebuild.rs rebuild", "counts a restored copy anew"),
    ("src/fans/store/history.rs rebuild", "counts a restored copy anew"),
    ("src/fans/store/history.rs differences", "anomalia doctor"),
    ("src/fans/store/history.rs compare", "anomalia doctor"),
    ("src/fans/store/history.rs fans", "anomalia doctor"),
    ("src/fans/store/segments/count.rs tidy", "after a look at everybody, in the background"),
    ("src/payments/store.rs rebuild", "counts a restored copy anew"),
    ("src/tickets/store/change.rs rebuild", "counts a restored copy anew"),
    (
        "src/tickets/store/change.rs void_all",
        "the text of COUNTED below it: `rebuild` takes it whole, `rebuild_one` one concert's",
    ),
    (
        "src/safekeeping/store.rs",
        "anomalia doctor compares sums with what they are of; a start asks whether anything is there",
    ),
];

/// What goes through all of a concert though it names the rows that it wants, and why that is little.
const CONCERT: [(&str, &str); 3] = [
    ("src/door/store/phone.rs held_beside", "the places that are with the phones of one night"),
    ("src/door/store/read.rs search", "by a number or a short code, too: the tickets of one night"),
    ("src/insights/store.rs crowd", "all of a concert is what it wants"),
];

/// A query in the source: its file, the function that it is in, and its text.
struct Query {
    at: String,
    sql: String,
}

/// The texts between quotes in Rust code, each with where it begins.
fn literals(code: &str) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(begin) = code[at..].find('"').map(|n| at + n + 1) {
        let mut end = begin;
        while let Some(next) = code[end..].find('"').map(|n| end + n) {
            end = next;
            if code[..end].ends_with('\\') { end += 1 } else { break }
        }
        all.push((begin, code[begin..end].replace("\\\n", " ").replace("\\\"", "\"")));
        at = end + 1;
    }
    all
}

/// Every statement of the source that is a text as a whole; those that share their beginning through a macro, put together.
fn queries() -> Vec<Query> {
    const WORDS: [&str; 5] = ["select ", "insert into ", "update ", "delete from ", "with "];
    let mut all = Vec::new();
    for file in source::rust() {
        let code = file.code().replace("'\"'", "' '");
        let literals = literals(&code);
        let mut macros: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for (at, text) in &literals {
            let before = &code[..*at];
            let within = before.rfind("macro_rules! ").filter(|begun| !before[*begun..].contains("\n}"));
            if let Some(begun) = within {
                let name = before[begun + 13..]
                    .split(|sign: char| !sign.is_alphanumeric() && sign != '_')
                    .next()
                    .unwrap_or("");
                macros.entry(name).or_insert((*at, text));
            }
        }
        for (at, text) in &literals {
            let before = code[..at - 1].trim_end();
            let called = macros.iter().find(|(name, (begun, _))| before.ends_with(&format!("{name}!(")) && begun != at);
            let sql = called.map_or_else(|| text.clone(), |(_, (_, start))| format!("{start} {text}"));
            let is_start = macros.values().any(|(begun, _)| begun == at);
            if is_start || !WORDS.iter().any(|word| sql.starts_with(word)) || sql.contains('{') || sql.len() < 20 {
                continue;
            }
            let function = code[..*at].rsplit("fn ").next().unwrap_or_default();
            let function = function.split(['(', '<']).next().unwrap_or_default();
            all.push(Query { at: format!("{} {function}", file.path), sql });
        }
    }
    all
}

/// The tables of a query by the names that it gives them.
fn names(sql: &str) -> BTreeMap<String, String> {
    let words: Vec<&str> =
        sql.split(|sign: char| !sign.is_alphanumeric() && sign != '_').filter(|word| !word.is_empty()).collect();
    let mut all = BTreeMap::new();
    for pair in words.windows(3) {
        if ["from", "join", "into", "update"].contains(&pair[0]) {
            all.insert(pair[1].to_owned(), pair[1].to_owned());
            all.insert(pair[2].to_owned(), pair[1].to_owned());
        }
    }
    all
}

fn may(at: &str) -> bool {
    WHOLE.iter().any(|(place, _)| at.starts_with(place))
}

/// What grows of these scanned names.
fn grows<'a>(sql: &str, scanned: impl Iterator<Item = &'a str>, tables: &BTreeSet<String>) -> Vec<String> {
    let names = names(sql);
    // Where a row is put in, SQLite's plan names the tables that point to it; they are read only after a key was missing.
    let scanned = scanned.filter(|name| !sql.starts_with("insert ") || names.contains_key(*name));
    let target =
        sql.strip_prefix("insert into ").and_then(|rest| rest.split([' ', '(', '\n']).next()).unwrap_or_default();
    let scanned = scanned.filter(|name| *name != target);
    let tables = scanned
        .map(|name| names.get(name).cloned().unwrap_or_else(|| name.to_owned()))
        .filter(|table| tables.contains(table));
    tables.filter(|table| !SMALL.contains(&table.as_str())).collect()
}

/// Whether a query names the rows of a table that it wants: one by one, or as a list.
fn names_rows(sql: &str, name: &str) -> bool {
    const KEYS: [&str; 7] = ["id", "fan_id", "ticket_id", "phone_id", "takes_back", "brought_by", "code"];
    let is_alone = |at: usize| sql[..at].ends_with([' ', '\n', '(']);
    KEYS.iter()
        .flat_map(|key| [format!("{key} = "), format!("{key} in (")])
        .any(|named| sql.contains(&format!("{name}.{named}")) || sql.match_indices(&named).any(|(at, _)| is_alone(at)))
}

#[tokio::test]
async fn no_static_query_scans_a_table_that_grows_on_sqlite() {
    on_sqlite(async |house| {
        let opened = rusqlite::Connection::open(house.app.db.file().expect("a file")).expect("the file");
        let all = |sql: &str| -> rusqlite::Result<Vec<String>> {
            let mut statement = opened.prepare(sql)?;
            let column = statement.column_count() - 1;
            let mut rows = statement.raw_query();
            let mut lines = Vec::new();
            while let Some(row) = rows.next()? {
                lines.push(row.get(column)?);
            }
            Ok(lines)
        };
        let tables = all("select name from sqlite_master where type = 'table'").expect("tables").into_iter().collect();
        // An index of the few rows that wait for something is short, however long its table.
        let partial =
            all("select name from sqlite_master where type = 'index' and sql like '% where %'").expect("indexes");
        let (mut read, mut wrong, mut left) = (0, Vec::new(), BTreeSet::new());
        let mut excused = BTreeSet::new();
        for Query { at, sql } in queries() {
            let plan = match all(&format!("explain query plan {sql}")) {
                Ok(plan) => plan,
                Err(error) => {
                    left.insert(format!("{at}: {error}"));
                    continue;
                }
            };
            read += 1;
            // One that ends after so many rows, in the order of an index, reads no more.
            let is_short =
                sql.contains(" limit ") && !plan.iter().any(|line| line.contains("TEMP B-TREE FOR ORDER BY"));
            let is_partial = |line: &str| partial.iter().any(|name: &String| line.ends_with(name.as_str()));
            let scanned = plan.iter().filter(|line| !line.contains("VIRTUAL TABLE") && !is_partial(line));
            let scanned = scanned.filter_map(|line| line.strip_prefix("SCAN ")?.split(' ').next());
            let found = grows(&sql, scanned, &tables);
            let whole = plan.iter().filter(|line| line.contains("(concert_id=?)"));
            let whole = whole.filter_map(|line| line.strip_prefix("SEARCH ")?.split(' ').next());
            let whole = grows(&sql, whole.filter(|name| names_rows(&sql, name)), &tables);
            let excuse = CONCERT.iter().find(|(place, _)| at.starts_with(place)).filter(|_| !whole.is_empty());
            excused.extend(excuse.map(|(place, _)| *place));
            if !found.is_empty() && !is_short && !may(&at) || !whole.is_empty() && excuse.is_none() {
                wrong.push(format!("{at}: {found:?} {whole:?} {plan:?}"));
            }
        }
        println!("{read} plans read; left: {left:#?}");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(excused, CONCERT.iter().map(|(place, _)| *place).collect(), "excuses that are needed");
        assert!(read > 350 && left.len() < 48, "{read} read, {} left", left.len());
    })
    .await;
}

/// The tables of a plan that are read from one end to the other; an index of the few rows that wait for something is short.
fn whole(node: &Value, short: bool, partial: &BTreeSet<String>, found: &mut Vec<String>) {
    let kind = node["Node Type"].as_str().unwrap_or_default();
    let short = short || kind == "Limit";
    let is_scan = matches!(kind, "Seq Scan" | "Index Scan" | "Index Only Scan" | "Bitmap Index Scan");
    let is_partial = node["Index Name"].as_str().is_some_and(|name| partial.contains(name));
    if is_scan && node["Index Cond"].is_null() && !short && !is_partial {
        found.extend(node["Relation Name"].as_str().map(str::to_owned));
    }
    // What sorts reads all before it ends.
    let short = short && kind != "Sort" && kind != "Aggregate";
    for child in node["Plans"].as_array().into_iter().flatten() {
        whole(child, short, partial, found);
    }
}

async fn names_of(connection: &mut PgConnection, sql: &'static str) -> BTreeSet<String> {
    let rows = sqlx::query(sql).persistent(false).fetch_all(connection).await.expect(sql);
    rows.iter().map(|row| row.get(0)).collect()
}

/// What each static query scans now, how many plans were read, and what has none here.
async fn scanned(connection: &mut PgConnection) -> (BTreeSet<String>, usize, BTreeSet<String>) {
    let tables = names_of(connection, "select tablename::text from pg_tables where schemaname = 'public'").await;
    let partial = names_of(connection, "select indexname::text from pg_indexes where indexdef like '% WHERE %'").await;
    let (mut read, mut wrong, mut left) = (0, BTreeSet::new(), BTreeSet::new());
    for (nth, Query { at, sql }) in queries().into_iter().enumerate() {
        let _ = connection.execute("deallocate p").await;
        if let Err(error) = connection.execute(AssertSqlSafe(format!("prepare p as {sql}"))).await {
            left.insert(format!("{at}: {error}"));
            continue;
        }
        let count = "select coalesce(cardinality(parameter_types), 0) from pg_prepared_statements where name = 'p'";
        let count: i32 =
            sqlx::query_scalar(count).persistent(false).fetch_one(&mut *connection).await.expect("a number");
        let nulls = vec!["null"; count as usize].join(", ");
        let execute = if count == 0 { "p".to_owned() } else { format!("p({nulls})") };
        let explain = format!("explain (format json) execute {execute}");
        let plan = match sqlx::raw_sql(AssertSqlSafe(explain)).fetch_one(&mut *connection).await {
            Ok(row) => row.try_get_unchecked::<String, _>(0).expect("a text"),
            Err(error) => {
                left.insert(format!("{at}: {error}"));
                continue;
            }
        };
        read += 1;
        let plan: Value = serde_json::from_str(&plan).expect("a plan");
        let mut names = Vec::new();
        whole(&plan[0]["Plan"], false, &partial, &mut names);
        let found = grows(&sql, names.iter().map(String::as_str), &tables);
        if !may(&at) {
            wrong.extend(found.into_iter().map(|table| format!("{nth} {at}: {table}")));
        }
    }
    (wrong, read, left)
}

#[tokio::test]
async fn no_static_query_scans_a_table_that_grows_on_postgresql() {
    let Some(database) = Database::new().await else { return };
    anomalia::base::db::Db::open_postgres(&database.url).await.expect("a database").close().await;
    let mut connection = PgConnection::connect(&database.url).await.expect("PostgreSQL");
    // A small table is read whole because that is cheapest; so only what has no other way may do it now.
    let settings = "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off;
        set plan_cache_mode = force_generic_plan";
    connection.execute(settings).await.expect("set");
    let list = "prepare list(text) as select value from json_each(cast($1 as text))";
    connection.execute(list).await.expect("prepared");
    let plan: String = sqlx::raw_sql("explain (format json) execute list(null)")
        .fetch_one(&mut connection)
        .await
        .and_then(|row| row.try_get_unchecked(0))
        .expect("a plan");
    assert!(plan.contains("\"Plan Rows\": 33,"), "a list is taken for a third of a hundred rows: {plan}");
    let (empty, read, left) = scanned(&mut connection).await;
    // Of an empty table all ways cost the same: so it is looked at again with some people and nights in there.
    let here = folder("plans");
    let mut demo = std::process::Command::new(env!("CARGO_BIN_EXE_anomalia"));
    demo.arg("--data").arg(&here).args(["--database-url", &database.url, "demo"]);
    assert!(demo.output().expect("it runs").status.success());
    let _ = std::fs::remove_dir_all(here);
    connection.execute("analyze").await.expect("analyzed");
    let (full, ..) = scanned(&mut connection).await;
    drop(connection);
    database.drop().await;
    let wrong: Vec<&String> = empty.intersection(&full).collect();
    println!("{read} plans read; left: {left:#?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(read > 350 && left.len() < 48, "{read} read, {} left", left.len());
}
