//! The facts: a concert's report; four views with plain columns, the same on both engines, counted here by hand; in the console, and as files.

use std::collections::BTreeMap;
use std::process::Command;

use anomalia::fans::store::history;
use anomalia::insights::cli;
use anomalia::insights::store::facts;
use serde_json::Value;
use sqlx::AssertSqlSafe;

use crate::house::{House, PASSWORD, Visitor, on_both};
use crate::source;

/// A night of which everything is known: Ana came with her two, Beto's ticket was voided, Caro paid and didn't come, Dani
/// said the word.
async fn night(house: &House, admin: &Visitor) -> String {
    let concert = admin.concert(&[]).await;
    let ana =
        house.ticket(admin, &concert, "Ana Ruiz", &[("phone", "55 0000 0001"), ("admits", "2"), ("age", "30")]).await;
    let beto = house.ticket(admin, &concert, "Beto Luna", &[]).await;
    house.ticket(admin, &concert, "Caro Vela", &[("method", "spei")]).await;
    admin.post(&format!("/tickets/{}/void", beto.id), &[("reason", "x")]).await;
    let dani = admin.fan("Dani Sol", &[("news", "1"), ("news_how", "in_person")]).await;
    let now = house.now();
    house
        .write(&format!("insert into presence (concert_id, fan_id, said_at) values ('{concert}', '{dani}', '{now}')"))
        .await;
    house.clock("2026-11-29T02:30:00Z");
    for code in [&ana.code, &ana.code, &ana.code, &beto.code] {
        house.scan(admin, &concert, code).await;
    }
    concert
}

const FANS: &str =
    "select name || '|' || coalesce(cast(age as text), '') || '|' || tickets || '|' || concerts || '|' || came
    || '|' || coalesce(first_came, '') || '|' || paid_cents || '|' || news from fan_facts order by name";
const CONCERTS: &str = "select concert || '|' || day || '|' || capacity || '|' || tickets || '|' || expected || '|' || came
    || '|' || no_shows || '|' || tickets_used || '|' || entries || '|' || refused || '|' || owed_cents || '|' || paid_cents
    || '|' || said_word || '|' || cancelled from concert_facts";
const TICKETS: &str = "select number || '|' || fan || '|' || people || '|' || price_cents || '|' || paid_cents || '|'
    || payment_method || '|' || state || '|' || entries || '|' || issued_by from ticket_facts order by number";
const SCANS: &str =
    "select number || '|' || kind || '|' || shown || '|' || by_server from scan_facts order by happened_at, scan_id";

#[tokio::test]
async fn the_facts_say_what_happened_on_both_engines() {
    on_both(async |house| {
        let admin = house.admin().await;
        night(house, &admin).await;
        assert_eq!(
            house.all(FANS).await,
            [
                "Ana Ruiz|30|1|1|1|2026-11-28|40000|0",
                "Beto Luna||0|0|0||20000|0",
                "Caro Vela||1|1|0||0|0",
                "Dani Sol||0|0|1|2026-11-28|0|1",
            ]
        );
        assert_eq!(house.all(CONCERTS).await, ["Ruido blanco|2026-11-28|100|2|3|2|1|1|2|2|20000|60000|1|0"]);
        assert_eq!(
            house.all(TICKETS).await,
            [
                "1|Ana Ruiz|2|40000|40000|cash|valid|2|Xime",
                "2|Beto Luna|1|20000|20000|cash|voided|0|Xime",
                "3|Caro Vela|1|20000|0|spei|valid|0|Xime",
            ]
        );
        let mut scans = house.all(SCANS).await;
        scans.sort();
        assert_eq!(scans, ["1|entry|admitted|1", "1|entry|admitted|1", "1|entry|already_used|1", "2|entry|voided|1"]);
        // Whoever is erased is nobody in them, and the concert's numbers stay.
        let ana = house.one("select id from fan where name = 'Ana Ruiz'").await;
        admin.post(&format!("/fans/{ana}/erase"), &[]).await.to("/fans");
        assert_eq!(
            house
                .one("select count(*) from fan_facts where fan_id = (select fan_id from ticket where number = 1)")
                .await,
            "0"
        );
        assert_eq!(house.one("select count(*) from ticket_facts where number = 1 and fan is null").await, "1");
        assert_eq!(house.all(CONCERTS).await, ["Ruido blanco|2026-11-28|100|2|3|2|1|1|2|2|20000|60000|1|0"]);
    })
    .await;
}

#[tokio::test]
async fn the_facts_are_written_to_files_that_a_spreadsheet_opens_without_doing_what_they_say() {
    on_both(async |house| {
        let admin = house.admin().await;
        night(house, &admin).await;
        admin.fan("=HYPERLINK(\"x\")", &[]).await;
        let folder = house.folder.join("facts");
        history::settle(&house.app.db, &house.now()).await.expect("counted");
        let written = cli::export(&house.app.db, &folder).await.expect("written");
        let rows: BTreeMap<String, u64> = written
            .into_iter()
            .map(|(path, rows)| (path.file_name().expect("a name").to_string_lossy().into_owned(), rows))
            .collect();
        let expected = [("concert_facts.csv", 1), ("fan_facts.csv", 5), ("scan_facts.csv", 4), ("ticket_facts.csv", 3)];
        assert_eq!(rows, BTreeMap::from(expected.map(|(name, rows)| (name.to_owned(), rows))));
        let fans = std::fs::read_to_string(folder.join("fan_facts.csv")).expect("readable");
        assert!(fans.starts_with("\u{feff}\"fan_id\",\"name\""), "{fans}");
        assert!(fans.contains("\"'=HYPERLINK(\"\"x\"\")\"") && fans.matches('\u{feff}').count() == 1, "{fans}");
        if house.is_sqlite() {
            let other = house.folder.join("by-command");
            let mut command = Command::new(env!("CARGO_BIN_EXE_anomalia"));
            command.arg("--data").arg(&house.folder).args(["export", "--facts"]).arg(&other);
            let said = command.output().expect("it runs");
            assert!(String::from_utf8_lossy(&said.stdout).contains("fan_facts.csv: 5 rows"), "{said:?}");
            assert_eq!(std::fs::read_to_string(other.join("fan_facts.csv")).expect("readable"), fans);
        }
        let tickets = std::fs::read_to_string(folder.join("ticket_facts.csv")).expect("readable");
        let code = house.one("select code from ticket where number = 1").await;
        assert!(tickets.contains("Ana Ruiz") && !tickets.contains(&code), "no code leaves by a file");
    })
    .await;
}

