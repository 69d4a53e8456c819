//! The rehearsal: practice tickets that every phone of the door knows, that count nowhere, and that one tap ends.

use serde_json::{Value, json};

use crate::door::NIGHT;
use crate::house::{Visitor, on_both};

async fn about(phone: &Visitor, concert: &str) -> Value {
    phone.get(&format!("/door/{concert}/roster?since=0")).await.ok().json()["about"].clone()
}

#[tokio::test]
async fn practice_tickets_are_known_to_phones_and_end_with_a_tap() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        let phone = house.device(&concert, "Xime", "Beto").await;
        assert_eq!(about(&phone, &concert).await["practice"], json!([]));
        let path = format!("/concerts/{concert}/rehearsal");
        admin.get(&path).await.ok().says("No hay ensayo").hides("<svg class=\"qr");
        for _ in 0..2 {
            admin.post(&path, &[]).await.to(&path);
        }
        let page = admin.get(&path).await.ok();
        assert_eq!(page.text().matches("<svg class=\"qr").count(), 5);
        page.says("Terminar el ensayo").hides("style=");
        let known = about(&phone, &concert).await;
        let verdicts: Vec<_> =
            known["practice"].as_array().expect("five").iter().map(|one| one["verdict"].clone()).collect();
        assert_eq!(verdicts, ["admitted", "already_used", "other_concert", "unpaid", "voided"]);
        // Whoever has it as it is isn't told again.
        let cursor = house.one("select cursor from concert_sales").await;
        let version = known["version"].as_str().expect("a version");
        let again = phone.get(&format!("/door/{concert}/roster?since={cursor}&about={version}")).await.ok().json();
        assert_eq!(again["about"], Value::Null);
        admin.post(&format!("{path}/end"), &[]).await.to(&format!("/concerts/{concert}/door"));
        let changed = phone.get(&format!("/door/{concert}/roster?since={cursor}&about={version}")).await.ok().json();
        assert_eq!(changed["about"]["practice"], json!([]));
        assert_eq!(house.one("select (select count(*) from scan) + (select count(*) from ticket)").await, "1");
    })
    .await;
}

#[tokio::test]
async fn members_see_which_phone_is_ready_and_what_another_lacks() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.clock(NIGHT);
        let all = json!({
            "camera": "yes", "light": "none", "sound": "yes", "shake": "none", "list": "yes", "clock": "yes", "kept": "no",
            "opens": "yes", "installed": "none", "practice": "yes", "read": ["admitted"],
        });
        let mut some = all.clone();
        (some["camera"], some["practice"]) = ("no".into(), "no".into());
        for (name, ready) in [("Beto", Some(all)), ("Caro", Some(some)), ("Dani", None)] {
            let phone = house.device(&concert, "Xime", name).await;
            let report = json!({
                "id": house.id(), "address": "https://puerta.local", "pending": 0, "damaged": 0, "roster_at": house.now(),
                "ready": ready.map(|ready| ready.to_string()),
            });
            let body = json!({ "device_clock_ms": house.app.clock.now().as_millisecond(), "scans": [], "phone": report });
            phone.post_json(&format!("/door/{concert}/scans"), &body).await.ok();
        }
        let text = admin.get(&format!("/concerts/{concert}/door")).await.ok().text();
        let of = |from: &str, to: &str| {
            let rest = text.split_once(&format!("<th scope=\"row\">{from}")).expect("a row").1;
            rest.split_once(to).map_or(rest, |(row, _)| row).to_owned()
        };
        assert!(of("Beto", "</tr>").contains("Listo") && !of("Beto", "</tr>").contains("Le falta"));
        let caro = of("Caro", "</tr>");
        assert!(caro.contains("Cámara: No abrió. Da permiso") && caro.contains("Ensayo: Leídos 1 de 5"), "{caro}");
        assert!(of("Dani", "</tr>").contains("todavía no abrió"));
        assert!(text.contains("Listos: 1 de 3."));
    })
    .await;
}
