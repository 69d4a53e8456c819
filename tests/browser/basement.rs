//! The scanner as a dark stair needs it: awake, sparing, large enough; and over plain http, where no browser films.

use std::time::Duration;

use serde_json::json;

use crate::alone::bar;
use crate::camera;
use crate::driver::{Browser, Options};
use crate::plain::issues;
use crate::screen::{says, types};
use crate::{folder, opened};

/// Counts the frames that are looked at, and the wake locks that are asked for, from before the page's own scripts.
const COUNTS: &str = "window.frames_read = 0; window.locks = 0;
    const own = window.createImageBitmap;
    window.createImageBitmap = (...all) => { window.frames_read += 1; return own(...all); };
    navigator.wakeLock.request = async () => { window.locks += 1; return {}; };";

async fn number(browser: &Browser, script: &str) -> i64 {
    browser.run(&format!("return {script}"), vec![]).await.as_i64().unwrap_or(-1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_scanner_stays_awake_spares_the_battery_and_takes_the_camera_again() {
    let (program, member) = opened("basement").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let here = folder("basement-film");
    let film = here.join("camera.mjpeg");
    camera::nothing(&film);
    let browser = Browser::open(&Options { camera: Some(film), ..Options::default() }).await;
    browser.signs_in(&program.address).await;
    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;
    browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": COUNTS })).await;
    browser.phone(360, 740).await;
    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-roster=yes]").await;
    browser.until("it films", async || number(&browser, "window.frames_read").await > 3).await;
    assert_eq!(number(&browser, "window.locks").await, 1, "the screen stays on");

    let before = number(&browser, "window.frames_read").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let read = number(&browser, "window.frames_read").await - before;
    println!("frames looked at in 3 s: {read}");
    assert!((3..=38).contains(&read), "at most twelve a second: {read}");

    types(&browser, &code, "admitted").await;
    browser.click("#strip button").await;
    browser.find("#verdict.verdict--undone:not([hidden])").await;
    let under = "(async () => {
        const before = window.frames_read;
        for (let n = 0; n < 10; n += 1) {
          await new Promise((next) => setTimeout(next, 50));
          if (document.querySelector('#verdict').hidden) return -1;
        }
        return window.frames_read - before;
      })()";
    assert!((0..=1).contains(&number(&browser, under).await), "nothing is read under a verdict");

    // Another app was in front, and took the camera; now the page is seen again.
    let taken = "const video = document.querySelector('#video');
        window.first = video.srcObject.getVideoTracks()[0];
        window.first.stop();
        document.dispatchEvent(new Event('visibilitychange'));";
    browser.run(taken, vec![]).await;
    let live = "const [track] = document.querySelector('#video').srcObject?.getVideoTracks() ?? [];
        return track !== undefined && track !== window.first && track.readyState === 'live'";
    browser.until("the camera is taken again", async || browser.run(live, vec![]).await == true).await;
    assert_eq!(number(&browser, "window.locks").await, 2, "and the screen kept on once more");

    let small = browser
        .run(
            "const fields = [...document.querySelectorAll('input:not([type=hidden]):not([type=file]), select, textarea')]
               .filter((field) => parseFloat(getComputedStyle(field).fontSize) < 16).map((field) => field.id || field.name);
             // Links lead away from the door, and need not be easy to hit.
             const shown = [...document.querySelectorAll('#door button, #door label.door-btn')]
               .filter((one) => one.getClientRects().length && !one.closest('dialog'));
             const slight = shown.map((one) => [one.id || one.outerHTML, one.getBoundingClientRect()])
               .filter(([, box]) => box.height < 44 || box.width < 44).map(([name, box]) => `${name} ${box.width}x${box.height}`);
             return JSON.stringify({ fields, slight, shown: shown.length > 3 })",
            vec![],
        )
        .await;
    assert_eq!(small.as_str(), Some(r#"{"fields":[],"slight":[],"shown":true}"#));
    let _ = std::fs::remove_dir_all(here);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_plain_http_a_photo_is_read_and_codes_are_typed() {
    let (program, member) = opened("photo").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    let address = program.address.replace("localhost", "puerta.test");
    browser.signs_in(&address).await;
    let mut codes = Vec::new();
    let mut picture = Vec::new();
    for name in ["Mariana Quiroz", "Beto Luna"] {
        codes.push(issues(&browser, &address, &concert, name).await);
        picture = member.get(&format!("{}.png", browser.path().await)).await.ok().bytes;
    }
    let here = folder("photo-file");
    let file = here.join("boleto.png");
    std::fs::write(&file, picture).expect("a picture");
    browser.goto(&format!("{address}/scan")).await;
    browser.find("#door[data-ready=yes]").await;
    let trouble = browser.find("#trouble:not([hidden])").await.text().await.expect("a text");
    assert!(trouble.contains("https"), "{trouble}");
    browser.find("#photo input").await.send_keys(&file.display().to_string()).await.expect("a file");
    let said = says(&browser, "admitted").await;
    assert!(said.contains("Beto L"), "{said}");
    types(&browser, &codes[0], "admitted").await;
    types(&browser, &codes[1], "already_used").await;
    assert!(bar(&browser).await.starts_with("Decide el servidor"), "{}", bar(&browser).await);
    let _ = std::fs::remove_dir_all(here);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_finds_nothing_that_keeps_the_scanner_from_being_installed() {
    let (program, member) = opened("install").await;
    member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-shell=yes]").await;
    let manifest = browser.tell("Page.getAppManifest", json!({})).await;
    assert!(manifest["url"].as_str().is_some_and(|url| url.ends_with("/door.webmanifest")), "{manifest}");
    assert_eq!(manifest["errors"], json!([]));
    let errors = browser.tell("Page.getInstallabilityErrors", json!({})).await;
    assert_eq!(errors["installabilityErrors"], json!([]), "{errors}");
}
