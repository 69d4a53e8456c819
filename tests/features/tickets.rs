//! One fan, one concert, one code: issued, paid, given back, voided, replaced, sent.

use std::collections::BTreeSet;

use crate::house::{House, on_both};

async fn state(house: &House, ticket: &str) -> (String, String) {
    let owed = format!(
        "select t.price_cents - coalesce((select cast(sum(amount_cents) as bigint) from payment where ticket_id = t.id), 0)
         from ticket t where id = '{ticket}'"
    );
    (house.one(&owed).await, house.one(&format!("select method from ticket where id = '{ticket}'")).await)
}

#[tokio::test]
async fn the_price_in_force_is_chosen_already() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let (presale, door) = (house.price(&concert, "Preventa").await, house.price(&concert, "Taquilla").await);
        let checked = |page: String, price: &str| {
            let input = page
                .split("<input")
                .find(|input| input.contains(&format!("value=\"{price}\"")))
                .unwrap_or_default()
                .to_owned();
            input.split('>').next().unwrap_or_default().contains("checked")
        };
        let page = admin.get(&format!("/tickets/new?concert={concert}")).await.ok().text();
        assert!(checked(page.clone(), &presale) && !checked(page, &door), "Preventa is in force until the 27th");
        house.clock("2026-11-28T20:00:00Z");
        let page = admin.get(&format!("/tickets/new?concert={concert}")).await.ok().text();
        assert!(checked(page.clone(), &door) && !checked(page, &presale), "Taquilla on the day itself");
    })
    .await;
}

#[tokio::test]
async fn what_is_paid_follows_the_method() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        for (method, owed) in [("cash", "0"), ("card", "0"), ("spei", "20000"), ("courtesy", "0")] {
            let ticket = house.ticket(&admin, &concert, &format!("Fan {method}"), &[("method", method)]).await;
            assert_eq!(state(house, &ticket.id).await, (owed.to_owned(), method.to_owned()));
        }
        let said = house.ticket(&admin, &concert, "Paga luego", &[("paid", "owed")]).await;
        assert_eq!(state(house, &said.id).await.0, "20000");
        let courtesy = house.one("select price_cents from ticket where method = 'courtesy'").await;
        assert_eq!(courtesy, "0");
        assert_eq!(house.one("select count(*) from payment").await, "2");
    })
    .await;
}

#[tokio::test]
async fn a_double_tap_issues_once() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let (request, price) = (house.id(), house.price(&concert, "Preventa").await);
        let fields = [("concert", &*concert), ("fan", "Ana Ruiz"), ("method", "cash"), ("price", &price), ("request", &request)];
        let (one, two, three) =
            tokio::join!(admin.post("/tickets", &fields), admin.post("/tickets", &fields), admin.post("/tickets", &fields));
        let made: BTreeSet<String> = [one.made(), two.made(), three.made()].into();
        assert_eq!(made.len(), 1, "{made:?}");
        let counts = "select count(*) || ' ' || (select count(*) from payment) || ' ' || (select held from concert_sales) from ticket";
        assert_eq!(house.one(counts).await, "1 1 1");
        assert_eq!(house.one("select count(*) from fan").await, "1", "and the fan is registered once");
    })
    .await;
}

#[tokio::test]
async fn the_same_fan_twice_is_asked_about_first() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let fan = admin.fan("Ana Ruiz", &[]).await;
        let price = house.price(&concert, "Preventa").await;
        let (first, second) = (house.id(), house.id());
        let fields = |request: &'static str| {
            let _ = request;
            vec![
                ("concert", concert.as_str()),
                ("fan", "Ana Ruiz"),
                ("fan_id", &fan),
                ("method", "cash"),
                ("price", &price),
            ]
        };
        let mut one = fields("first");
        one.push(("request", &first));
        admin.post("/tickets", &one).await.made();
        let mut two = fields("second");
        two.push(("request", &second));
        admin.post("/tickets", &two).await.is(422).says("name=\"again\"").says("Ana Ruiz");
        assert_eq!(house.one("select count(*) from ticket").await, "1");
        two.push(("again", "1"));
        admin.post("/tickets", &two).await.made();
        assert_eq!(house.one("select count(*) from ticket").await, "2");
    })
    .await;
}

