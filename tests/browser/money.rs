//! Money at the door: what is owed is taken, and places are sold, with the server and without it.

use std::time::Instant;

use jiff::Timestamp;

use crate::alone::{bar, is_lent};
use crate::driver::{Browser, Options};
use crate::process::Process;
use crate::screen::{is_free, says, taps_away};
use crate::visitor::Visitor;
use crate::{EVENING, opened};

/// Sells so many places, and gives what the last screen says.
async fn sells(browser: &Browser, more: usize) -> String {
    is_free(browser).await;
    browser.click("#sell").await;
    browser.find("#selling button[value=sell]:not([disabled])").await;
    for _ in 0..more {
        browser.click("#selling [data-step='1']").await;
    }
    browser.click("#selling button[value=sell]").await;
    let said = says(browser, "admitted").await;
    taps_away(browser).await;
    said
}

/// Issues a ticket that is still to be paid; gives its code.
async fn owes(member: &Visitor, concert: &str, fan: &str) -> String {
    let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
    let (price, request) = (form.field("price"), form.field("request"));
    let fields = [
        ("concert", concert),
        ("fan", fan),
        ("method", "spei"),
        ("price", &price),
        ("request", &request),
        ("fan_id", "new"),
    ];
    let ticket = member.post("/tickets", &fields).await.made();
    let text = member.get(&format!("/tickets/{ticket}")).await.ok().text();
    let is_code = |word: &&str| word.len() == 19 && word.matches('-').count() == 3;
    text.split(|c: char| c.is_whitespace() || "<>\"".contains(c)).find(is_code).expect("a code").to_owned()
}

/// Types a code that owes, takes the money in cash, and gives what the screen says then.
async fn charges(browser: &Browser, code: &str) -> String {
    is_free(browser).await;
    browser.click("#type").await;
    browser.find("#typing-code").await.send_keys(&format!("{code}\u{e007}")).await.expect("typed, and Enter");
    let asked = says(browser, "unpaid").await;
    assert!(asked.contains("$200") && asked.contains("Cobré $200"), "{asked}");
    browser.click("#verdict .verdict-act button").await;
    browser.click("#charging [data-method=cash]").await;
    let said = says(browser, "admitted").await;
    taps_away(browser).await;
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_friend_s_phone_sells_and_takes_what_is_owed_also_in_a_basement() {
    let begun = Instant::now();
    let (mut program, member) = opened("money").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let codes = [owes(&member, &concert, "Mariana Quiroz").await, owes(&member, &concert, "Beto Luna").await];
    let browser = Browser::open(&Options::default()).await;
    let now = || (EVENING.parse::<Timestamp>().expect("a time") + begun.elapsed()).to_string();
    is_lent(&browser, &program, &now(), "Caro", &["--sells"]).await;
    let said = charges(&browser, &codes[0]).await;
    assert!(said.contains("Mariana Q.") && said.contains("Decide el servidor"), "{said}");
    let said = sells(&browser, 0).await;
    assert!(said.contains("Taquilla") && said.contains("N.º 3") && said.contains("Decide el servidor"), "{said}");
    browser.is_calm().await;

    program.stop();
    let said = charges(&browser, &codes[1]).await;
    assert!(said.contains("Beto L.") && said.contains("Decide este teléfono"), "{said}");
    let said = sells(&browser, 1).await;
    assert!(said.contains("Decide este teléfono"), "{said}");
    browser.until("they wait", async || bar(&browser).await.contains("4 sin enviar")).await;

    let port = program.address.rsplit(':').next().expect("a port").to_owned();
    let _again = Process::start(program.data.clone(), &["--clock", &now(), "--port", &port], &[]);
    browser.until("all is handed in", async || bar(&browser).await == "Decide el servidor").await;
    let sql = "select (select entries from concert_attendance) || ' in, ' || (select sum(amount_cents) from payment) || ' cents, '
               || (select held || ' held, ' || owed_cents from concert_sales) || ' owed' as night";
    member.post("/consult", &[("sql", sql)]).await.ok().says("5 in, 100000 cents, 5 held, 0 owed");
}
