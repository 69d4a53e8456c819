//! Two phones that don't hear of each other: what both let in is one conflict that names both; and a QR from one to the
//! other, with no network at all, keeps it from happening.

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::json;

use crate::alone::{bar, is_lent, reopens};
use crate::camera;
use crate::driver::{Browser, Options};
use crate::plain::issues;
use crate::process::Process;
use crate::screen::{is_free, types};
use crate::visitor::Visitor;
use crate::{EVENING, folder, opened};

/// A night with one ticket, and the phones of Beto and Caro, ready to go on without the server.
struct Night {
    program: Process,
    member: Visitor,
    concert: String,
    code: String,
    beto: Browser,
    caro: Browser,
    begun: Instant,
}

async fn night(name: &str, film: Option<&std::path::Path>) -> Night {
    let begun = Instant::now();
    let (program, member) = opened(name).await;
    let concert = member.concert(&[("price_until", "")]).await;
    let open = async |camera: Option<&std::path::Path>| {
        let camera = camera.map(std::path::Path::to_owned);
        Browser::open(&Options { camera, ..Options::default() }).await
    };
    let (beto, caro) = (open(None).await, open(film).await);
    beto.signs_in(&program.address).await;
    let code = issues(&beto, &program.address, &concert, "Mariana Quiroz").await;
    beto.client.delete_all_cookies().await.expect("nobody");
    for (browser, name) in [(&beto, "Beto"), (&caro, "Caro")] {
        is_lent(browser, &program, &now(begun), name, &[]).await;
        let numbered = "const { store } = await import(document.querySelector('script[type=module]').src.replace('scan.js', 'store.js'))
              .then(async ({ Store }) => ({ store: await Store.open(document.body.dataset.concert) }));
            const number = await store.said('number'); store.db.close(); return number ?? 0;";
        browser
            .until("it has a number", async || {
                let script = format!("return (async () => {{ {numbered} }})()");
                browser.run(&script, vec![]).await.as_i64().unwrap_or_default() > 0
            })
            .await;
    }
    Night { program, member, concert, code, beto, caro, begun }
}

fn now(begun: Instant) -> String {
    (EVENING.parse::<Timestamp>().expect("a time") + begun.elapsed()).to_string()
}

