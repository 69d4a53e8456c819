//! The seven rules of the house, as far as the source itself shows them.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{self, File};

/// A feature uses only what stands left of it.
const ORDER: [&str; 10] =
    ["accounts", "concerts", "fans", "payments", "tickets", "door", "join", "delivery", "messages", "look"];
/// These read tables and import no feature.
const READERS: [&str; 2] = ["insights", "console"];
const ASSEMBLERS: [&str; 7] = ["main", "lib", "cli", "server", "demo", "net", "safekeeping"];
/// What a feature keeps to itself.
const PRIVATE: [&str; 2] = ["pages", "cli"];
/// Who writes which table.
const OWNERS: [(&str, &[&str]); 11] = [
    ("base", &["setting", "migration", "trail"]),
    ("accounts", &["account", "session", "recovery"]),
    ("concerts", &["venue", "concert", "price", "concert_change"]),
    (
        "fans",
        &[
            "fan",
            "fan_word",
            "consent",
            "privacy_notice",
            "fan_history",
            "history_due",
            "audience",
            "segment",
            "segment_fan",
            "segment_list",
            "segment_due",
        ],
    ),
    ("tickets", &["ticket_batch", "ticket", "reserve", "concert_sales"]),
    ("payments", &["payment", "concert_money"]),
    (
        "door",
        &[
            "device",
            "door_phone",
            "scan",
            "admission",
            "conflict",
            "rehearsal",
            "concert_attendance",
            "concert_arrival",
        ],
    ),
    ("join", &["join_page", "join_request", "presence"]),
    ("delivery", &["delivery", "mail"]),
    ("messages", &["message_batch", "message"]),
    ("console", &["question", "question_asked"]),
];

fn is_feature(part: &str) -> bool {
    ORDER.contains(&part) || READERS.contains(&part)
}

/// Every `part::kind` of this crate that a file names, from `use crate::{…}` trees and from paths.
fn named(code: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        for path in expand(rest) {
            let mut parts = path.split("::");
            let part = parts.next().unwrap_or_default().to_owned();
            found.insert((part, parts.next().unwrap_or_default().to_owned()));
        }
    }
    // A feature imported by its name alone (`use crate::{concerts, fans}`) is then used as `concerts::store::…`.
    let parts: BTreeSet<String> = found.iter().map(|(part, _)| part.clone()).collect();
    for part in parts.iter().filter(|part| is_feature(part)) {
        for (at, _) in code.match_indices(&format!("{part}::")) {
            let kind: String =
                code[at + part.len() + 2..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if !before.is_alphanumeric() && before != '_' && before != ':' && before != '"' && before != '/' {
                found.insert((part.clone(), kind));
            }
        }
    }
    found
}

/// The paths of a use tree that begins here: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expand(text: &str) -> Vec<String> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    let head = &text[..end];
    if !text[end..].starts_with('{') {
        return vec![head.to_owned()];
    }
    let (mut depth, mut items, mut item) = (0, Vec::new(), String::new());
    for c in text[end..].chars() {
        match c {
            '{' if depth == 0 => depth = 1,
            '}' if depth == 1 => break,
            ',' if depth == 1 => items.push(std::mem::take(&mut item)),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                item.push(c);
            }
        }
    }
    items.push(item);
    let items = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty());
    items.flat_map(|item| expand(item).into_iter().map(|tail| format!("{head}{tail}")).collect::<Vec<_>>()).collect()
}

