//! A door lent by a member: the link shown once, opened by one phone, ended by hand or by its hour.

use std::time::Duration;

use crate::door::NIGHT;
use crate::house::{House, Visitor, between, on_both, on_sqlite};

/// Lends the door to a phone of that name, until an hour: the secret of its link.
async fn lent(house: &House, admin: &Visitor, concert: &str, name: &str, until: &str) -> String {
    let fields = [("name", name), ("until", until), ("request", &*house.id())];
    let page = admin.post(&format!("/concerts/{concert}/door"), &fields).await.ok().text();
    between(&page, "/door/open#", "<").unwrap_or_else(|| panic!("no link: {page}"))
}

async fn phone(house: &House, secret: &str) -> Visitor {
    let phone = house.nobody();
    phone.post("/door/open", &[("secret", secret)]).await.to("/scan");
    phone
}

#[tokio::test]
async fn a_lent_link_is_shown_once_and_kept_nowhere() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let path = format!("/concerts/{concert}/door");
        admin.get(&path).await.ok().says("Nadie más tiene esta puerta").says("<option selected>05:00</option>");
        let request = admin.get(&path).await.ok().field("request");
        let fields = [("name", "Beto, entrada lateral"), ("until", "05:00"), ("request", &*request)];
        let page = admin.post(&path, &fields).await.ok();
        let secret = between(&page.text(), "/door/open#", "<").expect("a link");
        assert_eq!(secret.len(), 32, "{secret}");
        let page = page.says("<svg class=\"qr").says("https://wa.me/?text=").says(&format!("%23{secret}"));
        page.hides("style=").says("Esta dirección solo abre en esta computadora");
        admin.get(&path).await.ok().says("Beto, entrada lateral").says("Falta que abra el enlace").hides(&secret);
        admin.post(&path, &fields).await.to(&path);
        assert_eq!(house.one("select count(*) from device").await, "1", "the same form lends once");
        let kept = house.all("select link_hash || name || coalesce(token_hash, '') from device").await;
        assert!(!kept[0].contains(&secret));
    })
    .await;
}

#[tokio::test]
async fn a_link_opens_for_one_phone_and_says_why_it_doesn_t() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let secret = lent(house, &admin, &concert, "Beto", "01:00").await;
        house.clock(NIGHT);
        let beto = phone(house, &secret).await;
        beto.get("/scan").await.ok().says("Ruido blanco");
        let whole = format!("  https://boletos.example.mx/door/open#{secret} ");
        let open = async |visitor: &Visitor, secret: &str| visitor.post("/door/open", &[("secret", secret)]).await;
        let other = house.nobody();
        open(&other, &whole).await.is(422).says("Otro teléfono ya abrió");
        open(&other, "0000").await.is(422).says("no está completo");
        house.clock("2026-11-29T06:59:00Z");
        beto.get(&format!("/door/{concert}/roster")).await.ok();
        house.clock("2026-11-29T07:00:01Z");
        beto.get(&format!("/door/{concert}/roster")).await.refused();
        open(&other, &secret).await.is(422).says("Esa puerta ya terminó");
        admin.get(&format!("/concerts/{concert}/door")).await.ok().says("Terminó a las 01:00");
    })
    .await;
}

#[tokio::test]
async fn the_phone_that_holds_a_door_may_tap_its_link_again() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let secret = lent(house, &admin, &concert, "Beto", "05:00").await;
        house.clock(NIGHT);
        let beto = phone(house, &secret).await;
        beto.opened().await;
        beto.post("/door/open", &[("secret", &*secret)]).await.to("/scan");
        beto.get("/scan").await.ok();
    })
    .await;
}

#[tokio::test]
async fn a_phone_that_is_ended_is_refused_at_its_next_request() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        let secret = lent(house, &admin, &concert, "Beto", "05:00").await;
        house.clock(NIGHT);
        let beto = phone(house, &secret).await;
        beto.opened().await;
        let path = format!("/concerts/{concert}/door");
        assert_eq!(house.scan(&beto, &concert, &ticket.code).await["verdict"], "admitted");
        let id = house.one("select id from device").await;
        admin.post(&format!("/concerts/{}/door/{id}/end", house.id()), &[]).await.is(404);
        admin.post(&format!("{path}/{id}/end"), &[]).await.to(&path);
        admin.get(&path).await.ok().says("Terminó la puerta de Beto").says("Terminada, ");
        beto.get("/scan").await.refused();
        beto.get(&format!("/door/{concert}/roster")).await.refused();
        let body = serde_json::json!({ "device_clock_ms": 0, "scans": [house.entry(&ticket.code)] });
        beto.post_json(&format!("/door/{concert}/scans"), &body).await.is(401);
        assert_eq!(house.one("select count(*) from scan").await, "1");
        house.nobody().post("/door/open", &[("secret", &*secret)]).await.is(422).says("Esa puerta ya terminó");
        admin.post(&format!("{path}/{id}/end"), &[]).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn a_phone_s_last_contact_is_kept_once_a_minute() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let secret = lent(house, &admin, &concert, "Beto", "05:00").await;
        house.clock("2026-11-29T03:10:00Z");
        let beto = phone(house, &secret).await;
        let seen = async |expected: &str| {
            let mut seen = String::new();
            for _ in 0..100 {
                seen = house.one("select substr(last_seen_at, 12, 5) from device").await;
                if seen == expected {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            panic!("{seen}, not {expected}");
        };
        seen("03:10").await;
        let first = house.one("select last_seen_at from device").await;
        house.clock("2026-11-29T03:10:50Z");
        beto.get("/scan").await.ok();
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(house.one("select last_seen_at from device").await, first, "not within the minute");
        house.clock("2026-11-29T03:14:00Z");
        beto.get("/scan").await.ok();
        seen("03:14").await;
        admin.get(&format!("/concerts/{concert}/door")).await.ok().says("21:14");
    })
    .await;
}

