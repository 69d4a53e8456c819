//! Seen from five metres through a blurred grey eye: yes and no differ by how much light the screen gives, and by that alone.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::imageops::{FilterType, grayscale, resize};
use serde_json::json;

use crate::driver::{Browser, Options};
use crate::opened;

/// The closed list, without the yes.
const REFUSALS: [&str; 10] = [
    "already_used",
    "other_concert",
    "voided",
    "replaced",
    "unpaid",
    "exited",
    "not_inside",
    "undone",
    "not_a_ticket",
    "unknown",
];

/// Shows a verdict as the scanner does, and lets it stay.
const SHOW: &str = "const [verdict, done] = arguments;
    const door = document.querySelector('script[type=module]').src.replace(/[^/]*$/, '');
    Promise.all([import(door + 'verdict.js'), import(door + 'wording.js')]).then(([{ VerdictScreen }, { wording }]) => {
        const ticket = { id: 'x', number: 17, first_name: 'Mariana', initial: 'Q', left: 0 };
        const result = { verdict, by: 'server', ticket, first: null, other: null, due_cents: 20000, currency: 'MXN' };
        const act = document.createElement('button');
        act.className = 'door-btn';
        act.textContent = 'Deshacer';
        const screen = new VerdictScreen(document.getElementById('verdict'), document.getElementById('voice'));
        screen.show(wording(result), act, () => {});
        clearTimeout(screen.timer);
        requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
    }).catch((error) => done(String(error)));";

/// The mean luminance of the screen, 0 to 255, in grey and 40 pixels wide.
async fn light(browser: &Browser, verdict: &str) -> f64 {
    let shown = browser.client.execute_async(SHOW, vec![json!(verdict)]).await.expect("it runs");
    assert_eq!(shown, json!(true), "{verdict}");
    let shot = browser.tell("Page.captureScreenshot", json!({})).await;
    let bytes = STANDARD.decode(shot["data"].as_str().expect("a picture")).expect("base64");
    let picture = image::load_from_memory(&bytes).expect("a picture");
    let small = resize(&grayscale(&picture), 40, 40 * picture.height() / picture.width(), FilterType::Triangle);
    small.pixels().map(|pixel| f64::from(pixel[0])).sum::<f64>() / f64::from(small.width() * small.height())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn yes_is_told_from_every_no_by_its_light_alone() {
    let (program, member) = opened("grey").await;
    member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    for (width, height) in [(360, 740), (740, 360)] {
        browser.phone(width, height).await;
        browser.goto(&format!("{}/scan", program.address)).await;
        browser.find("body[data-ready]").await;
        let yes = light(&browser, "admitted").await;
        for verdict in REFUSALS {
            let no = light(&browser, verdict).await;
            assert!(yes > 1.5 * no && yes - no > 40.0, "{width} × {height}: admitted {yes:.0}, {verdict} {no:.0}");
        }
    }
}
