//! A concert's public page: asked for a place before the night, tied to it during the night; who brings whom; nothing that
//! tells a stranger who is known.

use reqwest::Method;

use crate::house::{House, Visitor, on_both, on_both_at, on_sqlite};

const PUBLIC: &str = "https://boletos.example.mx";
const NOTICE: [(&str, &str); 3] =
    [("responsible", "Ruido"), ("address", "Calle Sin Nombre 91"), ("contact", "datos@ruido.example.mx")];
/// Doors of the concert are at 20:00 in Mexico City.
const DURING: &str = "2026-11-29T03:30:00Z";

/// A concert with its page open: its id and the page's address.
async fn opened(house: &House, admin: &Visitor, changes: &[(&str, &str)]) -> (String, String) {
    let concert = admin.concert(changes).await;
    admin.post("/privacy/edit", &NOTICE).await.to("/privacy");
    settle(admin, &concert, &[("did", "open")]).await;
    let token = house.one(&format!("select token from join_page where concert_id = '{concert}'")).await;
    (concert, format!("/j/{token}"))
}

async fn settle(admin: &Visitor, concert: &str, fields: &[(&str, &str)]) {
    let here = format!("/concerts/{concert}/join");
    admin.post(&here, fields).await.to(&here);
}

async fn asks(house: &House, page: &str, name: &str, phone: &str, more: &[(&str, &str)]) {
    let visitor = Visitor::new(&house.address, page);
    let fields = [&[("name", name), ("phone", phone), ("notice", "1")], more].concat();
    visitor.post(page, &fields).await.to(&format!("{page}/thanks"));
}

const WAITING: &str = "select count(*) from join_request where accepted_at is null and declined_at is null";

#[tokio::test]
async fn a_place_is_asked_for_accepted_with_one_tap_and_paid_with_another() {
    on_both_at(PUBLIC, async |house| {
        let admin = house.admin().await;
        let (concert, page) = opened(house, &admin, &[("capacity", "10")]).await;
        let shown = house.nobody().get(&page).await.ok();
        let shown =
            shown.says("Ruido blanco").says("Quedan 10 lugares").says("Preventa, $200").says("Calle Sin Nombre 91");
        shown.says("Sábado 28 de noviembre").says("datos@ruido.example.mx");
        let more = [("people", "3"), ("age", "26"), ("found_by", "poster"), ("news", "1")];
        asks(house, &page, "Ana Ruiz", "55 1234 5678", &more).await;
        assert_eq!(house.one(WAITING).await, "1");
        assert_eq!(house.one("select count(*) from ticket").await, "0", "nothing is given before the band says so");
        assert_eq!(
            house.all("select purpose || ' ' || how || ' ' || notice from consent order by 1").await,
            ["news form 1", "service form 1"]
        );
        assert_eq!(
            house.one("select birth_year || ' ' || found_by || ' ' || language from fan").await,
            "2000 poster es"
        );
        let list = admin.get(&format!("/concerts/{concert}/join")).await.ok();
        let list = list
            .says("1 apartado por aceptar")
            .says("Primera vez")
            .says("$600")
            .says("https://wa.me/525512345678?text=");
        let request = list.field("request");
        admin.get(&format!("/concerts/{concert}")).await.ok().says("Página pública (1)");
        admin.get("/").await.ok().says("1 apartado por aceptar");
        // Two taps are one ticket.
        let accept = [("did", "accept"), ("request", &*request)];
        tokio::join!(settle(&admin, &concert, &accept), settle(&admin, &concert, &accept));
        let ticket = "select admits || ' ' || price_cents || ' ' || method from ticket";
        assert_eq!(house.all(ticket).await, ["3 60000 spei"]);
        house.nobody().get(&page).await.ok().says("Quedan 7 lugares");
        admin.get(&format!("/concerts/{concert}/join")).await.ok().says("Nadie espera").says("Debe $600");
        let paid = [("did", "paid"), ("request", &*request), ("method", "spei")];
        settle(&admin, &concert, &paid).await;
        settle(&admin, &concert, &paid).await;
        assert_eq!(house.all("select amount_cents || ' ' || method from payment").await, ["60000 spei"]);
        admin.get(&format!("/concerts/{concert}/send")).await.ok().says("1 ");
    })
    .await;
}

