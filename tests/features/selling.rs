//! Money at the door: what was owed is taken with the scan, and places are sold there, also by a phone on its own.

use std::collections::BTreeSet;

use anomalia::base::db::id;
use serde_json::{Value, json};

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_both};

/// A phone that was lent the door to scan and sell.
async fn seller(house: &House, concert: &str, name: &str) -> Visitor {
    let phone = house.device(concert, "Xime", name).await;
    house.write(&format!("update device set sells_from = created_at where name = '{name}'")).await;
    phone
}

/// What a phone says of itself.
fn report(id: &str) -> Value {
    json!({ "id": id, "address": "https://puerta.local:5000", "pending": 0, "damaged": 0, "roster_at": null, "ready": null })
}

async fn said(house: &House, phone: &Visitor, concert: &str, id: &str, scans: &[Value], places: Option<i64>) -> Value {
    let body = json!({
        "device_clock_ms": house.app.clock.now().as_millisecond(), "scans": scans, "phone": report(id), "places": places,
    });
    phone.post_json(&format!("/door/{concert}/scans"), &body).await.ok().json()
}

fn sale(house: &House, phone: &str, place: &Value, price: &str, shown: Option<&str>) -> Value {
    let mut scan = house.entry("");
    scan["code"] = Value::Null;
    scan["ticket_id"] = place["ticket_id"].clone();
    scan["phone_verdict"] = json!(shown);
    scan["sale"] =
        json!({ "phone": phone, "name": "Rosa Luna", "price": price, "amount_cents": 25_000, "method": "cash" });
    scan
}

fn verdicts(answer: &Value) -> Vec<&str> {
    let results = answer["results"].as_array().expect("results");
    results.iter().map(|result| result["verdict"].as_str().unwrap_or_default()).collect()
}

const SALES: &str =
    "select held || ' ' || reserved || ' ' || issued || ' ' || owed_cents || ' ' || number_last from concert_sales";

#[tokio::test]
async fn a_place_is_sold_from_a_phone_s_own_without_asking() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "5")]).await;
        house.ticket(&admin, &concert, "Ana", &[]).await;
        let price = house.price(&concert, "Taquilla").await;
        house.clock(NIGHT);
        let phone = seller(house, &concert, "Beto").await;
        let me = house.id();
        let given = said(house, &phone, &concert, &me, &[], Some(3)).await;
        assert_eq!(given["phone"], 1);
        let places = given["places"].as_array().expect("places").clone();
        let numbers: Vec<_> = places.iter().map(|place| place["number"].as_i64()).collect();
        assert_eq!(numbers, [Some(2), Some(3), Some(4)]);
        assert_eq!(house.one(SALES).await, "1 3 1 0 4", "held with the phone, sold to nobody");
        for page in [format!("/concerts/{concert}"), "/".to_owned()] {
            admin.get(&page).await.ok().says("Los teléfonos apartan 3 lugares más");
        }
        let roster = phone.get(&format!("/door/{concert}/roster?since=0")).await.ok().json();
        assert_eq!(roster["about"]["prices"], json!([
            { "id": house.price(&concert, "Preventa").await, "name": "Preventa", "amount_cents": 20_000, "now": false },
            { "id": price, "name": "Taquilla", "amount_cents": 25_000, "now": true },
        ]));
        // One with the server, one that the phone let in by itself; the second is handed in twice.
        let twice = sale(house, &me, &places[1], &price, Some("admitted"));
        let (one, two) = (sale(house, &me, &places[0], &price, None), sale(house, &me, &places[1], &price, Some("admitted")));
        let answer = said(house, &phone, &concert, &me, std::slice::from_ref(&one), None).await;
        assert_eq!((verdicts(&answer), &answer["results"][0]["ticket"]["number"]), (vec!["admitted"], &json!(2)));
        for _ in 0..2 {
            let answer = said(house, &phone, &concert, &me, &[two.clone(), one.clone()], None).await;
            assert_eq!(verdicts(&answer), ["admitted", "admitted"]);
        }
        // The same place sold by two scans is one ticket, and two people who went in with it.
        let answer = said(house, &phone, &concert, &me, &[twice], None).await;
        assert_eq!(verdicts(&answer), ["already_used"]);
        assert_eq!(house.one("select count(*) from conflict").await, "1");
        assert_eq!(house.one("select count(*) from scan where money like '%25000%'").await, "3", "what each took is kept");
        assert_eq!(house.one(SALES).await, "3 1 3 0 4");
        assert_eq!(house.one("select entries || ' ' || people from concert_attendance").await, "3 2");
        let money = "select amount_cents || ' ' || payments from concert_money where method = 'cash'";
        assert_eq!(house.one(money).await, "70000 3", "Ana's too");
        let codes: BTreeSet<_> = house.all("select code from ticket").await.into_iter().collect();
        assert_eq!(codes.len(), 3, "the server drew them");
        assert_eq!(house.all("select number from ticket order by number").await, ["1", "2", "3"]);
        let ticket = places[1]["ticket_id"].as_str().expect("an id");
        admin.get(&format!("/tickets/{ticket}")).await.ok().says("Rosa Luna").says("Taquilla").says("Beto");
        // What the phone still holds can't be sold by anybody else, and is given back when its door ends.
        house.ticket(&admin, &concert, "Caro", &[]).await;
        let full = [("concert", &*concert), ("fan", "Dani"), ("method", "cash"), ("price", &price), ("request", &house.id()), ("fan_id", "new")];
        admin.post("/tickets", &full).await.is(422);
        let device = house.one("select id from device").await;
        admin.post(&format!("/concerts/{concert}/door/{device}/end"), &[]).await.is(303);
        assert_eq!(house.one(SALES).await, "4 0 4 0 5");
        house.ticket(&admin, &concert, "Dani", &[]).await;
    })
    .await;
}

