//! All that a browser downloads, embedded, under an address that changes with its content.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::base::app::App;
use crate::base::error::{Error, Result};
use crate::base::secret;
use crate::base::web::guard;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

const FOREVER: &str = "public, max-age=31536000, immutable";
const AN_HOUR: &str = "public, max-age=3600";

/// The files below `assets/`, and the sum of them all.
pub struct Assets {
    sum: String,
}

impl Assets {
    /// The files that this binary carries.
    pub fn embedded() -> Self {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort();
        let mut sum = Sha256::new();
        for name in names {
            sum.update(name.as_bytes());
            sum.update(Files::get(&name).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
        }
        Self { sum: secret::hex(&sum.finalize()[..6]) }
    }

    /// The names of the files in these folders that end in one of `kinds`.
    pub fn within(&self, folders: &[&str], kinds: &[&str]) -> Vec<String> {
        let wanted = |name: &str| {
            folders.iter().any(|folder| name.starts_with(folder)) && kinds.iter().any(|kind| name.ends_with(kind))
        };
        Files::iter().filter(|name| wanted(name)).map(|name| name.into_owned()).collect()
    }

    /// The address of one file. The sum stands for the whole folder, so that modules may import each other by `./name.js`.
    pub fn address(&self, name: &str) -> String {
        format!("/assets/{}/{name}", self.sum)
    }
}

/// `GET /assets/{sum}/{name}`: kept for ever by who asks with the present sum.
pub async fn get(
    State(app): State<App>,
    Path((sum, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let cache = if sum == app.assets.sum { FOREVER } else { AN_HOUR };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    match Files::get(&format!("{name}.br")) {
        // The decoder is half of all that a phone loads: packed once, as tightly as it gets.
        Some(packed) if accepts.split(',').any(|one| one.split(';').next().is_some_and(|name| name.trim() == "br")) => {
            let mut response = named(&name, packed.data.into_owned(), cache);
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            Ok(response)
        }
        _ => file(&name, cache),
    }
}

/// The icons that browsers look for at the root: of a band's own brand, else the ones in the binary.
pub async fn icon(State(app): State<App>, uri: http::Uri) -> Result<Response> {
    let name = uri.path().trim_start_matches('/').to_owned();
    let brand = app.brand();
    let asked = name.clone();
    let drawn = tokio::task::spawn_blocking(move || brand.icon(&asked)).await.map_err(anyhow::Error::new)?;
    match drawn {
        Some(bytes) => Ok(named(&name, bytes, AN_HOUR)),
        None => file(&format!("icons/{name}"), AN_HOUR),
    }
}

/// `GET /brand/{version}/{file}`: a font of a band's own brand.
pub async fn font(State(app): State<App>, Path((version, name)): Path<(String, String)>) -> Result<Response> {
    let brand = app.brand();
    let data = brand.font(&name).filter(|_| brand.own).ok_or(Error::NotFound)?;
    Ok(named(&name, data.to_vec(), if version == brand.version { FOREVER } else { AN_HOUR }))
}

/// `GET /brand.css`: the brand's colours and fonts, over the default ones.
pub async fn brand(State(app): State<App>) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (kind, app.brand().css()).into_response()
}

/// A file for an hour, at an address that never changes.
pub fn for_an_hour(name: &str) -> Result<Response> {
    file(name, AN_HOUR)
}

fn file(name: &str, cache: &'static str) -> Result<Response> {
    let found = Files::get(name).ok_or(Error::NotFound)?;
    let mut response = named(name, found.data.into_owned(), cache);
    if name == "door/worker.js" {
        let policy = guard::POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).expect("a plain policy"));
    }
    Ok(response)
}

fn named(name: &str, bytes: Vec<u8>, cache: &'static str) -> Response {
    let kind = [(header::CONTENT_TYPE, kind(name)), (header::CACHE_CONTROL, cache)];
    (kind, bytes).into_response()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
