//! The console over HTTP: `/consult`.

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::{Engine, id};
use crate::base::error::{Error, Result};
use crate::base::text;
use crate::base::web::csv;
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::scene::{Scene, Shape};
use crate::base::web::viewer::Admin;
use crate::console::parameters::{self, Values};
use crate::console::saved::{self, SAVED, Saved};
use crate::console::schema::{self, Table};
use crate::console::store::{self, Kept, NewKept};
use crate::console::{Answer, Child, Question, Refusal, Source, Truncated, ask, postgres, shown};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/consult", get(show).post(consult))
        .route("/consult.csv", post(as_csv))
        .route("/consult.json", post(as_json))
        .route("/consult/kept", post(keep))
        .route("/consult/kept/{id}/forget", post(forget))
}

/// An answer that took longer than this says what it cost.
const SLOW_MS: u64 = 200;

#[derive(Template)]
#[template(path = "console/consult.html")]
struct Consult {
    page: Page,
    sql: String,
    /// The parameters that the question asks for: name, value, kind of field.
    asks: Vec<(String, String, &'static str)>,
    answer: Option<Answer>,
    scene: Option<Scene>,
    /// The fans of the answer, by their ids.
    fans: Vec<String>,
    cut: Option<String>,
    /// What a slow question costs, or that values are wanted.
    cost: Option<String>,
    refusal: Option<String>,
    off: Option<String>,
    chosen: Option<String>,
    saved: &'static [Saved],
    kept: Vec<Kept>,
    asked: Vec<(String, String)>,
    /// What the editor completes: tables and columns, with a space between two.
    words: String,
    views: Vec<&'static Table>,
    tables: Vec<&'static Table>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wanted {
    /// A question of ours.
    q: String,
    /// One that a member kept.
    kept: String,
    /// One that this member asked, by its moment.
    asked: String,
}

/// The page; with `?q=` or `?kept=` a question that is kept, asked at once unless it wants values; with `?asked=` one from
/// before, to be looked at.
async fn show(page: Page, State(app): State<App>, admin: Admin, Query(wanted): Query<Wanted>) -> Result<Response> {
    let kept = match wanted.kept.is_empty() {
        true => None,
        false => store::get(&mut *app.db.read().acquire().await?, &wanted.kept).await?,
    };
    let chosen = saved::find(&wanted.q).map(|saved| (saved.sql.to_owned(), saved.key.to_owned()));
    let chosen = chosen.or_else(|| kept.map(|kept| (kept.sql, kept.id)));
    match chosen {
        Some((sql, key)) if parameters::names(&sql).is_empty() => {
            answered(page, &app, &admin, sql, Values::new(), Some(key)).await
        }
        Some((sql, key)) => {
            let off = off(&page, &app).await;
            page::html(&Consult { chosen: Some(key), ..blank(page, &app, &admin, sql, &Values::new(), off).await? })
        }
        None => {
            let sql = before(&app, &admin, &wanted.asked).await?;
            let off = off(&page, &app).await;
            page::html(&blank(page, &app, &admin, sql, &Values::new(), off).await?)
        }
    }
}

/// What this member asked at that moment; nothing of another's.
async fn before(app: &App, admin: &Admin, moment: &str) -> Result<String> {
    if moment.is_empty() {
        return Ok(String::new());
    }
    let asked = store::asked(&mut *app.db.read().acquire().await?, &admin.id).await?;
    Ok(asked.into_iter().find(|(at, _)| at == moment).map(|(_, sql)| sql).unwrap_or_default())
}

async fn blank(
    page: Page,
    app: &App,
    admin: &Admin,
    sql: String,
    values: &Values,
    off: Option<String>,
) -> Result<Consult> {
    let (views, tables): (Vec<_>, Vec<_>) = schema::shown().partition(|table| table.view);
    let mut connection = app.db.read().acquire().await?;
    let kept = store::all(&mut connection).await?;
    let asked = store::asked(&mut connection, &admin.id).await?;
    let asks = parameters::names(&sql).into_iter().map(|name| {
        let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()).unwrap_or_default();
        let kind = parameters::kind(&name);
        (name, value, kind)
    });
    let mut words: Vec<&str> = views
        .iter()
        .chain(&tables)
        .flat_map(|table| std::iter::once(table.name).chain(table.readable.iter().copied()))
        .collect();
    words.sort_unstable();
    words.dedup();
    Ok(Consult {
        asks: asks.collect(),
        answer: None,
        scene: None,
        fans: Vec::new(),
        cut: None,
        cost: None,
        refusal: None,
        off,
        chosen: None,
        saved: &SAVED,
        kept,
        asked,
        words: words.join(" "),
        views,
        tables,
        page,
        sql,
    })
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
    /// The parameters' names and values, one beside the other.
    name: Vec<String>,
    value: Vec<String>,
    /// `format`: put in order, not asked.
    did: String,
    title: String,
    about: String,
}