#[tokio::test]
async fn places_end_with_the_night_and_a_person_inside_keeps_theirs() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "2")]).await;
        let price = house.price(&concert, "Taquilla").await;
        house.clock(NIGHT);
        let phone = seller(house, &concert, "Beto").await;
        let me = house.id();
        let given = said(house, &phone, &concert, &me, &[], Some(10)).await;
        let places = given["places"].as_array().expect("places").clone();
        assert_eq!(places.len(), 2, "no more than there are");
        assert_eq!(places[0]["until"], "2026-11-29T11:00:00.000Z");
        let gone = said(house, &phone, &concert, &me, &[], Some(0)).await;
        assert_eq!(gone["places"], json!([]));
        assert_eq!(house.one(SALES).await, "0 0 0 0 2");
        // Given back, so the server doesn't sell it any more; but whom the phone let in by itself is in there.
        let asked = sale(house, &me, &places[0], &price, None);
        assert_eq!(verdicts(&said(house, &phone, &concert, &me, &[asked], None).await), ["unknown"]);
        let done = sale(house, &me, &places[1], &price, Some("admitted"));
        assert_eq!(verdicts(&said(house, &phone, &concert, &me, &[done], None).await), ["admitted"]);
        assert_eq!(house.one(SALES).await, "1 0 1 0 2");
    })
    .await;
}

#[tokio::test]
async fn what_is_owed_is_paid_and_they_go_in_with_one_scan() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let owing = house.ticket(&admin, &concert, "Ana", &[("method", "spei")]).await;
        house.clock(NIGHT);
        let phone = seller(house, &concert, "Beto").await;
        let asked = house.scan(&phone, &concert, &owing.code).await;
        assert_eq!((&asked["verdict"], &asked["due_cents"]), (&json!("unpaid"), &json!(20_000)));
        let roster = phone.get(&format!("/door/{concert}/roster?since=0")).await.ok().json();
        assert_eq!((&roster["tickets"][0]["due_cents"], &roster["about"]["currency"]), (&json!(20_000), &json!("MXN")));
        let mut paid = house.entry(&owing.code);
        paid["paid"] = json!({ "amount_cents": 20_000, "method": "card" });
        for _ in 0..2 {
            assert_eq!(house.scans(&phone, &concert, std::slice::from_ref(&paid)).await[0]["verdict"], "admitted");
        }
        assert_eq!(
            house.all("select method || ' ' || amount_cents || ' ' || note from payment").await,
            ["card 20000 Beto"]
        );
        assert_eq!(house.one("select owed_cents from concert_sales").await, "0");
        admin.get(&format!("/concerts/{concert}")).await.ok().hides("sin asentar");
        // Taken once more by a phone that hadn't heard: it went in, and the money is told of.
        let mut again = house.entry(&owing.code);
        again["paid"] = json!({ "amount_cents": 15_000, "method": "cash" });
        again["phone_verdict"] = "admitted".into();
        house.scans(&phone, &concert, &[again]).await;
        let page = admin.get(&format!("/concerts/{concert}")).await.ok().says("1 cobro sin asentar");
        page.says("con Beto").says("$150").says("Efectivo");
        admin.get(&format!("/tickets/{}", owing.id)).await.ok().says("Beto");
    })
    .await;
}

