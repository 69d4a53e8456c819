//! Who is served first when more is asked than can be done. The door goes before pages, and pages before figures and files:
//! each has so many turns, so many that wait for one, and a time that they wait. Whoever finds no room is told at once when
//! to come again, which costs next to nothing; so what is done stays what can be done, and the door hardly notices.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::base::app::App;
use crate::base::db;
use crate::base::error::Apology;
use crate::base::web::apology;
use crate::base::web::page::{Page, Seen};
use crate::base::web::viewer::Viewer;

/// Seconds after which whoever found no room may come again.
const AGAIN: &str = "2";

/// What a request is, by who may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is read for it.
    Free,
    Door,
    /// Signing in: whoever guesses waits, and keeps nobody else waiting.
    SignIn,
    Page,
    /// Figures, files, questions, what members have drawn: much is read. What fans open is a page, its pictures too.
    Heavy,
}

/// The most that is read before a turn, and how long that may take.
const WHOLE_MAX: usize = 2 << 20;
const WHOLE_IN: Duration = Duration::from_secs(60);

/// How long an answer may hold its turn while it is sent.
const SENT_IN: Duration = Duration::from_secs(20);

/// The kind of an address.
pub fn kind(path: &str) -> Kind {
    const FREE: [&str; 6] = ["/assets/", "/brand", "/favicon", "/icon-", "/apple-touch-icon", "/site.webmanifest"];
    const SIGN_IN: [&str; 3] = ["/login", "/setup", "/account"];
    const FANS: [&str; 3] = ["/t/", "/j/", "/baja/"];
    const HEAVY: [&str; 5] = ["/insights", "/consult", "/backup", "/fans/import", "/look"];
    const FILES: [&str; 6] = [".csv", ".vcf", ".json", ".pdf", ".png", ".zip"];
    if FREE.iter().any(|begin| path.starts_with(begin)) {
        Kind::Free
    } else if path.starts_with("/door") || path.starts_with("/scan") {
        Kind::Door
    } else if SIGN_IN.iter().any(|begin| path.starts_with(begin)) {
        Kind::SignIn
    } else if FANS.iter().any(|begin| path.starts_with(begin)) {
        Kind::Page
    } else if HEAVY.iter().any(|begin| path.starts_with(begin)) || FILES.iter().any(|end| path.ends_with(end)) {
        Kind::Heavy
    } else {
        Kind::Page
    }
}

/// Turns of one kind.
struct Lane {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    most: usize,
    patience: Duration,
}

impl Lane {
    fn new(turns: usize, most: usize, patience: Duration) -> Self {
        Self { turns: Arc::new(Semaphore::new(turns)), waiting: AtomicUsize::new(0), most, patience }
    }

    /// A turn, once there is one; none when too many wait already, or it took too long.
    async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(turn) = self.turns.clone().try_acquire_owned() {
            return Some(turn);
        }
        let waits = Waits::new(&self.waiting);
        if waits.nth >= self.most {
            return None;
        }
        tokio::time::timeout(self.patience, self.turns.clone().acquire_owned()).await.ok()?.ok()
    }
}

/// Somebody who waits; they count until they go, also when their connection ends.
struct Waits<'a> {
    waiting: &'a AtomicUsize,
    nth: usize,
}

impl<'a> Waits<'a> {
    fn new(waiting: &'a AtomicUsize) -> Self {
        Self { waiting, nth: waiting.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The turns of this process.
pub struct Room {
    door: Lane,
    sign_in: Lane,
    pages: Lane,
    heavy: Lane,
}

impl Default for Room {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            // A door's scans wait for their common commit: they are many, and cost little.
            door: Lane::new(512, 2_048, Duration::from_secs(10)),
            sign_in: Lane::new(128, 128, Duration::from_secs(10)),
            // A link that went out to everybody is opened by everybody.
            pages: Lane::new(4 * cores, 1_024, Duration::from_secs(3)),
            heavy: Lane::new(cores.max(2), 16, Duration::from_secs(5)),
        }
    }
}

impl Room {
    /// Where a request waits; none where there is nothing to wait for.
    fn lane(&self, kind: Kind) -> Option<&Lane> {
        match kind {
            Kind::Free => None,
            Kind::Door => Some(&self.door),
            Kind::SignIn => Some(&self.sign_in),
            Kind::Page => Some(&self.pages),
            Kind::Heavy => Some(&self.heavy),
        }
    }
}

/// Gives a request its turn, or tells it when to come again. What a form sends is read before: whoever sends it slowly waits
/// for themselves alone.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let room = app.part::<Room>();
    let request = match whole(request).await {
        Ok(request) => request,
        Err((headers, status)) => {
            let kind = if status == StatusCode::PAYLOAD_TOO_LARGE { "too-large" } else { "timeout" };
            return sorry(&app, &headers, &Apology { status, kind, sentence: None, cause: None });
        }
    };
    let kind = kind(request.uri().path());
    let Some(lane) = room.lane(kind) else { return next.run(request).await };
    let Some(turn) = lane.turn().await else { return full(&app, request.headers()) };
    match kind {
        Kind::Door => db::first(next.run(request)).await,
        // A file may be made while it is sent: its turn ends with its last byte.
        Kind::Heavy => {
            let response = db::heavy(next.run(request)).await;
            let made = response.status().is_success();
            if made { response.map(|body| Body::new(Held { body, _turn: Lent::new(turn) })) } else { response }
        }
        _ => next.run(request).await,
    }
}