/// The program once more, at the same address, on the same data.
fn back(night: &Night) -> Process {
    let port = night.program.address.rsplit(':').next().expect("a port").to_owned();
    Process::start(night.program.data.clone(), &["--clock", &now(night.begun), "--port", &port], &[])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_phones_on_their_own_let_one_ticket_in_and_both_are_told() {
    let mut night = night("doubles", None).await;
    night.program.stop();
    for browser in [&night.beto, &night.caro] {
        let said = types(browser, &night.code, "admitted").await;
        assert!(said.contains("Decide este teléfono"), "{said}");
    }
    let program = back(&night);
    for browser in [&night.beto, &night.caro] {
        let told = browser.find("#doubles:not([hidden])").await;
        browser
            .until("it is told", async || told.text().await.unwrap_or_default().contains("Entrada doble: Mariana Q."))
            .await;
        let text = told.text().await.expect("a text");
        assert!(text.contains("Primero") && text.contains("con Beto") && text.contains("con Caro"), "{text}");
        browser.until("all is handed in", async || bar(browser).await == "Decide el servidor").await;
        browser.click("#doubles button").await;
        browser.until("it was read", async || !told.is_displayed().await.unwrap_or(true)).await;
    }
    let page = night.member.get(&format!("/concerts/{}", night.concert)).await.ok().says("1 entrada por revisar");
    page.says("con Beto").says("con Caro").says("Mariana Quiroz, N.º 1");
    let sql = "select (select tickets || ' ticket, ' || entries || ' entries, ' || inside || ' inside' from concert_attendance)
               || ', ' || (select count(*) from conflict) || ' conflict, ' || count(*) || ' scans' as night from scan";
    night.beto.signs_in(&program.address).await;
    night.beto.goto(&format!("{}/consult", program.address)).await;
    night.beto.types("sql", sql).await;
    night.beto.click("main form button.btn--main").await;
    night.beto.find("main table").await;
    let text = night.beto.text().await;
    assert!(text.contains("1 ticket, 2 entries, 2 inside, 1 conflict, 2 scans"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_films_what_another_shows_and_refuses_whom_that_one_let_in() {
    let here = folder("exchange-film");
    let film = here.join("camera.mjpeg");
    camera::nothing(&film);
    let mut night = night("exchange", Some(&film)).await;
    night.program.stop();
    types(&night.beto, &night.code, "admitted").await;
    is_free(&night.beto).await;
    night.beto.click("#more").await;
    night.beto.click("#show").await;
    night.beto.find("#showing[data-page]").await;
    night.beto.phone(390, 844).await;
    let seen = night.beto.tell("Page.captureScreenshot", json!({ "format": "png" })).await;
    let drawn = STANDARD.decode(seen["data"].as_str().expect("a picture")).expect("base64");
    night.beto.is_calm_without_the_server().await;

    night.caro.goto("about:blank").await;
    camera::films(&film, &drawn);
    reopens(&night.caro, &night.program.address).await;
    let heard = night.caro.find("#strip:not([hidden])").await;
    night
        .caro
        .until("it has heard", async || {
            heard.text().await.unwrap_or_default().contains("Oí de Beto. Boletos que entraron con ese teléfono: 1")
        })
        .await;
    night.caro.goto("about:blank").await;
    camera::nothing(&film);
    reopens(&night.caro, &night.program.address).await;
    let said = types(&night.caro, &night.code, "already_used").await;
    assert!(said.contains("Entró en el teléfono de Beto") && said.contains("Decide este teléfono"), "{said}");

    let mut program = back(&night);
    for browser in [&night.beto, &night.caro] {
        browser.run("document.querySelector('dialog[open]')?.close()", vec![]).await;
        browser.until("all is handed in", async || bar(browser).await == "Decide el servidor").await;
    }
    night.member.get(&format!("/concerts/{}", night.concert)).await.ok().hides("entrada por revisar");

    // Beto takes it back; once the server has told so, what he showed before counts no more.
    night.beto.click("#strip button").await;
    let told = "const opened = indexedDB.open('door-' + document.body.dataset.concert);
        return new Promise((done) => {
          opened.onsuccess = () => {
            const tx = opened.result.transaction(['meta', 'roster', 'self']);
            const [meta, all] = [tx.objectStore('meta').get('meta'), tx.objectStore('roster').getAll()];
            tx.oncomplete = () => {
              opened.result.close();
              const beto = meta.result.phones.find(({ name }) => name === 'Beto');
              done(beto?.seq >= 2 && all.result[0].used === 0);
            };
          };
        });";
    let begun = Instant::now();
    while night.caro.run(told, vec![]).await != true {
        assert!(begun.elapsed().as_secs() < 90, "Caro's list doesn't tell it");
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    program.stop();
    let said = types(&night.caro, &night.code, "admitted").await;
    assert!(said.contains("Decide este teléfono"), "{said}");
    let _ = std::fs::remove_dir_all(here);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_phone_lets_in_another_is_told_soon() {
    let night = night("second", None).await;
    let watch = "window.known = new Promise((done) => {
          const look = () => {
            const opened = indexedDB.open('door-' + document.body.dataset.concert);
            opened.onsuccess = () => {
              const rows = opened.result.transaction('roster').objectStore('roster').getAll();
              rows.onsuccess = () => {
                opened.result.close();
                rows.result[0]?.used ? done(Date.now()) : setTimeout(look, 20);
              };
            };
          };
          look();
        });";
    night.caro.run(watch, vec![]).await;
    let seen = "window.seen = new Promise((done) => new MutationObserver(() => done(Date.now()))
          .observe(document.querySelector('#verdict'), { attributes: true, attributeFilter: ['hidden'] }))";
    night.beto.run(seen, vec![]).await;
    types(&night.beto, &night.code, "admitted").await;
    let seen = night.beto.run("return window.seen", vec![]).await.as_i64().expect("a time");
    let known = night.caro.run("return window.known", vec![]).await.as_i64().expect("a time");
    println!("from one phone's verdict to the other's list: {} ms", known - seen);
    assert!(known - seen < 5_000, "{} ms", known - seen);
}
