//! A ticket on its way to its fan: the queue that members walk, the fan's own page, the calendar's entry.

use std::collections::BTreeSet;

use reqwest::Method;

use crate::house::{House, Visitor, between, on_both, on_both_at, outsider};

/// Where houses that others can open say they are.
const PUBLIC: &str = "http://boletos.example.mx";
/// What WhatsApp calls itself when it looks at a link for a preview.
const PREVIEW: &str = "WhatsApp/2.24.20 N";

async fn link(house: &House, ticket: &str) -> String {
    format!("/t/{}", house.one(&format!("select link_token from ticket where id = '{ticket}'")).await)
}

/// So many fans with telephones and a ticket each.
async fn crowd(house: &House, admin: &Visitor, concert: &str, n: usize) {
    for nth in 0..n {
        let phone = format!("55 1000 {nth:04}");
        house.ticket(admin, concert, &format!("Fan {nth:02}"), &[("phone", &phone)]).await;
    }
}

/// Whose ticket a member has in hand: the ticket's id, and what the page says.
async fn in_hand(member: &Visitor, concert: &str) -> Option<(String, String)> {
    let page = member.get(&format!("/concerts/{concert}/send")).await.ok().text();
    let ticket = between(&page, "name=\"ticket\" value=\"", "\"").filter(|_| page.contains("value=\"sent\""));
    ticket.map(|ticket| (ticket, page))
}

async fn does(member: &Visitor, concert: &str, did: &str, ticket: &str) {
    let here = format!("/concerts/{concert}/send");
    member.post(&here, &[("did", did), ("ticket", ticket)]).await.to(&here);
}

