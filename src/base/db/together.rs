//! Writes that go to the database together: the way there and back takes longer than most of them.

use std::fmt::Write as _;

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, FromRow};

use crate::base::db::Tx;

/// A statement that writes, with what stands in the place of `$1`, `$2` …; a `$` before a digit stands for nothing else in it.
pub struct Write {
    sql: &'static str,
    values: Vec<Value>,
}

enum Value {
    Text(String),
    Number(i64),
}

impl Write {
    pub fn new(sql: &'static str) -> Self {
        Self { sql, values: Vec::new() }
    }

    pub fn text(mut self, value: impl Into<String>) -> Self {
        self.values.push(Value::Text(value.into()));
        self
    }

    pub fn number(mut self, value: i64) -> Self {
        self.values.push(Value::Number(value));
        self
    }

    /// Does it alone: how many rows it wrote.
    ///
    /// # Errors
    /// When the database can't do it.
    pub async fn run(self, tx: &mut Tx) -> Result<u64, sqlx::Error> {
        let query = self.values.into_iter().fold(sqlx::query(self.sql), |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
        });
        Ok(query.execute(&mut **tx).await?.rows_affected())
    }
}

/// Does all of these, and gives the one row that the last returns. None may read a column that another of them writes, and
/// only the last returns anything: on PostgreSQL they are one statement, which sees what was there before it.
///
/// # Errors
/// When the database can't do one of them. The transaction is then good for nothing more.
pub async fn together<T>(tx: &mut Tx, writes: Vec<Write>) -> Result<T, sqlx::Error>
where
    T: for<'row> FromRow<'row, AnyRow> + Send + Unpin,
{
    let sql = whole(&writes, tx.backend_name() == "PostgreSQL");
    let values = writes.into_iter().flat_map(|write| write.values);
    let query = values.fold(sqlx::query_as(AssertSqlSafe(sql)), |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Number(number) => query.bind(number),
    });
    // Not the first thing that comes back: SQLite says first what came of the others.
    query.fetch_all(&mut **tx).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

fn whole(writes: &[Write], is_one_statement: bool) -> String {
    let mut whole = String::new();
    let mut before = 0;
    for (nth, write) in writes.iter().enumerate() {
        let sql = further(write.sql, before);
        before += write.values.len();
        let written = match (is_one_statement, nth + 1 == writes.len()) {
            (_, true) => write!(whole, "{sql}"),
            (false, false) => writeln!(whole, "{sql};"),
            (true, false) => {
                let (begins, ends) =
                    (if nth == 0 { "with " } else { "" }, if nth + 2 == writes.len() { "" } else { "," });
                writeln!(whole, "{begins}w{nth} as ({sql}){ends}")
            }
        };
        written.expect("a text takes all");
    }
    whole
}

/// A statement whose places are numbered from further up.
fn further(sql: &str, by: usize) -> String {
    let mut parts = sql.split('$');
    let mut moved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        match part[..digits].parse::<usize>() {
            Ok(place) => write!(moved, "${}{}", place + by, &part[digits..]),
            Err(_) => write!(moved, "${part}"),
        }
        .expect("a text takes all");
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writes(count: usize) -> Vec<Write> {
        let one = Write::new("insert into a values ($1, $2) on conflict do nothing").text("x").number(2);
        let two = Write::new("update b set c = $1 where d = '$' or d = $1").number(3);
        let last = Write::new("delete from e where f = $1 returning f").text("y");
        [one, two, last].into_iter().take(count).collect()
    }

    #[test]
    fn places_are_numbered_through_and_each_engine_has_its_own_way_to_take_several() {
        assert_eq!(
            whole(&writes(3), false),
            "insert into a values ($1, $2) on conflict do nothing;\nupdate b set c = $3 where d = '$' or d = $3;\n\
             delete from e where f = $4 returning f"
        );
        assert_eq!(
            whole(&writes(3), true),
            "with w0 as (insert into a values ($1, $2) on conflict do nothing),\n\
             w1 as (update b set c = $3 where d = '$' or d = $3)\ndelete from e where f = $4 returning f"
        );
        for is_one in [false, true] {
            assert_eq!(whole(&writes(1), is_one), "insert into a values ($1, $2) on conflict do nothing");
        }
    }
}
