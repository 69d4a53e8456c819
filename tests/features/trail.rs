//! Who did what: on the trail with the change itself, or not at all.

use std::io::Write;
use std::process::{Command, Stdio};

use anomalia::accounts::pages::deeds::key;
use anomalia::base::i18n::Lang;

use crate::house::{House, PASSWORD, folder, on_both, query};
use crate::routes;

#[test]
fn everything_that_a_member_can_do_is_called_something_in_both_languages() {
    let mut acts = routes::acts();
    acts.extend(["POST /login", "POST /setup", "anomalia door"].map(str::to_owned));
    acts.extend(["add", "list", "password", "disable"].map(|word| format!("anomalia admin {word}")));
    assert!(acts.len() > 60, "{}", acts.len());
    for act in acts {
        let said = [Lang::Es, Lang::En].map(|lang| lang.t(&key(&act)));
        assert!(said.iter().all(|text| text.contains(' ') || text.chars().count() > 3), "{act}: {said:?}");
        assert!(said.iter().all(|text| !text.starts_with("accounts-")), "{act} has no words: {said:?}");
    }
}

async fn trail(house: &House) -> Vec<String> {
    house
        .all(
            "select coalesce(a.username, '') || '|' || d.did || '|' || d.subject from trail d
             left join account a on a.id = d.account_id order by d.at, d.id",
        )
        .await
}

#[tokio::test]
async fn a_change_is_on_the_trail_with_who_made_it_and_one_that_was_refused_is_not() {
    on_both(async |house| {
        let xime = house.admin().await;
        let before = trail(house).await.len();
        let fan = xime.fan("Ana Ruiz", &[]).await;
        house.clock("2026-11-27T02:30:01Z");
        xime.post(&format!("/fans/{fan}/edit"), &[("name", "")]).await.is(422);
        house.clock("2026-11-27T02:30:02Z");
        xime.post(&format!("/fans/{fan}/edit"), &[("name", "Ana Ruiz Soto")]).await.is(303);
        house.clock("2026-11-27T02:30:03Z");
        xime.get("/fans.csv").await.ok();
        xime.get("/fans").await.ok();
        let expected = [
            format!("Xime|POST /fans|{fan}"),
            format!("Xime|POST /fans/{{id}}/edit|{fan}"),
            "Xime|GET /fans.csv|".into(),
        ];
        assert_eq!(trail(house).await[before..], expected);
        let page = xime.get("/trail").await.ok();
        let page = page.says("Cambió un fan").says("Ana Ruiz Soto").says("Se llevó la lista de fans");
        let (edited, made) = (page.text().find("Cambió un fan"), page.text().find("Registró un fan"));
        assert!(edited < made, "the latest stands first");
        // Who was erased has no name there either.
        xime.post(&format!("/fans/{fan}/erase"), &[]).await.to("/fans");
        xime.get("/trail").await.ok().says("Borró los datos de un fan").hides("Ana Ruiz");
    })
    .await;
}

#[tokio::test]
async fn the_trail_is_read_a_page_at_a_time_by_whom_one_likes_and_whole_as_a_file() {
    on_both(async |house| {
        let xime = house.admin().await;
        let beto = house.member("Beto").await;
        for nth in 0..60 {
            house.clock(&format!("2026-11-27T02:31:{nth:02}Z"));
            xime.post(&format!("/language?{nth}"), &[("language", "es")]).await;
            xime.fan(&format!("Fan {nth:02}"), &[]).await;
        }
        house.clock("2026-11-27T02:33:00Z");
        beto.fan("De Beto", &[]).await;
        let first = xime.get("/trail").await.ok().says("De Beto").says("Fan 59").hides("Fan 10<");
        let next = first.between("rel=\"next\" href=\"", "\"");
        xime.get(&next).await.ok().says("Fan 10<").says("Fan 00<").hides("Fan 59");
        let id = house.one("select id from account where username = 'Beto'").await;
        xime.get(&format!("/trail?who={id}")).await.ok().says("De Beto").hides("Fan 59");
        let file = xime.get("/trail.csv").await.ok().text();
        assert_eq!(file.matches("Registró un fan").count(), 61);
        assert!(file.starts_with("\u{feff}\"Cuándo\",\"Quién\",\"Qué\",\"De qué\"\n"), "{}", &file[..60]);
        xime.get("/trail?before=x").await.is(404);
        xime.get("/trail?who=x").await.is(404);
    })
    .await;
}

#[test]
fn what_is_done_at_the_terminal_is_on_the_trail() {
    let data = folder("trail");
    let mut command = Command::new(env!("CARGO_BIN_EXE_anomalia"));
    command.arg("--data").arg(&data).args(["admin", "add", "Xime"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().expect("the program");
    child.stdin.take().expect("its input").write_all(PASSWORD.as_bytes()).expect("a password");
    assert!(child.wait().expect("an end").success());
    let said = query(&data.join("anomalia.db"), "select did || '|' || subject from trail");
    let account = query(&data.join("anomalia.db"), "select id from account");
    assert_eq!(said, [format!("anomalia admin add|{}", account[0])]);
    let _ = std::fs::remove_dir_all(data);
}
