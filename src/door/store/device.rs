//! Devices: lent by an account, for one concert, until the hour at which its night ends, at the latest. Dead with the lender's account or password.

use jiff::{SignedDuration, Timestamp};

use crate::base::clock::{Clock, stamp};
use crate::base::db::lookup::Lookup;
use crate::base::db::{Db, Tx};
use crate::base::secret;
use crate::base::web::viewer::Door;
use crate::door::device::{State, ends_at};

/// How long after its hour a lent phone that had no network may hand in its scans.
const LATE_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A door about to be lent.
pub struct Lent<'a> {
    pub id: &'a str,
    pub concert: &'a str,
    pub account: &'a str,
    pub name: &'a str,
    pub sells_from: Option<&'a str>,
    pub link_hash: &'a str,
    pub now: &'a str,
    pub expires_at: &'a str,
}

/// Lends a door. False: that id is taken, the same form was sent before.
pub async fn lend(tx: &mut Tx, lent: &Lent<'_>) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "insert into device (id, concert_id, account_id, name, sells_from, link_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (id) do nothing",
    )
    .bind(lent.id)
    .bind(lent.concert)
    .bind(lent.account)
    .bind(lent.name)
    .bind(lent.sells_from)
    .bind(lent.link_hash)
    .bind(lent.now)
    .bind(lent.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A lent door, and what decides whether it is still one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Phone {
    pub id: String,
    pub name: String,
    pub concert_id: String,
    pub sells_from: Option<String>,
    pub created_at: String,
    pub claimed_at: Option<String>,
    pub last_seen_at: Option<String>,
    pub revoked_at: Option<String>,
    pub expires_at: String,
    pub lender: String,
    pub lender_disabled_at: Option<String>,
    pub lender_changed_at: String,
    pub day: String,
    pub timezone: String,
}

impl Phone {
    /// It dies with the concert's night as it is now, wherever that was moved to since it was lent, and with the account
    /// and the password of whoever lent it: nobody writes that into its row.
    pub fn state(&self, now: Timestamp) -> State {
        if self.revoked_at.is_some() {
            State::Revoked
        } else if self.lender_disabled_at.is_some() || self.lender_changed_at > self.created_at {
            State::Orphaned
        } else if self.ends_at().is_none_or(|ends| now >= ends) {
            State::Over
        } else if self.claimed_at.is_none() {
            State::Waiting
        } else {
            State::Open
        }
    }

    /// Whether its hour has come, nobody took it away, and it may still hand in what it scanned.
    pub fn is_late(&self, now: Timestamp) -> bool {
        let until = self.ends_at().and_then(|ends| ends.checked_add(LATE_FOR).ok());
        self.state(now) == State::Over && self.claimed_at.is_some() && until.is_some_and(|until| now < until)
    }

    pub fn ends_at(&self) -> Option<Timestamp> {
        ends_at(&self.day, &self.timezone, &self.expires_at)
    }
}

/// A concert's lent doors, the last one first.
pub async fn phones(db: &Db, concert: &str) -> Result<Vec<Phone>, sqlx::Error> {
    sqlx::query_as(
        "select d.id, d.name, d.concert_id, d.sells_from, d.created_at, d.claimed_at, d.last_seen_at, d.revoked_at,
           d.expires_at, a.username as lender, a.disabled_at as lender_disabled_at,
           a.password_changed_at as lender_changed_at, c.day, c.timezone
         from device d join account a on a.id = d.account_id join concert c on c.id = d.concert_id
         where d.concert_id = $1 order by d.created_at desc, d.id desc limit 200",
    )
    .bind(concert)
    .fetch_all(db.read())
    .await
}

/// Ends one lent door. Its name, if it wasn't ended before.
pub async fn revoke(tx: &mut Tx, concert: &str, device: &str, now: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "update device set revoked_at = $3 where id = $2 and concert_id = $1 and revoked_at is null returning name",
    )
    .bind(concert)
    .bind(device)
    .bind(now)
    .fetch_optional(&mut **tx)
    .await
}

/// What became of a link that was tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    Opened,
    /// This very phone holds that door already.
    Own,
    Used,
    Ended,
    Unknown,
}

/// Claims a lent link for the phone that holds `token_hash`: once. `own` is the device that asks, if it is one.
pub async fn claim(
    tx: &mut Tx,
    link_hash: &str,
    token_hash: &str,
    own: Option<&str>,
    now: Timestamp,
) -> Result<Claim, sqlx::Error> {
    let found: Option<Phone> = sqlx::query_as(
        "select d.id, d.name, d.concert_id, d.sells_from, d.created_at, d.claimed_at, d.last_seen_at, d.revoked_at,
           d.expires_at, a.username as lender, a.disabled_at as lender_disabled_at,
           a.password_changed_at as lender_changed_at, c.day, c.timezone
         from device d join account a on a.id = d.account_id join concert c on c.id = d.concert_id
         where d.link_hash = $1",
    )
    .bind(link_hash)
    .fetch_optional(&mut **tx)
    .await?;
    let Some(phone) = found else { return Ok(Claim::Unknown) };
    match phone.state(now) {
        State::Waiting => {}
        State::Open if own == Some(&*phone.id) => return Ok(Claim::Own),
        State::Open => return Ok(Claim::Used),
        State::Revoked | State::Orphaned | State::Over => return Ok(Claim::Ended),
    }
    let done = sqlx::query(
        "update device set token_hash = $2, claimed_at = $3, last_seen_at = $3
         where link_hash = $1 and claimed_at is null and revoked_at is null",
    )
    .bind(link_hash)
    .bind(token_hash)
    .bind(stamp(now))
    .execute(&mut **tx)
    .await?;
    Ok(if done.rows_affected() == 1 { Claim::Opened } else { Claim::Used })
}

