//! What a screen reader is given of the door: Chromium's own accessibility tree, in both languages, worked by keyboard.

use serde_json::{Value, json};

use crate::driver::{Browser, Options};
use crate::opened;
use crate::plain::issues;

/// What can be operated, and what speaks up by itself.
const OPERATED: [&str; 8] = ["button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton"];

/// What is read out of the page, of each sheet, of a search, of the code's field, and of a verdict.
const TOLD: [&str; 16] = [
    "button Entran, button Buscar, button Teclear, button Vender, button Más, link Ruido blanco, button Volver a intentar, button Elegir una foto",
    "Más: button Cerrar, button ¿Listo?, button Mostrar a quién dejé pasar",
    "¿Listo?: button Cerrar, button Tocar un sonido, button Probar",
    "A quién dejé pasar: button Cerrar",
    "Vender y que pase: button Cerrar, textbox Nombre, si lo dice, button Cobré $200: pasa, button Una menos, button Una más, radio Preventa $200, radio Taquilla $250, radio Efectivo, radio Tarjeta, radio SPEI",
    "button Cerrar, textbox Nombre, número o código corto, button Mariana Q. N.º 1",
    "button Cerrar, textbox El código del boleto, button Preguntar, button Buscar por nombre",
    "alert: Pasa. Mariana Q. N.º 1. Decide el servidor.; button Deshacer",
    "button Going in, button Search, button Type, button Sell, button More, link Ruido blanco, button Try again, button Choose a photo",
    "More: button Close, button Ready?, button Show whom I let in",
    "Ready?: button Close, button Play a sound, button Try",
    "Whom I let in: button Close",
    "Sell and let in: button Close, textbox Name, if they say it, button I took $200: go in, button One less, button One more, radio Preventa $200, radio Taquilla $250, radio Cash, radio Card, radio SPEI",
    "button Close, textbox Name, number or short code, button Beto L. No. 2",
    "button Close, textbox The ticket's code, button Ask, button Search by name",
    "alert: Go in. Beto L. No. 2. The server decides.; button Undo",
];

/// Role and name of everything that isn't left out of the tree, in the order in which it is read.
async fn tree(browser: &Browser) -> Vec<(String, String)> {
    browser.tell("Accessibility.enable", json!({})).await;
    let nodes = browser.tell("Accessibility.getFullAXTree", json!({})).await;
    let word = |node: &Value, key: &str| node[key]["value"].as_str().unwrap_or_default().trim().to_owned();
    let nodes = nodes["nodes"].as_array().cloned().unwrap_or_default();
    nodes.iter().filter(|node| node["ignored"] != true).map(|node| (word(node, "role"), word(node, "name"))).collect()
}

/// What can be operated, as it is read out: `button Buscar, button Código`.
fn operated(tree: &[(String, String)]) -> String {
    let all = tree.iter().filter(|(role, _)| OPERATED.contains(&role.as_str()));
    all.map(|(role, name)| format!("{role} {name}")).collect::<Vec<_>>().join(", ")
}

/// Presses Tab until the keyboard is at this element.
async fn reaches(browser: &Browser, css: &str) {
    for _ in 0..30 {
        browser.presses("Tab").await;
        let at = browser.run("return document.activeElement.matches(arguments[0])", vec![css.into()]).await;
        if at == true {
            return;
        }
    }
    panic!("Tab doesn't come to {css}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_door_is_told_in_both_languages_to_whoever_doesn_t_see_it() {
    let (program, member) = opened("spoken").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let mut told = Vec::new();
    let fans = [("es", "Mariana Quiroz"), ("en", "Beto Luna")];
    // Before anything is opened: a phone that is about to sell holds numbers.
    let mut codes = Vec::new();
    for (_, fan) in fans {
        codes.push(issues(&browser, &program.address, &concert, fan).await);
    }
    for ((language, fan), code) in fans.into_iter().zip(codes) {
        browser.goto(&format!("{}/account", program.address)).await;
        browser.run(&format!("document.querySelector('button.link[lang={language}]')?.click()"), vec![]).await;
        browser.find(&format!("html[lang={language}]")).await;
        browser.goto(&format!("{}/scan", program.address)).await;
        browser.find("#door[data-roster=yes][data-shell=yes]").await;
        told.push(operated(&tree(&browser).await));
        for (button, sheet) in [("more", "more-sheet"), ("check", "ready"), ("show", "showing"), ("sell", "selling")] {
            let way = if matches!(button, "check" | "show") { &["more", button][..] } else { &[button][..] };
            for step in way {
                reaches(&browser, &format!("#{step}")).await;
                browser.presses("Enter").await;
            }
            browser.find(&format!("#{sheet}[open]")).await;
            let tree = tree(&browser).await;
            let dialog = tree.iter().find(|(role, _)| role == "dialog").expect("a dialog");
            told.push(format!("{}: {}", dialog.1, operated(&tree)));
            browser.presses("Escape").await;
        }
        reaches(&browser, "#find").await;
        browser.presses("Enter").await;
        browser
            .find("#search-words")
            .await
            .send_keys(fan.split(' ').next_back().expect("a name"))
            .await
            .expect("typed");
        browser.find("#search .found").await;
        told.push(operated(&tree(&browser).await));
        browser.presses("Escape").await;
        reaches(&browser, "#type").await;
        browser.presses("Enter").await;
        browser.find("#typing-code").await.send_keys(&code).await.expect("typed");
        told.push(operated(&tree(&browser).await));
        browser.presses("Enter").await;
        browser.find("#verdict.verdict--admitted:not([hidden])").await;
        let spoken = tree(&browser).await;
        let at = spoken.iter().position(|(role, _)| role == "alert").expect("an alert");
        let word = spoken[at..].iter().find(|(role, _)| role == "StaticText").map(|(_, said)| said.clone());
        told.push(format!("alert: {}; {}", word.unwrap_or_default(), operated(&spoken)));
        browser.presses("Escape").await;
    }
    let codes = told.iter().map(|line| line.split(" · ").next().unwrap_or_default());
    assert_eq!(codes.collect::<Vec<_>>(), TOLD, "\n{}", told.join("\n"));
}
