//! *Marca* over HTTP: the form, what it would look like, and keeping it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderValue, StatusCode, header};

use crate::base::app::App;
use crate::base::brand::colour::Colour;
use crate::base::brand::draft::{self, Draft, Unkept, shelf};
use crate::base::brand::fonts::WebFont;
use crate::base::brand::web::{faces, quoted};
use crate::base::brand::{Brand, message};
use crate::base::error::{Error, Result};
use crate::base::web::form::{Form, Problems, Upload};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::look::form::{Contrast, LINKS_MAX, LookForm};
use crate::tickets::artwork::{Background, small_png};
use crate::tickets::face;

/// A logo larger than this is no drawing of a few lines.
const LOGO_MAX: usize = 256 << 10;

/// All for signed-in members.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/look", get(show).post(keep))
        .route("/look/draft.css", get(draft_css))
        .route("/look/draft.png", get(draft_png))
        .route("/look/contrast", get(contrast))
        .route("/look/fonts/{file}", get(font))
        .route("/look/back", post(back))
        .merge(Router::new().route("/look/logo", post(logo)).layer(DefaultBodyLimit::max(LOGO_MAX + (64 << 10))))
}

#[derive(Template)]
#[template(path = "look/look.html")]
struct Look {
    page: Page,
    form: LookForm,
    problems: Problems,
    /// What else is wrong, as the checks say it.
    wrong: Vec<String>,
    /// The key of what that means.
    wrong_in_words: &'static str,
    contrasts: Vec<Contrast>,
    families: Vec<String>,
    links: Vec<(String, String)>,
    /// The draft as the end of an address.
    query: String,
    /// The sample's message.
    message: String,
    folder: String,
    before: Option<PathBuf>,
}

#[derive(Template)]
#[template(path = "look/contrasts.html")]
struct Contrasts {
    page: Page,
    contrasts: Vec<Contrast>,
}

/// Where the identity is written: the brand's folder, else `brand` in the data folder.
fn folder(app: &App) -> PathBuf {
    app.config.brand_dir().unwrap_or_else(|| app.config.data.join("brand"))
}

fn present(app: &App) -> Draft {
    Draft::of(&app.brand())
}

/// Puts on what stands in the folder, in case somebody else changed it: another process, or a hand. What is wrong there is
/// left off.
async fn refreshed(app: &App) -> Result<()> {
    let dir = app.config.brand_dir();
    let read = page::beside(move || Ok(Brand::load(dir.as_deref()).ok())).await?;
    if let Some(brand) = read.filter(|brand| brand.version != app.brand().version) {
        app.wear(brand);
    }
    Ok(())
}

/// `GET /look`
async fn show(page: Page, State(app): State<App>, _: Admin) -> Result<Response> {
    refreshed(&app).await?;
    let form = LookForm::of(&present(&app));
    page::html(&look(page, &app, form, Problems::default(), Vec::new()))
}

fn look(page: Page, app: &App, form: LookForm, problems: Problems, wrong: Vec<String>) -> Look {
    let folder = folder(app);
    let mut families: Vec<String> = fonts(app).into_iter().map(|font| font.family).collect();
    families.sort();
    families.dedup();
    let mut links: Vec<(String, String)> =
        form.link_label.iter().cloned().zip(form.link_url.iter().cloned()).take(LINKS_MAX).collect();
    links.retain(|(label, url)| !(label.trim().is_empty() && url.trim().is_empty()));
    links.resize(LINKS_MAX.min(links.len() + 1), (String::new(), String::new()));
    let words = if page.lang() == "es" { &form.message_es } else { &form.message_en };
    let sample = message::fill(words, |place| match place {
        "due" => None,
        "link" => Some("https://…/t/…".to_owned()),
        place if message::PLACES.contains(&place) => Some(page.t(&format!("look-sample-{place}"))),
        odd => Some(format!("{{{odd}}}")),
    });
    // What this form can cause is said in words; what is left names a file of the brand's folder.
    let says = |part: &str| wrong.iter().any(|line| line.contains(part));
    let wrong_in_words = match () {
        () if says("logo.svg: ") => "look-wrong-logo",
        () if says(": name: ") => "look-name-fits",
        () => "look-wrong",
    };
    Look {
        wrong_in_words,
        contrasts: form.contrasts(),
        query: query(&form),
        message: sample,
        before: draft::has_before(&folder),
        folder: folder.display().to_string(),
        families,
        links,
        form,
        problems,
        wrong,
        page,
    }
}

