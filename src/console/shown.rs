//! What an answer can be shown as beside a table: a drawing, JSON, a list of fans. Pure.

use serde_json::{Map, Value as Json};

use super::question::{Answer, Cell};
use crate::base::db::id;
use crate::base::web::scene::{self, Scene, Value};

/// The answer drawn: its last column of numbers by its first that isn't one. Days and months stand as columns, in their
/// order; anything else as bars. None where there is nothing to draw.
pub fn drawn(answer: &Answer) -> Option<Scene> {
    let is = |column: usize, wished: fn(&Cell) -> bool| {
        answer.rows.iter().all(|row| wished(&row[column]) || row[column].is_null())
            && answer.rows.iter().any(|row| wished(&row[column]))
    };
    let columns = 0..answer.columns.len();
    // A year, an age or a ticket's number is no size.
    let counts =
        |at: usize| !["year", "age", "number"].iter().any(|no| answer.columns[at].to_lowercase().ends_with(no));
    let number = columns.clone().rev().find(|at| is(*at, Cell::is_number) && counts(*at))?;
    let cents = answer.columns[number].ends_with("_cents");
    // Whoever reads a drawing knows names, not ids.
    let is_id = |at: usize| answer.rows.iter().any(|row| id::is(&row[at].text()));
    let name =
        columns.clone().find(|at| *at != number && !is_id(*at)).or_else(|| columns.clone().find(|at| *at != number))?;
    if answer.rows.len() < 2 {
        return None;
    }
    let value = |row: &Vec<Cell>| {
        let size = match row[number] {
            Cell::Integer(value) => value as f64,
            Cell::Real(value) => value,
            _ => 0.0,
        };
        let shown = if cents { format!("{:.2}", size / 100.0) } else { row[number].text() };
        let name = row[name].text();
        Value { label: format!("{name}: {shown}"), name, value: size.max(0.0), shown, ..Value::default() }
    };
    let mut values: Vec<Value> = answer.rows.iter().map(value).collect();
    let in_time = answer.rows.iter().all(|row| is_time(&row[name].text()));
    if in_time {
        values.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Some(if in_time { scene::columns(&values) } else { scene::bars(&values) })
}

/// `2026`, `2026-11`, `2026-11-29`, and what begins so.
fn is_time(text: &str) -> bool {
    let digits = |part: Option<&str>| part.is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    text.len() >= 4 && digits(text.get(..4)) && (text.len() == 4 || text.as_bytes()[4] == b'-')
}

/// The answer as JSON: a list of objects; of columns with one name the last counts.
pub fn json(answer: &Answer) -> Vec<u8> {
    let cell = |cell: &Cell| match cell {
        Cell::Null => Json::Null,
        Cell::Integer(value) => Json::from(*value),
        Cell::Real(value) => Json::from(*value),
        other => Json::from(other.text()),
    };
    let row = |row: &Vec<Cell>| {
        let object: Map<String, Json> = answer.columns.iter().cloned().zip(row.iter().map(cell)).collect();
        Json::Object(object)
    };
    serde_json::to_vec_pretty(&answer.rows.iter().map(row).collect::<Vec<_>>()).unwrap_or_default()
}

/// The fans of an answer: what stands in its column `fan_id`, else in one named `id` of the table of fans.
pub fn fans(answer: &Answer, sql: &str) -> Vec<String> {
    let named = |name: &str| answer.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
    let sql = sql.to_lowercase();
    let about_fans = ["from fans", "from fan ", "from fan\n"].iter().any(|from| sql.contains(from));
    let Some(column) = named("fan_id").or_else(|| named("id").filter(|_| about_fans)) else { return Vec::new() };
    let mut ids: Vec<String> = answer.rows.iter().map(|row| row[column].text()).filter(|text| id::is(text)).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// The tables that a plan reads from end to end, as the engine says it: SQLite's `SCAN t`, PostgreSQL's `Seq Scan on t`.
pub fn read_whole(plan: &Answer) -> Vec<String> {
    let mut tables: Vec<String> = Vec::new();
    for line in plan.rows.iter().map(|row| row.last().map(Cell::text).unwrap_or_default()) {
        let after = line.strip_prefix("SCAN ").or_else(|| line.split_once("Seq Scan on ").map(|(_, after)| after));
        let Some(name) = after.and_then(|after| after.split_whitespace().next()) else { continue };
        // What isn't a table: a value, a subquery, a list.
        let is_table = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_table && name != "CONSTANT" && !tables.iter().any(|known| known == name) {
            tables.push(name.to_owned());
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(columns: &[&str], rows: &[&[Cell]]) -> Answer {
        Answer {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            rows: rows.iter().map(|row| row.to_vec()).collect(),
            truncated: None,
            took_ms: 1,
        }
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn numbers_with_names_are_drawn_and_days_stand_as_columns() {
        let cities =
            answer(&["city", "fans"], &[&[text("Toluca"), Cell::Integer(3)], &[text("CDMX"), Cell::Integer(9)]]);
        assert_eq!(
            drawn(&cities),
            Some(scene::bars(&[
                Value {
                    name: "Toluca".into(),
                    value: 3.0,
                    shown: "3".into(),
                    label: "Toluca: 3".into(),
                    ..Value::default()
                },
                Value {
                    name: "CDMX".into(),
                    value: 9.0,
                    shown: "9".into(),
                    label: "CDMX: 9".into(),
                    ..Value::default()
                },
            ]))
        );
        let days =
            answer(&["day", "n"], &[&[text("2026-11-01"), Cell::Integer(3)], &[text("2026-11-02"), Cell::Integer(9)]]);
        assert!(drawn(&days).is_some_and(|scene| scene.groups.len() == 3), "two columns and their line");
        let names = answer(&["a", "b"], &[&[text("x"), text("y")], &[text("x"), text("z")]]);
        assert_eq!(drawn(&names), None);
        assert_eq!(drawn(&answer(&["n"], &[&[Cell::Integer(1)], &[Cell::Integer(2)]])), None);
    }

    #[test]
    fn an_answer_is_json_with_its_nulls_and_numbers() {
        let json = json(&answer(&["a", "b"], &[&[Cell::Null, Cell::Integer(2)]]));
        assert_eq!(serde_json::from_slice::<Json>(&json).ok(), Some(serde_json::json!([{ "a": null, "b": 2 }])));
    }

    #[test]
    fn fans_are_found_by_their_column() {
        let (one, two) = ("01m7x1v1cdf37t320nyc44dkvg", "01m7x1v1e4ecw95d651fpk2b46");
        let both = answer(&["fan_id"], &[&[text(two)], &[text(one)], &[text(one)], &[text("no")]]);
        assert_eq!(fans(&both, "select fan_id from fan_facts"), [one, two]);
        let by_id = answer(&["id", "name"], &[&[text(one), text("Ana")]]);
        assert_eq!(fans(&by_id, "select id, name from fans"), [one]);
        assert!(fans(&by_id, "select id, name from concerts").is_empty());
    }

    #[test]
    fn a_plan_says_which_tables_are_read_whole_on_both_engines() {
        let plan = |lines: &[&str]| {
            answer(
                &["plan"],
                &lines
                    .iter()
                    .map(|line| vec![text(line)])
                    .collect::<Vec<_>>()
                    .iter()
                    .map(Vec::as_slice)
                    .collect::<Vec<_>>(),
            )
        };
        let sqlite = plan(&[
            "SCAN t",
            "SEARCH f USING INDEX x (id=?)",
            "SCAN CONSTANT ROW",
            "SCAN t USING INDEX y",
            "SCAN (subquery-1)",
        ]);
        assert_eq!(read_whole(&sqlite), ["t"]);
        let postgres = plan(&[
            "Hash Join  (cost=1)",
            "  ->  Seq Scan on ticket t  (cost=0.00..1.0)",
            "  ->  Index Scan using x on fan f",
        ]);
        assert_eq!(read_whole(&postgres), ["ticket"]);
    }
}