fn broken(check: impl Fn(&File) -> Vec<String>) {
    let found: Vec<String> = source::rust().iter().flat_map(check).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_use_tree_is_read_whole() {
    let paths = expand("{accounts, base::db::{self, id}, fans::store}");
    assert_eq!(paths, ["accounts", "base::db::self", "base::db::id", "fans::store"]);
    assert!(named("use crate::{fans, base};\nfans::pages::list()").contains(&("fans".into(), "pages".into())));
}

#[test]
fn base_names_no_feature() {
    broken(|file| {
        if file.part() != "base" && file.part() != "net" {
            return Vec::new();
        }
        let wrong =
            named(&file.code()).into_iter().filter(|(part, _)| is_feature(part) || part == "server" || part == "cli");
        wrong.map(|(part, _)| format!("{} uses {part}", file.path)).collect()
    });
}

#[test]
fn features_stand_in_one_order() {
    broken(|file| {
        let Some(place) = ORDER.iter().position(|part| *part == file.part()) else { return Vec::new() };
        let right = |part: &str| part == file.part() || !is_feature(part) || ORDER[..place].contains(&part);
        let wrong = named(&file.code()).into_iter().filter(|(part, _)| !right(part) || ASSEMBLERS.contains(&&**part));
        wrong.map(|(part, kind)| format!("{} uses {part}::{kind}, which stands right of it", file.path)).collect()
    });
}

#[test]
fn payments_imports_nobody_and_readers_import_no_feature() {
    broken(|file| {
        if file.part() != "payments" && !READERS.contains(&file.part()) {
            return Vec::new();
        }
        let others = named(&file.code()).into_iter().filter(|(part, _)| is_feature(part) && part != file.part());
        others.map(|(part, _)| format!("{} uses {part}", file.path)).collect()
    });
}

#[test]
fn a_feature_s_pages_and_commands_are_its_own() {
    broken(|file| {
        if !is_feature(file.part()) {
            return Vec::new();
        }
        let foreign = named(&file.code()).into_iter().filter(|(part, _)| is_feature(part) && part != file.part());
        let wrong = foreign.filter(|(_, kind)| PRIVATE.contains(&&**kind));
        wrong.map(|(part, kind)| format!("{} uses {part}::{kind}", file.path)).collect()
    });
    let templates = source::files("src", &[".html"]);
    let wrong: Vec<String> = templates
        .iter()
        .flat_map(|file| {
            let foreign = |part: &&str| is_feature(part) && *part != file.part();
            let used = ORDER.iter().chain(&READERS).copied().filter(foreign);
            used.filter(|part| file.text.contains(&format!("\"{part}/")))
                .map(|part| format!("{}: {part}/", file.path))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_table_is_written_only_by_its_owner() {
    let owners: BTreeMap<&str, &str> =
        OWNERS.iter().flat_map(|(part, tables)| tables.iter().map(|table| (*table, *part))).collect();
    broken(|file| {
        let code = file.code().to_lowercase();
        let words: Vec<&str> =
            code.split(|c: char| c.is_whitespace() || "\"(;".contains(c)).filter(|w| !w.is_empty()).collect();
        let written = words.windows(3).filter_map(|three| match three {
            ["insert", "into", table] | ["delete", "from", table] | ["update", table, "set"] => Some(*table),
            _ => None,
        });
        let wrong = written.filter(|table| owners.get(table).is_some_and(|owner| *owner != file.part()));
        wrong.map(|table| format!("{} writes {table}", file.path)).collect()
    });
    let known: BTreeSet<&str> = owners.keys().copied().collect();
    let migrations = source::files("migrations", &[".sql"]);
    let made =
        migrations.iter().flat_map(|file| file.text.lines().filter_map(|line| line.strip_prefix("create table ")));
    let made: Vec<&str> = made.map(|rest| rest.split([' ', '(']).next().unwrap_or_default()).collect();
    assert!(made.len() > 15, "{made:?}");
    for table in made {
        assert!(known.contains(table), "{table} has no owner: add it to OWNERS");
    }
}

#[test]
fn sql_stands_in_a_store() {
    // The console's SQL is what people type and the engines' own; `hooks` call the store.
    broken(|file| {
        let free = !ORDER.contains(&file.part()) && file.part() != "insights";
        if free || file.kind() == "store" || !file.code().contains("sqlx::query") {
            return Vec::new();
        }
        vec![format!("{} holds SQL", file.path)]
    });
}

#[test]
fn rules_do_no_input_and_no_output() {
    const IO: [&str; 9] = [
        "sqlx::query",
        "tokio::",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "Timestamp::now",
        "getrandom",
        "async fn",
    ];
    broken(|file| {
        let free = [
            "store", "pages", "cli", "hooks", "mod", "queue", "live", "password", "keeper", "copies", "doctor",
            "worker",
        ]
        .contains(&file.kind());
        if !ORDER.contains(&file.part()) || free || file.path.contains("/artwork") {
            return Vec::new();
        }
        let code = file.code();
        IO.iter().filter(|word| code.contains(**word)).map(|word| format!("{} uses {word}", file.path)).collect()
    });
}

#[test]
fn only_base_knows_the_engine() {
    const ENGINE: [&str; 7] = [
        "Engine::Sqlite",
        "Engine::Postgres",
        "rusqlite",
        "sqlx::postgres",
        "sqlx::sqlite",
        "pragma ",
        "sqlite_master",
    ];
    broken(|file| {
        // The console speaks each engine's own language; copies are made of the embedded one's file.
        let free = file.path.starts_with("src/base/db/") || ["console", "safekeeping"].contains(&file.part());
        let code = file.code();
        let used = ENGINE.iter().filter(|word| !free && code.contains(**word));
        used.map(|word| format!("{} names {word}", file.path)).collect()
    });
}

#[test]
fn no_file_is_too_long_and_each_says_what_it_is_for() {
    broken(|file| {
        let mut wrong = Vec::new();
        let lines = file.text.lines().count();
        if lines > 400 {
            wrong.push(format!("{} has {lines} lines", file.path));
        }
        if !file.text.starts_with("//! ") {
            wrong.push(format!("{} doesn't open with //!", file.path));
        }
        wrong
    });
}

#[test]
fn no_test_is_skipped() {
    let skipped = format!("#[{}", "ignore");
    let all = source::files("src", &[".rs"]).into_iter().chain(source::files("tests", &[".rs"]));
    let wrong: Vec<String> = all.filter(|file| file.text.contains(&skipped)).map(|file| file.path).collect();
    assert!(wrong.is_empty(), "a chore is not a test: tests/chores has those: {wrong:#?}");
}

#[test]
fn nothing_is_called_a_helper() {
    const NAMES: [&str; 7] = ["utils", "util", "helpers", "common", "types", "manager", "service"];
    broken(|file| {
        let parts = file.path.split('/').map(|part| part.trim_end_matches(".rs"));
        parts.filter(|part| NAMES.contains(part)).map(|part| format!("{}: {part}", file.path)).collect()
    });
}
