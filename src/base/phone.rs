//! Telephone numbers: the many spellings of a Mexican one first, then every other country's by its own rules.

use phonenumber::Mode;

/// Area codes of two digits (IFT, Plan Técnico Fundamental de Numeración); all others have three.
const TWO_DIGIT_AREAS: [&str; 4] = ["55", "56", "33", "81"];
/// Prefixes that were dialled before a national number until 2019, and are still in people's contacts.
const OLD_PREFIXES: [&str; 4] = ["044", "045", "01", "1"];

/// A number as it is kept: E.164, `+525512345678`. None when it isn't one, or has letters in it.
pub fn phone(text: &str) -> Option<String> {
    let (international, digits) = digits(text)?;
    match mexican(international, &digits) {
        Some(national) => Some(format!("+52{national}")),
        None if international && !digits.starts_with("52") => foreign(&digits),
        None => None,
    }
}

/// A kept number as people read it: `55 1234 5678`, `222 123 4567`, `+34 612 34 56 78`.
pub fn shown(kept: &str) -> String {
    if let Some(national) = kept.strip_prefix("+52").filter(|national| national.len() == 10) {
        let area = if TWO_DIGIT_AREAS.contains(&&national[..2]) { 2 } else { 3 };
        return format!("{} {} {}", &national[..area], &national[area..6], &national[6..]);
    }
    phonenumber::parse(None, kept)
        .map_or_else(|_| kept.to_owned(), |number| number.format().mode(Mode::International).to_string())
}

/// Whether these are the ten digits of a Mexican number, by the numbering plan and not only by their count.
pub fn is_mexican(text: &str) -> bool {
    let ten: String = text.chars().filter(char::is_ascii_digit).collect();
    ten.len() == 10 && phonenumber::parse(Some(phonenumber::country::MX), &ten).is_ok_and(|number| number.is_valid())
}

/// The last four digits of a kept number.
pub fn last_four(kept: &str) -> &str {
    kept.len().checked_sub(4).and_then(|from| kept.get(from..)).unwrap_or_default()
}

/// The digits of what was typed, and whether they begin with a country's code. None when anything else stands among
/// them than what people put there.
fn digits(text: &str) -> Option<(bool, String)> {
    // Contacts copied out of chats carry marks of writing direction that nobody sees.
    let unseen = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    let text: String = text.chars().filter(|c| !unseen(*c)).collect();
    let text = text.trim();
    let (plus, rest) = match text.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let between = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}');
    if rest.chars().any(|c| !c.is_ascii_digit() && !between(c)) {
        return None;
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("00") {
        Some(abroad) if !plus => Some((true, abroad.to_owned())),
        _ => Some((plus, digits)),
    }
}

/// The ten digits of a Mexican number, whatever was put before them.
fn mexican(international: bool, digits: &str) -> Option<&str> {
    let after_country = digits.strip_prefix("52").filter(|_| international || digits.len() >= 12);
    let national = match after_country {
        Some(rest) if rest.len() == 10 => rest,
        Some(rest) => OLD_PREFIXES.into_iter().find_map(|old| ten(rest.strip_prefix(old)?))?,
        None if international => return None,
        None if digits.len() == 10 => digits,
        // A 1 alone before ten digits may as well be a number of the United States.
        None => OLD_PREFIXES[..3].iter().find_map(|old| ten(digits.strip_prefix(old)?))?,
    };
    national.starts_with(|c| c >= '2').then_some(national)
}

fn ten(digits: &str) -> Option<&str> {
    (digits.len() == 10).then_some(digits)
}

fn foreign(digits: &str) -> Option<String> {
    let number = phonenumber::parse(None, format!("+{digits}")).ok()?;
    number.is_valid().then(|| number.format().mode(Mode::E164).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_spellings_are_one_number() {
        for typed in [
            "5512345678",
            "55 1234 5678",
            "55-1234-5678",
            "55.1234.5678",
            "(55) 1234 5678",
            "(55)1234-5678",
            "+525512345678",
            "+52 55 1234 5678",
            "+52 1 55 1234 5678",
            "+5215512345678",
            "5215512345678",
            "525512345678",
            "52 55 1234 5678",
            "044 55 1234 5678",
            "0445512345678",
            "045 55 1234 5678",
            "01 55 1234 5678",
            "015512345678",
            "+52 044 55 1234 5678",
            "0052 55 1234 5678",
            " \u{202a}+52\u{a0}55\u{a0}1234\u{2011}5678\u{202c} ",
        ] {
            assert_eq!(phone(typed).as_deref(), Some("+525512345678"), "{typed:?}");
        }
    }

    #[test]
    fn what_is_not_a_number_is_none() {
        for typed in [
            "",
            "55",
            "551234567",
            "55123456789",
            "0512345678",
            "1512345678",
            "55 1234 567A",
            "cinco",
            "5.51234E+09",
            "+52 55 1234",
            "155 1234 5678",
            "+999 12345678",
            "++525512345678",
            "55 1234 5678 ext 2",
        ] {
            assert_eq!(phone(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn ten_digits_of_another_country_are_not_mexican() {
        assert!(is_mexican("55 1234 5678") && is_mexican("222 123 4567"));
        assert!(!is_mexican("212 736 5000") && !is_mexican("5512"));
    }

    #[test]
    fn other_countries_go_by_their_own_rules() {
        assert_eq!(phone("+34 612 34 56 78").as_deref(), Some("+34612345678"));
        assert_eq!(phone("+1 (212) 736-5000").as_deref(), Some("+12127365000"));
        assert_eq!(phone("0034612345678").as_deref(), Some("+34612345678"));
        assert_eq!(phone("+34 12"), None);
    }

    #[test]
    fn a_number_is_shown_as_people_read_it() {
        assert_eq!(shown("+525512345678"), "55 1234 5678");
        assert_eq!(shown("+522221234567"), "222 123 4567");
        assert_eq!(shown("+34612345678"), "+34 612 34 56 78");
        assert_eq!(last_four("+525512345678"), "5678");
        assert_eq!(last_four("+5"), "");
    }
}
