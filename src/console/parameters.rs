//! Named parameters of a question: `:since` is asked for by a field of the form, and its value is put in as a literal.
//! The fences are elsewhere: a value could say no more than the question itself.

use super::words;

/// The values of a question's parameters, by name.
pub type Values = Vec<(String, String)>;

/// The most parameters that a question has.
pub const MOST: usize = 12;

/// The names of the parameters, in the order in which they first stand there.
pub fn names(sql: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (from, to) in words::parameters(sql) {
        let name = sql[from + 1..to].to_lowercase();
        if !names.contains(&name) && names.len() < MOST {
            names.push(name);
        }
    }
    names
}

/// The question with its values in their places: a number stands bare, nothing is null, all else is text.
pub fn filled(sql: &str, values: &Values) -> String {
    let mut whole = String::with_capacity(sql.len());
    let mut at = 0;
    for (from, to) in words::parameters(sql) {
        let name = sql[from + 1..to].to_lowercase();
        whole.push_str(&sql[at..from]);
        // One that wasn't asked for stays as it is.
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => whole.push_str(&literal(value.trim())),
            None => whole.push_str(&sql[from..to]),
        }
        at = to;
    }
    whole.push_str(&sql[at..]);
    whole
}

fn literal(value: &str) -> String {
    let digits = value.strip_prefix('-').unwrap_or(value);
    // A telephone or a code that begins with nought is text.
    let number = !digits.is_empty() && digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
    match value {
        "" => "null".to_owned(),
        // In brackets: after a minus two of them would begin a comment.
        _ if number && digits.len() < value.len() => format!("({value})"),
        _ if number && (digits == "0" || !digits.starts_with('0')) => value.to_owned(),
        _ => format!("'{}'", value.replace('\'', "''")),
    }
}

/// What a field of that name is of: a day where the name says so.
pub fn kind(name: &str) -> &'static str {
    let says = |words: &[&str]| words.iter().any(|word| name == *word || name.ends_with(&format!("_{word}")));
    if says(&["since", "until", "day", "date", "from", "to", "desde", "hasta", "dia", "fecha"]) {
        "date"
    } else {
        "text"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_outside_text_comments_and_casts() {
        let sql =
            "select ':no', a::text, \":no\" from t -- :no\nwhere day >= :since and x = :Since and y = :n_2 /* :no */";
        assert_eq!(names(sql), ["since", "n_2"]);
        assert!(names("select 1").is_empty());
    }

    #[test]
    fn a_value_is_put_in_as_a_literal_that_ends_nothing() {
        let value = |value: &str| filled("select :x", &vec![("x".to_owned(), value.to_owned())]);
        assert_eq!(value("12"), "select 12");
        assert_eq!(value("-3"), "select (-3)");
        assert_eq!(value("0155"), "select '0155'");
        assert_eq!(value(""), "select null");
        assert_eq!(value("O'Higgins'; drop table fan --"), "select 'O''Higgins''; drop table fan --'");
        assert_eq!(value("2026-11-01"), "select '2026-11-01'");
        assert_eq!(value(":x"), "select ':x'");
    }

    #[test]
    fn a_field_for_a_day_is_one() {
        assert_eq!(
            (kind("since"), kind("first_day"), kind("name"), kind("today_is")),
            ("date", "date", "text", "text")
        );
    }
}
