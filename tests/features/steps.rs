//! What the door does costs as much late in a large night as at its beginning: SQLite's own count of the steps of every
//! statement says so, whichever way its plan reads, and PostgreSQL's of the rows that it read.

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::path::Path;
use std::ptr::null_mut;
use std::sync::Mutex;

use rusqlite::ffi;
use serde_json::{Value, json};

use anomalia::base::db::Tx;
use anomalia::door::store::{self, Job};

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_postgres, on_sqlite};

/// Steps by database file.
static STEPS: Mutex<Option<HashMap<String, i64>>> = Mutex::new(None);

/// Counts the steps of a statement that has ended.
unsafe extern "C" fn ended(_: c_uint, _: *mut c_void, statement: *mut c_void, _: *mut c_void) -> c_int {
    let statement: *mut ffi::sqlite3_stmt = statement.cast();
    // SAFETY: SQLite gives a statement that is there, and its connection's file has a name that ends.
    let (steps, name) = unsafe {
        let steps = ffi::sqlite3_stmt_status(statement, ffi::SQLITE_STMTSTATUS_VM_STEP, 1);
        let name = ffi::sqlite3_db_filename(ffi::sqlite3_db_handle(statement), c"main".as_ptr());
        (steps, CStr::from_ptr(name).to_string_lossy().into_owned())
    };
    if let Some(counts) = STEPS.lock().expect("nobody panics here").as_mut() {
        *counts.entry(name).or_default() += i64::from(steps);
    }
    ffi::SQLITE_OK
}

/// Has every statement of a new connection counted.
unsafe extern "C" fn opened(
    connection: *mut ffi::sqlite3,
    _: *mut *mut c_char,
    _: *const ffi::sqlite3_api_routines,
) -> c_int {
    // SAFETY: the connection is being opened, and `ended` takes what a profile event gives.
    unsafe { ffi::sqlite3_trace_v2(connection, ffi::SQLITE_TRACE_PROFILE as c_uint, Some(ended), null_mut()) }
}

/// The steps since the last look.
fn steps(file: &Path) -> i64 {
    STEPS.lock().expect("nobody panics here").as_mut().and_then(|all| all.remove(&*file.to_string_lossy())).unwrap_or(0)
}

/// A night with a ticket of which `fill` makes 2,099 more: its concert, its door, and their codes.
async fn large(house: &House, fill: &str) -> (String, Visitor, Vec<String>) {
    let member = house.admin().await;
    let concert = member.concert(&[("capacity", "10000")]).await;
    house.ticket(&member, &concert, "Ana Ruiz", &[]).await;
    let door = house.device(&concert, "Xime", "Puerta 1").await;
    house.clock(NIGHT);
    house.write(fill).await;
    house.write("update concert_sales set number_last = 2100").await;
    let codes = house.all("select code from ticket where code like 'ZZZZ%' order by number").await;
    (concert, door, codes)
}

/// What is done at a door, each with the steps that it took.
async fn all(house: &House, door: &Visitor, concert: &str, codes: &[String]) -> Vec<(&'static str, i64)> {
    let file = house.app.db.file().expect("a file");
    let mut taken = Vec::new();
    let mut took = |what| taken.push((what, steps(file)));
    let entry = house.entry(&codes[0]);
    steps(file);
    house.scans(door, concert, std::slice::from_ref(&entry)).await;
    took("one comes in");
    house.scans(door, concert, std::slice::from_ref(&entry)).await;
    took("the same scan again");
    house.scans(door, concert, &[house.entry(&codes[0])]).await;
    took("the same ticket again");
    let mut undo = house.entry(&codes[0]);
    (undo["kind"], undo["takes_back"], undo["code"]) = ("undo".into(), entry["id"].clone(), Value::Null);
    house.scans(door, concert, &[undo]).await;
    took("taken back");
    let many: Vec<Value> = codes[1..21].iter().map(|code| house.entry(code)).collect();
    house.scans(door, concert, &many).await;
    took("twenty come in");
    let mut paid = house.entry(&codes[21]);
    paid["paid"] = json!({ "amount_cents": 20_000, "method": "cash" });
    house.scans(door, concert, &[paid]).await;
    took("one pays");
    house.scans(door, concert, &[]).await;
    took("how far it is");
    taken
}

