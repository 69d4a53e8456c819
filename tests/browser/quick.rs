//! How long it takes from a code in view to a verdict, and that a night's door is kept by keyboard alone, in English.

use crate::alone::{bar, reopens};
use crate::axe;
use crate::camera;
use crate::driver::{Browser, Options};
use crate::plain::issues;
use crate::screen::says;
use crate::{folder, opened};

/// Notes, for each time that a code comes into view, the frames and the milliseconds until a verdict fills the screen. The
/// film is dark where nobody stands, and light in its middle where a ticket is held.
const WATCH: &str = "const video = document.getElementById('video');
    const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    window.seen = [];
    let [came, frames, was] = [0, 0, false];
    const look = (now) => {
      pen.drawImage(video, 0, 0, 8, 8);
      const light = pen.getImageData(3, 3, 2, 2).data[0] > 110;
      if (light && !was) [came, frames] = [performance.now(), 0];
      was = light;
      frames += 1;
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    const verdict = document.getElementById('verdict');
    new MutationObserver(() => {
      if (verdict.hidden || !came) return;
      window.seen.push([frames, performance.now() - came, verdict.className.split('--')[1], document.getElementById('decider').textContent]);
      came = 0;
    }).observe(verdict, { attributes: true, attributeFilter: ['hidden'] });";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_verdict_stands_soon_after_the_code_is_in_view() {
    let (mut program, member) = opened("quick").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let here = folder("quick-film");
    let film = here.join("camera.mjpeg");
    camera::nothing(&film);
    let browser = Browser::open(&Options { camera: Some(film.clone()), ..Options::default() }).await;
    browser.signs_in(&program.address).await;
    issues(&browser, &program.address, &concert, "Mariana Quiroz").await;
    let picture = member.get(&format!("{}.png", browser.path().await)).await.ok().bytes;
    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    program.stop();
    browser.goto("about:blank").await;
    camera::comes_into_view(&film, &picture);
    reopens(&browser, &program.address).await;
    browser.run(WATCH, vec![]).await;
    let count = "return window.seen.length";
    browser
        .until("the code was in view three times", async || {
            browser.run("document.querySelector('#verdict:not([hidden]) .verdict-text')?.click()", vec![]).await;
            browser.run(count, vec![]).await.as_u64().unwrap_or_default() >= 3
        })
        .await;
    let seen = browser.run("return window.seen", vec![]).await;
    let mut times: Vec<(f64, f64)> = Vec::new();
    for one in seen.as_array().expect("a list") {
        times.push((one[0].as_f64().unwrap_or_default(), one[1].as_f64().unwrap_or_default()));
    }
    times.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (frames, ms) = times[times.len() / 2];
    println!(
        "on its own, from a code in view to a verdict: {frames} frames, {ms:.0} ms (of {} times: {times:?})",
        times.len()
    );
    assert!(bar(&browser).await.contains("Decide este teléfono"));
    assert!(ms < 1_500.0, "{times:?}");
    let _ = std::fs::remove_dir_all(here);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_door_is_kept_by_keyboard_and_every_sheet_has_names() {
    let axe = axe::axe();
    let (program, member) = opened("keys").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;
    let mut wrong = Vec::new();
    for (language, sold) in [("es", "Pasa"), ("en", "Go in")] {
        browser.goto(&format!("{}/account", program.address)).await;
        browser.run(&format!("document.querySelector('button.link[lang={language}]')?.click()"), vec![]).await;
        browser.find(&format!("html[lang={language}]")).await;
        browser.goto(&format!("{}/scan", program.address)).await;
        browser.find("#door[data-roster=yes][data-shell=yes]").await;
        for (button, sheet) in
            [("more", "more-sheet"), ("check", "ready"), ("show", "showing"), ("sell", "selling"), ("find", "search")]
        {
            browser.run(&format!("document.getElementById('{button}').click()"), vec![]).await;
            browser.find(&format!("#{sheet}[open]")).await;
            let found = axe::violations(&browser, &axe).await;
            wrong.extend(found.into_iter().map(|rule| format!("{sheet} in {language}: {rule}")));
            browser.forget().await;
            browser.presses("Escape").await;
            browser
                .until("Escape closes it", async || {
                    browser.run("return document.querySelector('dialog[open]') === null", vec![]).await.as_bool()
                        == Some(true)
                })
                .await;
        }
        // From the page's beginning to its button by Tab alone; Enter sells, and the verdict is in front.
        browser.run("document.activeElement.blur(); window.getSelection().removeAllRanges()", vec![]).await;
        for _ in 0..20 {
            browser.presses("Tab").await;
            if browser.run("return document.activeElement.id", vec![]).await == "sell" {
                break;
            }
        }
        browser.presses("Enter").await;
        browser.find("#selling button[value=sell]:not([disabled])").await;
        browser.run("document.querySelector('#selling button[value=sell]').focus()", vec![]).await;
        browser.presses("Enter").await;
        // Reached by keyboard, it stays.
        browser.find("#verdict.verdict--admitted:not([hidden])").await;
        browser.presses("Tab").await;
        let said = says(&browser, "admitted").await;
        assert!(said.to_lowercase().contains(&sold.to_lowercase()), "{said}");
        let said = browser.run("return document.getElementById('voice').textContent", vec![]).await;
        assert!(said.as_str().is_some_and(|said| said.starts_with(sold)), "{said}");
        let found = axe::violations(&browser, &axe).await;
        wrong.extend(found.into_iter().map(|rule| format!("verdict in {language}: {rule}")));
        browser.forget().await;
        browser.presses("Escape").await;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(code.len(), 19);
}

/// Taps the verdict's button in the very moment in which the screen turns, and says so.
const TAPS_AT_ONCE: &str = "const verdict = document.getElementById('verdict');
    new MutationObserver(() => {
        if (verdict.hidden || window.tapped) return;
        window.tapped = true;
        const tap = new MouseEvent('click', { detail: 1, bubbles: true, cancelable: true });
        verdict.querySelector('.verdict-act button').dispatchEvent(tap);
    }).observe(verdict, { attributes: true });";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tap_for_what_stood_there_before_the_screen_turned_is_let_pass() {
    let (program, member) = opened("blind").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;
    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    browser.run(TAPS_AT_ONCE, vec![]).await;
    browser.click("#type").await;
    browser.find("#typing-code").await.send_keys(&format!("{code}\u{e007}")).await.expect("typed, and Enter");
    browser.find("#verdict.verdict--admitted:not([hidden])").await;
    browser.until("it was tapped", async || browser.run("return window.tapped === true", vec![]).await == true).await;
    browser.find("body:not([data-blind])").await;
    assert_eq!(
        browser.run("return document.getElementById('verdict').className", vec![]).await,
        "verdict verdict--admitted"
    );
    // Meant, it is heard.
    browser.click("#verdict .verdict-act button").await;
    browser.find("#verdict.verdict--undone:not([hidden])").await;
}
