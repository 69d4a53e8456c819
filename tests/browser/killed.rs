//! A server that dies twenty times while three phones scan: whom it let in stays let in, nobody twice, and whoever asks
//! again is told the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::alone::{bar, is_lent};
use crate::driver::{Browser, Options};
use crate::process::Process;
use crate::visitor::Visitor;
use crate::{EVENING, opened};

const KILLS: usize = 20;
const TICKETS: usize = 480;

/// Numbers that are the same each time for the same seed (xorshift64*).
struct Dice(u64);

impl Dice {
    /// `ANOMALIA_SEED` says a seed; otherwise each run has its own.
    fn new() -> Self {
        let said = std::env::var("ANOMALIA_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = said.unwrap_or_else(|| u64::from(std::process::id()));
        println!("ANOMALIA_SEED={seed}");
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides
    }

    fn ms(&mut self, from: usize, to: usize) -> Duration {
        Duration::from_millis((from + self.roll(to - from)) as u64)
    }
}

/// What a screen showed.
#[derive(Debug, Deserialize)]
struct Screen {
    code: String,
    verdict: String,
    by: String,
    ms: u64,
}

/// What was seen of a phone, as `killed.js` writes it down.
#[derive(Debug, Deserialize)]
struct Watched {
    shown: Vec<Screen>,
    sent: BTreeMap<String, Vec<Value>>,
    answers: Vec<String>,
    done: bool,
}

impl Watched {
    async fn of(browser: &Browser) -> Self {
        serde_json::from_value(browser.run("return window.watched", vec![]).await).expect("what was seen")
    }

