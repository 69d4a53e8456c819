//! The words that find a fan, and what a search asks for.

use crate::base::phone::{last_four, phone};
use crate::base::text;

/// The words that find a fan: of the name, of what stands before the `@`, and the phone's last four digits.
pub fn words(name: &str, email: Option<&str>, phone: Option<&str>) -> Vec<String> {
    let local = email.and_then(|email| email.split_once('@')).map_or("", |(local, _)| local);
    let mut words = text::words(&format!("{name} {local}"));
    words.extend(phone.map(last_four).filter(|four| !four.is_empty()).map(str::to_owned));
    words.sort();
    words.dedup();
    words
}

/// What a search asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// Nothing was typed.
    All,
    /// A whole number.
    Phone(String),
    /// A whole address, in lower case.
    Email(String),
    /// Words that must all begin a fan's words, the longest first.
    Words(Vec<String>),
}

impl Search {
    /// Reads what was typed into a search field.
    pub fn of(typed: &str) -> Self {
        if let Some(phone) = phone(typed) {
            return Self::Phone(phone);
        }
        if let Some(email) = text::email(typed) {
            return Self::Email(email.to_lowercase());
        }
        let mut words = text::words(typed);
        let digits: String = words.iter().flat_map(|word| word.chars()).collect();
        let number = digits.chars().all(|c| c.is_ascii_digit());
        if number && digits.len() > 4 {
            // Part of a number: we keep its last four digits as a word.
            let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
            return Self::Words(vec![last_four(&typed).to_owned()]);
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.truncate(8);
        if words.is_empty() { Self::All } else { Self::Words(words) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fan_is_found_by_name_address_and_last_four_digits() {
        let words = words("Ana Ñúñez", Some("ana.la.grande@example.mx"), Some("+525512345678"));
        assert_eq!(words, ["5678", "ana", "grande", "la", "nunez"]);
    }

    #[test]
    fn a_search_knows_a_number_an_address_and_words() {
        assert_eq!(Search::of("  "), Search::All);
        assert_eq!(Search::of("044 55 1234 5678"), Search::Phone("+525512345678".into()));
        assert_eq!(Search::of("Ana@Example.mx"), Search::Email("ana@example.mx".into()));
        assert_eq!(Search::of("ñúñez A"), Search::Words(vec!["nunez".into(), "a".into()]));
        assert_eq!(Search::of("5678"), Search::Words(vec!["5678".into()]));
        assert_eq!(Search::of("1234 5678"), Search::Words(vec!["5678".into()]));
    }
}