/// What is kept of six digits.
pub fn code_hash(digits: &str) -> String {
    secret::hash(&format!("door code {digits}"))
}

/// Keeps six digits for a lent door: its name, if it was not ended.
pub async fn set_code(
    tx: &mut Tx,
    concert: &str,
    device: &str,
    code_hash: &str,
    until: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "update device set code_hash = $3, code_until = $4
         where id = $2 and concert_id = $1 and revoked_at is null returning name",
    )
    .bind(concert)
    .bind(device)
    .bind(code_hash)
    .bind(until)
    .fetch_optional(&mut **tx)
    .await
}

/// Claims a lent door by six digits for an installed app, beside the browser that may hold it already.
pub async fn claim_app(tx: &mut Tx, code_hash: &str, token_hash: &str, now: Timestamp) -> Result<Claim, sqlx::Error> {
    let found: Option<Phone> = sqlx::query_as(
        "select d.id, d.name, d.concert_id, d.sells_from, d.created_at, d.claimed_at, d.last_seen_at, d.revoked_at,
           d.expires_at, a.username as lender, a.disabled_at as lender_disabled_at,
           a.password_changed_at as lender_changed_at, c.day, c.timezone
         from device d join account a on a.id = d.account_id join concert c on c.id = d.concert_id
         where d.code_hash = $1 and d.code_until > $2 limit 1",
    )
    .bind(code_hash)
    .bind(stamp(now))
    .fetch_optional(&mut **tx)
    .await?;
    let Some(phone) = found else { return Ok(Claim::Unknown) };
    if !phone.state(now).is_alive() {
        return Ok(Claim::Ended);
    }
    let done = sqlx::query(
        "update device set app_token_hash = $2, code_hash = null, code_until = null, last_seen_at = $3,
           claimed_at = coalesce(claimed_at, $3)
         where id = $1 and code_hash = $4",
    )
    .bind(&phone.id)
    .bind(token_hash)
    .bind(stamp(now))
    .bind(code_hash)
    .execute(&mut **tx)
    .await?;
    Ok(if done.rows_affected() == 1 { Claim::Opened } else { Claim::Unknown })
}

/// A lent door that a token has claimed, and when it was last heard of.
#[derive(Clone)]
pub struct Claimed {
    pub token_hash: String,
    pub door: Door,
    pub seen: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ClaimedRow {
    token_hash: String,
    #[sqlx(flatten)]
    phone: Phone,
}

/// Lent doors by the hashes of the tokens that claimed them, for whoever asks: live ones, and those that may still hand in what
/// they scanned.
pub fn claimed(db: &Db, clock: &Clock) -> Lookup<Claimed> {
    Lookup::start(db, clock, |db, hashes, now| {
        Box::pin(async move {
            let found = of_tokens(&db, &hashes, now).await?;
            Ok(found.into_iter().map(|it| (it.token_hash.clone(), it)).collect())
        })
    })
}

/// The claimed doors of these tokens' hashes (JSON `[{it}]`).
async fn of_tokens(db: &Db, token_hashes: &str, now: Timestamp) -> Result<Vec<Claimed>, sqlx::Error> {
    let rows: Vec<ClaimedRow> = sqlx::query_as(
        "select k.token_hash, d.id, d.name, d.concert_id, d.sells_from, d.created_at, d.claimed_at, d.last_seen_at,
           d.revoked_at, d.expires_at, a.username as lender, a.disabled_at as lender_disabled_at,
           a.password_changed_at as lender_changed_at, c.day, c.timezone
         from (select id, token_hash from device
             where token_hash in (select value ->> 'it' from json_each(cast($1 as text)))
             union all
             select id, app_token_hash from device
             where app_token_hash in (select value ->> 'it' from json_each(cast($1 as text)))) k
           join device d on d.id = k.id join account a on a.id = d.account_id join concert c on c.id = d.concert_id",
    )
    .bind(token_hashes)
    .fetch_all(db.read())
    .await?;
    let claimed = |ClaimedRow { token_hash, phone }| {
        let over = (!phone.state(now).is_alive()).then_some(());
        let (device, name, concert, sells_from) = (phone.id, phone.name, phone.concert_id, phone.sells_from);
        Claimed { token_hash, door: Door { device, name, concert, sells_from, over }, seen: phone.last_seen_at }
    };
    let alive = |row: &ClaimedRow| row.phone.state(now).is_alive() || row.phone.is_late(now);
    Ok(rows.into_iter().filter(alive).map(claimed).collect())
}

/// Notes that a phone was heard of, unless it was noted after `since`.
pub async fn heard(tx: &mut Tx, device: &str, now: &str, since: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update device set last_seen_at = $2 where id = $1 and (last_seen_at is null or last_seen_at <= $3)")
        .bind(device)
        .bind(now)
        .bind(since)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Revokes every lent door, in a restored copy.
pub async fn revoke_all(tx: &mut Tx, now: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update device set revoked_at = $1 where revoked_at is null").bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// The concerts that a door may be lent for, `(id, name, day, timezone)`: those whose day is `from` or later.
pub async fn list(db: &Db, from: &str) -> Result<Vec<(String, String, String, String)>, sqlx::Error> {
    sqlx::query_as(
        "select c.id, coalesce(c.title, v.name), c.day, c.timezone
         from concert c join venue v on v.id = c.venue_id
         where c.doors_at >= $1 and c.cancelled_at is null
         order by c.doors_at limit 50",
    )
    .bind(from)
    .fetch_all(db.read())
    .await
}
