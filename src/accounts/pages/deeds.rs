//! Who did what: a page at a time, and as a file.

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::stream;
use serde::Deserialize;

use crate::accounts::store;
use crate::accounts::store::trail::{self, Deed};
use crate::base::app::App;
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::web::csv;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;

/// Deeds that a page lists, and that a file reads at once.
const SHOWN: usize = 50;
const AT_ONCE: i64 = 1_000;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    /// An account; empty: everybody.
    who: String,
    /// The place of the last deed of the page before.
    before: String,
}

impl Asked {
    fn checked(self) -> Result<Self> {
        let good = |text: &str| text.is_empty() || id::is(text);
        let place = self.before.split_at_checked(24).map_or(self.before.is_empty(), |(_, last)| id::is(last));
        if good(&self.who) && place { Ok(self) } else { Err(Error::NotFound) }
    }
}

/// A deed as it is shown.
struct Row {
    at: String,
    who: String,
    what: String,
    thing: String,
    href: String,
}

#[derive(Template)]
#[template(path = "accounts/trail.html")]
struct Trail {
    page: Page,
    rows: Vec<Row>,
    accounts: Vec<store::Account>,
    who: String,
    first: bool,
    next: Option<String>,
}

fn place(deed: &Deed) -> String {
    format!("{}{}", deed.at, deed.id)
}

/// The key of what was done: `POST /fans/{id}/edit` is `accounts-did-fans-edit`.
pub fn key(did: &str) -> String {
    let (method, path) = did.split_once(' ').unwrap_or(("", did));
    let method = if method == "POST" { String::new() } else { format!("-{}", method.to_lowercase()) };
    let count = path.split('/').count();
    let word = |(at, part): (usize, &str)| match part.starts_with('{') {
        true if at + 1 == count => Some("one".to_owned()),
        true => None,
        false => Some(part.replace(['.', ' '], "-")),
    };
    let words: Vec<String> =
        path.split('/').enumerate().filter(|(_, part)| !part.is_empty()).filter_map(word).collect();
    format!("accounts-did{method}-{}", words.join("-"))
}

fn row(page: &Page, deed: &Deed) -> Row {
    let first = deed.subject.get(..26).unwrap_or_default();
    let concert = || {
        let day = deed.day.as_deref().map(|day| page.short_day(day)).unwrap_or_default();
        format!("{}, {day}", deed.concert.as_deref().unwrap_or_default())
    };
    let (thing, href) = match deed {
        Deed { fan: Some(name), .. } => (name.clone(), format!("/fans/{first}")),
        Deed { ticket: Some(number), .. } => (format!("#{number}, {}", concert()), format!("/tickets/{first}")),
        Deed { concert: Some(_), .. } => (concert(), format!("/concerts/{first}")),
        Deed { venue: Some(name), .. } => (name.clone(), format!("/venues/{first}")),
        Deed { segment: Some(name), .. } => (name.clone(), format!("/segments/{first}")),
        Deed { batch: Some(name), .. } => (name.clone(), format!("/messages/{first}")),
        Deed { account: Some(name), .. } => (name.clone(), String::new()),
        _ => (String::new(), String::new()),
    };
    Row {
        at: page.moment(&deed.at),
        who: deed.username.clone().unwrap_or_else(|| page.t("accounts-trail-terminal")),
        what: page.t(&key(&deed.did)),
        thing,
        href,
    }
}

/// `GET /trail?who=&before=`
pub(super) async fn show(page: Page, State(app): State<App>, _: Admin, Query(asked): Query<Asked>) -> Result<Response> {
    let asked = asked.checked()?;
    let mut connection = app.db.read().acquire().await?;
    let mut deeds = trail::latest(&mut connection, &asked.before, &asked.who, SHOWN as i64 + 1).await?;
    drop(connection);
    let more = deeds.len() > SHOWN;
    deeds.truncate(SHOWN);
    let who = if asked.who.is_empty() { String::new() } else { format!("who={}&", asked.who) };
    let next = deeds.last().filter(|_| more).map(|last| format!("/trail?{who}before={}", place(last)));
    let rows = deeds.iter().map(|deed| row(&page, deed)).collect();
    let accounts = store::list(&app.db).await?;
    page::html(&Trail { rows, accounts, first: asked.before.is_empty(), who: asked.who, next, page })
}

/// `GET /trail.csv?who=`: all of it, the latest first, sent as it is read.
pub(super) async fn download(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let asked = asked.checked()?;
    let name = format!("trail-{}.csv", &crate::base::clock::stamp(page.now)[..10]);
    let lang = page.lang;
    let parts = stream::try_unfold(Some(String::new()), move |before: Option<String>| {
        let (app, who) = (app.clone(), asked.who.clone());
        async move {
            let Some(before) = before else { return Ok::<_, sqlx::Error>(None) };
            let mut connection = app.db.read().acquire().await?;
            let deeds = trail::latest(&mut connection, &before, &who, AT_ONCE).await?;
            let next = deeds.last().map(place).filter(|_| deeds.len() as i64 == AT_ONCE);
            let head = ["at", "who", "what", "subject"].map(|word| lang.t(&format!("accounts-trail-{word}")).into());
            let cells = |deed: &Deed| {
                let who = deed.username.clone().unwrap_or_else(|| lang.t("accounts-trail-terminal"));
                vec![deed.at.clone().into(), who.into(), lang.t(&key(&deed.did)).into(), deed.subject.clone().into()]
            };
            let head = before.is_empty().then(|| Vec::from(head));
            let bytes = csv::part(head, deeds.iter().map(cells));
            Ok(Some((Bytes::from(bytes), next)))
        }
    });
    Ok(page::download(&name, "text/csv; charset=utf-8", Body::from_stream(parts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_has_a_key_of_its_own() {
        assert_eq!(key("POST /fans/{id}/edit"), "accounts-did-fans-edit");
        assert_eq!(key("POST /fans"), "accounts-did-fans");
        assert_eq!(key("POST /messages/{batch}"), "accounts-did-messages-one");
        assert_eq!(key("GET /fans.csv"), "accounts-did-get-fans-csv");
        assert_eq!(key("anomalia admin add"), "accounts-did-anomalia-admin-add");
    }
}
