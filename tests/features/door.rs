//! A code comes in, a verdict goes out: each of the closed list, over HTTP.

use anomalia::base::secret;
use anomalia::door::verdict::Verdict;
use serde_json::{Value, json};

use crate::house::{House, Ticket, Visitor, on_both};

/// The night of the usual concert: ten past nine, Mexico City.
pub const NIGHT: &str = "2026-11-29T03:10:00Z";

fn verdict(result: &Value) -> &str {
    result["verdict"].as_str().unwrap_or_else(|| panic!("{result}"))
}

async fn night(house: &House) -> (Visitor, String) {
    let admin = house.admin().await;
    let concert = admin.concert(&[]).await;
    (admin, concert)
}

async fn act(
    house: &House,
    door: &Visitor,
    concert: &str,
    kind: &str,
    ticket: &Ticket,
    takes_back: Option<&str>,
) -> Value {
    let mut scan = house.entry(&ticket.code);
    scan["kind"] = kind.into();
    scan["takes_back"] = json!(takes_back);
    house.scans(door, concert, &[scan]).await.remove(0)
}

#[tokio::test]
async fn a_ticket_admits_once_and_the_second_time_says_who_was_first() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz Díaz", &[]).await;
        house.clock(NIGHT);
        let first = house.scan(&admin, &concert, &ticket.code).await;
        assert_eq!((verdict(&first), first["by"].as_str()), ("admitted", Some("server")));
        assert_eq!(
            first["ticket"],
            json!({"id": ticket.id, "number": 1, "first_name": "Mariana", "initial": "Q", "left": 0})
        );
        house.clock("2026-11-29T03:12:00Z");
        let other = house.device(&concert, "Xime", "Beto, entrada lateral").await;
        let second = house.scan(&other, &concert, &ticket.code).await;
        assert_eq!(verdict(&second), "already_used");
        assert_eq!(second["first"]["at"].as_str().map(|at| &at[..16]), Some("2026-11-29T03:10"));
        assert_eq!(second["first"]["door"].as_str().or(second["first"]["device"].as_str()), Some("Xime"));
        assert_eq!(house.one("select count(*) from admission").await, "1");
        assert_eq!(house.one("select count(*) from scan").await, "2", "refusals are kept, too");
    })
    .await;
}

#[tokio::test]
async fn a_group_goes_in_one_by_one() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[("admits", "3")]).await;
        house.clock(NIGHT);
        for left in [2, 1, 0] {
            let result = house.scan(&admin, &concert, &ticket.code).await;
            assert_eq!((verdict(&result), result["ticket"]["left"].as_i64()), ("admitted", Some(left)));
        }
        assert_eq!(verdict(&house.scan(&admin, &concert, &ticket.code).await), "already_used");
        assert_eq!(
            house.one("select inside || ' ' || tickets || ' ' || refused from concert_attendance").await,
            "3 1 1"
        );
    })
    .await;
}

#[tokio::test]
async fn each_verdict_of_the_closed_list_happens() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let other =
            admin.concert(&[("venue_name", "Galpón Siete"), ("day", "2026-12-05"), ("title", "Otra noche")]).await;
        let ticket = async |name: &str, more: &[(&str, &str)]| house.ticket(&admin, &concert, name, more).await;
        let (good, owed, voided, old) = (
            ticket("Ana", &[]).await,
            ticket("Beto", &[("method", "spei")]).await,
            ticket("Caro", &[]).await,
            ticket("Dani", &[]).await,
        );
        let elsewhere = house.ticket(&admin, &other, "Eva", &[]).await;
        admin.post(&format!("/tickets/{}/void", voided.id), &[]).await.is(303);
        let new = admin.post(&format!("/tickets/{}/replace", old.id), &[]).await.made();
        let new = house.ticket_of(&new).await;
        house.clock(NIGHT);
        let mut seen = Vec::new();
        let mut said = async |result: Value, expected: &str| {
            assert_eq!(verdict(&result), expected, "{result}");
            seen.push(expected.to_owned());
            result
        };
        let entered = said(act(house, &admin, &concert, "entry", &good, None).await, "admitted").await;
        said(act(house, &admin, &concert, "entry", &good, None).await, "already_used").await;
        let which = said(act(house, &admin, &concert, "entry", &elsewhere, None).await, "other_concert").await;
        assert_eq!(which["other"], json!({"title": "Otra noche", "day": "2026-12-05"}));
        said(act(house, &admin, &concert, "entry", &voided, None).await, "voided").await;
        said(act(house, &admin, &concert, "entry", &old, None).await, "replaced").await;
        said(act(house, &admin, &concert, "entry", &new, None).await, "admitted").await;
        let due = said(act(house, &admin, &concert, "entry", &owed, None).await, "unpaid").await;
        assert_eq!((due["due_cents"].as_i64(), due["currency"].as_str()), (Some(20_000), Some("MXN")));
        said(act(house, &admin, &concert, "exit", &owed, None).await, "not_inside").await;
        let back = said(act(house, &admin, &concert, "undo", &good, entered["id"].as_str()).await, "undone").await;
        assert!(back["ticket"]["left"] == 1, "{back}");
        said(act(house, &admin, &concert, "entry", &good, None).await, "admitted").await;
        said(act(house, &admin, &concert, "exit", &good, None).await, "exited").await;
        said(house.scan(&admin, &concert, "https://example.mx/t/abc").await, "not_a_ticket").await;
        said(house.scan(&admin, &concert, "0000000000000000").await, "unknown").await;
        for one in Verdict::ALL {
            assert!(seen.iter().any(|word| word == one.word()), "{one:?} never happened");
        }
    })
    .await;
}

