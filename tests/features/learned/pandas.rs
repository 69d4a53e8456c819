//! The figures, worked out anew by pandas from the exported facts: a program that we didn't write, on another way.

use std::path::Path;
use std::process::Command;

use anomalia::fans::store::history;
use anomalia::insights::cli;
use serde_json::{Value, json};

use super::past::{past, table};
use crate::house::{House, Visitor, on_both};
use crate::source;

/// Where `bin/fetch` puts it.
const PANDAS: &str = "target/pandas-3.1.1";

/// What figures.py works out of the files in a folder.
fn worked_out(folder: &Path) -> Value {
    let root = source::root();
    assert!(root.join(PANDAS).is_dir(), "{PANDAS} isn't there: bin/fetch fetches it");
    let mut command = Command::new("python3");
    command.arg(root.join("tests/features/learned/figures.py")).arg(folder).env("PYTHONPATH", root.join(PANDAS));
    let said = command.output().expect("bin/test installs python3");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).unwrap_or_else(|_| panic!("{said:?}"))
}

/// A table of the pages, of all history: its rows by the first word of their name, the first concert first.
async fn rows(admin: &Visitor, page: &str, slug: &str) -> Vec<(String, Vec<Option<i64>>)> {
    let table = table(admin, page, slug, "period=all").await;
    let row = |line: &str| {
        let mut cells = line.split('|');
        let name = cells.next().unwrap_or_default().split(',').next().unwrap_or_default().to_owned();
        (name, cells.map(|cell| cell.replace('.', "").parse().ok()).collect())
    };
    table.lines().rev().map(row).collect()
}

/// One column of such a table as JSON: by name, as pandas gives it.
fn column(rows: &[(String, Vec<Option<i64>>)], at: usize) -> Value {
    rows.iter().filter_map(|(name, cells)| Some((name.clone(), json!(cells[at]?)))).collect()
}

/// Sets the clock to the database's own day, by which `fan_facts` counts ages, so that both mean the same today.
async fn today(house: &House) -> String {
    format!("{}T20:00:00Z", house.one("select cast(current_date as text)").await)
}

#[tokio::test]
async fn pandas_works_out_the_same_figures_from_the_exported_facts() {
    on_both(async |house| {
        let now = today(house).await;
        let admin = past(house, &now).await;
        history::settle(&house.app.db, &house.now()).await.expect("counted");
        let folder = house.folder.join("facts");
        cli::export(&house.app.db, &folder).await.expect("written");
        let said = worked_out(&folder);
        assert_eq!(said["order"], json!(["Uno", "Dos", "Tres", "Cuatro", "Cinco", "Seis"]));

        let came: Vec<_> =
            rows(&admin, "attendance", "came").await.into_iter().filter(|(name, _)| name != "Siete").collect();
        assert_eq!(column(&came, 1), said["expected"]);
        assert_eq!(column(&came, 2), said["people"]);
        assert_eq!(column(&came, 3), said["absent"]);
        // Whole per cents, halves away from nought: pandas gives them as they are.
        let growth = said["growth"].as_object().expect("growth").iter();
        let rounded: Value = growth
            .map(|(name, percent)| (name.clone(), json!(percent.as_f64().expect("a number").round() as i64)))
            .collect();
        assert_eq!(column(&came, 4), rounded);

        let new = rows(&admin, "who", "new").await;
        assert_eq!((column(&new, 0), column(&new, 1)), (said["fans"].clone(), said["new"].clone()));
        let cohorts = rows(&admin, "who", "cohorts").await;
        let reach: Value = cohorts.into_iter().map(|(name, cells)| (name, json!(cells))).collect();
        assert_eq!(reach, said["reach"]);
        let mut constancy = rows(&admin, "who", "constancy").await;
        constancy.reverse();
        assert_eq!(json!(constancy.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>()), said["constancy"]);

        let taken: Vec<_> =
            rows(&admin, "value", "taken").await.into_iter().filter(|(name, _)| name != "Siete").collect();
        assert_eq!(column(&taken, 0), said["money"]);
        // In the pages' order, the most first.
        let in_order = |mut rows: Vec<(String, Vec<Option<i64>>)>| {
            rows.reverse();
            json!(rows.into_iter().map(|(_, cells)| cells[0]).collect::<Vec<_>>())
        };
        assert_eq!(in_order(rows(&admin, "value", "methods").await), said["methods"]);
        let refused = in_order(rows(&admin, "arrival", "refusals").await);
        assert_eq!(refused, said["refused"]);
    })
    .await;
}
