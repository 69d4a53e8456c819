//! What may be read: every table and column, each readable or secret. The one list that the authorizer,
//! the shadow views, the PostgreSQL role and the page are made from. A new column in a migration is a decision
//! here; a test fails until it is made.

mod facts;
mod tables;

pub use tables::TABLES;

/// A table or view of the database.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// Columns that a question may use.
    pub readable: &'static [&'static str],
    /// Columns that no question gets near: not to show, not to compare, not to order by.
    pub secret: &'static [&'static str],
    /// One of the four views that carry the brief's names.
    pub view: bool,
}

const fn view(name: &'static str, readable: &'static [&'static str]) -> Table {
    Table { name, readable, secret: &[], view: true }
}

const fn open(name: &'static str, readable: &'static [&'static str]) -> Table {
    Table { name, readable, secret: &[], view: false }
}

const fn partly(name: &'static str, readable: &'static [&'static str], secret: &'static [&'static str]) -> Table {
    Table { name, readable, secret, view: false }
}

const fn closed(name: &'static str, secret: &'static [&'static str]) -> Table {
    Table { name, readable: &[], secret, view: false }
}

/// The table of that name, in any case.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name.eq_ignore_ascii_case(name))
}

/// Tables of which something may be read, the four views first.
pub fn shown() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| !table.readable.is_empty())
}

impl Table {
    /// Whether a question may use that column.
    pub fn may_read(&self, column: &str) -> bool {
        self.readable.iter().any(|readable| readable.eq_ignore_ascii_case(column))
    }

    /// Its readable columns in a row, as they are typed after `select`.
    pub fn columns(&self) -> String {
        self.readable.join(", ")
    }

    /// Its secret columns in a row.
    pub fn secrets(&self) -> String {
        self.secret.join(", ")
    }

    /// The key of the sentence that says what it holds.
    pub fn sentence(&self) -> String {
        format!("console-table-{}", self.name.replace('_', "-"))
    }

    /// The key of the sentence that says what a column holds; only the four views have them.
    pub fn column_sentence(&self, column: &str) -> String {
        format!("console-column-{}-{}", self.name.replace('_', "-"), column.replace('_', "-"))
    }
}

#[cfg(test)]
#[path = "schema_tests.rs"]
pub(super) mod tests;
