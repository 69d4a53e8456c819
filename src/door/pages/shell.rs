//! The scanner's shell: what a phone keeps so that the page opens without a network, and the service worker that keeps it.

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;

use crate::base::app::App;
use crate::base::error::Result;
use crate::base::web::assets;
use crate::base::web::page::Page;

/// What the page itself loads. Its own address is in the first place: a page that doesn't name it is of another version.
const FIRST: &str = "door/scan.js";
const ROOT: [&str; 4] = ["/brand.css", "/door.webmanifest", "/favicon.svg", "/apple-touch-icon.png"];
/// The door's modules that the decoder's worker imports, and it alone but for the last.
const WORKER: [&str; 4] = ["door/worker.js", "door/read.js", "door/clear.js", "door/pixels.js"];
/// What another page of the door loads, and the service worker, which a browser keeps by itself.
const OTHERS: [&str; 2] = ["door/claim.js", "door/shell.js"];

/// The addresses of the shell as JSON that may stand inside HTML: there is nothing in them to escape.
pub fn json(page: &Page, app: &App) -> String {
    let own =
        app.assets.within(&["css/", "door/", "fonts/", "vendor/qr/", "style.css"], &[".css", ".js", ".json", ".woff2"]);
    let own = own
        .iter()
        .map(String::as_str)
        .filter(|name| *name != FIRST && !WORKER[..3].contains(name) && !OTHERS.contains(name));
    let read = app.assets.within(&["vendor/zxing-wasm/"], &[".js", ".wasm"]);
    let first = std::iter::once(page.asset(FIRST));
    let own = own.map(|name| page.asset(name));
    let read = WORKER.into_iter().chain(read.iter().map(String::as_str)).map(|name| in_scope(page, name));
    let all: Vec<String> = first.chain(own).chain(read).chain(ROOT.map(str::to_owned)).collect();
    serde_json::json!(all).to_string()
}

/// The address of a file below the scanner's own: a worker's files are served from the shell only if they lie within the
/// service worker's scope.
pub fn in_scope(page: &Page, name: &str) -> String {
    page.asset(name).replacen("/assets/", "/scan/", 1)
}

/// The addresses of the decoder's worker and of its wasm.
pub fn decoder(page: &Page) -> (String, String) {
    (in_scope(page, "door/worker.js"), in_scope(page, "vendor/zxing-wasm/reader/zxing_reader.wasm"))
}

/// `GET /scan/{sum}/{*name}`: an asset, below the scanner's address.
pub async fn asset(state: State<App>, path: Path<(String, String)>, headers: HeaderMap) -> Result<Response> {
    assets::get(state, path, headers).await
}

/// `GET /scan-shell.js`: the service worker, at an address that never changes.
pub async fn worker() -> Result<Response> {
    assets::for_an_hour("door/shell.js")
}