/// The columns of a view as the console knows them.
fn columns(view: &str) -> Vec<&'static str> {
    let known = anomalia::console::schema::table(view).unwrap_or_else(|| panic!("{view} is on the console's list"));
    known.readable.to_vec()
}

#[tokio::test]
async fn every_column_of_the_facts_is_in_the_files_and_in_the_console() {
    for view in facts::VIEWS {
        assert_eq!(view.columns.to_vec(), columns(view.name), "{}", view.name);
    }
}

#[tokio::test]
async fn a_concert_has_its_report_to_read_and_to_print() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = night(house, &admin).await;
        let page = admin.get(&format!("/concerts/{concert}/report")).await.ok();
        let page =
            page.says("Ruido blanco").says("Entraron").says("Aforo lleno").says("Venían por primera vez").says("$600");
        page.says("20:30").says("Contado en la puerta");
        let pdf = admin.get(&format!("/concerts/{concert}/report.pdf")).await.ok();
        assert!(
            pdf.bytes.starts_with(b"%PDF")
                && pdf.header("content-disposition").contains("reporte-2026-11-28-ruido-blanco")
        );
        house.nobody().get(&format!("/concerts/{concert}/report.pdf")).await.refused();
        admin.get(&format!("/concerts/{}/report", house.id())).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn a_copy_opens_in_a_program_that_we_did_not_write_and_says_the_same() {
    on_both(async |house| {
        let admin = house.admin().await;
        night(house, &admin).await;
        let file = house.folder.join("copia.db");
        std::fs::write(&file, admin.post("/backup", &[("password", PASSWORD)]).await.ok().bytes).expect("written");
        let asks = |path: &str| {
            let mut command = Command::new("python3");
            command.args(["-m", "datasette", "--get", path, "-i"]).arg(&file);
            command.env("PYTHONPATH", source::root().join("target/datasette-0.65.5"));
            let said = command.output().expect("bin/fetch fetches it");
            assert!(said.status.success(), "{said:?}");
            serde_json::from_slice::<Value>(&said.stdout).unwrap_or_else(|_| panic!("{said:?}"))
        };
        let fans = asks("/copia/fan_facts.json?_shape=array&_sort=name");
        let fans = fans.as_array().expect("rows");
        assert_eq!(fans.len(), 4);
        assert_eq!(
            (&fans[0]["name"], &fans[0]["came"], &fans[0]["paid_cents"]),
            (&"Ana Ruiz".into(), &1.into(), &40_000.into())
        );
        let nights = asks("/copia/concert_facts.json?_shape=array");
        assert_eq!(
            (&nights[0]["expected"], &nights[0]["came"], &nights[0]["no_shows"]),
            (&3.into(), &2.into(), &1.into())
        );
    })
    .await;
}

/// What each question of docs/insights.md answers about two nights, in the order in which they stand there.
const ANSWERS: [&[&str]; 10] = [
    &["2026-11-28|Ruido blanco|2||1", "2026-12-05|Otra noche|1|-1|0"],
    &["2026-11-28|2|1"],
    &["Dani Sol||2026-11-28"],
    &["Caro Vela|1|0"],
    &["2026-11-28|Ruido blanco|2|30000", "2026-12-05|Otra noche|1|20000"],
    &["2026-11-28|02|2", "2026-12-05|02|1"],
    &["already_used|1", "voided|1"],
    &["Xime|3|60000"],
    &["Dani Sol|||1"],
    &["cash|2|0", "spei|1|20000"],
];

#[tokio::test]
async fn the_questions_of_the_handbook_are_answered_alike_on_both_engines() {
    let handbook = std::fs::read_to_string(source::root().join("docs/insights.md")).expect("readable");
    let questions: Vec<String> = handbook
        .split("```sql\n")
        .skip(1)
        .map(|part| part.split("```").next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(questions.len(), ANSWERS.len());
    on_both(async |house| {
        let admin = house.admin().await;
        night(house, &admin).await;
        let later =
            [("title", "Otra noche"), ("day", "2026-12-05"), ("venue_name", "Galpón Siete"), ("price_until", "")];
        let other = admin.concert(&later).await;
        let ana = house.one("select id from fan where name = 'Ana Ruiz'").await;
        let ticket = house.ticket(&admin, &other, "", &[("fan_id", &ana)]).await;
        house.clock("2026-12-06T02:30:00Z");
        house.scan(&admin, &other, &ticket.code).await;
        history::settle(&house.app.db, &house.now()).await.expect("counted");
        for (question, expected) in questions.iter().zip(ANSWERS) {
            let rows = sqlx::query(AssertSqlSafe(question.clone())).fetch_all(house.app.db.read()).await;
            let rows = rows.unwrap_or_else(|error| panic!("{question}: {error}"));
            let rows: Vec<String> = rows.iter().map(|row| facts::cells(row).expect("cells").join("|")).collect();
            assert_eq!(rows, expected, "{question}");
        }
    })
    .await;
}
