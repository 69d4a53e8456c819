//! What a band writes to a fan: a text with places in braces, filled for each. Pure.

/// What may stand in braces: the fan's first name, the concert, its venue, its day and doors, what is still to be paid,
/// and the link of the fan's own page.
pub const PLACES: [&str; 7] = ["name", "concert", "place", "day", "doors", "due", "link"];
/// What isn't always there: a line that holds it is left out with it.
const SOMETIMES: [&str; 2] = ["{due}", "{link}"];
const CHARACTERS_MAX: usize = 1_000;

/// What is wrong with a text, if anything is.
///
/// # Errors
/// In words, without the file's name.
pub fn check(text: &str) -> Result<(), String> {
    if text.chars().count() > CHARACTERS_MAX {
        return Err(format!("is longer than {CHARACTERS_MAX} characters"));
    }
    let known = |name: &str| PLACES.contains(&name);
    if let Some(odd) = pieces(text).find_map(|(_, name)| name.filter(|name| !known(name))) {
        return Err(format!("“{{{odd}}}” is not one of {{{}}}", PLACES.join("}, {")));
    }
    let last = text.trim_end().lines().next_back().unwrap_or_default();
    if !last.ends_with('?') || SOMETIMES.iter().any(|place| last.contains(place)) {
        return Err(
            "has to end with a question, on a line that is always there: an answer makes the number a known one".into(),
        );
    }
    Ok(())
}

/// The text with its places filled; a line is left out where `value` has nothing for one of them.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let lines = text.trim().lines().filter_map(|line| {
        let mut filled = String::new();
        for (plain, name) in pieces(line) {
            filled.push_str(plain);
            if let Some(name) = name {
                filled.push_str(&value(name)?);
            }
        }
        Some(filled)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A text as plain pieces, each with the name in braces that follows it.
fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    text.split('}').map(|piece| piece.split_once('{').map_or((piece, None), |(plain, name)| (plain, Some(name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Hola {name}, tu boleto para {concert}.\nFalta pagar {due}.\n{link}\n¿Te llegó?\n";

    fn filled(due: Option<&str>, link: Option<&str>) -> String {
        fill(TEXT, |name| match name {
            "due" => due.map(str::to_owned),
            "link" => link.map(str::to_owned),
            other => Some(other.to_uppercase()),
        })
    }

    #[test]
    fn what_isn_t_there_takes_its_line_with_it() {
        let all = "Hola NAME, tu boleto para CONCERT.\nFalta pagar $200.\nhttps://x.mx/t/1\n¿Te llegó?";
        assert_eq!(filled(Some("$200"), Some("https://x.mx/t/1")), all);
        assert_eq!(filled(None, None), "Hola NAME, tu boleto para CONCERT.\n¿Te llegó?");
    }

    #[test]
    fn a_value_isn_t_read_as_a_place() {
        assert_eq!(fill("{name}?", |_| Some("{link} }".to_owned())), "{link} }?");
    }

    #[test]
    fn a_text_has_known_places_and_ends_with_a_question() {
        assert_eq!(check(TEXT), Ok(()));
        for (text, word) in [
            ("Hola {nombre}. ¿Llegó?", "{nombre}"),
            ("Hola {}. ¿Llegó?", "{}"),
            ("Hola {name}.", "question"),
            ("¿Llegó?\n{link}", "question"),
            ("¿Llegó {link}?", "question"),
        ] {
            assert!(check(text).is_err_and(|said| said.contains(word)), "{text}");
        }
        assert!(check(&format!("{}?", "a".repeat(1_000))).is_err());
    }
}
