//! The screen that a verdict fills, for tests: it leaves after its time, also when the machine was busy with something else.

use std::cell::OnceCell;

use crate::driver::Browser;

/// Forgets which verdict stood there last, once nothing covers the camera's page, and looks whether the next one is shown.
const FREE: &str = "const verdict = document.getElementById('verdict');
    if (!verdict.hidden || document.querySelector('dialog[open]') !== null) return false;
    verdict.className = 'verdict';
    window.turned = false;
    window.turning ??= new MutationObserver(() => { window.turned ||= !verdict.hidden; });
    window.turning.observe(verdict, { attributes: true, attributeFilter: ['hidden'] });
    return true;";

/// What a verdict says that is shown, or that was shown and has left since.
const SAYS: &str = "const verdict = document.getElementById('verdict');
    const stood = verdict && (!verdict.hidden || window.turned);
    return stood && verdict.classList.contains(`verdict--${arguments[0]}`) ? verdict.innerText : null;";

/// Waits for the camera's page without a verdict or a sheet over it.
pub async fn is_free(browser: &Browser) {
    browser.until("the camera's page is seen", async || browser.run(FREE, vec![]).await == true).await;
}

/// Waits for a verdict, the first of its kind since [`is_free`], and gives what its screen said.
pub async fn says(browser: &Browser, verdict: &str) -> String {
    let said = OnceCell::new();
    browser
        .until(&format!("{verdict} fills the screen"), async || {
            let read = browser.run(SAYS, vec![verdict.into()]).await;
            read.as_str().is_some_and(|text| said.set(text.to_owned()).is_ok())
        })
        .await;
    said.into_inner().unwrap_or_default()
}

/// Taps a verdict away, unless it has left by itself.
pub async fn taps_away(browser: &Browser) {
    let text = browser.find("#verdict .verdict-text").await;
    browser
        .until("the verdict has left", async || {
            if text.is_displayed().await.unwrap_or_default() {
                let _ = text.clone().click().await;
            }
            browser.run("return document.getElementById('verdict').hidden", vec![]).await == true
        })
        .await;
}

/// Types a code as somebody at the door does; gives what the screen says.
pub async fn types(browser: &Browser, code: &str, verdict: &str) -> String {
    is_free(browser).await;
    browser.click("#type").await;
    browser.find("#typing-code").await.send_keys(&format!("{code}\u{e007}")).await.expect("typed, and Enter");
    let said = says(browser, verdict).await;
    taps_away(browser).await;
    said
}