#[tokio::test]
async fn one_telephone_is_one_fan_and_a_stranger_learns_nothing() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (concert, page) = opened(house, &admin, &[]).await;
        let known = admin.fan("Ana Ruiz", &[("phone", "55 1234 5678"), ("age", "30")]).await;
        let visitor = Visitor::new(&house.address, &page);
        let mut answers = Vec::new();
        for (name, phone) in [("Otra Persona", "+52 1 55 1234 5678"), ("Bea", "55 8765 4321"), ("Bea", "5587654321")] {
            let answer = visitor.post(&page, &[("name", name), ("phone", phone), ("people", "2")]).await;
            answers.push((answer.status, answer.location().to_owned()));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert_eq!(house.one("select count(*) from fan").await, "2");
        assert_eq!(house.one(WAITING).await, "2", "asked again before it was settled is asked once");
        // What is known of somebody isn't written over by whoever types their telephone.
        assert_eq!(
            house.one(&format!("select name || ' ' || birth_year from fan where id = '{known}'")).await,
            "Ana Ruiz 1996"
        );
        admin.get(&format!("/concerts/{concert}/join")).await.ok().says("Firmó como Otra Persona").says("Ana Ruiz");
        let thanks = house.nobody().get(&format!("{page}/thanks")).await.ok();
        thanks.hides("Ana").hides("Bea").says("Todavía no es un boleto");
        house.nobody().get(&page).await.ok().hides("Ana").hides("Bea");
        // The door and everything else stay closed to them.
        house.nobody().get(&format!("/concerts/{concert}/join")).await.refused();
        house.nobody().get(&format!("/concerts/{concert}/poster.pdf")).await.refused();
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_wrongly_is_kept_and_said_and_what_robots_fill_in_goes_nowhere() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (_, page) = opened(house, &admin, &[("capacity", "3")]).await;
        let visitor = Visitor::new(&house.address, &page);
        let typed = [("name", "Ana <b>"), ("phone", "12"), ("people", "2"), ("age", "mil"), ("found_by", "poster")];
        let again =
            visitor.post(&page, &typed).await.is(422).says("Ana <b>").says("value=\"12\"").says("value=\"mil\"");
        again.says("<option value=\"poster\" selected>").says("<option value=\"2\" selected>");
        visitor.post(&page, &[("name", "Ana"), ("phone", "")]).await.is(422).says("Escribe tu WhatsApp");
        visitor
            .post(&page, &[("name", "Ana"), ("phone", "55 1234 5678"), ("people", "4")])
            .await
            .is(422)
            .says("No quedan tantos");
        let robot = [("name", "Win"), ("phone", "55 9999 0000"), ("otra_vez", "https://spam.example")];
        visitor.post(&page, &robot).await.to(&format!("{page}/thanks"));
        assert_eq!(house.one("select count(*) from fan").await, "0");
        // Nobody floods the list: so many in a minute, then later.
        let mut refused = 0;
        for n in 0..45 {
            let phone = format!("55 2000 {n:04}");
            let answer = visitor.post(&page, &[("name", "Fan"), ("phone", &phone), ("people", "1")]).await;
            refused += i32::from(answer.status == 422 && answer.text().contains("Llegaron muchos"));
        }
        assert!(refused > 0, "a flood is stopped");
    })
    .await;
}

#[tokio::test]
async fn a_stranger_who_is_declined_is_forgotten_and_whoever_was_known_stays() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (concert, page) = opened(house, &admin, &[]).await;
        admin.fan("Ana Ruiz", &[("phone", "55 1234 5678")]).await;
        asks(house, &page, "Ana Ruiz", "55 1234 5678", &[]).await;
        asks(house, &page, "Zoraida Quetzalli", "55 9876 5432", &[]).await;
        for request in house.all("select id from join_request order by id").await {
            settle(&admin, &concert, &[("did", "decline"), ("request", &request)]).await;
        }
        assert_eq!(house.one(WAITING).await, "0");
        assert_eq!(house.all("select name from fan where erased_at is null").await, ["Ana Ruiz"]);
        assert_eq!(house.one("select count(*) from join_request where name like 'Zoraida%'").await, "0");
        assert_eq!(house.one("select count(*) from fan where phone = '+525598765432'").await, "0");
    })
    .await;
}

