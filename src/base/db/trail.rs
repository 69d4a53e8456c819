//! Who did what. While a member's request is served, whatever it has kept is written down with it, in the same transaction:
//! what was taken back leaves no trace, and nothing is kept without one.

use std::future::Future;

use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::AnyConnection;

use super::{Db, Tx, id};
use crate::base::clock::stamp;

/// Somebody who is about to do something.
#[derive(Clone, Debug)]
pub struct Acting {
    /// One row a request, however many transactions it takes.
    pub id: String,
    pub at: String,
    /// None at the terminal.
    pub account: Option<String>,
    /// `POST /fans/{id}/edit`
    pub did: String,
    /// Ids, `/` between two.
    pub subject: String,
}

impl Acting {
    /// An account does something, or somebody at the terminal.
    pub fn new(now: Timestamp, account: Option<&str>, did: &str) -> Self {
        let account = account.map(str::to_owned);
        Self { id: id::new(now), at: stamp(now), account, did: did.to_owned(), subject: String::new() }
    }
}

tokio::task_local! {
    static ACTING: Acting;
}

/// Does `work` for somebody: every write that it begins is on the trail.
pub async fn act<T>(acting: Acting, work: impl Future<Output = T>) -> T {
    ACTING.scope(acting, work).await
}

/// Whoever is acting, for work that another task does for them.
pub fn acting() -> Option<Acting> {
    ACTING.try_with(Acting::clone).ok()
}

/// Writes down what is being done by whoever is acting, if somebody is.
pub(super) async fn mark(tx: &mut Tx) -> Result<(), sqlx::Error> {
    match acting() {
        Some(acting) => keep(tx, &acting).await,
        None => Ok(()),
    }
}

/// Writes down that this was done.
///
/// # Errors
/// When the database can't be written to.
pub async fn keep(connection: &mut AnyConnection, acting: &Acting) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into trail (id, at, account_id, did, subject) values ($1, $2, $3, $4, $5) on conflict (id) do nothing",
    )
    .bind(&acting.id)
    .bind(&acting.at)
    .bind(&acting.account)
    .bind(&acting.did)
    .bind(&acting.subject)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes down all that somebody did.
///
/// # Errors
/// When the database can't be written to.
pub async fn keep_all(tx: &mut Tx, all: &[Option<Acting>]) -> Result<(), sqlx::Error> {
    let rows: Vec<Value> = all
        .iter()
        .flatten()
        .map(|it| json!({ "id": it.id, "at": it.at, "account": it.account, "did": it.did, "subject": it.subject }))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into trail (id, at, account_id, did, subject)
         select value ->> 'id', value ->> 'at', value ->> 'account', value ->> 'did', value ->> 'subject'
         from json_each(cast($1 as text)) where true on conflict (id) do nothing",
    )
    .bind(json!(rows).to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Names what was made by it, where the address named nothing.
///
/// # Errors
/// When the database can't be written to.
pub async fn name(db: &Db, id: &str, subject: &str) -> Result<(), sqlx::Error> {
    let mut tx = db.write().await?;
    sqlx::query("update trail set subject = $2 where id = $1 and subject = ''")
        .bind(id)
        .bind(subject)
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}

/// Says what it is about that is being done, where no address does.
///
/// # Errors
/// When the database can't be written to.
pub async fn about(tx: &mut Tx, subject: &str) -> Result<(), sqlx::Error> {
    let Ok(id) = ACTING.try_with(|acting| acting.id.clone()) else { return Ok(()) };
    sqlx::query("update trail set subject = $2 where id = $1").bind(id).bind(subject).execute(&mut **tx).await?;
    Ok(())
}
