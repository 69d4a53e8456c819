//! The one place that turns an error into a page (a sentence and a way on) or into JSON (RFC 9457).

use askama::Template;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, header};

use crate::base::app::App;
use crate::base::error::Apology;
use crate::base::secret;
use crate::base::web::page::{self, Page, Seen};
use crate::base::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "base/web/apology.html")]
struct Sorry {
    page: Page,
    title: String,
    sentence: String,
    action: Option<(String, String)>,
    reference: Option<String>,
}

/// The layer: renders whatever [`Apology`] a response carries, and gives the bare errors of the framework one too.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let seen = request.extensions().get::<Seen>().cloned().unwrap_or_default();
    let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
    let (method, headers) = (request.method().clone(), request.headers().clone());
    let asked = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let response = next.run(request).await;
    let Some(apology) = apology_of(&response) else { return response };
    if apology.kind == "sign-in" && method == Method::GET && wants_html(&headers) {
        return page::to(&format!("/login?next={}", encode(&asked)));
    }
    render(Page::new(&app, seen, viewer), &headers, &apology)
}

fn apology_of(response: &Response) -> Option<Apology> {
    if let Some(apology) = response.extensions().get::<Apology>() {
        return Some(apology.clone());
    }
    // What a handler made itself is left alone; what the framework refused has no body of ours.
    let kind = match response.status() {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::METHOD_NOT_ALLOWED => "method",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => "unreadable",
        StatusCode::REQUEST_TIMEOUT => "timeout",
        _ => return None,
    };
    let ours =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"));
    (!ours).then(|| Apology { status: response.status(), kind, sentence: None, cause: None })
}

/// The page or the JSON of an apology. What broke is logged here, once, under the reference that the page shows.
pub fn render(page: Page, headers: &HeaderMap, apology: &Apology) -> Response {
    let reference = apology.cause.as_ref().map(|cause| {
        let reference = secret::hex(&secret::random::<4>());
        tracing::error!(reference, "{cause}");
        reference
    });
    let title = page.t(&format!("base-apology-{}", apology.kind));
    let sentence =
        page.t(&apology.sentence.map_or_else(|| format!("base-apology-{}-text", apology.kind), str::to_owned));
    if !wants_html(headers) {
        let problem = serde_json::json!({
            "type": "about:blank", "title": title, "detail": sentence, "status": apology.status.as_u16(),
            "reference": reference,
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        return (apology.status, kind, problem.to_string()).into_response();
    }
    let action = match page.viewer() {
        Viewer::Admin(_) => ("/", "base-apology-home"),
        Viewer::Door(_) => ("/scan", "base-apology-door"),
        Viewer::Nobody => ("/login", "base-apology-login"),
    };
    let action = Some((action.0.to_owned(), page.t(action.1)));
    let sorry = Sorry { page, title, sentence, action, reference };
    page::with_status(apology.status, &sorry).unwrap_or_else(|_| apology.status.into_response())
}

fn wants_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or("");
    accept.contains("text/html")
}

/// Percent-encodes a path for use as a query's value.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => (byte as char).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
