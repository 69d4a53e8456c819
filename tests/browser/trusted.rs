//! Over HTTPS on the local network: a phone that trusts the machine's authority has a camera and a door without a network;
//! one that clicked the warning away has a camera only, and is told.

use std::path::Path;
use std::process::Command;

use crate::alone::{bar, reopens};
use crate::camera;
use crate::driver::{Browser, Options};
use crate::plain::issues;
use crate::process::Process;
use crate::screen::types;
use crate::{PASSWORD, folder};

/// Has a home folder's browser trust a certificate, as a person's settings do.
fn trusts(home: &Path, certificate: &Path) {
    let database = home.join(".pki/nssdb");
    std::fs::create_dir_all(&database).expect("a folder");
    let database = format!("sql:{}", database.display());
    let made = Command::new("certutil").args(["-d", &database, "-N", "--empty-password"]).status().expect("certutil");
    assert!(made.success());
    let mut add = Command::new("certutil");
    add.args(["-d", &database, "-A", "-t", "C,,", "-n", "Anomalia", "-i"]).arg(certificate);
    assert!(add.status().expect("certutil").success());
}

/// The page about trust, and the authority's certificate, over plain http.
async fn over_http(program: &Process) -> (String, String) {
    let page = program.said.iter().find_map(|line| line.split(['(', ')']).find(|part| part.starts_with("http://")));
    let page = page.expect("an address of the page about trust").to_owned();
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let get = async |path: &str| {
        client.get(format!("{page}{path}")).send().await.expect("an answer").text().await.expect("a text")
    };
    (get("").await, get("anomalia.crt").await)
}