#[tokio::test]
async fn two_members_walk_one_queue_and_nobody_gets_two() {
    on_both(async |house| {
        let (xime, beto) = (house.admin().await, house.member("Beto").await);
        let concert = xime.concert(&[]).await;
        crowd(house, &xime, &concert, 25).await;
        house.ticket(&xime, &concert, "Sin Teléfono", &[]).await;
        let mut got: Vec<Vec<String>> = vec![Vec::new(), Vec::new()];
        tokio::join!(does(&xime, &concert, "", ""), does(&beto, &concert, "", ""));
        for _ in 0..30 {
            let hands = [in_hand(&xime, &concert).await, in_hand(&beto, &concert).await];
            let ids = hands.each_ref().map(|hand| hand.as_ref().map(|(id, _)| id.clone()).unwrap_or_default());
            for (mine, id) in got.iter_mut().zip(&ids).filter(|(_, id)| !id.is_empty()) {
                mine.push(id.clone());
            }
            // Both say so at once.
            tokio::join!(does(&xime, &concert, "sent", &ids[0]), does(&beto, &concert, "sent", &ids[1]));
        }
        let all: Vec<&String> = got.iter().flatten().collect();
        assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (25, 25), "{got:?}");
        assert!(got.iter().all(|mine| mine.len() > 10), "{got:?}");
        let page = xime.get(&format!("/concerts/{concert}/send")).await.ok();
        page.says("ya tienen su boleto").says("1 más no tiene teléfono registrado");
        assert_eq!(house.one("select count(*) from ticket where sent_how = 'whatsapp'").await, "25");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_sent_unless_somebody_says_so_and_a_mark_is_taken_back() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        crowd(house, &admin, &concert, 3).await;
        assert!(in_hand(&admin, &concert).await.is_none(), "looking takes nothing");
        does(&admin, &concert, "", "").await;
        let (first, page) = in_hand(&admin, &concert).await.expect("a ticket");
        assert!(page.contains("https://wa.me/525510000000?text=Hola%20Fan%2C"), "{page}");
        assert!(page.contains("¿Te llegó bien?") && !page.contains("/t/"), "no link that others can't open: {page}");
        assert!(page.contains("solo abre aquí"), "and why is said");
        let unsent = "select count(*) from ticket where sent_at is null";
        admin.post(&format!("/concerts/{concert}/send/taken"), &[("ticket", &first)]).await.is(204);
        assert_eq!(house.one(unsent).await, "3");
        does(&admin, &concert, "later", &first).await;
        let (second, _) = in_hand(&admin, &concert).await.expect("a ticket");
        does(&admin, &concert, "sent", &second).await;
        let (third, page) = in_hand(&admin, &concert).await.expect("a ticket");
        assert!(page.contains("Marcaste el de Fan 01 como mandado"), "{page}");
        does(&admin, &concert, "undo", &second).await;
        assert_eq!(
            (in_hand(&admin, &concert).await.expect("a ticket").0, house.one(unsent).await),
            (second.clone(), "3".into())
        );
        does(&admin, &concert, "sent", &second).await;
        assert_eq!(in_hand(&admin, &concert).await.expect("a ticket").0, third);
        does(&admin, &concert, "sent", &third).await;
        assert_eq!(in_hand(&admin, &concert).await.expect("a ticket").0, first, "put off, so the last");
        does(&admin, &concert, "stop", "").await;
        assert!(in_hand(&admin, &concert).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn who_knows_the_number_comes_first_and_a_forgotten_row_is_free_after_five_minutes() {
    on_both(async |house| {
        let (xime, beto) = (house.admin().await, house.member("Beto").await);
        let before =
            xime.concert(&[("venue_name", "Galpón Siete"), ("day", "2026-11-21"), ("title", "La de antes")]).await;
        let concert = xime.concert(&[]).await;
        crowd(house, &xime, &concert, 2).await;
        let wrote = xime.fan("Escribió Antes", &[("phone", "55 2000 0001")]).await;
        xime.post(&format!("/fans/{wrote}/consent"), &[("act", "give"), ("news_how", "whatsapp")]).await.is(303);
        house.ticket(&xime, &concert, "", &[("fan", "Escribió Antes"), ("fan_id", &wrote)]).await;
        let bought = xime.fan("Compró Antes", &[("phone", "55 2000 0002")]).await;
        for concert in [&before, &concert] {
            house.ticket(&xime, concert, "", &[("fan", "Compró Antes"), ("fan_id", &bought)]).await;
        }
        does(&xime, &concert, "", "").await;
        let (first, page) = in_hand(&xime, &concert).await.expect("a ticket");
        assert!(page.contains("Escribió Antes") && page.contains("ya conoce el número"), "{page}");
        does(&xime, &concert, "sent", &first).await;
        let (second, page) = in_hand(&xime, &concert).await.expect("a ticket");
        assert!(page.contains("Compró Antes"), "{page}");
        does(&beto, &concert, "", "").await;
        let (third, page) = in_hand(&beto, &concert).await.expect("a ticket");
        assert!(page.contains("Fan 00") && page.contains("Xime está mandando el de Compró Antes"), "{page}");
        does(&beto, &concert, "later", &third).await;
        // Six minutes later Xime has forgotten hers; Beto gets it.
        house.clock("2026-11-20T18:06:00Z");
        does(&beto, &concert, "sent", &in_hand(&beto, &concert).await.map(|(id, _)| id).unwrap_or_default()).await;
        assert_eq!(in_hand(&beto, &concert).await.expect("a ticket").0, second);
        does(&beto, &concert, "sent", &second).await;
        // She says so too: it was sent once, and is told.
        let here = format!("/concerts/{concert}/send");
        xime.post(&here, &[("did", "sent"), ("ticket", &second)]).await.to(&here);
        xime.get(&here).await.ok().says("Beto ya había mandado el de Compró Antes");
    })
    .await;
}

#[tokio::test]
async fn after_many_chats_a_pause_is_advised_with_the_hour_to_go_on() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        crowd(house, &admin, &concert, 4).await;
        let here = format!("/concerts/{concert}/send");
        for wrong in ["", "0", "501", "muchos"] {
            admin.post(&format!("{here}/limit"), &[("most", wrong)]).await.to(&here);
            admin.get(&here).await.ok().says("de 1 a 500");
        }
        admin.post(&format!("{here}/limit"), &[("most", "2")]).await.to(&here);
        for minute in 0..2 {
            house.clock(&format!("2026-11-20T18:{minute:02}:00Z"));
            admin.get(&here).await.ok().hides("Espera hasta");
            does(&admin, &concert, "", "").await;
            let (ticket, _) = in_hand(&admin, &concert).await.expect("a ticket");
            does(&admin, &concert, "sent", &ticket).await;
        }
        admin.get(&here).await.ok().says("Llevas 2 chats en una hora. Espera hasta las 13:00");
        assert!(in_hand(&admin, &concert).await.is_some(), "it advises, and forbids nothing");
        house.clock("2026-11-20T19:00:30Z");
        admin.get(&here).await.ok().hides("Espera hasta");
    })
    .await;
}

