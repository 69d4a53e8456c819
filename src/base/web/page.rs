//! What every page knows: language, viewer, notices, the CSRF token, the assets' names, the brand.

use std::borrow::Borrow;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::Cookie;
use fluent_templates::fluent_bundle::FluentValue;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use jiff::Timestamp;

use crate::base::app::App;
use crate::base::brand::Brand;
use crate::base::error::{Error, Result};
use crate::base::i18n::{self, Lang};
use crate::base::web::assets::Assets;
use crate::base::web::notice::{self, Notice};
use crate::base::web::viewer::{Admin, Viewer};
use crate::base::{clock, money};

/// What the request says about the page; put there by `guard` before any handler runs.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub lang: Lang,
    pub theme: &'static str,
    pub csrf: Arc<str>,
    pub notices: Arc<[Notice]>,
    pub path: Arc<str>,
    /// The path with its query.
    pub whole: Arc<str>,
    /// Whether the address can be asked for again: a page that answers a form has none to come back to.
    pub again: bool,
}

/// One extractor and one field in each template.
#[derive(Clone)]
pub struct Page {
    pub lang: Lang,
    pub now: Timestamp,
    viewer: Viewer,
    seen: Seen,
    assets: Arc<Assets>,
    brand: Arc<Brand>,
    timezone: Arc<str>,
    invented: bool,
}

impl Page {
    /// The page of a request that `guard` has seen.
    pub fn new(app: &App, seen: Seen, viewer: Viewer) -> Self {
        Self {
            lang: seen.lang,
            now: app.clock.now(),
            viewer,
            seen,
            assets: app.assets.clone(),
            brand: app.brand(),
            timezone: app.config.timezone.as_str().into(),
            invented: app.invented,
        }
    }

    pub fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    pub fn t1(&self, key: &str, name: &'static str, value: impl Value) -> String {
        self.lang.with(key, &[(name, value.value())])
    }

    pub fn t2(
        &self,
        key: &str,
        name: &'static str,
        value: impl Value,
        name2: &'static str,
        value2: impl Value,
    ) -> String {
        self.lang.with(key, &[(name, value.value()), (name2, value2.value())])
    }

    #[allow(clippy::too_many_arguments)]
    pub fn t3(
        &self,
        key: &str,
        name: &'static str,
        value: impl Value,
        name2: &'static str,
        value2: impl Value,
        name3: &'static str,
        value3: impl Value,
    ) -> String {
        self.lang.with(key, &[(name, value.value()), (name2, value2.value()), (name3, value3.value())])
    }

