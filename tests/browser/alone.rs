//! A phone on its own: the server is gone, the page is closed and opened again, and the door goes on.

use std::process::Command;
use std::time::Instant;

use crate::camera;
use crate::driver::{Browser, Options};
use crate::plain::issues;
use crate::process::Process;
use crate::screen::{is_free, says, types};
use crate::{EVENING, PASSWORD, folder, opened};

/// What the bar says, without the hour of the list.
pub async fn bar(browser: &Browser) -> String {
    let whole = browser.find("#decider").await.text().await.unwrap_or_default();
    whole.split(" · lista de las ").next().unwrap_or_default().to_owned()
}

/// Closes the page and opens the scanner again, as from the phone's home screen.
pub async fn reopens(browser: &Browser, address: &str) {
    let before = browser.client.window().await.expect("a window");
    let next = browser.client.new_window(true).await.expect("another").handle;
    browser.client.switch_to_window(before).await.expect("back");
    browser.client.close_window().await.expect("closed");
    browser.client.switch_to_window(next).await.expect("there");
    browser.goto(&format!("{address}/scan")).await;
    browser.find("#door[data-ready=yes]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_goes_on_without_the_server_and_hands_in_each_scan_once() {
    let (mut program, member) = opened("alone").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let here = folder("alone-film");
    let film = here.join("camera.mjpeg");
    camera::nothing(&film);
    let browser = Browser::open(&Options { camera: Some(film.clone()), ..Options::default() }).await;
    browser.signs_in(&program.address).await;
    let mut codes = Vec::new();
    for name in ["Mariana Quiroz", "Beto Luna", "Caro Sol"] {
        codes.push(issues(&browser, &program.address, &concert, name).await);
    }
    let picture = member.get(&format!("{}.png", browser.path().await)).await.ok().bytes;
    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    assert!(types(&browser, &codes[0], "admitted").await.contains("Decide el servidor"));
    browser.is_calm().await;

    program.stop();
    assert!(types(&browser, &codes[1], "admitted").await.contains("Decide este teléfono"), "before it is closed");
    // The film is changed while nobody watches it.
    browser.goto("about:blank").await;
    camera::films(&film, &picture);
    reopens(&browser, &program.address).await;
    let said = says(&browser, "admitted").await;
    assert!(said.contains("Caro S") && said.contains("Decide este teléfono"), "{said}");
    browser.goto("about:blank").await;
    camera::nothing(&film);
    reopens(&browser, &program.address).await;
    for used in &codes {
        types(&browser, used, "already_used").await;
    }
    types(&browser, "0000-0000-0000-0000", "unknown").await;
    browser.find("#decider.decider--phone").await;
    is_free(&browser).await;
    browser.click("#find").await;
    browser.find("#search-words").await.send_keys("alberto").await.expect("typed");
    let found = browser.find("#search .found").await.text().await.expect("a text");
    assert!(
        found.contains("Beto L") && found.contains("ya entró"),
        "by what he is called, from the list here: {found}"
    );
    browser.click("#search [data-close]").await;
    assert!(bar(&browser).await.contains("6 sin enviar"), "{}", bar(&browser).await);
    reopens(&browser, &program.address).await;
    browser.until("they are all there still", async || bar(&browser).await.contains("6 sin enviar")).await;

    let port = program.address.rsplit(':').next().expect("a port").to_owned();
    let again = Process::start(program.data.clone(), &["--clock", EVENING, "--port", &port], &[]);
    assert_eq!(again.address, program.address, "at the same address");
    browser.until("the server decides again", async || bar(&browser).await == "Decide el servidor").await;
    let sql = "select count(*) || ' scans, ' || count(phone_verdict) || ' by the phone, '
               || (select count(*) from admission) || ' inside' as night from scan";
    browser.goto(&format!("{}/consult", program.address)).await;
    browser.types("sql", sql).await;
    browser.click("main form button.btn--main").await;
    browser.find("main table").await;
    let text = browser.text().await;
    assert!(text.contains("7 scans, 6 by the phone, 3 inside"), "{text}");
    let _ = std::fs::remove_dir_all(here);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_row_is_set_aside_and_said() {
    let (mut program, member) = opened("damaged").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;
    browser.goto(&format!("{}/scan", program.address)).await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
    program.stop();
    types(&browser, &code, "admitted").await;
    types(&browser, &code, "already_used").await;
    let script = "const opened = indexedDB.open('door-' + arguments[0]);
        return new Promise((done) => {
          opened.onsuccess = () => {
            const tx = opened.result.transaction('queue', 'readwrite');
            tx.objectStore('queue').openCursor().onsuccess = ({ target }) => {
              const row = target.result.value;
              target.result.update({ ...row, text: row.text.replace('entry', 'extra') });
            };
            tx.oncomplete = () => done(opened.result.close());
          };
        });";
    browser.run(script, vec![concert.as_str().into()]).await;
    reopens(&browser, &program.address).await;
    browser
        .until("one is sent later, one is set aside", async || {
            bar(&browser).await == "Decide este teléfono · 1 sin enviar · apartados por dañados: 1"
        })
        .await;
    assert!(kept(&browser, &concert).await.contains("damaged 1, meta 1, places 0, queue 1"));
}

/// How many rows each store of this phone holds, and how many shells.
pub async fn kept(browser: &Browser, concert: &str) -> String {
    let script = "const opened = indexedDB.open('door-' + arguments[0]);
        return new Promise((done) => {
          opened.onsuccess = () => {
            const tx = opened.result.transaction([...opened.result.objectStoreNames]);
            const counts = [...tx.objectStoreNames].map((name) => [name, tx.objectStore(name).count()]);
            tx.oncomplete = async () => {
              const shells = (await caches.keys()).length;
              opened.result.close();
              done(counts.map(([name, count]) => `${name} ${count.result}`).join(', ') + `, shells ${shells}`);
            };
          };
        });";
    browser.run(script, vec![concert.into()]).await.as_str().unwrap_or_default().to_owned()
}

/// All that this phone keeps of the roster, as it lies there.
async fn raw(browser: &Browser, concert: &str) -> String {
    let script = "const opened = indexedDB.open('door-' + arguments[0]);
        return new Promise((done) => {
          opened.onsuccess = () => {
            const tx = opened.result.transaction(['roster', 'meta']);
            const all = ['roster', 'meta'].map((name) => tx.objectStore(name).getAll());
            tx.oncomplete = () => {
              opened.result.close();
              done(JSON.stringify(all.map(({ result }) => result)));
            };
          };
        });";
    browser.run(script, vec![concert.into()]).await.as_str().unwrap_or_default().to_owned()
}

/// Lends the door to this browser, as a friend's phone that nobody has signed in on.
pub async fn is_lent(browser: &Browser, program: &Process, now: &str, name: &str, more: &[&str]) {
    let mut lend = Command::new(env!("CARGO_BIN_EXE_anomalia"));
    let lent = lend
        .arg("--data")
        .arg(&program.data)
        .args(["--clock", now, "door", "lend", "Ruido", "--name", name])
        .args(more)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&lent.stdout).into_owned();
    let secret = said.split("/door/open#").nth(1).and_then(|rest| rest.split_whitespace().next());
    let secret = secret.unwrap_or_else(|| panic!("no link: {said} {}", String::from_utf8_lossy(&lent.stderr)));
    browser.goto(&format!("{}/door/open#{secret}", program.address)).await;
    browser.click("main form button").await;
    browser.find("#door[data-roster=yes][data-shell=yes]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_whose_door_has_ended_forgets_all_of_it() {
    let begun = Instant::now();
    let (program, member) = opened("ended").await;
    let concert = member.concert(&[("price_until", "")]).await;
    let browser = Browser::open(&Options::default()).await;
    browser.signs_in(&program.address).await;
    let code = issues(&browser, &program.address, &concert, "Mariana Quiroz").await;
    member.fan("Caro Sol", &[("phone", "55 1234 5678"), ("email", "caro@example.mx")]).await;
    browser.client.delete_all_cookies().await.expect("nobody");
    let nothing = "damaged 0, meta 0, places 0, queue 0, roster 0, self 0, shells 0";
    let mut password = PASSWORD.to_owned();
    for (open, verdict) in [(true, "admitted"), (false, "already_used")] {
        // A door lent before its lender's password was changed is dead, so the hour must be the program's own.
        let now = EVENING.parse::<jiff::Timestamp>().expect("a time") + begun.elapsed();
        is_lent(&browser, &program, &now.to_string(), "Beto", &[]).await;
        let held = kept(&browser, &concert).await;
        assert!(held.contains("meta 1, places 0, queue 0, roster 1,") && held.ends_with("shells 1"), "{held}");
        let raw = raw(&browser, &concert).await;
        assert!(raw.contains("Mariana") && raw.contains("\"qui\""), "{raw}");
        for secret in ["Quiroz", "12345678", "example.mx", &*code.replace('-', "")] {
            assert!(!raw.contains(secret), "{secret} in {raw}");
        }
        types(&browser, &code, verdict).await;
        if !open {
            browser.goto(&format!("{}/login", program.address)).await;
        }
        let next = format!("{password}-otra");
        let change = [("present", &*password), ("password", &*next), ("again", &*next)];
        member.post("/account/password", &change).await.is(303);
        member.signed_in().await;
        password = next;
        if open {
            browser.until("it says so", async || bar(&browser).await.contains("ya no tiene esta puerta")).await;
        } else {
            browser.goto(&format!("{}/scan", program.address)).await;
            browser.arrives("/login").await;
        }
        browser.until("all is forgotten", async || kept(&browser, &concert).await == nothing).await;
    }
}
