//! Who comes: registered, found, edited, merged, erased.

use crate::house::{House, on_both};

#[tokio::test]
async fn only_the_name_is_required() {
    on_both(async |house| {
        let admin = house.admin().await;
        let fan = admin.fan("Ana Ñúñez", &[]).await;
        admin.get(&format!("/fans/{fan}")).await.ok().says("Ana Ñúñez");
        admin
            .post("/fans", &[("name", " "), ("email", "ana@example.mx")])
            .await
            .is(422)
            .says("aria-invalid")
            .says("ana@example.mx");
        assert_eq!(house.one("select count(*) from fan").await, "1");
    })
    .await;
}

#[tokio::test]
async fn one_phone_however_it_is_written_is_one_fan() {
    on_both(async |house| {
        let admin = house.admin().await;
        let fan = admin.fan("Ana Ruiz", &[("phone", "55 1234 5678")]).await;
        for phone in [
            "5512345678",
            "+52 55 1234 5678",
            "52 1 55 1234 5678",
            "044 55 1234 5678",
            "045.55.1234.5678",
            "(55) 1234-5678",
        ] {
            let again = admin.post("/fans", &[("name", "Otra Ana"), ("phone", phone)]).await.is(422);
            again.says("Ana Ruiz").says(&format!("/fans/{fan}"));
        }
        assert_eq!(house.all("select phone from fan").await, ["+525512345678"]);
    })
    .await;
}

#[tokio::test]
async fn fans_are_found_without_accents_by_any_word_and_by_four_digits() {
    on_both(async |house| {
        let admin = house.admin().await;
        admin.fan("María José Ñúñez", &[("phone", "5512345678"), ("email", "majo@example.mx")]).await;
        admin.fan("Beto Luna", &[]).await;
        admin.get("/account").await.ok();
        for query in ["maria", "JOSE", "nunez", "ñúñ", "mar nun", "5678", "majo"] {
            admin.get(&format!("/fans?q={query}")).await.ok().says("María José Ñúñez").hides("Beto Luna");
        }
        admin.get("/fans?q=zzz").await.ok().hides("María José").hides("Beto Luna");
        let found = admin.get("/fans/suggest?q=mari").await.ok().json();
        assert_eq!((found[0]["name"].as_str(), found.as_array().map(Vec::len)), (Some("María José Ñúñez"), Some(1)));
        for odd in ["%25", "_", "'", "\"", "%00", "(", "a%20OR%201=1"] {
            admin.get(&format!("/fans?q={odd}")).await.ok();
            admin.get(&format!("/fans/suggest?q={odd}")).await.ok();
        }
    })
    .await;
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page_without_a_gap() {
    on_both(async |house| {
        let admin = house.admin().await;
        for nth in 0..120 {
            admin.fan(&format!("Fan {nth:03}"), &[]).await;
        }
        admin.get("/account").await.ok();
        let (mut path, mut seen) = ("/fans".to_owned(), Vec::new());
        for _ in 0..4 {
            let page = admin.get(&path).await.ok().text();
            seen.extend(page.match_indices(">Fan ").map(|(at, _)| page[at + 5..at + 8].to_owned()));
            let Some((_, next)) = page.split_once("rel=\"next\" href=\"") else { break };
            next.split('"').next().unwrap_or_default().clone_into(&mut path);
        }
        let all: Vec<String> = (0..120).map(|nth| format!("{nth:03}")).collect();
        assert_eq!(seen, all);
    })
    .await;
}

#[tokio::test]
async fn an_age_is_kept_as_a_year_and_shown_as_an_age() {
    on_both(async |house| {
        let admin = house.admin().await;
        let fan = admin.fan("Ana", &[("age", "26")]).await;
        admin.get(&format!("/fans/{fan}")).await.ok().says("26");
        assert_eq!(house.one("select birth_year from fan").await, "2000");
        house.clock("2028-01-15T18:00:00Z");
        let later = house.member("Lupe").await;
        later.get(&format!("/fans/{fan}")).await.ok().says("28");
    })
    .await;
}

#[tokio::test]
async fn a_fan_is_edited_and_consent_says_when_and_how() {
    on_both(async |house| {
        let admin = house.admin().await;
        let fan = admin.fan("Ana", &[("news", "1"), ("news_how", "paper"), ("news_day", "2026-11-01")]).await;
        let given = "select how || ' ' || substr(given_at, 1, 10) from consent where withdrawn_at is null";
        assert_eq!(house.one(given).await, "paper 2026-11-01");
        let page = format!("/fans/{fan}");
        admin.post(&format!("{page}/consent"), &[("act", "withdraw")]).await.to(&page);
        assert_eq!(house.one("select count(*) from consent where withdrawn_at is not null").await, "1");
        let edited = [("name", "Ana Ruiz"), ("email", "ana@example.mx"), ("note", "baja la voz")];
        admin.post(&format!("{page}/edit"), &edited).await.to(&page);
        admin.get(&page).await.ok().says("Ana Ruiz").says("ana@example.mx").says("baja la voz");
        admin.get("/fans?q=ruiz").await.ok().says("Ana Ruiz");
    })
    .await;
}

#[tokio::test]
async fn two_fans_that_are_one_become_one_with_all_their_tickets() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let one = house.ticket(&admin, &concert, "Ana Ruiz", &[("phone", "5512345678")]).await;
        let two = house.ticket(&admin, &concert, "Anita", &[("email", "ana@example.mx")]).await;
        let of = async |ticket: &str| house.one(&format!("select fan_id from ticket where id = '{ticket}'")).await;
        let (stays, goes) = (of(&one.id).await, of(&two.id).await);
        admin.get(&format!("/fans/{stays}/merge?other={goes}")).await.ok().says("Anita");
        admin.post(&format!("/fans/{stays}/merge"), &[("other", &goes)]).await.to(&format!("/fans/{stays}"));
        assert_eq!((of(&one.id).await, of(&two.id).await), (stays.clone(), stays.clone()));
        admin.get(&format!("/fans/{stays}")).await.ok().says("Ana Ruiz").says("ana@example.mx");
        admin.get("/fans?q=anita").await.ok();
        assert_eq!(
            house.one(&format!("select phone || ' ' || email from fan where id = '{stays}'")).await,
            "+525512345678 ana@example.mx"
        );
        admin.post(&format!("/fans/{stays}/merge"), &[("other", &goes)]).await.is(404);
        admin.post(&format!("/fans/{stays}/merge"), &[("other", &stays)]).await;
        assert_eq!(
            house.one(&format!("select count(*) from fan where id = '{stays}' and merged_into is null")).await,
            "1"
        );
    })
    .await;
}

