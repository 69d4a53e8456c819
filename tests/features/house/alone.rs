//! A house that runs as a process of its own, as the console and the copies need it.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use anomalia::base::clock::stamp;
use anomalia::base::db::id;
use rusqlite::{Connection, OpenFlags, types::Value as Cell};
use serde_json::{Value, json};

use super::{EVENING, Process, Visitor};

impl Process {
    /// The first column of every row of its own database.
    pub fn sql(&self, sql: &str) -> Vec<String> {
        query(&self.data.join("anomalia.db"), sql)
    }
}

/// The first column of every row that a query finds in a file.
pub fn query(file: &Path, sql: &str) -> Vec<String> {
    let opened = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    let mut statement = opened.prepare(sql).expect(sql);
    let text = |cell: Cell| match cell {
        Cell::Text(text) => text,
        Cell::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    let rows = statement.query_map([], |row| row.get(0).map(text)).expect(sql);
    rows.map(|row| row.expect(sql)).collect()
}

/// Changes a file that no program has open: how many rows.
pub fn change(file: &Path, sql: &str) -> usize {
    let opened = Connection::open(file).expect("the file opens");
    opened.execute(sql, []).expect(sql)
}

/// Scans a code as a phone does; gives its result.
pub async fn phone_scan(phone: &Visitor, concert: &str, code: &str) -> Value {
    static SEQ: AtomicI64 = AtomicI64::new(0);
    let now: jiff::Timestamp = EVENING.parse().expect("a time");
    let scan = json!({
        "id": id::new(now), "kind": "entry", "source": "camera", "code": code, "ticket_id": null,
        "happened_at": stamp(now), "phone_verdict": null, "takes_back": null, "seq": SEQ.fetch_add(1, Ordering::Relaxed),
    });
    let body = json!({ "device_clock_ms": now.as_millisecond(), "scans": [scan] });
    let answer = phone.post_json(&format!("/door/{concert}/scans"), &body).await.ok();
    answer.json()["results"][0].clone()
}
