//! Texts and templates, as the source has them: the same keys in both languages, none missing, none forgotten; no
//! inline script or style anywhere, and nothing to read that isn't a text.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{self, File};

/// A language's texts: key → the variables in it, in a set; and the text itself.
type Texts = BTreeMap<String, (BTreeSet<String>, String)>;

fn read(file: &File) -> Texts {
    let mut texts = Texts::new();
    let mut key = String::new();
    for line in file.text.lines() {
        let is_key = line.starts_with(|c: char| c.is_ascii_lowercase());
        if let Some((name, text)) = line.split_once('=').filter(|_| is_key) {
            key = name.trim().to_owned();
            let before = texts.insert(key.clone(), (BTreeSet::new(), text.to_owned()));
            assert!(before.is_none(), "{}: {key} twice", file.path);
        } else if line.starts_with(' ') {
            let entry = texts.get_mut(&key).unwrap_or_else(|| panic!("{}: {line}", file.path));
            entry.1.push('\n');
            entry.1.push_str(line);
        }
    }
    for (variables, text) in texts.values_mut() {
        let names = text.split('$').skip(1).map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_'));
        *variables = names.map(Iterator::collect).collect();
    }
    texts
}

fn language(code: &str) -> BTreeMap<String, Texts> {
    let files = source::files(&format!("locales/{code}"), &[".ftl"]);
    files.iter().map(|file| (file.path.rsplit('/').next().unwrap_or_default().to_owned(), read(file))).collect()
}

