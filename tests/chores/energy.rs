//! What a door night costs, as far as a Chromium on this machine can say: the CPU-seconds and the wake-ups of all its
//! processes, a minute of each state, counted up to three hours. Linux only; no phone, and no battery.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, overlay, resize};
use image::{DynamicImage, Rgb, RgbImage};
use serde_json::Value;

use crate::driver::{Browser, Options};
use crate::here::folder;
use crate::process::Process;
use crate::process::opened;
use crate::visitor::{Visitor, between};

/// Each state is measured for so long: with what comes before it, less than the ninety seconds after which a camera rests.
const WINDOW: Duration = Duration::from_secs(60);
/// What opening the page costs is let pass.
const SETTLES: Duration = Duration::from_secs(8);
/// A film of JPEGs is played at this rate.
const FPS: usize = 30;
/// One ticket every so many seconds, and each is held there for so many.
const EVERY_S: usize = 10;
const HELD_S: usize = 2;
/// Tickets in one film, enough for what is measured of it.
const TICKETS: usize = 8;
/// What the three hours are made of: minutes of each state, in the order of [`STATES`]. Three hundred people, one every
/// ten seconds; the camera films on for half an hour in all before it rests.
const NIGHT: [f64; 3] = [50.0, 30.0, 100.0];
const STATES: [&str; 3] = ["a ticket every 10 s", "filming, nobody comes", "resting"];

/// What processes have used of a kind: CPU-seconds, and how often a thread had waited for something and went on.
#[derive(Clone, Copy, Default)]
struct Spent {
    cpu_s: f64,
    wakes: f64,
}

/// What a Chromium uses, by the kind of its processes.
#[derive(Clone, Default)]
struct Used(BTreeMap<&'static str, Spent>);

const KINDS: [&str; 4] = ["page and decoder", "drawing", "fake camera", "browser"];

impl Used {
    fn add(&mut self, other: &Self, times: f64) {
        for (kind, spent) in &other.0 {
            let sum = self.0.entry(kind).or_default();
            sum.cpu_s += spent.cpu_s * times;
            sum.wakes += spent.wakes * times;
        }
    }

    fn line(&self, name: &str) -> String {
        let cpu = |kind: &str| self.0.get(kind).map_or(0.0, |spent| spent.cpu_s);
        let kinds: Vec<String> = KINDS.iter().map(|kind| format!("{:.0}", cpu(kind))).collect();
        let (all, wakes) = self.0.values().fold((0.0, 0.0), |(cpu, wakes), it| (cpu + it.cpu_s, wakes + it.wakes));
        format!("| {name} | {all:.0} | {} | {:.0} |", kinds.join(" | "), wakes / 1000.0)
    }
}

/// Reads what every process of one Chromium has used: the one that was told of this film, and all that it started.
struct Meter {
    film: String,
    ticks: f64,
    /// By process, and by process and thread, when it was looked at last.
    cpu: BTreeMap<u32, f64>,
    wakes: BTreeMap<(u32, u32), f64>,
}

impl Meter {
    fn new(film: &Path) -> Self {
        // SAFETY: it only asks for a constant of the system.
        let ticks = unsafe { libc::sysconf(libc::_SC_CLK_TCK) } as f64;
        Self { film: film.display().to_string(), ticks, cpu: BTreeMap::new(), wakes: BTreeMap::new() }
    }

    /// What was used since the last look. A thread that came and went between two looks isn't seen.
    fn look(&mut self) -> Used {
        let mut used = Used::default();
        for (pid, kind) in processes(&self.film) {
            let spent = used.0.entry(kind).or_default();
            let cpu = numbers(&format!("/proc/{pid}/stat")).map_or(0.0, |it| (it[11] + it[12]) / self.ticks);
            spent.cpu_s += (cpu - self.cpu.insert(pid, cpu).unwrap_or(0.0)).max(0.0);
            for tid in entries(&format!("/proc/{pid}/task")) {
                let Ok(status) = fs::read_to_string(format!("/proc/{pid}/task/{tid}/status")) else { continue };
                let wakes = between(&status, "\nvoluntary_ctxt_switches:", "\n").unwrap_or_default();
                let wakes = wakes.trim().parse().unwrap_or(0.0);
                spent.wakes += (wakes - self.wakes.insert((pid, tid), wakes).unwrap_or(0.0)).max(0.0);
            }
        }
        used
    }

    /// What an hour of what goes on now would use, by one minute of it.
    async fn hour(&mut self) -> Used {
        self.look();
        let (begun, mut used) = (Instant::now(), Used::default());
        while begun.elapsed() < WINDOW {
            tokio::time::sleep(Duration::from_secs(2)).await;
            used.add(&self.look(), 1.0);
        }
        let mut hour = Used::default();
        hour.add(&used, 3600.0 / begun.elapsed().as_secs_f64());
        hour
    }
}

/// The numeric names in a folder.
fn entries(folder: &str) -> Vec<u32> {
    let all = fs::read_dir(folder).into_iter().flatten().flatten();
    all.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// The numbers of a `stat` from the parent on: the second is `ppid`, the twelfth and thirteenth are `utime` and `stime`.
fn numbers(stat: &str) -> Option<Vec<f64>> {
    let text = fs::read_to_string(stat).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(|word| word.parse().unwrap_or(0.0)).collect())
}

fn processes(film: &str) -> Vec<(u32, &'static str)> {
    let told = |pid: &u32| fs::read(format!("/proc/{pid}/cmdline")).map(|it| String::from_utf8_lossy(&it).into_owned());
    let all: Vec<(u32, u32, String)> = entries("/proc")
        .into_iter()
        .filter_map(|pid| Some((pid, numbers(&format!("/proc/{pid}/stat"))?[1] as u32, told(&pid).ok()?)))
        .collect();
    let is_ours = |mut pid: u32| {
        while let Some((_, parent, line)) = all.iter().find(|(one, ..)| *one == pid) {
            // The driver was told of it as well, but not in its command line.
            if line.contains(film) {
                return true;
            }
            pid = *parent;
        }
        false
    };
    let kind = |line: &str| match line {
        line if line.contains("--type=renderer") => KINDS[0],
        line if line.contains("--type=gpu-process") => KINDS[1],
        line if line.contains("video_capture") => KINDS[2],
        _ => KINDS[3],
    };
    all.iter().filter(|(pid, ..)| is_ours(*pid)).map(|(pid, _, line)| (*pid, kind(line))).collect()
}

/// A cluttered room that trembles a little, as one in a hand's camera: nothing in it is a code.
fn room(nth: usize) -> RgbImage {
    let mut state = 0x9e37_79b9_u32;
    let mut small = RgbImage::new(168, 96);
    for pixel in small.pixels_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *pixel = Rgb([(state >> 25) as u8 + 20, (state >> 26) as u8 + 24, (state >> 25) as u8 + 16]);
    }
    let large = resize(&small, 1344, 768, FilterType::Triangle);
    image::imageops::crop_imm(&large, (nth * 7 % 64) as u32, (nth * 5 % 48) as u32, 1280, 720).to_image()
}

