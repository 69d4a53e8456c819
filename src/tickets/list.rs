//! A guest list as it is pasted from a chat: "Juan +1", "Mariana (Beto)", "Pepe x3", with or without phones.

use crate::base::{phone, text};

/// The most guests, companions counted, that one list may bring.
pub const GUESTS_MAX: usize = 500;
/// The most that one line may bring.
const PLUS_MAX: usize = 20;

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// The line's number in what was pasted, from 1.
    pub line: usize,
    pub name: String,
    /// As it was written, for `fans` to read.
    pub phone: Option<String>,
    /// How many come along.
    pub plus: usize,
    /// Whose guest it is.
    pub of: Option<String>,
}

/// What is wrong with a line, as a text's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    pub line: usize,
    pub text: String,
    pub key: &'static str,
}

/// Reads a pasted list: its guests, and the lines that can't be one.
pub fn read(pasted: &str) -> (Vec<Guest>, Vec<Odd>) {
    let (mut guests, mut odd) = (Vec::new(), Vec::new());
    for (at, raw) in pasted.lines().enumerate() {
        let line = at + 1;
        let Some(text) = text::given(body(raw)) else { continue };
        match guest(line, &text) {
            Ok(guest) => guests.push(guest),
            Err(key) => odd.push(Odd { line, text, key }),
        }
    }
    (guests, odd)
}

