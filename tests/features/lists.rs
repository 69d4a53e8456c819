//! A pasted guest list: looked at first, issued together, taken back together.

use crate::house::{Answer, House, Visitor, on_both};

const PASTED: &str = "[20/11/26, 21:14] Beto: Juan +1\n2. Mariana (Beto)\nPepe x3 55 1234 5678\n\n5555\n";

async fn preview(house: &House, admin: &Visitor, concert: &str, pasted: &str) -> Answer {
    let price = house.price(concert, "Cortesía").await;
    let fields = [("concert", concert), ("pasted", pasted), ("method", "courtesy"), ("price", &price)];
    admin.post("/tickets/list", &fields).await
}

async fn confirm(house: &House, admin: &Visitor, concert: &str, pasted: &str, more: &[(&str, &str)]) -> Answer {
    let batch = preview(house, admin, concert, pasted).await.ok().field("batch");
    let price = house.price(concert, "Cortesía").await;
    let mut fields =
        vec![("concert", concert), ("pasted", pasted), ("method", "courtesy"), ("price", &price), ("batch", &batch)];
    fields.extend(more);
    let first = admin.post("/tickets/list/confirm", &fields).await;
    let second = admin.post("/tickets/list/confirm", &fields).await;
    assert_eq!(first.made(), second.made(), "the same preview sent twice issues once");
    first
}

#[tokio::test]
async fn a_list_is_shown_before_anything_is_written() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let page = preview(house, &admin, &concert, PASTED).await.ok();
        let page = page.says("Juan").says("Mariana").says("Pepe").says("5555");
        assert!(page.text().contains("+525512345678") || page.text().contains("55 1234 5678"));
        assert_eq!(house.one("select count(*) || ' ' || (select count(*) from fan) from ticket").await, "0 0");
    })
    .await;
}

#[tokio::test]
async fn guests_and_companions_become_fans_and_tickets_once() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        confirm(house, &admin, &concert, PASTED, &[]).await;
        assert_eq!(house.one("select count(*) from ticket where batch_id is not null").await, "6", "2 + 1 + 3");
        assert_eq!(house.one("select count(*) from fan where brought_by is not null").await, "3");
        assert_eq!(house.one("select count(*) from fan where brought_by is not null and phone is not null").await, "0");
        assert_eq!(house.one("select phone from fan where name = 'Pepe'").await, "+525512345678");
        assert_eq!(house.one("select courtesies || ' ' || owed_cents from concert_sales").await, "6 0");
    })
    .await;
}

#[tokio::test]
async fn a_guest_whose_phone_we_know_is_that_fan() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let pepe = admin.fan("José Pérez", &[("phone", "5512345678")]).await;
        let juan = admin.fan("Juan", &[]).await;
        preview(house, &admin, &concert, PASTED).await.ok().says("José Pérez").says(&juan);
        confirm(house, &admin, &concert, PASTED, &[("same", &format!("1:{juan}"))]).await;
        assert_eq!(house.one(&format!("select count(*) from ticket where fan_id = '{pepe}'")).await, "1");
        assert_eq!(house.one(&format!("select count(*) from ticket where fan_id = '{juan}'")).await, "1");
        assert_eq!(house.one("select count(*) from fan where name = 'Juan'").await, "1");
    })
    .await;
}

#[tokio::test]
async fn a_list_is_voided_whole_while_none_is_in_or_sent() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let batch = confirm(house, &admin, &concert, "Juan +1\nMariana", &[]).await.made();
        let page = format!("/tickets/batches/{batch}");
        admin.get(&page).await.ok().says("Juan").says("Mariana");
        admin.post(&format!("{page}/void"), &[]).await.to(&page);
        assert_eq!(house.one("select count(*) from ticket where voided_at is null").await, "0");
        assert_eq!(house.one("select held from concert_sales").await, "0");
        let batch = confirm(house, &admin, &concert, "Lupita\nMax", &[]).await.made();
        let one = house.one(&format!("select min(id) from ticket where batch_id = '{batch}'")).await;
        admin.post(&format!("/tickets/{one}/sent"), &[("how", "whatsapp")]).await.is(303);
        admin.post(&format!("/tickets/batches/{batch}/void"), &[]).await.is(303);
        assert_eq!(
            house.one("select count(*) from ticket where voided_at is null").await,
            "2",
            "one is out: none is taken back"
        );
    })
    .await;
}

#[tokio::test]
async fn a_list_that_is_too_long_for_the_room_issues_nothing() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "3")]).await;
        let price = house.price(&concert, "Cortesía").await;
        let batch = preview(house, &admin, &concert, "Juan +1\nMariana +1").await.ok().field("batch");
        let fields = [
            ("concert", &*concert),
            ("pasted", "Juan +1\nMariana +1"),
            ("method", "courtesy"),
            ("price", &price),
            ("batch", &batch),
        ];
        admin.post("/tickets/list/confirm", &fields).await.is(303);
        assert_eq!(house.one("select count(*) || ' ' || (select count(*) from fan) from ticket").await, "0 0");
    })
    .await;
}

#[tokio::test]
async fn a_list_pasted_twice_issues_nothing_twice_unless_somebody_says_so() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let pasted = "Juan\nPepe 55 1234 5678";
        confirm(house, &admin, &concert, pasted, &[]).await;
        let looked = preview(house, &admin, &concert, pasted).await.ok();
        let looked = looked.says("value=\"1:skip\"").says("value=\"2:skip\"").says("value=\"2:again\"");
        let price = house.price(&concert, "Cortesía").await;
        let batch = looked.field("batch");
        let fields =
            [("concert", &*concert), ("pasted", pasted), ("method", "courtesy"), ("price", &price), ("batch", &batch)];
        let unasked = admin.post("/tickets/list/confirm", &fields).await;
        unasked.is(422).says("value=\"1:skip\"");
        assert_eq!(house.one("select count(*) from ticket").await, "2", "what wasn't asked about isn't issued");
        let answered = [&fields[..], &[("same", "1:skip"), ("same", "2:again")]].concat();
        admin.post("/tickets/list/confirm", &answered).await.made();
        assert_eq!(house.one("select count(*) from ticket").await, "3");
        assert_eq!(house.one("select count(*) from fan").await, "2");
        let nobody = preview(house, &admin, &concert, "Juan").await.ok().field("batch");
        let nobody = [
            ("concert", &*concert),
            ("pasted", "Juan"),
            ("method", "courtesy"),
            ("price", &price),
            ("batch", &nobody),
            ("same", "1:skip"),
        ];
        admin.post("/tickets/list/confirm", &nobody).await.is(303);
        assert_eq!(house.one("select count(*) || ' ' || (select count(*) from ticket_batch) from ticket").await, "3 2");
    })
    .await;
}
