//! What comes late: scans of a phone that had no network until its door was over, or for days.

use serde_json::{Value, json};

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_both};

/// A scan that a phone decided by itself at this hour.
fn shown(house: &House, code: &str, at: &str) -> Value {
    let mut scan = house.entry(code);
    (scan["phone_verdict"], scan["happened_at"]) = ("admitted".into(), at.into());
    scan
}

fn body(house: &House, scans: &[Value]) -> Value {
    json!({ "device_clock_ms": house.app.clock.now().as_millisecond(), "scans": scans })
}

async fn sends(house: &House, phone: &Visitor, concert: &str, scans: &[Value], status: u16) {
    phone.post_json(&format!("/door/{concert}/scans"), &body(house, scans)).await.is(status);
}

const ENTERED: &str = "select substr(admitted_at, 1, 19) from admission order by admitted_at";

#[tokio::test]
async fn a_lent_phone_hands_in_after_its_hour_what_it_showed_before_and_nothing_else() {
    on_both(async |house| {
        let (_, concert, ana, beto) = house.night_of_two().await;
        let phone = house.device(&concert, "Xime", "Caro").await;
        let ended = house.device(&concert, "Xime", "Dani").await;
        for phone in [&phone, &ended] {
            phone.token().await;
        }
        let scan = shown(house, &ana.code, "2026-11-29T05:10:00.000Z");
        house.write(&format!("update device set revoked_at = '{}' where name = 'Dani'", house.now())).await;
        // Two days later, where there is a network.
        house.clock("2026-12-01T16:00:00Z");
        phone.get("/scan").await.refused();
        phone.get(&format!("/door/{concert}/roster")).await.refused();
        sends(house, &phone, &concert, &[], 401).await;
        sends(house, &phone, &concert, &[house.entry(&beto.code)], 401).await;
        sends(house, &phone, &concert, &[scan.clone(), house.entry(&beto.code)], 401).await;
        sends(house, &ended, &concert, std::slice::from_ref(&scan), 401).await;
        assert_eq!(house.one("select count(*) from scan").await, "0");
        for _ in 0..2 {
            sends(house, &phone, &concert, std::slice::from_ref(&scan), 200).await;
        }
        assert_eq!(house.all(ENTERED).await, ["2026-11-29T05:10:00"], "when it was, not when it came");
        house.clock("2026-12-07T16:00:00Z");
        sends(house, &phone, &concert, &[shown(house, &beto.code, "2026-11-29T05:20:00.000Z")], 401).await;
    })
    .await;
}

#[tokio::test]
async fn a_phone_that_comes_days_later_is_believed_of_that_night_and_of_no_other_time() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let mut codes = Vec::new();
        for name in ["Ana", "Beto", "Caro"] {
            codes.push(house.ticket(&admin, &concert, name, &[]).await.code);
        }
        let monday = "2026-12-01T16:00:00.000Z";
        house.clock(monday);
        let scans = [
            shown(house, &codes[0], "2026-11-29T04:00:00.000Z"),
            shown(house, &codes[1], "2020-01-01T00:00:00.000Z"),
            shown(house, &codes[2], "2026-12-09T00:00:00.000Z"),
        ];
        sends(house, &admin, &concert, &scans, 200).await;
        assert_eq!(house.all(ENTERED).await, ["2026-11-29T04:00:00", &monday[..19], &monday[..19]]);
        // Whoever was first is whoever was first that night, in whatever order it comes.
        let earlier = shown(house, &codes[0], "2026-11-29T03:50:00.000Z");
        sends(house, &admin, &concert, &[earlier], 200).await;
        let (who, at) = (
            "select count(*) from conflict",
            "select substr(happened_at, 1, 16) from scan s join conflict k on k.scan_id = s.id",
        );
        assert_eq!((house.one(who).await, house.one(at).await), ("1".to_owned(), "2026-11-29T04:00".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn a_phone_that_was_lent_two_nights_hands_in_what_it_holds_of_the_first() {
    on_both(async |house| {
        let admin = house.admin().await;
        let first = admin.concert(&[]).await;
        let later = [("day", "2026-11-29"), ("venue_name", "Otro sótano"), ("price_until", "")];
        let second = admin.concert(&later).await;
        let (ana, beto) =
            (house.ticket(&admin, &first, "Ana", &[]).await, house.ticket(&admin, &first, "Beto", &[]).await);
        house.clock(NIGHT);
        let phone = house.nobody();
        for concert in [&first, &second] {
            let fields = [("name", "Caro"), ("until", "05:00"), ("request", &*house.id())];
            let page = admin.post(&format!("/concerts/{concert}/door"), &fields).await.ok().text();
            let secret = crate::house::between(&page, "/door/open#", "<").expect("a link");
            phone.post("/door/open", &[("secret", &secret)]).await.to("/scan");
            phone.opened().await;
        }
        house.clock("2026-11-30T02:00:00Z");
        phone.get(&format!("/door/{first}/roster")).await.is(403);
        phone.get(&format!("/door/{second}/roster")).await.ok();
        sends(house, &phone, &first, &[house.entry(&beto.code)], 401).await;
        // After five in the morning its screen showed nothing any more.
        sends(house, &phone, &first, &[shown(house, &beto.code, "2026-11-29T11:30:00.000Z")], 422).await;
        sends(house, &phone, &first, &[shown(house, &ana.code, "2026-11-29T05:10:00.000Z")], 200).await;
        assert_eq!(house.all(ENTERED).await, ["2026-11-29T05:10:00"]);
        // What may yet come can be ended.
        let device = house.one("select id from device order by created_at limit 1").await;
        let doors = format!("/concerts/{first}/door");
        admin.get(&doors).await.ok().says(&format!("{doors}/{device}/end")).hides(&format!("{doors}/{device}/code"));
        admin.post(&format!("{doors}/{device}/end"), &[]).await.to(&doors);
        sends(house, &phone, &first, &[shown(house, &beto.code, "2026-11-29T05:20:00.000Z")], 403).await;
    })
    .await;
}
