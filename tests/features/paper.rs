//! The door's list on paper, as pdftotext reads it.

use std::process::Command;

use crate::door::NIGHT;
use crate::house::{House, Visitor, on_both};

/// The pages of the list, each as text whose columns stand as on paper.
async fn pages(house: &House, admin: &Visitor, path: &str) -> Vec<String> {
    let paper = admin.get(path).await.ok();
    assert_eq!(paper.header("content-type"), "application/pdf");
    let file = house.folder.join("list.pdf");
    std::fs::write(&file, &paper.bytes).expect("written");
    let text = Command::new("pdftotext").args(["-layout"]).arg(&file).arg("-").output();
    let text = String::from_utf8(text.expect("pdftotext; bin/test installs it").stdout).expect("text");
    text.split_terminator('\u{c}').map(str::to_owned).collect()
}

#[tokio::test]
async fn the_paper_list_holds_every_live_ticket_by_name_and_nothing_more_of_a_person() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let phone = [("phone", "5512345678"), ("email", "ximena@example.mx")];
        let ximena = house.ticket(&admin, &concert, "Ximena Núñez", &phone).await;
        house.ticket(&admin, &concert, "Ana Ruiz", &[("method", "spei"), ("admits", "3")]).await;
        let gone = house.ticket(&admin, &concert, "Beto Luna", &[]).await;
        admin.post(&format!("/tickets/{}/void", gone.id), &[]).await.is(303);
        house.clock(NIGHT);
        let path = format!("/concerts/{concert}/door/list.pdf");
        let pages = pages(house, &admin, &path).await;
        let [page] = &pages[..] else { panic!("{pages:?}") };
        let lines: Vec<&str> = page.lines().filter(|line| !line.trim().is_empty()).collect();
        let at =
            |text: &str| lines.iter().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {page}"));
        assert!(at("Ana R") < at("Ximena N"), "by first name: {page}");
        assert!(lines[at("Ana R")].contains("Debe $600"), "{page}");
        assert!(lines[at("Ximena N")].contains(&ximena.code[..4]), "{page}");
        for said in ["Ruido blanco", "28 de noviembre", "Hoja 1 de 1", "Impresa 28 nov, 21:10"] {
            at(said);
        }
        for hidden in ["Beto", "Núñez", "Ruiz", "5512345678", "5678", "ximena@example.mx", &ximena.code] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
        let size = |paper: &str| {
            let file = house.folder.join("list.pdf");
            let said = Command::new("pdfinfo").arg(file).output().expect("pdfinfo").stdout;
            assert!(String::from_utf8_lossy(&said).contains(paper), "{}", String::from_utf8_lossy(&said));
        };
        size("612 x 792 pts (letter)");
        self::pages(house, &admin, &format!("{path}?paper=a4")).await;
        size("(A4)");
    })
    .await;
}

#[tokio::test]
async fn forty_lines_are_a_page_and_each_page_says_which_it_is() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let path = format!("/concerts/{concert}/door/list.pdf");
        let empty = pages(house, &admin, &path).await;
        assert!(empty.len() == 1 && empty[0].contains("Hoja 1 de 1"), "{empty:?}");
        for nth in 1..=39 {
            house.ticket(&admin, &concert, &format!("Fan {}", char::from(b'A' + nth % 26)), &[]).await;
        }
        // Thirty places take three lines of boxes: 42 lines in all.
        house.ticket(&admin, &concert, "Zoe Grupo", &[("admits", "30")]).await;
        let two = pages(house, &admin, &path).await;
        assert_eq!(two.len(), 2, "{two:?}");
        assert!(two[0].contains("Hoja 1 de 2") && two[1].contains("Hoja 2 de 2"), "{two:?}");
        assert!(two.iter().all(|page| page.contains("Ruido blanco") && page.contains("Impresa ")), "{two:?}");
        assert_eq!(two[0].matches("Fan ").count(), 39);
    })
    .await;
}

#[tokio::test]
async fn marks_typed_back_in_are_shown_first_and_written_once() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        let group = house.ticket(&admin, &concert, "Beto Luna", &[("admits", "3")]).await;
        let inside = house.ticket(&admin, &concert, "Caro Paz", &[]).await;
        house.ticket(&admin, &concert, "Dani Sosa", &[("method", "spei")]).await;
        house.clock(NIGHT);
        let phone = house.device(&concert, "Xime", "Lupe").await;
        house.scan(&phone, &concert, &inside.code).await;
        house.scan(&phone, &concert, &group.code).await;
        let path = format!("/concerts/{concert}/door/paper");
        admin.get(&path).await.ok().says("name=\"marks\"");
        admin.post(&path, &[("marks", "nada")]).await.is(422).says("al menos un número").says("nada");
        let looked = admin.post(&path, &[("marks", "1 2x3 3 4 99")]).await.ok();
        let looked = looked.says("Anotar 3 entradas").says("Ana R").says("Entran 2").says("1").says("Por pagar");
        let looked = looked.says("Ya entró: no se anota otra vez").says("No hay boleto con ese número");
        assert_eq!(house.one("select count(*) from scan").await, "2", "looking writes nothing");
        let (request, at) = (looked.field("request"), looked.field("at"));
        let fields = [("marks", "1 2x3 3 4 99"), ("request", &*request), ("at", &*at), ("step", "write")];
        let done = admin.post(&path, &fields).await.ok().says("Se anotaron 3 entradas").says("Entraron 2");
        done.says("21:10, con Lupe").says("Por pagar");
        let counted = "select count(*) || ' ' || (select count(*) from scan) from admission";
        let after = house.one(counted).await;
        assert_eq!(after, "5 8");
        assert_eq!(house.all("select distinct source from scan order by source").await, ["camera", "paper"]);
        let typed = "select subject from trail where did = 'POST /concerts/{concert}/door/paper'";
        assert_eq!(house.all(typed).await, [concert.as_str()], "it is on the trail, where looking is not");
        admin.post(&path, &fields).await.ok().says("Se anotaron 3 entradas");
        assert_eq!(house.one(counted).await, after, "the same form writes once");
        admin.post(&path, &[("marks", "1 2")]).await.ok().hides("Anotar ");
        let wrong = [("marks", "1"), ("request", "x"), ("at", "x"), ("step", "write")];
        admin.post(&path, &wrong).await.is(422);
    })
    .await;
}
