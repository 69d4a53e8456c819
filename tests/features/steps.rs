//! What the door does costs as much late in a large night as at its beginning: SQLite's own count of the steps of every
//! statement says so, whichever way its plan reads.

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::path::Path;
use std::ptr::null_mut;
use std::sync::Mutex;

use rusqlite::ffi;
use serde_json::{Value, json};

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_sqlite};

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
        let member = house.admin().await;
        let concert = member.concert(&[("capacity", "10000")]).await;
        house.ticket(&member, &concert, "Ana Ruiz", &[]).await;
        let door = house.device(&concert, "Xime", "Puerta 1").await;
        house.clock(NIGHT);
        house
            .write(
                "with recursive n(n) as (select 2 union all select n + 1 from n where n < 2100)
                 insert into ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents,
                   currency, method, issued_at, issued_by, cursor)
                 select substr(id, 1, 16) || printf('%010d', n), concert_id, fan_id, n, printf('ZZZZ%012d', n),
                   printf('%064d', n), admits, price_name, 0, currency, 'courtesy', issued_at, issued_by, cursor
                 from ticket, n",
            )
            .await;
        house.write("update concert_sales set number_last = 2100").await;
        let codes = house.all("select code from ticket where code like 'ZZZZ%' order by number").await;
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
