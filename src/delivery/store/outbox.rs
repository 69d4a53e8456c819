//! Mail that waits, is on its way, arrived or was given up.

use futures_util::future::BoxFuture;
use serde::Serialize;
use sqlx::AnyConnection;

use crate::base::app::App;
use crate::base::db::{self, Tx, seal};
use crate::base::error::Result;
use crate::delivery::mail::{self, Smtp};

/// The settings of the band's mail server; none before anybody typed them.
///
/// # Errors
/// When the database doesn't answer, or the password is sealed by another key.
pub async fn smtp(app: &App) -> Result<Option<Smtp>> {
    let mut connection = app.db.read().acquire().await?;
    let Some(text) = db::setting(&mut connection, mail::SETTING).await? else { return Ok(None) };
    let mut smtp: Smtp = serde_json::from_str(&text)?;
    if let Some(kept) = db::setting(&mut connection, mail::PASSWORD).await? {
        smtp.password = seal::open_by(&app.config, mail::PASSWORD, &kept)?;
    }
    Ok(Some(smtp))
}

/// Keeps the settings, the password apart; what waits is tried at once.
///
/// # Errors
/// When the database doesn't answer, or there is no key to seal by.
pub async fn keep(app: &App, smtp: &Smtp, now: &str) -> Result<()> {
    let password = seal::closed(&app.db, &app.config, mail::PASSWORD, &smtp.password).await?;
    let mut tx = app.db.write().await?;
    db::set_setting(&mut tx, mail::SETTING, &serde_json::to_string(smtp)?).await?;
    db::set_setting(&mut tx, mail::PASSWORD, &password).await?;
    sqlx::query("update mail set due_at = $1 where sent_at is null and failed_at is null and due_at > $1")
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// One that a worker has in hand.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Claimed {
    pub id: String,
    pub ticket_id: String,
    pub concert_id: String,
    pub message_id: String,
    pub created_by: Option<String>,
    /// This one included.
    pub tries: i64,
}

/// What became of a try.
#[derive(Clone, Debug)]
pub enum Ended {
    Sent { said: String },
    Later { due_at: String, reason: String, said: String },
    GivenUp { reason: String, said: String },
}

impl Ended {
    /// Without the address that the mail went to.
    pub fn cleaned(self, address: &str) -> Self {
        match self {
            Ended::Sent { said } => Ended::Sent { said: mail::kept(&said, address) },
            Ended::Later { due_at, reason, said } => Ended::Later { due_at, reason, said: mail::kept(&said, address) },
            Ended::GivenUp { reason, said } => Ended::GivenUp { reason, said: mail::kept(&said, address) },
        }
    }
}

/// Takes the one that is due first into this worker's hands until `until`.
pub async fn claim(tx: &mut Tx, now: &str, until: &str) -> Result<Option<Claimed>, sqlx::Error> {
    sqlx::query_as(
        "update mail set claimed_until = $2, tries = tries + 1
         where id = (select id from mail
             where sent_at is null and failed_at is null and due_at <= $1 and (claimed_until is null or claimed_until <= $1)
             order by due_at, id limit 1)
           and sent_at is null and failed_at is null and due_at <= $1 and (claimed_until is null or claimed_until <= $1)
         returning id, ticket_id, concert_id, message_id, created_by, tries",
    )
    .bind(now)
    .bind(until)
    .fetch_optional(&mut **tx)
    .await
}

/// Records what became of a try: whether it was sent. Whose claim ran out, and was taken by another, records nothing but that
/// it was sent.
pub async fn record(tx: &mut Tx, claimed: &Claimed, ended: &Ended, now: &str) -> Result<bool, sqlx::Error> {
    let (sent, failed, due, reason, said) = match ended {
        Ended::Sent { said } => (Some(now), None, None, None, said),
        Ended::Later { due_at, reason, said } => (None, None, Some(due_at.as_str()), Some(reason.as_str()), said),
        Ended::GivenUp { reason, said } => (None, Some(now), None, Some(reason.as_str()), said),
    };
    let done = sqlx::query(
        "update mail set claimed_until = null, sent_at = $2, failed_at = $3, due_at = coalesce($4, due_at), reason = $5, said = $6
         where id = $1 and sent_at is null and (tries = $7 or cast($2 as text) is not null)",
    )
    .bind(&claimed.id)
    .bind(sent)
    .bind(failed)
    .bind(due)
    .bind(reason)
    .bind(said)
    .bind(claimed.tries)
    .execute(&mut **tx)
    .await?;
    Ok(sent.is_some() && done.rows_affected() > 0)
}

