//! Fans from a file: chosen, shown row by row, and only then written, all or none. Between the two steps the rows travel
//! in the page itself, so that a restart, another process or a second try loses nothing.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::{Tx, id};
use crate::base::error::{Error, Result};
use crate::base::web::form::{UPLOAD_MAX, Upload};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::fans::fan::NewFan;
use crate::fans::hooks::Hooks;
use crate::fans::import::Row;
use crate::fans::import::carry::{carried, carried_back};
use crate::fans::import::file::read;
use crate::fans::import::plan::{Checked, Fate, Plan, Planned};
use crate::fans::pages::today;
use crate::fans::store;
use crate::fans::store::NewRow;

/// Rows that a preview shows; those with a problem come first, and the rest are counted.
const SHOWN: usize = 1_000;
/// What may be wrong with a row, in the order in which it is said.
const FIELDS: [&str; 7] = ["name", "phone", "email", "age", "birthday", "note", "form"];

#[derive(Template)]
#[template(path = "fans/import.html")]
struct Import {
    page: Page,
    problem: &'static str,
}

#[derive(Template)]
#[template(path = "fans/preview.html")]
struct Preview {
    page: Page,
    new: i64,
    same: i64,
    merged: i64,
    wrong: i64,
    left_out: String,
    problems: Vec<Line>,
    lines: Vec<Line>,
    hidden: i64,
    rows: String,
    /// Whether there is anything to write at all.
    changes: i64,
}

struct Line {
    line: usize,
    name: String,
    tag: &'static str,
    state: String,
    detail: String,
    fan: Option<String>,
}

pub(super) async fn page(page: Page, _: Admin) -> Result<Response> {
    page::html(&Import { page, problem: "" })
}

pub(super) async fn preview(page: Page, State(app): State<App>, _: Admin, upload: Upload) -> Result<Response> {
    let today = today(&page);
    if upload.file.is_empty() {
        return page::again(&Import { page, problem: "fans-import-missing" });
    }
    let sheet = match read(&upload.file, today) {
        Ok(sheet) => sheet,
        Err(problem) => return page::again(&Import { page, problem }),
    };
    let rows = carried(&sheet.rows);
    if rows.len() > UPLOAD_MAX {
        return page::again(&Import { page, problem: "base-upload-too-large" });
    }
    let checked = Checked::of(&sheet.rows, today);
    let mut connection = app.db.read().acquire().await?;
    let known = store::import::known(&mut connection, &checked.wanted()).await?;
    drop(connection);
    page::html(&Preview::of(page, checked.plan(&known), sheet.left_out.join(", "), rows))
}

pub(super) async fn confirm(page: Page, State(app): State<App>, admin: Admin, upload: Upload) -> Result<Response> {
    let field = |name: &str| upload.fields.get(name).map_or("", String::as_str);
    let rows = match carried_back(field("rows")) {
        Ok(rows) => rows,
        Err(problem) => return page::again(&Import { page, problem }),
    };
    let (checked, rows) = checked(&page, rows).await?;
    let mut tx = app.db.write().await?;
    // Planned anew on what is there now: what changed since the preview is seen, not overwritten.
    let plan = plan(&mut tx, checked).await?;
    if plan.wrong() > 0 && field("leave_out").is_empty() {
        drop(tx);
        return page::again(&Preview::of(page, plan, String::new(), carried(&rows)));
    }
    match write(&mut tx, app.part::<Hooks>(), &page, &admin, &plan).await {
        Ok(true) => tx.commit().await?,
        // Somebody was registered with one of these phones at this very moment: nothing is written.
        Ok(false) => return Err(Error::Refused("fans-import-raced")),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
            return Err(Error::Refused("fans-import-raced"));
        }
        Err(error) => return Err(error.into()),
    }
    let done = page.t2("fans-import-done", "new", plan.adds.len(), "filled", plan.fills.len());
    Ok(page::done(&app, "/fans", done))
}

