//! Without script: a ticket is issued, and a door is kept with a plain form.

use crate::driver::{Browser, Options};
use crate::opened;

/// Issues a ticket to somebody of that name; gives its code as the ticket's page shows it.
pub async fn issues(browser: &Browser, address: &str, concert: &str, name: &str) -> String {
    browser.goto(&format!("{address}/tickets/new?concert={concert}")).await;
    browser.types("fan", name).await;
    browser.click("main form button.btn--main").await;
    browser.until("the ticket's page is open", async || browser.path().await.len() == "/tickets/".len() + 26).await;
    let text = browser.text().await;
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    text.split_whitespace().find(is_code).expect("a code").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_without_script_issues_and_admits() {
    let (program, member) = opened("plain").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options { without_script: true, ..Options::default() }).await;
    browser.signs_in(&program.address).await;

    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;

    browser.goto(&format!("{}/scan", program.address)).await;
    let ask = async |words: &str| {
        // It shows itself once the scanner's script hasn't come up.
        let field = browser.find("#plain-words").await;
        browser.until("the plain form shows", async || field.is_displayed().await.unwrap_or_default()).await;
        field.send_keys(words).await.expect("typed");
        browser.click(".plain-form button.door-btn--main").await;
    };
    ask("quiroz").await;
    browser.find(".plain-form button.found").await;
    browser.find("#plain-words").await.send_keys("nadie así\u{e007}").await.expect("typed, and Enter");
    browser.find(".verdict--unknown").await;
    ask("quiroz").await;
    browser.click(".plain-form button.found").await;
    browser.find(".verdict--admitted").await;
    ask(&code).await;
    let red = browser.find(".verdict--already_used").await;
    browser.until("it says when", async || red.text().await.is_ok_and(|text| text.contains("20:3"))).await;
}
