//! Two phones on their own let the same ticket in: recorded, counted and shown to both, never settled silently.

use serde_json::{Value, json};

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_both};

/// A scan that a phone decided by itself at that time.
fn decided(house: &House, code: &str, at: &str, shown: &str) -> Value {
    let mut scan = house.entry(code);
    (scan["happened_at"], scan["phone_verdict"]) = (at.into(), shown.into());
    scan
}

async fn roster(phone: &Visitor, concert: &str) -> Value {
    phone.get(&format!("/door/{concert}/roster?since=0")).await.ok().json()
}

const SUMS: &str = "select tickets || ' ' || entries || ' ' || inside || ' ' || refused from concert_attendance";

#[tokio::test]
async fn two_screens_for_one_place_are_one_conflict_that_names_both() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz", &[]).await;
        house.clock(NIGHT);
        let (beto, caro, dani) = (
            house.device(&concert, "Xime", "Beto, lateral").await,
            house.device(&concert, "Xime", "Caro").await,
            house.device(&concert, "Xime", "Dani").await,
        );
        let late = decided(house, &ticket.code, "2026-11-29T03:06:00.000Z", "admitted");
        let early = decided(house, &ticket.code, "2026-11-29T03:04:00.000Z", "admitted");
        // The one who was second hands in first, and each twice.
        for _ in 0..2 {
            assert_eq!(house.scans(&caro, &concert, std::slice::from_ref(&late)).await[0]["verdict"], "admitted");
            assert_eq!(house.scans(&beto, &concert, std::slice::from_ref(&early)).await[0]["verdict"], "already_used");
        }
        assert_eq!(house.all("select kind from conflict").await, ["twice"]);
        assert_eq!(house.one(SUMS).await, "1 2 2 0");
        let mut seen = roster(&beto, &concert).await;
        for side in ["first", "second"] {
            // The milliseconds that the request took are taken off, as a clock's that is ahead.
            let at = &mut seen["tickets"][0]["conflicts"][0][side]["at"];
            *at = json!(format!("{}000Z", &at.as_str().expect("a time")[..20]));
        }
        let expected = json!([{
            "id": late["id"], "kind": "twice",
            "first": { "at": early["happened_at"], "door": "Beto, lateral", "own": true },
            "second": { "at": late["happened_at"], "door": "Caro", "own": false },
        }]);
        assert_eq!(seen["tickets"][0]["conflicts"], expected);
        assert_eq!(seen["tickets"][0]["first"]["device"], "Beto, lateral");
        assert_eq!(roster(&caro, &concert).await["tickets"][0]["conflicts"][0]["second"]["own"], true);
        let third = roster(&dani, &concert).await["tickets"][0]["conflicts"][0].clone();
        assert_eq!((&third["first"]["own"], &third["second"]["own"]), (&json!(false), &json!(false)));
        let page = admin
            .get(&format!("/concerts/{concert}"))
            .await
            .ok()
            .says("1 entrada por revisar")
            .says("Mariana Quiroz, N.º");
        page.says("21:04, con Beto, lateral").says("21:06, con Caro");
        admin.get(&format!("/concerts/{concert}/doubles")).await.ok().says("1 entrada por revisar");
        house.clock("2026-11-29T03:12:00Z");
        let refused = house.scan(&dani, &concert, &ticket.code).await;
        assert_eq!(
            (&refused["verdict"], &refused["first"]["device"]),
            (&json!("already_used"), &json!("Beto, lateral"))
        );
        let mut undo = decided(house, &ticket.code, "2026-11-29T03:08:00.000Z", "undone");
        (undo["kind"], undo["takes_back"]) = ("undo".into(), late["id"].clone());
        assert_eq!(house.scans(&caro, &concert, &[undo]).await[0]["verdict"], "undone");
        assert_eq!(house.one("select count(*) from conflict").await, "0", "one of them was sent back out");
        assert_eq!(house.one(SUMS).await, "1 1 1 1");
        admin.get(&format!("/concerts/{concert}")).await.ok().hides("entrada por revisar");
    })
    .await;
}

