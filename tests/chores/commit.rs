//! How long a turn of scans takes, all decided and kept by one commit, beside raw SQLite that does the very same statements.

use std::ffi::{CStr, c_int, c_uint, c_void};
use std::path::{Path, PathBuf};
use std::ptr::null_mut;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anomalia::base::clock::stamp;
use anomalia::base::db::{Db, id};
use anomalia::door::store::{self, Job};
use anomalia::door::wire::Scan;
use rusqlite::types::Value;
use rusqlite::{Connection, ffi};

/// Scans of a turn, and how many turns.
const TURNS: [(usize, usize); 3] = [(1, 200), (32, 40), (200, 10)];

/// A statement as it was written, and with what it was given in its place.
type Statement = (String, String);

static RECORDS: AtomicBool = AtomicBool::new(false);
static SAID: Mutex<Vec<Statement>> = Mutex::new(Vec::new());

/// How many scans [`beside`] decides.
pub fn wanted() -> usize {
    TURNS.iter().map(|(scans, turns)| scans * turns).sum()
}

/// Writes down a statement that begins.
unsafe extern "C" fn begun(_: c_uint, _: *mut c_void, statement: *mut c_void, text: *mut c_void) -> c_int {
    // SAFETY: SQLite gives a statement that is there, and text that ends; what it expands is freed once.
    unsafe {
        let is_within = CStr::from_ptr(text.cast()).to_bytes().starts_with(b"--");
        if RECORDS.load(Ordering::Relaxed) && !is_within {
            let expanded = ffi::sqlite3_expanded_sql(statement.cast());
            let read = |text| CStr::from_ptr(text).to_string_lossy().into_owned();
            let said = (read(ffi::sqlite3_sql(statement.cast())), read(expanded));
            ffi::sqlite3_free(expanded.cast());
            SAID.lock().expect("nobody panics here").push(said);
        }
    }
    ffi::SQLITE_OK
}

/// Has every statement of a new connection written down.
unsafe extern "C" fn opened(
    connection: *mut ffi::sqlite3,
    _: *mut *mut std::ffi::c_char,
    _: *const ffi::sqlite3_api_routines,
) -> c_int {
    // SAFETY: the connection is being opened, and `begun` takes what a statement event gives. An SQLite that was made to count
    // rows doesn't here: that takes as long as what it counts.
    unsafe {
        ffi::sqlite3_db_config(connection, ffi::SQLITE_DBCONFIG_STMT_SCANSTATUS, 0, null_mut::<c_int>());
        ffi::sqlite3_trace_v2(connection, ffi::SQLITE_TRACE_STMT as c_uint, Some(begun), null_mut())
    }
}

