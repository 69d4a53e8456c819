//! A house that runs as a process of its own, as the console and the copies need it.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use anomalia::base::clock::stamp;
use anomalia::base::db::id;
use rusqlite::{Connection, OpenFlags, types::Value as Cell};
use serde_json::{Value, json};

use super::{PASSWORD, Process, Visitor, folder};

/// Half past eight on the evening of the usual concert, in Mexico City.
pub const EVENING: &str = "2026-11-29T02:30:00Z";

/// A program with its first account, and that member.
pub async fn opened(name: &str) -> (Process, Visitor) {
    let program = Process::start(folder(name).join("data"), &["--clock", EVENING], &[]);
    let member = program.nobody();
    let link = program.link.clone().expect("a link");
    let secret = link.split_once('#').expect("a secret").1;
    let fields = [("secret", secret), ("username", "Xime"), ("password", PASSWORD), ("again", PASSWORD)];
    member.post("/setup", &fields).await.to("/");
    member.signed_in().await;
    (program, member)
}

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
