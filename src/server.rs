//! Assembles the features into one program that serves.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::time::Duration;

use anyhow::{Context, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum_extra::extract::CookieJar;
use http::{HeaderValue, Method, Uri};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::timeout::{TimeoutBody, TimeoutLayer};

use crate::base::app::{App, Parts};
use crate::base::brand::Brand;
use crate::base::clock::{Clock, stamp};
use crate::base::config::{self, Config};
use crate::base::db::ballast::{self, Room};
use crate::base::db::{self, Db, seal};
use crate::base::error::{Apology, Error, Result};
use crate::base::secret;
use crate::base::web::page::{self, Page, Seen};
use crate::base::web::viewer::{Door, Viewer};
use crate::base::web::{acting, address, apology, assets, guard, room};
use crate::net::memory;
use crate::net::tls::Transport;
use crate::{
    accounts, concerts, console, delivery, demo, door, fans, insights, join, look, messages, safekeeping, tickets,
};

/// Opens the data folder (or the PostgreSQL database) and assembles the program.
///
/// # Errors
/// In words, for the person at the terminal.
pub async fn open(config: Config, clock: Clock) -> anyhow::Result<App> {
    let brand = Brand::load(config.brand_dir().as_deref()).map_err(|lines| anyhow::anyhow!(lines.join("\n")))?;
    let db = open_database(&config).await?;
    let key = seal::shared(&db, &config, "key", secret::token).await?;
    db::setting_or(&db, db::BEGUN, || stamp(clock.now())).await?;
    let on_fans = fans::hooks::Hooks {
        on_merge: vec![tickets::store::on_merge, join::store::on_merge, messages::store::on_merge],
        on_erase: vec![
            tickets::store::on_erase,
            door::store::on_erase,
            join::store::on_erase,
            delivery::store::outbox::on_erase,
            messages::store::on_erase,
            console::store::on_erase,
        ],
        on_change: vec![tickets::store::on_change],
    };
    let parts = Parts::default()
        .put(door::queue::start(&db, &clock))
        .put(accounts::store::live(&db, &clock))
        .put(door::store::claimed(&db, &clock))
        .put(tickets::picture::Backgrounds::default())
        .put(concerts::hooks::Hooks {
            void_tickets: tickets::store::void_all,
            hold_sales: tickets::store::hold_sales,
            changed: fans::store::history::concert_changed,
        })
        .put(on_fans)
        .put(delivery::worker::Bell::default())
        .put(room::Room::default())
        .put(fans::pages::counting::Counting::default())
        .put(safekeeping::keeper::Keeper::default());
    let invented = db::setting(&mut *db.read().acquire().await?, demo::SETTING).await?.is_some();
    Ok(App::new(db, clock, config, brand, key, parts, invented))
}

/// Whether the disk has room to serve on; what was put by is let go before it is called full.
///
/// # Errors
/// In one line, when it hasn't.
pub fn has_room(config: &Config) -> anyhow::Result<()> {
    if config.database_url.is_some() {
        return Ok(());
    }
    config::make_data(&config.data)?;
    match ballast::look(&config.data) {
        Room::Enough => Ok(()),
        Room::None => {
            bail!("the disk of {} is full: make room, then start again; nothing was changed", config.data.display())
        }
    }
}

/// Opens the database that the settings name.
///
/// # Errors
/// In words, for the person at the terminal.
pub async fn open_database(config: &Config) -> anyhow::Result<Db> {
    match &config.database_url {
        Some(url) => Db::open_postgres(url).await,
        None => {
            config::make_data(&config.data)?;
            Db::open_file(&config.database_file()).await
        }
    }
}

/// Every address, with what stands before and after each.
pub fn router(app: App) -> Router {
    let fresh = middleware::from_fn_with_state(app.clone(), fresh);
    let admins = Router::new()
        .merge(accounts::pages::routes())
        .merge(concerts::pages::routes())
        .merge(fans::pages::routes().route_layer(fresh.clone()))
        .merge(tickets::pages::routes())
        .merge(door::pages::routes())
        .merge(join::pages::routes())
        .merge(delivery::pages::routes())
        .merge(messages::pages::routes().route_layer(fresh.clone()))
        .merge(look::pages::routes())
        .merge(insights::pages::routes().route_layer(fresh.clone()))
        .merge(console::pages::routes().route_layer(fresh.clone()))
        .merge(safekeeping::pages::routes())
        .route_layer(middleware::from_fn_with_state(app.clone(), acting::layer))
        .route_layer(middleware::from_fn(admins_only));
    let door = door::pages::door_routes().route_layer(middleware::from_fn(door_only));
    let public = accounts::pages::public_routes()
        .merge(fans::pages::public_routes())
        .merge(door::pages::public_routes())
        .merge(join::pages::public_routes())
        .merge(delivery::pages::public_routes())
        .route("/assets/{sum}/{*name}", get(assets::get))
        .route("/brand.css", get(assets::brand))
        .route("/brand/{version}/{file}", get(assets::font))
        .route("/favicon.ico", get(assets::icon))
        .route("/favicon.svg", get(assets::icon))
        .route("/apple-touch-icon.png", get(assets::icon))
        .route("/icon-192.png", get(assets::icon))
        .route("/icon-512.png", get(assets::icon))
        .route("/icon-maskable-512.png", get(assets::icon))
        .route("/site.webmanifest", get(assets::icon))
        .route("/door.webmanifest", get(assets::icon));
    // One layer of many, the outermost first: as layers of their own, each would be a box that every request has copied by each
    // of those around it.
    let around = ServiceBuilder::new()
        .layer(middleware::from_fn(trace))
        .layer(middleware::from_fn(stalls))
        // Pictures in a ZIP are packed already.
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(NotForContentType::new("application/zip"))),
        )
        .layer(middleware::from_fn_with_state(app.clone(), guard::headers))
        .layer(middleware::from_fn_with_state(app.clone(), room::layer))
        .layer(middleware::from_fn_with_state(app.clone(), identify))
        .layer(middleware::from_fn_with_state(app.clone(), guard::seen))
        .layer(middleware::from_fn_with_state(app.clone(), apology::layer))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(http::StatusCode::REQUEST_TIMEOUT, Duration::from_secs(60)))
        .layer(middleware::from_fn_with_state(app.clone(), guard::csrf));
    Router::new()
        .merge(admins)
        .merge(door)
        .merge(public)
        .fallback(|| async { Error::NotFound })
        .layer(around)
        .with_state(app)
}

