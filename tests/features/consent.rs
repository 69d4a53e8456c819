//! What a fan agreed to, under which notice, how it ends; and all that is kept of them, taken along or forgotten.

use reqwest::Method;
use serde_json::Value;

use crate::house::{House, PASSWORD, Visitor, on_both, on_both_at, on_sqlite};

const NOTICE: [(&str, &str); 3] =
    [("responsible", "Ruido A.C."), ("address", "Calle Sin Nombre 91"), ("contact", "datos@ruido.example.mx")];

async fn agreed(admin: &Visitor, name: &str) -> String {
    admin.fan(name, &[("news", "1"), ("news_how", "in_person"), ("news_day", ""), ("notice", "1")]).await
}

/// The address at which a fan stops their news.
fn farewell(house: &House, fan: &str) -> String {
    format!("/baja/{}", anomalia::fans::notice::farewell(&house.app.key, fan))
}

const STANDS: &str = "select count(*) from consent where purpose = 'news' and withdrawn_at is null";

#[tokio::test]
async fn a_consent_keeps_the_version_of_the_notice_that_was_shown() {
    on_both(async |house| {
        let (admin, nobody) = (house.admin().await, house.nobody());
        nobody.get("/privacy").await.ok().says("todavía no escribe");
        let before = agreed(&admin, "Antes").await;
        admin
            .post("/privacy/edit", &[("responsible", "Ruido A.C."), ("contact", "x")])
            .await
            .is(422)
            .says("Escribe un domicilio")
            .says("que funcione");
        admin.post("/privacy/edit", &NOTICE).await.to("/privacy");
        let first = agreed(&admin, "Primera").await;
        // The same again is the same version.
        admin.post("/privacy/edit", &NOTICE).await.to("/privacy");
        assert_eq!(house.one("select count(*) from privacy_notice").await, "1");
        let moved = [NOTICE[0], ("address", "Avenida Nueva 3"), NOTICE[2]];
        admin.post("/privacy/edit", &moved).await.to("/privacy");
        let second = admin.fan("Segunda", &[]).await;
        let gives = [("act", "give"), ("news_how", "in_person"), ("news_day", ""), ("notice", "2")];
        admin.post(&format!("/fans/{second}/consent"), &gives).await.to(&format!("/fans/{second}"));
        // On paper, and of another day, it was said under another notice, or under none.
        for (name, how, day) in [("Papel", "paper", ""), ("Ayer", "in_person", "2026-11-19")] {
            let said = [("news", "1"), ("news_how", how), ("news_day", day), ("notice", "2")];
            admin.fan(name, &said).await;
        }
        let versions = "select f.name || ' ' || coalesce(cast(c.notice as text), '—') from consent c
                        join fan f on f.id = c.fan_id order by f.name";
        assert_eq!(house.all(versions).await, ["Antes —", "Ayer —", "Papel —", "Primera 1", "Segunda 2"]);
        assert!(
            house.one("select text_es from privacy_notice where version = 1").await.contains("Calle Sin Nombre 91")
        );
        nobody.get("/privacy").await.ok().says("Avenida Nueva 3").says("BAJA").hides("/privacy/edit");
        admin.get(&format!("/fans/{first}")).await.ok().says("Con el aviso de privacidad 1");
        admin.get(&format!("/fans/{before}")).await.ok().hides("aviso de privacidad");
    })
    .await;
}

#[tokio::test]
async fn news_stop_with_one_click_and_opening_the_link_stops_nothing() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (ana, _bea) = (agreed(&admin, "Ana").await, agreed(&admin, "Bea").await);
        let (link, nobody) = (farewell(house, &ana), house.nobody());
        for method in [Method::GET, Method::HEAD] {
            assert_eq!(nobody.request(method, &link).send().await.expect("an answer").status(), 200);
        }
        nobody.get(&link).await.ok().says("¿Dejar de recibir las noticias");
        assert_eq!(house.one(STANDS).await, "2");
        // As a mail program does it (RFC 8058): no page, no cookie, no token, another site's origin.
        let click =
            nobody.request(Method::POST, &link).header("accept", "*/*").header("origin", "https://mail.example");
        let answer = click.form(&[("List-Unsubscribe", "One-Click")]).send().await.expect("an answer");
        assert_eq!(answer.status(), 204);
        assert_eq!(house.one(STANDS).await, "1", "the other's stands");
        nobody.get(&link).await.ok().says("No recibes noticias").hides("<form method=\"post\" action=\"/baja");
        admin.get(&format!("/fans/{ana}")).await.ok().says("pidió la baja con su enlace");
        let rows = admin.get("/fans.csv").await.ok().text();
        assert!(rows.lines().any(|row| row.contains("Ana") && row.trim_end().ends_with("\"\"")), "{rows}");
        assert!(rows.lines().any(|row| row.contains("Bea") && row.trim_end().ends_with("\"sí\"")), "{rows}");
        // Nobody stops another's by guessing.
        let forged = format!("{}0", &link[..link.len() - 1]);
        let forged = if forged == link { format!("{}1", &link[..link.len() - 1]) } else { forged };
        nobody.post(&forged, &[]).await.is(404);
        assert_eq!(house.one(STANDS).await, "1");
    })
    .await;
}