/// Whether a body is left to whoever takes it in: there is none, or it is an upload.
fn is_left(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    request.body().is_end_stream() || kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

fn is_too_long(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    length.is_some_and(|length| length > WHOLE_MAX)
}

/// A request with all of its body; its headers and the status, if that is too long or stopped coming.
async fn whole(request: Request) -> Result<Request, (HeaderMap, StatusCode)> {
    if is_left(&request) {
        return Ok(request);
    }
    if is_too_long(request.headers()) {
        return Err((request.headers().clone(), StatusCode::PAYLOAD_TOO_LARGE));
    }
    let (head, body) = request.into_parts();
    match tokio::time::timeout(WHOLE_IN, to_bytes(body, WHOLE_MAX)).await {
        Ok(Ok(bytes)) => Ok(Request::from_parts(head, Body::from(bytes))),
        Ok(Err(error)) if format!("{error:?}").contains("LengthLimit") => {
            Err((head.headers, StatusCode::PAYLOAD_TOO_LARGE))
        }
        _ => Err((head.headers, StatusCode::REQUEST_TIMEOUT)),
    }
}

/// An answer without a turn.
fn sorry(app: &App, headers: &HeaderMap, apology: &Apology) -> Response {
    apology::render(Page::new(app, Seen::default(), Viewer::Nobody), headers, apology)
}

fn full(app: &App, headers: &HeaderMap) -> Response {
    let apology = Apology { status: StatusCode::SERVICE_UNAVAILABLE, kind: "busy", sentence: None, cause: None };
    let mut response = sorry(app, headers, &apology);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(AGAIN));
    response
}

/// A turn that is given back when this is dropped, and after a while in any case: whoever takes a file in slowly, or not at
/// all, keeps nobody else from theirs.
struct Lent(tokio::task::AbortHandle);

impl Lent {
    fn new(turn: OwnedSemaphorePermit) -> Self {
        let held = tokio::spawn(async move {
            tokio::time::sleep(SENT_IN).await;
            drop(turn);
        });
        Self(held.abort_handle())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A body that holds a turn until it has been sent.
struct Held {
    body: Body,
    _turn: Lent,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_is_told_from_pages_and_pages_from_what_takes_long() {
        for (path, expected) in [
            ("/door/01jd3v8w9qf5e7x2k4m6n8p0rt/scans", Kind::Door),
            ("/scan", Kind::Door),
            ("/assets/abc/style.css", Kind::Free),
            ("/insights/who", Kind::Heavy),
            ("/fans.csv", Kind::Heavy),
            ("/tickets/01jd3v8w9qf5e7x2k4m6n8p0rt/ticket.png", Kind::Heavy),
            ("/login/second", Kind::SignIn),
            ("/t/9f86d081884c7d659a2feaa0c55ad015.png", Kind::Page),
            ("/fans", Kind::Page),
            ("/", Kind::Page),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
    }

    #[tokio::test]
    async fn who_finds_no_room_is_told_at_once_and_who_waits_too_long_afterwards() {
        let lane = Arc::new(Lane::new(1, 1, Duration::from_secs(30)));
        let first = lane.turn().await.expect("room");
        let other = lane.clone();
        let waits = tokio::spawn(async move { other.turn().await.is_some() });
        while lane.waiting.load(Ordering::Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
        assert!(lane.turn().await.is_none(), "one waits already");
        drop(first);
        assert!(waits.await.expect("no panic"), "who waited had their turn");
        let short = Lane::new(0, 1, Duration::from_millis(20));
        assert!(short.turn().await.is_none(), "no turn came");
        assert_eq!((lane.waiting.load(Ordering::Relaxed), short.waiting.load(Ordering::Relaxed)), (0, 0));
    }
}