    /// `es` or `en`.
    pub fn lang(&self) -> &'static str {
        self.lang.code()
    }

    /// `day`, `night`, or empty when the browser decides.
    pub fn theme(&self) -> &'static str {
        self.seen.theme
    }

    /// The address of a file below `assets/`, which changes when any of them does.
    pub fn asset(&self, name: &str) -> String {
        self.assets.address(name)
    }

    pub fn csrf(&self) -> &str {
        &self.seen.csrf
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub fn admin(&self) -> Option<&Admin> {
        if let Viewer::Admin(admin) = &self.viewer { Some(admin) } else { None }
    }

    /// Whether who looks may sell at a door, and take money there.
    pub fn sells(&self) -> bool {
        match &self.viewer {
            Viewer::Admin(_) => true,
            Viewer::Door(door) => door.sells_from.is_some(),
            Viewer::Nobody => false,
        }
    }

    /// Whether all that it shows is invented, which a member has to know.
    pub fn invented(&self) -> bool {
        self.invented && self.admin().is_some()
    }

    pub fn notices(&self) -> &[Notice] {
        &self.seen.notices
    }

    /// The path that was asked for.
    pub fn path(&self) -> &str {
        &self.seen.path
    }

    /// The address that was asked for, to come back to.
    pub fn whole(&self) -> &str {
        &self.seen.whole
    }

    /// Whether a switch may lead back to this page; not when it answers a form.
    pub fn again(&self) -> bool {
        self.seen.again
    }

    /// Whether this page stands at or below `prefix`.
    pub fn here(&self, prefix: &str) -> bool {
        let path = self.path();
        path == prefix || (prefix != "/" && path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/')))
    }

    pub fn brand(&self) -> &Brand {
        &self.brand
    }

    pub fn money(&self, cents: impl Borrow<i64>, currency: &str) -> String {
        money::show(*cents.borrow(), currency)
    }

    pub fn number(&self, number: impl Borrow<i64>) -> String {
        money::group(*number.borrow())
    }

    /// `sábado 28 de noviembre`, of a kept day; with the year when it isn't this one.
    pub fn day(&self, day: &str) -> String {
        let Ok(date) = day.parse::<jiff::civil::Date>() else { return day.to_owned() };
        if date.year() == self.today().year() { self.lang.day(date) } else { self.lang.day_of_year(date) }
    }

    /// `Sábado 28 de noviembre`, where it opens a line.
    pub fn day_first(&self, day: &str) -> String {
        i18n::capital(&self.day(day))
    }

    /// `28 nov`, of a kept day.
    pub fn short_day(&self, day: &str) -> String {
        day.parse().map_or_else(|_| day.to_owned(), |date| self.lang.short_day(date, self.today().year()))
    }

    /// `28 nov, 21:14`, of a kept time in the band's zone.
    pub fn moment(&self, stamped: &str) -> String {
        self.moment_in(stamped, &self.timezone)
    }

    /// `28 nov, 21:14`, of a kept time in a concert's zone.
    pub fn moment_in(&self, stamped: &str, timezone: &str) -> String {
        let there = clock::local(stamped, timezone);
        format!("{}, {}", self.lang.short_day(there.date(), self.today().year()), there.strftime("%H:%M"))
    }

    /// `hoy`, `mañana`, `en 6 días`, `hace 3 días`, of a kept day in a concert's zone.
    pub fn distance(&self, day: &str, timezone: &str) -> String {
        match clock::days_until(day, self.now, timezone) {
            0 => self.t("base-today"),
            1 => self.t("base-tomorrow"),
            -1 => self.t("base-yesterday"),
            days if days > 0 => self.t1("base-in-days", "n", days),
            days => self.t1("base-days-ago", "n", -days),
        }
    }

    fn today(&self) -> jiff::civil::Date {
        clock::night_of(self.now, &self.timezone)
    }

    /// The band's own zone.
    pub fn timezone(&self) -> &str {
        &self.timezone
    }
}

impl FromRequestParts<App> for Page {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let seen = parts.extensions.get::<Seen>().cloned().unwrap_or_default();
        let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
        Ok(Page::new(app, seen, viewer))
    }
}

/// A value that a text may hold.
pub trait Value {
    fn value(self) -> FluentValue<'static>;
}

macro_rules! values {
    ($($kind:ty => |$it:ident| $make:expr),* $(,)?) => {
        $(impl Value for $kind { fn value(self) -> FluentValue<'static> { let $it = self; $make } })*
    };
}

values! {
    &str => |it| FluentValue::from(it.to_owned()),
    &&str => |it| FluentValue::from((*it).to_owned()),
    String => |it| FluentValue::from(it),
    &String => |it| FluentValue::from(it.clone()),
    i64 => |it| FluentValue::from(it),
    &i64 => |it| FluentValue::from(*it),
    &&i64 => |it| FluentValue::from(**it),
    usize => |it| FluentValue::from(it as i64),
    &usize => |it| FluentValue::from(*it as i64),
}

/// A filled template as a page. Private: never kept by a browser or a proxy.
///
/// # Errors
/// When the template can't be filled.
pub fn html(template: &impl Template) -> Result<Response> {
    with_status(StatusCode::OK, template)
}

/// A page that says what is wrong with what was typed, and keeps it: 422.
///
/// # Errors
/// When the template can't be filled.
pub fn again(template: &impl Template) -> Result<Response> {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A filled template under a status.
///
/// # Errors
/// When the template can't be filled.
pub fn with_status(status: StatusCode, template: &impl Template) -> Result<Response> {
    let html = template.render()?;
    let mut response = (status, html).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Ok(response)
}

/// Goes on to another page (303).
pub fn to(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Goes on to another page, where a notice says what was done.
pub fn done(app: &App, path: &str, text: String) -> Response {
    noticed(app, path, "done", text)
}

/// Goes on to another page, where a notice says why it wasn't done.
pub fn problem(app: &App, path: &str, text: String) -> Response {
    noticed(app, path, "problem", text)
}

fn noticed(app: &App, path: &str, kind: &str, text: String) -> Response {
    let cookie = notice::cookie(app, &Notice { kind: kind.to_owned(), text });
    with_cookie(to(path), &cookie)
}

/// The response with one more cookie.
pub fn with_cookie(mut response: Response, cookie: &Cookie<'_>) -> Response {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Has something drawn or reckoned beside the threads that answer requests.
///
/// # Errors
/// When the work fails, or panics.
pub async fn beside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::new)?
}

/// A file to take along, under a plain name: its bytes, or a body that is sent as it is made.
pub fn download(name: &str, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
        .headers_mut()
        .insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    response
}