fn whole(code: &str) -> Texts {
    language(code).into_values().flatten().collect()
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_variables() {
    let (es, en) = (language("es"), language("en"));
    assert_eq!(es.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>(), "files");
    let mut wrong = Vec::new();
    for (file, texts) in &es {
        let others = &en[file];
        let keys: BTreeSet<&String> = texts.keys().chain(others.keys()).collect();
        for key in keys {
            match (texts.get(key), others.get(key)) {
                (Some(one), Some(other)) if one.0 == other.0 => {}
                (Some(one), Some(other)) => wrong.push(format!("{file}: {key}: {:?} and {:?}", one.0, other.0)),
                (one, _) => {
                    wrong.push(format!("{file}: {key} only in {}", if one.is_some() { "Spanish" } else { "English" }))
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_key_begins_with_its_file_s_name() {
    for (file, texts) in language("es") {
        let part = file.trim_end_matches(".ftl");
        let wrong: Vec<_> = texts.keys().filter(|key| !key.starts_with(&format!("{part}-"))).collect();
        assert!(wrong.is_empty(), "{file}: {wrong:?}");
    }
}

/// Every text of quotes in a file: of a template only those within its tags.
fn quoted(file: &File) -> Vec<String> {
    let code = if file.path.ends_with(".html") {
        let parts = file.text.split("{{").skip(1).filter_map(|part| part.split("}}").next());
        let others = file.text.split("{%").skip(1).filter_map(|part| part.split("%}").next());
        parts.chain(others).collect::<Vec<_>>().join("\n")
    } else if file.path.ends_with(".rs") {
        file.code()
    } else {
        file.text.clone()
    };
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Literals of a text's shape that the program uses, and the beginnings that it completes (`fans-found-{}`).
fn used() -> (BTreeMap<String, String>, BTreeSet<String>) {
    let parts: Vec<String> = language("es").keys().map(|file| file.replace(".ftl", "-")).collect();
    let (mut keys, mut beginnings) = (BTreeMap::new(), BTreeSet::new());
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let files = source::rust()
        .into_iter()
        .chain(source::files("src", &[".html"]))
        .chain(source::files("assets/door", &[".js"]));
    for file in files.filter(|file| !file.path.ends_with("i18n.rs")) {
        for text in quoted(&file) {
            if !parts.iter().any(|part| text.starts_with(part.as_str())) {
                continue;
            }
            let head: String = text.chars().take_while(|c| plain(*c)).collect();
            if head.len() < text.len() || head.ends_with('-') {
                beginnings.insert(head);
            } else {
                keys.entry(text).or_insert_with(|| file.path.clone());
            }
        }
        // A script completes a key in a template literal: `door-word-${…}`.
        for text in file.text.split('`').skip(1).step_by(2).filter(|_| file.path.ends_with(".js")) {
            if parts.iter().any(|part| text.starts_with(part.as_str())) {
                beginnings.insert(text.split("${").next().unwrap_or_default().to_owned());
            }
        }
    }
    (keys, beginnings)
}

/// Literals of that shape which are something else: an id, a name of a file, a class, a prefix to which more is added.
const NOT_TEXTS: [&str; 3] = ["console-child", "door-btn", "door-seq"];

#[test]
fn every_text_that_is_asked_for_is_written() {
    let texts = whole("es");
    let (keys, beginnings) = used();
    assert!(keys.len() > 50, "{}", keys.len());
    let begun = |key: &str| texts.keys().any(|text| text.starts_with(&format!("{key}-")));
    let missing =
        keys.iter().filter(|(key, _)| !texts.contains_key(*key) && !NOT_TEXTS.contains(&&***key) && !begun(key));
    let missing: Vec<String> = missing.map(|(key, file)| format!("{file}: {key}")).collect();
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
    let lonely: Vec<_> =
        beginnings.iter().filter(|head| !texts.keys().any(|key| key.starts_with(head.as_str()))).collect();
    assert!(lonely.is_empty(), "{lonely:?}");
}

#[test]
fn no_text_is_left_that_nothing_asks_for() {
    let (keys, beginnings) = used();
    let begun = |key: &str| {
        beginnings.iter().any(|head| key.starts_with(head.as_str()))
            || keys.keys().any(|used| key.strip_prefix(used.as_str()).is_some_and(|rest| rest.starts_with('-')))
    };
    let left: Vec<String> = whole("es").into_keys().filter(|key| !keys.contains_key(key) && !begun(key)).collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn texts_keep_to_the_glossary() {
    const NEVER: [&str; 5] = ["roster", "ticket", "scan", "check-in", "tíquet"];
    for (code, texts) in [("es", whole("es")), ("en", whole("en"))] {
        for (key, (_, text)) in texts {
            let lower = text.to_lowercase();
            let word = |word: &&&str| lower.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|w| w == **word);
            let never = NEVER.iter().find(word).filter(|_| code == "es");
            assert!(never.is_none() || key.starts_with("console-"), "{key}: {never:?}");
            assert!(!text.contains(['!', '¡']) && !lower.contains("oops"), "{key}: {text}");
            let tags = text.split('<').skip(1).any(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '/'));
            assert!(!tags, "{key} holds HTML");
            let picture =
                text.chars().find(|c| ('\u{1f000}'..='\u{1ffff}').contains(c) || ('\u{2600}'..='\u{27bf}').contains(c));
            assert!(picture.is_none(), "{key}: {picture:?}");
        }
    }
}

fn templates() -> Vec<File> {
    let found = source::files("src", &[".html"]);
    assert!(found.len() > 20, "{}", found.len());
    found
}

#[test]
fn no_template_has_inline_script_or_style() {
    for file in templates() {
        let text = file.text.to_lowercase();
        for (at, _) in text.match_indices("<script") {
            let tag = text[at..].split('>').next().unwrap_or_default();
            let data = tag.contains("type=\"application/json\"");
            assert!(data || tag.contains("src="), "{}:{}", file.path, source::line(&text, at));
        }
        for word in [" style=", "<style", "javascript:", "hx-on", "srcdoc"] {
            assert!(!text.contains(word), "{} has {word}", file.path);
        }
        for (at, _) in text.match_indices(" on") {
            let name: String = text[at + 1..].chars().take_while(|c| c.is_ascii_alphabetic()).collect();
            assert!(!text[at + 1 + name.len()..].starts_with('='), "{}:{} {name}=", file.path, source::line(&text, at));
        }
    }
}

#[test]
fn every_form_that_changes_something_holds_the_token() {
    for file in templates() {
        for form in file.text.split("<form").skip(1).filter_map(|form| form.split("</form>").next()) {
            let posts = form.split('>').next().unwrap_or_default().contains("method=\"post\"");
            let token = form.contains("csrf(page)") || form.contains("page.csrf()");
            assert!(
                !posts || token,
                "{}: a form without a token: {}",
                file.path,
                form.chars().take(80).collect::<String>()
            );
        }
    }
}

#[test]
fn scripts_make_no_code_of_text() {
    for file in source::files("assets", &[".js"]).into_iter().filter(|file| !file.path.contains("/vendor/")) {
        for word in [
            "eval(",
            "new Function",
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "setAttribute(\"style\"",
        ] {
            assert!(!file.text.contains(word), "{} uses {word}", file.path);
        }
        assert!(file.text.starts_with("// @ts-check"), "{}", file.path);
    }
}

/// What people read in a template: neither a tag nor one of askama's.
fn visible(text: &str) -> String {
    let mut out = text.to_owned();
    for (from, to) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<svg", "</svg>"), ("<code", "</code>"), ("<", ">")] {
        while let Some(start) = out.find(from) {
            let end = out[start..].find(to).map_or(out.len(), |end| start + end + to.len());
            out.replace_range(start..end, " ");
        }
    }
    out
}

#[test]
fn whatever_is_read_is_a_text_of_both_languages() {
    const NAMES: [&str; 3] = ["English", "Español", "nbsp"];
    let mut wrong = Vec::new();
    for file in templates() {
        let text = visible(&file.text);
        let words =
            text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2 && !NAMES.contains(word));
        wrong.extend(words.map(|word| format!("{}: {word}", file.path)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