#[tokio::test]
async fn a_phone_that_only_scans_takes_no_money_and_holds_no_places() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let owing = house.ticket(&admin, &concert, "Ana", &[("method", "spei")]).await;
        let price = house.price(&concert, "Taquilla").await;
        house.clock(NIGHT);
        let (phone, me) = (house.device(&concert, "Xime", "Beto").await, house.id());
        let mut paid = house.entry(&owing.code);
        paid["paid"] = json!({ "amount_cents": 20_000, "method": "cash" });
        let answer = said(house, &phone, &concert, &me, &[paid], Some(5)).await;
        assert_eq!((verdicts(&answer), &answer["places"]), (vec!["unpaid"], &Value::Null));
        let place = json!({ "ticket_id": id::new(house.app.clock.now()) });
        let sold = sale(house, &me, &place, &price, Some("admitted"));
        assert_eq!(verdicts(&said(house, &phone, &concert, &me, &[sold], None).await), ["unknown"]);
        let roster = phone.get(&format!("/door/{concert}/roster?since=0")).await.ok().json();
        assert_eq!(roster["about"]["prices"], json!([]));
        assert_eq!(house.one("select count(*) from payment").await, "0");
        // And no phone sells what another holds.
        let (beto, other) = (seller(house, &concert, "Caro").await, house.id());
        let third = seller(house, &concert, "Dani").await;
        let given = said(house, &beto, &concert, &other, &[], Some(1)).await;
        let theirs = sale(house, &other, &given["places"][0], &price, Some("admitted"));
        assert_eq!(verdicts(&said(house, &third, &concert, &house.id(), &[theirs], None).await), ["unknown"]);
    })
    .await;
}

#[tokio::test]
async fn members_hear_of_every_phone_and_a_phone_of_what_waits_elsewhere() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.clock(NIGHT);
        let (beto, again) = (house.device(&concert, "Xime", "Beto").await, house.device(&concert, "Xime", "Beto").await);
        let mut first = report(&house.id());
        (first["pending"], first["address"]) = (3.into(), "https://192.168.1.20:5000".into());
        let tell = async |phone: &Visitor, report: &Value| {
            let body = json!({ "device_clock_ms": house.app.clock.now().as_millisecond() - 70_000, "scans": [], "phone": report });
            phone.post_json(&format!("/door/{concert}/scans"), &body).await.ok().json()
        };
        assert_eq!(tell(&beto, &first).await["phone"], 1);
        let heard = tell(&again, &report(&house.id())).await;
        assert_eq!(heard["phone"], 2);
        assert_eq!(heard["elsewhere"], json!([{ "address": "https://192.168.1.20:5000", "pending": 3 }]));
        assert_eq!(tell(&admin, &first).await["phone"], Value::Null, "that id is another's");
        let page = admin.get(&format!("/concerts/{concert}/door")).await.ok();
        page.says("3 sin enviar").says("https://192.168.1.20:5000").says("su reloj va 1 min atrás");
        let roster = beto.get(&format!("/door/{concert}/roster?since=0")).await.ok().json();
        assert_eq!(roster["about"]["phones"], json!([{ "number": 1, "name": "Beto", "seq": null }, { "number": 2, "name": "Beto", "seq": null }]));
        let mut strange = report(&house.id());
        strange["address"] = "javascript:alert(1)".into();
        let body = json!({ "device_clock_ms": 0, "scans": [], "phone": strange });
        beto.post_json(&format!("/door/{concert}/scans"), &body).await.is(422);
    })
    .await;
}

