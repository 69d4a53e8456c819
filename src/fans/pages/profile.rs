//! A fan's page: who they are, their concerts, whom they came with, what they agreed to. Eight queries.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use crate::base::app::App;
use crate::base::clock::{self, stamp};
use crate::base::error::{Error, Result};
use crate::base::web::form::Form;
use crate::base::web::page::{self, Page};
use crate::base::web::viewer::Admin;
use crate::fans::attendance::{State as TicketState, Ticket, state};
use crate::fans::fan::{Fan, FanForm};
use crate::fans::pages::{Choice, label, today, ways};
use crate::fans::store;
use crate::fans::store::notice::Given;
use crate::fans::store::profile::{Company, Consent, Said};

#[derive(Template)]
#[template(path = "fans/fan.html")]
struct Profile {
    page: Page,
    fan: Fan,
    phone: String,
    age: String,
    found_by: String,
    language: String,
    since: String,
    came: usize,
    tickets: Vec<Line>,
    brought_by: Option<Company>,
    brought: Vec<Company>,
    alike: Vec<Fan>,
    /// The consent that stands.
    news: Option<Consent>,
    past: Vec<Consent>,
    ways: Vec<Choice>,
    today: String,
    /// The privacy notice's version.
    notice: Option<i64>,
    /// Concerts at which they said the word, and had no ticket.
    said: Vec<Said>,
    /// Concerts for which they asked for a place, and wait.
    asked: Vec<Said>,
}

/// A ticket with what became of it.
struct Line {
    ticket: Ticket,
    tag: &'static str,
    state: String,
}

pub(super) async fn show(page: Page, State(app): State<App>, _: Admin, Path(id): Path<String>) -> Result<Response> {
    let mut connection = app.db.read().acquire().await?;
    let fan = store::get(&mut connection, &id).await?.ok_or(Error::NotFound)?;
    if let Some(into) = &fan.merged_into {
        return Ok(page::to(&format!("/fans/{into}")));
    }
    let notice = store::notice::present(&mut connection).await?.map(|notice| notice.version);
    let said = store::profile::said(&mut connection, &id).await?;
    let asked = store::profile::asked(&mut connection, &id).await?;
    let alike = if fan.is_live() { store::merge::candidates(&mut connection, &id).await? } else { Vec::new() };
    drop(connection);
    let tickets = store::profile::tickets(&app.db, &id).await?;
    let (by, brought) = store::profile::company(&app.db, &id).await?.into_iter().partition(|one| one.side == "by");
    let consents = store::profile::consents(&app.db, &id).await?;
    page::html(&Profile { notice, said, asked, ..Profile::of(page, fan, tickets, by, brought, consents, alike) })
}

impl Profile {
    fn of(
        page: Page,
        fan: Fan,
        tickets: Vec<Ticket>,
        by: Vec<Company>,
        brought: Vec<Company>,
        consents: Vec<Consent>,
        alike: Vec<Fan>,
    ) -> Self {
        let mut came: Vec<&str> =
            tickets.iter().filter(|one| one.came_at.is_some()).map(|one| &*one.concert_id).collect();
        came.sort_unstable();
        came.dedup();
        let came = came.len();
        let since = clock::local(&fan.created_at, page.timezone()).date().to_string();
        let first = tickets.iter().rev().find(|one| one.came_at.is_some()).map(|one| one.day.clone());
        let since = page.day(&first.unwrap_or(since));
        let (news, past) = consents.into_iter().partition::<Vec<_>, _>(|one| one.withdrawn_at.is_none());
        let named = |prefix: &str, key: &Option<String>| key.as_deref().map(|key| label(&page, prefix, key));
        Self {
            phone: fan.phone_shown(),
            age: fan.age(today(&page)).map(|age| page.t1("fans-years", "n", age)).unwrap_or_default(),
            found_by: named("fans-found", &fan.found_by).unwrap_or_default(),
            language: named("fans-language", &fan.language).unwrap_or_default(),
            since,
            came,
            tickets: tickets.into_iter().map(|ticket| Line::of(&page, ticket)).collect(),
            brought_by: by.into_iter().next(),
            brought,
            alike,
            news: news.into_iter().next(),
            past,
            ways: ways(&page, ""),
            today: today(&page).to_string(),
            notice: None,
            said: Vec::new(),
            asked: Vec::new(),
            page,
            fan,
        }
    }

