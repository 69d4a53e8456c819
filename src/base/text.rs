//! Text as people type it: folded for searching and ordering, trimmed, cut.

/// Folds a text to `a–z`, `0–9` and single spaces, so that search and order are blind to accents and case and the
/// same on both engines.
pub fn fold(text: &str) -> String {
    let plain = deunicode::deunicode(text).to_ascii_lowercase();
    let mut folded = String::with_capacity(plain.len());
    for part in plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(part);
    }
    folded
}

/// The different words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// The least text that is greater than every text that begins with `prefix`: the upper end of a range search.
pub fn after(prefix: &str) -> String {
    format!("{prefix}~")
}

/// One line without control characters, without spaces at its ends or doubled within.
pub fn tidy(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What was typed, tidied; `None` when nothing was.
pub fn given(text: &str) -> Option<String> {
    Some(tidy(text)).filter(|text| !text.is_empty())
}

/// Several lines, each tidied, without empty ones at the ends; `None` when nothing was typed.
pub fn given_lines(text: &str) -> Option<String> {
    let lines: Vec<String> = text.lines().map(tidy).collect();
    let text = lines.join("\n").trim_matches('\n').to_owned();
    Some(text).filter(|text| !text.is_empty())
}

/// The first word of a name, and the initial of what follows it: what a door shows of a person. Of `Juan Pérez +1`, a
/// companion, `+1 Juan` and `P`.
pub fn first_and_initial(name: &str) -> (String, String) {
    let (name, plus) =
        name.rsplit_once(' ').filter(|(_, last)| is_plus(last)).map_or((name, ""), |(of, plus)| (of, plus));
    let mut parts = name.split_whitespace();
    let first = parts.next().unwrap_or_default();
    let first = if plus.is_empty() { first.to_owned() } else { format!("{plus} {first}") };
    let initial = parts.next().and_then(|part| part.chars().next()).map(|c| c.to_uppercase().to_string());
    (first, initial.unwrap_or_default())
}

/// The first three letters of what follows the first word of a name, folded: what a phone at the door may search a
/// surname by. None when there is no surname.
pub fn surname_start(name: &str) -> Option<String> {
    let (_, rest) = name.split_once(char::is_whitespace).filter(|(first, _)| !is_plus(first))?;
    let word = rest.split_whitespace().find(|word| !is_plus(word))?;
    Some(fold(word).chars().filter(|letter| *letter != ' ').take(3).collect())
        .filter(|start: &String| !start.is_empty())
}

/// The last four digits of a phone number.
pub fn last_four(phone: Option<&str>) -> Option<String> {
    phone.and_then(|phone| phone.get(phone.len().checked_sub(4)?..)).map(str::to_owned)
}

/// Whether a name is only `+1`, `+2` …: somebody's companion, of whom no more is known.
pub fn is_plus(name: &str) -> bool {
    name.strip_prefix('+').is_some_and(|nth| !nth.is_empty() && nth.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An e-mail address as far as a form can tell: one `@`, something before it, a dotted name after it.
pub fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let (local, domain) = text.split_once('@')?;
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\\\"[]".contains(c));
    let dotted = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..");
    (plain && dotted && !local.is_empty() && !domain.contains('@') && text.len() <= 254).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_accents_case_and_signs() {
        assert_eq!(fold("  María-José Ñúñez, «Pepe» "), "maria jose nunez pepe");
        assert_eq!(words("Ana ana ANA Bea"), ["ana", "bea"]);
    }

    #[test]
    fn a_door_shows_a_first_name_and_an_initial() {
        assert_eq!(first_and_initial("Mariana quiroz Díaz"), ("Mariana".into(), "Q".into()));
        assert_eq!(first_and_initial("Beto"), ("Beto".into(), String::new()));
        assert_eq!(first_and_initial("Mariana Quiroz +2"), ("+2 Mariana".into(), "Q".into()));
        assert_eq!(first_and_initial("+1"), ("+1".into(), String::new()));
    }

    #[test]
    fn a_door_searches_a_surname_by_three_letters() {
        assert_eq!(surname_start("Mariana Ñúñez Díaz").as_deref(), Some("nun"));
        assert_eq!(surname_start("Mariana Quiroz +2").as_deref(), Some("qui"));
        assert_eq!(surname_start("Ana D'Alba").as_deref(), Some("dal"));
        for none in ["Beto", "+1", "Juan +1", ""] {
            assert_eq!(surname_start(none), None, "{none}");
        }
    }

    #[test]
    fn an_address_needs_a_name_an_at_and_a_dotted_domain() {
        assert_eq!(email(" ana@example.mx ").as_deref(), Some("ana@example.mx"));
        for wrong in
            ["ana", "@example.mx", "ana@mx", "a b@example.mx", "ana@b@example.mx", "ana@.mx", "a\r\nBcc:x@y.mx"]
        {
            assert_eq!(email(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_typed_loses_only_its_stray_spaces() {
        assert_eq!(given("  Calle  Sin\tNombre 91 ").as_deref(), Some("Calle Sin Nombre 91"));
        assert_eq!(given(" \n "), None);
        assert_eq!(given_lines("uno\r\n\r\n dos \n\n").as_deref(), Some("uno\n\ndos"));
    }
}