#[tokio::test]
async fn a_new_fan_is_registered_without_leaving_the_form() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let more = [("phone", "55 1234 5678"), ("email", "ana@example.mx"), ("age", "26")];
        let first = house.ticket(&admin, &concert, "Ana Ruiz", &more).await;
        assert_eq!(house.one("select phone from fan").await, "+525512345678");
        house.ticket(&admin, &concert, "Ana R.", &[("phone", "044 55 1234 5678")]).await;
        assert_eq!(house.one("select count(*) from fan").await, "1", "the same phone is the same fan");
        admin.get(&format!("/tickets/{}", first.id)).await.ok().says("Ana Ruiz").says("wa.me/525512345678");
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_wrongly_is_kept_and_said() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let price = house.price(&concert, "Preventa").await;
        let fields = [
            ("concert", &*concert),
            ("fan", "  "),
            ("phone", "12"),
            ("method", "cash"),
            ("price", &price),
            ("note", "entra por atrás"),
        ];
        admin.post("/tickets", &fields).await.is(422).says("aria-invalid").says("entra por atrás").says("value=\"12\"");
        assert_eq!(house.one("select count(*) from fan").await, "0");
    })
    .await;
}

#[tokio::test]
async fn a_transfer_is_marked_as_paid_and_can_be_given_back() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[("method", "spei")]).await;
        let page = format!("/tickets/{}", ticket.id);
        let payment = admin.get(&page).await.ok().says("$200").field("payment");
        let pay = [("payment", &*payment), ("method", "spei"), ("amount", "50")];
        admin.post(&format!("{page}/paid"), &pay).await.to(&page);
        admin.post(&format!("{page}/paid"), &pay).await.to(&page);
        assert_eq!(state(house, &ticket.id).await.0, "15000", "the same form sent twice counts once");
        let forms = admin.get(&page).await.ok().between("/paid\"", "</form>");
        let rest = crate::house::between(&forms, "name=\"payment\" value=\"", "\"").expect("another payment's id");
        admin.post(&format!("{page}/paid"), &[("payment", &rest), ("method", "cash")]).await.to(&page);
        assert_eq!(state(house, &ticket.id).await.0, "0");
        let first = house.one("select id from payment where amount_cents = 5000").await;
        admin.post(&format!("{page}/refund"), &[("payment", &first)]).await.to(&page);
        admin.post(&format!("{page}/refund"), &[("payment", &first)]).await.to(&page);
        assert_eq!(state(house, &ticket.id).await.0, "5000");
        let rows = house.all("select amount_cents from payment order by paid_at, amount_cents desc").await;
        assert_eq!(rows.len(), 3, "a refund is another row, given once: {rows:?}");
        let money = "select method || ' ' || amount_cents from concert_money order by method";
        assert_eq!(house.all(money).await, ["cash 15000", "spei 0"]);
    })
    .await;
}

#[tokio::test]
async fn a_voided_ticket_gives_its_place_back() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "1")]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        let page = format!("/tickets/{}", ticket.id);
        admin.post(&format!("{page}/void"), &[("reason", "no viene")]).await.to(&page);
        admin.get(&page).await.ok();
        admin.get(&format!("{page}.png")).await.is(422);
        house.ticket(&admin, &concert, "Beto", &[]).await;
        assert_eq!(house.one("select held from concert_sales").await, "1");
        assert_eq!(house.all("select number from ticket order by number").await, ["1", "2"]);
    })
    .await;
}

#[tokio::test]
async fn a_replaced_ticket_has_a_new_code_and_keeps_what_was_paid() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let old = house.ticket(&admin, &concert, "Ana", &[]).await;
        let made = admin.post(&format!("/tickets/{}/replace", old.id), &[]).await.made();
        let new = house.ticket_of(&made).await;
        assert_ne!((&new.id, &new.code), (&old.id, &old.code));
        assert_eq!(state(house, &new.id).await.0, "0", "what was paid goes along");
        assert_eq!(house.one("select held from concert_sales").await, "1");
        assert_eq!(house.one("select cast(sum(amount_cents) as bigint) from concert_money").await, "20000");
        let again = admin.post(&format!("/tickets/{}/replace", old.id), &[]).await;
        assert_eq!((again.status, again.location()), (303, &*format!("/tickets/{}", old.id)));
        assert_eq!(house.one("select count(*) from ticket").await, "2");
    })
    .await;
}