/// What stood in the place of `$1`, `$2` … of a statement, by their numbers.
fn given((written, expanded): &Statement) -> Vec<(usize, Value)> {
    let mut found = Vec::new();
    let (mut written, mut expanded) = (written.as_str(), expanded.as_str());
    while let Some(at) = written.find('$') {
        assert_eq!(written[..at], expanded[..at], "the same statement");
        let digits = written[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let nth = written[at + 1..at + 1 + digits].parse().expect("a number");
        let (value, length) = literal(&expanded[at..]);
        found.push((nth, value));
        (written, expanded) = (&written[at + 1 + digits..], &expanded[at + length..]);
    }
    assert_eq!(written, expanded, "the same statement");
    found
}

/// The literal that a text begins with, and its length.
fn literal(text: &str) -> (Value, usize) {
    if let Some(quoted) = text.strip_prefix('\'') {
        let mut end = 0;
        while !quoted[end..].starts_with('\'') || quoted[end..].starts_with("''") {
            let skipped = if quoted[end..].starts_with('\'') { 2 } else { 1 };
            end += skipped + quoted[end + skipped..].find('\'').unwrap_or(0);
        }
        return (Value::Text(quoted[..end].replace("''", "'")), end + 2);
    }
    let length = text.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').unwrap_or(text.len());
    let value = match &text[..length] {
        "NULL" => Value::Null,
        number => Value::Integer(number.parse().unwrap_or_else(|_| panic!("a number: {number}"))),
    };
    (value, length)
}

fn jobs(concert: &str, codes: &[String], account: &str) -> Vec<Job> {
    let now = crate::process::EVENING.parse().expect("a time");
    let job = |(nth, code): (i64, &String)| Job {
        concert: concert.to_owned(),
        account: Some(account.to_owned()),
        device: None,
        door: "Xime".to_owned(),
        sells: Some(()),
        clock_off_ms: 0,
        scans: vec![Scan {
            id: id::new(now),
            kind: "entry".to_owned(),
            source: "camera".to_owned(),
            code: Some(code.clone()),
            ticket_id: None,
            happened_at: stamp(now),
            phone_verdict: None,
            takes_back: None,
            seq: nth,
            paid: None,
            sale: None,
        }],
    };
    (1..).zip(codes).map(job).collect()
}

/// One turn through the program's own code, as the door's queue does it.
async fn turn(db: &Db, jobs: Vec<Job>) -> Duration {
    let (now, count) = (crate::process::EVENING.parse().expect("a time"), jobs.len());
    let begun = Instant::now();
    let mut tx = db.write().await.expect("a transaction");
    let decided = store::turn(&mut tx, jobs, now).await.expect("decided");
    tx.commit().await.expect("kept");
    let took = begun.elapsed();
    let admitted = decided.iter().flatten().flat_map(|done| &done.answers).filter(|it| it.verdict == "admitted");
    assert_eq!(admitted.count(), count, "all are let in");
    took
}

/// The same statements again, by SQLite alone.
fn again(connection: &Connection, statements: &[Statement]) -> Duration {
    let given: Vec<_> = statements.iter().map(given).collect();
    let begun = Instant::now();
    for ((written, _), values) in statements.iter().zip(&given) {
        let mut statement = connection.prepare_cached(written).expect("a statement");
        for (nth, value) in values {
            let place = statement.parameter_index(&format!("${nth}")).expect("a place").expect("a place");
            statement.raw_bind_parameter(place, value).expect("given");
        }
        let mut rows = statement.raw_query();
        while rows.next().expect("a row").is_some() {}
    }
    begun.elapsed()
}

fn middle(mut all: Vec<Duration>) -> f64 {
    all.sort_unstable();
    all[all.len() / 2].as_secs_f64() * 1e3
}

fn copied(file: &Path, name: &str) -> PathBuf {
    let copy = file.with_file_name(name);
    std::fs::copy(file, &copy).expect("a copy");
    copy
}

/// Prints a table; nobody may have the file open.
pub async fn beside(file: &Path, concert: &str, codes: &[String]) {
    let connection = Connection::open(file).expect("the file");
    connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).expect("one file");
    let account: String = connection.query_row("select id from account", [], |row| row.get(0)).expect("an account");
    drop(connection);
    // SAFETY: `opened` has the form of an extension's entry.
    unsafe { ffi::sqlite3_auto_extension(Some(opened)) };
    let (timed, recorded, raw) =
        (copied(file, "timed.db"), copied(file, "recorded.db"), Connection::open(copied(file, "raw.db")));
    let raw = raw.expect("a copy");
    raw.set_prepared_statement_cache_capacity(200);
    raw.execute_batch(
        "pragma synchronous = 2; pragma foreign_keys = 1; pragma secure_delete = 1; pragma wal_autocheckpoint = 4000",
    )
    .expect("settings");
    let (timed, recorded) =
        (Db::open_file(&timed).await.expect("a copy"), Db::open_file(&recorded).await.expect("a copy"));
    println!("\n| scans a turn | statements | turn ms | SQLite alone ms | ratio |\n|--:|--:|--:|--:|--:|");
    let mut codes = codes.iter().cloned();
    for (scans, turns) in TURNS {
        let (mut ours, mut alone, mut count) = (Vec::new(), Vec::new(), 0);
        for _ in 0..turns {
            let mine: Vec<String> = codes.by_ref().take(scans).collect();
            let jobs = jobs(concert, &mine, &account);
            ours.push(turn(&timed, jobs.clone()).await);
            RECORDS.store(true, Ordering::Relaxed);
            turn(&recorded, jobs).await;
            RECORDS.store(false, Ordering::Relaxed);
            let statements = std::mem::take(&mut *SAID.lock().expect("nobody panics here"));
            count = statements.len();
            alone.push(again(&raw, &statements));
        }
        let (ours, alone) = (middle(ours), middle(alone));
        println!("| {scans} | {count} | {ours:.2} | {alone:.2} | {:.2} |", ours / alone);
    }
    timed.close().await;
    recorded.close().await;
}
