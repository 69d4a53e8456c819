//! Names that are markup stay names where script draws them: suggestions, verdicts, what is found at the door, with the server
//! and without it, and what one page puts into another.

use serde_json::Value;

use crate::alone::types;
use crate::driver::{Browser, Options};
use crate::{camera, folder, opened};

const NAME: &str = "<x-anomalia/><img/src=x/onerror=document.documentElement.dataset.ran=1> Eva";

/// Nothing of it has become an element, or has run; and it stands there as it was typed.
async fn is_text(browser: &Browser, there: &str) {
    let script = "return [document.querySelectorAll('x-anomalia, img[src=x], [onerror]').length,
        document.documentElement.dataset.ran === undefined, document.body.textContent.includes('<x-anomalia/>')]";
    let found = browser.run(script, vec![]).await;
    assert_eq!(found, Value::from(vec![Value::from(0), true.into(), true.into()]), "{there}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_is_markup_stays_a_name_where_script_draws_it() {
    let (mut program, member) = opened("markup").await;
    let concert = member.concert(&[("price_until", ""), ("title", NAME), ("venue_name", NAME)]).await;
    let fan = member.fan(NAME, &[("phone", "55 1234 5678")]).await;
    let film = folder("markup-film").join("camera.mjpeg");
    camera::nothing(&film);
    let browser = Browser::open(&Options { camera: Some(film), ..Options::default() }).await;
    browser.signs_in(&program.address).await;

    browser.goto(&format!("{}/tickets/new?concert={concert}", program.address)).await;
    browser.types("fan", "eva").await;
    browser.click(".suggest [role=option]").await;
    is_text(&browser, "a suggestion").await;
    browser.click("main form button.btn--main").await;
    browser.until("the ticket's page is open", async || browser.path().await.len() == "/tickets/".len() + 26).await;
    let text = browser.text().await;
    let code = text.split_whitespace().find(|word| word.len() == 19 && word.matches('-').count() == 3);
    let code = code.expect("a code").to_owned();

    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-ready=yes]").await;
    let said = types(&browser, &code, "admitted").await;
    assert!(said.contains("<x-anomalia/>"), "{said}");
    is_text(&browser, "a verdict").await;
    program.stop();
    types(&browser, &code, "already_used").await;
    is_text(&browser, "a verdict of the phone's own").await;
    browser
        .until("the camera's page is seen", async || {
            !browser.find("#verdict").await.is_displayed().await.unwrap_or(true)
        })
        .await;
    browser.click("#find").await;
    browser.find("#search-words").await.send_keys("eva").await.expect("typed");
    let found = browser.find("#search .found").await.text().await.expect("a text");
    assert!(found.contains("<x-anomalia/>"), "{found}");
    is_text(&browser, "what was found on the phone").await;

    let port = program.address.rsplit(':').next().expect("a port").to_owned();
    let again =
        crate::process::Process::start(program.data.clone(), &["--clock", crate::EVENING, "--port", &port], &[]);
    for path in [format!("/fans/{fan}"), format!("/concerts/{concert}"), "/look".to_owned(), "/".to_owned()] {
        browser.goto(&format!("{}{path}", again.address)).await;
        if path != "/look" {
            is_text(&browser, &path).await;
        }
    }
    // The open page of a concert puts in what it fetches anew.
    browser.goto(&format!("{}/concerts/{concert}", again.address)).await;
    browser.find("[data-live]").await;
    browser.is_calm_without_the_server().await;
}
