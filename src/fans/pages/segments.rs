//! Segments over HTTP: all of them, one with its fans, the form of its rules.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::stamp;
use crate::base::db::id;
use crate::base::error::{Error, Result};
use crate::base::text;
use crate::base::web::form::{Form, Problems};
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::fans::fan::{FOUND_BY, LANGUAGES};
use crate::fans::pages::label;
use crate::fans::pages::list::Line;
use crate::fans::segment::{FACTS, GROUPS, HOW, Kind, Must, RULES, Rule, Rules, kind};
use crate::fans::store::list::{self, From};
use crate::fans::store::segments::{self, Segment};

use self::form::{SegmentForm, in_words};

mod form;

/// How many fans a page lists.
const FANS: usize = 50;
/// Concerts as rules name them: `(id, name, day)`.
pub(super) type Concerts = Vec<(String, String, String)>;

/// A segment in the list.
pub(in crate::fans) struct Listed {
    pub segment: Segment,
    pub name: String,
    pub definition: String,
    pub count: String,
    pub moved: String,
}

#[derive(Template)]
#[template(path = "fans/segments.html")]
struct List {
    page: Page,
    /// Ours and the band's own, each with its heading.
    lists: [(String, Vec<Listed>); 2],
}

/// What a segment is called: ours in the reader's language.
pub(in crate::fans) fn called(page: &Page, segment: &Segment) -> String {
    match &segment.kind {
        Some(kind) => page.t(&format!("fans-loyalty-{kind}")),
        None => segment.name.clone(),
    }
}

fn listed(page: &Page, segment: Segment, concerts: &Concerts) -> Listed {
    let definition = match &segment.kind {
        Some(kind) => page.t(&format!("fans-loyalty-{kind}-about")),
        None => in_words(page, &Rules::read(&segment.rules), concerts),
    };
    let moved = match (segment.counted_at.is_some(), segment.fans - segment.fans_before) {
        (false, _) => page.t("fans-segment-uncounted"),
        (true, 0) => page.t("fans-segment-same"),
        (true, more @ 1..) => page.t2("fans-segment-more", "n", more, "count", page.number(more)),
        (true, fewer) => page.t2("fans-segment-fewer", "n", -fewer, "count", page.number(-fewer)),
    };
    Listed { name: called(page, &segment), definition, count: page.number(segment.fans), moved, segment }
}

/// `GET /segments`
pub(super) async fn all(page: Page, State(app): State<App>, _: Admin) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let concerts = segments::concerts(&mut connection).await?;
    let all = segments::all(&mut connection).await?;
    let (ours, own) = all.into_iter().map(|it| listed(&page, it, &concerts)).partition(|it| it.segment.kind.is_some());
    let lists = [(page.t("fans-segments-ours"), ours), (page.t("fans-segments-own"), own)];
    page::html(&List { page, lists })
}

