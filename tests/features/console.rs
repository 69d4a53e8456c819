//! The SQL console's child, as a process: hostile statements end in time, with a sentence and without a secret.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anomalia::base::db::{Engine, migrate};
use anomalia::console::{Answer, Cell, Child, Question, Refusal, Source, Truncated, ask};
use rusqlite::Connection;

#[path = "console_bounds.rs"]
mod bounds;
#[path = "console_refused.rs"]
mod refused;

const MADE: &str = "2026-01-01T00:00:00.000Z";
/// What no answer may ever hold.
const SECRETS: [&str; 6] = ["PASSWORDHASH", "TOKENHASH", "LINKHASH", "LINKTOKEN", "TICKETCODE", "SALTED"];

/// A database in WAL mode that somebody else holds open, as the server does.
struct Db {
    file: PathBuf,
    _writer: Connection,
}

impl Db {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("anomalia-console-{}-{name} ñ", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("anomalia.db");
        let writer = Connection::open(&file).unwrap();
        writer.pragma_update(None, "journal_mode", "wal").unwrap();
        writer.execute_batch(&migrate::whole(Engine::Sqlite)).unwrap();
        writer.execute_batch(&data()).unwrap();
        writer.execute_batch("analyze").unwrap();
        Self { file, _writer: writer }
    }

    /// Asks until it is this question's turn: the tests beside this one ask as well.
    async fn ask(&self, sql: &str) -> Result<Answer, Refusal> {
        loop {
            let reply = self.ask_once(sql).await;
            if reply != Err(Refusal::Busy) {
                return reply;
            }
        }
    }

    async fn ask_once(&self, sql: &str) -> Result<Answer, Refusal> {
        let question = Question::check(sql)?;
        let child = Child::of(env!("CARGO_BIN_EXE_anomalia"));
        let started = Instant::now();
        let reply = ask(&child, &Source::Sqlite(self.file.clone()), &question).await;
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}: {}", started.elapsed(), start(sql));
        reply
    }

    async fn refusal(&self, sql: &str) -> Refusal {
        match self.ask(sql).await {
            Err(refusal) => refusal,
            Ok(answer) => panic!("{} was answered: {} rows", start(sql), answer.rows.len()),
        }
    }

    async fn answer(&self, sql: &str) -> Answer {
        self.ask(sql).await.unwrap_or_else(|refusal| panic!("{} was refused: {refusal:?}", start(sql)))
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.file.parent().unwrap());
    }
}

fn start(sql: &str) -> String {
    sql.chars().take(120).collect()
}

fn data() -> String {
    let id = |name: &str| format!("{name:0>26}");
    let (a, v, c) = (id("a"), id("v"), id("c"));
    let mut sql = format!(
        "insert into account (id, username, username_folded, password_hash, created_at, password_changed_at)
           values ('{a}', 'ana', 'ana', 'PASSWORDHASH', '{MADE}', '{MADE}');
         insert into session (id, account_id, token_hash, browser, address, created_at, last_seen_at, expires_at)
           values ('{a}', '{a}', 'TOKENHASH', 'b', 'a', '{MADE}', '{MADE}', '{MADE}');
         insert into setting (name, value) values ('key', 'SALTED');
         insert into venue (id, name, name_folded, address, city, timezone, contact_phone, created_at)
           values ('{v}', 'Sótano', 'sotano', 'Calle 1', 'CDMX', 'America/Mexico_City', '+525511111111', '{MADE}');
         insert into concert (id, venue_id, day, doors_at, starts_at, timezone, capacity, currency, contact_name, salt,
             created_at, changed_at)
           values ('{c}', '{v}', '2026-02-01', '{MADE}', '{MADE}', 'America/Mexico_City', 100, 'MXN', 'Ana', 'SALTED',
             '{MADE}', '{MADE}');
         insert into device (id, concert_id, account_id, name, link_hash, token_hash, created_at, expires_at)
           values ('{a}', '{c}', '{a}', 'Puerta', 'LINKHASH', 'TOKENHASH', '{MADE}', '{MADE}');\n"
    );
    for n in 0..30 {
        let (f, t) = (id(&format!("f{n}")), id(&format!("t{n}")));
        sql += &format!(
            "insert into fan (id, name, name_folded, phone, email, birth_year, created_at, changed_at)
               values ('{f}', 'Fan {n}', 'fan {n}', '+5255000000{n:0>2}', 'fan{n}@example.mx', 1990, '{MADE}', '{MADE}');
             insert into ticket (id, concert_id, fan_id, number, code, link_token, price_name, price_cents, currency,
                 method, issued_at)
               values ('{t}', '{c}', '{f}', {number}, 'TICKETCODE{n:0>6}', 'LINKTOKEN{n}', 'Preventa', 20000, 'MXN',
                 'cash', '{MADE}');
             insert into scan (id, concert_id, ticket_id, door, kind, source, seq, happened_at, received_at, verdict,
                 answer)
               values ('{t}', '{c}', '{t}', 'main', 'entry', 'camera', {n}, '{MADE}', '{MADE}', 'admitted',
                 'TICKETCODE');\n",
            number = n + 1
        );
    }
    sql
}