#[tokio::test]
async fn a_full_house_a_closed_page_and_a_private_one_say_so() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "2")]).await;
        let here = format!("/concerts/{concert}/join");
        admin.get(&here).await.ok().says("Escribir el aviso");
        settle(&admin, &concert, &[("did", "open")]).await;
        assert_eq!(house.one("select count(*) from join_page").await, "0", "not without a privacy notice");
        admin.post("/privacy/edit", &NOTICE).await.to("/privacy");
        settle(&admin, &concert, &[("did", "open")]).await;
        let token = house.one("select token from join_page").await;
        admin.get(&here).await.ok().says("solo se ve desde esta red").hides("poster.pdf");
        admin.get(&format!("/concerts/{concert}/poster.pdf")).await.to(&here);
        asks(house, &format!("/j/{token}"), "Ana", "55 1234 5678", &[("people", "2")]).await;
        asks(house, &format!("/j/{token}"), "Bea", "55 8765 4321", &[("people", "1")]).await;
        let requests = house.all("select id from join_request order by people desc").await;
        for request in &requests {
            settle(&admin, &concert, &[("did", "accept"), ("request", request)]).await;
        }
        admin.get(&here).await.ok().says("1 apartado por aceptar");
        assert_eq!(house.one("select count(*) from ticket").await, "1", "the second didn't fit, and waits");
        house
            .nobody()
            .get(&format!("/j/{token}"))
            .await
            .ok()
            .says("Ya no quedan lugares")
            .hides("<form method=\"post\" action=\"/j/");
        settle(&admin, &concert, &[("did", "close")]).await;
        house.nobody().get(&format!("/j/{token}")).await.ok().says("Por ahora no se aparta").hides("name=\"phone\"");
        settle(&admin, &concert, &[("did", "open")]).await;
        assert_eq!(house.one("select token from join_page").await, token, "a printed poster still leads there");
        house.clock("2026-12-05T18:00:00Z");
        house.nobody().get(&format!("/j/{token}")).await.ok().says("ya pasó");
    })
    .await;
}

#[tokio::test]
async fn the_word_ties_whoever_is_there_to_the_night_once_and_proposes_whose_ticket_it_was() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (concert, page) = opened(house, &admin, &[]).await;
        let juan = house.ticket(&admin, &concert, "Juan Sol", &[("phone", "55 5555 0001")]).await;
        // A companion without a name, and a walk-in without one, both inside.
        let juan_fan = house.one("select id from fan where name = 'Juan Sol'").await;
        house.write(&format!("insert into fan (id, name, name_folded, brought_by, created_at, changed_at) values ('{}', '+1', '~1', '{juan_fan}', '{now}', '{now}')", house.id(), now = house.now())).await;
        let plus = house.one("select id from fan where name = '+1'").await;
        let companion = house.ticket(&admin, &concert, "", &[("fan_id", &plus)]).await;
        let walk_in = house.ticket(&admin, &concert, "Taquilla", &[]).await;
        house.clock(DURING);
        for code in [&juan.code, &companion.code, &walk_in.code] {
            house.scan(&admin, &concert, code).await;
        }
        house.nobody().get(&page).await.ok().says("Ya abrió la puerta");
        settle(&admin, &concert, &[("did", "word"), ("word", "Pájaro Negro")]).await;
        let visitor = Visitor::new(&house.address, &page);
        let wrong = [("name", "Eva"), ("phone", "55 7777 0001"), ("word", "gato")];
        visitor.post(&page, &wrong).await.is(422).says("Esa no es la palabra").says("value=\"Eva\"").hides("Pájaro");
        assert_eq!(house.one("select count(*) from fan where name = 'Eva'").await, "0");
        // By Juan's own address: his companion. By the poster: whoever paid at the door.
        let half = anomalia::join::link::half(&house.app.key, &concert, 1).expect("a half");
        let invited = format!("{page}-{half}");
        asks(house, &invited, "Eva", "55 7777 0001", &[("word", "pajaro NEGRO"), ("news", "1")]).await;
        asks(house, &page, "Sol", "55 7777 0002", &[("word", "Pájaro negro")]).await;
        asks(house, &page, "Sol", "55 7777 0002", &[("word", "Pájaro negro")]).await;
        asks(house, &page, "Luz", "55 7777 0003", &[("word", "pájaro negro")]).await;
        asks(house, &page, "Juan", "55 5555 0001", &[("word", "pájaro negro")]).await;
        // Nobody is taken for another by the program: a ticket without a name that may be theirs is proposed to the band.
        let whose = "select t.number || ' ' || f.name from ticket t join fan f on f.id = t.fan_id order by t.number";
        assert_eq!(house.all(whose).await, ["1 Juan Sol", "2 +1", "3 Taquilla"]);
        let tied = "select f.name || ' ' || coalesce(cast(t.number as text), '—') from presence p join fan f on f.id = p.fan_id
                    left join ticket t on t.id = p.ticket_id order by f.name";
        assert_eq!(house.all(tied).await, ["Eva —", "Juan Sol 1", "Luz —", "Sol —"]);
        let list = admin.get(&format!("/concerts/{concert}/join")).await.ok().says("4 personas; 1 con boleto");
        let eva = house.one("select id from fan where name = 'Eva'").await;
        let list = list.says(&format!("/fans/{eva}/merge?other={plus}")).says("Unir con el boleto 2");
        list.says("Unir con el boleto 3").says("Quién trae a quién").says("Juan Sol");
        admin.get(&format!("/fans/{eva}")).await.ok().says("Dijo la palabra, sin boleto");
        admin.post(&format!("/fans/{eva}/merge"), &[("other", &plus)]).await.to(&format!("/fans/{eva}"));
        assert_eq!(house.all(whose).await, ["1 Juan Sol", "2 Eva", "3 Taquilla"]);
        admin.get(&format!("/concerts/{concert}/join")).await.ok().says("4 personas; 2 con boleto").hides("el boleto 2");
        assert_eq!(house.one("select name from fan where id = (select brought_by from fan where name = 'Eva')").await, "Juan Sol");
        assert_eq!(house.one("select tickets from concert_attendance").await, "3", "the night's numbers are as they were");
        assert_eq!(house.one(WAITING).await, "0");
    })
    .await;
}