    /// A consent in a sentence: how, when, and who wrote it down.
    fn consent(&self, consent: &Consent) -> String {
        let day = clock::local(&consent.given_at, self.page.timezone()).date().to_string();
        let (how, day) = (label(&self.page, "fans-how", &consent.how), self.page.day(&day));
        let said = match &consent.username {
            Some(name) => self.page.t3("fans-consent-by", "how", how, "day", day, "name", name),
            None => self.page.t2("fans-consent", "how", how, "day", day),
        };
        let shown = consent.notice.map(|version| self.page.t1("fans-consent-notice", "version", version));
        shown.map_or(said.clone(), |shown| format!("{said} {shown}"))
    }

    /// Until when one stood, and who ended it.
    fn withdrawn(&self, consent: &Consent) -> String {
        let at = consent.withdrawn_at.as_deref().map(|at| self.page.moment(at)).unwrap_or_default();
        let key =
            if consent.withdrawn_how.as_deref() == Some("link") { "fans-news-until-link" } else { "fans-news-until" };
        self.page.t1(key, "moment", at)
    }
}

impl Line {
    fn of(page: &Page, ticket: Ticket) -> Self {
        let (tag, key) = match state(&ticket, page.now) {
            TicketState::Came => ("tag--in", "fans-state-came"),
            TicketState::Missed => ("", "fans-state-missed"),
            TicketState::ToCome => ("tag--owed", "fans-state-to-come"),
            TicketState::Voided => ("tag--void", "fans-state-voided"),
            TicketState::Replaced => ("tag--void", "fans-state-replaced"),
            TicketState::Cancelled => ("", "fans-state-cancelled"),
        };
        Self { ticket, tag, state: page.t(key) }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ConsentForm {
    /// `give` or `withdraw`.
    act: String,
    news_how: String,
    news_day: String,
    notice: String,
}

pub(super) async fn consent(
    page: Page,
    State(app): State<App>,
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<ConsentForm>,
) -> Result<Response> {
    let here = format!("/fans/{id}");
    let fan = super::live(&app, &id).await?;
    let now = stamp(page.now);
    let mut tx = app.db.write().await?;
    let done = if form.act == "withdraw" {
        store::notice::withdraw(&mut tx, &id, "member", &now).await?;
        "fans-news-withdrawn"
    } else {
        // The same check as when they were registered.
        let typed = FanForm {
            name: fan.name.clone(),
            news: "1".to_owned(),
            news_how: form.news_how,
            news_day: form.news_day,
            notice: form.notice,
            ..FanForm::default()
        };
        let checked = typed.check(today(&page));
        let Ok(Some(news)) = checked.as_ref().map(|fan| fan.news.as_ref()) else {
            let problems = checked.err().unwrap_or_default();
            let key = ["news_how", "news_day"].map(|field| problems.of(field)).into_iter().find(|key| !key.is_empty());
            return Ok(page::problem(&app, &here, page.t(key.unwrap_or("base-form-unreadable"))));
        };
        let given_at = store::given_at(news.day.as_deref(), &now);
        let given = Given {
            purpose: "news",
            how: &news.how,
            account: Some(&admin.id),
            given_at: &given_at,
            notice: news.notice,
            now: &now,
        };
        store::notice::give(&mut tx, &id, &given).await?;
        "fans-news-given"
    };
    tx.commit().await?;
    Ok(page::done(&app, &here, page.t1(done, "name", &fan.called)))
}