fn jpeg(frame: &RgbImage) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 80);
    DynamicImage::ImageRgb8(frame.clone()).write_with_encoder(encoder).expect("a JPEG");
    jpeg
}

/// Films the room, and each of these tickets for the last seconds of its ten.
fn films(film: &Path, tickets: &[Vec<u8>]) {
    let rooms: Vec<RgbImage> = (0..6).map(room).collect();
    let empty: Vec<Vec<u8>> = rooms.iter().map(jpeg).collect();
    let mut frames: Vec<u8> = Vec::new();
    let mut play = |frames_of: &[Vec<u8>], seconds: usize| {
        (0..seconds * FPS).for_each(|nth| frames.extend_from_slice(&frames_of[nth % frames_of.len()]));
    };
    for ticket in tickets {
        let held =
            image::load_from_memory(ticket).expect("a picture").resize(1280, 600, FilterType::Triangle).to_rgb8();
        let shown: Vec<Vec<u8>> = rooms[..2]
            .iter()
            .enumerate()
            .map(|(nth, room)| {
                let mut frame = room.clone();
                overlay(&mut frame, &held, (1280 - i64::from(held.width())) / 2 + 3 * nth as i64, 60);
                jpeg(&frame)
            })
            .collect();
        play(&empty, EVERY_S - HELD_S);
        play(&shown, HELD_S);
    }
    if tickets.is_empty() {
        play(&empty, 1);
    }
    fs::write(film, frames).expect("a film");
}

/// Issues so many tickets, and gives their pictures.
async fn pictures(member: &Visitor, concert: &str, n: usize) -> Vec<Vec<u8>> {
    let mut pictures = Vec::new();
    for nth in 0..n {
        let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
        let (price, request, fan) = (form.field("price"), form.field("request"), format!("Fan {nth}"));
        let fields = [
            ("concert", concert),
            ("fan", &fan),
            ("method", "cash"),
            ("price", &price),
            ("request", &request),
            ("fan_id", "new"),
        ];
        let ticket = member.post("/tickets", &fields).await.made();
        pictures.push(member.get(&format!("/tickets/{ticket}.png")).await.ok().bytes);
    }
    pictures
}

