//! Programs that share a PostgreSQL, that lose it in the middle, and that are killed while they change their database.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anomalia::base::secret;
use reqwest::Method;
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::house::{Database, EVENING, PASSWORD, Process, Visitor, first_member, folder, phone_scan};
use crate::live::next;

/// A key for the secrets that several programs share.
const SEAL: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn start(name: &str, url: &str) -> Process {
    let arguments = ["--clock", EVENING, "--database-url", url];
    Process::start(folder(name).join("data"), &arguments, &[("ANOMALIA_SECRET_KEY", SEAL)])
}

/// A concert that a member sells for, and the codes of so many tickets.
async fn night(member: &Visitor, tickets: usize) -> (String, Vec<String>) {
    let concert = member.concert(&[("price_until", "")]).await;
    let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
    let price = form.between("name=\"price\" value=\"", "\"");
    let mut codes = Vec::new();
    for nth in 0..tickets {
        let fan = format!("Persona {nth}");
        let fields = [("concert", &*concert), ("fan", &fan), ("method", "cash"), ("price", &price)];
        let ticket = member.post("/tickets", &fields).await.made();
        let page = member.get(&format!("/tickets/{ticket}")).await.ok().text();
        let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
        let words = page.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-');
        codes.push(words.map(str::trim).find(|word| is_code(word)).expect("a code").to_owned());
    }
    (concert, codes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_programs_share_a_postgresql_and_one_goes_on_when_the_other_is_killed() {
    let Some(database) = Database::new().await else { return };
    let mut first = start("shared-one", &database.url);
    let member = first_member(&first).await;
    let (concert, codes) = night(&member, 3).await;
    let second = start("shared-two", &database.url);
    let other = Visitor::new(&second.address, "/login");
    other.sign_in("Xime", PASSWORD).await.is(303);
    let mut stream = other.request(Method::GET, &format!("/concerts/{concert}/live")).send().await.expect("a stream");
    let mut waiting = String::new();
    assert_eq!(next(&mut stream, &mut waiting).await["inside"], 0);
    assert_eq!(phone_scan(&member, &concert, &codes[0]).await["verdict"], "admitted");
    assert_eq!(next(&mut stream, &mut waiting).await["inside"], 1, "a scan on one shows on the other's open page");
    assert_eq!(phone_scan(&other, &concert, &codes[0]).await["verdict"], "already_used");
    assert_eq!(next(&mut stream, &mut waiting).await["refused"], 1);
    first.kill();
    assert_eq!(phone_scan(&other, &concert, &codes[1]).await["verdict"], "admitted");
    assert_eq!(next(&mut stream, &mut waiting).await["inside"], 2, "the other goes on");
    drop((stream, first, second));
    database.drop().await;
}

/// A line to PostgreSQL that cuts itself: after a COMMIT went through and before its answer comes back; or all of it.
#[derive(Default)]
struct Cutter {
    /// The next COMMIT's answer is kept back.
    armed: AtomicBool,
    cut: AtomicUsize,
    /// Nobody comes through.
    down: AtomicBool,
}

async fn cutter(to: &str) -> (u16, Arc<Cutter>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (cutter, to) = (Arc::new(Cutter::default()), to.to_owned());
    let shared = cutter.clone();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            if !shared.down.load(Ordering::SeqCst) {
                tokio::spawn(line(client, to.clone(), shared.clone()));
            }
        }
    });
    (port, cutter)
}

async fn line(mut client: TcpStream, to: String, cutter: Arc<Cutter>) {
    let mut server = TcpStream::connect(to).await.expect("PostgreSQL");
    let (mut asked, mut answered) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Ok(n @ 1..) = read else { return };
                let commits = asked[..n].windows(6).any(|word| word == b"COMMIT");
                if server.write_all(&asked[..n]).await.is_err() { return }
                if commits && cutter.armed.swap(false, Ordering::SeqCst) {
                    // It is done by the time that its answer is here; and nobody hears of it.
                    let _ = server.read(&mut answered).await;
                    cutter.cut.fetch_add(1, Ordering::SeqCst);
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(n @ 1..) = read else { return };
                if client.write_all(&answered[..n]).await.is_err() { return }
            }
            () = tokio::time::sleep(Duration::from_millis(50)), if cutter.down.load(Ordering::SeqCst) => return,
            () = tokio::time::sleep(Duration::from_millis(200)) => {}
        }
    }
}