/// What must be nowhere once they asked to be forgotten.
const PERSON: [&str; 5] =
    ["Guadalupe Xicoténcatl", "guadalupe xicotencatl", "5598761234", "lupexico@example.mx", "alérgica al látex"];

async fn raw(house: &House) -> Vec<u8> {
    let file = house.app.config.database_file();
    let ends = ["", "-wal", "-shm"].map(|end| format!("{}{end}", file.display()));
    ends.iter().flat_map(|path| std::fs::read(path).unwrap_or_default()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn an_erased_fan_is_nowhere_and_the_numbers_stay() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let more = [("phone", "55 9876 1234"), ("email", "lupexico@example.mx")];
        let ticket = house.ticket(&admin, &concert, "Guadalupe Xicoténcatl", &more).await;
        let fan = house.one("select fan_id from ticket").await;
        let edited = [("name", "Guadalupe Xicoténcatl"), ("phone", "5598761234"), ("email", "lupexico@example.mx"), ("note", "alérgica al látex")];
        admin.post(&format!("/fans/{fan}/edit"), &edited).await.is(303);
        if house.is_sqlite() {
            let before = raw(house).await;
            assert!(PERSON.iter().all(|text| holds(&before, text)), "the search finds what is there");
        }
        admin.get(&format!("/fans/{fan}/erase")).await.ok().says("Guadalupe");
        admin.post(&format!("/fans/{fan}/erase"), &[]).await.to("/fans");
        let counts = "select issued || ' ' || held || ' ' || (select count(*) from ticket) || ' ' || (select count(*) from payment) from concert_sales";
        assert_eq!(house.one(counts).await, "1 1 1 1");
        for path in [&*format!("/fans/{fan}"), "/fans?q=guadalupe", "/fans?q=1234", &*format!("/tickets/{}", ticket.id), "/fans.csv", "/tickets"] {
            let page = admin.get(path).await;
            assert!(PERSON.iter().all(|text| !page.text().contains(text)), "{path}");
        }
        admin.post(&format!("/fans/{fan}/erase"), &[]).await.is(404);
        if house.is_sqlite() {
            let after = raw(house).await;
            let left: Vec<_> = PERSON.iter().filter(|text| holds(&after, text)).collect();
            assert!(left.is_empty(), "still in the files: {left:?}");
        } else {
            for (table, column) in [("fan", "name"), ("fan", "name_folded"), ("fan", "note"), ("fan", "email_folded"), ("fan_word", "word"), ("ticket", "note")] {
                let values = house.all(&format!("select coalesce({column}, '') from {table}")).await;
                let left = values.iter().filter(|value| PERSON.iter().any(|text| value.contains(text)));
                assert_eq!(left.count(), 0, "{table}.{column}");
            }
        }
        admin.fan("Otra persona", &[("phone", "5598761234")]).await;
    })
    .await;
}

