//! The scanner's shell: what a phone keeps so that the page opens without a network, and the service worker that keeps it.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::base::app::App;
use crate::base::error::Result;
use crate::base::web::assets;
use crate::base::web::page::Page;

/// What the page itself loads. Its own address is in the first place: a page that doesn't name it is of another version.
const FIRST: &str = "door/scan.js";
const ROOT: [&str; 5] = ["/brand.css", "/door.webmanifest", "/favicon.ico", "/favicon.svg", "/apple-touch-icon.png"];

/// The addresses of the shell as JSON that may stand inside HTML: there is nothing in them to escape.
pub fn json(page: &Page, app: &App) -> String {
    let own =
        app.assets.within(&["css/", "door/", "fonts/", "vendor/qr/", "style.css"], &[".css", ".js", ".json", ".woff2"]);
    let read = app.assets.within(&["door/", "vendor/zxing-wasm/"], &[".js", ".wasm"]);
    let first = std::iter::once(page.asset(FIRST));
    let own = own.iter().filter(|name| *name != FIRST).map(|name| page.asset(name));
    let read = read.iter().map(|name| in_scope(page, name));
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
pub async fn asset(state: State<App>, path: Path<(String, String)>) -> Result<Response> {
    assets::get(state, path).await
}

/// `GET /scan-shell.js`: the service worker, at an address that never changes.
pub async fn worker(state: State<App>) -> Result<Response> {
    assets::get(state, Path((String::new(), "door/shell.js".to_owned()))).await
}