/// The first account, made in this browser, a concert tonight, and one ticket for it: the scanner's address and the code.
async fn begins(browser: &Browser, program: &Process) -> (String, String) {
    browser.goto(program.link.as_ref().expect("a link")).await;
    browser.types("username", "Xime").await;
    browser.types("password", PASSWORD).await;
    browser.types("again", PASSWORD).await;
    browser.click("main form button").await;
    browser.arrives("/").await;
    browser.goto(&format!("{}/concerts/new", program.address)).await;
    for (name, value) in
        [("venue_name", "Sótano Ámbar"), ("venue_address", "Calle 91"), ("capacity", "100"), ("title", "Ruido")]
    {
        browser.types(name, value).await;
    }
    // Certificates are good by the world's clock, so this is told today.
    let now = anomalia::base::clock::Clock::system().now();
    let today = now.in_tz("America/Mexico_City").expect("a zone").date().to_string();
    browser.puts("day", 0, &today).await;
    browser.puts("price_amount", 0, "200").await;
    browser.puts("price_amount", 1, "250").await;
    browser.click("main form button.btn--main").await;
    browser.until("it is made", async || browser.path().await.len() == "/concerts/".len() + 26).await;
    let path = browser.path().await;
    let concert = path.rsplit('/').next().expect("an id");
    let code = issues(browser, &program.address, concert, "Mariana Quiroz").await;
    (format!("{}/scan?concert={concert}", program.address), code)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_trusts_the_authority_has_camera_and_a_door_without_a_network() {
    let (home, here) = (folder("trust-home"), folder("trust"));
    let mut program = Process::start(here.join("data"), &["--lan"], &[]);
    assert!(program.address.starts_with("https://anomalia.local:"), "{}", program.address);
    let (page, certificate) = over_http(&program).await;
    assert!(page.contains("confíe en la puerta") && page.contains(&program.address), "{page}");
    std::fs::write(here.join("anomalia.crt"), certificate).expect("written");
    trusts(&home, &here.join("anomalia.crt"));
    let film = here.join("camera.mjpeg");
    camera::nothing(&film);
    let options = Options { camera: Some(film.clone()), home: Some(home.clone()), local: true, ..Options::default() };
    let browser = Browser::open(&options).await;
    let (scanner, code) = begins(&browser, &program).await;
    browser.goto(&scanner).await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    browser
        .until("it films", async || {
            let live = "return document.getElementById('video').srcObject?.getVideoTracks()[0]?.readyState === 'live'";
            browser.run(live, vec![]).await.as_bool() == Some(true)
        })
        .await;
    browser.is_calm().await;
    program.stop();
    reopens(&browser, &program.address).await;
    assert!(types(&browser, &code, "admitted").await.contains("Decide este teléfono"));

    // Started again, the authority and the name are the same.
    let port = program.address.rsplit(':').next().expect("a port").to_owned();
    let again = Process::start(program.data.clone(), &["--lan", "--port", &port], &[]);
    assert_eq!(again.address, program.address);
    browser.until("it is handed in", async || bar(&browser).await == "Decide el servidor").await;
    for folder in [home, here] {
        let _ = std::fs::remove_dir_all(folder);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_doesn_t_find_the_name_opens_a_lent_door_by_the_number() {
    let (home, here) = (folder("number-home"), folder("number"));
    let program = Process::start(here.join("data"), &["--lan", "--lan-address", "127.0.0.1"], &[]);
    let (_, certificate) = over_http(&program).await;
    std::fs::write(here.join("anomalia.crt"), certificate).expect("written");
    trusts(&home, &here.join("anomalia.crt"));
    let options = Options { home: Some(home.clone()), local: true, ..Options::default() };
    let browser = Browser::open(&options).await;
    let (scanner, _) = begins(&browser, &program).await;
    let concert = scanner.rsplit('=').next().expect("a concert");
    browser.goto(&format!("{}/concerts/{concert}/door", program.address)).await;
    browser.types("name", "Beto").await;
    browser.click("main form button.btn--main").await;
    let trust = browser.find("#trust").await.text().await.expect("an address");
    let page = reqwest::Client::builder().no_proxy().build().expect("a client").get(&trust).send().await;
    assert!(page.expect("an answer").text().await.expect("a text").contains("confíe en la puerta"), "{trust}");
    let link = browser.find("#by-number").await.text().await.expect("a link");
    assert!(link.starts_with("https://127.0.0.1:") && link.contains("/door/open#"), "{link}");
    browser.client.delete_all_cookies().await.expect("nobody");
    browser.goto(&link).await;
    browser.click("main form button").await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    assert_eq!(bar(&browser).await, "Decide el servidor");
    for folder in [home, here] {
        let _ = std::fs::remove_dir_all(folder);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_clicked_the_warning_away_is_told_what_won_t_work() {
    let (home, here) = (folder("warned-home"), folder("warned"));
    let program = Process::start(here.join("data"), &["--lan"], &[]);
    let film = here.join("camera.mjpeg");
    camera::nothing(&film);
    let options = Options { camera: Some(film), home: Some(home.clone()), local: true, ..Options::default() };
    let browser = Browser::open(&options).await;
    // The browser shows its warning; whoever goes on does so by its own button, which for a script is these letters.
    let _ = browser.client.goto(&program.address).await;
    browser.until("it warns", async || browser.text().await.contains("not private")).await;
    let body = browser.client.find(fantoccini::Locator::Css("body")).await.expect("the warning");
    body.send_keys("thisisunsafe").await.expect("typed");
    browser.arrives("/login").await;
    let (scanner, _) = begins(&browser, &program).await;
    browser.goto(&scanner).await;
    browser.find("#door[data-roster=yes][data-shell=no]").await;
    browser.until("it is told", async || bar(&browser).await.contains("sin red no vuelve a abrir")).await;
    browser
        .until("the camera films all the same", async || {
            let live = "return document.getElementById('video').srcObject?.getVideoTracks()[0]?.readyState === 'live'";
            browser.run(live, vec![]).await.as_bool() == Some(true)
        })
        .await;
    browser.click("#more").await;
    browser.click("#check").await;
    let opens = browser.find("#ready [data-thing=opens]").await.text().await.expect("a text");
    assert!(opens.contains("certificado que el teléfono no conoce"), "{opens}");
    for folder in [home, here] {
        let _ = std::fs::remove_dir_all(folder);
    }
}
