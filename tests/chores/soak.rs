//! Ten times more than it can do, and then an hour of everything: what is answered, how soon it is well again, and whether its
//! memory stays. For bin/soak: `soak PROGRAM FOLDER MINUTES`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anomalia::base::clock::{Clock, stamp};
use anomalia::base::db::id;
use reqwest::{Client, StatusCode};
use rusqlite::Connection;
use serde_json::json;
use tokio::task::JoinSet;

use crate::night::{Other, add_member, member, started};

/// Out of a hundred requests, how many are of which kind.
const MIX: [(&str, usize); 4] = [("door", 20), ("fan", 20), ("page", 45), ("figures", 15)];
/// Connections that ask as quickly as they are answered: what can be done at all.
const BUSY: usize = 16;
const SECONDS: u64 = 15;
const TIMES: f64 = 10.0;
/// Connections of the hour, and how long each waits before it asks again.
const STEADY: usize = 4;
const PAUSE: Duration = Duration::from_millis(50);

/// What may be asked for, by kind.
struct World {
    address: String,
    client: Client,
    headers: Vec<(&'static str, String)>,
    paths: BTreeMap<&'static str, Vec<String>>,
    codes: Vec<(String, String)>,
    nth: AtomicUsize,
}

/// How requests ended: kind and status (0: no answer), and how long it took.
type Ended = Vec<(&'static str, u16, Duration)>;

impl World {
    async fn new(address: &str, database: &Path) -> Self {
        let opened = Connection::open(database).expect("the file");
        let column = |sql: &str| -> Vec<String> {
            let mut statement = opened.prepare(sql).expect(sql);
            let rows = statement.query_map([], |row| row.get(0)).expect(sql);
            rows.map(|row| row.expect("a text")).collect()
        };
        let good = |what: &str| {
            format!(
                "select {what} from ticket t where t.voided_at is null and t.replaced_at is null and t.concert_id =
                   (select id from concert where cancelled_at is null order by doors_at desc limit 1)
                 limit 200"
            )
        };
        let (fans, concerts, tickets, links) = (
            column("select id from fan where erased_at is null limit 200"),
            column("select id from concert limit 40"),
            column(&good("t.id")),
            column(&good("t.link_token")),
        );
        let busiest =
            column("select concert_id from ticket group by concert_id order by count(*) desc limit 1").remove(0);
        let codes = column(&format!("select code from ticket where concert_id = '{busiest}'"));
        let each = |before: &str, all: &[String], after: &str| -> Vec<String> {
            all.iter().map(|id| format!("{before}{id}{after}")).collect()
        };
        let fixed = |all: &[&str]| -> Vec<String> { all.iter().map(|path| (*path).to_owned()).collect() };
        let lists = fixed(&["/", "/fans", "/fans?q=mar", "/concerts", "/tickets", "/messages", "/segments", "/scan"]);
        let page = [
            lists.iter().cycle().take(160).cloned().collect(),
            each("/fans/", &fans, ""),
            each("/concerts/", &concerts, ""),
            each("/tickets/", &tickets, ""),
        ];
        let figures = [
            fixed(&[
                "/insights/attendance",
                "/insights/arrival",
                "/insights/who",
                "/insights/value",
                "/insights/loyalty",
            ]),
            fixed(&["/insights/explore", "/fans.csv"]),
            each("/tickets/", &tickets[..8], ".png"),
        ];
        let fan = [each("/t/", &links, ""), each("/t/", &links[..60], ".png")];
        let paths = BTreeMap::from([("page", page.concat()), ("figures", figures.concat()), ("fan", fan.concat())]);
        let visitor = crate::Visitor::new(address, "/login");
        let cookie = member(&visitor).await;
        let headers = vec![("cookie", cookie), ("x-csrf-token", visitor.token().await)];
        let client = Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = client.timeout(Duration::from_secs(15)).build().expect("a client");
        let codes = codes.into_iter().map(|code| (busiest.clone(), code)).collect();
        Self { address: address.to_owned(), client, headers, paths, codes, nth: AtomicUsize::new(0) }
    }

    /// Asks for something, each kind as often as in [`MIX`].
    async fn ask(&self) -> (&'static str, u16, Duration) {
        let nth = self.nth.fetch_add(1, Ordering::Relaxed);
        // 37 and 100 have no divisor in common: all of a hundred come, well mixed.
        let mut at = nth * 37 % 100;
        let kind = MIX.iter().find(|(_, share)| {
            let is = at < *share;
            at = at.saturating_sub(*share);
            is
        });
        let kind = kind.expect("a kind").0;
        let begun = Instant::now();
        let mut request = if kind == "door" {
            let (concert, code) = &self.codes[nth % self.codes.len()];
            let now = Clock::system().now();
            self.client.post(format!("{}/door/{concert}/scans", self.address)).json(&json!({
                "device_clock_ms": now.as_millisecond(), "scans": [{
                    "id": id::new(now), "kind": "entry", "source": "camera", "code": code, "ticket_id": null,
                    "happened_at": stamp(now), "phone_verdict": null, "takes_back": null, "seq": nth,
                }],
            }))
        } else {
            let paths = &self.paths[kind];
            self.client.get(format!("{}{}", self.address, paths[nth / 7 % paths.len()]))
        };
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let answered = async {
            let answer = request.send().await.ok()?;
            let status = answer.status();
            let says_when = status != StatusCode::SERVICE_UNAVAILABLE || answer.headers().contains_key("retry-after");
            // An unpaid ticket's picture leads to its page.
            let said = if status == StatusCode::SEE_OTHER { 200 } else { status.as_u16() };
            let body = answer.bytes().await.ok().filter(|_| says_when)?;
            // A door that answers without a verdict has done nothing.
            let is_done = kind != "door" || said != 200 || body.windows(9).any(|some| some == b"\"verdict\"");
            is_done.then_some(said)
        };
        (kind, answered.await.unwrap_or(0), begun.elapsed())
    }

    /// So many ask, each so long after it was answered.
    async fn busy(self: &Arc<Self>, connections: usize, pause: Duration, time: Duration) -> Ended {
        let until = Instant::now() + time;
        let one = |world: Arc<Self>| async move {
            let mut ended = Vec::new();
            while Instant::now() < until {
                ended.push(world.ask().await);
                tokio::time::sleep(pause).await;
            }
            ended
        };
        let all: Vec<_> = (0..connections).map(|_| tokio::spawn(one(self.clone()))).collect();
        let mut ended = Vec::new();
        for one in all {
            ended.extend(one.await.expect("no panic"));
        }
        ended
    }

    /// So many ask every second, whether or not the others were answered.
    async fn flood(self: &Arc<Self>, rate: f64, time: Duration) -> (Ended, JoinSet<()>) {
        let ended = Arc::new(Mutex::new(Vec::new()));
        let (begun, mut sent, mut all) = (Instant::now(), 0.0, JoinSet::new());
        while begun.elapsed() < time {
            while sent < begun.elapsed().as_secs_f64() * rate {
                let (world, ended) = (self.clone(), ended.clone());
                all.spawn(async move {
                    let one = world.ask().await;
                    ended.lock().expect("nobody panics here").push(one);
                });
                sent += 1.0;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // What is answered after that isn't counted, and goes on beside whoever comes next.
        let counted = std::mem::take(&mut *ended.lock().expect("nobody panics here"));
        println!("  {sent:.0} asked, {} of them answered after the end", sent as usize - counted.len());
        (counted, all)
    }
}

/// Prints what came of requests: by kind how many were done a second, told to come again, not answered, and the times.
fn told(ended: &Ended, time: Duration) -> f64 {
    println!("  | kind | done/s | told when to come again/s | other | p50 ms | p99 ms |\n  |--|--:|--:|--:|--:|--:|");
    let mut all = 0.0;
    for (kind, _) in MIX {
        let of: Vec<_> = ended.iter().filter(|one| one.0 == kind).collect();
        // 429: one address that asks for fans' pictures all the time.
        let rate = |is: fn(u16) -> bool| of.iter().filter(|one| is(one.1)).count() as f64 / time.as_secs_f64();
        let (done, again) = (rate(|status| status == 200), rate(|status| matches!(status, 429 | 503)));
        let mut took: Vec<Duration> = of.iter().filter(|one| one.1 == 200).map(|one| one.2).collect();
        took.sort_unstable();
        let at = |part: usize| took.get(took.len() * part / 100).map_or(0.0, |it| it.as_secs_f64() * 1e3);
        let other = of.iter().filter(|one| !matches!(one.1, 200 | 429 | 503)).count();
        println!("  | {kind} | {done:.0} | {again:.0} | {other} | {:.0} | {:.0} |", at(50), at(99));
        all += done;
    }
    println!("  {all:.0} done a second in all");
    all
}

/// What a process holds in memory, in MiB.
fn resident(server: &Other) -> f64 {
    let said = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
    let line = said.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0) / 1_024.0
}

pub async fn soak() {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    let [program, folder, minutes] = &arguments[..] else { return eprintln!("soak PROGRAM FOLDER MINUTES") };
    let minutes: usize = minutes.parse().expect("minutes");
    assert!(minutes >= 4, "whether memory stays is seen in four parts, of a minute at least");
    let data = Path::new(folder).join("data");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(program);
        command.arg("--data").arg(&data).args(arguments).stdout(Stdio::null());
        command
    };
    assert!(run(&["demo"]).status().expect("the program").success());
    add_member(run(&[]));
    let (server, address) = started(&mut run(&["--port", "0"]));
    println!("resident at the start {:.0} MiB", resident(&server));
    let world = Arc::new(World::new(&address, &data.join("anomalia.db")).await);
    let time = Duration::from_secs(SECONDS);
    world.busy(BUSY, Duration::ZERO, Duration::from_secs(5)).await;
    println!("\n{BUSY} connections, each as soon as it is answered:");
    let most = told(&world.busy(BUSY, Duration::ZERO, time).await, time);
    println!("\nten times as many requests as that, {:.0} a second:", most * TIMES);
    let (ended, late) = world.flood(most * TIMES, time).await;
    let over = Instant::now();
    let useful = told(&ended, time);
    println!("  {:.0} % of what can be done was done; resident {:.0} MiB", 100.0 * useful / most, resident(&server));
    let usual = loop {
        let ended = world.busy(1, Duration::ZERO, Duration::from_millis(500)).await;
        let is_usual = |one: &(_, u16, Duration)| matches!(one.1, 200 | 429) && one.2 < Duration::from_millis(500);
        let slow = ended.iter().filter(|one| !is_usual(one)).count();
        if slow == 0 || over.elapsed() > Duration::from_secs(60) {
            break over.elapsed();
        }
    };
    late.join_all().await;
    println!("  as usual again {:.1} s after it", usual.as_secs_f64());
    println!(
        "\n{STEADY} connections, each {PAUSE:?} after it is answered, for {minutes} minutes:\n  | minute | resident MiB | done/s | other |\n  |--:|--:|--:|--:|"
    );
    let minute = Duration::from_secs(60);
    let (mut held, mut all) = (Vec::new(), 0);
    for nth in 1..=minutes {
        let ended = world.busy(STEADY, PAUSE, minute).await;
        let other = ended.iter().filter(|one| !matches!(one.1, 200 | 429 | 503)).count();
        held.push(resident(&server));
        all += ended.len();
        println!("  | {nth} | {:.0} | {} | {other} |", held[nth - 1], ended.len() / 60);
    }
    // The first quarter is when caches fill.
    let part = held.len() / 4;
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len().max(1) as f64;
    let (early, late) = (mean(&held[part..2 * part]), mean(&held[held.len() - part..]));
    println!("  {all} requests; resident {early:.0} MiB in the second quarter, {late:.0} in the last");
    assert!(useful > most / 2.0, "more than half of what can be done is done");
    assert!(usual < Duration::from_secs(5), "normal again within five seconds");
    assert!(late < early * 1.1 + 4.0, "memory stays");
}