/// What of a draft shows in its samples, as the end of an address.
fn query(form: &LookForm) -> String {
    let fields = [
        ("name", &form.name),
        ("ink", &form.ink),
        ("bone", &form.bone),
        ("signal", &form.signal),
        ("signal_ink", &form.signal_ink),
        ("display", &form.display),
        ("body", &form.body),
        ("mono", &form.mono),
        ("ticket_es", &form.ticket_es),
        ("ticket_en", &form.ticket_en),
    ];
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The fonts at hand: the brand's own, and those that the binary has for any.
fn fonts(app: &App) -> Vec<WebFont> {
    let mut fonts: BTreeMap<String, WebFont> = BTreeMap::new();
    for font in shelf().iter().chain(&app.brand().fonts.own) {
        fonts.insert(font.file.clone(), font.clone());
    }
    fonts.into_values().collect()
}

/// A draft in an address says no more than what shows: the rest is as it is now.
fn drafted(app: &App, form: LookForm) -> std::result::Result<Draft, Problems> {
    let present = present(app);
    let now = LookForm::of(&present);
    let whole = LookForm {
        place: now.place,
        link_label: now.link_label,
        link_url: now.link_url,
        message_es: now.message_es,
        message_en: now.message_en,
        ..form
    };
    whole.check(&present)
}

/// `GET /look/draft.css`: the samples' colours and fonts.
async fn draft_css(State(app): State<App>, _: Admin, Query(form): Query<LookForm>) -> Result<Response> {
    let fonts = fonts(&app);
    let mut css = faces(fonts.iter(), "/look/fonts");
    // Only what is a colour, and a family at hand, reaches a style sheet.
    css.push_str(".sample {\n");
    for (name, value) in
        [("ink", &form.ink), ("bone", &form.bone), ("signal", &form.signal), ("signal-ink", &form.signal_ink)]
    {
        if let Some(colour) = Colour::parse(value) {
            let _ = writeln!(css, "  --{name}: {colour};");
        }
    }
    for (name, family) in [("display", &form.display), ("body", &form.body), ("mono", &form.mono)] {
        if fonts.iter().any(|font| font.family == *family) {
            let _ = writeln!(css, "  --{name}: \"{}\";", quoted(family));
        }
    }
    css.push_str("}\n");
    Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response())
}

/// `GET /look/draft.png`: a ticket of nobody's, as the draft would draw it.
async fn draft_png(page: Page, State(app): State<App>, _: Admin, Query(form): Query<LookForm>) -> Result<Response> {
    let draft = drafted(&app, form).map_err(|_| Error::Refused("look-contrast-low"))?;
    let drawn = page::beside(move || {
        let brand = draft.brand(app.config.brand_dir().as_deref()).map_err(|_| Error::Refused("look-contrast-low"))?;
        let brand = Arc::new(brand);
        let face = face::sample(&brand, page.lang);
        Ok(small_png(&Background::draw(&brand, &face), &face))
    });
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/png"))], drawn.await?).into_response())
}

/// `GET /look/contrast`: how well the draft's colours can be told apart, in words.
async fn contrast(page: Page, _: Admin, Query(form): Query<LookForm>) -> Result<Response> {
    page::html(&Contrasts { contrasts: form.contrasts(), page })
}

/// `GET /look/fonts/{file}`
async fn font(State(app): State<App>, _: Admin, Path(file): Path<String>) -> Result<Response> {
    let font = fonts(&app).into_iter().find(|font| font.file == file).ok_or(Error::NotFound)?;
    let kind = if file.ends_with(".otf") { "font/otf" } else { "font/ttf" };
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "private, max-age=3600")], font.data.into_owned())
        .into_response())
}

/// `POST /look`: kept, or only looked at.
async fn keep(page: Page, State(app): State<App>, _: Admin, Form(form): Form<LookForm>) -> Result<Response> {
    refreshed(&app).await?;
    match form.check(&present(&app)) {
        Ok(_) if form.did == "see" => page::html(&look(page, &app, form, Problems::default(), Vec::new())),
        Ok(draft) => match kept(&app, draft).await? {
            Ok(()) => Ok(page::done(&app, "/look", page.t("look-kept"))),
            Err(wrong) => page::again(&look(page, &app, form, Problems::default(), wrong)),
        },
        Err(problems) => page::again(&look(page, &app, form, problems, Vec::new())),
    }
}

/// Writes a draft and puts it on; else what is wrong with it.
async fn kept(app: &App, draft: Draft) -> Result<std::result::Result<(), Vec<String>>> {
    let (dir, to) = (app.config.brand_dir(), folder(app));
    worn(app, move || draft.keep(dir.as_deref(), &to)).await
}

/// Puts on what `make` has written.
async fn worn(
    app: &App,
    make: impl FnOnce() -> std::result::Result<Brand, Unkept> + Send + 'static,
) -> Result<std::result::Result<(), Vec<String>>> {
    match page::beside(move || Ok(make())).await? {
        Ok(brand) => {
            app.wear(brand);
            Ok(Ok(()))
        }
        Err(Unkept::Wrong(lines)) => Ok(Err(lines)),
        Err(Unkept::Folder(folder, error)) => Ok(Err(vec![format!("{}: {error}", folder.display())])),
    }
}

/// `POST /look/logo`: an SVG of the band's own.
async fn logo(page: Page, State(app): State<App>, _: Admin, upload: Upload) -> Result<Response> {
    let said = |text: String| Ok(page::problem(&app, "/look", text));
    if upload.file.is_empty() || upload.file.len() > LOGO_MAX {
        return said(page.t("look-logo-missing"));
    }
    let Ok(source) = String::from_utf8(upload.file) else { return said(page.t("look-logo-wrong")) };
    refreshed(&app).await?;
    let draft = Draft { logo: Some(source), ..present(&app) };
    match kept(&app, draft).await? {
        Ok(()) => Ok(page::done(&app, "/look", page.t("look-logo-kept"))),
        Err(wrong) => {
            let form = LookForm::of(&present(&app));
            page::with_status(StatusCode::UNPROCESSABLE_ENTITY, &look(page, &app, form, Problems::default(), wrong))
        }
    }
}

/// `POST /look/back`: as it was before the last change.
async fn back(page: Page, State(app): State<App>, _: Admin) -> Result<Response> {
    let to = folder(&app);
    if draft::has_before(&to).is_none() {
        return Ok(page::problem(&app, "/look", page.t("look-back-none")));
    }
    match worn(&app, move || draft::back(&to)).await? {
        Ok(()) => Ok(page::done(&app, "/look", page.t("look-back-done"))),
        Err(wrong) => Ok(page::problem(&app, "/look", wrong.join(" "))),
    }
}
