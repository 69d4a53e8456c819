//! What is built in may be: its licences and its sources, as `deny.toml` lists them.

use std::process::Command;

use serde_json::Value;

use crate::source;

/// Every package that is built for this machine, as `cargo metadata` knows it.
fn packages() -> Vec<Value> {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_owned();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["metadata", "--format-version", "1", "--locked", "--filter-platform", &host];
    let output = Command::new(cargo).args(arguments).current_dir(source::root()).output().expect("cargo metadata");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    all["packages"].as_array().expect("packages").clone()
}

fn allowed() -> Vec<String> {
    let text = std::fs::read_to_string(source::root().join("deny.toml")).expect("deny.toml");
    let file: toml::Table = text.parse().expect("TOML");
    let list = file["licenses"]["allow"].as_array().expect("a list");
    list.iter().map(|licence| licence.as_str().expect("a name").to_owned()).collect()
}

/// Whether an SPDX expression (annex D of SPDX 2.3; `/` is how older crates write `OR`) can be met by these licences.
fn meets(expression: &str, allowed: &[String]) -> bool {
    let text = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut at = 0;
    let met = any(&words, &mut at, allowed);
    met && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at, allowed);
    }
    met
}

fn all(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let met = any(words, at, allowed);
        *at += 1;
        return met;
    }
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
        return allowed.iter().any(|licence| *licence == format!("{word} WITH {}", words[*at - 1]));
    }
    allowed.iter().any(|licence| licence == word)
}

#[test]
fn licences_of_all_that_is_built_in_are_allowed() {
    let allowed = allowed();
    let (packages, mut wrong) = (packages(), Vec::new());
    assert!(packages.len() > 100, "{} packages", packages.len());
    for package in &packages {
        let licence = package["license"].as_str().unwrap_or("");
        if !meets(licence, &allowed) {
            wrong.push(format!("{} {}: {licence}", package["name"], package["version"]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn licences_come_with_sources_from_crates_io_only() {
    for package in packages() {
        let source = package["source"].as_str().unwrap_or("");
        let ours = source.is_empty() && package["name"] == "anomalia";
        assert!(
            ours || source == "registry+https://github.com/rust-lang/crates.io-index",
            "{} {source}",
            package["name"]
        );
    }
}

#[test]
fn an_expression_of_licences_is_read_as_spdx_says() {
    let allowed = ["MIT".to_owned(), "ISC".to_owned()];
    assert!(meets("MIT OR GPL-2.0-only", &allowed));
    assert!(meets("Apache-2.0/MIT", &allowed));
    assert!(meets("(Apache-2.0 OR MIT) AND ISC", &allowed));
    assert!(!meets("MIT AND GPL-2.0-only", &allowed));
    assert!(!meets("", &allowed));
    assert!(!meets("Apache-2.0 WITH LLVM-exception", &allowed));
}