#[tokio::test]
async fn a_ticket_remembers_who_sent_it_and_when() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[("phone", "5512345678")]).await;
        let page = format!("/tickets/{}", ticket.id);
        admin.get(&page).await.ok();
        assert_eq!(house.one("select sent_at from ticket").await, "", "looking is not sending");
        admin.post(&format!("{page}/sent"), &[("how", "whatsapp")]).await.to(&page);
        assert_eq!(
            house.one("select sent_how || ' ' || substr(sent_at, 1, 10) from ticket").await,
            "whatsapp 2026-11-20"
        );
        admin.get(&page).await.ok().says("Xime");
    })
    .await;
}

#[tokio::test]
async fn the_last_concert_and_method_stay_chosen() {
    on_both(async |house| {
        let admin = house.admin().await;
        admin.concert(&[]).await;
        let later =
            admin.concert(&[("venue_name", "Galpón Siete"), ("day", "2026-12-19"), ("title", "Fin de año")]).await;
        house.ticket(&admin, &later, "Ana", &[("method", "card")]).await;
        let page = admin.get("/tickets/new").await.ok();
        assert_eq!(page.field("concert"), later);
        let card =
            page.text().split("<input").find(|input| input.contains("value=\"card\"")).unwrap_or_default().to_owned();
        assert!(card.split('>').next().unwrap_or_default().contains("checked"));
    })
    .await;
}

#[tokio::test]
async fn tickets_are_found_and_taken_along_without_their_codes() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ana = house.ticket(&admin, &concert, "Ana Ñúñez", &[]).await;
        house.ticket(&admin, &concert, "=cmd|'/C calc'!A0", &[("method", "spei")]).await;
        admin.get("/account").await.ok();
        admin.get(&format!("/tickets?concert={concert}&q=nunez")).await.ok().says("Ana Ñúñez").hides("calc");
        admin.get(&format!("/tickets?concert={concert}&filter=owed")).await.ok().says("calc").hides("Ana Ñúñez");
        admin.get(&format!("/tickets?q={}", &ana.code[..4])).await.ok().says("Ana Ñúñez");
        let csv = admin
            .get(&format!("/tickets.csv?concert={concert}"))
            .await
            .ok()
            .says("Ana Ñúñez")
            .says("'=cmd")
            .hides(&ana.code);
        assert!(csv.header("content-disposition").contains("attachment"));
        admin.get(&format!("/tickets?concert={concert}")).await.ok().hides(&ana.code);
    })
    .await;
}

#[tokio::test]
async fn a_double_tap_for_a_known_fan_issues_once_and_asks_nothing() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let fan = admin.fan("Ana Ruiz", &[("phone", "5512345678")]).await;
        let (request, price) = (house.id(), house.price(&concert, "Preventa").await);
        let usual = [("concert", &*concert), ("method", "cash"), ("price", &price), ("request", &request)];
        let chosen = [&usual[..], &[("fan", "Ana Ruiz"), ("fan_id", &fan)]].concat();
        let (one, two) = tokio::join!(admin.post("/tickets", &chosen), admin.post("/tickets", &chosen));
        assert_eq!(one.made(), two.made());
        let other = [&usual[..], &[("fan", "Beto Luna"), ("fan_id", "")]].concat();
        let other = admin.post("/tickets", &other).await.made();
        assert_ne!(other, two.made(), "the same form with another fan in it is another wish");
        assert_eq!(house.one("select count(*) from ticket").await, "2");
    })
    .await;
}

#[tokio::test]
async fn a_name_typed_over_the_chosen_fan_is_somebody_new() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let fan = admin.fan("Ana Ruiz", &[]).await;
        house.ticket(&admin, &concert, "ana ruíz", &[("fan_id", &fan)]).await;
        house.ticket(&admin, &concert, "Beto Luna", &[("fan_id", &fan)]).await;
        let names = "select f.name from ticket t join fan f on f.id = t.fan_id order by t.number";
        assert_eq!(house.all(names).await, ["Ana Ruiz", "Beto Luna"]);
    })
    .await;
}