/// Checks all rows, on a thread of their own and before the writer is taken: 50,000 are a second's work.
async fn checked(page: &Page, rows: Vec<Row>) -> Result<(Checked, Vec<Row>)> {
    let today = today(page);
    let checking = tokio::task::spawn_blocking(move || (Checked::of(&rows, today), rows));
    Ok(checking.await.map_err(anyhow::Error::new)?)
}

async fn plan(tx: &mut Tx, checked: Checked) -> Result<Plan> {
    let known = store::import::known(tx, &checked.wanted()).await?;
    Ok(checked.plan(&known))
}

/// Writes a plan; false when not all of it could be.
async fn write(tx: &mut Tx, hooks: &Hooks, page: &Page, admin: &Admin, plan: &Plan) -> sqlx::Result<bool> {
    let now = stamp(page.now);
    let row = |id: String, fan: NewFan| NewRow {
        id,
        fan,
        consent_id: id::new(page.now),
        account: Some(admin.id.clone()),
        created_at: now.clone(),
    };
    let rows: Vec<NewRow> = plan.adds.iter().map(|fan| row(id::new(page.now), fan.clone())).collect();
    let added = store::add_many(tx, &rows).await?;
    store::import::fill_many(tx, &plan.fills, &now).await?;
    hooks.changed(tx, plan.fills.iter().map(|fill| fill.id.as_str())).await?;
    let consents: Vec<NewRow> = plan.fills.iter().map(|fill| row(fill.id.clone(), fill.with.clone())).collect();
    store::consent_many(tx, &consents.iter().collect::<Vec<_>>()).await?;
    Ok(added.len() == plan.adds.len())
}

impl Preview {
    fn of(page: Page, plan: Plan, left_out: String, rows: String) -> Self {
        let same = plan.count(|fate| matches!(fate, Fate::Same { .. }));
        let merged = plan.count(|fate| matches!(fate, Fate::Merged { .. }));
        let wrong = plan.wrong();
        let (new, changes) = (plan.adds.len(), plan.adds.len() + plan.fills.len());
        let (problems, lines): (Vec<_>, Vec<_>) =
            plan.rows.into_iter().partition(|row| matches!(row.fate, Fate::Wrong(_) | Fate::Erased));
        let hidden = problems.len().saturating_sub(SHOWN) + lines.len().saturating_sub(SHOWN);
        let line = |rows: Vec<Planned>| rows.into_iter().take(SHOWN).map(|row| Line::of(&page, row)).collect();
        let (problems, lines) = (line(problems), line(lines));
        let [new, same, merged, wrong, hidden, changes] =
            [new, same, merged, wrong, hidden, changes].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        Self { page, new, same, merged, wrong, left_out, problems, lines, hidden, rows, changes }
    }
}

impl Line {
    fn of(page: &Page, row: Planned) -> Self {
        let named = |keys: &[&str]| keys.iter().map(|key| page.t(key).to_lowercase()).collect::<Vec<_>>().join(", ");
        let (tag, state, detail, fan) = match row.fate {
            Fate::New => ("tag--paid", page.t("fans-import-new"), String::new(), None),
            Fate::Merged { line } => ("", page.t1("fans-import-merged", "row", line), String::new(), None),
            Fate::Erased => ("", page.t("fans-import-problem"), page.t("fans-import-erased"), None),
            Fate::Wrong(problems) => {
                let said = FIELDS.map(|field| problems.of(field)).into_iter().filter(|key| !key.is_empty());
                let said: Vec<String> = said.map(|key| page.t(key)).collect();
                ("", page.t("fans-import-problem"), said.join(" "), None)
            }
            Fate::Same { id, name, by, gains, keeps } => {
                let state = page.t2("fans-import-same", "name", name, "by", page.t(by));
                let mut said = Vec::new();
                if !gains.is_empty() {
                    said.push(page.t1("fans-import-gains", "fields", named(&gains)));
                }
                if !keeps.is_empty() {
                    said.push(page.t1("fans-import-keeps", "fields", named(&keeps)));
                }
                ("tag--in", state, said.join(" "), Some(id))
            }
        };
        Self { line: row.line, name: row.name, tag, state, detail, fan }
    }
}
