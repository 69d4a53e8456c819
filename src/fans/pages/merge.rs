//! Two fans that are one, and a fan who asks to be forgotten.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::{self, stamp};
use crate::base::error::{Error, Result};
use crate::base::phone::shown;
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::fans::fan::Fan;
use crate::fans::hooks::Hooks;
use crate::fans::merge::kept;
use crate::fans::pages::{label, live, today};
use crate::fans::search::Search;
use crate::fans::store;
use crate::fans::store::list::{self, From};

#[derive(Template)]
#[template(path = "fans/merge.html")]
struct Choose {
    page: Page,
    fan: Fan,
    q: String,
    /// Those of the same name or address.
    alike: Vec<Other>,
    found: Vec<Other>,
}

struct Other {
    id: String,
    name: String,
    phone: String,
    email: String,
}

#[derive(Template)]
#[template(path = "fans/unite.html")]
struct Unite {
    page: Page,
    fan: Fan,
    other: Fan,
    fields: Vec<Field>,
}

/// A field of both, and which of the two is kept.
struct Field {
    label: String,
    stays: String,
    goes: String,
    kept: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    other: String,
}

pub(super) async fn choose(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let fan = live(&app, &id).await?;
    if !asked.other.is_empty() && asked.other != id {
        let other = live(&app, &asked.other).await?;
        let fields = fields(&page, &fan, &other);
        return page::html(&Unite { page, fan, other, fields });
    }
    let mut connection = app.db.read().acquire().await?;
    let alike = store::merge::candidates(&mut connection, &id).await?;
    drop(connection);
    let search = Search::of(&asked.q);
    let found = if search == Search::All { Vec::new() } else { list::find(&app.db, &search, &From::First, 20).await? };
    let other = |id: String, name: String, phone: Option<String>, email: Option<String>| Other {
        id,
        name,
        phone: phone.as_deref().map(shown).unwrap_or_default(),
        email: email.unwrap_or_default(),
    };
    let alike = alike.into_iter().map(|one| other(one.id, one.called, one.phone, one.email)).collect();
    let found = found.into_iter().filter(|one| one.id != id);
    let found = found.map(|one| other(one.id, one.name, one.phone, one.email)).collect();
    page::html(&Choose { page, fan, q: asked.q, alike, found })
}

fn fields(page: &Page, fan: &Fan, other: &Fan) -> Vec<Field> {
    let kept = kept(fan, other);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let named =
        |prefix: &str, key: &Option<String>| key.as_deref().map(|key| label(page, prefix, key)).unwrap_or_default();
    let old = |one: &Fan| one.age(today(page)).map(|age| page.t1("fans-years", "n", age)).unwrap_or_default();
    let since = |one: &Fan| page.day(&clock::local(&one.created_at, page.timezone()).date().to_string());
    let phone = |one: &Fan| one.phone.as_deref().map(shown).unwrap_or_default();
    let field = |key: &str, of: &dyn Fn(&Fan) -> String| Field {
        label: page.t(key),
        stays: of(fan),
        goes: of(other),
        kept: of(&kept),
    };
    let name = Field {
        label: page.t("fans-name"),
        stays: fan.called.clone(),
        goes: other.called.clone(),
        kept: fan.called.clone(),
    };
    let mut fields = vec![
        name,
        field("fans-phone", &phone),
        field("fans-email", &|one| text(&one.email)),
        field("fans-age", &old),
        field("fans-found", &|one| named("fans-found", &one.found_by)),
        field("fans-note", &|one| text(&one.note)),
        field("fans-language", &|one| named("fans-language", &one.language)),
        field("fans-registered", &since),
    ];
    fields.retain(|field| !field.kept.is_empty());
    fields
}

pub(super) async fn merge(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response> {
    let (fan, other) = (live(&app, &id).await?, live(&app, &asked.other).await?);
    let mut tx = app.db.write().await?;
    let hooks = app.part::<Hooks>();
    if store::merge::merge(&mut tx, hooks, &other.id, &fan.id, &stamp(page.now)).await?.is_none() {
        return Err(Error::Refused("fans-merge-gone"));
    }
    tx.commit().await?;
    let text = page.t2("fans-merged", "other", &other.called, "name", &fan.called);
    Ok(page::done(&app, &format!("/fans/{id}"), text))
}

#[derive(Template)]
#[template(path = "fans/erase.html")]
struct Erase {
    page: Page,
    fan: Fan,
}

pub(super) async fn erase_page(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Response> {
    let fan = live(&app, &id).await?;
    page::html(&Erase { page, fan })
}

pub(super) async fn erase(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let mut tx = app.db.write().await?;
    if !store::merge::erase(&mut tx, app.part::<Hooks>(), &id, &stamp(page.now)).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    app.db.forget_log().await?;
    Ok(page::done(&app, "/fans", page.t("fans-erased")))
}
