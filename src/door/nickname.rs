//! What people are called: Pepe is José, and whoever is José on the ticket may be asked for as Pepe. The list is a file that
//! phones read too; its words are folded.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static LIST: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../assets/door/nicknames.json")).expect("the list in the repository is one")
});

/// A folded word with what else the same person may be called: the word itself first.
pub fn also(word: &str) -> Vec<String> {
    let names = LIST.get(word).into_iter().flatten().cloned();
    let nicknames =
        LIST.iter().filter(|(_, names)| names.iter().any(|name| name == word)).map(|(short, _)| short.clone());
    [word.to_owned()].into_iter().chain(names).chain(nicknames).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text;

    #[test]
    fn a_nickname_leads_to_its_names_and_a_name_to_its_nicknames() {
        assert_eq!(also("pepe"), ["pepe", "jose"]);
        assert!(also("jose").contains(&"pepe".to_owned()));
        assert!(["alberto", "roberto", "gilberto"].iter().all(|name| also("beto").contains(&(*name).to_owned())));
        assert_eq!(also("mariana"), ["mariana"]);
    }

    #[test]
    fn every_word_of_the_list_is_as_searching_folds_it() {
        for (short, names) in LIST.iter() {
            assert!(!names.is_empty() && !names.contains(short), "{short}");
            for word in names.iter().chain([short]) {
                assert_eq!((&text::fold(word), text::words(word).len()), (word, 1));
            }
        }
    }
}
