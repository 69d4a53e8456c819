//! How quick an admission is over HTTP, durable before the answer, beside what this machine can do at all: a bare handler on
//! the same socket, and one fdatasync after another on the same disk. For bin/bench: `admission PROGRAM FOLDER`.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anomalia::base::clock::stamp;
use anomalia::base::db::id;
use anomalia::base::secret;
use axum::{Json, Router, routing::post};
use reqwest::Client;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::{PASSWORD, commit};

/// Connections at once, and how many are let in with each.
const ROUNDS: [(usize, usize); 4] = [(1, 600), (8, 2_400), (32, 4_000), (256, 6_000)];

/// Another process, ended with this.
pub struct Other(Child);

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a program and waits until it says where it serves.
pub fn started(command: &mut Command) -> (Other, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let address = lines.by_ref().find_map(|line| line.strip_prefix("Anomalia serves ").map(str::to_owned));
    let address = address.and_then(|rest| rest.split_whitespace().next().map(str::to_owned)).expect("an address");
    std::thread::spawn(move || lines.for_each(drop));
    (Other(child), address.replace("localhost", "127.0.0.1"))
}

impl Other {
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// What its threads have had of the processors since it began, as Linux tells it, to a hundredth of a second.
    fn processor(&self) -> Duration {
        let said = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap_or_default();
        let fields: Vec<&str> = said.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
        Duration::from_millis(10 * (ticks(11) + ticks(12)))
    }
}

/// Serves a handler that reads what a phone sends and answers as shortly as the door does, and does nothing else.
pub async fn bare() {
    let handler = |Json(upload): Json<Value>| async move {
        let id = upload["scans"][0]["id"].clone();
        Json(json!({ "cursor": 1, "results": [{ "id": id, "verdict": "admitted" }] }))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("Anomalia serves http://{}", listener.local_addr().expect("an address"));
    axum::serve(listener, Router::new().route("/door/{concert}/scans", post(handler))).await.expect("served");
}

/// The middle of what an append of a page and its fdatasync take.
fn fdatasync(folder: &Path) -> Duration {
    let path = folder.join("synced");
    let file = OpenOptions::new().create(true).truncate(true).write(true).open(&path).expect("a file");
    let mut took: Vec<Duration> = (0..400)
        .map(|nth| {
            let begun = Instant::now();
            file.write_all_at(&[nth as u8; 4096], nth * 4096).expect("written");
            file.sync_data().expect("synced");
            begun.elapsed()
        })
        .collect();
    let _ = std::fs::remove_file(path);
    took.sort_unstable();
    took[took.len() / 2]
}

struct Said {
    per_second: f64,
    p50: Duration,
    p99: Duration,
}

/// Sends each body once, over so many connections.
async fn sent(
    address: &str,
    concert: &str,
    headers: &[(&'static str, String)],
    connections: usize,
    bodies: Vec<Value>,
    verdict: &'static str,
) -> Said {
    let url = format!("{address}/door/{concert}/scans");
    let share = bodies.len() / connections;
    let mut bodies = bodies.into_iter();
    let mut work = Vec::new();
    for _ in 0..connections {
        let mine: Vec<Value> = bodies.by_ref().take(share).collect();
        let (url, headers) = (url.clone(), headers.to_vec());
        // A client of one's own is a connection of one's own.
        let client = Client::builder().pool_max_idle_per_host(1).build().expect("a client");
        // Connecting isn't what is measured.
        client.get(format!("{address}/favicon.svg")).send().await.expect("an answer").bytes().await.expect("read");
        work.push(async move {
            let mut took = Vec::with_capacity(mine.len());
            for body in mine {
                let mut request = client.post(&url).json(&body);
                for (name, value) in &headers {
                    request = request.header(*name, value);
                }
                let begun = Instant::now();
                let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
                took.push(begun.elapsed());
                assert_eq!(answer["results"][0]["verdict"], verdict, "{answer}");
            }
            took
        });
    }
    let begun = Instant::now();
    let tasks: Vec<_> = work.into_iter().map(tokio::spawn).collect();
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.expect("no panic"));
    }
    let all = begun.elapsed();
    took.sort_unstable();
    Said {
        per_second: took.len() as f64 / all.as_secs_f64(),
        p50: took[took.len() / 2],
        p99: took[took.len() * 99 / 100],
    }
}

fn body(code: &str, seq: i64) -> Value {
    let now: jiff::Timestamp = crate::process::EVENING.parse().expect("a time");
    json!({ "device_clock_ms": now.as_millisecond(), "scans": [{
        "id": id::new(now), "kind": "entry", "source": "camera", "code": code, "ticket_id": null,
        "happened_at": stamp(now), "phone_verdict": null, "takes_back": null, "seq": seq,
    }] })
}

/// One ticket as many, as a bench needs them: written into the file while nobody has it open.
fn many(file: &Path, count: usize) -> Vec<String> {
    let opened = Connection::open(file).expect("the file");
    opened
        .execute_batch(&format!(
            "pragma foreign_keys = off;
             create temp table one as select * from ticket limit 1;
             with recursive n(n) as (select 2 union all select n + 1 from n where n < {count} + 1)
             insert into ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents, currency,
               method, issued_at, issued_by, cursor)
             select substr(id, 1, 16) || printf('%010d', n), concert_id, fan_id, n, printf('ZZZZ%012d', n),
               printf('%064d', n), admits, price_name, 0, currency, 'courtesy', issued_at, issued_by, cursor
             from one, n;
             update concert_sales set issued = issued + {count}, held = held + {count};"
        ))
        .expect("many tickets");
    let mut statement =
        opened.prepare("select code from ticket where code like 'ZZZZ%' order by number").expect("codes");
    let codes = statement.query_map([], |row| row.get(0)).expect("codes");
    codes.map(|code| code.expect("a code")).collect()
}

