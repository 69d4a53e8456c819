//! The figures with three years behind them: nothing that axe-core knows is wrong by day or night, nothing is wider than a
//! phone, every mark that leads somewhere has a name, and all of it is there without script.

use std::process::Command;

use serde_json::Value;

use crate::axe::{axe, violations};
use crate::driver::{Browser, Options};
use crate::folder;
use crate::process::{Process, first_member};

const PAGES: [&str; 9] = [
    "/insights/attendance",
    "/insights/arrival",
    "/insights/who?period=all",
    "/insights/value",
    "/insights/loyalty",
    "/insights/worked",
    "/insights/explore?count=fans&by=age&and=found",
    "/segments/00000000000000000000000003",
    "/insights/fans?period=all&age=18-24",
];

const WIDE: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
const NAMELESS: &str = "return [...document.querySelectorAll('svg.chart a')].filter((a) => !a.querySelector('title')?.textContent.trim()).length";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_figures_of_three_years_can_be_used_by_everybody_by_day_and_by_night() {
    let data = folder("figures");
    let made =
        Command::new(env!("CARGO_BIN_EXE_anomalia")).arg("--data").arg(&data).arg("demo").output().expect("it runs");
    assert!(made.status.success(), "{made:?}");
    let program = Process::start(data, &[], &[]);
    let member = first_member(&program).await;
    member.get("/segments").await.ok();
    let (axe, browser) = (axe(), Browser::open(&Options::default()).await);
    browser.signs_in(&program.address).await;
    let mut wrong = Vec::new();
    for (theme, width) in [("day", 360), ("night", 1280)] {
        browser.goto(&format!("{}/account", program.address)).await;
        browser.run(&format!("document.querySelector('button[value={theme}]').click()"), vec![]).await;
        browser.find(&format!("html[data-theme={theme}]")).await;
        browser.phone(width, 800).await;
        for path in PAGES {
            browser.goto(&format!("{}{path}", program.address)).await;
            browser.is_calm().await;
            if browser.run(WIDE, vec![]).await.as_i64() > Some(0) {
                wrong.push(format!("{path} is wider than {width}"));
            }
            assert_eq!(browser.run(NAMELESS, vec![]).await, Value::from(0), "{path}");
            let found = violations(&browser, &axe).await;
            wrong.extend(found.into_iter().map(|rule| format!("{path} by {theme}: {rule}")));
            browser.forget().await;
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // Without script: the same marks, and the numbers behind one more tap.
    let page = member.get("/insights/who?period=all").await.ok().text();
    assert!(
        page.matches("<rect").count() > 40 && page.contains("<table class=\"list\">"),
        "the drawings are in the page"
    );
}
