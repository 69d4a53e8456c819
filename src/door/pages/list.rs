//! The list on paper as a file to print.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::lend::find;
use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::error::Result;
use crate::base::text;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::door::paper::{self, Entry, Head};
use crate::door::store::{self, Listed};
use crate::tickets::artwork::Paper;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    /// `a4`; Letter when it is anything else.
    paper: String,
}

/// `GET /concerts/{concert}/door/list.pdf`
pub async fn list(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(concert): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let concert = find(&app, &concert).await?;
    let rows = store::live(&app.db, &concert.id).await?;
    let mut entries: Vec<Entry> = rows.iter().map(|row| entry(&page, row, &concert.currency)).collect();
    entries.sort_by_cached_key(|entry| (text::fold(named(&entry.name)), entry.number));
    let head = Head {
        concert: concert.name().to_owned(),
        day: page.day_first(&concert.day),
        printed: page.t1("door-paper-printed", "at", page.moment_in(&stamp(page.now), &concert.timezone)),
        name: page.t("door-paper-name"),
        number: page.t("door-paper-number"),
        short: page.t("door-paper-short"),
        places: page.t("door-paper-places"),
    };
    let paper = if wanted.paper == "a4" { Paper::A4 } else { Paper::Letter };
    let (brand, sheet) = (app.brand(), page.clone());
    let sheet = move |nth: usize, of: usize| sheet.t2("door-paper-sheet", "n", nth, "of", of);
    let drawn = tokio::task::spawn_blocking(move || paper::pdf(&brand, &head, &entries, paper, sheet)).await;
    let name = format!("{}-{}.pdf", page.t("door-paper-file"), text::fold(concert.name()).replace(' ', "-"));
    Ok(page::download(&name, "application/pdf", drawn.map_err(anyhow::Error::new)?))
}

/// The name without what makes it a companion's: `+1 Ana R` stands beside `Ana R`.
fn named(name: &str) -> &str {
    name.trim_start_matches(|c: char| c == '+' || c == ' ' || c.is_ascii_digit())
}

fn entry(page: &Page, row: &Listed, currency: &str) -> Entry {
    let (first, initial) = text::first_and_initial(&row.name);
    let due = row.due_cents();
    Entry {
        name: format!("{first} {initial}").trim().to_owned(),
        number: row.number,
        short: row.short.clone(),
        due: if due > 0 { page.t1("door-paper-due", "amount", page.money(due, currency)) } else { String::new() },
        places: usize::try_from(row.admits).unwrap_or(1),
        used: usize::try_from(row.counted).unwrap_or(0),
    }
}