#[tokio::test]
async fn a_code_is_read_as_people_type_it() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        let typed = ticket.code.to_lowercase().replace('0', "o").replace('1', "l");
        let typed = format!(" {}-{} {}–{} ", &typed[..4], &typed[4..8], &typed[8..12], &typed[12..]);
        assert_eq!(verdict(&house.scan(&admin, &concert, &typed).await), "admitted");
    })
    .await;
}

#[tokio::test]
async fn an_undo_lets_the_ticket_in_again_and_deletes_nothing() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        let entered = house.scan(&admin, &concert, &ticket.code).await;
        assert_eq!(verdict(&act(house, &admin, &concert, "undo", &ticket, entered["id"].as_str()).await), "undone");
        assert_eq!(
            house.one("select inside || ' ' || tickets || ' ' || entries from concert_attendance").await,
            "0 0 0"
        );
        assert_eq!(house.one("select cast(sum(entries) as bigint) from concert_arrival").await, "0");
        assert_eq!(verdict(&house.scan(&admin, &concert, &ticket.code).await), "admitted");
        assert_eq!(house.one("select count(*) from scan").await, "3");
        assert_eq!(house.all("select coalesce(ended_kind, 'in') from admission order by nth").await, ["undo", "in"]);
        assert_eq!(
            house.one("select inside || ' ' || tickets || ' ' || entries from concert_attendance").await,
            "1 1 1"
        );
        assert_eq!(house.one("select cast(sum(entries) as bigint) from concert_arrival").await, "1");
    })
    .await;
}

#[tokio::test]
async fn a_lent_phone_works_at_its_own_door_only() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let other = admin.concert(&[("venue_name", "Galpón Siete"), ("day", "2026-12-05")]).await;
        let ticket =
            house.ticket(&admin, &concert, "Ana Ruiz", &[("phone", "5512345678"), ("email", "ana@example.mx")]).await;
        house.clock(NIGHT);
        let (own, stranger) =
            (house.device(&concert, "Xime", "Beto").await, house.device(&other, "Xime", "Lupe").await);
        let body = json!({ "device_clock_ms": 0, "scans": [house.entry(&ticket.code)] });
        stranger.post_json(&format!("/door/{concert}/scans"), &body).await.is(403);
        stranger.get(&format!("/door/{concert}/roster")).await.is(403);
        assert_eq!(house.one("select count(*) from scan").await, "0");
        let found = own.get(&format!("/door/{concert}/roster")).await.ok();
        let found = found.says("Ana").hides("ana@example.mx").hides("5512345678").hides(&ticket.code);
        assert!(!found.text().contains("Ruiz"), "only the initial is shown");
        assert_eq!(verdict(&house.scan(&own, &concert, &ticket.code).await), "admitted");
        let search = format!("/door/{concert}/search?q=ana");
        for path in [
            &*search,
            "/fans",
            "/consult",
            &*format!("/tickets/{}", ticket.id),
            &*format!("/tickets/{}.png", ticket.id),
        ] {
            own.get(path).await.is(403);
        }
        own.get("/scan").await.ok().says("Ruido blanco");
    })
    .await;
}

