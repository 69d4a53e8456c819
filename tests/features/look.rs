//! The band's look, changed on its page: seen before it is kept, written whole to the brand's folder, refused where it
//! couldn't be read, and taken back.

use anomalia::base::brand::Brand;

use crate::house::{Answer, Visitor, on_sqlite};

const FIELDS: [&str; 10] =
    ["name", "place", "ink", "bone", "signal", "signal_ink", "link_label", "link_url", "ticket_es", "ticket_en"];

/// The page's form as it stands, with these fields changed.
async fn keeps(admin: &Visitor, changes: &[(&str, &str)]) -> Answer {
    let page = admin.get("/look").await.ok();
    let mut fields: Vec<(String, String)> = Vec::new();
    for name in FIELDS {
        fields.push((name.to_owned(), page.field(name)));
    }
    for name in ["display", "body", "mono"] {
        let options = page.between(&format!("name=\"{name}\">"), "</select>");
        let chosen = options.split("selected>").nth(1).and_then(|rest| rest.split('<').next()).expect("one is chosen");
        fields.push((name.to_owned(), chosen.to_owned()));
    }
    for name in ["message_es", "message_en"] {
        let area = page.between(&format!("id=\"{name}\""), "</textarea>");
        fields.push((name.to_owned(), area.split_once('>').expect("a text").1.to_owned()));
    }
    fields.retain(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    fields.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    admin.post("/look", &fields).await
}

/// A ticket's picture of a look before it is kept, with this colour of ink.
async fn drawn(admin: &Visitor, ink: &str) -> Answer {
    let page = admin.get("/look").await.ok();
    let query = page.between("data-sample-of=\"", "\"").replace("ink=%23111014", &format!("ink=%23{ink}"));
    admin.get(&format!("/look/draft.png?{query}")).await
}

#[tokio::test]
async fn a_look_is_written_to_the_brand_s_folder_and_worn_at_once() {
    on_sqlite(async |house| {
        let admin = house.admin().await;
        let folder = house.folder.join("brand");
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana Ruiz", &[]).await;
        let picture = format!("/tickets/{}.png", ticket.id);
        let before = admin.get(&picture).await.ok().bytes;
        assert!(!folder.exists());
        keeps(&admin, &[("name", "Los Otros"), ("ink", "#10203f"), ("display", "Shrikhand")]).await.to("/look");
        let written = Brand::load(Some(&folder)).unwrap_or_else(|lines| panic!("{lines:?}"));
        assert_eq!((&*written.name, &*written.fonts.families.display), ("Los Otros", "Shrikhand"));
        assert!(
            folder.join("fonts/Shrikhand-Regular.ttf").is_file() && folder.join("fonts/OFL-Shrikhand.txt").is_file()
        );
        house.nobody().get("/login").await.ok().says("Los Otros");
        let css = house.nobody().get("/brand.css").await.ok();
        css.says("--ink: #10203f").says("\"Shrikhand\"");
        assert_ne!(admin.get(&picture).await.ok().bytes, before, "the ticket wears it too");
        // And whoever starts on that folder wears it.
        assert_eq!(
            Brand::load(house.app.config.brand_dir().as_deref()).map(|brand| brand.name).ok().as_deref(),
            Some("Los Otros")
        );
        // A second change keeps the first beside it; back, and back again.
        keeps(&admin, &[("name", "Los Terceros")]).await.to("/look");
        house.nobody().get("/login").await.ok().says("Los Terceros");
        for name in ["Los Otros", "Los Terceros"] {
            admin.post("/look/back", &[]).await.to("/look");
            house.nobody().get("/login").await.ok().says(name);
        }
    })
    .await;
}

#[tokio::test]
async fn what_can_t_be_read_is_refused_in_words_and_nothing_is_written() {
    on_sqlite(async |house| {
        let admin = house.admin().await;
        let answer = keeps(&admin, &[("ink", "#c8c0b0"), ("name", "Pálidos")]).await.is(422);
        answer
            .says("Con esos colores no se lee")
            .says("No se lee, 1.")
            .says("value=\"Pálidos\"")
            .says("value=\"#c8c0b0\"");
        keeps(&admin, &[("name", " ")]).await.is(422).says("Escribe el nombre de la banda");
        keeps(&admin, &[("message_es", "Hola {nombre}. ¿Llegó?")]).await.is(422).says("Entre llaves solo puede ir");
        keeps(&admin, &[("message_en", "Here it is.")]).await.is(422).says("terminar con una pregunta");
        keeps(&admin, &[("link_url", "javascript:alert(1)")]).await.is(422).says("https://");
        keeps(&admin, &[("ink", "red;}*{display:none")]).await.is(422).says("Elige un color");
        let long = "Las Muy Nobles y Muy Leales Orquestas del Valle de México";
        keeps(&admin, &[("name", long), ("display", "Dela Gothic One")])
            .await
            .is(422)
            .says("El nombre no cabe")
            .says(long);
        assert!(!house.folder.join("brand").exists() && !house.folder.join("brand.new").exists());
        // A draft in an address reaches the style sheet as colours and known families only.
        let css =
            admin.get("/look/draft.css?ink=red%7D*%7Bdisplay%3Anone&display=%22%3B%7Devil&bone=%23ffffff").await.ok();
        css.says("--bone: #ffffff").hides("display:none").hides("evil");
        for path in ["/look", "/look/draft.css", "/look/draft.png", "/look/fonts/Anton-Regular.ttf"] {
            house.nobody().get(path).await.refused();
        }
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_seen_before_it_is_kept_and_only_looked_at() {
    on_sqlite(async |house| {
        let admin = house.admin().await;
        let (now, blue) = (drawn(&admin, "111014").await.ok(), drawn(&admin, "000055").await.ok());
        assert!(now.bytes.starts_with(b"\x89PNG") && now.bytes != blue.bytes);
        drawn(&admin, "c8c0b0").await.is(422);
        admin.get("/look/fonts/Shrikhand-Regular.ttf").await.ok();
        admin.get("/look/fonts/..%2Fbrand.toml").await.is(404);
        keeps(&admin, &[("name", "Miradas"), ("did", "see")]).await.ok().says("Miradas");
        assert!(!house.folder.join("brand").exists());
        house.nobody().get("/login").await.ok().hides("Miradas");
    })
    .await;
}

#[tokio::test]
async fn a_logo_is_taken_as_a_drawing_and_nothing_else() {
    on_sqlite(async |house| {
        let admin = house.admin().await;
        let good = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30"><path d="M2 2h26v26H2z" fill="currentColor"/></svg>"#;
        admin.upload("/look/logo", "logo.svg", good).await.to("/look");
        house.nobody().get("/login").await.ok().says("M2 2h26v26H2z");
        let evil = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script><path d="M0 0h9v9z"/></svg>"#;
        for wrong in [&b"<html>"[..], b"\x89PNG\r\n", evil, &[b' '; 300 << 10]] {
            let answer = admin.upload("/look/logo", "logo.svg", wrong).await;
            assert!(answer.status == 303 || answer.status == 422, "{}", answer.short());
        }
        house.nobody().get("/login").await.ok().says("M2 2h26v26H2z").hides("alert(1)");
    })
    .await;
}
