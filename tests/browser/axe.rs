//! Every page by day and by night: no violation of WCAG AA that axe-core knows, none of the content policy, and nothing
//! that is wider than the smallest phone.

use serde_json::Value;

use crate::driver::{Browser, Options};
use crate::{opened, pages};

/// Without `preload`: axe would copy the style sheets into a document of its own, when it is quick enough to find them
/// half loaded, and the policy would (rightly) report that. Only the rule on orientation locks needs them; there is none.
const RULES: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], preload: false })
        .then((found) => done(found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) =>
            `${node.target.join(' ')} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''})`).slice(0, 4).join('; ')}`)))
        .catch((error) => done([String(error)]));";

/// axe-core, as bin/test fetched it.
pub fn axe() -> String {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/target/axe-core-4.14.1.js");
    let file = std::env::var("ANOMALIA_AXE").unwrap_or_else(|_| here.to_owned());
    std::fs::read_to_string(&file)
        .unwrap_or_else(|_| panic!("{file} isn't there: run bin/test, which fetches axe-core"))
}

pub async fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    browser.run(axe, vec![]).await;
    let found = browser.client.execute_async(RULES, vec![]).await.expect("axe runs");
    found.as_array().expect("a list").iter().map(|rule| rule.as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_can_be_used_by_everybody_by_day_and_by_night() {
    let axe = axe();
    let (program, member) = opened("axe").await;
    let pages = pages::filled(&member).await;
    let browser = Browser::open(&Options::default()).await;
    let mut wrong = Vec::new();
    browser.goto(&format!("{}/login", program.address)).await;
    wrong.extend(violations(&browser, &axe).await.into_iter().map(|rule| format!("/login: {rule}")));
    browser.forget().await;
    browser.signs_in(&program.address).await;
    for theme in ["day", "night"] {
        browser.goto(&format!("{}/account", program.address)).await;
        browser.run(&format!("document.querySelector('button[value={theme}]').click()"), vec![]).await;
        browser.find(&format!("html[data-theme={theme}]")).await;
        for path in &pages {
            browser.goto(&format!("{}{path}", program.address)).await;
            // Before axe-core, which puts styles of its own on the page.
            if !path.starts_with("/nada") {
                browser.is_calm().await;
            }
            wrong.extend(violations(&browser, &axe).await.into_iter().map(|rule| format!("{path} by {theme}: {rule}")));
            browser.forget().await;
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_is_wider_than_the_smallest_phone() {
    let (program, member) = opened("narrow").await;
    let pages = pages::filled(&member).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    browser.phone(320, 640).await;
    let script = "const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return null;
        const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1
            && !one.closest('.table-scroll'));
        return wide.slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${one.className} ${Math.round(one.getBoundingClientRect().right)}`).join(', ') || 'something';";
    let mut wrong = Vec::new();
    for path in &pages {
        browser.goto(&format!("{}{path}", program.address)).await;
        let width = browser.run("return innerWidth", vec![]).await;
        assert_eq!(width, 320, "{path}");
        match browser.run(script, vec![]).await {
            Value::Null => {}
            wide => wrong.push(format!("{path}: {wide}")),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