    /// The screens with the scans that they were about: a phone counts its scans, and shows one after another.
    fn screens(&self) -> BTreeMap<&str, &Screen> {
        let mut made: Vec<(&str, &Value)> = self.sent.iter().map(|(id, all)| (id.as_str(), &all[0])).collect();
        made.sort_by_key(|(_, scan)| scan["seq"].as_i64());
        assert_eq!(made.len(), self.shown.len(), "each scan that was shown was sent, and no other");
        let pair = |((id, scan), screen): ((&'_ str, &Value), _)| {
            let screen: &Screen = screen;
            assert_eq!(scan["code"], screen.code, "scan {}", scan["seq"]);
            (id.to_owned(), screen)
        };
        let pairs: BTreeMap<String, &Screen> = made.into_iter().zip(&self.shown).map(pair).collect();
        self.sent.keys().map(|id| (id.as_str(), pairs[id])).collect()
    }
}

/// The results in an answer by their ids, byte by byte as they came.
fn results(answer: &str) -> Vec<(&str, &str)> {
    let inner = answer.split_once("\"results\":[").and_then(|(_, rest)| rest.split_once("],\"numbers\""));
    let (mut rest, mut found) = (inner.unwrap_or_else(|| panic!("no results: {answer}")).0, Vec::new());
    while !rest.is_empty() {
        // Only a result begins so: the id of its ticket stands behind a colon.
        let end = rest.find(",{\"id\":\"").unwrap_or(rest.len());
        let one = &rest[..end];
        found.push((one.strip_prefix("{\"id\":\"").and_then(|one| one.get(..26)).expect("an id"), one));
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    found
}

/// A row of `scan`, and whether somebody is in there by it.
struct Row {
    ticket: String,
    verdict: String,
    phone_verdict: Option<String>,
    answer: String,
    inside: bool,
}

fn rows(file: &Path) -> BTreeMap<String, Row> {
    let file = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    let sql = "select s.id, t.code, s.verdict, s.phone_verdict, s.answer,
                 exists (select 1 from admission a where a.scan_id = s.id and a.ended_at is null)
               from scan s join ticket t on t.id = s.ticket_id";
    let mut statement = file.prepare(sql).expect(sql);
    let row = |row: &rusqlite::Row<'_>| {
        let (verdict, phone_verdict) = (row.get(2)?, row.get(3)?);
        let it = Row { ticket: row.get(1)?, verdict, phone_verdict, answer: row.get(4)?, inside: row.get(5)? };
        Ok((row.get(0)?, it))
    };
    statement.query_map([], row).expect(sql).map(|row| row.expect(sql)).collect()
}

/// How often each first column stands there.
fn counts(file: &Path, sql: &str) -> BTreeMap<String, usize> {
    let file = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    let mut statement = file.prepare(sql).expect(sql);
    let mut counts = BTreeMap::new();
    for one in statement.query_map([], |row| row.get::<_, String>(0)).expect(sql) {
        *counts.entry(one.expect(sql)).or_default() += 1;
    }
    counts
}

/// The scans that the dead server left in its file; read from a copy, lest a look at it mends what the next start has to.
fn left_behind(data: &Path) -> BTreeSet<String> {
    let copy = crate::folder("killed-copy");
    for name in ["anomalia.db", "anomalia.db-wal"] {
        if data.join(name).exists() {
            std::fs::copy(data.join(name), copy.join(name)).expect("copied");
        }
    }
    let file = Connection::open(copy.join("anomalia.db")).expect("the copy opens");
    let whole: String = file.query_row("pragma integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(whole, "ok", "what a killed server leaves is a whole database");
    drop(file);
    let found = rows(&copy.join("anomalia.db")).into_keys().collect();
    let _ = std::fs::remove_dir_all(copy);
    found
}

/// Waits for the next write to the disk, a second at most: whoever is killed then has committed and not answered yet.
async fn until_it_writes(data: &Path) {
    let log = data.join("anomalia.db-wal");
    let look = move || std::fs::metadata(&log).map(|it| (it.len(), it.modified().ok())).ok();
    let waiting = move || {
        let (begun, before) = (Instant::now(), look());
        while look() == before && begun.elapsed() < Duration::from_secs(1) {
            std::thread::sleep(Duration::from_micros(100));
        }
    };
    tokio::task::spawn_blocking(waiting).await.expect("waited");
}

/// Issues so many tickets from a pasted list, and gives their codes.
async fn guests(program: &Process, member: &Visitor, concert: &str) -> Vec<String> {
    let letter = |n: usize| char::from(b'a' + n as u8);
    let name = |n: usize| format!("Fan {}{}{}", letter(n / 100), letter(n / 10 % 10), letter(n % 10));
    let pasted: Vec<String> = (0..TICKETS).map(name).collect();
    let (pasted, page) = (pasted.join("\n"), format!("/tickets/list?concert={concert}"));
    let price = member.get(&page).await.ok().field("price");
    let fields = [("concert", concert), ("pasted", &pasted), ("method", "courtesy"), ("price", &price)];
    let batch = member.post("/tickets/list", &fields).await.ok().field("batch");
    let mut fields = fields.to_vec();
    fields.push(("batch", &batch));
    member.post("/tickets/list/confirm", &fields).await.made();
    let codes = counts(&program.data.join("anomalia.db"), "select code from ticket");
    assert_eq!(codes.len(), TICKETS);
    codes.into_keys().collect()
}

/// What each phone scans, with the pauses before: every third ticket is shown to two of them, some twice to one.
fn lists(dice: &mut Dice, codes: &[String]) -> Vec<Vec<(String, u64)>> {
    let mut lists = vec![Vec::new(); 3];
    for (nth, code) in codes.iter().enumerate() {
        let mut phones = vec![nth % 3];
        if dice.roll(3) == 0 {
            phones.push((nth + 1) % 3);
        }
        if dice.roll(12) == 0 {
            phones.push(nth % 3);
        }
        phones.into_iter().for_each(|phone| lists[phone].push((code.clone(), dice.ms(40, 340).as_millis() as u64)));
    }
    lists
}

/// Every scan is there once, with what its screen showed; and whom a screen let in, whoever decided, is in there.
fn each_screen_is_kept(screens: &BTreeMap<&str, &Screen>, rows: &BTreeMap<String, Row>) {
    let (made, kept): (BTreeSet<&str>, BTreeSet<&str>) =
        (screens.keys().copied().collect(), rows.keys().map(String::as_str).collect());
    assert_eq!(made, kept, "every scan is there, and no other");
    for (id, screen) in screens {
        let row = &rows[*id];
        assert_eq!(row.ticket, screen.code, "{id}");
        assert_eq!(*row.phone_verdict.as_ref().unwrap_or(&row.verdict), screen.verdict, "{id}: {screen:?}");
        assert!(screen.by == "phone" || row.phone_verdict.is_none(), "{id}: the server decided: {screen:?}");
        assert_eq!(row.inside, screen.verdict == "admitted", "{id}: whom a screen let in is in there: {screen:?}");
    }
}

/// The server let in nobody twice; what phones doubled is told as that, and nothing else is; the night's numbers are those
/// of its admissions. Gives how many were doubled.
fn nobody_is_doubled(rows: &BTreeMap<String, Row>, db: &Path) -> usize {
    let mut let_in: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows.values().filter(|row| row.inside) {
        let_in.entry(&row.ticket).or_default().push(row);
    }
    for (ticket, admitted) in &let_in {
        let by_server = admitted.iter().filter(|row| row.phone_verdict.is_none()).count();
        assert!(by_server <= 1, "{ticket}: the server let in {by_server}");
    }
    let more = |(ticket, admitted): (&&str, &Vec<_>)| ((*ticket).to_owned(), admitted.len() - 1);
    let doubled: BTreeMap<String, usize> = let_in.iter().map(more).filter(|(_, n)| *n > 0).collect();
    let sql = "select t.code from conflict c join ticket t on t.id = c.ticket_id where c.kind = 'twice'";
    assert_eq!(counts(db, sql), doubled, "what more than one screen let in is told, and nothing else");
    let sql =
        "select tickets || ' tickets, ' || entries || ' entries, ' || inside || ' inside, ' || refused || ' refused'
               from concert_attendance";
    let (tickets, inside) = (let_in.len(), let_in.values().map(Vec::len).sum::<usize>());
    let night = format!("{tickets} tickets, {inside} entries, {inside} inside, {} refused", rows.len() - inside);
    assert_eq!(counts(db, sql), BTreeMap::from([(night, 1)]), "the night's numbers");
    doubled.values().sum()
}

/// Each answer that came to a scan, the first and any later one, is the one that is kept, byte by byte.
fn retries_are_told_the_same(seen: &[(Watched, String)], rows: &BTreeMap<String, Row>) {
    for (watched, again) in seen {
        for (id, result) in watched.answers.iter().chain([again]).flat_map(|answer| results(answer)) {
            assert_eq!(result, rows[id].answer, "{id}: a retry is told the same");
        }
        let again: BTreeSet<&str> = results(again).into_iter().map(|(id, _)| id).collect();
        assert_eq!(again, watched.sent.keys().map(String::as_str).collect(), "all were asked once more");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_twenty_times_loses_no_admission_and_doubles_none() {
    let (begun, mut dice) = (Instant::now(), Dice::new());
    let now = || (EVENING.parse::<Timestamp>().expect("a time") + begun.elapsed()).to_string();
    let (mut program, member) = opened("killed").await;
    let concert = member.concert(&[("price_until", ""), ("capacity", "500")]).await;
    let codes = guests(&program, &member, &concert).await;
    let port = program.address.rsplit(':').next().expect("a port").to_owned();
    let (data, db) = (program.data.clone(), program.data.join("anomalia.db"));
    let mut phones = Vec::new();
    for (name, list) in ["Beto", "Caro", "Dani"].into_iter().zip(lists(&mut dice, &codes)) {
        let phone = Browser::open(&Options::default()).await;
        let watch = json!({ "source": include_str!("killed.js") });
        phone.tell("Page.addScriptToEvaluateOnNewDocument", watch).await;
        is_lent(&phone, &program, &now(), name, &[]).await;
        phones.push((phone, list));
    }
    for (phone, list) in &phones {
        phone.run("window.scansAll(arguments[0])", vec![json!(list)]).await;
    }

    let (scanning, mut lost) = (Instant::now(), 0);
    for kill in 0..KILLS {
        tokio::time::sleep(dice.ms(300, 1500)).await;
        if kill % 2 == 1 {
            until_it_writes(&data).await;
        }
        program.kill();
        tokio::time::sleep(dice.ms(20, 400)).await;
        let mut answered = BTreeSet::new();
        for (phone, _) in &phones {
            let watched = Watched::of(phone).await;
            let ids = watched.answers.iter().flat_map(|answer| results(answer));
            answered.extend(ids.map(|(id, _)| id.to_owned()));
        }
        let left = left_behind(&data);
        assert!(answered.is_subset(&left), "kill {kill}: {:?} answered and gone", answered.difference(&left));
        lost += left.difference(&answered).count();
        program = Process::start(data.clone(), &["--clock", &now(), "--port", &port], &[]);
    }
    let scanning = scanning.elapsed();

    let mut seen = Vec::new();
    for (phone, _) in &phones {
        phone.run("window.watched.enough = true", vec![]).await;
        phone.until("its last scan is shown", async || Watched::of(phone).await.done).await;
    }
    for (phone, _) in &phones {
        phone.until("all is handed in", async || bar(phone).await == "Decide el servidor").await;
        let again = phone.run("return window.sendsAgain()", vec![]).await;
        seen.push((Watched::of(phone).await, again.as_str().expect("a text").to_owned()));
        phone.is_calm_without_the_server().await;
    }

    let screens: BTreeMap<&str, &Screen> = seen.iter().flat_map(|(watched, _)| watched.screens()).collect();
    let rows = rows(&db);
    each_screen_is_kept(&screens, &rows);
    let conflicts = nobody_is_doubled(&rows, &db);
    retries_are_told_the_same(&seen, &rows);
    let by = |who: &str| screens.values().filter(|screen| screen.by == who).count();
    let again = seen.iter().flat_map(|(watched, _)| watched.sent.values()).filter(|all| all.len() > 1).count();
    let slowest = screens.values().map(|screen| screen.ms).max().unwrap_or_default();
    println!(
        "{} scans in {:.0} s: {} decided by the server, {} by phones; {lost} answers lost after the commit, {again} sent \
         again, {conflicts} entries in conflict; the slowest screen took {slowest} ms",
        screens.len(),
        scanning.as_secs_f64(),
        by("server"),
        by("phone"),
    );
    assert!(lost > 0 && by("server") > KILLS && by("phone") > KILLS, "too quiet a night to prove anything");
}
