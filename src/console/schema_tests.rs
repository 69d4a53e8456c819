//! The list of what may be read is whole.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::*;
use crate::base::db::{Engine, migrate};

/// An empty database as the migrations make it.
pub(crate) fn migrated(connection: &Connection) {
    connection.execute_batch(&migrate::whole(Engine::Sqlite)).unwrap();
}

#[test]
fn every_table_and_column_of_the_migration_is_readable_or_secret() {
    let connection = Connection::open_in_memory().unwrap();
    migrated(&connection);
    let mut real: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let sql = "select m.name, c.name from sqlite_master m join pragma_table_xinfo(m.name) c \
               where m.type in ('table', 'view') and m.name not like 'sqlite_%'";
    let mut statement = connection.prepare(sql).unwrap();
    let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for (table, column) in pairs.map(Result::unwrap) {
        real.entry(table).or_default().insert(column);
    }
    let mut ours: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for table in TABLES {
        for column in table.readable.iter().chain(table.secret) {
            assert!(ours.entry(table.name.to_owned()).or_default().insert((*column).to_owned()), "{column} twice");
        }
    }
    assert_eq!(ours, real, "a new column is a decision: put it in console/schema.rs as readable or secret");
}

#[test]
fn what_sounds_like_a_secret_is_one() {
    for table in TABLES {
        for column in table.readable {
            for word in ["hash", "token", "code", "salt", "secret", "value"] {
                assert!(!column.contains(word), "{}.{column} sounds secret", table.name);
            }
        }
    }
}

#[test]
fn every_table_has_its_sentence_and_every_column_of_the_views() {
    for text in [include_str!("../../locales/es/console.ftl"), include_str!("../../locales/en/console.ftl")] {
        let has = |key: &str| text.lines().any(|line| line.starts_with(&format!("{key} = ")));
        for table in shown() {
            assert!(has(&table.sentence()), "{}", table.sentence());
            for column in table.readable.iter().filter(|_| table.view) {
                assert!(has(&table.column_sentence(column)), "{}", table.column_sentence(column));
            }
        }
    }
}