#[tokio::test]
async fn looking_at_a_fan_s_page_changes_nothing_and_its_script_says_that_it_was_seen() {
    on_both_at(PUBLIC, async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz", &[("phone", "55 1234 5678")]).await;
        let page = link(house, &ticket.id).await;
        let fan = house.nobody();
        let shown = fan.get(&page).await.ok().says("Mariana Quiroz").says("Vale para entrar").says("noindex");
        assert!(shown.text().contains("class=\"pass-code\"") && !shown.text().contains(&ticket.code));
        let preview = Visitor::with(&house.address, &page, &[("user-agent", PREVIEW)]);
        preview.get(&page).await.ok();
        let head = preview.request(Method::HEAD, &page).send().await.expect("an answer");
        assert_eq!((head.status().as_u16(), head.headers()["referrer-policy"].as_bytes()), (200, &b"no-referrer"[..]));
        for file in ["png", "pdf", "ics"] {
            fan.get(&format!("{page}.{file}")).await.ok();
        }
        assert_eq!(house.one("select count(*) from delivery").await, "0", "opened by nobody yet");
        admin.get(&page).await.ok();
        admin.post(&format!("{page}/opened"), &[]).await.is(204);
        assert_eq!(house.one("select count(*) from delivery").await, "0", "a member isn't the fan");
        let sent = format!("/tickets/{}/sent", ticket.id);
        admin.post(&sent, &[("how", "whatsapp")]).await.is(303);
        let list = format!("/tickets?concert={concert}");
        admin.get(&list).await.ok().says("No se sabe si lo abrió");
        let fan = Visitor::new(&house.address, &page);
        for at in ["2026-11-20T19:00:00Z", "2026-11-20T20:00:00Z"] {
            house.clock(at);
            fan.post(&format!("{page}/opened"), &[]).await.is(204);
        }
        assert_eq!(
            house.one("select substr(opened_at, 1, 16) from delivery").await,
            "2026-11-20T19:00",
            "the first time"
        );
        admin.get(&list).await.ok().says("Lo abrió 20 nov, 13:00");
        let message = admin.get(&format!("/tickets/{}", ticket.id)).await.ok().text();
        assert!(message.contains(&format!("boletos.example.mx%2Ft%2F{}", &page[3..])), "the link goes out: {message}");
        fan.get("/t/00000000000000000000000000000000").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn where_nobody_else_can_open_it_nothing_is_told_and_nothing_holds_a_link() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz", &[("phone", "55 1234 5678")]).await;
        let page = link(house, &ticket.id).await;
        let fan = Visitor::new(&house.address, &page);
        fan.get(&page).await.ok().hides("data-opened");
        fan.post(&format!("{page}/opened"), &[]).await.is(204);
        assert_eq!(house.one("select count(*) from delivery").await, "0");
        fan.get(&format!("{page}.ics")).await.ok().hides("URL").hides("/t/");
        admin.get(&format!("/tickets/{}", ticket.id)).await.ok().says("solo abre en esta computadora").hides("%2Ft%2F");
    })
    .await;
}

