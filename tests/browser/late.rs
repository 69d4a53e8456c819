//! Scans that wait: behind a slow network, until after the door's hour, on a phone that died, or of another night. All of
//! them arrive, each once.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::alone::{bar, is_lent, kept};
use crate::driver::{Browser, Options};
use crate::plain::issues;
use crate::process::Process;
use crate::screen::types;
use crate::{EVENING, folder, opened};

/// A line to an address on which each answer takes so many milliseconds more: its own address, and the milliseconds.
async fn slow(address: &str) -> (String, Arc<AtomicU64>) {
    let to = address.trim_start_matches("http://").replace("localhost", "127.0.0.1");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let own = format!("http://localhost:{}", listener.local_addr().expect("an address").port());
    let delay = Arc::new(AtomicU64::new(0));
    let more = delay.clone();
    tokio::spawn(async move {
        while let Ok((phone, _)) = listener.accept().await {
            let Ok(server) = TcpStream::connect(&to).await else { continue };
            let (mut from_phone, mut to_phone) = phone.into_split();
            let (mut from_server, mut to_server) = server.into_split();
            tokio::spawn(async move { tokio::io::copy(&mut from_phone, &mut to_server).await });
            let more = more.clone();
            tokio::spawn(async move {
                let mut part = vec![0; 1 << 16];
                while let Ok(n @ 1..) = from_server.read(&mut part).await {
                    tokio::time::sleep(Duration::from_millis(more.load(Ordering::Relaxed))).await;
                    if to_phone.write_all(&part[..n]).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    (own, delay)
}

/// How many went in, as the server has it.
fn inside(program: &Process) -> i64 {
    let opened = rusqlite::Connection::open(program.data.join("anomalia.db")).expect("the file");
    opened.query_row("select count(*) from admission", [], |row| row.get(0)).expect("a number")
}

/// The program once more, at the same address and on the same data, at another hour.
fn back(program: &Process, clock: &str) -> Process {
    let port = program.address.rsplit(':').next().expect("a port").to_owned();
    Process::start(program.data.clone(), &["--clock", clock, "--port", &port], &[])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_too_slow_to_decide_still_takes_the_scans_in() {
    let (program, member) = opened("slow").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let (address, delay) = slow(&program.address).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&address).await;
    let code = issues(&browser, &address, &concert, "Mariana Quiroz").await;
    browser.goto(&format!("{address}/scan")).await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    delay.store(700, Ordering::Relaxed);
    assert!(types(&browser, &code, "admitted").await.contains("Decide este teléfono"));
    browser.until("all is handed in", async || bar(&browser).await == "Decide este teléfono · 0 sin enviar").await;
    let whole = browser.find("#decider").await.text().await.expect("a text");
    assert!(whole.contains(" · lista de las 20:3"), "{whole}");
    assert_eq!(inside(&program), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lent_phone_without_a_network_until_its_hour_is_past_loses_nothing() {
    let begun = Instant::now();
    let (mut program, first) = opened("late").await;
    let concert = first.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let mut codes = Vec::new();
    for name in ["Mariana Quiroz", "Beto Luna"] {
        codes.push(issues(&browser, &program.address, &concert, name).await);
    }
    browser.client.delete_all_cookies().await.expect("nobody");
    let nothing = "damaged 0, meta 0, places 0, queue 0, roster 0, self 0, shells 0";
    for (n, code) in codes.iter().enumerate() {
        let now = EVENING.parse::<Timestamp>().expect("a time") + begun.elapsed();
        is_lent(&browser, &program, &now.to_string(), "Caro", &[]).await;
        program.stop();
        assert!(types(&browser, code, "admitted").await.contains("Decide este teléfono"));
        browser.until("it waits", async || bar(&browser).await == "Decide este teléfono · 1 sin enviar").await;
        // At home, the next day, also by the phone's clock: the page is still open, or it is opened again.
        let reopened = n == 1;
        let later = "const now = Date.now; Date.now = () => now() + 14 * 3_600_000;";
        if reopened {
            browser.goto("about:blank").await;
            browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": later })).await;
        } else {
            browser.run(later, vec![]).await;
        }
        program = back(&program, &(now + SignedDuration::from_hours(14)).to_string());
        if reopened {
            browser.goto(&format!("{}/scan", program.address)).await;
        }
        browser.until("all is forgotten", async || kept(&browser, &concert).await == nothing).await;
        assert_eq!(inside(&program), n as i64 + 1);
        program.stop();
        program = back(&program, &(EVENING.parse::<Timestamp>().expect("a time") + begun.elapsed()).to_string());
    }
}

/// Ends a browser as an empty battery does.
fn dies(profile: &Path) {
    let what = format!("user-data-dir={}", profile.display());
    Command::new("pkill").args(["-KILL", "-f", &what]).status().expect("pkill");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_dies_after_a_verdict_knows_it_when_it_is_on_again() {
    let (mut program, member) = opened("dies").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let profile = folder("dies-profile");
    let options = Options { profile: Some(profile.clone()), ..Options::default() };
    let browser = Browser::open(&options).await;
    browser.signs_in(&program.address).await;
    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;
    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    program.stop();
    types(&browser, &code, "admitted").await;
    dies(&profile);
    drop(browser);
    let again = Browser::open(&options).await;
    again.goto(&format!("{}/scan", program.address)).await;
    again.find("#door[data-ready=yes]").await;
    again.until("it is there", async || bar(&again).await == "Decide este teléfono · 1 sin enviar").await;
    types(&again, &code, "already_used").await;
    drop(again);
    let _ = std::fs::remove_dir_all(profile);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_member_s_phone_scanned_on_one_night_goes_out_on_another() {
    let (mut program, first) = opened("others").await;
    let concert = first.concert(&[("price_until", "")]).await;
    let next = first
        .concert(&[
            ("price_until", ""),
            ("day", "2026-11-29"),
            ("title", "Segunda noche"),
            ("venue_name", "Otro sótano"),
        ])
        .await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;
    browser.goto(&format!("{}/scan?concert={concert}", program.address)).await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    program.stop();
    types(&browser, &code, "admitted").await;
    browser.goto("about:blank").await;
    let evening = EVENING.parse::<Timestamp>().expect("a time") + SignedDuration::from_hours(24);
    program = back(&program, &evening.to_string());
    browser.goto(&format!("{}/scan?concert={next}", program.address)).await;
    browser.until("the server decides", async || bar(&browser).await == "Decide el servidor").await;
    browser.until("it was handed in", async || inside(&program) == 1).await;
    browser.until("nothing else is said", async || bar(&browser).await == "Decide el servidor").await;
}