#[tokio::test]
async fn a_companion_s_name_follows_whoever_brought_them_and_forgets_them() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let price = house.price(&concert, "Cortesía").await;
        let list =
            [("concert", &*concert), ("pasted", "Lupe 55 9876 1234 +1"), ("method", "courtesy"), ("price", &price)];
        let batch = admin.post("/tickets/list", &list).await.ok().field("batch");
        admin.post("/tickets/list/confirm", &[list.as_slice(), &[("batch", &batch)]].concat()).await.is(303);
        let fan = house.one("select id from fan where brought_by is null").await;
        let edited = [("name", "Guadalupe Xicoténcatl"), ("phone", "5598761234")];
        admin.post(&format!("/fans/{fan}/edit"), &edited).await.is(303);
        let of = "select t.id from ticket t join fan f on f.id = t.fan_id where f.brought_by is not null";
        let ticket = house.ticket_of(&house.one(of).await).await;
        let companion = house.one("select id from fan where brought_by is not null").await;
        let shown = [
            format!("/tickets/{}", ticket.id),
            format!("/tickets?concert={concert}&q=guadalupe"),
            "/tickets?q=guadalupe".to_owned(),
            format!("/tickets/batches/{batch}"),
            format!("/tickets.csv?concert={concert}"),
            format!("/concerts/{concert}"),
            format!("/fans/{companion}"),
            "/fans".to_owned(),
        ];
        for path in &shown {
            admin.get(path).await.ok().says("Guadalupe Xicoténcatl +1");
        }
        house.clock("2026-11-29T03:10:00Z");
        let found = admin.get(&format!("/door/{concert}/search?q=guadalupe")).await.ok().json();
        let names: Vec<_> = found["tickets"].as_array().expect("tickets").iter().map(|it| &it["first_name"]).collect();
        assert_eq!(names, ["Guadalupe", "+1 Guadalupe"]);
        let first = house.scan(&admin, &concert, &ticket.code).await;
        assert_eq!(
            (first["ticket"]["first_name"].as_str(), first["ticket"]["initial"].as_str()),
            (Some("+1 Guadalupe"), Some("X"))
        );

        admin.post(&format!("/fans/{fan}/erase"), &[]).await.to("/fans");
        for path in &shown {
            let page = admin.get(path).await.ok().text();
            assert!(PERSON.iter().all(|text| !page.contains(text)), "{path}");
        }
        admin.get(&format!("/tickets/{}", ticket.id)).await.ok().says("+1");
        let again = house.scan(&admin, &concert, &ticket.code).await;
        assert_eq!(
            (again["verdict"].as_str(), again["ticket"]["first_name"].as_str()),
            (Some("already_used"), Some("+1"))
        );
        let kept = house.all("select answer from scan").await;
        assert!(kept.iter().all(|answer| !answer.contains("Guadalupe")), "{kept:?}");
        if house.is_sqlite() {
            let after = raw(house).await;
            let left: Vec<_> = PERSON.iter().filter(|text| holds(&after, text)).collect();
            assert!(left.is_empty(), "still in the files: {left:?}");
        }
    })
    .await;
}
