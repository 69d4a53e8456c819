//! The ticket as a fan gets it, read by others' programs: zbarimg and pdftotext.

use std::path::Path;
use std::process::Command;

use crate::house::on_both;

/// What a program of this machine says about a file.
fn said_by(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program).args(arguments).arg(file).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; bin/test installs it"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn the_picture_s_code_is_the_ticket_s_and_nothing_else() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let names = ["Ana", "Xóchitl Guadalupe Hernández-Villaseñor y Gutiérrez de la Concepción", "Ли Ñandú"];
        for name in names {
            let ticket = house.ticket(&admin, &concert, name, &[]).await;
            let picture = admin.get(&format!("/tickets/{}.png", ticket.id)).await.ok();
            assert_eq!(picture.header("content-type"), "image/png");
            assert!(!picture.header("content-disposition").contains(&ticket.code));
            let file = house.folder.join("ticket.png");
            std::fs::write(&file, &picture.bytes).expect("written");
            let size = image::load_from_memory(&picture.bytes).expect("a picture");
            assert!(size.width() >= 1000, "{}", size.width());
            assert_eq!(said_by("zbarimg", &["--raw", "-q"], &file), format!("{}\n", ticket.code), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_paper_says_the_fan_s_name_in_letters() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ximena Núñez", &[]).await;
        let paper = admin.get(&format!("/tickets/{}.pdf", ticket.id)).await.ok();
        assert_eq!(paper.header("content-type"), "application/pdf");
        let file = house.folder.join("ticket.pdf");
        std::fs::write(&file, &paper.bytes).expect("written");
        let text = Command::new("pdftotext").arg(&file).arg("-").output().expect("pdftotext; bin/test installs it");
        let text = String::from_utf8_lossy(&text.stdout).to_lowercase();
        assert!(text.contains("ximena") && text.contains("núñez"), "{text}");
        let sheet = admin.get(&format!("/tickets/sheet.pdf?concert={concert}")).await.ok();
        assert!(sheet.bytes.starts_with(b"%PDF-"));
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_drawn_anew_when_the_concert_moves() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        let path = format!("/tickets/{}.png", ticket.id);
        let before = admin.get(&path).await.ok().bytes;
        assert_eq!(admin.get(&path).await.ok().bytes, before);
        let venue = house.one("select venue_id from concert").await;
        let fields = [
            ("venue", &*venue),
            ("day", "2026-12-05"),
            ("doors", "20:00"),
            ("start", "21:00"),
            ("timezone", "America/Mexico_City"),
            ("capacity", "100"),
            ("tickets", "stay"),
        ];
        house.clock("2026-11-20T18:01:00Z");
        admin.post(&format!("/concerts/{concert}/move"), &fields).await.is(303);
        let after = admin.get(&path).await.ok().bytes;
        assert_ne!(after, before);
        let file = house.folder.join("ticket.png");
        std::fs::write(&file, after).expect("written");
        assert_eq!(said_by("zbarimg", &["--raw", "-q"], &file), format!("{}\n", ticket.code), "it stays valid");
    })
    .await;
}
