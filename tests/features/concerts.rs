//! Where we play: made, edited, moved, called off; a venue's page is its history.

use crate::house::on_both;

#[tokio::test]
async fn a_concert_keeps_its_night_in_its_own_zone() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("doors", "22:30"), ("start", "00:30"), ("timezone", "America/Tijuana")]).await;
        let sql = format!("select day || ' ' || doors_at || ' ' || starts_at from concert where id = '{concert}'");
        assert_eq!(house.one(&sql).await, "2026-11-28 2026-11-29T06:30:00.000Z 2026-11-29T08:30:00.000Z");
        admin
            .get(&format!("/concerts/{concert}"))
            .await
            .ok()
            .says("22:30")
            .says("Sótano Ámbar")
            .says("Calle Sin Nombre 91");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_is_kept() {
    on_both(async |house| {
        let admin = house.admin().await;
        let fields = [
            ("venue_name", "Sótano"),
            ("day", "30 de febrero"),
            ("doors", "25:00"),
            ("capacity", "-3"),
            ("title", "Ruido blanco"),
        ];
        let page = admin.post("/concerts", &fields).await.is(422).says("value=\"Ruido blanco\"").text();
        assert!(page.matches("aria-invalid").count() >= 3, "{}", page.matches("aria-invalid").count());
        assert_eq!(house.one("select count(*) || ' ' || (select count(*) from venue) from concert").await, "0 0");
    })
    .await;
}

#[tokio::test]
async fn a_venue_lends_its_contact_and_the_history_stays_true() {
    on_both(async |house| {
        let admin = house.admin().await;
        let first = admin.concert(&[("contact_name", "Beto Luna"), ("contact_phone", "55 1111 2222")]).await;
        let venue = house.one("select id from venue").await;
        let second = [
            ("venue", &*venue),
            ("venue_name", ""),
            ("venue_address", ""),
            ("venue_city", ""),
            ("contact_name", ""),
            ("day", "2026-12-19"),
        ];
        let second = admin.concert(&second).await;
        let contact = async |concert: &str| {
            house.one(&format!("select coalesce(contact_name, '') from concert where id = '{concert}'")).await
        };
        assert_eq!(contact(&second).await, "Beto Luna", "filled from the venue");
        let edit = [
            ("name", "Sótano Ámbar"),
            ("address", "Calle Sin Nombre 91"),
            ("city", "Ciudad de México"),
            ("timezone", "America/Mexico_City"),
            ("contact_name", "Rosa Vidal"),
            ("contact_phone", "55 3333 4444"),
        ];
        admin.post(&format!("/venues/{venue}/edit"), &edit).await.is(303);
        assert_eq!((contact(&first).await, contact(&second).await), ("Beto Luna".into(), "Beto Luna".into()));
        admin.get(&format!("/venues/{venue}")).await.ok().says("Rosa Vidal").says("Beto Luna");
    })
    .await;
}

#[tokio::test]
async fn upcoming_and_past_are_told_apart() {
    on_both(async |house| {
        let admin = house.admin().await;
        admin.concert(&[]).await;
        admin
            .concert(&[
                ("venue_name", "Galpón Siete"),
                ("title", "La vieja"),
                ("day", "2026-10-03"),
                ("price_until", ""),
            ])
            .await;
        admin.get("/account").await.ok();
        admin.get("/concerts").await.ok().says("Ruido blanco").hides("La vieja");
        admin.get("/concerts?when=past").await.ok().says("La vieja").hides("Ruido blanco");
        admin.get("/tickets/new").await.ok().says("Ruido blanco").hides("La vieja");
    })
    .await;
}

#[tokio::test]
async fn a_concert_s_page_counts_tickets_and_money_by_method() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        for (fan, method) in
            [("Ana", "cash"), ("Beto", "cash"), ("Caro", "card"), ("Dani", "spei"), ("Eva", "courtesy")]
        {
            house.ticket(&admin, &concert, fan, &[("method", method)]).await;
        }
        admin.get(&format!("/concerts/{concert}")).await.ok().says("$400").says("$200").says("5");
    })
    .await;
}