/// Has the fans who changed counted before their figures are read, and who is in which segment where a page shows it. Where
/// that can't be written, the last ones are shown.
async fn fresh(State(app): State<App>, request: Request, next: Next) -> Response {
    if let Err(error) = fans::pages::counting::fresh(&app, request.uri().path()).await {
        tracing::warn!("figures may be old: what changed can't be counted: {error}");
    }
    next.run(request).await
}

async fn admins_only(viewer: Option<axum::Extension<Viewer>>, request: Request, next: Next) -> Response {
    match viewer.map(|viewer| viewer.0) {
        Some(Viewer::Admin(_)) => next.run(request).await,
        Some(Viewer::Door(_)) => Error::Forbidden.into_response(),
        _ => Error::SignIn.into_response(),
    }
}

async fn door_only(viewer: Option<axum::Extension<Viewer>>, request: Request, next: Next) -> Response {
    match viewer.map(|viewer| viewer.0) {
        Some(Viewer::Admin(_) | Viewer::Door(_)) => next.run(request).await,
        // The scanner as an app of its own begins without cookies, and has no address to open a link with.
        _ if door::pages::is_app(request.uri()) => page::to("/door/open?app=1"),
        _ => Error::SignIn.into_response(),
    }
}

/// Finds out who sends a request, by its session's or its device's cookie.
async fn identify(State(app): State<App>, jar: CookieJar, mut request: Request, next: Next) -> Response {
    // No text of ours holds a zero byte, and PostgreSQL takes none.
    match without_zeros(request.uri()) {
        Ok(None) => {}
        Ok(Some(uri)) => *request.uri_mut() = uri,
        Err(error) => return refused(&app, &request, error),
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let address = peer.map(|peer| address::of(peer, request.headers(), &app.config.trusted_proxies).to_string());
    let address = address.and_then(|text| HeaderValue::from_str(&text).ok());
    request.headers_mut().insert(address::CALLER, address.unwrap_or(HeaderValue::from_static("")));
    if !is_asset(&request) {
        let upload = is_upload(&request).then(|| request.uri().path().to_owned());
        match viewer(&app, &jar, upload.as_deref()).await {
            // A lent door whose hour has come is nobody's any more, but for what was scanned before.
            Ok(Some((Viewer::Door(door), _))) if door.over.is_some() && !is_upload(&request) => {}
            Ok(Some((viewer, bearer))) => {
                request.extensions_mut().insert(viewer);
                request.extensions_mut().insert(guard::Bearer(bearer));
            }
            // A phone whose door has ended hears that, not that its page is an old one.
            Ok(None) if is_upload(&request) => return refused(&app, &request, Error::SignIn),
            Ok(None) => {}
            Err(error) => return refused(&app, &request, error),
        }
    }
    next.run(request).await
}

/// An address whose query has no zero byte any more; none where it had none.
fn without_zeros(uri: &Uri) -> Result<Option<Uri>> {
    const ZERO: &str = "%00";
    if uri.path().contains(ZERO) {
        return Err(Error::NotFound);
    }
    let Some(mut query) = uri.query().filter(|query| query.contains(ZERO)).map(str::to_owned) else { return Ok(None) };
    while query.contains(ZERO) {
        query = query.replace(ZERO, "");
    }
    format!("{}?{query}", uri.path()).parse().map(Some).map_err(|_| Error::NotFound)
}

/// An answer before anything is known of the request.
fn refused(app: &App, request: &Request, error: Error) -> Response {
    let response = error.into_response();
    let Some(apology) = response.extensions().get::<Apology>() else { return response };
    apology::render(Page::new(app, Seen::default(), Viewer::Nobody), request.headers(), apology)
}

fn is_upload(request: &Request) -> bool {
    let path = request.uri().path();
    request.method() == Method::POST && path.starts_with("/door/") && path.ends_with("/scans")
}

fn is_asset(request: &Request) -> bool {
    request.method() == Method::GET && request.uri().path().starts_with("/assets/")
}

/// Who a cookie belongs to; `upload` is the address where a phone hands in its scans.
async fn viewer(app: &App, jar: &CookieJar, upload: Option<&str>) -> Result<Option<(Viewer, String)>> {
    if let Some(cookie) = jar.get(&app.config.cookie("session"))
        && let Some(found) = accounts::pages::identify(app, cookie.value()).await?
    {
        return Ok(Some(found));
    }
    let Some(cookie) = jar.get(&app.config.cookie("door")) else { return Ok(None) };
    let found = door::pages::identify(app, cookie.value()).await?;
    // A phone that was lent two nights hands in what it holds of the first, on the page of the second.
    let of = |door: &Door| upload.is_some_and(|path| path.contains(&door.concert));
    if let Some((Viewer::Door(door), bearer)) = &found
        && upload.is_some()
        && !of(door)
        && let Some(before) = jar.get(&app.config.cookie(door::pages::BEFORE))
        && let Some((Viewer::Door(first), _)) = door::pages::identify(app, before.value()).await?
        && of(&first)
    {
        return Ok(Some((Viewer::Door(first), bearer.clone())));
    }
    Ok(found)
}

fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let text =
        cause.downcast_ref::<String>().cloned().or_else(|| cause.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    Error::Broken(anyhow::anyhow!("a handler panicked: {}", text.unwrap_or_default())).into_response()
}

/// One line a request at debug level: method, path without its query, status, milliseconds.
async fn trace(request: Request, next: Next) -> Response {
    // A fan's own pages have their key in their address.
    let secret = ["/t/", "/baja/"].into_iter().find(|prefix| request.uri().path().starts_with(prefix));
    let path = secret.map_or_else(|| request.uri().path().to_owned(), |prefix| format!("{prefix}…"));
    let method = request.method().clone();
    let begun = tokio::time::Instant::now();
    let response = next.run(request).await;
    tracing::debug!("{method} {path} {} {} ms", response.status().as_u16(), begun.elapsed().as_millis());
    response
}

/// How many may have connected before they are taken up: the standard library's 128 would have the next ones try again after
/// a second, where a whole room opens its tickets at once.
const WAITING_MAX: i32 = 1_024;

/// A listener on the first free port from `port` on, at most ten further; for 0, on any that is free.
///
/// # Errors
/// When none of them is free, or the address isn't this machine's to listen on.
pub fn listen(address: IpAddr, port: u16) -> anyhow::Result<TcpListener> {
    let last = if port == 0 { 0 } else { port.saturating_add(10) };
    for port in port..=last {
        match listen_at(address, port) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("port {port} of {address} can't be listened on")),
        }
    }
    let taken = if port == last { format!("port {port}") } else { format!("every port from {port} to {last}") };
    bail!("{taken} of {address} is taken; --port names another, and --port 0 takes any that is free")
}

