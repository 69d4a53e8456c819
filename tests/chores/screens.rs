//! A picture of every page: two sizes, two languages, day and night.

use std::collections::{BTreeMap, VecDeque};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::driver::{Browser, Options};
use crate::here::PASSWORD;
use crate::process::Process;
use crate::wanted;

/// An address without its ids, so that one page of each kind is pictured.
fn kind(path: &str) -> String {
    let plain = path.split(['?', '#']).next().unwrap_or_default();
    let id =
        |part: &str| part.len() == 26 && part.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    plain.split('/').map(|part| if id(part) { "id" } else { part }).collect::<Vec<_>>().join("/")
}

/// One address of each kind that can be reached from the first page.
async fn reached(browser: &Browser, address: &str) -> Vec<String> {
    let links = "return [...document.querySelectorAll('a[href^=\"/\"]:not([download])')].map((one) => one.getAttribute('href'))";
    let (mut kinds, mut waiting): (BTreeMap<String, String>, VecDeque<String>) = Default::default();
    waiting.push_back("/".to_owned());
    for more in ["/fans/import", "/tickets/list", "/door/open", "/nada-aqui", "/consult?q=loyal", "/logout"] {
        waiting.push_back(more.to_owned());
    }
    while let Some(path) = waiting.pop_front() {
        let file = path.split('?').next().is_some_and(|path| path.contains('.'));
        if file || kinds.contains_key(&kind(&path)) {
            continue;
        }
        kinds.insert(kind(&path), path.clone());
        browser.goto(&format!("{address}{path}")).await;
        let found = browser.run(links, vec![]).await;
        waiting.extend(found.as_array().into_iter().flatten().filter_map(|link| link.as_str().map(str::to_owned)));
    }
    kinds.into_values().collect()
}

/// Pictures every page of the data in `ANOMALIA_SCREENS_DATA` into the folder that `ANOMALIA_SCREENS` names.
pub async fn screens() {
    let into = wanted("ANOMALIA_SCREENS");
    let data = PathBuf::from(std::env::var("ANOMALIA_SCREENS_DATA").expect("the demo's data: run bin/screens"));
    let mut adding = Command::new(env!("CARGO_BIN_EXE_anomalia"));
    let adding =
        adding.arg("--data").arg(&data).args(["admin", "add", "Xime"]).stdin(Stdio::piped()).stderr(Stdio::null());
    let mut adding = adding.spawn().expect("the program");
    adding.stdin.take().expect("its input").write_all(PASSWORD.as_bytes()).expect("a password");
    // Who has the name already keeps it.
    let _ = adding.wait();
    let program = Process::start(data, &[], &[]);
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let pages = reached(&browser, &program.address).await;
    for (width, height) in [(360, 740), (1280, 800)] {
        browser.phone(width, height).await;
        for (language, theme) in [("es", "day"), ("es", "night"), ("en", "day"), ("en", "night")] {
            for (name, value) in [("language", language), ("theme", theme)] {
                browser
                    .tell("Network.setCookie", json!({ "name": name, "value": value, "url": program.address }))
                    .await;
            }
            for path in &pages {
                browser.goto(&format!("{}{path}", program.address)).await;
                let shot =
                    browser.tell("Page.captureScreenshot", json!({ "captureBeyondViewport": path != "/scan" })).await;
                let bytes = STANDARD.decode(shot["data"].as_str().expect("a picture")).expect("base64");
                let name = kind(path).trim_matches('/').replace('/', "_");
                let name = if name.is_empty() { "home".to_owned() } else { name };
                std::fs::write(into.join(format!("{name}.{language}.{theme}.{width}.png")), bytes).expect("a file");
            }
        }
    }
    println!("{} pages in {}", pages.len(), into.display());
}