#[tokio::test]
async fn voy_carries_the_fan_s_own_address_and_counts_whom_they_bring() {
    on_both_at(PUBLIC, async |house| {
        let admin = house.admin().await;
        let (concert, page) = opened(house, &admin, &[]).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz", &[("phone", "55 1234 5678")]).await;
        let token = house.one("select link_token from ticket").await;
        let before = house.one("select count(*) from join_request").await;
        house.nobody().get(&format!("/t/{token}")).await.ok().says(".voy.png").says("con tu enlace");
        let voy = house.nobody().get(&format!("/t/{token}.voy.png")).await.ok();
        assert_eq!((voy.header("content-type"), &voy.bytes[..4]), ("image/png", &b"\x89PNG"[..]));
        let head =
            house.nobody().request(Method::HEAD, &format!("/t/{token}.voy.png")).send().await.expect("an answer");
        assert_eq!((head.status().as_u16(), house.one("select count(*) from join_request").await), (200, before));
        let half = anomalia::join::link::half(&house.app.key, &concert, 1).expect("a half");
        asks(house, &format!("{page}-{half}"), "Beto Luna", "55 8765 4321", &[("people", "2")]).await;
        let request = house.one("select id from join_request").await;
        admin.get(&format!("/concerts/{concert}/join")).await.ok().says("Lo invitó Mariana Quiroz");
        settle(&admin, &concert, &[("did", "accept"), ("request", &request)]).await;
        admin.get(&format!("/concerts/{concert}/join")).await.ok().says("Quién trae a quién");
        // By one's own address nobody brings themselves; by a slip of the finger, nobody.
        asks(house, &format!("{page}-{half}"), "Mariana", "55 1234 5678", &[]).await;
        asks(house, &format!("{page}-000000"), "Caro", "55 8765 0000", &[]).await;
        assert_eq!(house.one("select count(brought_by) from join_request").await, "1");
        admin.post(&format!("/tickets/{}/void", ticket.id), &[("reason", "x")]).await;
        house.nobody().get(&format!("/t/{token}.voy.png")).await.to(&format!("/t/{token}"));
        let poster = admin.get(&format!("/concerts/{concert}/poster.pdf")).await.ok();
        assert!(poster.bytes.starts_with(b"%PDF"));
    })
    .await;
}

#[tokio::test]
async fn opening_the_page_changes_nothing_and_an_address_that_leads_nowhere_says_so() {
    on_sqlite(async |house| {
        let admin = house.admin().await;
        let (_, page) = opened(house, &admin, &[]).await;
        let preview = Visitor::with(&house.address, &page, &[("user-agent", "WhatsApp/2.24.20 N")]);
        for method in [Method::GET, Method::HEAD] {
            assert_eq!(preview.request(method, &page).send().await.expect("an answer").status(), 200);
        }
        assert_eq!(house.one("select count(*) from fan").await, "0");
        for wrong in ["/j/000000", "/j/x", "/j/K7QF2M-ABC", "/j/%F0%9F%8E%B8"] {
            house.nobody().get(wrong).await.is(404);
        }
        let lower = page.replace("/j/", "").to_lowercase();
        house.nobody().get(&format!("/j/{lower}")).await.ok().says("Ruido blanco");
    })
    .await;
}
