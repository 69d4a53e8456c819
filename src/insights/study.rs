//! One thing that the figures show: a sentence, a drawing, a table, and the same as a file.

use std::borrow::Cow;

use crate::base::web::csv;
use crate::base::web::scene::Scene;

/// What is shown under one heading.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// How its addresses name it.
    pub slug: &'static str,
    pub title: String,
    /// What it shows, in words.
    pub sentences: Vec<String>,
    /// None where there is nothing to draw.
    pub scene: Option<Scene>,
    pub head: Vec<String>,
    pub rows: Vec<Line>,
    pub note: Option<String>,
}

/// A line of the table.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub name: String,
    pub href: Option<String>,
    pub cells: Vec<Cell>,
}

/// What a table shows of a number, and what a file holds of it.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub shown: String,
    pub raw: String,
    pub href: Option<String>,
}

/// Lines that a page shows of a table; the file has all.
pub const LINES: usize = 24;

impl Cell {
    pub fn of(shown: impl Into<String>, raw: impl ToString) -> Self {
        Self { shown: shown.into(), raw: raw.to_string(), href: None }
    }

    /// What isn't known: a dash, and nothing in a file.
    pub fn none() -> Self {
        Self { shown: "—".to_owned(), raw: String::new(), href: None }
    }

    pub fn to(self, href: impl Into<Option<String>>) -> Self {
        Self { href: href.into(), ..self }
    }
}

impl Study {
    /// The lines that a page shows.
    pub fn shown(&self) -> &[Line] {
        &self.rows[..self.rows.len().min(LINES)]
    }

    /// How many lines are only in the file.
    pub fn more(&self) -> usize {
        self.rows.len().saturating_sub(LINES)
    }

    /// The table as a file, numbers as they are kept.
    pub fn csv(&self) -> Vec<u8> {
        let head = self.head.iter().map(|cell| Cow::from(cell.as_str())).collect();
        let rows = self.rows.iter().map(|line| {
            let name = std::iter::once(Cow::from(line.name.as_str()));
            name.chain(line.cells.iter().map(|cell| Cow::from(cell.raw.as_str()))).collect()
        });
        csv::write(std::iter::once(head).chain(rows))
    }
}