/// Adds Xime.
pub fn add_member(program: &str, data: &Path) {
    let mut add = Command::new(program);
    add.arg("--data").arg(data).args(["admin", "add", "Xime"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = add.spawn().expect("the program");
    child.stdin.take().expect("its input").write_all(PASSWORD.as_bytes()).expect("a password");
    assert!(child.wait().expect("an end").success());
}

/// Signs Xime in: the cookie of her session.
pub async fn member(visitor: &crate::Visitor) -> String {
    let answer = visitor.sign_in("Xime", PASSWORD).await;
    let cookies: Vec<&str> = answer.headers.get_all("set-cookie").iter().filter_map(|it| it.to_str().ok()).collect();
    let session = cookies.iter().find(|it| it.starts_with("session=")).and_then(|it| it.split(';').next());
    session.expect("a session").to_owned()
}

/// Lends a phone the door, as a link that was opened does: what its cookie holds.
fn lent(file: &Path, concert: &str) -> String {
    let (token, link, id) = (secret::token(), secret::token(), id::new(jiff::Timestamp::UNIX_EPOCH));
    Connection::open(file)
        .expect("the file")
        .execute(
            "insert into device (id, concert_id, account_id, name, link_hash, token_hash, created_at, claimed_at,
               last_seen_at, expires_at)
             select ?1, ?2, id, 'Puerta 1', ?3, ?4, created_at, created_at, created_at, '2027-01-01T11:00:00.000Z'
             from account",
            (id, concert, secret::hash(&link), secret::hash(&token)),
        )
        .expect("a lent door");
    token
}

pub async fn admission() {
    let (program, folder) = (std::env::args().nth(2), std::env::args().nth(3));
    let (Some(program), Some(folder)) = (program, folder) else { return eprintln!("admission PROGRAM FOLDER") };
    let data = Path::new(&folder).join("data");
    let serve = || {
        let mut command = Command::new(&program);
        command.arg("--data").arg(&data).args(["--port", "0", "--clock", crate::process::EVENING]);
        command
    };
    add_member(&program, &data);
    let (concert, fan) = {
        let (_server, address) = started(&mut serve());
        let member = crate::Visitor::new(&address, "/login");
        member.sign_in("Xime", PASSWORD).await.is(303);
        let concert = member.concert(&[("capacity", "100000"), ("price_until", "")]).await;
        let fan = member.fan("Ana Ruiz", &[]).await;
        let opened = Connection::open(data.join("anomalia.db")).expect("the file");
        let price: String =
            opened.query_row("select id from price where name = 'Taquilla'", [], |row| row.get(0)).expect("a price");
        let request = id::new(crate::process::EVENING.parse().expect("a time"));
        let fields = [
            ("concert", &*concert),
            ("fan", "Ana Ruiz"),
            ("fan_id", &fan),
            ("method", "cash"),
            ("price", &price),
            ("request", &request),
            ("again", "1"),
        ];
        member.post("/tickets", &fields).await.is(303);
        (concert, fan)
    };
    let _ = fan;
    let all: usize = commit::wanted() + ROUNDS.iter().map(|(_, count)| count).sum::<usize>();
    let mut codes = many(&data.join("anomalia.db"), all).into_iter();
    let cookie = format!("door={}", lent(&data.join("anomalia.db"), &concert));
    let (server, address) = started(&mut serve());
    let token = crate::Visitor::with(&address, "/scan", &[("cookie", &cookie)]).token().await;
    let headers = [("cookie", cookie), ("x-csrf-token", token)];
    let (_bare, bare_at) = started(Command::new(std::env::current_exe().expect("this program")).arg("bare"));
    let synced = fdatasync(Path::new(&folder));
    println!("\nfdatasync of a page: p50 {:.2} ms", synced.as_secs_f64() * 1e3);
    println!(
        "\n| connections | bare handler/s | bare p50 ms | admitted/s | p50 ms | p99 ms | CPU µs | ceiling/s | of it | refused/s | p50 ms |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (connections, count) in ROUNDS {
        let mine: Vec<String> = codes.by_ref().take(count).collect();
        let bodies = |from: i64| -> Vec<Value> { mine.iter().zip(from..).map(|(code, seq)| body(code, seq)).collect() };
        let bare = sent(&bare_at, &concert, &headers, connections, bodies(1), "admitted").await;
        let before = server.processor();
        let admitted = sent(&address, &concert, &headers, connections, bodies(1), "admitted").await;
        let each = (server.processor() - before).as_secs_f64() * 1e6 / mine.len() as f64;
        let refused = sent(&address, &concert, &headers, connections, bodies(1), "already_used").await;
        let n = connections as f64;
        let ceiling = bare.per_second.min(n / (synced.as_secs_f64() + n / bare.per_second));
        let ms = |took: Duration| took.as_secs_f64() * 1e3;
        println!(
            "| {connections} | {:.0} | {:.2} | {:.0} | {:.2} | {:.2} | {each:.0} | {ceiling:.0} | {:.0} % | {:.0} | {:.2} |",
            bare.per_second,
            ms(bare.p50),
            admitted.per_second,
            ms(admitted.p50),
            ms(admitted.p99),
            100.0 * admitted.per_second / ceiling,
            refused.per_second,
            ms(refused.p50)
        );
    }
    drop(server);
    commit::beside(&data.join("anomalia.db"), &concert, &codes.collect::<Vec<_>>()).await;
}