impl Asked {
    /// Whether the question wants values that the form hasn't asked for yet.
    fn lacks_values(&self) -> bool {
        let values = self.values();
        parameters::names(&self.sql).iter().any(|name| !values.iter().any(|(known, _)| known == name))
    }

    fn values(&self) -> Values {
        let values = self.value.iter().map(|value| value.chars().take(200).collect());
        self.name.iter().take(parameters::MOST).cloned().zip(values).collect()
    }
}

/// A question put in order: a clause a line, words in lower case.
fn in_order(sql: &str) -> String {
    let options = sqlformat::FormatOptions { uppercase: Some(false), lines_between_queries: 1, ..Default::default() };
    sqlformat::format(sql, &sqlformat::QueryParams::None, &options)
}

async fn consult(page: Page, State(app): State<App>, admin: Admin, Form(asked): Form<Asked>) -> Result<Response> {
    if asked.did == "format" {
        let sql = in_order(&asked.sql);
        return page::html(&blank(page, &app, &admin, sql, &asked.values(), None).await?);
    }
    let values = asked.values();
    if asked.lacks_values() {
        // First its fields: a question that wants values can't be asked without.
        let wants = Some(page.t("console-wants"));
        return page::html(&Consult { cost: wants, ..blank(page, &app, &admin, asked.sql, &values, None).await? });
    }
    answered(page, &app, &admin, asked.sql, values, None).await
}

async fn answered(
    page: Page,
    app: &App,
    admin: &Admin,
    sql: String,
    values: Values,
    chosen: Option<String>,
) -> Result<Response> {
    let whole = parameters::filled(&sql, &values);
    let answer = question(app, &whole).await;
    if chosen.is_none() && answer.is_ok() {
        let mut tx = app.db.write().await?;
        store::remember(&mut tx, &admin.id, &sql, &stamp(page.now)).await?;
        tx.commit().await?;
    }
    let off = answer.as_ref().err().filter(|refusal| refusal.is_off()).map(|refusal| words(&page, refusal));
    let slow = match &answer {
        Ok(answer) => answer.took_ms >= SLOW_MS,
        Err(refusal) => *refusal == Refusal::TooSlow,
    };
    let cost = if slow { cost(&page, app, &whole).await } else { None };
    let mut consult = Consult { chosen, cost, ..blank(page, app, admin, sql, &values, off).await? };
    match answer {
        Ok(answer) => {
            consult.cut = cut(&consult.page, &answer);
            consult.scene = shown::drawn(&answer);
            consult.fans = shown::fans(&answer, &whole);
            consult.answer = Some(answer);
            page::html(&consult)
        }
        Err(refusal) => {
            consult.refusal = (!refusal.is_off()).then(|| words(&consult.page, &refusal));
            page::again(&consult)
        }
    }
}

/// What makes a question slow, in words: the tables that it reads from end to end.
async fn cost(page: &Page, app: &App, sql: &str) -> Option<String> {
    let plan = Question::check(sql).ok()?.plan(app.db.engine() == Engine::Postgres);
    let tables = shown::read_whole(&asked_of_child(app, &plan).await.ok()?);
    Some(match tables.len() {
        0 => page.t("console-cost-none"),
        n => page.t2("console-cost", "n", n, "tables", tables.join(", ")),
    })
}

/// Why there is more than what was answered.
fn cut(page: &Page, answer: &Answer) -> Option<String> {
    answer.truncated.as_ref().map(|cut| match cut {
        Truncated::Rows => page.t("console-truncated-rows"),
        Truncated::Bytes => page.t("console-truncated-bytes"),
    })
}

async fn question(app: &App, sql: &str) -> Result<Answer, Refusal> {
    // One parameter too many would have no field: it is still there.
    if !parameters::names(sql).is_empty() {
        return Err(Refusal::TooComplex);
    }
    asked_of_child(app, &Question::check(sql)?).await
}

