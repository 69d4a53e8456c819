//! What is asked and what is answered: the types that parent and child speak, and their bounds.

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::words::Words;

/// The longest question, in bytes.
pub const SQL_BYTES_MAX: usize = 20_000;
/// The most rows that an answer holds; what is beyond is cut off and said so.
pub const ROWS_MAX: usize = 1_000;
/// The most bytes that an answer's rows hold, as they are written for the parent.
pub const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A question that was looked at: one statement that reads, of a bearable length.
/// That it looks so decides nothing; the fences in the child do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    sql: String,
}

impl Question {
    /// Checks what somebody typed.
    pub fn check(typed: &str) -> Result<Self, Refusal> {
        let sql = typed.trim_start_matches('\u{feff}').trim();
        if sql.len() > SQL_BYTES_MAX {
            return Err(Refusal::TooLong { max: SQL_BYTES_MAX });
        }
        if sql.contains('\0') {
            return Err(Refusal::Syntax { near: "\\0".to_owned() });
        }
        let words = Words::of(sql);
        let Some(first) = words.first() else { return Err(Refusal::Empty) };
        if !["select", "with", "values", "("].contains(&first) {
            return Err(Refusal::NotASelect { word: shown(first) });
        }
        if words.statements() > 1 {
            return Err(Refusal::Several);
        }
        Ok(Self { sql: sql.to_owned() })
    }

    /// The same question asked how it would be answered: nothing is read for it. On PostgreSQL in that engine's words.
    pub fn plan(&self, postgres: bool) -> Self {
        let explain = if postgres { "explain" } else { "explain query plan" };
        Self { sql: format!("{explain} {}", self.sql) }
    }

    /// The text, trimmed.
    pub fn sql(&self) -> &str {
        &self.sql
    }
}

/// A word as it may be shown in a sentence: upper case, cut to a bearable length.
fn shown(word: &str) -> String {
    word.chars().take(24).collect::<String>().to_uppercase()
}

/// One value of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// No value.
    #[serde(rename = "n")]
    Null,
    /// A whole number.
    #[serde(rename = "i")]
    Integer(i64),
    /// A finite number; what is not finite arrives as text, since JSON has no word for it.
    #[serde(rename = "r")]
    Real(f64),
    /// Text.
    #[serde(rename = "t")]
    Text(String),
    /// Bytes, of which only the length is told.
    #[serde(rename = "b")]
    Blob(usize),
}

impl Cell {
    /// A number that may not be finite.
    pub fn real(value: f64) -> Self {
        if value.is_finite() { Self::Real(value) } else { Self::Text(value.to_string()) }
    }

    /// The value as text, for the table and for CSV: nothing for null, `[3 B]` for bytes.
    pub fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Integer(value) => value.to_string(),
            Self::Real(value) => value.to_string(),
            Self::Text(value) => value.clone(),
            Self::Blob(len) => format!("[{len} B]"),
        }
    }

    /// Whether it belongs right-aligned.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Real(_))
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// Why an answer ends before the data does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Truncated {
    /// More than [`ROWS_MAX`] rows.
    Rows,
    /// More than [`ANSWER_BYTES_MAX`] bytes.
    Bytes,
}

/// A table: names of columns, and rows of as many cells each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    pub truncated: Option<Truncated>,
    /// How long the engine took.
    pub took_ms: u64,
}

/// Gathers rows until one of the bounds is reached.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    rows: Vec<Vec<Cell>>,
    bytes: usize,
    truncated: Option<Truncated>,
}

impl Gathered {
    /// Takes a row; false when no further one is wanted.
    pub(super) fn take(&mut self, row: Vec<Cell>) -> bool {
        if self.rows.len() == ROWS_MAX {
            self.truncated = Some(Truncated::Rows);
            return false;
        }
        // Measured as it travels: one byte of text may become six in JSON.
        self.bytes += serde_json::to_string(&row).map_or(ANSWER_BYTES_MAX, |json| json.len());
        if self.bytes > ANSWER_BYTES_MAX {
            self.truncated = Some(Truncated::Bytes);
            return false;
        }
        self.rows.push(row);
        true
    }

    pub(super) fn answer(self, columns: Vec<String>, took_ms: u64) -> Answer {
        Answer { columns, rows: self.rows, truncated: self.truncated, took_ms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(sql: &str) -> Refusal {
        Question::check(sql).unwrap_err()
    }

    #[test]
    fn a_select_is_a_question_with_comments_and_a_semicolon_too() {
        for sql in [
            "select 1",
            "  SELECT 1 ;  ",
            "-- who came\nselect 1; -- that is all",
            "/* a */ with x as (select 1) select * from x /* b */ ;",
            "values (1), (2)",
            "\u{feff}select ';' as semicolon, \"a;b\", '--', '/*'",
            "(select 1)",
            "select 1;;",
        ] {
            assert!(Question::check(sql).is_ok(), "{sql}");
        }
    }

    #[test]
    fn nothing_but_a_select_is_a_question() {
        for (sql, word) in [
            ("insert into fan values (1)", "INSERT"),
            ("/* select */ delete from fan", "DELETE"),
            ("-- select\nupdate fan set name = ''", "UPDATE"),
            ("pragma table_info(fan)", "PRAGMA"),
            ("explain select 1", "EXPLAIN"),
            ("attach 'x' as y", "ATTACH"),
            ("hello", "HELLO"),
        ] {
            assert_eq!(refusal(sql), Refusal::NotASelect { word: word.to_owned() }, "{sql}");
        }
        assert_eq!(refusal("  -- nothing\n /* at all */ ;"), Refusal::Empty);
        assert_eq!(refusal(""), Refusal::Empty);
    }

    #[test]
    fn a_second_statement_is_found_wherever_it_hides() {
        for sql in [
            "select 1; select 2",
            "select 1; drop table fan",
            "select 1 /* ; */ ; -- \n delete from fan",
            "select 'it''s' ; vacuum",
            "select 1;;select 2",
        ] {
            assert_eq!(refusal(sql), Refusal::Several, "{sql}");
        }
    }

    #[test]
    fn a_question_has_bounds() {
        assert_eq!(
            refusal(&format!("select '{}'", "x".repeat(SQL_BYTES_MAX))),
            Refusal::TooLong { max: SQL_BYTES_MAX }
        );
        assert_eq!(refusal("select 1\0; drop table fan"), Refusal::Syntax { near: "\\0".to_owned() });
    }

    #[test]
    fn an_answer_is_cut_at_its_bounds_and_says_which() {
        let mut many = Gathered::default();
        while many.take(vec![Cell::Integer(1)]) {}
        let many = many.answer(vec!["n".to_owned()], 1);
        assert_eq!((many.rows.len(), many.truncated), (ROWS_MAX, Some(Truncated::Rows)));

        let mut wide = Gathered::default();
        while wide.take(vec![Cell::Text("\u{1}".repeat(100_000))]) {}
        let wide = wide.answer(vec!["t".to_owned()], 1);
        assert_eq!(wide.truncated, Some(Truncated::Bytes));
        assert!(serde_json::to_string(&wide).unwrap().len() <= ANSWER_BYTES_MAX + 1_000);
    }

    #[test]
    fn every_cell_survives_the_way_to_the_parent() {
        let row = vec![
            Cell::Null,
            Cell::Integer(i64::MIN),
            Cell::real(0.1),
            Cell::real(f64::INFINITY),
            Cell::Text("Ñandú 'x' \u{0}".to_owned()),
            Cell::Blob(3),
        ];
        let json = serde_json::to_string(&row).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Cell>>(&json).unwrap(), row);
    }
}
