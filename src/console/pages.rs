//! The console over HTTP: `/consult`.

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::base::app::App;
use crate::base::db::Engine;
use crate::base::error::Result;
use crate::base::web::csv;
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::console::saved::{self, SAVED, Saved};
use crate::console::schema::{self, Table};
use crate::console::{Answer, Child, Question, Refusal, Source, Truncated, ask, postgres};

pub fn routes() -> Router<App> {
    Router::new().route("/consult", get(show).post(consult)).route("/consult.csv", post(take_along))
}

#[derive(Template)]
#[template(path = "console/consult.html")]
struct Consult {
    page: Page,
    sql: String,
    answer: Option<Answer>,
    cut: Option<String>,
    refusal: Option<String>,
    off: Option<String>,
    chosen: Option<&'static str>,
    saved: &'static [Saved],
    views: Vec<&'static Table>,
    tables: Vec<&'static Table>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wanted {
    q: String,
}

/// The page; with `?q=` a saved question, asked at once.
async fn show(page: Page, State(app): State<App>, _: Admin, Query(wanted): Query<Wanted>) -> Result<Response> {
    match saved::find(&wanted.q) {
        Some(question) => answered(page, &app, question.sql.to_owned(), Some(question.key)).await,
        None => {
            let off = off(&page, &app).await;
            page::html(&blank(page, String::new(), off))
        }
    }
}

fn blank(page: Page, sql: String, off: Option<String>) -> Consult {
    let (views, tables) = schema::shown().partition(|table| table.view);
    Consult { page, sql, answer: None, cut: None, refusal: None, off, chosen: None, saved: &SAVED, views, tables }
}

/// Why the console is off, in words: only on PostgreSQL, without its own safe role.
async fn off(page: &Page, app: &App) -> Option<String> {
    if app.db.engine() == Engine::Sqlite {
        return None;
    }
    let state = match &app.config.console_database_url {
        None => Err(Refusal::OffNoUrl),
        Some(url) => postgres::ready(url).await,
    };
    state.err().map(|refusal| words(page, &refusal))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    sql: String,
}

async fn consult(page: Page, State(app): State<App>, _: Admin, Form(asked): Form<Asked>) -> Result<Response> {
    answered(page, &app, asked.sql, None).await
}

async fn answered(page: Page, app: &App, sql: String, chosen: Option<&'static str>) -> Result<Response> {
    let answer = question(app, &sql).await;
    let off = answer.as_ref().err().filter(|refusal| refusal.is_off()).map(|refusal| words(&page, refusal));
    let mut consult = Consult { chosen, ..blank(page, sql, off) };
    match answer {
        Ok(answer) => {
            consult.cut = cut(&consult.page, &answer);
            consult.answer = Some(answer);
            page::html(&consult)
        }
        Err(refusal) => {
            consult.refusal = (!refusal.is_off()).then(|| words(&consult.page, &refusal));
            page::again(&consult)
        }
    }
}

/// Why there is more than what was answered.
fn cut(page: &Page, answer: &Answer) -> Option<String> {
    answer.truncated.as_ref().map(|cut| match cut {
        Truncated::Rows => page.t("console-truncated-rows"),
        Truncated::Bytes => page.t("console-truncated-bytes"),
    })
}

async fn question(app: &App, sql: &str) -> Result<Answer, Refusal> {
    let question = Question::check(sql)?;
    let source = match (app.db.file(), &app.config.console_database_url) {
        (Some(file), _) => Source::Sqlite(file.to_owned()),
        (None, Some(url)) => Source::Postgres(url.clone()),
        (None, None) => return Err(Refusal::OffNoUrl),
    };
    let child = app.config.console_child.clone().map_or_else(Child::this_binary, |path| Ok(Child::of(&path)));
    ask(&child.map_err(|_| Refusal::Broken)?, &source, &question).await
}

fn words(page: &Page, refusal: &Refusal) -> String {
    let values: Vec<_> = refusal.arguments().into_iter().map(|(name, value)| (name, value.into())).collect();
    page.lang.with(refusal.key(), &values)
}

/// `POST /consult.csv`: the same question's answer as a file, its cells guarded; where it was cut, the last line says so.
async fn take_along(page: Page, State(app): State<App>, _: Admin, Form(asked): Form<Asked>) -> Result<Response> {
    let answer = match question(&app, &asked.sql).await {
        Ok(answer) => answer,
        Err(refusal) => {
            let refusal = words(&page, &refusal);
            return page::again(&Consult { refusal: Some(refusal), ..blank(page, asked.sql, None) });
        }
    };
    let head: Vec<Cow<'_, str>> = answer.columns.iter().map(|column| column.as_str().into()).collect();
    let rows = answer.rows.iter().map(|row| row.iter().map(|cell| Cow::Owned(cell.text().to_string())).collect());
    let cut = cut(&page, &answer).map(|words| vec![Cow::Owned(words)]);
    let bytes = csv::write(std::iter::once(head).chain(rows).chain(cut));
    Ok(page::download("consulta.csv", "text/csv; charset=utf-8", bytes))
}
