//! All that is kept of one fan, for them; all fans as cards for a phone, and as a file that a spreadsheet opens, and that can be imported again. Sent as it is read, a thousand at a time.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use futures_util::stream;
use jiff::civil::Date;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::error::Result;
use crate::base::i18n::Lang;
use crate::base::web::csv;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::fans::card::{self, Card};
use crate::fans::fan::age;
use crate::fans::pages::{name, today};
use crate::fans::store;
use crate::fans::store::list::{self, Exported, Key};

/// The columns' headings; an import knows them in both languages.
const COLUMNS: [&str; 10] = [
    "fans-csv-id",
    "fans-csv-name",
    "fans-csv-phone",
    "fans-csv-email",
    "fans-csv-age",
    "fans-csv-birthday",
    "fans-csv-found",
    "fans-csv-note",
    "fans-csv-language",
    "fans-csv-news",
];

/// Whose file it is.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Of {
    /// A segment; empty: everybody.
    segment: String,
}

/// `GET /fans.csv?segment=`
pub(super) async fn download(page: Page, State(app): State<App>, _: Admin, Query(of): Query<Of>) -> Result<Response> {
    let name = format!("fans-{}.csv", today(&page));
    let (lang, today) = (page.lang, today(&page));
    streamed(app, &of.segment, &name, "text/csv; charset=utf-8", move |first, fans| text(lang, today, first, fans))
}

/// `GET /fans.vcf`: everybody with a telephone, for a phone's contacts.
pub(super) async fn cards(page: Page, State(app): State<App>, _: Admin) -> Result<Response> {
    let (name, band) = (format!("fans-{}.vcf", today(&page)), page.brand().name.clone());
    streamed(app, "", &name, "text/vcard; charset=utf-8", move |_, fans| {
        let with_phone = fans.iter().filter(|fan| fan.phone.is_some());
        let card = |fan: &Exported| card_of(&fan.name, fan.phone.as_deref(), fan.email.as_deref(), &band);
        with_phone.map(card).collect::<String>().into_bytes()
    })
}

fn card_of(name: &str, phone: Option<&str>, email: Option<&str>, band: &str) -> String {
    card::written(&Card { name, phone, email, band })
}

/// `GET /fans/{id}/card.vcf`
pub(super) async fn card(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let fan = super::live(&app, &id).await?;
    let text = card_of(&fan.called, fan.phone.as_deref(), fan.email.as_deref(), &page.brand().name);
    Ok(page::download("fan.vcf", "text/vcard; charset=utf-8", text.into_bytes()))
}

/// A file of all fans, sent as it is read: `part` makes the bytes of some of them, and hears whether they are the first.
fn streamed(
    app: App,
    segment: &str,
    name: &str,
    kind: &'static str,
    part: impl Fn(bool, &[Exported]) -> Vec<u8> + Clone + Send + 'static,
) -> Result<Response> {
    let segment = segment.to_owned();
    let parts = stream::try_unfold(Some(None), move |from: Option<Option<Key>>| {
        let (app, part, segment) = (app.clone(), part.clone(), segment.clone());
        async move {
            let Some(after) = from else { return Ok::<_, sqlx::Error>(None) };
            let mut connection = app.db.read().acquire().await?;
            let fans = list::export(&mut connection, after.as_ref().unwrap_or(&Key::default()), &segment).await?;
            let next = fans.last().map(|fan| Some(Key { name_folded: fan.name_folded.clone(), id: fan.id.clone() }));
            let bytes = part(after.is_none(), &fans);
            Ok(Some((Bytes::from(bytes), next.filter(|_| !fans.is_empty()))))
        }
    });
    Ok(page::download(name, kind, Body::from_stream(parts)))
}

/// `GET /fans/{id}/data.json`: what is kept of one fan, for them.
pub(super) async fn of_one(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    super::live(&app, &id).await?;
    let mut connection = app.db.read().acquire().await?;
    let all = store::everything::of(&mut connection, &id).await?;
    let text = serde_json::to_vec_pretty(&all).map_err(anyhow::Error::new)?;
    Ok(page::download(&format!("data-{}.json", today(&page)), "application/json", text))
}

/// A part of the file; the first has the byte-order mark and the headings.
pub(in crate::fans) fn text(lang: Lang, today: Date, first: bool, fans: &[Exported]) -> Vec<u8> {
    let headings = first.then(|| COLUMNS.iter().map(|key| Cow::from(lang.t(key))).collect());
    csv::part(headings, fans.iter().map(|fan| cells(lang, today, fan)))
}

fn cells(lang: Lang, today: Date, fan: &Exported) -> Vec<Cow<'_, str>> {
    fn given(value: &Option<String>) -> Cow<'_, str> {
        Cow::from(value.as_deref().unwrap_or_default())
    }
    let found_by = fan.found_by.as_deref().map(|key| lang.t(&name("fans-found", key)));
    let age = age(fan.birth_year, fan.birth_date.as_deref(), today);
    vec![
        Cow::from(&fan.id),
        Cow::from(&fan.name),
        given(&fan.phone),
        given(&fan.email),
        Cow::from(age.map(|age| age.to_string()).unwrap_or_default()),
        given(&fan.birth_date),
        Cow::from(found_by.unwrap_or_default()),
        given(&fan.note),
        given(&fan.language),
        Cow::from(if fan.news > 0 { lang.t("fans-csv-yes") } else { String::new() }),
    ]
}
