//! Before a night: a phone says what it lacks, and practises with tickets that count nowhere; in it, camera and light rest.

use jiff::Timestamp;

use crate::alone::{bar, is_lent, reopens};
use crate::camera;
use crate::driver::{Browser, Options};
use crate::screen::says;
use crate::{EVENING, folder, opened};

async fn state(browser: &Browser, thing: &str) -> String {
    let script = "return document.querySelector(`#ready [data-thing=${arguments[0]}]`)?.textContent ?? ''";
    browser.run(script, vec![thing.into()]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_is_made_ready_and_practises_without_the_server_too() {
    let begun = std::time::Instant::now();
    let (mut program, member) = opened("ready").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let screen = Browser::open(&Options::default()).await;
    screen.signs_in(&program.address).await;
    screen.goto(&format!("{}/concerts/{concert}/rehearsal", program.address)).await;
    screen.click("form[action$='/rehearsal'] button").await;
    screen.find(".practice").await;
    screen.is_calm().await;
    // The practice ticket that must be refused as voided, as another screen shows it.
    let script = "const svg = new XMLSerializer().serializeToString(document.querySelectorAll('.practice svg')[4]);
        const picture = new Image();
        return new Promise((done) => {
          picture.onload = () => {
            const canvas = Object.assign(document.createElement('canvas'), { width: 580, height: 580 });
            const pen = canvas.getContext('2d');
            pen.fillStyle = '#fff';
            pen.fillRect(0, 0, 580, 580);
            pen.drawImage(picture, 0, 0, 580, 580);
            done(canvas.toDataURL('image/png'));
          };
          picture.src = 'data:image/svg+xml,' + encodeURIComponent(svg.replace('<svg', '<svg width=\"580\" height=\"580\"'));
        });";
    let drawn = screen.run(script, vec![]).await;
    let drawn = drawn.as_str().and_then(|url| url.split(',').nth(1)).expect("a picture").to_owned();
    let drawn = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, drawn).expect("base64");

    let here = folder("ready-film");
    let film = here.join("camera.mjpeg");
    camera::nothing(&film);
    let phone = Browser::open(&Options { camera: Some(film.clone()), ..Options::default() }).await;
    let now = (EVENING.parse::<Timestamp>().expect("a time") + begun.elapsed()).to_string();
    is_lent(&phone, &program, &now, "Beto", &[]).await;
    phone.click("#more").await;
    phone.click("#check").await;
    phone.until("the list is there", async || state(&phone, "list").await.contains("con 0 boletos")).await;
    assert!(state(&phone, "opens").await.contains("Abre también sin red"));
    assert!(state(&phone, "camera").await.contains("Abierta"), "{}", state(&phone, "camera").await);
    assert!(state(&phone, "practice").await.contains("Leídos 0 de 5"));
    phone.click("#ready [data-thing=sound] button").await;
    phone.until("it asks", async || state(&phone, "sound").await.contains("¿Lo oíste?")).await;
    phone.click("#ready [data-thing=sound] .door-btn").await;
    phone.until("it was heard", async || state(&phone, "sound").await.contains("Se oye.")).await;
    phone.is_calm().await;
    let door = format!("/concerts/{concert}/door");
    let mut heard = String::new();
    for _ in 0..100 {
        heard = member.get(&door).await.ok().text();
        if heard.contains("Ensayo: Leídos 0 de 5") && !heard.contains("Sonido:") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let row = heard.split("Le falta").nth(1).unwrap_or(&heard);
    assert!(row.contains("Ensayo: Leídos 0 de 5") && !row.contains("Sonido:"), "{}", &row[..row.len().min(800)]);

    program.stop();
    phone.goto("about:blank").await;
    camera::films(&film, &drawn);
    reopens(&phone, &program.address).await;
    let said = says(&phone, "voided").await;
    assert!(said.contains("ENSAYO, no cuenta") && said.contains("Ensayo"), "{said}");
    phone.click("#verdict .verdict-act button").await;
    phone.click("#more").await;
    phone.click("#check").await;
    phone.until("it is ticked off", async || state(&phone, "practice").await.contains("Leídos 1 de 5")).await;
    assert!(bar(&phone).await.contains("0 sin enviar"), "{}", bar(&phone).await);
    let _ = std::fs::remove_dir_all(here);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_camera_rests_when_nobody_comes_and_a_tap_wakes_it() {
    let (program, member) = opened("rest").await;
    member.concert(&[("price_until", "")]).await;
    let here = folder("rest-film");
    let film = here.join("camera.mjpeg");
    camera::nothing(&film);
    let browser = Browser::open(&Options { camera: Some(film), ..Options::default() }).await;
    // What would come after ninety seconds comes when the test says so: a slow machine misses no moment in between.
    let held = "const later = window.setTimeout; window.setTimeout = (act, ms, ...more) => { if (ms === 90000) window.rests = act; return later(act, ms, ...more); };";
    browser.tell("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": held })).await;
    browser.signs_in(&program.address).await;
    browser.goto(&format!("{}/scan", program.address)).await;
    let running = "return document.getElementById('video').srcObject?.getVideoTracks()[0]?.readyState === 'live'";
    let runs = async || browser.run(running, vec![]).await.as_bool() == Some(true);
    browser.until("it films", async || runs().await).await;
    browser.run("document.getElementById('loud').hidden = true", vec![]).await;
    let tilt = browser.find("#tilt").await;
    browser.until("it says what helps", async || tilt.is_displayed().await.unwrap_or_default()).await;
    assert!(runs().await, "until then it films");
    browser.run("window.rests()", vec![]).await;
    browser.find("#rest:not([hidden])").await;
    assert!(!runs().await, "the camera is let go");
    browser.click("#rest button").await;
    browser.until("it films again", async || runs().await).await;
    browser.is_calm().await;
    let _ = std::fs::remove_dir_all(here);
}
