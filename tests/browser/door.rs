//! At the door with script, without a camera; and what an open page shows of it.

use anomalia::base::db::id;
use serde_json::json;

use crate::driver::{Browser, Options};
use crate::plain::issues;
use crate::screen::types;
use crate::{EVENING, opened};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_doesn_t_know_the_zone_shows_every_verdict() {
    let (program, member) = opened("zone").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;

    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-ready=yes]").await;
    // As America/Ciudad_Juarez is to a phone that was made before there was one.
    browser.run("document.getElementById('door').dataset.zone = 'Luna/Copernico'", vec![]).await;
    for verdict in ["admitted", "already_used", "already_used"] {
        types(&browser, &code, verdict).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_page_draws_those_who_arrive() {
    let (program, member) = opened("curve").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;

    browser.goto(&format!("{}/concerts/{concert}", program.address)).await;
    assert!(browser.text().await.contains("se dibuja cuando entra"));
    let now: jiff::Timestamp = EVENING.parse().expect("a time");
    let scan = json!({ "id": id::new(now), "kind": "entry", "source": "typed", "code": code, "happened_at": "2026-11-29T02:30:00.000Z" });
    let body = json!({ "device_clock_ms": now.as_millisecond(), "scans": [scan] });
    member.post_json(&format!("/door/{concert}/scans"), &body).await.ok().says("admitted");
    browser.find("svg.chart rect").await;
    browser.until("the number is there, too", async || !browser.text().await.contains("se dibuja cuando entra")).await;
    browser.is_calm().await;
}
