//! The privacy notice: for everybody to read, for members to write.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::error::Result;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::fans::notice::{Notice, NoticeForm};
use crate::fans::store;

#[derive(Template)]
#[template(path = "fans/privacy.html")]
struct Privacy {
    page: Page,
    notice: Option<Notice>,
}

#[derive(Template)]
#[template(path = "fans/privacy_edit.html")]
struct Edit {
    page: Page,
    notice: Option<Notice>,
    form: NoticeForm,
    problems: Problems,
}

/// `GET /privacy`
pub(super) async fn show(page: Page, State(app): State<App>) -> Result<Response> {
    let notice = present(&app).await?;
    page::html(&Privacy { page, notice })
}

async fn present(app: &App) -> Result<Option<Notice>> {
    Ok(store::notice::present(&mut *app.db.read().acquire().await?).await?)
}

/// `GET /privacy/edit`
pub(super) async fn edit(page: Page, State(app): State<App>, _: Admin) -> Result<Response> {
    let notice = present(&app).await?;
    let new = || NoticeForm { responsible: page.brand().name.clone(), ..NoticeForm::default() };
    let form = notice.as_ref().map_or_else(new, NoticeForm::of);
    page::html(&Edit { notice, form, problems: Problems::default(), page })
}

/// `POST /privacy/edit`: what says the same makes no new version.
pub(super) async fn keep(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<NoticeForm>,
) -> Result<Response> {
    let new = match form.check() {
        Ok(new) => new,
        Err(problems) => return page::again(&Edit { notice: present(&app).await?, form, problems, page }),
    };
    let mut tx = app.db.write().await?;
    let before = store::notice::present(&mut tx).await?;
    if before.is_none_or(|before| !new.says(&before)) {
        store::notice::keep(&mut tx, &new, &admin.id, &stamp(page.now)).await?;
    }
    tx.commit().await?;
    Ok(page::done(&app, "/privacy", page.t("fans-notice-kept")))
}