#[tokio::test]
async fn a_fan_asks_for_another_code_and_the_old_page_shows_none() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz", &[("phone", "55 1234 5678")]).await;
        let page = link(house, &ticket.id).await;
        let fan = Visitor::new(&house.address, &page);
        fan.post(&format!("{page}/copied"), &[]).await.to(&page);
        fan.get(&page).await.ok().says("La banda ya sabe");
        admin.get(&format!("/tickets/{}", ticket.id)).await.ok().says("alguien más tiene este código");
        admin.get(&format!("/concerts/{concert}/send")).await.ok().says("Dicen que les copiaron el boleto");
        admin.post(&format!("/tickets/{}/replace", ticket.id), &[]).await.is(303);
        admin.get(&format!("/concerts/{concert}/send")).await.ok().hides("Dicen que les copiaron");
        let old = fan.get(&page).await.is(410).says("la banda te hizo otro");
        old.hides("pass-code").hides(&format!("{page}.png")).hides("Copiaron");
        fan.get(&format!("{page}/state")).await.is(410);
        for file in ["png", "pdf", "ics"] {
            fan.get(&format!("{page}.{file}")).await.to(&page);
        }
        fan.post(&format!("{page}/opened"), &[]).await.is(204);
        let new = house.one("select id from ticket where replaces is not null").await;
        let new_page = link(house, &new).await;
        fan.get(&new_page).await.ok().says("pass-code");
        admin.post(&format!("/tickets/{new}/void"), &[]).await.is(303);
        fan.get(&new_page).await.is(410).says("anulado").hides("pass-code");
        let fan_id = house.one("select fan_id from ticket limit 1").await;
        admin.post(&format!("/fans/{fan_id}/erase"), &[]).await.is(303);
        fan.get(&new_page).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn the_page_says_when_and_where_somebody_went_in() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz", &[]).await;
        let page = link(house, &ticket.id).await;
        house.clock(crate::door::NIGHT);
        let phone = house.device(&concert, "Xime", "Beto").await;
        house.scan(&phone, &concert, &ticket.code).await;
        let fan = house.nobody();
        let said = fan.get(&format!("{page}/state")).await.ok().json();
        let state = said["state"].as_str().unwrap_or_default().to_owned();
        assert!(state.starts_with("Entró ") && state.ends_with("puerta: Beto"), "{state}");
        fan.get(&page).await.ok().says(&state);
        admin.post(&format!("/concerts/{concert}/cancel"), &[("tickets", "stay"), ("sure", "1")]).await;
        fan.get(&page).await.says("cancelado").hides("pass-code");
    })
    .await;
}

/// Prints summary, start and end of a calendar's one entry in UTC, its place, its link, and whether it has an id and a stamp.
const READS_ICS: &str = "
import sys, icalendar
events = icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk('VEVENT')
assert len(events) == 1
one = events[0]
times = [one[name].dt.strftime('%Y-%m-%dT%H:%M:%S %Z') for name in ('DTSTART', 'DTEND')]
print('|'.join([one['SUMMARY'], *times, one['LOCATION'], str(one.get('URL', '')), str('UID' in one and 'DTSTAMP' in one), one['DESCRIPTION']]))
";

#[tokio::test]
async fn the_calendar_s_entry_is_read_by_a_program_that_isn_t_ours() {
    on_both_at(PUBLIC, async |house| {
        let admin = house.admin().await;
        let concert = admin
            .concert(&[("title", "Ruido, blanco; \"y\" negro \\ largo largo largo largo largo largo largo")])
            .await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz", &[]).await;
        let page = link(house, &ticket.id).await;
        let file = house.nobody().get(&format!("{page}.ics")).await.ok();
        assert!(file.text().contains("\r\n") && file.text().lines().all(|line| line.len() <= 75), "{}", file.text());
        let read = outsider(READS_ICS, file.text().as_bytes());
        let fields: Vec<&str> = read.split('|').collect();
        assert_eq!(fields[0], "Ruido, blanco; \"y\" negro \\ largo largo largo largo largo largo largo");
        assert_eq!(fields[1], "2026-11-29T02:00:00 UTC", "doors at 20:00 in Mexico City");
        assert!(fields[2].ends_with(" UTC") && fields[3].contains("Ámbar"), "{read}");
        assert_eq!((fields[4], fields[5]), (&*format!("{PUBLIC}{page}"), "True"));
        assert!(fields[6].contains("Boleto N.º 1"), "{read}");
    })
    .await;
}