#[tokio::test]
async fn a_fan_merged_or_erased_meanwhile_gets_no_ticket_on_a_dead_row() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let (old, kept) = (admin.fan("Ana Ruiz", &[]).await, admin.fan("Ana Ruiz Peña", &[]).await);
        house.write(&format!("update fan set merged_into = '{kept}', merged_at = created_at where id = '{old}'")).await;
        house.ticket(&admin, &concert, "Ana Ruiz", &[("fan_id", &old)]).await;
        assert_eq!(house.one("select fan_id from ticket").await, kept);
        house.write(&format!("update fan set erased_at = created_at where id = '{kept}'")).await;
        let (request, price) = (house.id(), house.price(&concert, "Preventa").await);
        let gone =
            [("concert", &*concert), ("fan_id", &kept), ("method", "cash"), ("price", &price), ("request", &request)];
        admin.post("/tickets", &gone).await.is(422);
        assert_eq!(house.one("select count(*) from ticket").await, "1");
    })
    .await;
}

#[tokio::test]
async fn a_ticket_that_went_in_is_not_replaced() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        let page = format!("/tickets/{}", ticket.id);
        admin.get(&page).await.ok().says(&format!("{page}/replace"));
        house.scan(&admin, &concert, &ticket.code).await;
        admin.get(&page).await.ok().hides(&format!("{page}/replace"));
        admin.post(&format!("{page}/replace"), &[]).await.to(&page);
        assert_eq!(house.one("select count(*) from ticket").await, "1", "a new code would let the place in twice");
    })
    .await;
}

#[tokio::test]
async fn a_ticket_paid_in_two_parts_is_given_back_once_after_it_was_replaced() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let old = house.ticket(&admin, &concert, "Ana", &[("method", "spei")]).await;
        let page = format!("/tickets/{}", old.id);
        for (method, amount) in [("cash", "50"), ("spei", "150")] {
            let payment = house.id();
            let part = [("payment", &*payment), ("method", method), ("amount", amount)];
            admin.post(&format!("{page}/paid"), &part).await.to(&page);
        }
        admin.post(&format!("{page}/replace"), &[]).await.made();
        for (ticket, paid) in [("replaced_at is not null", "0"), ("replaced_at is null", "20000")] {
            let sum = format!("select cast(sum(p.amount_cents) as bigint) from payment p join ticket t on t.id = p.ticket_id where {ticket}");
            assert_eq!(house.one(&sum).await, paid, "{ticket}");
        }
        for payment in house.all("select id from payment where refund_of is null order by id").await {
            for ticket in house.all("select id from ticket order by number").await {
                admin.post(&format!("/tickets/{ticket}/refund"), &[("payment", &payment)]).await.is(303);
            }
        }
        let money = "select method || ' ' || amount_cents from concert_money order by method";
        assert_eq!(house.all(money).await, ["cash 0", "spei 0"], "no more goes back than came");
        assert_eq!(house.one("select owed_cents from concert_sales").await, "20000");
    })
    .await;
}

#[tokio::test]
async fn a_free_concert_gives_its_tickets_for_cash_too() {
    on_both(async |house| {
        let admin = house.admin().await;
        let free = [("price_name", "Entrada libre"), ("price_amount", "0"), ("price_until", "")];
        let concert = admin.concert(&free).await;
        let page = admin.get(&format!("/tickets/new?concert={concert}")).await.ok().says("Entrada libre").text();
        let (price, seen) = (house.one("select id from price").await, page.clone());
        assert!(page.contains(&price), "its price can be chosen");
        let request = house.id();
        let fields =
            [("concert", &*concert), ("fan", "Ana"), ("method", "cash"), ("price", &price), ("request", &request)];
        admin.post("/tickets", &fields).await.made();
        let changed = [("seen", "otra cosa"), ("fan", "Beto")];
        let changed = [&fields[..1], &fields[2..], &changed].concat();
        admin.post("/tickets", &changed).await.is(422).says("Beto");
        assert!(seen.contains("name=\"seen\""));
    })
    .await;
}

