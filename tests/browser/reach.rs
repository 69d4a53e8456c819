//! The ticket reaches its fan: a queue that two members walk at once, and the fan's own page, which opens in a basement too.

use std::io::Write;
use std::net::TcpListener;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::driver::{Browser, Options};
use crate::process::{Process, first_member};
use crate::story::read_by_another_program;
use crate::visitor::{Visitor, between};
use crate::{EVENING, PASSWORD, folder, opened};

const PUBLIC: &str = "http://boletos.example.mx";

/// A program with its first account and that member, which says that it is reached at this address; here it is at `localhost`, which browsers trust.
async fn opened_at(name: &str, base_url: &str) -> (Process, Visitor) {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
    let arguments = ["--clock", EVENING, "--base-url", base_url, "--port", &port.to_string()];
    let mut program = Process::start(folder(name).join("data"), &arguments, &[]);
    program.address = format!("http://localhost:{port}");
    let member = first_member(&program).await;
    (program, member)
}

/// Issues a ticket to somebody with a telephone: the path of its page.
async fn issues(member: &Visitor, concert: &str, fan: &str, phone: &str) -> String {
    let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
    let (price, request) = (form.field("price"), form.field("request"));
    let fields = [
        ("concert", concert),
        ("fan", fan),
        ("phone", phone),
        ("method", "cash"),
        ("price", &price),
        ("request", &request),
        ("fan_id", "new"),
    ];
    format!("/tickets/{}", member.post("/tickets", &fields).await.made())
}

