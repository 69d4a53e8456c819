//! How a phone comes to trust this machine: a page over plain http, with the authority's certificate and the steps, since
//! a phone that doesn't trust it yet can't be told over https. It serves nothing else.

use std::net::TcpListener;

use askama::Template;
use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::{HeaderValue, header};

use crate::base::i18n::Lang;
use crate::base::web::guard::POLICY;

/// What the page says, in Spanish and in English: it stands before any choice of language.
#[derive(Template)]
#[template(path = "net/trust.html")]
struct Trust {
    langs: [Lang; 2],
    /// The address to go on to.
    address: String,
    /// The same machine by its number, for phones that don't find the name.
    fallback: String,
}

const STYLE: &str = include_str!("../../assets/trust.css");

fn page(address: &str, fallback: &str) -> askama::Result<String> {
    Trust { langs: [Lang::Es, Lang::En], address: address.to_owned(), fallback: fallback.to_owned() }.render()
}

/// Serves the page and the authority's certificate (PEM), until the program ends.
///
/// # Errors
/// When the listener can't be used.
pub async fn serve(listener: TcpListener, pem: String, address: &str, fallback: &str) -> anyhow::Result<()> {
    let page = page(address, fallback)?;
    let router = Router::new()
        .route("/", get(async move || guarded(Html(page))))
        .route("/trust.css", get(async || guarded(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE))))
        .route("/anomalia.crt", get(async move || guarded((certificate(), pem))));
    axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await?;
    Ok(())
}

fn guarded(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn certificate() -> [(header::HeaderName, &'static str); 2] {
    [
        (header::CONTENT_TYPE, "application/x-x509-ca-cert"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"anomalia.crt\""),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_both_addresses_and_the_steps_of_both_systems() {
        let shown = page("https://anomalia.local:5000", "https://192.168.1.20:5000").expect("a page");
        for text in ["https://anomalia.local:5000", "https://192.168.1.20:5000", "iPhone", "Android", "/anomalia.crt"] {
            assert!(shown.contains(text), "{text}");
        }
    }
}
