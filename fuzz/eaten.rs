//! What strangers and mistaken people send, by whatever reads it first: it ends, and what it gives holds to its own rules.
//! One function a target of bin/fuzz; tests/features/fuzzed.rs does the same with all that was kept in corpus/.

use anomalia::base::brand::logo::Logo;
use anomalia::base::clock::{stamp, unstamp};
use anomalia::base::{money, phone, text};
use anomalia::door::marks;
use anomalia::door::wire::{SCANS_MAX, Upload};
use anomalia::fans::fan::FanForm;
use anomalia::fans::import::carry::{carried, carried_back};
use anomalia::fans::import::file;
use anomalia::fans::search::Search;
use anomalia::fans::segment::Rules;
use anomalia::join::asking::{self, AskForm};
use anomalia::join::link;
use anomalia::tickets::code::{self, Code};
use anomalia::tickets::list;

/// A target: its name, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

pub const TARGETS: [Target; 7] = [
    ("code", code),
    ("typed", typed),
    ("form", form),
    ("list", list),
    ("sheet", sheet),
    ("upload", upload),
    ("logo", logo),
];

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 28);

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a camera read or somebody typed as a ticket's code.
pub fn code(bytes: &[u8]) {
    let typed = text_of(bytes);
    if let Some(code) = Code::parse(&typed) {
        for again in [code.as_str(), &code.grouped(), &code.as_str().to_lowercase()] {
            assert!(Code::parse(again).as_ref() == Some(&code), "a code is read as it is shown: {again}");
        }
        assert_eq!(code::short(code.short()).as_deref(), Some(code.short()));
        code::qr(&code);
    }
    if let Some(short) = code::short(&typed) {
        assert_eq!(short.len(), 4);
    }
}

/// What stands in a search field, an address, a field of a sum, a number, a time, or a kept rule.
pub fn typed(bytes: &[u8]) {
    let typed = text_of(bytes);
    for (what, once) in [("tidied", text::tidy as fn(&str) -> String), ("folded", text::fold)] {
        let first = once(&typed);
        assert_eq!(once(&first), first, "{what} twice");
    }
    if let Search::Words(words) = Search::of(&typed) {
        assert!((1..=8).contains(&words.len()), "{words:?}");
    }
    text::first_and_initial(&typed);
    text::surname_start(&typed);
    if let Some(kept) = phone::phone(&typed) {
        assert_eq!(phone::phone(&kept).as_deref(), Some(&*kept), "a kept number is one");
        assert_eq!(phone::phone(&phone::shown(&kept)).as_deref(), Some(&*kept), "as it is shown, too");
    }
    if let Some(email) = text::email(&typed) {
        assert_eq!(text::email(&email).as_deref(), Some(&*email));
    }
    if let Some(cents) = money::parse(&typed) {
        assert_eq!(money::parse(&money::show(cents, "MXN")), Some(cents), "a sum is read as it is shown");
    }
    if let Some(at) = unstamp(&typed) {
        let stamped = stamp(at);
        assert_eq!(unstamp(&stamped).map(stamp), Some(stamped.clone()), "{stamped}");
    }
    if let Some((concert, fan)) = link::read(&typed) {
        let whole = link::whole(&concert, fan.as_deref());
        assert_eq!(link::read(&whole), Some((concert.clone(), fan.clone())), "{whole}");
        link::number("a key", &concert, fan.as_deref().unwrap_or_default());
    }
    let (marks, _) = marks::read(&typed);
    assert!(marks.iter().all(|mark| mark.number > 0 && mark.places > 0), "{marks:?}");
    let _ = asking::word(&typed);
    let rules = Rules::read(&typed);
    assert_eq!(Rules::read(&rules.text()).text(), rules.text(), "rules are read as they are kept");
}

/// A form's fields, one a line: a fan's as the band types it, and a stranger's wish for a place.
pub fn form(bytes: &[u8]) {
    let whole = text_of(bytes);
    let mut fields = whole.split('\n').map(str::to_owned);
    let mut next = || fields.next().unwrap_or_default();
    let form = FanForm {
        name: next(),
        phone: next(),
        email: next(),
        age: next(),
        birthday: next(),
        found_by: next(),
        note: next(),
        language: next(),
        news: next(),
        news_how: next(),
        news_day: next(),
        notice: next(),
    };
    if let Ok(fan) = form.check(TODAY) {
        assert!(!fan.name.is_empty() && fan.phone.iter().all(|kept| kept.starts_with('+')), "{fan:?}");
        fan.words();
    }
    let ask = AskForm {
        name: form.name,
        phone: form.phone,
        age: form.age,
        found_by: form.found_by,
        news: form.news,
        notice: form.notice,
        people: form.note,
        word: form.language,
        ..AskForm::default()
    };
    for word in [None, Some("anomalia")] {
        if let Ok(ask) = ask.check(TODAY, word) {
            assert!(ask.people > 0 && ask.fan.phone.is_some(), "{ask:?}");
        }
    }
}

/// A guest list pasted from a chat.
pub fn list(bytes: &[u8]) {
    let pasted = text_of(bytes);
    let (guests, odd) = list::read(&pasted);
    let lines = pasted.lines().count();
    assert!(guests.len() + odd.len() <= lines);
    assert!(guests.iter().all(|guest| !guest.name.is_empty() && guest.plus <= 20 && guest.line <= lines), "{guests:?}");
}

/// A file of people: a spreadsheet's or a phone's.
pub fn sheet(bytes: &[u8]) {
    let Ok(sheet) = file::read(bytes, TODAY) else { return };
    assert!(!sheet.rows.is_empty());
    for row in &sheet.rows {
        let _ = row.form.check(TODAY);
    }
    // The preview carries the rows in its form, and reads them again.
    assert_eq!(carried_back(&carried(&sheet.rows)).as_ref(), Ok(&sheet.rows));
}

/// What a phone hands in.
pub fn upload(bytes: &[u8]) {
    let Some(upload) = Upload::read(bytes) else { return };
    assert!(upload.scans.len() <= SCANS_MAX && upload.scans.iter().all(|scan| scan.id.len() == 26));
}

/// The drawing that the band puts on its pages.
pub fn logo(bytes: &[u8]) {
    let Ok(logo) = Logo::read(&text_of(bytes)) else { return };
    let markup = logo.markup();
    assert!(!["<script", "<foreignObject", "<style", "<!"].iter().any(|wrong| markup.contains(wrong)), "{markup}");
    let written = markup.replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"", 1);
    let again = Logo::read(&written).unwrap_or_else(|error| panic!("{error} in {written}"));
    // Each reading puts a name of its own before what the drawing calls its parts.
    let plain = |inner: &str| inner.replace("logo-", "");
    assert_eq!(plain(&again.inner), plain(&logo.inner), "a drawing is read as it was written");
}