#[tokio::test]
async fn a_moved_concert_keeps_its_tickets_and_lists_who_must_hear_of_it() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.ticket(&admin, &concert, "Ana Ruiz", &[("phone", "5512345678")]).await;
        house.ticket(&admin, &concert, "Beto Luna", &[("email", "beto@example.mx")]).await;
        let fields = [
            ("venue_name", "Galpón Siete"),
            ("venue_address", "Av. Inventada 7"),
            ("venue_city", "Ciudad de México"),
            ("day", "2026-12-05"),
            ("doors", "19:00"),
            ("start", "20:00"),
            ("timezone", "America/Mexico_City"),
            ("capacity", "300"),
        ];
        admin.post(&format!("/concerts/{concert}/move"), &fields).await.is(422);
        let stays = [fields.as_slice(), &[("tickets", "stay")]].concat();
        let told = admin.post(&format!("/concerts/{concert}/move"), &stays).await.is(303);
        let page = admin.get(told.location()).await.ok().says("Ana Ruiz").says("Beto Luna").says("wa.me/525512345678");
        page.says("Galpón Siete");
        assert_eq!(house.one("select day || ' ' || capacity from concert").await, "2026-12-05 300");
        assert_eq!(house.one("select count(*) from ticket where voided_at is null").await, "2");
        let small = [
            ("venue_name", "Clóset"),
            ("venue_address", "Aquí 1"),
            ("day", "2026-12-06"),
            ("doors", "19:00"),
            ("start", "20:00"),
            ("timezone", "America/Mexico_City"),
            ("capacity", "1"),
            ("tickets", "stay"),
        ];
        admin.post(&format!("/concerts/{concert}/move"), &small).await.is(422);
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_concert_may_void_all_its_tickets_and_sells_no_more() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana Ruiz", &[("phone", "5512345678")]).await;
        admin.post(&format!("/concerts/{concert}/cancel"), &[]).await.is(422);
        let told = admin.post(&format!("/concerts/{concert}/cancel"), &[("tickets", "voided")]).await.is(303);
        admin.get(told.location()).await.ok().says("Ana Ruiz");
        assert_eq!(house.one("select count(*) from ticket where voided_at is null").await, "0");
        assert_eq!(house.one("select held from concert_sales").await, "0");
        let price = house.price(&concert, "Preventa").await;
        let fields = [("concert", &*concert), ("fan", "Beto"), ("method", "cash"), ("price", &price)];
        admin.post("/tickets", &fields).await.is(422);
        house.clock(crate::door::NIGHT);
        let result = house.scan(&admin, &concert, &ticket.code).await;
        assert_eq!(result["verdict"], "voided");
        admin.post(&format!("/concerts/{concert}/cancel"), &[("tickets", "stay")]).await.is(422);
    })
    .await;
}

#[tokio::test]
async fn a_room_can_t_be_made_smaller_than_what_is_sold() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.ticket(&admin, &concert, "Ana", &[("admits", "5")]).await;
        let page = admin.get(&format!("/concerts/{concert}/edit")).await.ok();
        assert!(page.text().contains("Ruido blanco"));
        let edit = async |capacity: &str| {
            let venue = house.one("select venue_id from concert").await;
            let fields = [
                ("venue", &*venue),
                ("title", "Ruido negro"),
                ("day", "2026-11-28"),
                ("doors", "20:00"),
                ("start", "21:00"),
                ("timezone", "America/Mexico_City"),
                ("capacity", capacity),
                ("price_name", "Taquilla"),
                ("price_amount", "300"),
                ("price_until", ""),
            ];
            admin.post(&format!("/concerts/{concert}/edit"), &fields).await
        };
        edit("4").await.is(422);
        assert_eq!(house.one("select capacity || title from concert").await, "100Ruido blanco");
        edit("5").await.is(303);
        assert_eq!(house.one("select capacity || title from concert").await, "5Ruido negro");
        assert_eq!(
            house.one("select price_name || price_cents from ticket").await,
            "Preventa100000",
            "what was sold stays as it was sold"
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_saves_over_somebody_else_s_change_is_told_first() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let page = format!("/concerts/{concert}/edit");
        let seen = admin.get(&page).await.ok().field("changed_at");
        house
            .write(&format!(
                "update concert set title = 'Otro', changed_at = '2026-11-20T23:00:00.000Z' where id = '{concert}'"
            ))
            .await;
        let fields = [
            ("title", "Mío"),
            ("capacity", "120"),
            ("changed_at", &seen),
            ("price_name", "Taquilla"),
            ("price_amount", "250"),
            ("price_until", ""),
        ];
        let told = admin.post(&page, &fields).await.is(422).says("Mío");
        assert_eq!(house.one("select title from concert").await, "Otro");
        let again = told.field("changed_at");
        let meant = [&fields[..2], &[("changed_at", &*again)], &fields[3..]].concat();
        admin.post(&page, &meant).await;
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_concert_sells_nothing_and_no_other_takes_its_place_unsaid() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (off, on) =
            (admin.concert(&[]).await, admin.concert(&[("venue_name", "Galpón Siete"), ("day", "2026-12-19")]).await);
        let ticket = house.ticket(&admin, &off, "Ana", &[("phone", "5512345678")]).await;
        let page = format!("/tickets/{}", ticket.id);
        admin.get(&page).await.ok().says("wa.me");
        admin.post(&format!("/concerts/{off}/cancel"), &[("tickets", "stay")]).await.is(303);
        admin.get(&page).await.ok().says("cancelado").hides("wa.me").hides("/tickets/new?concert");
        let other = admin.get(&format!("/tickets/new?concert={off}")).await.ok();
        assert_eq!(other.says("ya no se venden").field("concert"), on);
        admin.get("/tickets/new").await.ok().hides("ya no se venden");
    })
    .await;
}