/// What waits is tried no sooner than `due_at`: the server can't be reached, or doesn't let us in, whoever it is for.
pub async fn hold_all(tx: &mut Tx, due_at: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update mail set due_at = $1 where sent_at is null and failed_at is null and due_at < $1")
        .bind(due_at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Gives up all that waits: in a copy that was restored, for it may have gone since.
pub async fn give_up_all(tx: &mut Tx, now: &str) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "update mail set failed_at = $1, claimed_until = null, reason = 'restored', said = '' where sent_at is null and failed_at is null",
    )
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Takes a fan out of what servers said about them, and gives up what waits for them.
pub fn on_erase<'a>(tx: &'a mut Tx, fan: &'a str, now: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
    Box::pin(async move {
        sqlx::query(
            "update mail set said = null, claimed_until = null,
               reason = case when sent_at is null and failed_at is null then 'address' else reason end,
               failed_at = case when sent_at is null then coalesce(failed_at, $2) end
             where ticket_id in (select id from ticket where fan_id = $1)",
        )
        .bind(fan)
        .bind(now)
        .execute(&mut **tx)
        .await?;
        Ok(())
    })
}

/// A mail that is put into the outbox.
#[derive(Clone, Debug, Serialize)]
pub struct NewMail {
    pub id: String,
    pub ticket_id: String,
    pub concert_id: String,
    pub message_id: String,
}

/// Puts mails into the outbox, in a member's name, but for tickets with one that waits already: how many were put there.
pub async fn put(tx: &mut Tx, mails: &[NewMail], account: &str, now: &str) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "insert into mail (id, ticket_id, concert_id, message_id, created_at, created_by, due_at)
         select value ->> 'id', value ->> 'ticket_id', value ->> 'concert_id', value ->> 'message_id', $2, $3, $2
         from json_each(cast($1 as text)) where true
         on conflict do nothing",
    )
    .bind(serde_json::to_string(mails).unwrap_or_default())
    .bind(now)
    .bind(account)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

macro_rules! by_mail_only {
    ($what:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " from ticket t join fan f on f.id = t.fan_id
             where t.concert_id = $1 and t.sent_at is null and t.voided_at is null and t.replaced_at is null
               and f.phone is null and f.email is not null and f.erased_at is null
               and not exists (select 1 from mail m where m.ticket_id = t.id and m.failed_at is null) ",
            $rest
        )
    };
}

/// How many live tickets of a concert nobody has sent whose fans have an e-mail address and no telephone.
pub async fn count_by_mail_only(connection: &mut AnyConnection, concert: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(by_mail_only!("count(*)", "")).bind(concert).fetch_one(connection).await
}

/// Those tickets, at most `most`.
pub async fn by_mail_only(
    connection: &mut AnyConnection,
    concert: &str,
    most: i64,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(by_mail_only!("t.id", "order by t.number limit $2"))
        .bind(concert)
        .bind(most)
        .fetch_all(connection)
        .await
}

/// How a concert's mail stands.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub struct Standing {
    pub waiting: i64,
    pub sent: i64,
    pub failed: i64,
}

pub async fn standing(connection: &mut AnyConnection, concert: &str) -> Result<Standing, sqlx::Error> {
    sqlx::query_as(
        "select count(*) - count(sent_at) - count(failed_at) as waiting, count(sent_at) as sent, count(failed_at) as failed
         from mail where concert_id = $1",
    )
    .bind(concert)
    .fetch_one(connection)
    .await
}