#[derive(Template)]
#[template(path = "fans/segment.html")]
struct Show {
    page: Page,
    it: Listed,
    fans: Vec<Line>,
    first: bool,
    next: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct After {
    after: String,
}

async fn find(app: &App, id: &str) -> Result<Segment> {
    segments::get(&mut *app.db.read().acquire().await?, id).await?.ok_or(Error::NotFound)
}

/// `GET /segments/{id}?after=`
pub(super) async fn show(
    page: Page,
    State(app): State<App>,
    _: Admin,
    Path(id): Path<String>,
    axum::extract::Query(asked): axum::extract::Query<After>,
) -> Result<Response> {
    let segment = find(&app, &id).await?;
    let from = match &*asked.after {
        "" => From::First,
        after => list::key(&app.db, after).await?.map_or(From::First, From::After),
    };
    let mut fans = segments::fans(&app.db, &segment, &from, FANS as i64 + 1).await?;
    let more = fans.len() > FANS;
    fans.truncate(FANS);
    let next = fans.last().filter(|_| more).map(|last| format!("/segments/{id}?after={}", last.id));
    let fans = fans.into_iter().map(|fan| Line::of(&page, fan)).collect();
    let concerts = segments::concerts(&mut *app.db.read().acquire().await?).await?;
    let it = listed(&page, segment, &concerts);
    page::html(&Show { it, fans, first: from == From::First, next, page })
}

/// A row of the form.
struct Row {
    nth: usize,
    rule: Rule,
    label: String,
    how: Vec<(String, String, bool)>,
    choices: Vec<(String, String, bool)>,
    number: Option<&'static str>,
    problem: &'static str,
}

/// A group of the form; the last is empty, to begin another.
struct Group {
    nth: usize,
    rows: Vec<Row>,
    full: bool,
}

#[derive(Template)]
#[template(path = "fans/segment_edit.html")]
struct Edit {
    page: Page,
    id: Option<String>,
    form: SegmentForm,
    problems: Problems,
    groups: Vec<Group>,
    facts: Vec<(String, String)>,
}

async fn edit_of(
    page: Page,
    app: &App,
    id: Option<String>,
    (form, rows): (SegmentForm, Vec<(usize, Rule)>),
    (wrong, problems): (Vec<&'static str>, Problems),
) -> Result<Edit> {
    let mut connection = app.db.read().acquire().await?;
    let concerts = segments::concerts(&mut connection).await?;
    let cities = segments::cities(&mut connection).await?;
    let used = rows.iter().map(|(group, _)| group + 1).max().unwrap_or(0);
    let mut groups: Vec<Group> =
        (0..(used + 1).min(GROUPS)).map(|nth| Group { nth, rows: Vec::new(), full: false }).collect();
    for (nth, (group, rule)) in rows.into_iter().enumerate() {
        let chosen = |value: &str, name: String| (value.to_owned(), name, value == rule.value);
        let choices = match kind(&rule.fact) {
            Some(Kind::Found) => FOUND_BY.iter().map(|it| chosen(it, label(&page, "fans-found", it))).collect(),
            Some(Kind::Language) => LANGUAGES.iter().map(|it| chosen(it, label(&page, "fans-language", it))).collect(),
            Some(Kind::Text) => {
                let own = Some(&rule.value).filter(|own| !own.is_empty() && !cities.contains(own));
                own.into_iter().chain(&cities).map(|it| chosen(it, it.clone())).collect()
            }
            Some(Kind::Concert) => {
                let listed =
                    concerts.iter().map(|(id, name, day)| chosen(id, format!("{name}, {}", page.short_day(day))));
                let own = id::is(&rule.value) && !concerts.iter().any(|(id, ..)| *id == rule.value);
                let own = own.then(|| chosen(&rule.value, page.t("fans-segment-gone")));
                own.into_iter().chain(listed).collect()
            }
            _ => Vec::new(),
        };
        let number = match kind(&rule.fact) {
            Some(Kind::Number) => Some(""),
            Some(Kind::Percent) => Some("%"),
            Some(Kind::Money) => Some("$"),
            _ => None,
        };
        let how = HOW.iter().map(|it| ((*it).to_owned(), label(&page, "fans-segment-how", it), *it == rule.how));
        let row = Row {
            nth,
            label: label(&page, "fans-fact", &rule.fact),
            how: how.collect(),
            choices,
            number,
            problem: wrong.get(nth).copied().unwrap_or(""),
            rule,
        };
        groups[group].rows.push(row);
    }
    groups.iter_mut().for_each(|group| group.full = group.rows.len() >= RULES);
    let facts = FACTS
        .iter()
        .filter(|(_, kind)| *kind != Kind::List)
        .map(|(fact, _)| ((*fact).to_owned(), label(&page, "fans-fact", fact)))
        .collect();
    Ok(Edit { page, id, form, problems, groups, facts })
}

/// `GET /segments/new?rule=came:least:2&rule=…`: with the rules that a mark of a figure means.
pub(super) async fn new(page: Page, State(app): State<App>, _: Admin, RawQuery(query): RawQuery) -> Result<Response> {
    let wished = query.unwrap_or_default();
    let mut form = SegmentForm::default();
    for (_, rule) in form_urlencoded::parse(wished.as_bytes()).filter(|(name, _)| name == "rule").take(RULES) {
        let mut parts = rule.splitn(3, ':').map(str::to_owned);
        let (Some(fact), Some(how), Some(value)) = (parts.next(), parts.next(), parts.next()) else { continue };
        if kind(&fact).is_some() {
            form.push(0, Rule { fact, how, value, must: Must::Hold });
        }
    }
    let rows = form.rows();
    page::html(&edit_of(page, &app, None, (form, rows), (Vec::new(), Problems::default())).await?)
}

/// `GET /segments/{id}/edit`
pub(super) async fn edit(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let segment = find(&app, &id).await?;
    if segment.kind.is_some() {
        return Err(Error::NotFound);
    }
    let form = SegmentForm::of(&segment.name, &Rules::read(&segment.rules));
    let rows = form.rows();
    page::html(&edit_of(page, &app, Some(id), (form, rows), (Vec::new(), Problems::default())).await?)
}

/// `POST /segments`
pub(super) async fn add(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Form(form): Form<SegmentForm>,
) -> Result<Response> {
    keep(page, app, admin, None, form).await
}

/// `POST /segments/{id}/edit`
pub(super) async fn save(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<SegmentForm>,
) -> Result<Response> {
    find(&app, &id).await?;
    keep(page, app, admin, Some(id), form).await
}

/// Fans that were found elsewhere, by their ids.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Found {
    /// Ids, with a space between two.
    fans: String,
}

/// Fans that a list holds at most.
const LISTED: usize = 1_000;

/// `POST /segments/listed`: keeps who was found as a list, and opens the form of a segment of them.
pub(super) async fn found(page: Page, State(app): State<App>, _: Admin, Form(found): Form<Found>) -> Result<Response> {
    let fans: Vec<String> =
        found.fans.split_whitespace().filter(|it| id::is(it)).take(LISTED).map(str::to_owned).collect();
    let list = id::new(page.now);
    let mut tx = app.db.write().await?;
    if segments::add_list(&mut tx, &list, &fans).await? == 0 {
        return Err(Error::Refused("fans-segment-nobody"));
    }
    tx.commit().await?;
    Ok(page::to(&format!("/segments/new?rule=listed:is:{list}")))
}

async fn keep(page: Page, app: App, admin: Admin, id: Option<String>, form: SegmentForm) -> Result<Response> {
    if form.did != "save" {
        let rows = form.changed();
        return page::html(&edit_of(page, &app, id, (form, rows), (Vec::new(), Problems::default())).await?);
    }
    let (rules, wrong, problems) = form.check();
    if !problems.none() {
        let rows = form.rows();
        return page::again(&edit_of(page, &app, id, (form, rows), (wrong, problems)).await?);
    }
    let (name, now) = (text::tidy(&form.name), stamp(page.now));
    let folded = text::fold(&name);
    let mut tx = app.db.write().await?;
    let (kept, done) = match &id {
        Some(id) => (id.clone(), segments::edit(&mut tx, id, (&name, &folded), &rules, &now).await?),
        None => {
            let new = id::new(page.now);
            let done = segments::add(&mut tx, &new, (&name, &folded), &rules, &admin.id, &now).await?;
            (new, done)
        }
    };
    if !done {
        let rows = form.rows();
        let taken = Problems::one("name", "fans-segment-name-taken");
        return page::again(&edit_of(page, &app, id, (form, rows), (wrong, taken)).await?);
    }
    tx.commit().await?;
    Ok(page::done(&app, &format!("/segments/{kept}"), page.t1("fans-segment-saved", "name", name)))
}

/// `POST /segments/{id}/remove`
pub(super) async fn remove(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let segment = find(&app, &id).await?;
    let mut tx = app.db.write().await?;
    if !segments::remove(&mut tx, &id).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(page::done(&app, "/segments", page.t1("fans-segment-removed", "name", segment.name)))
}