#[tokio::test]
async fn who_is_let_in_by_a_dead_ticket_is_told_of() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock("2026-11-29T03:00:00Z");
        admin.post(&format!("/tickets/{}/replace", ticket.id), &[]).await.is(303);
        house.clock(NIGHT);
        let phone = house.device(&concert, "Xime", "Beto").await;
        let before = decided(house, &ticket.code, "2026-11-29T02:59:00.000Z", "already_used");
        let after = decided(house, &ticket.code, "2026-11-29T03:04:00.000Z", "admitted");
        assert_eq!(house.scans(&phone, &concert, &[before, after]).await[1]["verdict"], "replaced");
        assert_eq!(house.one("select kind || coalesce(first_id, ' alone') from conflict").await, "replaced alone");
        admin.get(&format!("/concerts/{concert}")).await.ok().says("El boleto está reemplazado por otro");
    })
    .await;
}

#[tokio::test]
async fn whoever_left_comes_back_where_the_concert_allows_it() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("reentry", "1")]).await;
        admin.get(&format!("/concerts/{concert}/edit")).await.ok().says("name=\"reentry\" value=\"1\" checked");
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        assert_eq!(roster(&admin, &concert).await["about"]["reentry"], true);
        let mut verdicts = Vec::new();
        for (kind, minute) in [("entry", 10), ("exit", 11), ("entry", 12), ("entry", 13)] {
            house.clock(&format!("2026-11-29T03:{minute}:00Z"));
            let mut scan = house.entry(&ticket.code);
            scan["kind"] = kind.into();
            verdicts.push(house.scans(&admin, &concert, &[scan]).await[0]["verdict"].clone());
        }
        assert_eq!(verdicts, ["admitted", "exited", "admitted", "already_used"]);
        assert_eq!(house.one(SUMS).await, "1 2 1 1");
        assert_eq!(house.one("select people from concert_attendance").await, "1", "who came back is one person");
        assert_eq!(house.one("select count(*) from conflict").await, "0");
    })
    .await;
}

#[tokio::test]
async fn a_screen_that_said_no_takes_back_what_the_server_thought() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        let phone = house.device(&concert, "Xime", "Beto").await;
        // The answer came too late: the phone had asked for the money that it knew of.
        let mut scan = house.entry(&ticket.code);
        assert_eq!(house.scans(&phone, &concert, std::slice::from_ref(&scan)).await[0]["verdict"], "admitted");
        scan["phone_verdict"] = "unpaid".into();
        house.scans(&phone, &concert, std::slice::from_ref(&scan)).await;
        assert_eq!(house.one(SUMS).await, "0 0 0 1");
        assert_eq!(house.scan(&phone, &concert, &ticket.code).await["verdict"], "admitted", "they paid and come again");
    })
    .await;
}

#[tokio::test]
async fn a_phone_changes_nothing_of_another_concert_s_tickets_whatever_it_says() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let other = admin.concert(&[("venue_name", "Galpón Siete"), ("title", "Otra noche")]).await;
        let (here, there) =
            (house.ticket(&admin, &concert, "Ana", &[]).await, house.ticket(&admin, &other, "Eva", &[]).await);
        house.clock(NIGHT);
        assert_eq!(house.scan(&admin, &other, &there.code).await["verdict"], "admitted");
        let phone = house.device(&concert, "Xime", "Beto").await;
        let mut exit = decided(house, &there.code, "2026-11-29T03:08:00.000Z", "exited");
        exit["kind"] = "exit".into();
        let entry = decided(house, &there.code, "2026-11-29T03:09:00.000Z", "admitted");
        let own = decided(house, &here.code, "2026-11-29T03:09:00.000Z", "admitted");
        let results = house.scans(&phone, &concert, &[exit, entry, own]).await;
        let verdicts: Vec<_> = results.iter().map(|result| result["verdict"].as_str().unwrap_or_default()).collect();
        assert_eq!(verdicts, ["other_concert", "other_concert", "admitted"]);
        let sums = "select concert_id || ' ' || inside from concert_attendance order by concert_id";
        let mut expected = vec![format!("{concert} 1"), format!("{other} 1")];
        expected.sort();
        assert_eq!(house.all(sums).await, expected);
        // Nor does it count there later.
        assert_eq!(house.scan(&admin, &other, &there.code).await["verdict"], "already_used");
        assert_eq!(house.one("select count(*) from conflict").await, "0");
    })
    .await;
}
