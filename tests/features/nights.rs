//! The right night: at 18:05 and at 00:40, whatever zone the machine is in; hoy, mañana, en 6 días.

use crate::house::{NOW, PASSWORD, Process, Visitor, folder, on_both};

/// Two concerts in one program that runs under `zone` at `clock`; the first account signs in.
async fn program(zone: &str, clock: &str) -> (Process, Visitor) {
    let program = Process::start(folder("night"), &["--clock", clock], &[("TZ", zone)]);
    let visitor = program.nobody();
    let secret = program.link.clone().expect("a link");
    let secret = secret.split_once('#').expect("a secret").1.to_owned();
    let fields = [("secret", &*secret), ("username", "Xime"), ("password", PASSWORD), ("again", PASSWORD)];
    visitor.post("/setup", &fields).await.to("/");
    visitor.signed_in().await;
    visitor.concert(&[]).await;
    visitor.concert(&[("venue_name", "Galpón Siete"), ("day", "2026-11-29"), ("title", "La otra noche")]).await;
    (program, visitor)
}

#[tokio::test]
async fn the_concert_of_the_night_is_chosen_whatever_the_machine_s_zone() {
    // 18:05 on Saturday and 00:40 after midnight are both the night of Saturday the 28th, Mexico City.
    for zone in ["UTC", "Asia/Tokyo", "America/Los_Angeles"] {
        for clock in ["2026-11-29T00:05:00Z", "2026-11-29T06:40:00Z"] {
            let (program, admin) = program(zone, clock).await;
            let page = admin.get("/scan").await.ok().says("Ruido blanco").says("data-concert").hides("La otra noche");
            assert!(page.text().contains("data-zone=\"America/Mexico_City\""));
            admin.get("/concerts").await.ok().says("hoy");
            let _ = std::fs::remove_dir_all(&program.data);
        }
    }
}

#[tokio::test]
async fn with_two_nights_at_once_the_door_asks_which() {
    on_both(async |house| {
        let admin = house.admin().await;
        admin.concert(&[]).await;
        admin.concert(&[("venue_name", "Galpón Siete"), ("title", "La otra sala")]).await;
        house.clock("2026-11-29T00:05:00Z");
        admin
            .get("/scan")
            .await
            .ok()
            .says("Ruido blanco")
            .says("La otra sala")
            .says("/scan?concert=")
            .hides("data-concert");
    })
    .await;
}

#[tokio::test]
async fn twelve_hours_before_doors_there_is_a_door_and_earlier_there_is_none() {
    on_both(async |house| {
        let admin = house.admin().await;
        admin.concert(&[]).await;
        for (at, open) in [
            ("2026-11-28T13:59:00Z", false),
            ("2026-11-28T14:01:00Z", true),
            ("2026-11-29T13:59:00Z", true),
            ("2026-11-29T14:01:00Z", false),
        ] {
            house.clock(at);
            let page = admin.get("/scan").await.ok().text();
            assert_eq!(page.contains("data-concert="), open, "{at}");
        }
    })
    .await;
}

#[tokio::test]
async fn days_are_counted_from_the_night_that_it_is() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        for (at, words) in [
            ("2026-11-22T18:00:00Z", "en 6 días"),
            ("2026-11-27T18:00:00Z", "mañana"),
            ("2026-11-28T06:40:00Z", "mañana"),
            ("2026-11-29T00:05:00Z", "hoy"),
            ("2026-11-29T06:40:00Z", "hoy"),
        ] {
            house.clock(at);
            admin.get(&format!("/concerts/{concert}")).await.ok().says(words);
        }
        house.clock(NOW);
    })
    .await;
}

#[tokio::test]
async fn july_in_mexico_city_is_six_hours_behind() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("day", "2027-07-03"), ("price_until", "")]).await;
        let doors = format!("select doors_at from concert where id = '{concert}'");
        assert_eq!(house.one(&doors).await, "2027-07-04T02:00:00.000Z");
        admin.get(&format!("/concerts/{concert}")).await.ok().says("20:00");
    })
    .await;
}
