//! `/backup`: the copies that are kept, and one to take along.

use askama::Template;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use futures_util::stream;
use http::{HeaderValue, header};
use serde::Deserialize;
use tokio::io::AsyncReadExt;

use crate::accounts;
use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::backup::{self, Reason};
use crate::base::db::{self, Engine};
use crate::base::error::Result;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::safekeeping::copies::{self, Last};
use crate::safekeeping::keeper::{self, Keeper, Kept, LAST};

/// How much of a copy is in memory at a time.
const CHUNK: usize = 64 << 10;

pub fn routes() -> Router<App> {
    Router::new().route("/backup", get(shown).post(download))
}

#[derive(Template)]
#[template(path = "safekeeping/backup.html")]
struct Backup {
    page: Page,
    kept: Vec<Line>,
    worry: &'static str,
    /// What kept the last automatic copy from being made: a text's key, and when.
    failed: Option<(&'static str, String)>,
    problems: Problems,
    trouble: &'static str,
}

struct Line {
    at: String,
    age: (&'static str, i64),
    size: String,
    kept: Kept,
}

#[derive(Deserialize)]
struct PasswordForm {
    #[serde(default)]
    password: String,
}

async fn shown(page: Page, State(app): State<App>, _: Admin) -> Result<Response> {
    page::html(&of(page, &app, Problems::default(), "").await?)
}

async fn of(page: Page, app: &App, problems: Problems, trouble: &'static str) -> Result<Backup> {
    let now = page.now;
    let mut connection = app.db.read().acquire().await?;
    let last = db::setting(&mut connection, LAST).await?.and_then(|setting| Last::read(&setting));
    drop(connection);
    // Of several processes over one PostgreSQL database, each keeps the copies that it made.
    let alone = app.db.engine() == Engine::Sqlite;
    let failed = app.part::<Keeper>().failed().map(|failure| (words(failure.reason), stamp(failure.at)));
    let kept = keeper::kept(app).await?;
    let worry = match &last {
        None => "safekeeping-none",
        Some(last) if last.is_old(now) => "safekeeping-old",
        Some(last) if alone && !kept.iter().any(|kept| kept.name == last.file) => "safekeeping-gone",
        Some(_) => "",
    };
    let lines = kept.into_iter().map(|kept| Line {
        at: stamp(kept.at),
        age: copies::age(kept.at, now),
        size: copies::size(kept.bytes),
        kept,
    });
    Ok(Backup { kept: lines.collect(), worry, failed, problems, trouble, page })
}

fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::Full => "safekeeping-failed-full",
        Reason::Folder => "safekeeping-failed-folder",
        Reason::Damaged => "safekeeping-failed-damaged",
        Reason::Other => "safekeeping-failed-other",
    }
}

async fn download(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    if !accounts::password::is_password_of(&app, &admin, &form.password).await? {
        let problems = Problems::one("password", "accounts-password-wrong");
        return page::again(&of(page, &app, problems, "").await?);
    }
    match keeper::fresh(&app).await {
        Ok((file, size)) => {
            tracing::info!("a copy was downloaded; the trail says by whom");
            Ok(streamed(&copies::name(page.now, &app.config.timezone), file, size))
        }
        Err(error) => {
            tracing::error!("the copy to download wasn't made: {error:#}");
            let trouble = words(backup::reason(&error));
            page::again(&of(page, &app, Problems::default(), trouble).await?)
        }
    }
}

/// A file as a response, read as it is sent.
fn streamed(name: &str, file: tokio::fs::File, size: u64) -> Response {
    let chunks = stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(chunk), file)))
    });
    let mut response = page::download(name, "application/vnd.sqlite3", Body::from_stream(chunks));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    response
}
