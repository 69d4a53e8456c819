//! Debian's Chromium and its driver, and a person's few gestures.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::here::PASSWORD;

/// How a browser is to be.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What its camera films, as motion JPEG.
    pub camera: Option<PathBuf>,
    pub downloads: Option<PathBuf>,
    pub without_script: bool,
    /// The home folder that it has, with what its owner trusts.
    pub home: Option<PathBuf>,
    /// The machine's name on the local network is this very machine.
    pub local: bool,
    /// The folder that it keeps everything in, also after its end; a new one if none.
    pub profile: Option<PathBuf>,
    /// The width and height of its window; a laptop's if none.
    pub size: Option<(u32, u32)>,
}

/// A browser, closed when it is dropped.
pub struct Browser {
    pub client: Client,
    pub http: reqwest::Client,
    driver: Child,
    /// Of its driver.
    pub port: u16,
    pub session: String,
    /// Whether pages may run scripts in it.
    scripted: bool,
}

impl Browser {
    pub async fn open(options: &Options) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        let mut command = Command::new("chromedriver");
        // Nothing of ours may stay open in it: a test that fails would then never end.
        command.arg(format!("--port={port}")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.envs(options.home.as_ref().map(|home| ("HOME", home)));
        let driver = command.process_group(0).spawn().expect("chromedriver; bin/test installs it");
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "chromedriver doesn't answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let capabilities = capabilities(options).as_object().expect("an object").clone();
        let mut client = ClientBuilder::new(HttpConnector::new());
        client.capabilities(capabilities);
        let client = client.connect(&format!("http://127.0.0.1:{port}")).await.expect("a browser");
        let session = client.session_id().await.expect("an answer").expect("a session");
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let browser = Self { client, http, driver, port, session, scripted: !options.without_script };
        if !options.without_script {
            let source = "document.addEventListener('securitypolicyviolation', (event) => {
                // axe-core puts styles of its own on a page.
                if (window.axe) return;
                const all = JSON.parse(sessionStorage.getItem('violations') ?? '[]');
                all.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
                sessionStorage.setItem('violations', JSON.stringify(all));
            })";
            browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
        }
        browser
    }

    /// A command of the DevTools protocol.
    pub async fn tell(&self, command: &str, parameters: Value) -> Value {
        self.ask("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    async fn ask(&self, path: &str, body: Value) -> Value {
        let address = format!("http://127.0.0.1:{}/session/{}/{path}", self.port, self.session);
        let answer = self.http.post(address).json(&body).send().await.expect("the driver answers");
        answer.json::<Value>().await.expect("JSON")["value"].clone()
    }

    /// A window of this size, as a phone has it: narrower than a desktop's window can be made.
    pub async fn phone(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": true });
        self.tell("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    pub async fn goto(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    pub async fn path(&self) -> String {
        let address = self.client.current_url().await.expect("an address");
        address.path().to_owned()
    }

    /// Waits until the address is this one.
    pub async fn arrives(&self, path: &str) {
        self.until(&format!("{path} is open"), async || self.path().await == path).await;
    }

    /// Waits until something is so.
    pub async fn until(&self, what: &str, so: impl AsyncFn() -> bool) {
        let begun = Instant::now();
        while !so().await {
            if begun.elapsed() > Duration::from_secs(20) {
                let text = self.text().await;
                panic!("after 20 s it still isn't so that {what}; at {} stands: {text}", self.path().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The first element of a selector, once it is there.
    pub async fn find(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(Duration::from_secs(20)).for_element(Locator::Css(css)).await;
        match found {
            Ok(found) => found,
            Err(error) => panic!("{css} at {}: {error}; there stands: {}", self.path().await, self.text().await),
        }
    }

    pub async fn click(&self, css: &str) {
        let found = self.find(css).await;
        self.until(&format!("{css} shows"), async || found.is_displayed().await.unwrap_or_default()).await;
        // The door lets taps pass unheard for a moment after its screen has changed.
        let hears = "return document.querySelector('[data-blind]') === null";
        self.until("taps are heard", async || !self.scripted || self.run(hears, vec![]).await == true).await;
        found.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// What can be read on the page.
    pub async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Types into a field as a person does: what stood there is replaced.
    pub async fn types(&self, name: &str, text: &str) {
        let field = self.find(&format!("main [name=\"{name}\"]")).await;
        field.clear().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// Presses `Tab`, `Enter` or `Escape` where the keyboard is.
    pub async fn presses(&self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            _ => 27,
        };
        let event = |kind: &str| {
            let mut event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            if key == "Enter" && kind == "keyDown" {
                event["text"] = "\r".into();
            }
            event
        };
        for kind in ["keyDown", "keyUp"] {
            self.tell("Input.dispatchKeyEvent", event(kind)).await;
        }
    }

    /// Puts a value into the nth field of that name: dates and hours are typed differently in each language.
    pub async fn puts(&self, name: &str, nth: usize, value: &str) {
        let script = "const field = document.getElementsByName(arguments[0])[arguments[1]]; field.value = arguments[2];
            for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));";
        self.run(script, vec![name.into(), nth.into(), value.into()]).await;
    }

    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Signs in on the page that asks for it.
    pub async fn signs_in(&self, address: &str) {
        self.signs_in_as(address, "Xime").await;
    }

    pub async fn signs_in_as(&self, address: &str, name: &str) {
        self.goto(&format!("{address}/login")).await;
        self.types("username", name).await;
        self.types("password", PASSWORD).await;
        self.click("main form button").await;
        self.arrives("/").await;
    }

    /// Forgets what was refused and what went wrong until now.
    pub async fn forget(&self) {
        self.run("sessionStorage.removeItem('violations')", vec![]).await;
        self.ask("se/log", json!({ "type": "browser" })).await;
    }

    /// [`Self::is_calm`], but for the requests that nobody answered.
    pub async fn is_calm_without_the_server(&self) {
        self.calm(true).await;
    }

    /// Nothing was refused by the content policy, and nothing went wrong in a script.
    pub async fn is_calm(&self) {
        self.calm(false).await;
    }

    async fn calm(&self, alone: bool) {
        let path = self.path().await;
        let script =
            "const all = sessionStorage.getItem('violations'); sessionStorage.removeItem('violations'); return all;";
        let violations = self.run(script, vec![]).await;
        assert!(violations.is_null(), "{path}: {violations}");
        let log = self.ask("se/log", json!({ "type": "browser" })).await;
        let wrong = log.as_array().cloned().unwrap_or_default().into_iter().filter(|entry| {
            // A form that is shown again with what is wrong is a 422, and no fault.
            let again =
                entry["source"] == "network" && entry["message"].as_str().is_some_and(|text| text.contains("422"));
            let unanswered = alone && entry["source"] == "network";
            entry["level"] == "SEVERE" && !again && !unanswered
        });
        let wrong: Vec<Value> = wrong.collect();
        assert!(wrong.is_empty(), "{path}: {wrong:#?}");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver closes its browser when its session ends; then it is told to end itself.
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            let request =
                format!("DELETE /session/{} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", self.session);
            let _ = stream.write_all(request.as_bytes());
            let _ = stream.read(&mut [0; 64]);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn capabilities(options: &Options) -> Value {
    let (width, height) = options.size.unwrap_or((1280, 900));
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-gpu".to_owned(),
        "--no-proxy-server".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--lang=es-MX".to_owned(),
        "--accept-lang=es-MX,es".to_owned(),
        format!("--window-size={width},{height}"),
    ];
    if let Some(film) = &options.camera {
        arguments.push("--use-fake-device-for-media-stream".to_owned());
        arguments.push("--use-fake-ui-for-media-stream".to_owned());
        arguments.push(format!("--use-file-for-fake-video-capture={}", film.display()));
    }
    // A name that no browser trusts over plain http.
    let names = if options.local { "MAP anomalia.local 127.0.0.1, " } else { "" };
    arguments.push(format!("--host-resolver-rules={names}MAP puerta.test 127.0.0.1"));
    arguments.extend(options.profile.as_ref().map(|folder| format!("--user-data-dir={}", folder.display())));
    let mut preferences = json!({ "intl.accept_languages": "es-MX,es" });
    if let Some(folder) = &options.downloads {
        preferences["download.default_directory"] = folder.display().to_string().into();
        preferences["download.prompt_for_download"] = false.into();
    }
    if options.without_script {
        preferences["profile.managed_default_content_settings.javascript"] = 2.into();
    }
    json!({
        "browserName": "chrome",
        // A warning about a certificate is shown, and not clicked away by the driver.
        "acceptInsecureCerts": false,
        "goog:chromeOptions": { "args": arguments, "prefs": preferences },
        "goog:loggingPrefs": { "browser": "ALL" },
    })
}
