//! A clock that is set back, or forward: no verdict, no session and no limit goes wrong by it.

use crate::door::NIGHT;
use crate::house::{PASSWORD, on_both};

#[tokio::test]
async fn a_clock_that_is_set_back_or_forward_turns_nobody_away_and_lets_nobody_in_twice() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let mut codes = Vec::new();
        for name in ["Ana", "Beto", "Caro"] {
            codes.push(house.ticket(&admin, &concert, name, &[]).await.code);
        }
        house.clock(NIGHT);
        let phone = house.device(&concert, "Xime", "Dani").await;
        assert_eq!(house.scan(&phone, &concert, &codes[0]).await["verdict"], "admitted");
        // Back by three hours, to before the doors; then by two days; then forward again.
        for (at, nth) in [("2026-11-29T00:00:00Z", 1), ("2026-11-27T01:00:00Z", 2), ("2026-11-29T04:00:00Z", 0)] {
            house.clock(at);
            admin.get("/").await.ok();
            admin.get(&format!("/concerts/{concert}")).await.ok();
            let expected = if nth == 0 { "already_used" } else { "admitted" };
            assert_eq!(house.scan(&phone, &concert, &codes[nth]).await["verdict"], expected, "{at}");
            assert_eq!(house.scan(&phone, &concert, &codes[0]).await["verdict"], "already_used", "{at}");
            house.ticket(&admin, &concert, "Eva", &[]).await;
            let roster = phone.get(&format!("/door/{concert}/roster?since=0")).await.ok().json();
            assert_eq!(
                roster["tickets"].as_array().map_or(0, Vec::len) as i64,
                house.one("select count(*) from ticket").await.parse::<i64>().expect("a number")
            );
        }
        assert_eq!(house.one("select entries || ' ' || inside from concert_attendance").await, "3 3");
        assert_eq!(house.one("select count(*) from conflict").await, "0");
    })
    .await;
}

#[tokio::test]
async fn wrong_passwords_before_a_clock_is_set_back_keep_nobody_out() {
    on_both(async |house| {
        let _ = house.admin().await;
        house.clock("2026-12-20T18:00:00Z");
        for _ in 0..3 {
            house.nobody().post("/login", &[("username", "Xime"), ("password", "no es ésta")]).await.is(422);
        }
        for at in ["2026-11-21T18:00:00Z", "2027-11-21T18:00:00Z"] {
            house.clock(at);
            let begun = std::time::Instant::now();
            house.nobody().post("/login", &[("username", "Xime"), ("password", PASSWORD)]).await.is(303);
            assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{at}: {:?}", begun.elapsed());
        }
    })
    .await;
}
