//! Fans from a file and into one: looked at first, all or nothing, nothing doubled, nothing lost on the way round.

use crate::house::{Answer, Visitor, on_both, outsider};

const FILE: &str = "\u{feff}Nombre;Teléfono;Correo electrónico;Edad;Color\r\nAna Ñúñez;55 1234 5678;ana@example.mx;26;rojo\r\n\
    \"Luna, Beto\";+52 1 55 8765 4321;;;\r\nAna N.;044 55 1234 5678;;;\r\n";

async fn confirm(admin: &Visitor, page: &Answer, leave_out: &str) -> Answer {
    let rows = page.field("rows");
    admin.post_parts("/fans/import/confirm", &[("rows", &rows), ("leave_out", leave_out)]).await
}

#[tokio::test]
async fn a_file_is_shown_row_by_row_before_anything_is_written() {
    on_both(async |house| {
        let admin = house.admin().await;
        let page = admin.upload("/fans/import", "fans.csv", FILE.as_bytes()).await.ok();
        let page = page.says("Ana Ñúñez").says("Luna, Beto").says("Color");
        assert_eq!(house.one("select count(*) from fan").await, "0");
        confirm(&admin, &page, "").await.to("/fans");
        assert_eq!(house.all("select phone from fan order by phone").await, ["+525512345678", "+525587654321"]);
        assert_eq!(
            house.one("select birth_year || email from fan where name = 'Ana Ñúñez'").await,
            "2000ana@example.mx"
        );
        let again = admin.upload("/fans/import", "fans.csv", FILE.as_bytes()).await.ok();
        if again.text().contains("name=\"rows\"") {
            confirm(&admin, &again, "").await;
        }
        assert_eq!(house.one("select count(*) from fan").await, "2", "the same file twice doubles nobody");
    })
    .await;
}

#[tokio::test]
async fn one_wrong_row_stops_the_whole_file() {
    on_both(async |house| {
        let admin = house.admin().await;
        let file = "name,phone,email\nAna,5512345678,ana@example.mx\nBeto,12,beto\n,,\nCaro,,caro@example.mx\n";
        let page = admin.upload("/fans/import", "fans.csv", file.as_bytes()).await.ok().says("Beto").says("3");
        assert_eq!(house.one("select count(*) from fan").await, "0");
        confirm(&admin, &page, "").await.is(422);
        assert_eq!(house.one("select count(*) from fan").await, "0", "all or nothing");
        confirm(&admin, &page, "1").await.to("/fans");
        assert_eq!(house.all("select name from fan order by name").await, ["Ana", "Caro"]);
    })
    .await;
}

#[tokio::test]
async fn letters_of_old_spreadsheets_are_read() {
    on_both(async |house| {
        let admin = house.admin().await;
        // ISO 8859-1, as an old Excel writes it.
        let file: Vec<u8> =
            "Nombre;Tel\u{e9}fono\nJos\u{e9} Mu\u{f1}oz;5512345678\n".chars().map(|c| c as u8).collect();
        let page = admin.upload("/fans/import", "fans.csv", &file).await.ok().says("José Muñoz");
        confirm(&admin, &page, "").await.to("/fans");
        assert_eq!(house.all("select name from fan").await, ["José Muñoz"]);
    })
    .await;
}