/// A second member, made at the terminal, signed in in a browser of their own.
async fn beto(program: &Process) -> Browser {
    let mut add = Command::new(env!("CARGO_BIN_EXE_anomalia"));
    add.arg("--data").arg(&program.data).args(["admin", "add", "Beto"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = add.spawn().expect("it runs");
    writeln!(child.stdin.take().expect("its input"), "{PASSWORD}").expect("typed");
    assert!(child.wait().expect("it ends").success());
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in_as(&program.address, "Beto").await;
    browser
}

/// Who stands on the page to be sent to; empty when it was the last.
async fn hand(browser: &Browser) -> String {
    let script = "return document.querySelector('.hand') ? document.querySelector('h1').textContent : ''";
    browser.run(script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

/// Says that it was sent, and waits for the page that answers.
async fn says_sent(browser: &Browser) {
    browser.run("document.body.dataset.before = ''", vec![]).await;
    browser.click(".hand button[value=sent]").await;
    browser
        .until("the next one stands there", async || {
            browser.run("return document.body?.dataset.before === undefined", vec![]).await == true
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_members_send_25_tickets_at_once_and_nobody_is_written_to_twice() {
    let (program, member) = opened("queue").await;
    let concert = member.concert(&[("price_until", "")]).await;
    for nth in 0..25 {
        issues(&member, &concert, &format!("Fan {nth:02}"), &format!("55 1000 {nth:04}")).await;
    }
    let xime = Browser::open(&Options::default()).await;
    xime.signs_in(&program.address).await;
    let beto = beto(&program).await;
    let walks = async |browser: &Browser| {
        let mut sent = Vec::new();
        browser.goto(&format!("{}/concerts/{concert}/send", program.address)).await;
        browser.click("main form button.btn--main").await;
        browser.find(".hand, .empty").await;
        loop {
            let fan = hand(browser).await;
            if fan.is_empty() {
                return sent;
            }
            let link = browser.find(".hand a.btn--main").await.attr("href").await.expect("an answer").expect("a link");
            assert!(link.starts_with("https://wa.me/5255") && link.ends_with("%3F"), "a chat, and a question: {link}");
            sent.push(fan);
            says_sent(browser).await;
        }
    };
    let (first, second) = tokio::join!(walks(&xime), walks(&beto));
    let mut all: Vec<&String> = first.iter().chain(&second).collect();
    all.sort();
    let wanted: Vec<String> = (0..25).map(|nth| format!("Fan {nth:02}")).collect();
    assert_eq!(all, wanted.iter().collect::<Vec<_>>(), "{first:?} {second:?}");
    assert!(first.len() > 3 && second.len() > 3, "both sent some: {} and {}", first.len(), second.len());
    for browser in [&xime, &beto] {
        browser.goto(&format!("{}/concerts/{concert}/send", program.address)).await;
        assert!(browser.text().await.contains("ya tienen su boleto"));
        browser.is_calm().await;
    }
}

/// What another program reads in what the screen shows.
async fn seen_on(browser: &Browser) -> String {
    let shot = browser.tell("Page.captureScreenshot", json!({})).await;
    let bytes = STANDARD.decode(shot["data"].as_str().expect("a picture")).expect("base64");
    let here = folder("seen");
    let picture = here.join("screen.png");
    std::fs::write(&picture, bytes).expect("written");
    let code = read_by_another_program(&picture);
    let _ = std::fs::remove_dir_all(here);
    code
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fan_s_page_says_that_it_was_opened_and_opens_without_a_network_until_it_is_replaced() {
    let (mut program, member) = opened_at("fan-page", PUBLIC).await;
    let concert = member.concert(&[("price_until", "")]).await;
    let ticket = issues(&member, &concert, "Mariana Quiroz", "55 1234 5678").await;
    let text = member.get(&ticket).await.ok().text();
    let token = between(&text, &format!("{PUBLIC}/t/"), "<").expect("a link");
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    let code = text.split(|c: char| c.is_whitespace() || "<>\"".contains(c)).find(is_code).expect("a code");
    member.post(&format!("{ticket}/sent"), &[("how", "whatsapp")]).await.is(303);
    let page = format!("{}/t/{token}", program.address);

    // Without script the code is there, and nobody knows that it was seen.
    let plain = Browser::open(&Options { without_script: true, ..Options::default() }).await;
    plain.goto(&page).await;
    assert_eq!(seen_on(&plain).await, code.replace('-', ""));
    member.get(&ticket).await.ok().says("No se sabe si lo abrió");
    drop(plain);

    let browser = Browser::open(&Options::default()).await;
    browser.phone(360, 740).await;
    browser.goto(&page).await;
    browser.find("#pass[data-kept=yes]").await;
    assert_eq!(seen_on(&browser).await, code.replace('-', ""), "above the fold of a phone");
    browser.until("it was seen", async || member.get(&ticket).await.text().contains("Lo abrió")).await;
    browser.is_calm().await;

    program.stop();
    browser.goto("about:blank").await;
    browser.goto(&page).await;
    assert_eq!(seen_on(&browser).await, code.replace('-', ""), "without a network");
    assert!(
        browser
            .run("return getComputedStyle(document.querySelector('h1')).fontFamily", vec![])
            .await
            .as_str()
            .is_some_and(|font| font.contains("Anton")),
        "with its look"
    );

    let port = program.address.rsplit(':').next().expect("a port").to_owned();
    let arguments = ["--clock", EVENING, "--base-url", PUBLIC, "--port", &port];
    let mut again = Process::start(program.data.clone(), &arguments, &[]);
    browser.goto(&page).await;
    browser.click("details summary").await;
    browser.click("details form button").await;
    browser.until("the band knows", async || browser.text().await.contains("La banda ya sabe")).await;
    member.signed_in().await;
    member.get(&ticket).await.ok().says("alguien más tiene este código");
    member.post(&format!("{ticket}/replace"), &[]).await.is(303);
    // The open page notices by itself, and shows the code no longer.
    browser.until("it is gone", async || browser.text().await.contains("la banda te hizo otro")).await;
    assert!(browser.client.find(fantoccini::Locator::Css(".pass-code")).await.is_err());
    again.stop();
    let _ = browser.client.goto(&page).await;
    assert!(browser.client.find(fantoccini::Locator::Css(".pass-code")).await.is_err(), "nor is it kept");
}
