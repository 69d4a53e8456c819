//! Names that are markup stay names where script draws them: suggestions, verdicts, what is found at the door, with the server
//! and without it, and what one page puts into another.

use anomalia::base::clock::stamp;
use anomalia::base::db::id;
use serde_json::{Value, json};

use crate::driver::{Browser, Options};
use crate::screen::{is_free, types};
use crate::{camera, folder, opened};

const NAME: &str = "<x-anomalia/><img/src=x/onerror=document.documentElement.dataset.ran=1> Eva";

/// An hour after the evening begins.
const LATER: &str = "2026-11-29T03:30:00Z";

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
    is_free(&browser).await;
    browser.click("#find").await;
    browser.find("#search-words").await.send_keys("eva").await.expect("typed");
    let found = browser.find("#search .found").await.text().await.expect("a text");
    assert!(found.contains("<x-anomalia/>"), "{found}");
    is_text(&browser, "what was found on the phone").await;

    let port = program.address.rsplit(':').next().expect("a port").to_owned();
    let again = crate::process::Process::start(program.data.clone(), &["--clock", LATER, "--port", &port], &[]);
    for path in [format!("/fans/{fan}"), "/".to_owned(), format!("/concerts/{concert}")] {
        browser.goto(&format!("{}{path}", again.address)).await;
        is_text(&browser, &path).await;
    }
    // The open page of a concert puts in what it hears: one who leaves.
    browser.forget().await;
    let inside = "return document.querySelector('[data-live-key=inside]').textContent";
    assert_eq!(browser.run(inside, vec![]).await, "1");
    let now: jiff::Timestamp = LATER.parse().expect("a time");
    let exit = json!({ "device_clock_ms": now.as_millisecond(), "scans": [{
        "id": id::new(now), "kind": "exit", "source": "typed", "code": code.replace('-', ""), "ticket_id": null,
        "happened_at": stamp(now), "phone_verdict": null, "takes_back": null, "seq": 1,
    }] });
    member.post_json(&format!("/door/{concert}/scans"), &exit).await.ok();
    browser.until("who left is heard of", async || browser.run(inside, vec![]).await == "0").await;
    is_text(&browser, "a page that is kept up to date").await;
    browser.is_calm().await;
}
