//! A copy of PostgreSQL is one file like any other: whole, of one moment, and the way from one engine to the other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use anomalia::base::app::App;
use anomalia::base::clock::Clock;
use anomalia::base::config::Config;
use anomalia::base::db::{backup, carry};
use anomalia::safekeeping::doctor::{self, Finding};
use anomalia::safekeeping::keeper;
use anomalia::{demo, server};
use futures_util::future::join_all;
use sqlx::AssertSqlSafe;

use crate::house::{Database, House, NOW, PASSWORD, folder, on_both, query};

fn now() -> jiff::Timestamp {
    NOW.parse().expect("a time")
}

async fn app(data: &Path, url: &str) -> App {
    let mut config = Config::new(data, "http://localhost:5000");
    config.database_url = Some(url.to_owned());
    server::open(config, Clock::starting_at(now())).await.expect("it opens")
}

/// Runs the program on a folder, and on a database where one is named: whether it ended well, and what it said.
async fn anomalia(data: &Path, url: Option<&str>, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anomalia"));
    command.arg("--data").arg(data).args(["--clock", NOW]).args(arguments);
    command.envs(url.map(|url| ("ANOMALIA_DATABASE_URL", url)));
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic").expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

/// Where all rows of each table are read from, as texts that both engines make alike.
fn statements(file: &Path) -> BTreeMap<String, String> {
    let tables = carry::tables(file).expect("tables").into_iter().map(|table| {
        let columns = query(file, &format!("select name from pragma_table_info('{}')", table.name));
        let cells: Vec<String> = columns.iter().map(|it| format!("coalesce(cast({it} as text), '∅')")).collect();
        let sql = format!("select {} from {}", cells.join(" || '|' || "), table.name);
        (table.name, sql)
    });
    tables.collect()
}

async fn rows(app: &App, sql: &str) -> Vec<String> {
    let mut rows: Vec<String> =
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(app.db.read()).await.expect(sql);
    rows.sort();
    rows
}

fn rows_of_file(file: &Path, sql: &str) -> Vec<String> {
    let mut rows = query(file, sql);
    rows.sort();
    rows
}

async fn write(app: &App, statements: &[&str]) {
    let mut tx = app.db.write().await.expect("a write");
    for sql in statements {
        sqlx::query(AssertSqlSafe((*sql).to_owned())).execute(&mut *tx).await.expect(sql);
    }
    tx.commit().await.expect("committed");
}

/// What the demo has none of; and the first fan points to the last, so across all that is carried at a time.
const MORE: [&str; 27] = [
    "insert into trail (id, at, account_id, did, subject)
     select 't0000000000000000000000001', '2026-11-20T18:00:00.000Z', min(id), 'POST /login', '' from account",
    "insert into recovery (account_id, code_hash) select min(id), 'h' from account",
    "insert into segment_due (fan_id, mark) select min(id), 'begin' from fan",
    "insert into segment_list (list_id, fan_id) select 'l0000000000000000000000001', min(id) from fan",
    "insert into question (id, name, name_folded, about, sql, created_at)
     values ('p0000000000000000000000001', 'Uno', 'uno', '', 'select 1', '2026-11-20T18:00:00.000Z')",
    "insert into question_asked (account_id, sql, asked_at) select min(id), 'select 1', '2026-11-20T18:00:00.000Z' from account",
    "insert into segment (id, name, name_folded, rules, created_at, changed_at)
     values ('s0000000000000000000000001', 'Nosotros', 'nosotros', '{}', '2026-11-20T18:00:00.000Z', '2026-11-20T18:00:00.000Z')",
    "insert into segment_fan (segment_id, fan_id) select min(s.id), min(f.id) from segment s, fan f",
    "insert into message_batch (id, concert_id, segment_name, body, made_at)
     select 'b0000000000000000000000001', min(id), 'Fieles', 'Hola', '2026-11-20T18:00:00.000Z' from concert",
    "insert into message (batch_id, fan_id, part, place)
     select 'b0000000000000000000000001', min(id), 'write', 0 from fan",
    "insert into history_due (fan_id, mark) select min(id), 'begin' from fan",
    "insert into join_page (concert_id, token, opened_at) select min(id), 'K7QF2M', '2026-11-20T18:00:00.000Z' from concert",
    "insert into join_request (id, concert_id, fan_id, name, people, asked_at)
     select 'q0000000000000000000000001', min(c.id), min(f.id), 'Ana', 2, '2026-11-20T18:00:00.000Z' from concert c, fan f",
    "insert into presence (concert_id, fan_id, said_at)
     select min(c.id), min(f.id), '2026-11-20T18:00:00.000Z' from concert c, fan f",
    "insert into privacy_notice (version, responsible, address, contact, text_es, text_en, created_at)
     values (1, 'Anomalia', 'Calle 1', 'datos@example.mx', 'Uno\n\nDos', 'One', '2026-11-20T18:00:00.000Z')",
    "insert into mail (id, ticket_id, concert_id, message_id, created_at, due_at, sent_at)
     select 'm0000000000000000000000001', id, concert_id, '<m@x>', issued_at, issued_at, issued_at from ticket where number = 1 limit 1",
    "insert into delivery (ticket_id, concert_id, opened_at) select id, concert_id, issued_at from ticket where number = 1",
    "insert into session (id, account_id, token_hash, browser, address, created_at, last_seen_at, expires_at)
     select 's0000000000000000000000001', min(id), 'h', 'Firefox', '::1', '2026-11-20T18:00:00.000Z',
       '2026-11-20T18:00:00.000Z', '2027-11-20T18:00:00.000Z' from account",
    "insert into device (id, concert_id, account_id, name, link_hash, created_at, expires_at)
     select 'd0000000000000000000000001', min(id), (select min(id) from account), 'Beto', 'h',
       '2026-11-20T18:00:00.000Z', '2027-11-20T18:00:00.000Z' from concert",
    "insert into door_phone (id, concert_id, number, name, address, first_seen_at, last_seen_at)
     select 'p0000000000000000000000001', min(id), 1, 'Beto', 'https://puerta.local', '2026-11-20T18:00:00.000Z',
       '2026-11-20T18:00:00.000Z' from concert",
    "insert into reserve (ticket_id, concert_id, number, phone_id, given_at, until)
     select 'r0000000000000000000000001', min(id), 9999, 'p0000000000000000000000001', '2026-11-20T18:00:00.000Z',
       '2026-11-21T11:00:00.000Z' from concert",
    "insert into rehearsal (concert_id, seed, begun_at) select min(id), 's', '2026-11-20T18:00:00.000Z' from concert",
    "insert into conflict (scan_id, concert_id, ticket_id, kind)
     select id, concert_id, ticket_id, 'voided' from scan where ticket_id is not null order by id limit 1",
    "insert into ticket_batch (id, concert_id, created_at)
     select 'b0000000000000000000000001', min(id), '2026-11-20T18:00:00.000Z' from concert",
    "insert into concert_change (id, concert_id, kind, before_text, after_text, tickets, happened_at)
     select 'x0000000000000000000000001', min(id), 'moved', 'Aquí | \"allá\" \\n', '🎸', 'stay', '2026-11-20T18:00:00.000Z'
     from concert",
    "update fan set brought_by = (select max(id) from fan) where id = (select min(id) from fan)",
    "update fan set note = 'una línea' || chr(10) || 'otra', birth_year = 1984 where id = (select max(id) from fan)",
];

/// A PostgreSQL database with a row in every table.
async fn filled(data: &Path, url: &str) -> App {
    let app = app(data, url).await;
    demo::fill(&app.db, now(), "America/Mexico_City").await.expect("filled");
    write(&app, &MORE).await;
    app
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_row_goes_from_postgresql_to_a_file_and_back() {
    let (Some(first), Some(second)) = (Database::new().await, Database::new().await) else { return };
    let (data, other, copy) = (folder("carry"), folder("carried"), folder("copy").join("copy.db"));
    let one = filled(&data, &first.url).await;
    let file = copy.display().to_string();
    let (good, said) = anomalia(&data, Some(&first.url), &["backup", &file]).await;
    assert!(good && said.contains("It was opened, checked and counted"), "{said}");
    let statements = statements(&copy);
    assert_eq!(statements.len(), 43, "all tables but the history of the schema");
    for (table, sql) in &statements {
        let (here, there) = (rows(&one, sql).await, rows_of_file(&copy, sql));
        assert!(!here.is_empty(), "{table} has no row, so it proves nothing");
        if table == "setting" {
            assert!(there.contains(&format!("key|{}", one.key)), "the file's secrets are not sealed");
            assert_eq!(here.len(), there.len());
        } else {
            assert_eq!(here, there, "{table}");
        }
    }

    let (good, said) = anomalia(&other, Some(&second.url), &["restore", &file]).await;
    assert!(good && said.contains("the PostgreSQL database now holds"), "{said}");
    let two = app(&other, &second.url).await;
    assert_eq!(two.key, one.key);
    for (table, sql) in &statements {
        if !["setting", "session", "device"].contains(&table.as_str()) {
            assert_eq!(rows(&one, sql).await, rows(&two, sql).await, "{table}");
        }
    }
    let open = "select cast(count(*) as text) from session where ended_at is null";
    assert_eq!(rows(&two, open).await, ["0"]);
    assert_eq!(rows(&two, "select cast(count(*) as text) from device where revoked_at is null").await, ["0"]);
    assert!(rows(&two, "select value from setting where name = 'key'").await[0].starts_with("sealed-1:"));
    let pointers = "select cast(count(*) as text) from pg_constraint where contype = 'f' and condeferrable";
    assert_eq!(rows(&two, pointers).await, ["0"], "rows that point to nothing are refused at once again");
    assert!(!other.join("restoring.db").exists());

    let (good, said) = anomalia(&other, Some(&second.url), &["restore", &file]).await;
    assert!(!good && said.contains("is in use"), "{said}");
    two.db.close().await;
    let (good, said) = anomalia(&other, Some(&second.url), &["restore", &file]).await;
    assert!(!good && said.contains("holds data"), "{said}");

    let back: PathBuf = folder("back").join("data");
    let (good, said) = anomalia(&back, None, &["restore", &file]).await;
    assert!(good, "{said}");
    for (table, sql) in &statements {
        if !["setting", "session", "device"].contains(&table.as_str()) {
            assert_eq!(rows_of_file(&copy, sql), rows_of_file(&back.join("anomalia.db"), sql), "{table}");
        }
    }
    one.db.close().await;
    first.drop().await;
    second.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copy_of_postgresql_is_of_one_moment_while_others_write() {
    on_both(async |house| {
        if house.is_sqlite() {
            return;
        }
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.ticket(&admin, &concert, "Ana", &[]).await;
        house.write("insert into setting (name, value) values ('n', '1')").await;
        let (stop, told) = (AtomicBool::new(false), AtomicI64::new(1));
        let writers = join_all((0..4).map(|_| async {
            while !stop.load(Ordering::SeqCst) {
                let add = "update setting set value = cast(cast(value as bigint) + 1 as text) where name = 'n'";
                write(&house.app, &[add, "update concert_sales set held = held + 1"]).await;
                told.fetch_add(1, Ordering::SeqCst);
            }
        }));
        let copies = async {
            for nth in 0..5 {
                tokio::time::sleep(Duration::from_millis(50)).await;
                let (before, file) = (told.load(Ordering::SeqCst), house.folder.join(format!("copy-{nth}.db")));
                carry::to_file(&house.app.config, &file).await.expect("a copy");
                let held: i64 = query(&file, "select held from concert_sales")[0].parse().expect("a number");
                let same = query(&file, "select value from setting where name = 'n'");
                assert_eq!(same, [held.to_string()], "written together, copied together");
                assert!(before <= held, "{before} were told before the copy began, and {held} are in it");
            }
            assert!(told.load(Ordering::SeqCst) > 20, "others wrote meanwhile");
            stop.store(true, Ordering::SeqCst);
        };
        tokio::join!(writers, copies);
    })
    .await;
}

async fn newest(house: &House) -> PathBuf {
    let name = keeper::tick(&house.app).await.expect("made").expect("one was due");
    house.app.config.backups().join(name)
}

#[tokio::test]
async fn copies_make_themselves_and_are_downloaded_on_both_engines() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.ticket(&admin, &concert, "Ana", &[]).await;
        let held = backup::verify(&newest(house).await).expect("whole");
        assert_eq!((held.fans, held.concerts, held.tickets), (1, 1, 1));
        assert_eq!(keeper::tick(&house.app).await.expect("looked"), None, "one a day");
        let options = doctor::Options { rebuild: false };
        let findings = doctor::examine(&house.app.config, house.app.clock.now(), options).await;
        let wrong: Vec<_> = findings.iter().filter(|finding| matches!(finding, Finding::Wrong(_))).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let answer = admin.post("/backup", &[("password", PASSWORD)]).await.ok();
        assert!(answer.bytes.starts_with(b"SQLite format 3\0"), "{}", answer.short());
        let file = house.folder.join("downloaded.db");
        std::fs::write(&file, &answer.bytes).expect("written");
        assert_eq!(backup::verify(&file).expect("whole"), held);
        let left = keeper::names(&house.app.config.backups());
        assert_eq!(left.len(), 1, "{left:?}");
    })
    .await;
}