#[tokio::test]
async fn a_sale_whose_entry_is_taken_back_is_told_of_until_somebody_sees_to_it() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let price = house.price(&concert, "Taquilla").await;
        house.clock(NIGHT);
        let (phone, me) = (seller(house, &concert, "Beto").await, house.id());
        let given = said(house, &phone, &concert, &me, &[], Some(2)).await;
        let sold = sale(house, &me, &given["places"][0], &price, Some("admitted"));
        let undo = |of: &Value| {
            let mut undo = house.entry("");
            undo["code"] = Value::Null;
            (undo["kind"], undo["takes_back"]) = ("undo".into(), of["id"].clone());
            (undo["ticket_id"], undo["phone_verdict"]) = (of["ticket_id"].clone(), "undone".into());
            undo
        };
        let page = format!("/concerts/{concert}");
        said(house, &phone, &concert, &me, std::slice::from_ref(&sold), None).await;
        admin.get(&page).await.ok().hides("venta deshecha");
        said(house, &phone, &concert, &me, &[undo(&sold)], None).await;
        admin.get(&page).await.ok().says("1 venta deshecha").says("$250").says("con Beto").hides("sin asentar");
        admin.get(&format!("{page}/doubles")).await.ok().says("1 venta deshecha");
        // They come in with it after all.
        let mut entry = house.entry("");
        (entry["code"], entry["ticket_id"]) = (Value::Null, sold["ticket_id"].clone());
        said(house, &phone, &concert, &me, std::slice::from_ref(&entry), None).await;
        admin.get(&page).await.ok().hides("venta deshecha");
        said(house, &phone, &concert, &me, &[undo(&entry)], None).await;
        admin.get(&page).await.ok().says("1 venta deshecha");
        let ticket = sold["ticket_id"].as_str().expect("an id");
        admin.post(&format!("/tickets/{ticket}/void"), &[("reason", "Se arrepintió")]).await.is(303);
        admin.get(&page).await.ok().hides("venta deshecha");
    })
    .await;
}

#[tokio::test]
async fn a_lent_door_holds_no_more_places_by_calling_itself_many_phones() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "200")]).await;
        house.clock(NIGHT);
        let phone = seller(house, &concert, "Beto").await;
        let mut held = Vec::new();
        for _ in 0..20 {
            let given = said(house, &phone, &concert, &house.id(), &[], Some(20)).await;
            held.push(given["places"].as_array().map_or(0, Vec::len));
        }
        assert_eq!((&held[..3], held.iter().sum()), ([20, 20, 0].as_slice(), 40), "its browser and its app");
        assert_eq!(house.one("select reserved from concert_sales").await, "40");
        let one_more = said(house, &phone, &concert, &house.id(), &[], Some(20)).await;
        assert_eq!((&one_more["phone"], &one_more["places"]), (&Value::Null, &Value::Null));
        admin.get(&format!("/tickets/new?concert={concert}")).await.ok().says("quedan 160 lugares");
    })
    .await;
}

#[tokio::test]
async fn a_phone_lent_a_second_address_hears_that_the_first_may_still_hold_scans() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.clock(NIGHT);
        let (first, second) =
            (house.device(&concert, "Xime", "Beto").await, house.device(&concert, "Xime", "Beto").await);
        let (before, after) = (house.id(), house.id());
        let tell = async |phone: &Visitor, id: &str, address: &str| {
            let mut report = report(id);
            report["address"] = address.into();
            let body =
                json!({ "device_clock_ms": house.app.clock.now().as_millisecond(), "scans": [], "phone": report });
            phone.post_json(&format!("/door/{concert}/scans"), &body).await.ok().json()["elsewhere"].clone()
        };
        let (there, here) = ("https://192.168.1.20:5000", "https://puerta.local:5000");
        assert_eq!(tell(&first, &before, there).await, json!([]));
        house.clock("2026-11-29T03:30:00Z");
        assert_eq!(tell(&second, &after, here).await, json!([{ "address": there, "pending": null }]));
        house.clock("2026-11-29T03:40:00Z");
        assert_eq!(tell(&first, &before, there).await, json!([]), "it went back, and nothing waits");
        assert_eq!(tell(&second, &after, here).await, json!([]));
    })
    .await;
}