#[tokio::test]
async fn a_fan_we_know_gains_what_was_missing_and_loses_nothing() {
    on_both(async |house| {
        let admin = house.admin().await;
        let fan = admin.fan("Ana Ñúñez", &[("phone", "5512345678"), ("note", "de siempre")]).await;
        let page = admin
            .upload("/fans/import", "fans.csv", b"name,phone,email,note\nAnita,5512345678,ana@example.mx,otra\n")
            .await
            .ok();
        confirm(&admin, &page, "").await.to("/fans");
        let kept = house.one(&format!("select name || '|' || email || '|' || note from fan where id = '{fan}'")).await;
        assert_eq!(kept, "Ana Ñúñez|ana@example.mx|de siempre");
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_along_can_be_brought_back() {
    on_both(async |house| {
        let admin = house.admin().await;
        admin
            .fan(
                "Ana \"Nena\" Ñúñez; hija",
                &[("phone", "5512345678"), ("email", "ana@example.mx"), ("note", "línea uno\nlínea dos")],
            )
            .await;
        admin.fan("=HYPERLINK(\"http://evil.example\")", &[("age", "30")]).await;
        let file = admin.get("/fans.csv").await.ok();
        assert!(file.bytes.starts_with(&[0xef, 0xbb, 0xbf]), "spreadsheets read the accents");
        let cells = file.text();
        assert!(!cells.split(['\n', ',']).any(|cell| cell.trim_matches('"').starts_with('=')), "{cells}");
        let before = house
            .all("select name || '|' || coalesce(phone, '') || '|' || coalesce(note, '') from fan order by name")
            .await;
        for table in ["fan_word", "fan_history", "history_due", "segment_due"] {
            house.write(&format!("delete from {table}")).await;
        }
        house.write("delete from consent").await;
        house.write("delete from fan").await;
        let page = admin.upload("/fans/import", "fans.csv", &file.bytes).await.ok();
        confirm(&admin, &page, "").await.to("/fans");
        let after = house
            .all("select name || '|' || coalesce(phone, '') || '|' || coalesce(note, '') from fan order by name")
            .await;
        assert_eq!(before, after);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_file_of_fans_is_said_and_what_is_too_large_is_refused() {
    on_both(async |house| {
        let admin = house.admin().await;
        admin.upload("/fans/import", "fans.csv", b"").await.is(422);
        admin.upload("/fans/import", "fans.csv", b"color,talla\nrojo,M\n").await.is(422);
        admin.upload("/fans/import", "photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").await.is(422);
        let large = admin.upload("/fans/import", "fans.csv", &vec![b'x'; 6 << 20]).await;
        assert!(matches!(large.status, 413 | 422), "{}", large.status);
        assert_eq!(house.one("select count(*) from fan").await, "0");
    })
    .await;
}

#[tokio::test]
async fn a_stranger_s_upload_is_not_read() {
    on_both(async |house| {
        let (admin, other) = (house.admin().await, house.member("Beto").await);
        let part = reqwest::multipart::Part::bytes(b"name\nAna\n".to_vec()).file_name("fans.csv");
        let form = reqwest::multipart::Form::new().text("_csrf", other.token().await).part("file", part);
        let answer =
            admin.request(reqwest::Method::POST, "/fans/import").multipart(form).send().await.expect("an answer");
        assert_eq!(answer.status(), 422);
        let part = reqwest::multipart::Part::bytes(b"name\nAna\n".to_vec()).file_name("fans.csv");
        let form = reqwest::multipart::Form::new().part("file", part).text("_csrf", admin.token().await);
        let late =
            admin.request(reqwest::Method::POST, "/fans/import").multipart(form).send().await.expect("an answer");
        assert_eq!(late.status(), 422, "the token comes first");
    })
    .await;
}

#[tokio::test]
async fn a_file_s_yes_to_news_counts_for_a_fan_who_was_never_asked_and_for_no_other() {
    on_both(async |house| {
        let admin = house.admin().await;
        admin.fan("Ana", &[("phone", "5512345678")]).await;
        let beto = admin.fan("Beto", &[("phone", "5587654321"), ("news", "1"), ("news_how", "in_person")]).await;
        admin.post(&format!("/fans/{beto}/consent"), &[("act", "withdraw")]).await.is(303);
        assert_eq!(house.one("select count(*) from consent where withdrawn_at is not null").await, "1");
        let file = "nombre,telefono,noticias\nAna,5512345678,sí\nBeto,5587654321,sí\n";
        let page = admin.upload("/fans/import", "fans.csv", file.as_bytes()).await.ok().says("noticias");
        confirm(&admin, &page, "").await.to("/fans");
        let standing = "select f.name from consent c join fan f on f.id = c.fan_id where c.withdrawn_at is null";
        assert_eq!(house.all(standing).await, ["Ana"], "a no isn't turned into a yes by a file");
    })
    .await;
}

/// The contacts of a phone, one person in every spelling of their number.
const SPELLINGS: [&str; 20] = [
    "5512345678",
    "55 1234 5678",
    "55-1234-5678",
    "55.1234.5678",
    "(55) 1234 5678",
    "(55)1234-5678",
    "+525512345678",
    "+52 55 1234 5678",
    "+52 1 55 1234 5678",
    "+5215512345678",
    "5215512345678",
    "525512345678",
    "52 55 1234 5678",
    "044 55 1234 5678",
    "0445512345678",
    "045 55 1234 5678",
    "01 55 1234 5678",
    "015512345678",
    "+52 044 55 1234 5678",
    "0052 55 1234 5678",
];

#[tokio::test]
async fn twenty_spellings_of_one_number_in_a_phone_s_contacts_are_one_fan_and_one_chat() {
    on_both(async |house| {
        let admin = house.admin().await;
        let card = |tel: &&str| {
            format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mariana Quiroz\r\nTEL;TYPE=CELL:{tel}\r\nEND:VCARD\r\n")
        };
        let file: String = SPELLINGS.iter().map(card).collect();
        for _ in 0..2 {
            let page = admin.upload("/fans/import", "contactos.vcf", file.as_bytes()).await.ok().says("Mariana Quiroz");
            if page.text().contains("name=\"rows\"") {
                confirm(&admin, &page, "").await.to("/fans");
            }
            assert_eq!(house.all("select phone from fan").await, ["+525512345678"], "the same list twice adds nobody");
        }
        let concert = admin.concert(&[]).await;
        let fan = house.one("select id from fan").await;
        let ticket = house.ticket(&admin, &concert, "", &[("fan", "Mariana Quiroz"), ("fan_id", &fan)]).await;
        admin.get(&format!("/tickets/{}", ticket.id)).await.ok().says("https://wa.me/525512345678?text=");
    })
    .await;
}

#[tokio::test]
async fn cards_open_in_a_reader_that_we_did_not_write_and_come_back_as_the_same_fans() {
    on_both(async |house| {
        let admin = house.admin().await;
        admin.fan("Mariana Ñúñez Villaseñor", &[("phone", "55 1234 5678"), ("email", "mariana@example.mx")]).await;
        let odd = admin.fan("Ana; Ruiz, \\n =1+1", &[("phone", "+1 415 555 2671")]).await;
        admin.fan("Sin Teléfono", &[]).await;
        let file = admin.get("/fans.vcf").await.ok();
        assert_eq!(file.header("content-type"), "text/vcard; charset=utf-8");
        let reads = "import vobject, sys, json
cards = [(c.fn.value, c.tel.value, c.tel.type_param, c.org.value[0]) for c in vobject.readComponents(sys.stdin.read())]
print(json.dumps(sorted(cards), ensure_ascii=False))";
        let cards: serde_json::Value = serde_json::from_str(&outsider(reads, &file.bytes)).expect("JSON");
        let expected = serde_json::json!([
            ["Ana; Ruiz, \\n =1+1", "+14155552671", "CELL", "Anomalia"],
            ["Mariana Ñúñez Villaseñor", "+525512345678", "CELL", "Anomalia"],
        ]);
        assert_eq!(cards, expected);
        let one = admin.get(&format!("/fans/{odd}/card.vcf")).await.ok();
        assert!(outsider(reads, &one.bytes).contains("+14155552671"));
        let preview = admin.upload("/fans/import", "fans.vcf", &file.bytes).await.ok();
        if preview.text().contains("name=\"rows\"") {
            confirm(&admin, &preview, "").await;
        }
        assert_eq!(house.one("select count(*) from fan").await, "3", "nobody twice");
        house.nobody().get("/fans.vcf").await.refused();
    })
    .await;
}