/// A listener on this port, for a server that doesn't block.
///
/// # Errors
/// When the port is taken, or the address isn't this machine's to listen on.
pub fn listen_at(address: IpAddr, port: u16) -> std::io::Result<TcpListener> {
    let listener = TcpListener::bind((address, port))?;
    listener.set_nonblocking(true)?;
    socket2::SockRef::from(&listener).listen(WAITING_MAX)?;
    Ok(listener)
}

/// How long somebody may take to send a request's head, and to send more of its body.
const HEAD_IN: Duration = Duration::from_secs(10);
const BODY_IN: Duration = Duration::from_secs(12);

/// Has whoever sends a request and doesn't end it cut off: else a few thousands of them would keep everybody out.
fn impatient(builder: &mut Builder<TokioExecutor>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_IN);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(HEAD_IN).keep_alive_timeout(HEAD_IN);
}

/// Has a body that stops coming end with an error.
async fn stalls(request: Request, next: Next) -> Response {
    next.run(request.map(|body| Body::new(TimeoutBody::new(BODY_IN, body)))).await
}

/// Serves until told to stop; requests under way get three seconds.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    transport: Transport,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let handle = axum_server::Handle::new();
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = async {
        match transport {
            Transport::Plain => {
                let mut server = axum_server::from_tcp(listener)?.handle(handle.clone()).first_request_timeout(HEAD_IN);
                impatient(server.http_builder());
                server.serve(service).await
            }
            Transport::Tls(config) => {
                let mut server = axum_server::from_tcp_rustls(listener, (*config).clone())?;
                server = server.handle(handle.clone()).first_request_timeout(HEAD_IN);
                impatient(server.http_builder());
                server.serve(service).await
            }
        }
    };
    tokio::pin!(serving);
    let keeping = tokio::spawn(safekeeping::keeper::run(app.clone()));
    let sending = tokio::spawn(delivery::worker::run(app.clone()));
    let keeping_small = tokio::spawn(memory::keep_small());
    tokio::select! {
        ended = &mut serving => ended?,
        () = stop => {
            handle.graceful_shutdown(Some(Duration::from_secs(3)));
            serving.await?;
        }
    }
    keeping.abort();
    keeping_small.abort();
    app.part::<delivery::worker::Bell>().stop();
    if tokio::time::timeout(delivery::worker::STOPS_IN, sending).await.is_err() {
        tracing::warn!("a mail was on its way when the program stopped; it goes again, with the same id");
    }
    app.db.close().await;
    Ok(())
}
