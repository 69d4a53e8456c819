//! Why a question has no answer: a closed list, each with a sentence in `console.ftl`.

use serde::{Deserialize, Serialize};

/// What the console says instead of an answer. Too many rows is not here: that is an answer, cut off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Refusal {
    /// Nothing was asked.
    Empty,
    /// Longer than `max` bytes.
    TooLong { max: usize },
    /// It begins with, or does, something other than reading.
    NotASelect { word: String },
    /// More than one statement.
    Several,
    /// A table that isn't for reading.
    Table { table: String },
    /// A column that isn't for reading; `readable` lists the others of its table.
    Column { table: String, column: String, readable: String },
    /// A function that isn't on the list.
    Function { name: String },
    /// A table that doesn't exist.
    NoSuchTable { name: String },
    /// A column that doesn't exist.
    NoSuchColumn { name: String },
    /// The engine stumbled at this word.
    Syntax { near: String },
    /// The engine's own message.
    Wrong { message: String },
    /// Too deep, too wide, too many terms.
    TooComplex,
    /// It ran out of its second.
    TooSlow,
    /// It ran out of memory, or one value was too long.
    TooMuchMemory,
    /// Other questions are still running.
    Busy,
    /// PostgreSQL without `console_database_url`.
    OffNoUrl,
    /// The console's database can't be reached.
    OffUnreachable,
    /// The console's role may do more than it should; `what` names the first thing.
    OffRole { what: String },
    /// The child died of something else; the log says of what.
    Broken,
}

