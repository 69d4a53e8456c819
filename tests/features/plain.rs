//! The door's plain form: no camera, no script.

use crate::door::NIGHT;
use crate::house::{Answer, House, Visitor, on_both};

/// Asks as the form of a fresh page does.
async fn ask(admin: &Visitor, concert: &str, fields: &[(&str, &str)]) -> Answer {
    let request = admin.get("/scan").await.ok().field("request");
    admin.post("/scan", &[&[("concert", concert), ("request", &request)], fields].concat()).await.ok()
}

async fn night(house: &House) -> (Visitor, String) {
    let admin = house.admin().await;
    let concert = admin.concert(&[]).await;
    (admin, concert)
}

#[tokio::test]
async fn whoever_leaves_is_noted_and_may_be_brought_back() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ticket = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        house.clock(NIGHT);
        let ask = async |fields: &[(&str, &str)]| ask(&admin, &concert, fields).await;
        ask(&[("words", &ticket.code), ("kind", "exit")]).await.says("verdict--not_inside");
        ask(&[("words", &ticket.code), ("kind", "entry")]).await.says("verdict--admitted");
        let matches = ask(&[("words", "ruiz"), ("kind", "exit")]).await;
        let out = ask(&[("ticket_id", &ticket.id), ("kind", &matches.field("kind"))]).await;
        let out = out.says("verdict--exited").says("Salida anotada");
        assert_eq!(house.one("select inside from concert_attendance").await, "0");
        ask(&[("takes_back", &out.field("takes_back"))]).await.says("verdict--undone");
        assert_eq!(house.one("select inside from concert_attendance").await, "1");
        // A page goes on with what it was asked for: people leave one after another.
        assert!(out.text().contains("value=\"exit\" checked"), "{}", out.short());
    })
    .await;
}

#[tokio::test]
async fn a_group_is_told_how_many_are_left() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ticket = house.ticket(&admin, &concert, "Ana Ruiz", &[("admits", "3")]).await;
        house.clock(NIGHT);
        ask(&admin, &concert, &[("words", "ana")]).await.says("quedan 3 lugares");
        ask(&admin, &concert, &[("words", &ticket.code)]).await.says("verdict-help\">quedan 2 lugares");
        ask(&admin, &concert, &[("words", &ticket.code)]).await.says("verdict-help\">queda 1 lugar");
        let last = ask(&admin, &concert, &[("words", &ticket.code)]).await.says("verdict--admitted");
        let text = last.text();
        let shown = text.split("verdict--plain").nth(1).expect("a verdict");
        assert!(shown.contains("verdict-help\"></p>"), "nobody more");
        ask(&admin, &concert, &[("words", "ana")]).await.says("ya entró");
    })
    .await;
}

#[tokio::test]
async fn another_code_on_a_restored_page_is_another_question() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ana = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        let beto = house.ticket(&admin, &concert, "Beto Luna", &[]).await;
        house.clock(NIGHT);
        let request = admin.get("/scan").await.ok().field("request");
        let ask = async |code: &str| {
            let fields = [("concert", &*concert), ("request", &request), ("words", code)];
            admin.post("/scan", &fields).await.ok().says("verdict--admitted")
        };
        ask(&ana.code).await.says("Ana R");
        ask(&beto.code).await.says("Beto L").hides("Ana R");
        ask(&ana.code).await.says("Ana R");
        assert_eq!(house.one("select count(*) from admission").await, "2");
    })
    .await;
}

#[tokio::test]
async fn the_words_have_a_form_of_their_own() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        house.clock(NIGHT);
        let page = ask(&admin, &concert, &[("words", "ana")]).await.says("name=\"ticket_id\"");
        let page = page.text();
        let form = page.split("<form").find(|form| form.contains("name=\"words\"")).expect("a form");
        assert!(!form.contains("name=\"ticket_id\""), "Enter would press the first ticket");
    })
    .await;
}