async fn asked_of_child(app: &App, question: &Question) -> Result<Answer, Refusal> {
    let source = match (app.db.file(), &app.config.console_database_url) {
        (Some(file), _) => Source::Sqlite(file.to_owned()),
        (None, Some(url)) => Source::Postgres(url.clone()),
        (None, None) => return Err(Refusal::OffNoUrl),
    };
    let child = app.config.console_child.clone().map_or_else(Child::this_binary, |path| Ok(Child::of(&path)));
    ask(&child.map_err(|_| Refusal::Broken)?, &source, question).await
}

fn words(page: &Page, refusal: &Refusal) -> String {
    let values: Vec<_> = refusal.arguments().into_iter().map(|(name, value)| (name, value.into())).collect();
    page.lang.with(refusal.key(), &values)
}

/// The answer of a form's question, or the page that says why there is none.
async fn to_take(page: Page, app: &App, admin: &Admin, asked: Asked) -> Result<Result<(Page, Answer), Response>> {
    let values = asked.values();
    if asked.lacks_values() {
        return Ok(Err(page::html(&blank(page, app, admin, asked.sql, &values, None).await?)?));
    }
    match question(app, &parameters::filled(&asked.sql, &values)).await {
        Ok(answer) => Ok(Ok((page, answer))),
        Err(refusal) => {
            let refusal = words(&page, &refusal);
            let consult =
                Consult { refusal: Some(refusal), ..blank(page, app, admin, asked.sql, &values, None).await? };
            Ok(Err(page::again(&consult)?))
        }
    }
}

/// `POST /consult.csv`: the same question's answer as a file, its cells guarded; where it was cut, the last line says so.
async fn as_csv(page: Page, State(app): State<App>, admin: Admin, Form(asked): Form<Asked>) -> Result<Response> {
    let (page, answer) = match to_take(page, &app, &admin, asked).await? {
        Ok(both) => both,
        Err(refused) => return Ok(refused),
    };
    let head: Vec<Cow<'_, str>> = answer.columns.iter().map(|column| column.as_str().into()).collect();
    let rows = answer.rows.iter().map(|row| row.iter().map(|cell| Cow::Owned(cell.text().to_string())).collect());
    let cut = cut(&page, &answer).map(|words| vec![Cow::Owned(words)]);
    let bytes = csv::write(std::iter::once(head).chain(rows).chain(cut));
    Ok(page::download("consulta.csv", "text/csv; charset=utf-8", bytes))
}

/// `POST /consult.json`: the same as a list of objects.
async fn as_json(page: Page, State(app): State<App>, admin: Admin, Form(asked): Form<Asked>) -> Result<Response> {
    match to_take(page, &app, &admin, asked).await? {
        Ok((_, answer)) => Ok(page::download("consulta.json", "application/json", shown::json(&answer))),
        Err(refused) => Ok(refused),
    }
}

/// `POST /consult/kept`: keeps a question for all of the band.
async fn keep(page: Page, State(app): State<App>, admin: Admin, Form(asked): Form<Asked>) -> Result<Response> {
    let cut = |text: &str, most: usize| text::tidy(text).chars().take(most).collect::<String>();
    let (title, about) = (cut(&asked.title, 80), cut(&asked.about, 300));
    let (new, now, folded) = (id::new(page.now), stamp(page.now), text::fold(&title));
    let refused = match Question::check(&asked.sql) {
        _ if folded.is_empty() => Some(page.t("console-keep-unnamed")),
        Err(refusal) => Some(words(&page, &refusal)),
        Ok(_) => None,
    };
    if let Some(refusal) = refused {
        let values = asked.values();
        return page::again(&Consult {
            refusal: Some(refusal),
            ..blank(page, &app, &admin, asked.sql, &values, None).await?
        });
    }
    let new = NewKept {
        id: &new,
        name: &title,
        name_folded: &folded,
        about: &about,
        sql: &asked.sql,
        account: &admin.id,
        now: &now,
    };
    let mut tx = app.db.write().await?;
    if !store::keep(&mut tx, &new).await? {
        drop(tx);
        let (refusal, values) = (Some(page.t("console-keep-taken")), asked.values());
        return page::again(&Consult { refusal, ..blank(page, &app, &admin, asked.sql, &values, None).await? });
    }
    tx.commit().await?;
    Ok(page::done(&app, "/consult", page.t1("console-kept", "name", title)))
}

/// `POST /consult/kept/{id}/forget`
async fn forget(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let kept = store::get(&mut *app.db.read().acquire().await?, &id).await?.ok_or(Error::NotFound)?;
    let mut tx = app.db.write().await?;
    store::forget(&mut tx, &id).await?;
    tx.commit().await?;
    Ok(page::done(&app, "/consult", page.t1("console-forgotten", "name", kept.name)))
}