/// One scan as a phone sends it: its status, and what was answered.
async fn sends(member: &Visitor, concert: &str, scan: &Value) -> (u16, Value) {
    let at: jiff::Timestamp = EVENING.parse().expect("a time");
    let body = json!({ "device_clock_ms": at.as_millisecond(), "scans": [scan] });
    let answer = member.post_json(&format!("/door/{concert}/scans"), &body).await;
    (answer.status, serde_json::from_slice(&answer.bytes).unwrap_or_default())
}

fn entry(code: &str) -> Value {
    let at: jiff::Timestamp = EVENING.parse().expect("a time");
    json!({ "id": anomalia::base::db::id::new(at), "kind": "entry", "source": "camera", "code": code,
        "happened_at": anomalia::base::clock::stamp(at), "seq": 1 })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_is_no_admission_until_the_phone_asks_again() {
    let Some(database) = Database::new().await else { return };
    let address = database.url.rsplit_once('@').expect("a server").1.split('/').next().expect("a server");
    let (port, cutter) = cutter(address).await;
    let program = start("cut-off", &database.url.replace(address, &format!("127.0.0.1:{port}")));
    let member = first_member(&program).await;
    let (concert, codes) = night(&member, 4).await;
    member.token().await;
    for code in &codes[..2] {
        let scan = entry(code);
        cutter.armed.store(true, Ordering::SeqCst);
        let (status, answer) = sends(&member, &concert, &scan).await;
        assert!(status >= 500 && !answer.to_string().contains("admitted"), "{status}: {answer}");
        // It was committed: the same scan gets its first answer now.
        let (status, answer) = sends(&member, &concert, &scan).await;
        assert_eq!((status, &answer["results"][0]["verdict"]), (200, &json!("admitted")), "{answer}");
        assert_eq!(phone_scan(&member, &concert, code).await["verdict"], "already_used");
    }
    assert_eq!(cutter.cut.load(Ordering::SeqCst), 2);
    let (_, answer) = sends(&member, &concert, &entry("0000-0000-0000-0000")).await;
    assert_eq!((&answer["numbers"]["admitted"], &answer["numbers"]["conflicts"]), (&json!(2), &json!(0)), "{answer}");

    // PostgreSQL is gone for this program, though not for another: an open page of this one hears of it afterwards.
    let direct = start("not-cut-off", &database.url);
    let other = Visitor::new(&direct.address, "/login");
    other.sign_in("Xime", PASSWORD).await.is(303);
    other.token().await;
    let mut stream = member.request(Method::GET, &format!("/concerts/{concert}/live")).send().await.expect("a stream");
    let mut waiting = String::new();
    assert_eq!(next(&mut stream, &mut waiting).await["inside"], 2);
    cutter.down.store(true, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let scan = entry(&codes[2]);
    let (status, answer) = sends(&member, &concert, &scan).await;
    assert!(status >= 500 && !answer.to_string().contains("admitted"), "{status}: {answer}");
    assert_eq!(phone_scan(&other, &concert, &codes[3]).await["verdict"], "admitted");
    cutter.down.store(false, Ordering::SeqCst);
    while next(&mut stream, &mut waiting).await["inside"] != 3 {}
    let begun = Instant::now();
    let verdict = loop {
        let (status, answer) = sends(&member, &concert, &scan).await;
        if status == 200 {
            break answer["results"][0]["verdict"].clone();
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{status}: {answer}");
    };
    assert_eq!(verdict, "admitted", "it goes on by itself");
    while next(&mut stream, &mut waiting).await["inside"] != 4 {}
    drop(direct);
    drop((stream, program));
    database.drop().await;
}

/// A database as an older version left it, with so many fans.
fn older(file: &Path, last: &str, fans: usize) {
    let opened = Connection::open(file).expect("a file");
    opened
        .execute_batch("pragma journal_mode = wal; create table migration (name text primary key, sum text not null)")
        .expect("a table");
    let mut steps: Vec<_> =
        std::fs::read_dir("migrations").expect("migrations").flatten().map(|entry| entry.path()).collect();
    steps.sort();
    for step in steps {
        let name = step.file_name().expect("a name").to_string_lossy().into_owned();
        if *name > *last {
            break;
        }
        let text = std::fs::read_to_string(&step).expect("a step");
        opened.execute_batch(&text).expect("a step");
        opened.execute("insert into migration values (?1, ?2)", (&name, secret::hash(&text))).expect("noted");
    }
    opened
        .execute_batch(&format!(
            "with recursive n(n) as (select 1 union all select n + 1 from n where n < {fans})
             insert into fan (id, name, name_folded, language, created_at, changed_at)
             select printf('%026d', n), 'Ana ' || n, 'ana ' || n, 'es', '2026-11-20T18:00:00.000Z',
               '2026-11-20T18:00:00.000Z' from n"
        ))
        .expect("fans");
}

fn steps_of(file: &Path) -> usize {
    let opened = Connection::open(file).expect("the file");
    let whole: String = opened.query_row("pragma integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(whole, "ok");
    opened.query_row("select count(*) from migration", [], |row| row.get::<_, i64>(0)).expect("a number") as usize
}

#[test]
fn a_program_killed_while_it_changes_an_older_database_leaves_the_old_one_or_the_new_one() {
    let here = folder("half-way");
    let (kept, data) = (here.join("older.db"), here.join("data"));
    older(&kept, "0014_join_price.sql", 20_000);
    let (before, all) = (steps_of(&kept), std::fs::read_dir("migrations").expect("migrations").count());
    let run = |wait: Option<Duration>| {
        let _ = std::fs::remove_dir_all(&data);
        std::fs::create_dir_all(&data).expect("a folder");
        std::fs::copy(&kept, data.join("anomalia.db")).expect("a copy");
        let mut command = Command::new(env!("CARGO_BIN_EXE_anomalia"));
        command.arg("--data").arg(&data).args(["--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let begun = Instant::now();
        let mut child = command.spawn().expect("it starts");
        match wait {
            Some(wait) => std::thread::sleep(wait),
            // Until it says where it serves.
            None => drop(std::io::Read::read(&mut child.stdout.take().expect("its output"), &mut [0; 64])),
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        begun.elapsed()
    };
    let whole = run(None);
    assert_eq!(steps_of(&data.join("anomalia.db")), all, "an older database is brought up to date");
    let (mut old, mut new) = (0, 0);
    for nth in 0..20 {
        // From before it begins until long after its end, also where the machine is slower by now.
        run(Some(whole * nth / 10));
        match steps_of(&data.join("anomalia.db")) {
            steps if steps == before => old += 1,
            steps if steps == all => new += 1,
            steps => panic!("{steps} steps: between"),
        }
        // A copy is made before, or nothing was changed yet.
        let copies = std::fs::read_dir(&data).expect("the folder").flatten();
        let copies = copies.filter(|entry| entry.file_name().to_string_lossy().contains("before-"));
        assert!(copies.count() == 1 || steps_of(&data.join("anomalia.db")) == before);
    }
    println!("killed 20 times within {whole:?}: {old} were old, {new} new, none between");
    assert!(old > 0 && new > 0, "{old} old, {new} new");
    let fans: i64 = Connection::open(data.join("anomalia.db"))
        .expect("the file")
        .query_row("select count(*) from fan", [], |row| row.get(0))
        .expect("a number");
    assert_eq!(fans, 20_000);
    let _ = std::fs::remove_dir_all(here);
}
