//! A band puts on its own look: seen at once while it is chosen, worn by every page once it is kept; without script too.

use serde_json::json;

use crate::driver::{Browser, Options};
use crate::opened;

/// Chooses a value as a person's choice tells the page.
async fn chooses(browser: &Browser, name: &str, value: &str) {
    browser.puts(name, 0, value).await;
}

/// The colour that an element has, as the browser drew it.
async fn painted(browser: &Browser, css: &str, property: &str) -> String {
    let script = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]";
    browser.run(script, vec![css.into(), property.into()]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_is_seen_while_it_is_chosen_and_worn_once_it_is_kept() {
    let (program, _) = opened("look").await;
    let band = Browser::open(&Options::default()).await;
    band.signs_in(&program.address).await;
    band.goto(&format!("{}/look", program.address)).await;
    let drawn =
        async || band.run("return document.querySelector('#sample-ticket').naturalWidth", vec![]).await == json!(540);
    band.until("the ticket is drawn", drawn).await;
    band.is_calm().await;
    chooses(&band, "signal", "#8fd14f").await;
    chooses(&band, "display", "Shrikhand").await;
    assert_eq!(painted(&band, ".sample-button", "backgroundColor").await, "rgb(143, 209, 79)", "at once");
    assert!(painted(&band, ".sample-title", "fontFamily").await.contains("Shrikhand"));
    let anew = async || {
        let script = "return document.querySelector('#sample-ticket').src.startsWith('blob:')";
        band.run(script, vec![]).await == json!(true)
    };
    band.until("the ticket is drawn anew", anew).await;
    chooses(&band, "ink", "#cccccc").await;
    let said = async || band.text().await.contains("No se lee");
    band.until("it is said that it can't be read", said).await;
    chooses(&band, "ink", "#10203f").await;
    band.until("and that it can", async || !said().await).await;
    assert_eq!(painted(&band, ".btn--main", "backgroundColor").await, "rgb(255, 74, 28)", "nothing is worn yet");
    band.click("#look .btn--main").await;
    band.until("it is kept", async || band.text().await.contains("La marca se guardó")).await;
    assert_eq!(painted(&band, ".btn--main", "backgroundColor").await, "rgb(143, 209, 79)");
    assert!(painted(&band, "h1", "fontFamily").await.contains("Shrikhand"));
    band.is_calm().await;
    // Whoever runs no script sees it by a button.
    let plain = Browser::open(&Options { without_script: true, ..Options::default() }).await;
    plain.signs_in(&program.address).await;
    plain.goto(&format!("{}/look", program.address)).await;
    plain.types("name", "Los Otros").await;
    plain.click("#look [data-see]").await;
    plain
        .until("its sample says so", async || {
            plain.find(".sample-bar").await.text().await.unwrap_or_default().to_lowercase().contains("los otros")
        })
        .await;
}