#[tokio::test]
async fn a_link_from_before_a_merge_stops_the_news_of_who_stayed() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (from, into) = (agreed(&admin, "Ana Ruiz").await, agreed(&admin, "Ana Ruiz Gil").await);
        admin.post(&format!("/fans/{into}/merge"), &[("other", &from)]).await.to(&format!("/fans/{into}"));
        assert_eq!(house.one(&format!("select merged_into from fan where id = '{from}'")).await, into);
        house.nobody().post(&farewell(house, &from), &[]).await;
        assert_eq!(house.one(STANDS).await, "0");
    })
    .await;
}

#[tokio::test]
async fn all_that_is_kept_of_a_fan_can_be_taken_along_and_lets_nobody_in() {
    on_both_at("http://boletos.example.mx", async |house| {
        let admin = house.admin().await;
        admin.post("/privacy/edit", &NOTICE).await.to("/privacy");
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Mariana Quiroz", &[("phone", "55 1234 5678")]).await;
        let fan = house.one("select fan_id from ticket").await;
        let gives = [("act", "give"), ("news_how", "in_person"), ("news_day", ""), ("notice", "1")];
        admin.post(&format!("/fans/{fan}/consent"), &gives).await.to(&format!("/fans/{fan}"));
        house.clock("2026-11-29T02:30:00Z");
        house.scan(&admin, &concert, &ticket.code).await;
        let answer = admin.get(&format!("/fans/{fan}/data.json")).await.ok();
        let (all, text): (Value, String) = (answer.json(), answer.text());
        assert_eq!(all["fan"][0]["phone"], "+525512345678");
        assert_eq!((&all["consent"][0]["purpose"], &all["consent"][0]["notice"]), (&"news".into(), &1.into()));
        assert!(all["consent"][0]["text_es"].as_str().is_some_and(|text| text.contains("Calle Sin Nombre 91")));
        assert_eq!(all["ticket"][0]["concert"], "Ruido blanco");
        assert_eq!(all["payment"][0]["amount_cents"], 20_000);
        assert_eq!(all["scan"][0]["verdict"], "admitted");
        assert_eq!(all["admission"][0]["nth"], 1);
        let token = house.one("select link_token from ticket").await;
        assert!(!text.contains(&ticket.code) && !text.contains(&token), "{text}");
        house.nobody().get(&format!("/fans/{fan}/data.json")).await.refused();
        admin.post(&format!("/fans/{fan}/erase"), &[]).await;
        admin.get(&format!("/fans/{fan}/data.json")).await.is(404);
    })
    .await;
}

/// Tables that point to a fan or a ticket and say nothing of the person that the others don't.
const SAYS_NOTHING_MORE: [&str; 8] =
    ["conflict", "fan_history", "fan_word", "history_due", "reserve", "segment_due", "segment_fan", "segment_list"];

#[tokio::test]
async fn every_table_that_knows_a_fan_is_in_what_they_take_along() {
    on_sqlite(async |house| {
        let sql = "select distinct m.name from sqlite_master m join pragma_foreign_key_list(m.name) f
                   where m.type = 'table' and f.\"table\" in ('fan', 'ticket') order by 1";
        let parts: Vec<&str> = anomalia::fans::store::everything::PARTS.iter().map(|(name, _)| *name).collect();
        let missing: Vec<String> = house.all(sql).await;
        let missing =
            missing.iter().filter(|table| !parts.contains(&&***table) && !SAYS_NOTHING_MORE.contains(&&***table));
        assert_eq!(missing.collect::<Vec<_>>(), Vec::<&String>::new(), "say it in fans/store/everything.rs");
    })
    .await;
}

