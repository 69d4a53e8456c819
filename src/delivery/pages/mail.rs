//! The band's mail server, tried with a button; tickets put into the outbox.

use askama::Template;
use axum::extract::{Path, State};
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
use crate::concerts;
use crate::delivery::mail::{self, Security, SmtpForm};
use crate::delivery::store::outbox::{self, NewMail};
use crate::delivery::worker::{self, Bell};
use crate::tickets;

/// How many are put into the outbox at once.
const MANY: i64 = 500;

#[derive(Template)]
#[template(path = "delivery/mail.html")]
struct Mail {
    page: Page,
    form: SmtpForm,
    problems: Problems,
    /// Whether there are settings to try.
    kept: bool,
    tried: Option<Tried>,
}

/// What came of a try: a sentence, and what the server said.
struct Tried {
    well: bool,
    says: String,
    said: String,
}

/// `GET /mail`
pub async fn show(page: Page, State(app): State<App>, _: Admin) -> Result<Response> {
    let kept = outbox::smtp(&app).await?;
    let form = kept.as_ref().map(SmtpForm::of).unwrap_or_default();
    page::html(&Mail { page, form, problems: Problems::default(), kept: kept.is_some(), tried: None })
}

/// `POST /mail`: keeps the settings.
pub async fn keep(page: Page, State(app): State<App>, _: Admin, Form(form): Form<SmtpForm>) -> Result<Response> {
    let kept = outbox::smtp(&app).await?;
    match form.check(kept.as_ref()) {
        Ok(smtp) => {
            outbox::keep(&app, &smtp, &stamp(page.now)).await?;
            app.part::<Bell>().ring();
            Ok(page::done(&app, "/mail", page.t("delivery-mail-kept")))
        }
        Err(problems) => page::again(&Mail { page, form, problems, kept: kept.is_some(), tried: None }),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Test {
    to: String,
}

/// `POST /mail/test`: sends a mail to the member, and says in words what came of it.
pub async fn test(page: Page, State(app): State<App>, _: Admin, Form(form): Form<Test>) -> Result<Response> {
    let Some(smtp) = outbox::smtp(&app).await? else {
        return Ok(page::problem(&app, "/mail", page.t("delivery-mail-none")));
    };
    let shown = SmtpForm::of(&smtp);
    let Some(to) = text::email(&form.to) else {
        let problems = Problems::one("to", "delivery-mail-to-wrong");
        return page::again(&Mail { page, form: shown, problems, kept: true, tried: None });
    };
    let (subject, body) = (page.t("delivery-mail-test-subject"), page.t("delivery-mail-test-text"));
    let tried = match worker::tries(&smtp, &app.brand().name, &to, &subject, &body).await {
        Ok(said) => Tried { well: true, says: page.t1("delivery-mail-test-well", "to", &to), said },
        Err(failure) => Tried {
            well: false,
            says: page.t(&format!("delivery-mail-why-{}", failure.stage.word())),
            said: mail::kept(&failure.said, ""),
        },
    };
    page::html(&Mail { page, form: shown, problems: Problems::default(), kept: true, tried: Some(tried) })
}

/// `POST /tickets/{ticket}/mail`: puts its mail into the outbox.
pub async fn one(page: Page, State(app): State<App>, admin: Admin, Path(ticket): Path<String>) -> Result<Response> {
    let here = format!("/tickets/{ticket}");
    let Some(smtp) = outbox::smtp(&app).await? else {
        return Ok(page::problem(&app, &here, page.t("delivery-mail-none")));
    };
    let mut tx = app.db.write().await?;
    let found = tickets::store::get(&mut tx, &ticket).await?.ok_or(Error::NotFound)?;
    let concert = concerts::store::get(&mut tx, &found.concert_id).await?.ok_or(Error::NotFound)?;
    if found.fan_email.is_none() || !found.is_live() || concert.is_over(page.now) {
        return Ok(page::problem(&app, &here, page.t("delivery-mail-cannot")));
    }
    let mail = new(&page, &found.id, &found.concert_id, &smtp.from);
    let put = outbox::put(&mut tx, &[mail], &admin.id, &stamp(page.now)).await?;
    tx.commit().await?;
    app.part::<Bell>().ring();
    let key = if put > 0 { "delivery-mail-put" } else { "delivery-mail-waits" };
    Ok(page::done(&app, &here, page.t1(key, "name", &found.fan)))
}

/// `POST /concerts/{concert}/send/mail`: puts into the outbox whoever can be reached by mail only.
pub async fn all(page: Page, State(app): State<App>, admin: Admin, Path(concert): Path<String>) -> Result<Response> {
    let here = format!("/concerts/{concert}/send");
    let Some(smtp) = outbox::smtp(&app).await? else {
        return Ok(page::problem(&app, &here, page.t("delivery-mail-none")));
    };
    let mut tx = app.db.write().await?;
    let found = concerts::store::get(&mut tx, &concert).await?.ok_or(Error::NotFound)?;
    if found.is_over(page.now) || found.cancelled_at.is_some() {
        return Ok(page::problem(&app, &here, page.t("delivery-over")));
    }
    let wanted = outbox::by_mail_only(&mut tx, &concert, MANY).await?;
    let mails: Vec<NewMail> = wanted.iter().map(|ticket| new(&page, ticket, &concert, &smtp.from)).collect();
    let put = outbox::put(&mut tx, &mails, &admin.id, &stamp(page.now)).await?;
    tx.commit().await?;
    app.part::<Bell>().ring();
    Ok(page::done(&app, &here, page.t1("delivery-mail-put-many", "n", put as i64)))
}

fn new(page: &Page, ticket: &str, concert: &str, from: &str) -> NewMail {
    let id = id::new(page.now);
    let message_id = mail::message_id(&id, from);
    NewMail { id, ticket_id: ticket.to_owned(), concert_id: concert.to_owned(), message_id }
}