#[tokio::test]
async fn who_paid_and_hasn_t_come_is_asked_and_the_answer_keeps_or_frees_the_place() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[("capacity", "5")]).await;
        let here = format!("/concerts/{concert}/absent");
        let phone = |n: u8| format!("55 1000 000{n}");
        let came = house.ticket(&admin, &concert, "Ya Llegó", &[("phone", &phone(1))]).await;
        house.ticket(&admin, &concert, "Sí Viene", &[("phone", &phone(2))]).await;
        let not = house.ticket(&admin, &concert, "No Viene", &[("phone", &phone(3)), ("admits", "2")]).await;
        house.ticket(&admin, &concert, "Debe Todavía", &[("phone", &phone(4)), ("method", "spei")]).await;
        admin.get(&here).await.ok().says("Se pregunta desde las 21:00").hides("Sí Viene");
        house.clock("2026-11-29T03:00:30Z");
        let door = house.device(&concert, "Xime", "Beto").await;
        house.scan(&door, &concert, &came.code).await;
        let page = admin.get(&here).await.ok().says("Faltan 3 personas").says("Sí Viene").says("No Viene");
        let page = page.says("https://wa.me/525510000002?text=Hola%20S%C3%AD").says("%C2%BFVienes%3F");
        page.hides("Ya Llegó").hides("Debe Todavía");
        let yes = house.one("select id from ticket where number = 2").await;
        let says = async |ticket: &str, said: &str| admin.post(&here, &[("ticket", ticket), ("said", said)]).await;
        says(&yes, "asked").await.to(&here);
        admin.get(&here).await.ok().says("preguntado 28 nov, 21:0");
        says(&yes, "comes").await.to(&here);
        admin.get(&here).await.ok().says("sí viene, 28 nov, 21:0");
        let held = "select held from concert_sales";
        assert_eq!(house.one(held).await, "5");
        says(&not.id, "not").await.to(&here);
        admin.get(&here).await.ok().says("quedan libres 2 lugares").hides("N.º 3");
        assert_eq!(house.one(held).await, "3");
        assert_eq!(house.scan(&door, &concert, &not.code).await["verdict"], "voided");
        // Who came in the meantime keeps their ticket.
        says(&came.id, "not").await.to(&here);
        admin.get(&here).await.ok().says("acaba de entrar");
        admin.get(&format!("{here}/rows")).await.ok().says("Sí Viene").hides("<html");
        admin.get(&format!("{here}/rows?after=2")).await.ok().hides("Sí Viene");
        admin.get(&format!("{here}?after=2")).await.ok().says("/absent/rows?after=2");
        let list = [
            ("concert", &*concert),
            ("pasted", "Nueva Persona +1 55 1000 0009"),
            ("method", "courtesy"),
            ("price", ""),
        ];
        let batch = admin.post("/tickets/list", &list).await.ok().field("batch");
        admin.post("/tickets/list/confirm", &[list.as_slice(), &[("batch", &batch)]].concat()).await.is(303);
        let asked = admin.get(&here).await.ok().says("Nueva Persona +1").text();
        assert!(asked.contains("tu%20acompa%C3%B1ante") && !asked.contains("Hola%20%2B1"), "{asked}");
        house.clock("2026-11-29T14:30:00Z");
        admin.get(&here).await.ok().says("La noche ya pasó").hides("Sí Viene");
        admin.get(&format!("{here}/rows")).await.is(404);
    })
    .await;
}