/// What is the person's alone, and in no other's row.
const TRACES: [&str; 6] = ["Zoraida", "zoraida", "Quetzalli", "5598765432", "zq.unica@example.mx", "xilófono"];

fn traces(bytes: &[u8]) -> Vec<&'static str> {
    TRACES.into_iter().filter(|trace| bytes.windows(trace.len()).any(|part| part == trace.as_bytes())).collect()
}

/// What counts the concert, and nobody in particular.
const TOTALS: &str = "select coalesce(cast(s.held as text), '') || ' ' || s.issued || ' ' || s.owed_cents || ' '
    || coalesce((select cast(sum(m.amount_cents) as text) from concert_money m where m.concert_id = s.concert_id), '') || ' '
    || coalesce((select a.tickets || ' ' || a.entries from concert_attendance a where a.concert_id = s.concert_id), '')
    from concert_sales s";

#[tokio::test]
async fn an_erased_fan_is_in_no_row_no_export_and_no_new_copy_and_the_concert_counts_as_before() {
    on_both_at("https://boletos.example.mx", async |house| {
        let admin = house.admin().await;
        admin.post("/privacy/edit", &NOTICE).await.to("/privacy");
        let concert = admin.concert(&[]).await;
        let here = format!("/concerts/{concert}/join");
        admin.post(&here, &[("did", "open")]).await.to(&here);
        let page = format!("/j/{}", house.one("select token from join_page").await);
        // All that this program keeps of somebody: asked, wrote, came, was mailed, was copied, agreed.
        let asks =
            [("name", "Zoraida Quetzalli"), ("phone", "55 9876 5432"), ("people", "2"), ("news", "1"), ("notice", "1")];
        Visitor::new(&house.address, &page).post(&page, &asks).await.to(&format!("{page}/thanks"));
        let fan = house.one("select id from fan").await;
        let edit = [
            ("name", "Zoraida Quetzalli"),
            ("phone", "55 9876 5432"),
            ("email", "zq.unica@example.mx"),
            ("note", "toca el xilófono"),
        ];
        admin.post(&format!("/fans/{fan}/edit"), &edit).await.to(&format!("/fans/{fan}"));
        let request = house.one("select id from join_request").await;
        admin.post(&here, &[("did", "accept"), ("request", &request)]).await.to(&here);
        admin.post(&here, &[("did", "paid"), ("request", &request), ("method", "cash")]).await.to(&here);
        let ticket = house.ticket_of(&house.one("select id from ticket").await).await;
        admin.post(&format!("/tickets/{}/mail", ticket.id), &[]).await;
        house.clock("2026-11-29T02:30:00Z");
        house.scan(&admin, &concert, &ticket.code).await;
        admin.post(&here, &[("did", "word"), ("word", "gato")]).await.to(&here);
        let says = [("name", "Zoraida Q."), ("phone", "55 9876 5432"), ("word", "gato")];
        Visitor::new(&house.address, &page).post(&page, &says).await.to(&format!("{page}/thanks"));
        let (before, copy) =
            (house.all(TOTALS).await, admin.post("/backup", &[("password", PASSWORD)]).await.ok().bytes);
        assert!(traces(&copy).len() > 4, "the search must be able to find them: {:?}", traces(&copy));

        admin.post(&format!("/fans/{fan}/erase"), &[]).await.to("/fans");

        assert_eq!(house.all(TOTALS).await, before);
        assert_eq!(
            traces(&admin.post("/backup", &[("password", PASSWORD)]).await.ok().bytes),
            Vec::<&str>::new(),
            "a new copy"
        );
        for path in
            ["/fans.csv", "/fans.vcf", "/tickets.csv", "/fans?q=zoraida", &here, &format!("/tickets/{}", ticket.id)]
        {
            let found = traces(&admin.get(path).await.bytes);
            let found: Vec<_> = found.into_iter().filter(|_| !path.contains("q=")).collect();
            assert_eq!(found, Vec::<&str>::new(), "{path}");
        }
        if house.is_sqlite() {
            for file in std::fs::read_dir(&house.folder).expect("a folder").map(|file| file.expect("a file").path()) {
                let bytes = if file.is_file() { std::fs::read(&file).expect("readable") } else { Vec::new() };
                assert_eq!(traces(&bytes), Vec::<&str>::new(), "{}", file.display());
            }
        }
    })
    .await;
}