impl Refusal {
    /// The key of its sentence.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "console-refusal-empty",
            Self::TooLong { .. } => "console-refusal-too-long",
            Self::NotASelect { .. } => "console-refusal-not-a-select",
            Self::Several => "console-refusal-several",
            Self::Table { .. } => "console-refusal-table",
            Self::Column { .. } => "console-refusal-column",
            Self::Function { .. } => "console-refusal-function",
            Self::NoSuchTable { .. } => "console-refusal-no-such-table",
            Self::NoSuchColumn { .. } => "console-refusal-no-such-column",
            Self::Syntax { .. } => "console-refusal-syntax",
            Self::Wrong { .. } => "console-refusal-wrong",
            Self::TooComplex => "console-refusal-too-complex",
            Self::TooSlow => "console-refusal-too-slow",
            Self::TooMuchMemory => "console-refusal-too-much-memory",
            Self::Busy => "console-refusal-busy",
            Self::OffNoUrl => "console-refusal-off-no-url",
            Self::OffUnreachable => "console-refusal-off-unreachable",
            Self::OffRole { .. } => "console-refusal-off-role",
            Self::Broken => "console-refusal-broken",
        }
    }

    /// What its sentence names, as Fluent arguments: at most three.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { max } => vec![("max", max.to_string())],
            Self::NotASelect { word } => vec![("word", word.clone())],
            Self::Table { table } => vec![("table", table.clone())],
            Self::Column { table, column, readable } => {
                vec![("table", table.clone()), ("column", column.clone()), ("readable", readable.clone())]
            }
            Self::Function { name } | Self::NoSuchTable { name } | Self::NoSuchColumn { name } => {
                vec![("name", name.clone())]
            }
            Self::Syntax { near } => vec![("near", near.clone())],
            Self::Wrong { message } => vec![("message", message.clone())],
            Self::OffRole { what } => vec![("what", what.clone())],
            _ => Vec::new(),
        }
    }

    /// Whether the console as a whole is off, so that the page shows no editor.
    pub fn is_off(&self) -> bool {
        matches!(self, Self::OffNoUrl | Self::OffUnreachable | Self::OffRole { .. })
    }

    /// A refusal to read `table.column`, with the columns that may be read instead.
    pub(super) fn column(table: &str, column: &str) -> Self {
        match super::schema::table(table) {
            Some(known) if !known.readable.is_empty() => {
                let readable = known.readable.join(", ");
                Self::Column { table: known.name.to_owned(), column: column.to_owned(), readable }
            }
            _ => Self::Table { table: table.to_owned() },
        }
    }

    /// What the engine's message means, for what both engines have in common.
    pub(super) fn of_message(message: &str) -> Self {
        let between = |from: &str, to: &str| {
            let rest = &message[message.find(from)? + from.len()..];
            Some(rest[..rest.find(to)?].chars().take(60).collect::<String>())
        };
        if let Some(near) = between("near \"", "\"") {
            return Self::Syntax { near };
        }
        if let Some(name) = message.strip_prefix("no such table: ") {
            return Self::NoSuchTable { name: name.to_owned() };
        }
        if let Some(name) = message.strip_prefix("no such column: ") {
            // In double quotes SQLite adds a guess at what was meant.
            let name = name.split(" - ").next().unwrap_or(name);
            return Self::NoSuchColumn { name: name.trim_matches('"').to_owned() };
        }
        if let Some(name) = message.strip_prefix("no such function: ") {
            return Self::Function { name: name.to_owned() };
        }
        const HEAVY: [&str; 8] = [
            "Expression tree is too large",
            "too many terms",
            "too many columns",
            "too many arguments on function",
            "LIKE or GLOB pattern too complex",
            "parser stack overflow",
            "Recursion limit",
            "at most ",
        ];
        if HEAVY.iter().any(|heavy| message.contains(heavy)) {
            return Self::TooComplex;
        }
        Self::Wrong { message: message.chars().take(200).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Refusal> {
        let x = || "x".to_owned();
        vec![
            Refusal::Empty,
            Refusal::TooLong { max: 1 },
            Refusal::NotASelect { word: x() },
            Refusal::Several,
            Refusal::Table { table: x() },
            Refusal::Column { table: x(), column: x(), readable: x() },
            Refusal::Function { name: x() },
            Refusal::NoSuchTable { name: x() },
            Refusal::NoSuchColumn { name: x() },
            Refusal::Syntax { near: x() },
            Refusal::Wrong { message: x() },
            Refusal::TooComplex,
            Refusal::TooSlow,
            Refusal::TooMuchMemory,
            Refusal::Busy,
            Refusal::OffNoUrl,
            Refusal::OffUnreachable,
            Refusal::OffRole { what: x() },
            Refusal::Broken,
        ]
    }

    #[test]
    fn every_refusal_has_a_sentence_in_both_languages_that_names_what_it_should() {
        for text in [include_str!("../../locales/es/console.ftl"), include_str!("../../locales/en/console.ftl")] {
            for refusal in all() {
                let start = format!("{} = ", refusal.key());
                let line = text.lines().find(|line| line.starts_with(&start));
                let line = line.unwrap_or_else(|| panic!("no sentence for {}", refusal.key()));
                for (name, _) in refusal.arguments() {
                    assert!(line.contains(&format!("${name}")), "{} doesn't name {name}", refusal.key());
                }
            }
        }
    }

    #[test]
    fn a_refusal_survives_the_way_to_the_parent() {
        for refusal in all() {
            let json = serde_json::to_string(&refusal).unwrap();
            assert_eq!(serde_json::from_str::<Refusal>(&json).unwrap(), refusal);
        }
    }

    #[test]
    fn the_engines_messages_become_sentences() {
        let of = Refusal::of_message;
        assert_eq!(of("near \"FORM\": syntax error"), Refusal::Syntax { near: "FORM".to_owned() });
        assert_eq!(of("syntax error at or near \"FORM\""), Refusal::Syntax { near: "FORM".to_owned() });
        assert_eq!(of("no such table: fanz"), Refusal::NoSuchTable { name: "fanz".to_owned() });
        assert_eq!(of("no such column: nme"), Refusal::NoSuchColumn { name: "nme".to_owned() });
        assert_eq!(of("Expression tree is too large (maximum depth 100)"), Refusal::TooComplex);
        assert_eq!(of("ambiguous column name: id"), Refusal::Wrong { message: "ambiguous column name: id".to_owned() });
    }
}
