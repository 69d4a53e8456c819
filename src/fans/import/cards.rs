//! A phone's contacts as vCard (RFC 6350 and the older ones): a person a card.

use calcard::common::PartialDateTime;
use calcard::vcard::{VCard, VCardEntry, VCardParameterName, VCardProperty, VCardValue};
use calcard::{Entry, Parser};
use jiff::civil::Date;

use crate::fans::import::file::{Sheet, Unreadable};
use crate::fans::import::{Cells, ROWS_MAX};

/// The year that phones write for a birthday whose year they don't know.
const NO_YEAR: u16 = 1604;

/// Whether a file holds cards.
pub fn are(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().get(..11).is_some_and(|it| it.eq_ignore_ascii_case("begin:vcard"))
}

/// Reads the cards of a file; a row's number is the card's.
///
/// # Errors
/// When there is none, or too many.
pub fn read(text: &str, today: Date) -> Result<Sheet, Unreadable> {
    let mut parser = Parser::new(text);
    let mut sheet = Sheet::default();
    loop {
        match parser.entry() {
            // A card that was cut off before its first line.
            Entry::VCard(card) if card.entries.is_empty() => {}
            Entry::VCard(_) if sheet.rows.len() == ROWS_MAX => return Err("fans-import-too-many"),
            Entry::VCard(card) => sheet.rows.push(cells(&card).row(sheet.rows.len() + 1, today)),
            Entry::Eof => break,
            _ => {}
        }
    }
    if sheet.rows.is_empty() { Err("fans-import-empty") } else { Ok(sheet) }
}

fn cells(card: &VCard) -> Cells {
    let first = |property: VCardProperty| card.property(&property).map(text).unwrap_or_default();
    let whole = first(VCardProperty::Fn);
    Cells {
        name: if whole.is_empty() { parts(card) } else { whole },
        phone: best(card, VCardProperty::Tel).trim_start_matches("tel:").to_owned(),
        email: best(card, VCardProperty::Email).trim_start_matches("mailto:").to_owned(),
        birthday: card.property(&VCardProperty::Bday).map(birthday).unwrap_or_default(),
        note: first(VCardProperty::Note),
        ..Cells::default()
    }
}

fn text(entry: &VCardEntry) -> String {
    let text = entry.values.first().and_then(VCardValue::as_text).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name out of its parts, where nobody wrote the whole: given names before surnames.
fn parts(card: &VCard) -> String {
    let Some(name) = card.property(&VCardProperty::N) else { return String::new() };
    let part = |nth: usize| name.values.get(nth).and_then(VCardValue::as_text).unwrap_or_default().trim();
    [part(1), part(2), part(0)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Of several numbers the mobile one, then the preferred one, then the first.
fn best(card: &VCard, property: VCardProperty) -> String {
    let rank = |entry: &&VCardEntry| {
        let says = |word: &str| {
            entry.params.iter().any(|it| it.value.as_text().is_some_and(|text| text.eq_ignore_ascii_case(word)))
        };
        let preferred = says("pref") || entry.params.iter().any(|it| it.name == VCardParameterName::Pref);
        let mobile = ["cell", "mobile", "iphone"].into_iter().any(says);
        (!mobile, !preferred)
    };
    card.properties(&property).filter(|entry| !text(entry).is_empty()).min_by_key(rank).map(text).unwrap_or_default()
}

fn birthday(entry: &VCardEntry) -> String {
    match entry.values.first() {
        Some(VCardValue::PartialDateTime(PartialDateTime { year: Some(year), month, day, .. })) if *year != NO_YEAR => {
            match (month, day) {
                (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}"),
            }
        }
        Some(value) => value.as_text().unwrap_or_default().to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(String, String, String, String)> {
        let sheet = read(text, "2026-11-25".parse().expect("a day")).expect("cards");
        let row = |row: crate::fans::import::Row| (row.form.name, row.form.phone, row.form.email, row.form.birthday);
        sheet.rows.into_iter().map(row).collect()
    }

    fn row(name: &str, phone: &str, email: &str, birthday: &str) -> (String, String, String, String) {
        (name.to_owned(), phone.to_owned(), email.to_owned(), birthday.to_owned())
    }

    #[test]
    fn cards_of_each_version_are_read() {
        let old = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;=C3=81ngela;;;\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=81ngela N=C3=BA=C3=B1ez\r\nTEL;HOME:5555550000\r\nTEL;CELL:55 1234 5678\r\nEND:VCARD\r\n";
        let apple = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Quiroz;Mariana;;;\r\nFN:Mariana Quiroz\r\nORG:Ruido;\r\nTEL;type=CELL;type=VOICE;type=pref:+52 1 55 8765 4321\r\nitem1.EMAIL;type=INTERNET:mariana@example.mx\r\nBDAY:1998-04-02\r\nNOTE:Toca el bajo\\, a veces\r\nEND:VCARD\r\n";
        let new = "BEGIN:VCARD\nVERSION:4.0\nN:Luna;Beto;;;\nTEL;VALUE=uri;TYPE=\"voice,home\":tel:+525500001111\nTEL;VALUE=uri;PREF=1;TYPE=cell:tel:+52-55-0000-2222\nBDAY:19990131\nEND:VCARD\n";
        assert_eq!(
            rows(&format!("{old}{apple}{new}")),
            [
                row("Ángela Núñez", "55 1234 5678", "", ""),
                row("Mariana Quiroz", "+52 1 55 8765 4321", "mariana@example.mx", "1998-04-02"),
                row("Beto Luna", "+52-55-0000-2222", "", "1999-01-31"),
            ]
        );
    }

    #[test]
    fn a_birthday_without_its_year_is_none() {
        let card = |bday: &str| format!("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\n{bday}\nEND:VCARD\n");
        for bday in ["BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-06", "BDAY:--0506"] {
            assert_eq!(rows(&card(bday))[0].3, "", "{bday}");
        }
    }

    #[test]
    fn folded_lines_and_photos_do_no_harm() {
        let photo = "QUJD".repeat(40);
        let card = format!(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Maria\r\n  de la O\r\nPHOTO;ENCODING=b;TYPE=JPEG:{photo}\r\n {photo}\r\nTEL:5512345678\r\nEND:VCARD\r\n"
        );
        assert_eq!(rows(&card), [row("Ana Maria de la O", "5512345678", "", "")]);
    }

    #[test]
    fn what_holds_no_card_is_refused() {
        let today = "2026-11-25".parse().expect("a day");
        assert!(are("\u{feff}BEGIN:VCARD\n") && are("begin:vcard") && !are("nombre,telefono"));
        assert_eq!(read("BEGIN:VCARD", today), Err("fans-import-empty"));
        let many = "BEGIN:VCARD\nFN:A\nEND:VCARD\n".repeat(ROWS_MAX + 1);
        assert_eq!(read(&many, today), Err("fans-import-too-many"));
    }
}
