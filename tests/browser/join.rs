//! A fan joins from their own phone: before the night they keep a place, during it they say the word; without script too.

use serde_json::json;

use crate::driver::{Browser, Options};
use crate::opened;

const NOTICE: [(&str, &str); 3] =
    [("responsible", "Ruido"), ("address", "Calle Sin Nombre 91"), ("contact", "datos@ruido.example.mx")];

/// What the main part of the page says.
async fn says(browser: &Browser, words: &str) {
    let there = async || {
        let text = browser.run("return document.querySelector('main')?.innerText ?? ''", vec![]).await;
        text.as_str().is_some_and(|text| text.contains(words))
    };
    browser.until(words, there).await;
}

/// Opens a concert's page with the member's own taps: the address that it then has.
async fn opens(band: &Browser, address: &str, concert: &str) -> String {
    band.goto(&format!("{address}/concerts/{concert}/join")).await;
    band.click("main button[value=open]").await;
    band.find("main button[value=close]").await;
    let path = band.run("return document.querySelector('main a[href^=\"/j/\"]').getAttribute('href')", vec![]).await;
    path.as_str().expect("an address").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_is_kept_from_a_phone_and_given_with_one_tap() {
    let (program, member) = opened("joining").await;
    let concert = member.concert(&[("day", "2026-12-12"), ("price_until", "")]).await;
    member.post("/privacy/edit", &NOTICE).await.to("/privacy");
    let band = Browser::open(&Options::default()).await;
    band.signs_in(&program.address).await;
    let page = opens(&band, &program.address, &concert).await;
    let fan = Browser::open(&Options::default()).await;
    fan.phone(360, 740).await;
    fan.goto(&format!("{}{page}", program.address)).await;
    fan.is_calm().await;
    let away =
        fan.run("const it = document.querySelector('#otra_vez').getBoundingClientRect(); return it.right <= 0", vec![]);
    assert_eq!(away.await, json!(true), "nobody sees what is there for robots");
    fan.types("name", "Ana Ruiz").await;
    fan.types("phone", "12").await;
    fan.click("main form .btn--main").await;
    says(&fan, "Ese teléfono no está completo").await;
    fan.is_calm().await;
    fan.run("document.querySelector('[name=phone]').value = ''", vec![]).await;
    fan.types("phone", "55 1234 5678").await;
    fan.puts("people", 0, "2").await;
    fan.click("main form .btn--main").await;
    fan.arrives(&format!("{page}/thanks")).await;
    says(&fan, "Todavía no es un boleto").await;
    assert!(fan.text().await.contains("Ana Ruiz: 2 lugares. Te escriben al 55 1234 5678"));
    band.goto(&format!("{}/concerts/{concert}/join", program.address)).await;
    says(&band, "Ana Ruiz").await;
    band.is_calm().await;
    band.click("main button[value=accept]").await;
    says(&band, "Debe $400").await;
    band.is_calm().await;
    band.click("main button[value=cash]").await;
    says(&band, "Pagado").await;
    member.get(&format!("/tickets?concert={concert}")).await.ok().says("Ana Ruiz").says("$400");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_there_says_the_word_and_is_known_from_then_on() {
    let (program, member) = opened("the-word").await;
    let concert = member.concert(&[]).await;
    member.post("/privacy/edit", &NOTICE).await.to("/privacy");
    let band = Browser::open(&Options::default()).await;
    band.signs_in(&program.address).await;
    let page = opens(&band, &program.address, &concert).await;
    // In a browser that runs no script.
    let fan = Browser::open(&Options { without_script: true, ..Options::default() }).await;
    fan.goto(&format!("{}{page}", program.address)).await;
    assert!(fan.text().await.contains("Ya abrió la puerta"));
    band.types("word", "Pájaro negro").await;
    band.click("main form:has([name=word]) .btn").await;
    band.until("the word is kept", async || band.text().await.contains("La palabra de la noche es")).await;
    for (word, then) in [("gato", "Esa no es la palabra"), ("pajaro negro", "Quedó anotado que viniste")] {
        fan.goto(&format!("{}{page}", program.address)).await;
        fan.types("word", word).await;
        fan.types("name", "Eva Sol").await;
        fan.types("phone", "55 7777 0001").await;
        fan.click("main form .btn--main").await;
        fan.until(then, async || fan.text().await.contains(then)).await;
    }
    band.goto(&format!("{}/concerts/{concert}/join", program.address)).await;
    says(&band, "1 persona; 0 con boleto").await;
}
