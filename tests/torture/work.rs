//! An evening's work: tickets are sold and scanned, and whoever was told yes is remembered; and whether a database holds to it.

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use anomalia::base::clock::stamp;
use anomalia::base::db::id;
use reqwest::Method;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use super::disk::Record;
use super::process::{EVENING, Process, first_member};
use super::{PASSWORD, Visitor};

/// What was promised: ids of sales and of scans.
#[derive(Clone, Debug, Default)]
pub struct Promised {
    pub sales: Vec<String>,
    pub scans: Vec<String>,
}

/// A concert being sold and scanned by one member.
pub struct Evening {
    pub member: Visitor,
    pub concert: String,
    price: String,
    fan: String,
    /// Codes that nobody has scanned yet.
    codes: Mutex<Vec<String>>,
    promised: Mutex<Promised>,
    seq: AtomicI64,
    pub refused: AtomicUsize,
}

fn ask(file: &Path, sql: &str) -> Vec<String> {
    let opened = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    let mut statement = opened.prepare(sql).expect(sql);
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect(sql);
    rows.map(|row| row.expect(sql)).collect()
}

impl Evening {
    /// Makes the first account, a concert, and tickets to scan.
    pub async fn begin(program: &Process, tickets: usize) -> Arc<Self> {
        let member = first_member(program).await;
        let concert = member.concert(&[("capacity", "100000")]).await;
        let file = program.data.join("anomalia.db");
        let price = ask(&file, "select id from price where name = 'Preventa'").remove(0);
        let fan = member.fan("Ana Ruiz", &[]).await;
        let evening = Self {
            member,
            concert,
            price,
            fan,
            codes: Mutex::default(),
            promised: Mutex::default(),
            seq: AtomicI64::new(1),
            refused: AtomicUsize::new(0),
        };
        for _ in 0..tickets {
            assert!(evening.sell(None).await.is_some(), "a sale before anything is broken");
        }
        evening.codes.lock().expect("codes").extend(ask(&file, "select code from ticket"));
        Arc::new(evening)
    }

    /// The same evening, after the program was started again.
    pub async fn go_on(&self, program: &Process) -> Arc<Self> {
        let member = program.nobody();
        member.sign_in("Xime", PASSWORD).await.is(303);
        Arc::new(Self {
            member,
            concert: self.concert.clone(),
            price: self.price.clone(),
            fan: self.fan.clone(),
            codes: Mutex::new(self.codes.lock().expect("codes").clone()),
            promised: Mutex::new(self.promised()),
            seq: AtomicI64::new(self.seq.load(Ordering::Relaxed)),
            refused: AtomicUsize::new(0),
        })
    }

    pub fn promised(&self) -> Promised {
        self.promised.lock().expect("promised").clone()
    }

    /// Sells a ticket: its id, if the member was told that it is sold.
    pub async fn sell(&self, record: Option<&Record>) -> Option<String> {
        let now: jiff::Timestamp = EVENING.parse().expect("a time");
        let (request, token) = (id::new(now), self.member.token().await);
        let fields = [
            ("_csrf", &*token),
            ("concert", &self.concert),
            ("fan", "Ana Ruiz"),
            ("method", "cash"),
            ("price", &self.price),
            ("request", &request),
            ("again", "1"),
            ("fan_id", &self.fan),
        ];
        let answer = self.member.request(Method::POST, "/tickets").form(&fields).send().await.ok()?;
        let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).filter(|_| answer.status() == 303);
        let Some(made) = to.and_then(|to| to.split(['/', '?']).find(|part| id::is(part))).map(str::to_owned) else {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        };
        if let Some(record) = record {
            record.told(&format!("sale {made}"));
        }
        self.promised.lock().expect("promised").sales.push(made.clone());
        Some(made)
    }

    /// Scans a ticket that nobody has scanned: true when the phone was told to let somebody in. A phone that got no answer
    /// sends the same scan again, at another time.
    pub async fn scan(&self, record: Option<&Record>) -> Option<bool> {
        let code = self.codes.lock().expect("codes").pop()?;
        let now: jiff::Timestamp = EVENING.parse().expect("a time");
        let scan = id::new(now);
        let (body, token) = (self.body(&scan, &code, now), self.member.token().await);
        let request = self.member.request(Method::POST, &format!("/door/{}/scans", self.concert));
        let answer = request.header("x-csrf-token", token).json(&body).send().await;
        let said: Value = match answer {
            Ok(answer) if answer.status() == 200 => answer.json().await.unwrap_or_default(),
            _ => Value::Null,
        };
        if said["results"][0]["verdict"] != "admitted" {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return Some(false);
        }
        if let Some(record) = record {
            record.told(&format!("scan {scan}"));
        }
        self.promised.lock().expect("promised").scans.push(scan);
        Some(true)
    }

    fn body(&self, scan: &str, code: &str, now: jiff::Timestamp) -> Value {
        json!({ "device_clock_ms": now.as_millisecond(), "scans": [{
            "id": scan, "kind": "entry", "source": "camera", "code": code, "ticket_id": null,
            "happened_at": stamp(now), "phone_verdict": null, "takes_back": null,
            "seq": self.seq.fetch_add(1, Ordering::Relaxed),
        }] })
    }
}

/// Whether a database is whole, and holds all that was promised, once.
pub fn holds(file: &Path, promised: &Promised) -> Result<(), String> {
    let opened = Connection::open(file).map_err(|error| format!("it doesn't open: {error}"))?;
    let all = |sql: &str| -> Result<Vec<String>, String> {
        let mut statement = opened.prepare(sql).map_err(|error| format!("{sql}: {error}"))?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).map_err(|error| format!("{sql}: {error}"))?;
        rows.map(|row| row.map_err(|error| format!("{sql}: {error}"))).collect()
    };
    let whole = all("pragma integrity_check")?;
    if whole != ["ok"] {
        return Err(format!("it isn't whole: {whole:?}"));
    }
    let tickets: std::collections::HashSet<String> = all("select id from ticket")?.into_iter().collect();
    if let Some(lost) = promised.sales.iter().find(|id| !tickets.contains(*id)) {
        return Err(format!("the sale {lost} is lost"));
    }
    let scans: std::collections::HashSet<String> =
        all("select a.scan_id from admission a join scan s on s.id = a.scan_id")?.into_iter().collect();
    if let Some(lost) = promised.scans.iter().find(|id| !scans.contains(*id)) {
        return Err(format!("the admission {lost} is lost"));
    }
    // What must be nought: somebody in twice, a scan or a sale without what belongs to it, sums that say something else.
    const WRONG: [(&str, &str); 5] = [
        ("tickets that were admitted twice", "select ticket_id from admission where ended_kind is null group by ticket_id having count(*) > 1"),
        ("admissions without their scan", "select a.ticket_id from admission a left join scan s on s.id = a.scan_id where s.id is null"),
        ("rows without what they belong to", "select \"table\" from pragma_foreign_key_check"),
        (
            "concerts whose sales are another number",
            "select c.id from concert c left join concert_sales s on s.concert_id = c.id
             where coalesce(s.issued, 0) <> (select count(*) from ticket t where t.concert_id = c.id and t.voided_at is null)",
        ),
        (
            "concerts whose people are another number",
            "select c.id from concert c left join concert_attendance s on s.concert_id = c.id
             where coalesce(s.people, 0) <> (select count(*) from admission a where a.concert_id = c.id)",
        ),
    ];
    for (what, sql) in WRONG {
        let found = all(sql)?;
        if !found.is_empty() {
            return Err(format!("{} {what}: {:?}", found.len(), found.first()));
        }
    }
    Ok(())
}
