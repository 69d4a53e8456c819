//! Whatever a stranger holds before a phone's camera, or types into it: nothing that isn't one of our codes is taken for one,
//! nothing is believed of another phone but what one of this door has shown, and no picture stops the next one.

use std::process::{Command, Stdio};

use anomalia::tickets::code::Code;
use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::hostile::{Chance, values};
use crate::source;

const CONCERT: &str = "01JC000000000000000000000A";
const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
/// The most bytes that a QR holds at its lowest level of correction.
const BYTES_MAX: usize = 2_953;
const PICTURES: usize = 600;
const WORDS: usize = 20_000;
/// What a phone may say that a stranger's QR is.
const KINDS: [&str; 8] = ["link", "wifi", "contact", "event", "place", "phone", "mail", "text"];

/// What the phone takes one content for.
#[derive(Deserialize)]
struct TakenFor {
    content: String,
    ours: Option<String>,
    kind: String,
    typed: Option<String>,
    searched: Option<String>,
    /// How many tickets another phone told of.
    told: Option<usize>,
}

#[derive(Deserialize)]
struct Read {
    seen: Vec<Vec<TakenFor>>,
    said: Vec<TakenFor>,
    page: String,
}

/// Has the phone's own scripts read these pictures (rows of modules) and words.
fn read(pictures: &[Vec<String>], words: &[String]) -> Read {
    let folder = std::env::temp_dir().join(format!("anomalia-strangers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("given.json");
    let pictures: Vec<Value> = pictures.iter().map(|rows| json!({ "rows": rows })).collect();
    let given = json!({ "concert": CONCERT, "key": KEY, "pictures": pictures, "words": words });
    std::fs::write(&file, given.to_string()).expect("written");
    let mut node = Command::new("node");
    node.arg(source::root().join("tests/frames/strangers.js")).arg(&file).stderr(Stdio::inherit());
    let output = node.output().expect("node (Debian: nodejs) runs the phone's scripts; bin/test installs it");
    std::fs::remove_dir_all(&folder).expect("removed");
    assert!(output.status.success(), "tests/frames/strangers.js: {}", output.status);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// A QR of these bytes, with so many of its modules the other way round.
fn picture(chance: &mut Chance, content: &[u8], spoiled_per_mille: usize) -> Option<Vec<String>> {
    let qr = QRBuilder::new(content.to_vec()).ecl(ECL::L).build().ok()?;
    let row = |row: usize, chance: &mut Chance| {
        let modules = (0..qr.size).map(|column| qr[row][column].value() ^ (chance.below(1_000) < spoiled_per_mille));
        modules.map(|dark| if dark { '1' } else { '0' }).collect()
    };
    Some((0..qr.size).map(|at| row(at, chance)).collect())
}

fn code(chance: &mut Chance) -> Code {
    Code::from_random(std::array::from_fn(|_| chance.below(256) as u8))
}

/// One of our codes, and what is nearly one.
fn nearly(chance: &mut Chance) -> String {
    let code = code(chance);
    let (plain, grouped) = (code.as_str().to_owned(), code.grouped());
    let at = chance.below(plain.len());
    let other = ["u", "I", "o", " ", "-", "ñ", "\u{0}", "\u{ff21}", "é", ".", "\n", "K"][chance.below(12)];
    match chance.below(10) {
        0 | 1 => plain,
        2 => grouped,
        3 => plain.to_lowercase(),
        4 => format!("  {plain}\r\n"),
        5 => format!("{}{other}{}", &plain[..at], &plain[at + 1..]),
        6 => format!("{}{other}{}", &plain[..at], &plain[at..]),
        7 => plain[..at].to_owned(),
        8 => format!("https://example.mx/{plain}"),
        _ => grouped.replacen('-', other, 1 + chance.below(3)),
    }
}

/// Words that a QR may hold: of the corpus, nearly ours, of a page that another phone showed, or just signs.
fn words(chance: &mut Chance, corpus: &[String], page: &str) -> String {
    const BEGINS: [&str; 8] = ["http://", "WIFI:S:", "tel:", "BEGIN:VCARD", "geo:", "a.a.", "AN:", "door "];
    match chance.below(5) {
        0 => chance.of(corpus).to_owned(),
        1 => nearly(chance),
        2 => {
            let mut signs: Vec<char> = page.chars().collect();
            for _ in 0..=chance.below(3) {
                let at = chance.below(signs.len());
                signs[at] = char::from(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:~"[chance.below(46)]);
            }
            signs.truncate(signs.len() - chance.below(2) * chance.below(signs.len()));
            signs.into_iter().collect()
        }
        3 => BEGINS[chance.below(8)].repeat(1 + chance.below(200)),
        _ => (0..chance.below(60)).filter_map(|_| char::from_u32(chance.below(0x3000) as u32)).collect(),
    }
}

/// What is wrong with what the phone took it for, told by our own reading of it.
fn wrong(it: &TakenFor, page: &str) -> Vec<String> {
    let mut all = Vec::new();
    let bare: String = it.content.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}').to_owned();
    let exact = Code::parse(&bare).filter(|code| bare == code.as_str() || bare == code.grouped());
    if it.ours.as_deref() != exact.as_ref().map(Code::as_str) {
        all.push(format!("{:?} for the code {:?}", it.content, it.ours));
    }
    // Signs of other alphabets that become Latin capitals are forgiven at a phone's keyboard, and not by us; so are full stops.
    if it.content.is_ascii() && it.content.len() <= 128 {
        let typed = Code::parse(&it.content.replace('.', ""));
        if it.typed.as_deref() != typed.as_ref().map(Code::as_str) {
            all.push(format!("{:?} typed for the code {:?}", it.content, it.typed));
        }
        let groups: Vec<usize> =
            it.content.trim().split(|sign: char| sign.is_whitespace() || sign == '-').map(str::len).collect();
        let is_whole = groups == [16] || groups.iter().filter(|group| **group > 0).eq([&4; 4]);
        let is_bare = !it.content.trim().starts_with('-') && !it.content.trim().ends_with('-');
        if it.searched != it.typed.clone().filter(|_| is_whole && is_bare) {
            all.push(format!("{:?} searched for the code {:?}", it.content, it.searched));
        }
    }
    if !KINDS.contains(&it.kind.as_str()) {
        all.push(format!("{:?} is {}", it.content, it.kind));
    }
    if it.told.is_some() && it.content != page {
        all.push(format!("{:?} is believed", it.content));
    }
    all
}

#[test]
fn a_phone_takes_nothing_by_chance_for_a_ticket_nor_for_another_phone() {
    let mut chance = Chance::new(false);
    let page = read(&[], &[]).page;
    let mut corpus = values();
    corpus.push(page.clone());
    let mut pictures = Vec::new();
    // What each picture must be read as, where nothing is spoiled and each reader has to agree on what its bytes mean.
    let mut plain: Vec<Option<String>> = Vec::new();
    while pictures.len() < PICTURES {
        let nth = pictures.len();
        let content = match nth % 4 {
            0 => (0..1 + chance.below(300)).map(|_| chance.below(256) as u8).collect(),
            _ => words(&mut chance, &corpus, &page).into_bytes(),
        };
        let content = if nth == 0 { page.clone().into_bytes() } else { content };
        let spoiled = if nth.is_multiple_of(3) { 0 } else { chance.below(80) };
        let is_plain = spoiled == 0 && content.iter().all(|byte| (b' '..=b'~').contains(byte));
        let content = &content[..content.len().min(BYTES_MAX)];
        let Some(drawn) = picture(&mut chance, content, spoiled) else { continue };
        pictures.push(drawn);
        plain.push(String::from_utf8(content.to_vec()).ok().filter(|text| is_plain && !text.is_empty()));
    }
    let words: Vec<String> = (0..WORDS).map(|_| words(&mut chance, &corpus, &page)).chain([page.clone()]).collect();

    let Read { seen, said, .. } = read(&pictures, &words);
    let unread = plain
        .iter()
        .zip(&seen)
        .filter(|(plain, seen)| plain.as_ref().is_some_and(|plain| seen.iter().all(|one| one.content != *plain)));
    let unread: Vec<_> =
        unread.map(|(plain, seen)| (plain, seen.iter().map(|one| &one.content).collect::<Vec<_>>())).collect();
    assert!(unread.is_empty(), "{unread:?}");
    let all = || seen.iter().flatten().chain(&said);
    let wrongs: Vec<String> = all().flat_map(|it| wrong(it, &page)).collect();
    let (ours, told) = (all().filter(|it| it.ours.is_some()).count(), all().filter_map(|it| it.told).sum::<usize>());
    let plain = plain.iter().flatten().count();
    println!(
        "{} pictures ({} read, {plain} had to be), {} words: {ours} codes",
        pictures.len(),
        seen.iter().filter(|seen| !seen.is_empty()).count(),
        said.len()
    );
    assert!(wrongs.is_empty(), "{wrongs:#?}");
    assert!(plain > 20 && ours > 100 && told >= 8, "{plain} plain, {ours} codes, {told} told");
}
