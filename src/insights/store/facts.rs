//! The fact views, a row after another.

use futures_util::stream::BoxStream;
use sqlx::any::AnyRow;
use sqlx::{Column, Row, ValueRef};

use crate::base::db::Db;

/// A view, its columns, and the query that reads it whole.
pub struct View {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    sql: &'static str,
}

macro_rules! view {
    ($name:literal, $first:literal, $($column:literal),+) => {
        View {
            name: $name,
            columns: &[$first, $($column),+],
            sql: concat!("select ", $first, $(", ", $column,)+ " from ", $name, " order by ", $first),
        }
    };
}

/// All of them.
#[rustfmt::skip]
pub const VIEWS: [View; 4] = [
    view!("fan_facts", "fan_id", "name", "phone", "email", "age", "found_by", "language", "created_at", "brought_by",
        "brought", "tickets", "concerts", "came", "first_came", "last_came", "city", "paid_cents", "news"),
    view!("concert_facts", "concert_id", "concert", "venue", "city", "day", "doors_at", "starts_at", "timezone", "capacity",
        "currency", "cancelled", "tickets", "expected", "came", "no_shows", "tickets_used", "entries", "refused",
        "courtesies", "owed_cents", "paid_cents", "said_word"),
    view!("ticket_facts", "ticket_id", "number", "concert_id", "concert", "venue", "city", "day", "fan_id", "fan", "people",
        "price_name", "price_cents", "paid_cents", "currency", "payment_method", "state", "issued_at", "issued_by",
        "sent_at", "sent_how", "opened_at", "entries", "came_at"),
    view!("scan_facts", "scan_id", "concert_id", "concert", "day", "ticket_id", "number", "fan_id", "fan", "door", "kind",
        "source", "happened_at", "received_at", "shown", "verdict", "by_server"),
];

/// The rows of a view, in the order of its first column, as they are read.
pub fn rows<'a>(db: &'a Db, view: &'a View) -> BoxStream<'a, Result<AnyRow, sqlx::Error>> {
    sqlx::query(view.sql).fetch(db.read())
}

/// A row's cells as texts; nothing is empty.
pub fn cells(row: &AnyRow) -> Result<Vec<String>, sqlx::Error> {
    let cell = |at: usize| {
        if row.try_get_raw(at)?.is_null() {
            return Ok(String::new());
        }
        row.try_get::<i64, _>(at).map(|number| number.to_string()).or_else(|_| row.try_get::<String, _>(at))
    };
    row.columns().iter().map(|column| cell(column.ordinal())).collect()
}
