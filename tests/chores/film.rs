//! The recording at the head of the README, made by the main story itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::driver::{Browser, Options};
use crate::here::folder;
use crate::story::{Watch, tell};
use crate::wanted;

/// The film may last this long; a slower story is shown faster.
const LONGEST: Duration = Duration::from_secs(38);
const BETWEEN_FRAMES: Duration = Duration::from_millis(220);

/// Looks at a browser's window while a story goes on in it.
struct Eye {
    http: reqwest::Client,
    address: String,
}

impl Eye {
    fn of(browser: &Browser) -> Self {
        let address = format!("http://127.0.0.1:{}/session/{}/screenshot", browser.port, browser.session);
        Self { http: browser.http.clone(), address }
    }

    async fn look(&self) -> Option<Vec<u8>> {
        let answer = self.http.get(&self.address).send().await.ok()?.json::<Value>().await.ok()?;
        STANDARD.decode(answer["value"].as_str()?).ok()
    }
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
            let (eye, frames, over): (Eye, _, _) = (Eye::of(browser), self.frames.clone(), self.over.clone());
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

/// Films the story, frame by frame, into the folder that `ANOMALIA_FILM` names.
pub async fn film() {
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
