//! How well the door reads what a bad camera makes of a ticket, beside two other decoders.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use anomalia::base::brand::Brand;
use anomalia::base::brand::template::Panel;
use anomalia::tickets::artwork::{Background, Face, small_png};
use anomalia::tickets::code::{Code, qr};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::source;

const CODES: u8 = 30;
const SEED: &str = "20261128";

/// What `tests/frames/run.js` counted: how many of the frames of a level each one reads.
#[derive(Default, Deserialize)]
struct Count {
    family: String,
    level: String,
    frames: u32,
    ours: u32,
    jsqr: u32,
    zbarimg: u32,
    /// Frames in which ours reads what isn't there.
    wrong: u32,
    ours_ms: f64,
    longest_ms: f64,
}

#[derive(Deserialize)]
struct Measured {
    seed: u32,
    levels: Vec<Count>,
}

fn code(n: u8) -> Code {
    Code::from_random(Sha256::digest([n])[..10].try_into().expect("ten bytes"))
}

/// The ticket of the built-in brand at half its size, and thirty codes as the encoder draws them.
fn given() -> Value {
    let brand = Arc::new(Brand::load(None).expect("the built-in brand"));
    let face = Face {
        title_or_venue: "Sótano Ámbar".into(),
        venue: "Sótano Ámbar".into(),
        address: "Calle Sin Nombre 91, Colonia Norte".into(),
        date_text: "Sábado 28 de noviembre de 2026".into(),
        doors_text: "Puertas 20:00".into(),
        age_text: None,
        fan: "Mariana Quiroz".into(),
        number_text: "N.º 17".into(),
        short: code(0).short().into(),
        due_text: None,
        admits_text: None,
        line: "Una entrada. No la publiques.".into(),
        code: code(0),
    };
    let picture = small_png(&Background::draw(&brand, &face), &face);
    let grey = image::load_from_memory(&picture).expect("a picture").to_luma8();
    let Panel { x, y, side, .. } = brand.ticket.qr;
    let scale = grey.width() as f32 / brand.ticket.width;
    let row = |row: [bool; 21]| row.map(|dark| if dark { '1' } else { '0' }).iter().collect::<String>();
    let codes = (0..CODES).map(code).map(|code| json!({ "code": code.as_str(), "rows": qr(&code).map(row) }));
    json!({
        "ticket": {
            "width": grey.width(),
            "height": grey.height(),
            "grey": STANDARD.encode(grey.as_raw()),
            "panel": { "x": x * scale, "y": y * scale, "side": side * scale },
        },
        "codes": codes.collect::<Vec<_>>(),
    })
}

/// jsQR, as bin/fetch fetched it.
fn jsqr() -> PathBuf {
    let file = source::root().join("target/jsqr-1.4.0.cjs");
    assert!(file.is_file(), "{} isn't there: run bin/fetch", file.display());
    file
}

/// Draws and reads the frames. `ANOMALIA_FRAMES_SEED` draws others, `ANOMALIA_FRAMES_SHEET` names a PNG for some of them.
fn measured() -> Measured {
    let folder = std::env::temp_dir().join(format!("anomalia-frames-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("given.json");
    std::fs::write(&file, given().to_string()).expect("written");
    let seed = std::env::var("ANOMALIA_FRAMES_SEED").unwrap_or_else(|_| SEED.to_owned());
    let mut node = Command::new("node");
    node.arg(source::root().join("tests/frames/run.js")).arg(&file).arg(jsqr()).arg(seed);
    node.args(std::env::var_os("ANOMALIA_FRAMES_SHEET")).env("TMPDIR", &folder).stderr(Stdio::inherit());
    let output = node.output().expect("node (Debian: nodejs) runs the decoders; bin/test installs it");
    std::fs::remove_dir_all(&folder).expect("removed");
    assert!(output.status.success(), "tests/frames/run.js: {}", output.status);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The sum of several levels under one name.
fn sum<'a>(family: &str, counts: impl Iterator<Item = &'a Count>) -> Count {
    let start = Count { family: family.to_owned(), level: "all".to_owned(), ..Count::default() };
    counts.fold(start, |sum, one| Count {
        frames: sum.frames + one.frames,
        ours: sum.ours + one.ours,
        jsqr: sum.jsqr + one.jsqr,
        zbarimg: sum.zbarimg + one.zbarimg,
        wrong: sum.wrong + one.wrong,
        ours_ms: sum.ours_ms + one.ours_ms,
        longest_ms: sum.longest_ms.max(one.longest_ms),
        ..sum
    })
}

fn print(Count { family, level, frames, ours, jsqr, zbarimg, wrong, ours_ms, longest_ms }: &Count) {
    let mean_ms = ours_ms / f64::from(*frames);
    println!(
        "{family:<9} {level:<7} {frames:>6} {ours:>6} {jsqr:>6} {zbarimg:>8} {wrong:>6} {mean_ms:>8.1} {longest_ms:>8.1}"
    );
}

#[test]
fn the_door_reads_half_as_many_bad_frames_again_as_jsqr_and_none_wrongly() {
    let Measured { seed, levels } = measured();
    println!("\nseed {seed}");
    println!("family    level   frames   ours   jsQR  zbarimg  wrong  mean ms   longest");
    let families: Vec<Count> = levels
        .chunk_by(|one, next| one.family == next.family)
        .map(|levels| {
            levels.iter().for_each(print);
            sum(&levels[0].family, levels.iter())
        })
        .collect();
    println!();
    families.iter().for_each(print);
    let all = sum("all", families.iter());
    print(&all);
    println!("ours reads {:.2} times what jsQR reads", f64::from(all.ours) / f64::from(all.jsqr));
    for family in families.iter().filter(|family| family.zbarimg > family.ours) {
        println!("zbarimg reads more of {}: {} to {}", family.family, family.zbarimg, family.ours);
    }

    assert_eq!(families.len(), 7);
    assert!(levels.iter().all(|level| level.frames == 30), "thirty a level");
    assert!(all.jsqr > 300 && all.zbarimg > 300, "frames that others read as well: {} and {}", all.jsqr, all.zbarimg);
    assert_eq!(all.wrong, 0, "read wrongly");
    assert!(2 * all.ours >= 3 * all.jsqr, "{} is less than half as many again as {}", all.ours, all.jsqr);
    for family in &families {
        assert!(family.ours > 0 || family.zbarimg == 0, "{}: zbarimg reads some, ours none", family.family);
    }
}
