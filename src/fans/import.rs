//! Fans from a file: what its rows say, in our own fields.

pub mod cards;
pub mod carry;
pub mod file;
pub mod plan;

use jiff::civil::Date;

use crate::base::i18n::Lang;
use crate::base::text;
use crate::base::web::form::Problems;
use crate::fans::fan::{FOUND_BY, FanForm, LANGUAGES, NewFan};

/// The most rows that a file may have.
pub const ROWS_MAX: usize = 50_000;

/// A row of a file, in our fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The row's number in the file, as a spreadsheet counts.
    pub line: usize,
    /// The fan's id, when the file is one that we exported.
    pub id: String,
    pub form: FanForm,
}

impl Row {
    /// The checked fan.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, today: Date) -> Result<NewFan, Problems> {
        self.form.check(today)
    }
}

/// The cells of a row that mean one thing each, as a file has them.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    pub id: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub age: String,
    pub birthday: String,
    pub found_by: String,
    pub note: String,
    pub language: String,
    pub news: String,
}

impl Cells {
    /// What was meant by them: dates as people write them, names of our choices in either language.
    pub fn row(self, line: usize, today: Date) -> Row {
        let (birthday, year) = born(&self.birthday);
        let age = match year {
            Some(year) if self.age.is_empty() => (i64::from(today.year()) - year).to_string(),
            _ => years(&self.age),
        };
        let found_by = found_by(&self.found_by);
        let mut note = self.note;
        if found_by == "other" && !is_label(&self.found_by, "other") {
            note = format!("{note}\n{}", self.found_by).trim().to_owned();
        }
        let news = matches!(text::fold(&self.news).as_str(), "si" | "yes" | "1" | "x" | "true" | "verdadero");
        let form = FanForm {
            name: self.name,
            phone: self.phone,
            email: self.email,
            age,
            birthday,
            found_by: found_by.to_owned(),
            note,
            language: language(&self.language).to_owned(),
            news: if news { "1" } else { "" }.to_owned(),
            news_how: if news { "import" } else { "" }.to_owned(),
            news_day: String::new(),
            notice: String::new(),
        };
        Row { line, id: self.id, form }
    }
}

/// `25`, `25 años`, `25.0` as an age; anything else is left as it is, to be refused with its row's number.
fn years(cell: &str) -> String {
    let digits: String = cell.chars().take_while(char::is_ascii_digit).collect();
    let rest = &cell[digits.len()..];
    let unit = matches!(text::fold(rest).as_str(), "" | "0" | "00" | "anos" | "ano" | "years" | "year" | "y" | "a");
    if unit && !digits.is_empty() { digits } else { cell.to_owned() }
}

/// A birthday as `YYYY-MM-DD`, or a year alone. Days come before months, as in Mexico, unless that makes no date.
fn born(cell: &str) -> (String, Option<i64>) {
    let cell = cell.trim();
    // A spreadsheet adds midnight to a date.
    let day = cell.split(['T', ' ']).next().filter(|_| cell.contains(':')).unwrap_or(cell);
    let parts: Vec<&str> = day.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let numbers: Option<Vec<i16>> = parts.iter().map(|part| part.parse().ok()).collect();
    match (numbers.as_deref(), parts.as_slice()) {
        (Some(&[year]), [text]) if text.len() == 4 => (String::new(), Some(i64::from(year))),
        (Some(&[year, month, day]), [text, ..]) if text.len() == 4 => (written(year, month, day, cell), None),
        (Some(&[first, second, year]), [.., text]) if text.len() == 4 => {
            let (day, month) = if second > 12 { (second, first) } else { (first, second) };
            (written(year, month, day, cell), None)
        }
        _ => (cell.to_owned(), None),
    }
}

fn written(year: i16, month: i16, day: i16, cell: &str) -> String {
    let small = |number: i16| i8::try_from(number).unwrap_or(0);
    Date::new(year, small(month), small(day)).map_or_else(|_| cell.to_owned(), |date| date.to_string())
}

/// The key of how they found us; what we have no name for is `other`.
fn found_by(cell: &str) -> &'static str {
    let folded = text::fold(cell);
    let also = match folded.as_str() {
        "" => return "",
        "amigo" | "amiga" | "amigos" | "un amigo" | "una amiga" | "friends" | "a friend" => Some("friend"),
        "ig" | "insta" => Some("instagram"),
        "cartel" | "flyer" | "poster" => Some("poster"),
        "pasaba por ahi" | "walked by" => Some("walked_by"),
        "otra banda" | "another band" => Some("other_band"),
        _ => None,
    };
    also.or_else(|| FOUND_BY.into_iter().find(|key| is_label(cell, key))).unwrap_or("other")
}

fn is_label(cell: &str, key: &str) -> bool {
    let cell = text::fold(cell);
    let name = format!("fans-found-{}", key.replace('_', "-"));
    cell == text::fold(key) || [Lang::Es, Lang::En].into_iter().any(|lang| cell == text::fold(&lang.t(&name)))
}

fn language(cell: &str) -> &'static str {
    match text::fold(cell).as_str() {
        "es" | "espanol" | "spanish" | "castellano" | "es mx" => LANGUAGES[0],
        "en" | "ingles" | "english" | "en us" => LANGUAGES[1],
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        "2026-11-22".parse().expect("a day")
    }

    #[test]
    fn a_birthday_is_read_as_people_write_it() {
        for typed in ["1998-05-23", "23/05/1998", "23-5-1998", "23.05.1998", "05/23/1998", "1998-05-23 00:00:00"] {
            assert_eq!(born(typed), ("1998-05-23".to_owned(), None), "{typed}");
        }
        assert_eq!(born("1998"), (String::new(), Some(1998)));
        assert_eq!(born("31/02/1998").0, "31/02/1998");
        assert_eq!(born("mayo").0, "mayo");
    }

    #[test]
    fn a_row_says_what_its_cells_mean() {
        let cells = Cells {
            name: "Ana".into(),
            age: "28 años".into(),
            found_by: "Una revista".into(),
            note: "Canta".into(),
            language: "Inglés".into(),
            news: "Sí".into(),
            ..Cells::default()
        };
        let fan = cells.row(2, today()).check(today()).expect("a fan");
        assert_eq!(fan.birth_year, Some(1998));
        assert_eq!(fan.found_by.as_deref(), Some("other"));
        assert_eq!(fan.note.as_deref(), Some("Canta\nUna revista"));
        assert_eq!(fan.language.as_deref(), Some("en"));
        assert_eq!(fan.news.map(|news| news.how).as_deref(), Some("import"));
    }

    #[test]
    fn our_own_names_are_read_back_in_both_languages() {
        for key in FOUND_BY {
            for lang in [Lang::Es, Lang::En] {
                let label = lang.t(&format!("fans-found-{}", key.replace('_', "-")));
                assert_eq!(found_by(&label), key, "{label}");
            }
        }
    }
}
