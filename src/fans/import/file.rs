//! A file of rows as spreadsheets, phones, mail programs and other ticket systems export them: its letters, its separators,
//! its columns.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::base::text;
use crate::fans::import::{Cells, ROWS_MAX, Row, cards};

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub rows: Vec<Row>,
    /// Columns that mean nothing to us, as the file names them.
    pub left_out: Vec<String>,
}

/// Why a file can't be read: a text's key.
pub type Unreadable = &'static str;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Id,
    WholeName,
    Name,
    MiddleName,
    Surname,
    Phone,
    Email,
    OwnEmail,
    Age,
    Birthday,
    FoundBy,
    Note,
    Language,
    News,
}

/// The column that a heading names, in Spanish or English.
fn column(heading: &str) -> Option<Column> {
    Some(match text::fold(heading).as_str() {
        "id" => Column::Id,
        "nombre completo" | "full name" | "nombre y apellido" | "nombre y apellidos" | "display name"
        // pretix, and the answers of Hi.Events.
        | "attendee name" => {
            Column::WholeName
        }
        "nombre" | "nombres" | "nombre s" | "name" | "fan" | "first name" | "given name" | "primer nombre"
        | "attendee name given name" | "attendee first name"
        | "contacto" | "cliente" => Column::Name,
        "middle name" | "additional name" | "segundo nombre" => Column::MiddleName,
        "apellido" | "apellidos" | "apellido s" | "apellido paterno" | "apellido materno" | "primer apellido"
        | "segundo apellido" | "last name" | "surname" | "family name" | "attendee name family name"
        | "attendee last name" => Column::Surname,
        "telefono" | "telefonos" | "tel" | "telefono celular" | "telefono movil" | "celular" | "cel" | "movil"
        | "whatsapp" | "numero" | "numero de telefono" | "numero de celular" | "phone" | "phone number"
        | "telephone" | "mobile" | "mobile phone" | "mobile number" | "cell" | "cell phone" | "cellphone"
        | "phone 1 value" | "phone 2 value" => Column::Phone,
        "correo" | "correo electronico" | "email" | "e mail" | "mail" | "email address" | "e mail address"
        | "e mail 1 value" => Column::Email,
        // Beside it `Email` is the buyer's, who is the same for all of an order.
        "attendee email" | "attendee e mail" | "attendee e mail address" => Column::OwnEmail,
        "edad" | "age" => Column::Age,
        "nacimiento"
        | "fecha de nacimiento"
        | "fecha nacimiento"
        | "ano de nacimiento"
        | "cumpleanos"
        | "cumple"
        | "birthday"
        | "birth date"
        | "birthdate"
        | "date of birth"
        | "birth"
        | "dob"
        | "birth year" => Column::Birthday,
        "como nos conocio"
        | "como nos conociste"
        | "como se entero"
        | "como te enteraste"
        | "origen"
        | "how they found us"
        | "how did you hear about us"
        | "found by"
        | "found us"
        | "source" => Column::FoundBy,
        "nota" | "notas" | "comentario" | "comentarios" | "observaciones" | "note" | "notes" | "comment"
        | "comments" => Column::Note,
        "idioma" | "lengua" | "language" | "lang" => Column::Language,
        "noticias" | "acepta noticias" | "quiere noticias" | "news" | "wants news" | "newsletter" => Column::News,
        _ => return None,
    })
}

/// Reads a file.
///
/// # Errors
/// When it is empty, too long, or has no column of names.
pub fn read(bytes: &[u8], today: Date) -> Result<Sheet, Unreadable> {
    let text = decoded(bytes);
    if cards::are(&text) {
        return cards::read(&text, today);
    }
    // One sign for a line's end, so that rows are counted as a spreadsheet counts them.
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let mut records = Records::of(&text);
    let Some((_, headings)) = records.next() else { return Err("fans-import-empty") };
    let columns: Vec<Option<Column>> = headings.iter().map(|heading| column(heading)).collect();
    if !columns.iter().flatten().any(|column| matches!(column, Column::WholeName | Column::Name | Column::Surname)) {
        return Err("fans-import-no-name");
    }
    let left_out = headings.iter().zip(&columns).filter(|(_, column)| column.is_none());
    let left_out = left_out.filter_map(|(heading, _)| text::given(heading)).take(100).collect();
    let mut rows = Vec::new();
    for (line, record) in records {
        if rows.len() == ROWS_MAX {
            return Err("fans-import-too-many");
        }
        rows.push(cells(&columns, &record).row(line, today));
    }
    if rows.is_empty() { Err("fans-import-empty") } else { Ok(Sheet { rows, left_out }) }
}