#[tokio::test]
async fn a_lent_door_dies_with_its_lender_s_password_account_and_hour() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let search = format!("/door/{concert}/roster");
        let first = house.device(&concert, "Xime", "Uno").await;
        first.get(&search).await.ok();
        house.clock("2026-11-20T18:00:10Z");
        let new = [("present", crate::house::PASSWORD), ("password", "una-clave-nueva"), ("again", "una-clave-nueva")];
        admin.post("/account/password", &new).await.is(303);
        assert!(matches!(first.get(&search).await.status, 303 | 401));
        house.member("Beto").await;
        let second = house.device(&concert, "Beto", "Dos").await;
        second.get(&search).await.ok();
        house.write(&format!("update account set disabled_at = '{}' where username = 'Beto'", house.now())).await;
        assert!(matches!(second.get(&search).await.status, 303 | 401));
        let third = house.device(&concert, "Xime", "Tres").await;
        house.clock("2026-11-29T10:59:00Z");
        third.get(&search).await.ok();
        house.clock("2026-11-29T11:00:01Z");
        assert!(matches!(third.get(&search).await.status, 303 | 401));
    })
    .await;
}

#[tokio::test]
async fn a_lent_door_moves_with_its_concert() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let search = format!("/door/{concert}/roster");
        let (phone, link) = (house.device(&concert, "Xime", "Uno").await, secret::token());
        let old = "2026-11-29T11:00:00.000Z";
        house.write(&format!("update device set expires_at = '{old}'")).await;
        house
            .write(&format!(
                "insert into device (id, concert_id, account_id, name, link_hash, created_at, expires_at)
                 select '{}', concert_id, account_id, 'Dos', '{}', created_at, expires_at from device",
                house.id(),
                secret::hash(&link)
            ))
            .await;
        let moves = async |day: &str| {
            let fields = [
                ("venue_name", &*format!("Galpón del {day}")),
                ("venue_address", "Av. Inventada 7"),
                ("venue_city", "Ciudad de México"),
                ("day", day),
                ("doors", "20:00"),
                ("start", "21:00"),
                ("timezone", "America/Mexico_City"),
                ("capacity", "100"),
                ("tickets", "stay"),
            ];
            admin.post(&format!("/concerts/{concert}/move"), &fields).await.is(303);
        };
        moves("2026-12-05").await;
        house.clock("2026-12-06T03:00:00Z");
        phone.get(&search).await.ok();
        let other = house.nobody();
        other.post("/door/open", &[("secret", &*link)]).await.to("/scan");
        other.get(&search).await.ok();
        house.clock("2026-12-06T11:00:01Z");
        assert!(matches!(phone.get(&search).await.status, 303 | 401));
        house.clock("2026-11-20T18:00:00Z");
        moves("2026-11-28").await;
        house.clock("2026-11-29T11:00:01Z");
        assert!(matches!(phone.get(&search).await.status, 303 | 401), "it dies with the night that it is now");
    })
    .await;
}

#[tokio::test]
async fn what_can_t_be_read_is_refused_and_decides_nothing() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        let path = format!("/door/{concert}/scans");
        let changed = |name: &str, value: Value| {
            let mut scan = house.entry(&ticket.code);
            scan[name] = value;
            json!({ "device_clock_ms": 0, "scans": [scan] })
        };
        for body in [
            json!({}),
            changed("id", json!("x")),
            changed("kind", json!("party")),
            changed("source", json!("dream")),
            changed("happened_at", json!("yesterday")),
            changed("phone_verdict", json!("maybe")),
            changed("code", json!("x".repeat(5_000))),
            json!({ "device_clock_ms": 0, "scans": vec![house.entry(&ticket.code); 201] }),
        ] {
            admin.post_json(&path, &body).await.is(422);
        }
        assert_eq!(house.one("select count(*) from scan").await, "0");
        let unknown = format!("/door/{}/scans", house.id());
        admin.post_json(&unknown, &json!({ "device_clock_ms": 0, "scans": [house.entry(&ticket.code)] })).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn without_camera_or_script_a_plain_form_does_the_same() {
    on_both(async |house| {
        let (admin, concert) = night(house).await;
        let ticket = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        house.ticket(&admin, &concert, "Anabel Soto", &[]).await;
        house.clock(NIGHT);
        let ask = async |fields: &[(&str, &str)]| {
            let request = admin.get("/scan").await.ok().field("request");
            let fields = [&[("concert", &*concert), ("request", &request)], fields].concat();
            admin.post("/scan", &fields).await.ok()
        };
        ask(&[("words", "ana")]).await.says(&ticket.id).says("Anabel").hides(&ticket.code);
        let green = ask(&[("ticket_id", &ticket.id)]).await.says("verdict--admitted").says("Ana R");
        let takes_back = green.field("takes_back");
        ask(&[("words", &ticket.code)]).await.says("verdict--already_used").says("21:10");
        ask(&[("takes_back", &takes_back)]).await.says("verdict--undone");
        ask(&[("words", &ticket.code.to_lowercase())]).await.says("verdict--admitted");
        ask(&[("words", "nadie así")]).await.says("verdict--unknown");
    })
    .await;
}
