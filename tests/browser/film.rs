//! The recording at the head of the README, made by the main story itself; and a picture of every page. Both are made by
//! hand, with bin/film and bin/screens.

use std::collections::{BTreeMap, VecDeque};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::driver::{Browser, Eye, Options};
use crate::process::Process;
use crate::story::{Watch, tell};
use crate::{PASSWORD, folder};

/// The film may last this long; a slower story is shown faster.
const LONGEST: Duration = Duration::from_secs(38);
const BETWEEN_FRAMES: Duration = Duration::from_millis(220);

/// A folder that a chore names.
fn wanted(variable: &str) -> PathBuf {
    let folder = PathBuf::from(
        std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names no folder: run the chore in bin/")),
    );
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Pictures in order, each with when it was taken.
type Frames = Arc<std::sync::Mutex<Vec<(Instant, Vec<u8>)>>>;

/// Keeps the eye on the browser, and each step on the screen long enough to be read.
struct Film {
    eye: tokio::sync::OnceCell<()>,
    frames: Frames,
    over: Arc<AtomicBool>,
}

impl Watch for Film {
    async fn step(&self, browser: &Browser, seconds: f64) {
        let begin = async || {
            let (eye, frames, over): (Eye, _, _) = (browser.eye(), self.frames.clone(), self.over.clone());
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    if let Some(frame) = eye.look().await {
                        frames.lock().expect("the frames").push((Instant::now(), frame));
                    }
                    tokio::time::sleep(BETWEEN_FRAMES).await;
                }
            });
        };
        self.eye.get_or_init(begin).await;
        tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "bin/film makes the recording"]
async fn the_story_is_filmed() {
    let into = wanted("ANOMALIA_FILM");
    let film = Film { eye: Default::default(), frames: Default::default(), over: Default::default() };
    let here = folder("film");
    tell(&here, Options { size: Some((960, 740)), ..Options::default() }, &film).await;
    film.over.store(true, Ordering::Relaxed);
    let frames = std::mem::take(&mut *film.frames.lock().expect("the frames"));
    let whole = frames.last().expect("a frame").0 - frames[0].0;
    let pace = (LONGEST.as_secs_f64() / whole.as_secs_f64()).min(1.0);
    // What doesn't move is one frame that stays.
    let mut kept: Vec<(Instant, &[u8])> = Vec::new();
    for (at, frame) in &frames {
        if kept.last().is_none_or(|(_, last)| last != frame) {
            kept.push((*at, frame));
        }
    }
    let mut list = String::new();
    for (nth, (at, frame)) in kept.iter().enumerate() {
        let next = kept.get(nth + 1).map_or(frames.last().expect("a frame").0, |(at, _)| *at);
        let stays = ((next - *at).as_secs_f64() * 1000.0 * pace).max(40.0) as u64;
        std::fs::write(into.join(format!("{nth:04}.png")), frame).expect("a file");
        list += &format!("-d {stays} {nth:04}.png\n");
    }
    std::fs::write(into.join("frames"), list).expect("a file");
    println!("{} frames, {:.1} s", kept.len(), whole.as_secs_f64() * pace);
    let _ = std::fs::remove_dir_all(here);
}

/// An address without its ids, so that one page of each kind is pictured.
fn kind(path: &str) -> String {
    let plain = path.split(['?', '#']).next().unwrap_or_default();
    let id =
        |part: &str| part.len() == 26 && part.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    plain.split('/').map(|part| if id(part) { "id" } else { part }).collect::<Vec<_>>().join("/")
}

/// One address of each kind that can be reached from the first page.
async fn reached(browser: &Browser, address: &str) -> Vec<String> {
    let links = "return [...document.querySelectorAll('a[href^=\"/\"]:not([download])')].map((one) => one.getAttribute('href'))";
    let (mut kinds, mut waiting): (BTreeMap<String, String>, VecDeque<String>) = Default::default();
    waiting.push_back("/".to_owned());
    for more in ["/fans/import", "/tickets/list", "/door/open", "/nada-aqui", "/consult?q=loyal", "/logout"] {
        waiting.push_back(more.to_owned());
    }
    while let Some(path) = waiting.pop_front() {
        let file = path.split('?').next().is_some_and(|path| path.contains('.'));
        if file || kinds.contains_key(&kind(&path)) {
            continue;
        }
        kinds.insert(kind(&path), path.clone());
        browser.goto(&format!("{address}{path}")).await;
        let found = browser.run(links, vec![]).await;
        waiting.extend(found.as_array().into_iter().flatten().filter_map(|link| link.as_str().map(str::to_owned)));
    }
    kinds.into_values().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "bin/screens pictures every page"]
async fn every_page_is_pictured() {
    let into = wanted("ANOMALIA_SCREENS");
    let data = PathBuf::from(std::env::var("ANOMALIA_SCREENS_DATA").expect("the demo's data: run bin/screens"));
    let mut adding = Command::new(env!("CARGO_BIN_EXE_anomalia"));
    let adding =
        adding.arg("--data").arg(&data).args(["admin", "add", "Xime"]).stdin(Stdio::piped()).stderr(Stdio::null());
    let mut adding = adding.spawn().expect("the program");
    adding.stdin.take().expect("its input").write_all(PASSWORD.as_bytes()).expect("a password");
    // Who has the name already keeps it.
    let _ = adding.wait();
    let program = Process::start(data, &[], &[]);
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let pages = reached(&browser, &program.address).await;
    for (width, height) in [(360, 740), (1280, 800)] {
        browser.phone(width, height).await;
        for (language, theme) in [("es", "day"), ("es", "night"), ("en", "day"), ("en", "night")] {
            for (name, value) in [("language", language), ("theme", theme)] {
                browser
                    .tell("Network.setCookie", json!({ "name": name, "value": value, "url": program.address }))
                    .await;
            }
            for path in &pages {
                browser.goto(&format!("{}{path}", program.address)).await;
                let shot =
                    browser.tell("Page.captureScreenshot", json!({ "captureBeyondViewport": path != "/scan" })).await;
                let bytes = STANDARD.decode(shot["data"].as_str().expect("a picture")).expect("base64");
                let name = kind(path).trim_matches('/').replace('/', "_");
                let name = if name.is_empty() { "home".to_owned() } else { name };
                std::fs::write(into.join(format!("{name}.{language}.{theme}.{width}.png")), bytes).expect("a file");
            }
        }
    }
    println!("{} pages in {}", pages.len(), into.display());
}