#[tokio::test]
async fn legitimate_sql_works() {
    let db = Db::new("legitimate");
    for (sql, first) in [
        ("select count(*) from fans where age > 18", "30"),
        ("select username from admins", "ana"),
        ("select venue || ' ' || date || ' ' || contact_name from concerts", "Sótano 2026-02-01 Ana"),
        ("select path from tickets order by path limit 1", "/tickets/000000000000000000000000t0.png"),
        ("select sum(used) from tickets", "0"),
        ("select phone from fan order by phone", "+525500000000"),
        ("with f as (select * from fans) select count(*) from f join tickets t on t.fan_id = f.id", "30"),
        ("with x as (select 1) select count(*) from x", "1"),
        ("select name, rank() over (partition by birth_year order by name desc) from fan order by 2", "Fan 9"),
        (
            "select sum(i) from (with recursive n(i) as (select 1 union all select i + 1 from n where i < 100) select i from n)",
            "5050",
        ),
        ("select 1 union select 2 union all select 3 order by 1", "1"),
        ("select json_extract('{\"a\": [1, 2]}', '$.a[1]')", "2"),
        ("select '{\"a\": 5}' ->> 'a'", "5"),
        ("select count(*) from json_each('[1, 2, 3]')", "3"),
        ("select group_concat(value, '-') from json_each('[1, 2]')", "1-2"),
        ("select count(*) from json_tree('{\"a\": [1]}')", "3"),
        ("select strftime('%Y', '2026-11-28')", "2026"),
        ("select date('2026-11-28', '+1 month', 'start of month')", "2026-12-01"),
        ("select case when name like 'fan 1%' then 'one' else 'other' end from fan order by id limit 1", "other"),
        ("select avg(price_cents) from ticket", "20000"),
        ("select count(*) from ticket join concert using (id)", "0"),
        ("select count(*) from fan natural join ticket_batch", "0"),
        ("values (1, 'a'), (2, 'b')", "1"),
        ("select x'00ff'", "[2 B]"),
        ("select 9e999", "inf"),
        ("-- how many\nselect count(distinct fan_id) /* fans */ from ticket;", "30"),
    ] {
        let answer = db.answer(sql).await;
        assert_eq!(answer.rows[0][0].text(), first, "{sql}");
    }
    let columns = db.answer("select id, name as Nombre from fans where 0").await;
    assert_eq!((columns.columns, columns.rows.len()), (vec!["id".to_owned(), "Nombre".to_owned()], 0));
}

#[tokio::test]
async fn what_is_mistyped_is_said_in_words() {
    let db = Db::new("mistyped");
    assert_eq!(db.refusal("select name form fan").await, Refusal::Syntax { near: "fan".to_owned() });
    assert_eq!(db.refusal("select * from fanz").await, Refusal::NoSuchTable { name: "fanz".to_owned() });
    assert_eq!(db.refusal("select nme from fan").await, Refusal::NoSuchColumn { name: "nme".to_owned() });
    assert_eq!(db.refusal("select \"nme\" from fan").await, Refusal::NoSuchColumn { name: "nme".to_owned() });
    assert!(matches!(db.refusal("select id from fan, ticket").await, Refusal::Wrong { .. }));
}

#[tokio::test]
async fn a_database_that_nobody_holds_open_is_read_as_well() {
    let Db { file, _writer } = &Db::new("alone");
    let copy = file.with_file_name("copy.db");
    _writer.execute("vacuum into ?1", [copy.to_str().unwrap()]).unwrap();
    let wal = Connection::open(&copy).unwrap();
    wal.pragma_update(None, "journal_mode", "wal").unwrap();
    drop(wal);
    let child = Child::of(env!("CARGO_BIN_EXE_anomalia"));
    let question = Question::check("select count(*) from fans").unwrap();
    let answer = ask(&child, &Source::Sqlite(copy), &question).await.unwrap();
    assert_eq!(answer.rows, [[Cell::Integer(30)]]);
    let missing = Source::Sqlite(file.with_file_name("missing.db"));
    assert_eq!(ask(&child, &missing, &question).await, Err(Refusal::OffUnreachable));
    assert!(!file.with_file_name("missing.db").exists());
}
