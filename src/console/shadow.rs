//! The second fence on SQLite: a name space in which the secrets don't exist.
//!
//! SQLite's authorizer isn't asked about columns joined by USING or NATURAL: with it alone,
//! `select token_hash from session full join device using (token_hash)` showed every hash. So the data is attached
//! under a name that the question doesn't contain, and every table is shadowed by a temporary view of the same name,
//! whose secret columns are null. SQLite looks a bare name up among the temporary ones first, and `main` is empty.

use rusqlite::{Connection, OpenFlags};

use super::schema;

/// Words that reach SQLite's inside; a question that contains one is refused, wherever it stands.
const INNER: [&str; 3] = ["sqlite_", "pragma_", "dbstat"];

/// The inner name that a question uses, if any. Looked for in the whole text, since SQLite takes a table's name
/// in four kinds of quotes, and none of them can write it differently.
pub(super) fn inner_name(sql: &str) -> Option<String> {
    let folded = sql.to_ascii_lowercase();
    let at = INNER.iter().filter_map(|inner| folded.find(inner)).min()?;
    let rest = &folded[at..];
    let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    Some(rest[..len.min(60)].to_owned())
}

/// Opens the database at `path` for reading, behind shadows that `sql` can't step out of.
pub(super) fn open(path: &str, sql: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // The main database is an empty one in memory: only that one, and its temporary views, were ever writable.
    let connection = Connection::open_with_flags(":memory:", flags)?;
    let data = name_not_in(sql);
    connection.execute(&format!("attach ?1 as {data}"), [read_only_uri(path)])?;
    for table in tables(&connection, &data)? {
        let view = shadow(&connection, &data, &table)?;
        connection.execute_batch(&view)?;
    }
    Ok(connection)
}

/// A name for the data that nobody can have typed: the first of d0, d1, … that the question doesn't contain.
fn name_not_in(sql: &str) -> String {
    let folded = sql.to_ascii_lowercase();
    (0..).map(|n| format!("d{n}")).find(|name| !folded.contains(name.as_str())).unwrap_or_default()
}

fn read_only_uri(path: &str) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri + "?mode=ro"
}

fn tables(connection: &Connection, data: &str) -> rusqlite::Result<Vec<String>> {
    let sql = format!(
        "select name from {data}.sqlite_master where type in ('table', 'view') and name not like 'sqlite!_%' escape '!'"
    );
    connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect()
}

/// The view that stands before a table: its readable columns, and nulls where a secret would be. A table that
/// `schema.rs` doesn't know has no readable columns and no rows.
fn shadow(connection: &Connection, data: &str, table: &str) -> rusqlite::Result<String> {
    let known = schema::table(table);
    let mut columns: Vec<String> = Vec::new();
    let mut statement = connection.prepare("select name from pragma_table_xinfo(?1, ?2)")?;
    for column in statement.query_map([table, data], |row| row.get::<_, String>(0))? {
        let column = column?;
        let quoted = quote(&column);
        let readable = known.is_some_and(|known| known.may_read(&column));
        columns.push(if readable { quoted } else { format!("null as {quoted}") });
    }
    let rows = if known.is_some_and(|known| !known.readable.is_empty()) { "" } else { " where 0" };
    Ok(format!("create temp view {0} as select {1} from {data}.{0}{rows};", quote(table), columns.join(", ")))
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inner_name_is_found_in_any_quotes_and_case() {
        for sql in ["select * from SQLITE_master", "select * from 'sqlite_master'", "select 1 from [Sqlite_Master]"] {
            assert_eq!(inner_name(sql).as_deref(), Some("sqlite_master"), "{sql}");
        }
        assert_eq!(inner_name("select * from pragma_table_info('fan')").as_deref(), Some("pragma_table_info"));
        assert_eq!(inner_name("select name from fan"), None);
    }

    #[test]
    fn the_datas_name_is_never_in_the_question() {
        assert_eq!(name_not_in("select 1"), "d0");
        assert_eq!(name_not_in("select * from D0.ticket, \"d1\".ticket, d22.x"), "d3");
    }

    #[test]
    fn a_path_with_odd_letters_is_one_path() {
        assert_eq!(read_only_uri("/a b/ñ?mode=rw#%.db"), "file:/a%20b/%C3%B1%3Fmode%3Drw%23%25.db?mode=ro");
    }

    #[test]
    fn without_any_other_fence_no_secret_has_a_value() {
        let file = std::env::temp_dir().join(format!("anomalia-shadow-{}.db", std::process::id()));
        let _ = std::fs::remove_file(&file);
        let writer = Connection::open(&file).unwrap();
        super::super::schema::tests::migrated(&writer);
        writer.execute_batch(&super::super::saved::tests::small_band()).unwrap();
        writer.execute_batch("create table later (secret text); insert into later values ('SECRET')").unwrap();
        let path = file.to_str().unwrap();
        let behind = open(path, "").unwrap();
        let values = |sql: &str| behind.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        for table in schema::TABLES {
            assert!(values(&format!("select count(*) from d0.{}", table.name)) >= 0);
            for secret in table.secret {
                assert_eq!(
                    values(&format!("select count({secret}) from {}", table.name)),
                    0,
                    "{}.{secret}",
                    table.name
                );
            }
        }
        // The hole that this fence is for, and a table that the list doesn't know yet.
        let joined = "select count(token_hash) from session full join device using (token_hash)";
        assert_eq!(values(joined), 0);
        assert_eq!(values(&joined.replace("session", "d0.session").replace("device", "d0.device")), 1);
        assert_eq!(values("select count(*) from later"), 0);
        // What isn't shadowed isn't there: main is empty, and the data's name isn't the one that was typed.
        assert!(open(path, "select * from main.ticket").unwrap().prepare("select * from main.ticket").is_err());
        assert!(open(path, "select * from d0.ticket").unwrap().prepare("select * from d0.ticket").is_err());
        drop(writer);
        let _ = std::fs::remove_file(file);
    }
}