/// The records of a text with their row numbers; empty ones are passed over, and counted.
struct Records<'a> {
    reader: csv::Reader<&'a [u8]>,
    /// Line ends within the cells of earlier records: a spreadsheet doesn't count them.
    within: usize,
}

impl<'a> Records<'a> {
    fn of(text: &'a str) -> Self {
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter(text)).terminator(csv::Terminator::Any(b'\n'));
        Self { reader: builder.from_reader(text.as_bytes()), within: 0 }
    }
}

impl Iterator for Records<'_> {
    type Item = (usize, Vec<String>);

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = csv::StringRecord::new();
        loop {
            if !self.reader.read_record(&mut record).ok()? {
                return None;
            }
            let ends = record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
            let after = usize::try_from(self.reader.position().line()).unwrap_or(usize::MAX);
            let line = after.saturating_sub(1 + ends + self.within);
            self.within += ends;
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                return Some((line, record.iter().map(plain).collect()));
            }
        }
    }
}

/// A cell without the apostrophe that our export puts before what looks like a formula.
fn plain(cell: &str) -> String {
    let cell = cell.trim();
    let quoted = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r']));
    quoted.unwrap_or(cell).to_owned()
}

fn cells(columns: &[Option<Column>], record: &[String]) -> Cells {
    let mut cells = Cells::default();
    let (mut whole, mut name) = (String::new(), Vec::new());
    for (column, cell) in columns.iter().zip(record).filter(|(_, cell)| !cell.is_empty()) {
        let into = match column {
            Some(Column::Name | Column::MiddleName | Column::Surname) => {
                name.push(cell.as_str());
                continue;
            }
            Some(Column::WholeName) => &mut whole,
            Some(Column::Id) => &mut cells.id,
            Some(Column::Phone) => &mut cells.phone,
            Some(Column::Email) if columns.contains(&Some(Column::OwnEmail)) => continue,
            Some(Column::Email | Column::OwnEmail) => &mut cells.email,
            Some(Column::Age) => &mut cells.age,
            Some(Column::Birthday) => &mut cells.birthday,
            Some(Column::FoundBy) => &mut cells.found_by,
            Some(Column::Note) => &mut cells.note,
            Some(Column::Language) => &mut cells.language,
            Some(Column::News) => &mut cells.news,
            None => continue,
        };
        // Of two columns that mean the same, the first that says something counts; notes add up.
        if into.is_empty() {
            into.push_str(cell);
        } else if *column == Some(Column::Note) {
            into.push('\n');
            into.push_str(cell);
        }
    }
    cells.name = if whole.is_empty() { joined(&name) } else { whole };
    cells
}

/// A name out of its parts. Some programs give the whole name beside its parts: then the parts add nothing.
fn joined(parts: &[&str]) -> String {
    let mut name = String::new();
    for part in parts {
        let has = format!(" {} ", text::fold(&name)).contains(&format!(" {} ", text::fold(part)));
        if name.is_empty() {
            name.push_str(part);
        } else if !has {
            name.push(' ');
            name.push_str(part);
        }
    }
    name
}

/// The separator that stands most often in the first line, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    let first = text.trim_start().lines().next().unwrap_or_default();
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        counts.iter_mut().filter(|(sign, _)| *sign == byte && !quoted).for_each(|(_, count)| *count += 1);
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b',', |(sign, _)| sign)
}

/// The text of a file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
        },
    }
}