/// Opens a lent door, as a friend's phone does.
async fn is_lent(browser: &Browser, program: &Process, member: &Visitor, concert: &str) {
    let path = format!("/concerts/{concert}/door");
    let request = member.get(&path).await.ok().field("request");
    let lent = member.post(&path, &[("name", "Beto"), ("until", "05:00"), ("request", &request)]).await.ok();
    browser.goto(&format!("{}/door/open#{}", program.address, lent.between("/door/open#", "<"))).await;
    browser.click("main form button").await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
}

/// Opens the scanner on another film, which is changed while nobody watches it.
async fn opens(browser: &Browser, address: &str, film: &Path, tickets: &[Vec<u8>]) {
    browser.goto("about:blank").await;
    films(film, tickets);
    browser.goto(&format!("{address}/scan")).await;
    browser.find("#door[data-roster=yes]").await;
    let count = "window.counted = { frames: 0, verdicts: 0 };
        const make = window.createImageBitmap;
        window.createImageBitmap = (...all) => { window.counted.frames += 1; return make(...all); };
        const screen = document.getElementById('verdict');
        new MutationObserver(() => { if (!screen.hidden) window.counted.verdicts += 1; })
          .observe(screen, { attributeFilter: ['hidden'] });
        document.getElementById('loud').hidden = true;";
    browser.run(count, vec![]).await;
    tokio::time::sleep(SETTLES).await;
}

async fn counted(browser: &Browser) -> (u64, u64) {
    let counted = browser.run("return window.counted", vec![]).await;
    let number = |name: &str| counted[name].as_u64().unwrap_or_default();
    (number("frames"), number("verdicts"))
}

/// The phone that is measured.
struct Phone {
    browser: Browser,
    address: String,
    film: PathBuf,
    meter: Meter,
}

/// Measures the three states while that is who decides, and says what was seen meanwhile.
async fn states(phone: &mut Phone, decides: &str, tickets: &[Vec<u8>]) -> [Used; 3] {
    let Phone { browser, address, film, meter } = phone;
    let mut measured: [Used; 3] = Default::default();
    for (nth, tickets) in [tickets, &[]].into_iter().enumerate() {
        opens(browser, address, film, tickets).await;
        let before = counted(browser).await;
        measured[nth] = meter.hour().await;
        let after = counted(browser).await;
        let (frames, verdicts) = (after.0 - before.0, after.1 - before.1);
        let rate = frames as f64 / WINDOW.as_secs_f64();
        let bar = browser.find("#decider").await.text().await.unwrap_or_default();
        eprintln!("{}: {bar}, {rate:.1} frames read a second, {verdicts} verdicts", STATES[nth]);
        let wanted = if tickets.is_empty() { 0..=0 } else { 5..=7 };
        assert!(bar.starts_with(decides) && wanted.contains(&verdicts), "this was another state");
    }
    let rested = "return document.getElementById('rest').hidden === false";
    let begun = Instant::now();
    while browser.run(rested, vec![]).await != Value::Bool(true) {
        assert!(begun.elapsed() < Duration::from_secs(60), "the camera doesn't rest");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    tokio::time::sleep(SETTLES).await;
    measured[2] = meter.hour().await;
    measured
}

/// What three hours use, by what an hour of each state does.
fn night(hours: &[Used; 3]) -> Used {
    let mut night = Used::default();
    hours.iter().zip(NIGHT).for_each(|(hour, minutes)| night.add(hour, minutes / 60.0));
    night
}

/// Measures, and prints two tables.
pub async fn energy() {
    let (mut program, member) = opened("energy").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let tickets = pictures(&member, &concert, 2 * TICKETS).await;
    let here = folder("energy-film");
    let film = here.join("camera.mjpeg");
    films(&film, &[]);
    let browser = Browser::open(&Options { camera: Some(film.clone()), ..Options::default() }).await;
    browser.phone(390, 844).await;
    is_lent(&browser, &program, &member, &concert).await;
    let (address, meter) = (program.address.clone(), Meter::new(&film));
    let mut phone = Phone { browser, address, film, meter };
    let with = states(&mut phone, "Decide el servidor", &tickets[..TICKETS]).await;
    program.stop();
    let alone = states(&mut phone, "Decide este teléfono", &tickets[TICKETS..]).await;
    phone.browser.goto("about:blank").await;
    tokio::time::sleep(SETTLES).await;
    let blank = phone.meter.hour().await;

    println!(
        "| an hour of | CPU-seconds | {} | thousand wake-ups |\n|---|{}",
        KINDS.join(" | "),
        "--:|".repeat(KINDS.len() + 2)
    );
    for (nth, state) in STATES.iter().enumerate() {
        println!("{}", with[nth].line(state));
        println!("{}", alone[nth].line(&format!("{state}, on its own")));
    }
    println!("{}", blank.line("an empty page"));
    println!("{}", night(&with).line("three hours"));
    println!("{}", night(&alone).line("three hours, on its own"));
    let _ = fs::remove_dir_all(here);
}
