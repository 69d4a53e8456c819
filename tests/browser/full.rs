//! A phone whose storage is full: no screen turns for a scan that isn't kept anywhere, and none is lost.

use serde_json::json;

use crate::alone::bar;
use crate::driver::{Browser, Options};
use crate::plain::issues;
use crate::process::Process;
use crate::screen::{is_free, says, taps_away, types};
use crate::{EVENING, opened};

/// Whether a page of this address may keep one more word.
const KEEPS: &str = "return new Promise((tell) => {
    const opened = indexedDB.open('more');
    opened.onupgradeneeded = () => opened.result.createObjectStore('words');
    opened.onsuccess = () => {
      const tx = opened.result.transaction('words', 'readwrite');
      tx.objectStore('words').put('more', 1);
      const told = (well) => () => { opened.result.close(); tell(well); };
      [tx.oncomplete, tx.onabort] = [told(true), told(false)];
    };
  });";

/// Bounds what pages of this address may keep; lifted again with none.
async fn may_keep(browser: &Browser, address: &str, bytes: Option<u64>) {
    let mut parameters = json!({ "origin": address });
    if let Some(bytes) = bytes {
        parameters["quotaSize"] = bytes.into();
    }
    browser.tell("Storage.overrideQuotaForOrigin", parameters).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_phone_says_so_and_leaves_it_to_the_server() {
    let (mut program, member) = opened("full").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let mut codes = Vec::new();
    for name in ["Mariana Quiroz", "Beto Luna", "Caro Sol"] {
        codes.push(issues(&browser, &program.address, &concert, name).await);
    }
    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    program.stop();
    assert!(types(&browser, &codes[0], "admitted").await.contains("Decide este teléfono"));
    browser.until("it is kept", async || bar(&browser).await == "Decide este teléfono · 1 sin enviar").await;

    may_keep(&browser, &program.address, Some(1)).await;
    // The browser goes for half a minute by what was left before.
    let begun = std::time::Instant::now();
    while browser.run(KEEPS, vec![]).await == true {
        assert!(begun.elapsed().as_secs() < 120, "it still keeps");
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    is_free(&browser).await;
    browser.click("#type").await;
    browser.find("#typing-code").await.send_keys(&format!("{}\u{e007}", codes[1])).await.expect("typed, and Enter");
    let full = "este teléfono no puede guardar, no cierres la página";
    browser.until("it says so", async || bar(&browser).await.contains(full)).await;
    assert!(bar(&browser).await.contains("2 sin enviar"), "{}", bar(&browser).await);
    // Far longer than the server is waited for.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert!(!browser.find("#verdict").await.is_displayed().await.expect("known"), "nothing is kept, nothing turns");

    let port = program.address.rsplit(':').next().expect("a port").to_owned();
    let again = Process::start(program.data.clone(), &["--clock", EVENING, "--port", &port], &[]);
    let screen = says(&browser, "admitted").await;
    assert!(screen.contains("Beto L") && screen.contains("Decide el servidor"), "{screen}");
    taps_away(&browser).await;
    browser.until("all is handed in", async || bar(&browser).await == format!("Decide el servidor · {full}")).await;

    may_keep(&browser, &program.address, None).await;
    browser.until("it keeps again", async || bar(&browser).await == "Decide el servidor").await;
    drop(again);
    browser.until("it goes on by itself", async || bar(&browser).await == "Decide este teléfono · 0 sin enviar").await;
    assert!(types(&browser, &codes[1], "already_used").await.contains("Decide este teléfono"));
    assert!(types(&browser, &codes[2], "admitted").await.contains("Decide este teléfono"));
    browser.until("they are kept", async || bar(&browser).await == "Decide este teléfono · 2 sin enviar").await;

    let again = Process::start(program.data.clone(), &["--clock", EVENING, "--port", &port], &[]);
    browser.until("the server decides again", async || bar(&browser).await == "Decide el servidor").await;
    let sql = "select count(*) || ' scans, ' || count(phone_verdict) || ' by the phone, '
               || (select count(*) from admission) || ' inside' as night from scan";
    browser.goto(&format!("{}/consult", again.address)).await;
    browser.types("sql", sql).await;
    browser.click("main form button.btn--main").await;
    browser.find("main table").await;
    let text = browser.text().await;
    assert!(text.contains("4 scans, 3 by the phone, 3 inside"), "{text}");
}
