//! The main story, with the brief's nine addresses as it wrote them: from a fan's name to a green screen at the door.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::camera;
use crate::driver::{Browser, Options};
use crate::here::PASSWORD;
use crate::process::EVENING;
use crate::process::Process;
use crate::screen::says;

/// What a step of the story is shown to: nobody, or a camera that makes a film of it.
pub trait Watch {
    async fn step(&self, browser: &Browser, seconds: f64);
}

/// The test's own: it only checks that all is calm.
pub struct Nobody;

impl Watch for Nobody {
    async fn step(&self, browser: &Browser, _: f64) {
        browser.is_calm().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_fan_s_name_to_a_green_screen_at_the_door() {
    let here = crate::here::folder("story");
    tell(&here, Options::default(), &Nobody).await;
    let _ = std::fs::remove_dir_all(here);
}

/// Tells the story in `here`.
pub async fn tell(here: &Path, options: Options, watch: &impl Watch) {
    let (film, downloads) = (here.join("camera.mjpeg"), here.join("downloads"));
    std::fs::create_dir_all(&downloads).expect("a folder");
    camera::nothing(&film);
    let program = Process::start(here.join("data"), &["--clock", EVENING], &[]);
    let browser =
        Browser::open(&Options { camera: Some(film.clone()), downloads: Some(downloads.clone()), ..options }).await;
    let at = |path: &str| format!("{}{path}", program.address);

    make_the_first_account(&browser, program.link.as_deref().expect("a link"), watch).await;
    sign_in(&browser, &at("/login"), watch).await;
    register_a_fan(&browser, &at("/fan"), watch).await;
    let concert = make_a_concert(&browser, &at("/concert"), watch).await;
    issue_a_ticket(&browser, &at("/ticket"), watch).await;

    browser.goto(&at("/ticket_generated")).await;
    browser.until("it is the ticket's page", async || browser.path().await.starts_with("/tickets/")).await;
    watch.step(&browser, 2.0).await;
    let picture = download(&browser, &downloads).await;
    let code = read_by_another_program(&picture);
    assert!(
        code.len() == 16 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        "the QR holds the code and nothing else"
    );

    camera::films(&film, &std::fs::read(&picture).expect("the picture"));
    at_the_door(&browser, &at("/scan"), &at(&concert), watch).await;

    browser.goto(&at("/consult")).await;
    browser.types("sql", "select name, phone from fans").await;
    browser.click("main form button.btn--main").await;
    browser.until("the answer is there", async || browser.text().await.contains("+525512345678")).await;
    watch.step(&browser, 1.5).await;

    browser.goto(&at("/logout")).await;
    browser.click("main form button").await;
    browser.arrives("/login").await;
    watch.step(&browser, 0.5).await;
    browser.goto(&at("/fans")).await;
    browser.arrives("/login").await;
}

async fn make_the_first_account(browser: &Browser, link: &str, watch: &impl Watch) {
    browser.goto(link).await;
    browser.types("username", "Xime").await;
    browser.types("password", PASSWORD).await;
    browser.types("again", PASSWORD).await;
    browser.is_calm().await;
    browser.click("main form button").await;
    browser.arrives("/").await;
    watch.step(browser, 0.5).await;
}

async fn sign_in(browser: &Browser, login: &str, watch: &impl Watch) {
    browser.click(".bar form[action=\"/logout\"] button").await;
    browser.arrives("/login").await;
    let address = login.trim_end_matches("/login");
    browser.signs_in(address).await;
    watch.step(browser, 1.0).await;
}

async fn register_a_fan(browser: &Browser, fan: &str, watch: &impl Watch) {
    browser.goto(fan).await;
    browser.arrives("/fans/new").await;
    browser.types("name", "Mariana Quiroz").await;
    browser.types("phone", "55 1234 5678").await;
    browser.types("email", "mariana@example.mx").await;
    browser.types("age", "26").await;
    watch.step(browser, 1.5).await;
    browser.click("main form button.btn--main").await;
    browser.until("the fan's page is open", async || browser.path().await.len() == "/fans/".len() + 26).await;
    watch.step(browser, 1.0).await;
}

/// Gives the address of the concert's page.
async fn make_a_concert(browser: &Browser, concert: &str, watch: &impl Watch) -> String {
    browser.goto(concert).await;
    browser.arrives("/concerts/new").await;
    browser.types("title", "Ruido blanco").await;
    browser.puts("day", 0, "2026-11-28").await;
    browser.puts("doors", 0, "20:00").await;
    browser.puts("start", 0, "21:00").await;
    browser.types("venue_name", "Sótano Ámbar").await;
    browser.types("venue_address", "Calle Sin Nombre 91").await;
    browser.puts("capacity", 0, "120").await;
    for (nth, (name, amount)) in [("Preventa", "200"), ("Taquilla", "250")].into_iter().enumerate() {
        browser.puts("price_name", nth, name).await;
        browser.puts("price_amount", nth, amount).await;
    }
    browser.puts("contact_name", 0, "Beto Luna").await;
    browser.puts("contact_phone", 0, "55 8765 4321").await;
    watch.step(browser, 1.5).await;
    browser.click("main form button.btn--main").await;
    browser.until("the concert's page is open", async || browser.path().await.len() == "/concerts/".len() + 26).await;
    watch.step(browser, 1.5).await;
    browser.path().await
}

async fn issue_a_ticket(browser: &Browser, ticket: &str, watch: &impl Watch) {
    browser.goto(ticket).await;
    browser.arrives("/tickets/new").await;
    browser.types("fan", "mariana").await;
    browser.click("[role=\"option\"]").await;
    assert_eq!(
        browser.find("[name=\"fan\"]").await.prop("value").await.expect("a value").as_deref(),
        Some("Mariana Quiroz")
    );
    browser.click("label:has([name=\"method\"][value=\"cash\"])").await;
    watch.step(browser, 1.5).await;
    browser.click("main form button.btn--main").await;
    browser.until("the ticket's page is open", async || browser.path().await.len() == "/tickets/".len() + 26).await;
    let notice = browser.find(".notice--done").await.text().await.expect("a text");
    assert!(notice.contains("Mariana Quiroz"), "{notice}");
    watch.step(browser, 2.5).await;
}

async fn download(browser: &Browser, folder: &Path) -> std::path::PathBuf {
    browser.click("main a[download]").await;
    let found = || {
        let files = std::fs::read_dir(folder).expect("the folder").flatten().map(|file| file.path());
        files.into_iter().find(|path| path.extension().is_some_and(|end| end == "png"))
    };
    browser.until("the picture is downloaded", async || found().is_some()).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    found().expect("a picture")
}

pub fn read_by_another_program(picture: &Path) -> String {
    let output =
        Command::new("zbarimg").args(["--raw", "-q"]).arg(picture).output().expect("zbarimg; bin/test installs it");
    String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned()
}

/// Filmed once: green, and counted on the concert's page without reloading. Filmed again: refused, with the first time.
async fn at_the_door(browser: &Browser, scan: &str, concert: &str, watch: &impl Watch) {
    let inside = async || browser.find("[data-live-key=\"inside\"]").await.text().await.unwrap_or_default();
    let door = browser.client.window().await.expect("a window");
    let other = browser.client.new_window(true).await.expect("another window").handle;
    browser.client.switch_to_window(other.clone()).await.expect("there");
    browser.goto(concert).await;
    assert_eq!(inside().await, "0");
    browser.run("window.stillTheSame = true", vec![]).await;
    watch.step(browser, 1.0).await;

    browser.client.switch_to_window(door.clone()).await.expect("back");
    browser.goto(scan).await;
    let said = says(browser, "admitted").await;
    assert!(said.contains("Mariana Q"), "{said}");
    watch.step(browser, 1.4).await;

    browser.client.switch_to_window(other).await.expect("there");
    browser.until("one is counted in", async || inside().await == "1").await;
    assert_eq!(browser.run("return window.stillTheSame === true", vec![]).await, true, "without reloading");
    watch.step(browser, 1.5).await;
    browser.client.close_window().await.expect("closed");

    browser.client.switch_to_window(door).await.expect("back");
    browser.goto(scan).await;
    let said = says(browser, "already_used").await;
    assert!(said.contains("20:3"), "the time of the first: {said}");
    watch.step(browser, 2.5).await;
}
