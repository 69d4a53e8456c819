//! SQL cut into words, to say early and in plain words what is wrong with a question.
//! Not a fence: the engines decide by their own parsers.

/// The words of a text, lower-cased, without comments and without what stands in single quotes.
#[derive(Debug)]
pub(super) struct Words {
    words: Vec<String>,
    statements: usize,
}

impl Words {
    pub(super) fn of(sql: &str) -> Self {
        let mut found = Self { words: Vec::new(), statements: 0 };
        let mut open = false;
        let mut rest = sql;
        while let Some(first) = rest.chars().next() {
            let (token, len) = token(rest, first);
            rest = &rest[len..];
            match token {
                Token::Space => {}
                Token::End => open = false,
                Token::Word(word) => {
                    if !open {
                        found.statements += 1;
                        open = true;
                    }
                    if !word.is_empty() {
                        found.words.push(word.to_lowercase());
                    }
                }
            }
        }
        found
    }

    /// The first word, if there is any.
    pub(super) fn first(&self) -> Option<&str> {
        self.words.first().map(String::as_str)
    }

    /// How many statements the semicolons make; an empty one doesn't count.
    pub(super) fn statements(&self) -> usize {
        self.statements
    }

    /// Whether a word occurs, quoted as an identifier or bare.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }
}

enum Token<'a> {
    Space,
    End,
    Word(&'a str),
}

/// The token at the beginning, and its length in bytes.
fn token(rest: &str, first: char) -> (Token<'_>, usize) {
    let closed_by =
        |close: &str, from: usize| rest[from..].find(close).map_or(rest.len(), |at| from + at + close.len());
    match first {
        _ if first.is_whitespace() => (Token::Space, first.len_utf8()),
        ';' => (Token::End, 1),
        '-' if rest.starts_with("--") => (Token::Space, closed_by("\n", 2)),
        '/' if rest.starts_with("/*") => (Token::Space, closed_by("*/", 2)),
        '\'' => (Token::Word(""), quoted(rest, '\'')),
        '"' | '`' => {
            let len = quoted(rest, first);
            (Token::Word(rest[1..len].trim_end_matches(first)), len)
        }
        '[' => {
            let len = closed_by("]", 1);
            (Token::Word(rest[1..len].trim_end_matches(']')), len)
        }
        _ if first.is_alphanumeric() || first == '_' => {
            let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
            (Token::Word(&rest[..len]), len)
        }
        _ => (Token::Word(&rest[..first.len_utf8()]), first.len_utf8()),
    }
}

/// Where named parameters stand: from their colon to their end, in bytes.
pub(super) fn parameters(sql: &str) -> Vec<(usize, usize)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        if rest.starts_with("::") {
            at += 2;
            continue;
        }
        let named =
            rest.strip_prefix(':').filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'));
        if let Some(name) = named {
            let len = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
            found.push((at, at + 1 + len));
            at += 1 + len;
            continue;
        }
        at += token(rest, first).1;
    }
    found
}

/// The length of what stands in quotes, where two of them mean one.
fn quoted(rest: &str, quote: char) -> usize {
    let mut from = 1;
    while let Some(at) = rest[from..].find(quote) {
        from += at + 1;
        if !rest[from..].starts_with(quote) {
            return from;
        }
        from += 1;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_every_kind_of_quotes_and_not_in_text() {
        let words =
            Words::of("select \"Code\", [salt], `link_token` from ticket where note = 'password_hash' -- answer");
        for word in ["select", "code", "salt", "link_token", "ticket"] {
            assert!(words.has(word), "{word}");
        }
        assert!(!words.has("password_hash") && !words.has("answer"));
    }

    #[test]
    fn text_that_never_closes_ends_with_the_question() {
        for sql in ["select 'a", "select \"a", "select [a", "select /* a", "select -- a", "'", "\"", "[", "ñ", "é'"] {
            assert!(Words::of(sql).statements() <= 1, "{sql}");
        }
    }
}