#[tokio::test]
async fn what_the_door_does_costs_no_more_when_two_thousand_have_come_in() {
    *STEPS.lock().expect("nobody panics here") = Some(HashMap::new());
    // SAFETY: `opened` has the form of an extension's entry.
    unsafe { ffi::sqlite3_auto_extension(Some(opened)) };
    on_sqlite(async |house| {
        let fill = "with recursive n(n) as (select 2 union all select n + 1 from n where n < 2100)
            insert into ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents,
              currency, method, issued_at, issued_by, cursor)
            select substr(id, 1, 16) || printf('%010d', n), concert_id, fan_id, n, printf('ZZZZ%012d', n),
              printf('%064d', n), admits, price_name, 0, currency, 'courtesy', issued_at, issued_by, cursor
            from ticket, n";
        let (concert, door, codes) = large(house, fill).await;
        all(house, &door, &concert, &codes[..30]).await;
        let early = all(house, &door, &concert, &codes[30..60]).await;
        for hundred in codes[60..2060].chunks(100) {
            let scans: Vec<Value> = hundred.iter().map(|code| house.entry(code)).collect();
            let results = house.scans(&door, &concert, &scans).await;
            assert!(results.iter().all(|result| result["verdict"] == "admitted"), "{results:?}");
        }
        let late = all(house, &door, &concert, &codes[2060..]).await;
        println!("{early:?}\n{late:?}");
        for ((what, early), (_, late)) in early.into_iter().zip(late) {
            assert!(early > 0, "{what} is counted");
            assert!(late <= early + early / 4 + 50, "{what}: {early} steps early, {late} late");
        }
    })
    .await;
}

/// Rows of the tables that grow with a night which this connection has read, as far as it hasn't told of them.
async fn rows(tx: &mut Tx) -> i64 {
    let read = "select cast(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as bigint) from pg_stat_xact_user_tables
                where relname in ('scan', 'admission', 'ticket', 'fan', 'conflict', 'payment')";
    sqlx::query_scalar(read).fetch_one(&mut **tx).await.expect("a number")
}

/// The rows that a turn of one scan reads, and how many of its plans are kept by then; then it is taken back.
async fn rows_of_turn(house: &House, concert: &str, scan: Value) -> (i64, i64) {
    let mut tx = house.app.db.write_by_key().await.expect("a write");
    let before = rows(&mut tx).await;
    let scans = vec![serde_json::from_value(scan).expect("a scan")];
    let (account, device, door) = (None, None, "Xime".to_owned());
    let job = Job { concert: concert.to_owned(), account, device, door, sells: None, clock_off_ms: 0, scans };
    let done = store::turn(&mut tx, vec![job], house.app.clock.now()).await.expect("a turn");
    assert_eq!(done[0].as_ref().expect("decided").answers[0].verdict, "admitted");
    let read = rows(&mut tx).await - before;
    let kept = "select count(*) from pg_prepared_statements where generic_plans > 0
                and (statement like '%cross join scan%' or statement like '%insert into scan%')";
    let kept: i64 = sqlx::query_scalar(kept).fetch_one(&mut *tx).await.expect("a number");
    tx.rollback().await.expect("taken back");
    (read, kept)
}

#[tokio::test]
async fn postgresql_reads_as_little_late_in_a_night_though_its_plans_are_from_when_nobody_was_there() {
    on_postgres(None, async |house| {
        let fill =
            "insert into ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents,
                   currency, method, issued_at, issued_by, cursor)
                 select substr(id, 1, 16) || lpad(cast(n as text), 10, '0'), concert_id, fan_id, n,
                   'ZZZZ' || lpad(cast(n as text), 12, '0'), lpad(cast(n as text), 64, '0'), admits, price_name, 0,
                   currency, 'courtesy', issued_at, issued_by, cursor
                 from ticket, generate_series(2, 2100) n";
        let (concert, door, codes) = large(house, fill).await;
        let (_, at_once) = rows_of_turn(house, &concert, house.entry(&codes[0])).await;
        assert!(at_once >= 2, "nothing is planned for one turn only: {at_once} plans kept");
        let (early, _) = rows_of_turn(house, &concert, house.entry(&codes[1])).await;
        // People whom nobody has counted yet, as after an import.
        house
            .write(
                "insert into fan (id, name, name_folded, created_at, changed_at)
                 select substr(id, 1, 16) || lpad(cast(n as text), 10, '0'), name, name_folded, created_at, changed_at
                 from fan, generate_series(2, 5000) n",
            )
            .await;
        for hundred in codes[60..2060].chunks(100) {
            let scans: Vec<Value> = hundred.iter().map(|code| house.entry(code)).collect();
            house.scans(&door, &concert, &scans).await;
        }
        let (late, kept) = rows_of_turn(house, &concert, house.entry(&codes[2070])).await;
        println!("{early} rows early, {late} late, by {kept} plans that were kept");
        assert!(kept >= 2, "plans that were kept: {kept}");
        assert!((1..=40).contains(&early) && late <= early + 4, "{early} rows early, {late} late");
    })
    .await;
}
