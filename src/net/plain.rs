//! Plain http on a domain: whoever types the name without `https://` is led there, and nothing else is served.

use std::net::TcpListener;

use axum::Router;
use axum::response::{IntoResponse, Response};
use http::uri::PathAndQuery;
use http::{HeaderValue, StatusCode, Uri, header};

/// Answers every request on `listener` by the same path below `base_url`, until the program ends. The name in the request
/// is never believed.
///
/// # Errors
/// When the listener can't be used.
pub async fn lead_on(listener: TcpListener, base_url: String) -> anyhow::Result<()> {
    let router = Router::new().fallback(async move |uri: Uri| led(&base_url, &uri));
    axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await?;
    Ok(())
}

fn led(base_url: &str, uri: &Uri) -> Response {
    let path = uri.path_and_query().map(PathAndQuery::as_str).filter(|path| path.starts_with('/')).unwrap_or("/");
    match HeaderValue::from_str(&format!("{base_url}{path}")) {
        Ok(location) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_path_is_asked_for_below_the_configured_address() {
        for (asked, there) in [
            ("/t/K7?x=1", "https://boletos.example.mx/t/K7?x=1"),
            ("http://evil.example/login", "https://boletos.example.mx/login"),
            ("*", "https://boletos.example.mx/"),
        ] {
            let response = led("https://boletos.example.mx", &Uri::try_from(asked).expect("a target"));
            assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
            assert_eq!(response.headers()[header::LOCATION], there, "{asked}");
        }
    }
}
