//! What stands before every handler: headers, the language, the CSRF check; and what is put on every response.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

use crate::base::app::App;
use crate::base::error::Error;
use crate::base::i18n::Lang;
use crate::base::secret;
use crate::base::web::notice;
use crate::base::web::page::{Seen, with_cookie};

/// The most that a form may send, in bytes. Uploads have their own bound.
pub const FORM_MAX: usize = 1 << 20;

/// The content policy of every page; only the decoder's worker has one more word.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
    font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Who a request's cookies belong to: a session, a device, or nobody. `server.rs` sets it before [`seen`].
#[derive(Clone, Debug)]
pub struct Bearer(pub String);

/// Below this, an address that nobody else can know is what a change is trusted by: mail programs stop news from there with
/// one click, without a page of ours (RFC 8058).
pub const ONE_CLICK: &str = "/baja/";

/// Puts what the request says about its page into its extensions, and keeps the cookies that go with it.
pub async fn seen(State(app): State<App>, jar: CookieJar, mut request: Request, next: Next) -> Response {
    let cookie = |name: &str| jar.get(&app.config.cookie(name)).map(|cookie| cookie.value().to_owned());
    let visit = cookie("visit").filter(|visit| visit.len() == 32);
    let fresh = visit.is_none().then(secret::short_token);
    let bearer = request.extensions().get::<Bearer>().map(|bearer| bearer.0.clone());
    let bearer = bearer.or(visit).or(fresh.clone()).unwrap_or_default();
    let shown: Vec<_> = cookie("notice").and_then(|value| notice::read(&app, &value)).into_iter().collect();
    let accept = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let seen = Seen {
        lang: cookie("language").and_then(|code| Lang::of(&code)).unwrap_or_else(|| Lang::accepted(accept)),
        theme: match cookie("theme").as_deref() {
            Some("night") => "night",
            Some("day") => "day",
            _ => "",
        },
        csrf: secret::sign(&app.key, &format!("csrf {bearer}")).into(),
        notices: shown.into(),
        path: request.uri().path().into(),
        whole: request.uri().path_and_query().map_or("/", |whole| whole.as_str()).into(),
        again: request.method() == Method::GET,
    };
    let had_notice = !seen.notices.is_empty();
    request.extensions_mut().insert(seen);
    let mut response = next.run(request).await;
    let is_html =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_html && had_notice {
        response = with_cookie(response, &notice::gone(&app));
    }
    if let Some(visit) = fresh.filter(|_| is_html) {
        response = with_cookie(response, &plain_cookie(&app, "visit", visit));
    }
    response
}

/// A cookie for the whole site, until the browser closes.
pub fn plain_cookie(app: &App, name: &str, value: String) -> Cookie<'static> {
    let cookie = Cookie::build((app.config.cookie(name), value)).path("/").http_only(true);
    cookie.secure(app.config.https).same_site(SameSite::Lax).build()
}

/// The token that an upload's first field must hold; `form::Upload` compares it.
#[derive(Clone, Debug)]
pub struct UploadToken(pub Arc<str>);

/// Refuses a change that another site sends for somebody: by origin, and by a token that only our pages know.
pub async fn csrf(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || request.uri().path().starts_with(ONE_CLICK) {
        return next.run(request).await;
    }
    let token = request.extensions().get::<Seen>().map(|seen| seen.csrf.clone()).unwrap_or_default();
    if !same_origin(request.headers(), request.uri(), &app.config.base_url) {
        return Error::Refused("base-csrf").into_response();
    }
    let header = request.headers().get("x-csrf-token").and_then(|value| value.to_str().ok());
    if header.is_some_and(|header| secret::same(header, &token)) {
        return next.run(request).await;
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("").to_owned();
    if kind.starts_with("multipart/form-data") {
        let mut request = request;
        request.extensions_mut().insert(UploadToken(token));
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, FORM_MAX).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let named = kind.starts_with("application/x-www-form-urlencoded")
        && form_urlencoded::parse(&bytes).any(|(name, value)| name == "_csrf" && secret::same(&value, &token));
    if !named {
        return Error::Refused("base-csrf").into_response();
    }
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// Whether a browser says that the request comes from our own pages. Tools that send neither header pass here, and
/// are stopped by the token.
fn same_origin(headers: &HeaderMap, uri: &Uri, base_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return true };
    let host = text("host").or_else(|| uri.host());
    origin == base_url || host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, from)| from == host))
}

/// Puts the safety headers on every response, and `no-store` on all that isn't an asset.
pub async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut keep = |name: header::HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    keep(header::CONTENT_SECURITY_POLICY, POLICY);
    keep(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    keep(header::REFERRER_POLICY, "same-origin");
    keep(header::X_FRAME_OPTIONS, "DENY");
    keep(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    keep(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    keep(header::HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(), geolocation=()");
    keep(header::CACHE_CONTROL, "no-store");
    if app.config.https {
        keep(header::STRICT_TRANSPORT_SECURITY, "max-age=15552000");
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&'static str, &str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))
        });
        same_origin(&headers.collect(), &Uri::from_static("/fans"), "https://boletos.example.mx")
    }

    #[test]
    fn only_our_own_pages_may_send_a_change() {
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(!from(&[("sec-fetch-site", "same-site")]));
        assert!(!from(&[("sec-fetch-site", "cross-site"), ("origin", "https://boletos.example.mx")]));
        assert!(from(&[("origin", "https://boletos.example.mx")]));
        assert!(from(&[("origin", "http://localhost:5000"), ("host", "localhost:5000")]));
        assert!(!from(&[("origin", "https://evil.example"), ("host", "localhost:5000")]));
        assert!(!from(&[("origin", "null"), ("host", "localhost:5000")]));
    }
}