/// A letter of Windows-1252 (WHATWG Encoding, index windows-1252).
fn windows_1252(byte: u8) -> char {
    const FROM_80: &[char; 32] = &[
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(bytes: &[u8]) -> Sheet {
        read(bytes, "2026-11-22".parse().expect("a day")).expect("a sheet")
    }

    fn names(sheet: &Sheet) -> Vec<(usize, &str)> {
        sheet.rows.iter().map(|row| (row.line, row.form.name.as_str())).collect()
    }

    #[test]
    fn accents_survive_every_way_of_writing_them() {
        let text = "Nombre;Teléfono\nÁngela Ñúñez;55 1234 5678\n";
        let mark = format!("\u{feff}{text}");
        let latin: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
        let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [text.as_bytes(), mark.as_bytes(), &latin, &wide] {
            let sheet = sheet(bytes);
            assert_eq!(names(&sheet), [(2, "Ángela Ñúñez")]);
            assert_eq!(sheet.rows[0].form.phone, "55 1234 5678");
        }
        assert_eq!(decoded(b"caf\xe9 \x93bien\x94 \x80"), "café “bien” €");
    }

    #[test]
    fn separators_are_guessed_and_quotes_respected() {
        for text in [
            "name,email\n\"Ana, la grande\",ana@example.mx\n",
            "name\temail\nAna, la grande\tana@example.mx",
            "\"name, whole\";name;email\r\nx;Ana, la grande;ana@example.mx\r\n",
        ] {
            let sheet = sheet(text.as_bytes());
            assert_eq!(names(&sheet), [(2, "Ana, la grande")], "{text}");
            assert_eq!(sheet.rows[0].form.email, "ana@example.mx");
        }
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        let text = "nombre,notas\r\n\"Ana\",\"uno\r\ndos\"\r\n\r\n,\r\nBea,tres\r\nCora,\"x\"";
        assert_eq!(names(&sheet(text.as_bytes())), [(2, "Ana"), (5, "Bea"), (6, "Cora")]);
    }

    #[test]
    fn a_name_is_joined_from_its_parts_once() {
        assert_eq!(
            names(&sheet(b"Nombre(s),Apellido paterno,Apellido materno\nAna,Ruiz,Paz\n")),
            [(2, "Ana Ruiz Paz")]
        );
        assert_eq!(names(&sheet(b"Name,Given Name,Family Name\nAna Ruiz,Ana,Ruiz\n")), [(2, "Ana Ruiz")]);
        assert_eq!(names(&sheet(b"First Name,Last Name\nAna,Ruiz\n,Paz\n")), [(2, "Ana Ruiz"), (3, "Paz")]);
    }

    #[test]
    fn unknown_columns_are_named_and_left_out() {
        let sheet = sheet(b"nombre,Signo,,whatsapp\nAna,Leo,,5512345678\n");
        assert_eq!(sheet.left_out, ["Signo"]);
        assert_eq!(sheet.rows[0].form.phone, "5512345678");
    }

    #[test]
    fn the_lists_of_other_ticket_systems_are_read() {
        let pretix = "Order code,Position ID,Status,Email,Phone number,Order date,Product,Price,Attendee name,Attendee name: Given name,Attendee name: Family name,Attendee email\n\
            ABC12,1,Paid,compra@example.mx,+525512345678,2026-11-01,Entrada,200.00,Mariana Quiroz,Mariana,Quiroz,mariana@example.mx\n\
            ABC12,2,Paid,compra@example.mx,,2026-11-01,Entrada,200.00,Beto Luna,Beto,Luna,\n";
        let found = sheet(pretix.as_bytes());
        assert_eq!(names(&found), [(2, "Mariana Quiroz"), (3, "Beto Luna")]);
        assert_eq!((&*found.rows[0].form.email, &*found.rows[1].form.email), ("mariana@example.mx", ""));
        assert_eq!(found.rows[0].form.phone, "+525512345678");
        let hi = "ID,First Name,Last Name,Email,Status,Is Checked In,Checked In At,Product ID,Product Name,Event ID,Public ID,Short ID,Created Date,Last Updated Date,Notes\n\
            17,Mariana,Quiroz,mariana@example.mx,ACTIVE,Yes,2026-11-20 21:14:00,3,Entrada,1,A-1,a_1,2026-11-01 10:00:00,2026-11-01 10:00:00,Llega tarde\n";
        let found = sheet(hi.as_bytes());
        assert_eq!((names(&found), &*found.rows[0].form.note), (vec![(2, "Mariana Quiroz")], "Llega tarde"));
        let eventbrite = "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,Currency,Total Paid,Fees Paid,Eventbrite Fees,Eventbrite Payment Processing,Attendee Status,Home Address 1,Home City,Cell Phone,Birth Date\n\
            99,2026-11-01,Mariana,Quiroz,mariana@example.mx,1,,Entrada,1,,Eventbrite Completed,MXN,200.00,0.00,0.00,0.00,Attending,Calle 1,CDMX,55 1234 5678,1998-04-02\n";
        let found = sheet(eventbrite.as_bytes());
        let form = &found.rows[0].form;
        assert_eq!(
            (&*form.name, &*form.email, &*form.phone, &*form.birthday),
            ("Mariana Quiroz", "mariana@example.mx", "55 1234 5678", "1998-04-02")
        );
    }

    #[test]
    fn a_file_without_names_or_rows_is_refused() {
        let today = "2026-11-22".parse().expect("a day");
        assert_eq!(read(b"", today), Err("fans-import-empty"));
        assert_eq!(read(b"nombre\n", today), Err("fans-import-empty"));
        assert_eq!(read(b"telefono\n5512345678\n", today), Err("fans-import-no-name"));
        let long = format!("nombre\n{}", "Ana\n".repeat(ROWS_MAX + 1));
        assert_eq!(read(long.as_bytes(), today), Err("fans-import-too-many"));
    }
}