/// A line without what a chat puts before it: the hour and the sender, a bullet, a number.
fn body(raw: &str) -> &str {
    let mut line = raw.trim().trim_start_matches(['\u{200e}', '\u{feff}']);
    if let Some((stamp, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        && stamp.contains(':')
    {
        line = rest.split_once(": ").map_or(rest, |(_, said)| said);
    }
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if numbered.len() < line.len() && line.len() - numbered.len() <= 3 && numbered.starts_with(['.', ')', '-', ' ']) {
        line = &numbered[1..];
    }
    line.trim_start_matches(['-', '*', '•', '·', '–', '—', '>', ' '])
}

fn guest(line: usize, text: &str) -> Result<Guest, &'static str> {
    let (mut rest, of) = match text.split_once('(') {
        Some((before, inside)) => {
            let (inside, after) = inside.split_once(')').unwrap_or((inside, ""));
            (format!("{before} {after}"), text::given(inside))
        }
        None => (text.to_owned(), None),
    };
    let phone = take_phone(&mut rest);
    let (name, plus) = take_plus(&rest)?;
    let of_is_plus = of.as_deref().and_then(plus_of);
    let (plus, of) = match of_is_plus {
        Some(more) => (plus + more, None),
        None => (plus, of),
    };
    // Also what is said in several places: "Ana +20 +20".
    if plus > PLUS_MAX {
        return Err("tickets-list-many");
    }
    let name = text::given(name.trim_matches([',', ';', ':', '-', '–', ' '])).ok_or("tickets-list-no-name")?;
    // Four digits and more that are no telephone: better asked about than printed on a ticket.
    if name.split(' ').any(|word| digits(word) >= 4) {
        return Err("tickets-list-digits");
    }
    if !name.chars().any(char::is_alphabetic) {
        return Err("tickets-list-no-name");
    }
    if name.chars().count() > 120 {
        return Err("tickets-list-long-name");
    }
    Ok(Guest { line, name, phone, plus, of })
}

/// Takes the first run of at least eight digits (with the signs that people put between them) out of a line.
fn take_phone(rest: &mut String) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || " .-+()".contains(c);
    let chars: Vec<(usize, char)> = rest.char_indices().collect();
    let mut at = 0;
    while at < chars.len() {
        // "x3" is a count, not the beginning of a number.
        let after_letter = at > 0 && chars[at - 1].1.is_alphanumeric();
        if !(chars[at].1.is_ascii_digit() || chars[at].1 == '+') || after_letter {
            at += 1;
            continue;
        }
        let end = chars[at..].iter().position(|(_, c)| !is_part(*c)).map_or(chars.len(), |length| at + length);
        let run = &rest[chars[at].0..chars.get(end).map_or(rest.len(), |(byte, _)| *byte)];
        // "+1 55 1234 5678" after a name is a companion and a number, not a number of the United States.
        let companion = run.strip_prefix('+').and_then(|run| run.split_once(' '));
        let companion = companion.filter(|(more, ten)| more.len() <= 2 && *more != "52" && phone::is_mexican(ten));
        if let Some((_, ten)) = companion.filter(|_| !rest[..chars[at].0].trim().is_empty()) {
            let found = ten.trim().to_owned();
            *rest = rest.replacen(&found, " ", 1);
            return Some(found);
        }
        if run.chars().filter(char::is_ascii_digit).count() >= 8 {
            // "+1" at the end of a number is a companion, not a digit of it.
            let run = run
                .rsplit_once(" +")
                .filter(|(head, tail)| tail.trim().len() <= 2 && digits(head) >= 8)
                .map_or(run, |(head, _)| head);
            let found = run.trim().to_owned();
            *rest = rest.replacen(&found, " ", 1);
            return Some(found);
        }
        at = end.max(at + 1);
    }
    None
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// `+1`, `+ 2`, `x3`, `×3`, `y 2 más`: how many more than the one who is named.
fn plus_of(word: &str) -> Option<usize> {
    let word = word.trim().to_lowercase();
    let number = |text: &str| text.trim().parse::<usize>().ok().filter(|n| *n <= PLUS_MAX);
    if let Some(more) = word.strip_prefix('+') {
        return number(more);
    }
    word.strip_prefix(['x', '×']).and_then(number).filter(|all| *all > 0).map(|all| all - 1)
}

/// `+99`, `x40`: how many, whatever the number.
fn is_count(word: &str) -> bool {
    let number = word.strip_prefix(['+', 'x', 'X', '×']).unwrap_or_default();
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
}

fn take_plus(rest: &str) -> Result<(String, usize), &'static str> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (mut name, mut plus, mut at) = (Vec::new(), 0, 0);
    while at < words.len() {
        let word = words[at];
        let joined = words.get(at + 1).map(|next| format!("{word}{next}"));
        if let Some(more) = plus_of(word) {
            plus += more;
        } else if matches!(word, "+" | "x" | "X" | "×") && joined.as_deref().and_then(plus_of).is_some() {
            plus += joined.as_deref().and_then(plus_of).unwrap_or(0);
            at += 1;
        } else if is_count(word) {
            return Err("tickets-list-many");
        } else if let Some((head, tail)) = word.split_once('+').filter(|(head, _)| !head.is_empty()) {
            name.push(head);
            plus += plus_of(&format!("+{tail}")).ok_or("tickets-list-many")?;
        } else {
            name.push(word);
        }
        at += 1;
    }
    Ok((name.join(" "), plus))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: &str) -> (String, Option<String>, usize, Option<String>) {
        let (guests, odd) = read(line);
        let guest = guests.into_iter().next().unwrap_or_else(|| panic!("{line}: {odd:?}"));
        (guest.name, guest.phone, guest.plus, guest.of)
    }

    #[test]
    fn a_list_is_read_as_people_write_it() {
        let of = |name: &str, plus, by: Option<&str>| (name.to_owned(), None, plus, by.map(str::to_owned));
        assert_eq!(one("Juan +1"), of("Juan", 1, None));
        assert_eq!(one("Juan+2"), of("Juan", 2, None));
        assert_eq!(one("Mariana (Beto)"), of("Mariana", 0, Some("Beto")));
        assert_eq!(one("Pepe x3"), of("Pepe", 2, None));
        assert_eq!(one("Pepe X 3"), of("Pepe", 2, None));
        assert_eq!(one("- José Luis (+1)"), of("José Luis", 1, None));
        assert_eq!(one("12. Ana Lu"), of("Ana Lu", 0, None));
        assert_eq!(one("[20/11/26, 21:14] Beto: Lupita + 1"), of("Lupita", 1, None));
        assert_eq!(one("• Max"), of("Max", 0, None));
        assert_eq!(one("Xóchitl"), of("Xóchitl", 0, None));
    }

    #[test]
    fn a_phone_in_the_line_is_taken_out_of_the_name() {
        assert_eq!(one("Juan 55 1234 5678 +1"), ("Juan".into(), Some("55 1234 5678".into()), 1, None));
        assert_eq!(one("+52 1 55 1234 5678 Ana"), ("Ana".into(), Some("+52 1 55 1234 5678".into()), 0, None));
        assert_eq!(one("Pepe x3 55 8765 4321"), ("Pepe".into(), Some("55 8765 4321".into()), 2, None));
        assert_eq!(one("Juan +1 55 1234 5678"), ("Juan".into(), Some("55 1234 5678".into()), 1, None));
        assert_eq!(one("Ana +1 212 736 5000"), ("Ana".into(), Some("+1 212 736 5000".into()), 0, None));
        assert_eq!(one("Ana +52 55 1234 5678"), ("Ana".into(), Some("+52 55 1234 5678".into()), 0, None));
        assert_eq!(one("Ana, 5512345678"), ("Ana".into(), Some("5512345678".into()), 0, None));
    }

    #[test]
    fn a_line_without_a_name_is_said_with_its_number() {
        let (guests, odd) = read("Juan\n\n+1\n5512345678\nAna +99\nPepe x40\nLucía 5512\nAna +20 +1");
        assert_eq!(guests.len(), 1);
        let said: Vec<_> = odd.iter().map(|odd| (odd.line, odd.key)).collect();
        let expected =
            ["no-name", "no-name", "many", "many", "digits", "many"].map(|key| format!("tickets-list-{key}"));
        assert_eq!(said, (3..).zip(expected.iter().map(String::as_str)).collect::<Vec<_>>());
    }

    proptest::proptest! {
        #[test]
        fn no_paste_makes_it_fall(text in "\\PC{0,200}") {
            let (guests, odd) = read(&text);
            proptest::prop_assert!(guests.len() + odd.len() <= text.lines().count());
        }
    }
}
