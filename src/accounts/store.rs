//! Accounts and sessions in the database.

pub mod second;
pub mod trail;

use sqlx::AnyConnection;

use crate::accounts::account::NewAccount;
use crate::base::clock::{Clock, stamp};
use crate::base::db::lookup::Lookup;
use crate::base::db::{Db, Tx};

/// An account as a list shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Account {
    pub id: String,
    pub username: String,
    pub created_at: String,
    pub disabled_at: Option<String>,
}

/// What signing in needs to know.
#[derive(sqlx::FromRow)]
pub struct Credentials {
    pub id: String,
    pub username: String,
    pub password_hash: String,
    pub disabled_at: Option<String>,
    /// Whether there is a second factor.
    pub second: i64,
}

/// A live session with its account.
#[derive(Clone, sqlx::FromRow)]
pub struct Live {
    pub token_hash: String,
    pub id: String,
    pub account_id: String,
    pub username: String,
    pub last_seen_at: String,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Session {
    pub id: String,
    pub browser: String,
    pub address: String,
    pub created_at: String,
    pub last_seen_at: String,
}

/// Adds an account, unless its name is taken: then none.
pub async fn add(
    tx: &mut Tx,
    id: &str,
    new: &NewAccount,
    hash: &str,
    now: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "insert into account (id, username, username_folded, password_hash, created_at, password_changed_at)
         values ($1, $2, $3, $4, $5, $5)
         on conflict (username_folded) do nothing
         returning id",
    )
    .bind(id)
    .bind(&new.username)
    .bind(&new.username_folded)
    .bind(hash)
    .bind(now)
    .fetch_optional(&mut **tx)
    .await
}

/// How many accounts may sign in.
pub async fn count(connection: &mut AnyConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("select count(*) from account where disabled_at is null").fetch_one(connection).await
}

/// All accounts, by name.
pub async fn list(db: &Db) -> Result<Vec<Account>, sqlx::Error> {
    sqlx::query_as("select id, username, created_at, disabled_at from account order by username_folded")
        .fetch_all(db.read())
        .await
}

/// The account of that folded name.
pub async fn credentials(db: &Db, username_folded: &str) -> Result<Option<Credentials>, sqlx::Error> {
    sqlx::query_as(
        "select id, username, password_hash, disabled_at,
           cast(case when second_secret is null then 0 else 1 end as bigint) as second
         from account where username_folded = $1",
    )
    .bind(username_folded)
    .fetch_optional(db.read())
    .await
}

/// Sets a new password and ends every session of the account.
pub async fn set_password(tx: &mut Tx, account: &str, hash: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update account set password_hash = $2, password_changed_at = $3 where id = $1")
        .bind(account)
        .bind(hash)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    end_sessions(tx, account, now).await
}

/// Disables an account, and with it its sessions. A device that it lent is dead by the same date.
pub async fn disable(tx: &mut Tx, account: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update account set disabled_at = $2 where id = $1 and disabled_at is null")
        .bind(account)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    end_sessions(tx, account, now).await
}

/// Ends every session of an account but one (empty: all).
pub async fn end_others(tx: &mut Tx, account: &str, session: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update session set ended_at = $3 where account_id = $1 and id <> $2 and ended_at is null")
        .bind(account)
        .bind(session)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn end_sessions(tx: &mut Tx, account: &str, now: &str) -> Result<(), sqlx::Error> {
    end_others(tx, account, "", now).await
}

/// A session about to begin.
pub struct NewSession<'a> {
    pub id: &'a str,
    pub account: &'a str,
    /// The hash of the password that was given.
    pub password_hash: &'a str,
    pub token_hash: &'a str,
    pub browser: &'a str,
    pub address: &'a str,
    pub now: &'a str,
    pub expires_at: &'a str,
}

/// Begins a session, if the account may still sign in with that password.
pub async fn begin_session(tx: &mut Tx, new: &NewSession<'_>) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "insert into session (id, account_id, token_hash, browser, address, created_at, last_seen_at, expires_at)
         select $1, id, $3, $4, $5, $6, $6, $7 from account
         where id = $2 and disabled_at is null and password_hash = $8
         returning id",
    )
    .bind(new.id)
    .bind(new.account)
    .bind(new.token_hash)
    .bind(new.browser)
    .bind(new.address)
    .bind(new.now)
    .bind(new.expires_at)
    .bind(new.password_hash)
    .fetch_optional(&mut **tx)
    .await
}

/// Live sessions by their tokens' hashes, for whoever asks.
pub fn live(db: &Db, clock: &Clock) -> Lookup<Live> {
    Lookup::start(db, clock, |db, hashes, now| {
        Box::pin(async move {
            let found = of_tokens(&db, &hashes, &stamp(now)).await?;
            Ok(found.into_iter().map(|live| (live.token_hash.clone(), live)).collect())
        })
    })
}

/// The live sessions of these tokens' hashes (JSON `[{it}]`).
async fn of_tokens(db: &Db, token_hashes: &str, now: &str) -> Result<Vec<Live>, sqlx::Error> {
    sqlx::query_as(
        "select s.token_hash, s.id, s.account_id, a.username, s.last_seen_at
         from session s join account a on a.id = s.account_id
         where s.token_hash in (select value ->> 'it' from json_each(cast($1 as text)))
           and s.ended_at is null and s.expires_at > $2 and a.disabled_at is null",
    )
    .bind(token_hashes)
    .bind(now)
    .fetch_all(db.read())
    .await
}

/// Notes that a session is in use.
pub async fn seen(tx: &mut Tx, session: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update session set last_seen_at = $2 where id = $1")
        .bind(session)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The live sessions of an account, the newest first.
pub async fn sessions(db: &Db, account: &str, now: &str) -> Result<Vec<Session>, sqlx::Error> {
    sqlx::query_as(
        "select id, browser, address, created_at, last_seen_at from session
         where account_id = $1 and ended_at is null and expires_at > $2
         order by created_at desc limit 50",
    )
    .bind(account)
    .bind(now)
    .fetch_all(db.read())
    .await
}

/// Ends every session of everybody, in a restored copy.
pub async fn end_all(tx: &mut Tx, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update session set ended_at = $1 where ended_at is null").bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Ends one session of an account; another account's is left alone.
pub async fn end_session(tx: &mut Tx, account: &str, session: &str, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update session set ended_at = $3 where id = $2 and account_id = $1 and ended_at is null")
        .bind(account)
        .bind(session)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
