//! How quick an admission is over HTTP, durable before the answer, beside what this machine can do at all: a bare handler on
//! the same socket, and one fdatasync after another on the same disk. For bin/bench: `admission PROGRAM FOLDER [POSTGRESQL]`.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anomalia::base::clock::stamp;
use anomalia::base::db::{Db, id};
use axum::{Json, Router, routing::post};
use reqwest::Client;
use serde_json::{Value, json};

use crate::commit;
use crate::night::{Night, started};

/// Connections at once, and how many are let in with each.
const ROUNDS: [(usize, usize); 4] = [(1, 600), (8, 2_400), (32, 4_000), (256, 6_000)];

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

/// Prints how quick an admission is at a night over so many connections, and what is left of its codes.
async fn rounds(night: &Night, folder: &Path, more: usize) -> (String, Vec<String>) {
    let concert = night.concert().await;
    let all: usize = more + ROUNDS.iter().map(|(_, count)| count).sum::<usize>();
    let (codes, token) = night.many(&concert, all).await;
    let mut codes = codes.into_iter();
    let (server, address) = night.serve();
    let cookie = format!("door={token}");
    let token = crate::Visitor::with(&address, "/scan", &[("cookie", &cookie)]).token().await;
    let headers = [("cookie", cookie), ("x-csrf-token", token)];
    let (_bare, bare_at) = started(Command::new(std::env::current_exe().expect("this program")).arg("bare"));
    let synced = fdatasync(folder);
    println!("\nfdatasync of a page: p50 {:.2} ms", synced.as_secs_f64() * 1e3);
    println!(
        "\n| connections | bare handler/s | bare p50 ms | admitted/s | p50 ms | p99 ms | CPU µs | ceiling/s | of it | refused/s | p50 ms |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (connections, count) in ROUNDS {
        let mine: Vec<String> = codes.by_ref().take(count).collect();
        let bodies = |from: i64| -> Vec<Value> { mine.iter().zip(from..).map(|(code, seq)| body(code, seq)).collect() };
        let bare = sent(&bare_at, &concert, &headers, connections, bodies(1), "admitted").await;
        night.looked_at().await;
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
    (concert, codes.collect())
}

/// PostgreSQL's own pgbench, with the two statements that an admission can't do without, in a transaction each.
const TWO: &str = "
\\set n :n + 1
\\set nth 1000000 + :client_id * 400 + :n
begin;
insert into scan (id, concert_id, ticket_id, door, kind, source, seq, happened_at, received_at, verdict, answer)
  select '0' || lpad(cast(:nth as text), 25, '0'), t.concert_id, t.id, 'Puerta 1', 'entry', 'camera', :n,
    '2026-11-29T02:30:00.000Z', '2026-11-29T02:30:00.000Z', 'admitted', '{}'
  from ticket t where t.code = 'YYYY' || lpad(cast(:nth as text), 12, '0');
insert into admission (ticket_id, nth, scan_id, concert_id, admitted_at)
  select t.id, 1, '0' || lpad(cast(:nth as text), 25, '0'), t.concert_id, '2026-11-29T02:30:00.000Z'
  from ticket t where t.code = 'YYYY' || lpad(cast(:nth as text), 12, '0')
    and t.voided_at is null and t.replaced_at is null
    and (select count(*) from admission a where a.ticket_id = t.id) < t.admits
  on conflict do nothing;
commit;
";

/// Prints how often a second pgbench admits with so many clients.
async fn pgbench(url: &str, folder: &Path) {
    let db = Db::open_postgres(url).await.expect("PostgreSQL");
    let mut tx = db.write().await.expect("a write");
    sqlx::query(
        "insert into ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents,
           currency, method, issued_at, cursor)
         select '1' || lpad(cast(n as text), 25, '0'), t.concert_id, t.fan_id, n, 'YYYY' || lpad(cast(n as text), 12, '0'),
           lpad(cast(n as text), 64, '1'), 1, t.price_name, 0, t.currency, 'courtesy', t.issued_at, t.cursor
         from generate_series(1000001, 1000001 + 400 * 256) n, (select * from ticket where number = 1) t",
    )
    .execute(&mut *tx)
    .await
    .expect("many tickets");
    tx.commit().await.expect("kept");
    let script = folder.join("two.sql");
    std::fs::write(&script, TWO).expect("a script");
    println!("\npgbench, two statements a transaction:\n\n| clients | a second |\n|--:|--:|");
    for (clients, _) in ROUNDS {
        for emptied in ["delete from admission where scan_id like '0000%'", "delete from scan where id like '0000%'"] {
            let mut tx = db.write().await.expect("a write");
            sqlx::query(emptied).execute(&mut *tx).await.expect("as before");
            tx.commit().await.expect("kept");
        }
        let mut bench = Command::new("pgbench");
        bench.args(["-n", "-M", "prepared", "-j", "2", "-t", "200", "-D", "n=0", "-c", &clients.to_string(), "-f"]);
        let said = bench.arg(&script).arg(url).output().expect("pgbench");
        let (text, wrong) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
        let rate = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse::<f64>().ok());
        println!("| {clients} | {:.0} |", rate.unwrap_or_else(|| panic!("{text}{wrong}")));
        let kept: i64 = sqlx::query_scalar("select count(*) from admission where scan_id like '0000%'")
            .fetch_one(db.read())
            .await
            .expect("a number");
        assert_eq!(kept, 200 * clients as i64, "each was let in: {text}{wrong}");
    }
    db.close().await;
}

pub async fn admission() {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    let (program, folder, url) = match &arguments[..] {
        [program, folder] => (program, Path::new(folder), None),
        [program, folder, url] => (program, Path::new(folder), Some(&**url)),
        _ => return eprintln!("admission PROGRAM FOLDER [POSTGRESQL]"),
    };
    let night = Night::new(program, folder, url);
    let (concert, codes) = rounds(&night, folder, commit::wanted()).await;
    match url {
        Some(url) => pgbench(url, folder).await,
        None => commit::beside(&night.file(), &concert, &codes).await,
    }
}