#[tokio::test]
async fn a_whole_code_typed_into_the_search_stands_in_no_address() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        let spaced = format!("{} {}", &ticket.code[..8].to_lowercase(), &ticket.code[8..]);
        admin.post("/tickets/search", &[("q", &spaced)]).await.to(&format!("/tickets/{}", ticket.id));
        let unknown = admin.post("/tickets/search", &[("q", "ABCD EFGH JKMN PQRS")]).await;
        assert!(!unknown.location().contains("ABCD"), "{}", unknown.location());
        let named = admin.post("/tickets/search", &[("q", "ana ñ"), ("concert", &concert)]).await;
        assert_eq!(named.location(), format!("/tickets?concert={concert}&q=ana+%C3%B1"));
    })
    .await;
}

#[tokio::test]
async fn a_large_concert_is_printed_in_parts_that_leave_nobody_out() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "500")]).await;
        let list = |from: usize| (from..from + 20).map(|n| format!("Fan{n:03} x20\n")).collect::<String>();
        for from in [0, 20] {
            let price = house.price(&concert, "Cortesía").await;
            let fields = [("concert", &*concert), ("pasted", &list(from)), ("method", "courtesy"), ("price", &price)];
            let fields = if from == 20 { [fields[0], ("pasted", "Max x5"), fields[2], fields[3]] } else { fields };
            let batch = admin.post("/tickets/list", &fields).await.ok().field("batch");
            admin.post("/tickets/list/confirm", &[&fields[..], &[("batch", &batch)]].concat()).await.made();
        }
        let page = admin.get(&format!("/tickets?concert={concert}")).await.ok().text();
        for after in [0, 400] {
            let link = format!("/tickets/sheet.pdf?concert={concert}&after={after}");
            assert!(page.contains(&link), "{link}");
        }
        let last = admin.get(&format!("/tickets/sheet.pdf?concert={concert}&after=400")).await.ok();
        assert!(last.header("content-disposition").contains("401-405"), "{}", last.header("content-disposition"));
    })
    .await;
}

#[tokio::test]
async fn somebody_of_a_name_that_we_know_is_asked_about_first() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let juan = admin.fan("Juan Pérez", &[("phone", "5512345678")]).await;
        let (request, price) = (house.id(), house.price(&concert, "Preventa").await);
        let typed = [
            ("concert", &*concert),
            ("fan", "juan perez"),
            ("method", "cash"),
            ("price", &price),
            ("request", &request),
        ];
        admin.post("/tickets", &typed).await.is(422).says(&juan).says("55 1234 5678").says("value=\"new\"");
        assert_eq!(house.one("select count(*) || ' ' || (select count(*) from ticket) from fan").await, "1 0");
        admin.post("/tickets", &[&typed[..], &[("fan_id", &juan)]].concat()).await.made();
        admin.post("/tickets", &[&typed[..], &[("fan_id", "new")]].concat()).await.made();
        let names = "select f.name from ticket t join fan f on f.id = t.fan_id order by t.number";
        assert_eq!(house.all(names).await, ["Juan Pérez", "juan perez"]);
    })
    .await;
}

#[tokio::test]
async fn a_companion_is_chosen_by_what_they_are_called() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let juan = admin.fan("Juan Pérez", &[]).await;
        let companion = house.id();
        house
            .write(&format!(
                "insert into fan (id, name, name_folded, brought_by, created_at, changed_at)
                 select '{companion}', '+1', '1', id, created_at, created_at from fan where id = '{juan}'"
            ))
            .await;
        let form = admin.get(&format!("/tickets/new?concert={concert}&fan={companion}")).await.ok();
        let called = form.between("id=\"fan\" name=\"fan\" type=\"text\" value=\"", "\"");
        assert_eq!(called, "Juan Pérez +1");
        house.ticket(&admin, &concert, &called, &[("fan_id", &companion)]).await;
        assert_eq!(house.one("select fan_id from ticket").await, companion);
        assert_eq!(house.one("select count(*) from fan").await, "2");
    })
    .await;
}