#[tokio::test]
async fn a_door_is_lent_for_a_night_that_is_still_to_come() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let path = format!("/concerts/{concert}/door");
        let wrong = async |name: &str, until: &str, says: &str| {
            let fields = [("name", name), ("until", until), ("request", &*house.id())];
            admin.post(&path, &fields).await.is(422).says(says).hides("/door/open#");
        };
        wrong(" ", "05:00", "Escribe de quién es el teléfono").await;
        wrong(&"x".repeat(61), "05:00", "60 letras o menos").await;
        for until in ["12:00", "06:00", "25:00", ""] {
            wrong("Beto", until, "Elige una hora que falte").await;
        }
        house.clock("2026-11-29T08:30:00Z");
        admin.get(&path).await.ok().hides("<option>02:00").says("<option>03:00");
        wrong("Beto", "02:00", "Elige una hora que falte").await;
        house.clock("2026-11-29T11:00:01Z");
        admin.get(&path).await.ok().says("La noche de este concierto ya pasó").hides("name=\"until\"");
        assert_eq!(house.one("select count(*) from device").await, "0");
    })
    .await;
}

#[tokio::test]
async fn inside_another_app_it_is_said_how_to_get_out() {
    on_sqlite(async |house| {
        let page = async |agent: &str| {
            let visitor = Visitor::with(&house.address, "/door/open", &[("user-agent", agent)]);
            visitor.get("/door/open").await.ok().says("name=\"secret\"")
        };
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let android = "Mozilla/5.0 (Linux; Android 13; SM-A146M; wv) AppleWebKit/537.36 Chrome/124.0.0.0 Mobile";
        page(&format!("{iphone} Mobile/15E148 Instagram 330.0.3.29.95")).await.says("Instagram").says("Safari");
        page(&format!("{android} [FB_IAB/FB4A;FBAV/465.0.0.52.76;]")).await.says("Facebook").says("Chrome");
        page(&format!("{iphone} Version/17.5 Mobile/15E148 Safari/604.1")).await.hides("data-keep");
        page(&format!("{iphone} Mobile/15E148 Instagram 330.0.3.29.95")).await.says("data-keep");
    })
    .await;
}

#[tokio::test]
async fn an_installed_app_claims_the_same_door_by_six_digits() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        let secret = lent(house, &admin, &concert, "Beto", "05:00").await;
        house.clock(NIGHT);
        let safari = phone(house, &secret).await;
        let app = house.nobody();
        app.get("/scan?app=1").await.to("/door/open?app=1");
        app.get("/door/open?app=1").await.ok().says("Los seis números").says("Filmar el QR");
        let path = format!("/concerts/{concert}/door");
        let device = house.one("select id from device").await;
        let shown = admin.post(&format!("{path}/{device}/code"), &[]).await.ok().says("Código para Beto");
        let digits = shown.between("<h1 class=\"display num\">", "</h1>");
        assert_eq!(digits.replace(' ', "").len(), 6, "{digits}");
        let open = async |visitor: &Visitor, code: &str| {
            visitor.post("/door/open", &[("secret", ""), ("code", code), ("app", "1")]).await
        };
        let wrong = if digits == "000 000" { "000 001" } else { "000 000" };
        open(&app, wrong).await.is(422).says("Esos números no son").says("Los seis números");
        open(&app, &digits).await.to("/scan");
        app.opened().await;
        assert_eq!(house.scan(&app, &concert, &ticket.code).await["verdict"], "admitted");
        safari.get(&format!("/door/{concert}/roster")).await.ok();
        open(&house.nobody(), &digits).await.is(422).says("Esos números no son");
        admin.post(&format!("{path}/{device}/end"), &[]).await.is(303);
        for phone in [&safari, &app] {
            phone.get(&format!("/door/{concert}/roster")).await.refused();
        }
        // Ten minutes, and not for a door that has ended.
        admin.post(&format!("{path}/{device}/code"), &[]).await.is(404);
        let secret = lent(house, &admin, &concert, "Caro", "05:00").await;
        drop(phone(house, &secret).await);
        let device = house.one("select id from device where name = 'Caro'").await;
        let shown = admin.post(&format!("{path}/{device}/code"), &[]).await.ok();
        let digits = shown.between("<h1 class=\"display num\">", "</h1>");
        house.clock("2026-11-29T03:20:01Z");
        open(&house.nobody(), &digits).await.is(422).says("Esos números no son");
    })
    .await;
}
