//! What the copies and the doctor read of all tables, and how each feature counts its summary anew.

use std::collections::BTreeMap;

use sqlx::AnyConnection;

use crate::base::db::{Db, Tx};
use crate::{door, fans, payments, tickets};

/// The doors that open after `from` and until `to`.
pub async fn doors_between(db: &Db, from: &str, to: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "select doors_at from concert where doors_at > $1 and doors_at <= $2 and cancelled_at is null order by doors_at",
    )
    .bind(from)
    .bind(to)
    .fetch_all(db.read())
    .await
}

/// The summaries: what each is called, and its rows, which say something, as a key that begins with a concert's id
/// and a text.
const SUMMARIES: [(&str, &str); 4] = [
    (
        "concert_sales",
        "select concert_id, '' as part, cast(held as text) || ' ' || cast(issued as text) || ' '
           || cast(courtesies as text) || ' ' || cast(owed_cents as text) as said
         from concert_sales where held <> 0 or issued <> 0 or courtesies <> 0 or owed_cents <> 0",
    ),
    (
        "concert_money",
        "select concert_id, method as part, cast(amount_cents as text) || ' ' || cast(payments as text) as said
         from concert_money where amount_cents <> 0 or payments <> 0",
    ),
    (
        "concert_attendance",
        "select concert_id, '' as part, cast(tickets as text) || ' ' || cast(entries as text) || ' '
           || cast(inside as text) || ' ' || cast(refused as text) as said
         from concert_attendance where tickets <> 0 or entries <> 0 or inside <> 0 or refused <> 0",
    ),
    (
        "concert_arrival",
        "select concert_id, minute as part, cast(entries as text) as said from concert_arrival where entries <> 0",
    ),
];

type Said = BTreeMap<(String, String), String>;

async fn said(connection: &mut AnyConnection) -> Result<Vec<Said>, sqlx::Error> {
    let mut all = Vec::new();
    for (_, sql) in SUMMARIES {
        let rows: Vec<(String, String, String)> = sqlx::query_as(sql).fetch_all(&mut *connection).await?;
        all.push(rows.into_iter().map(|(concert, part, said)| ((concert, part), said)).collect());
    }
    Ok(all)
}

/// Has every feature count its summaries anew, and gives the concerts whose numbers changed by it, by the summary's
/// name. The caller keeps that, or takes it back.
pub async fn recount(tx: &mut Tx) -> Result<Vec<(&'static str, Vec<String>)>, sqlx::Error> {
    let before = said(tx).await?;
    payments::store::rebuild(tx).await?;
    tickets::store::rebuild(tx).await?;
    door::store::rebuild(tx).await?;
    let after = said(tx).await?;
    let changed = SUMMARIES.iter().zip(before.iter().zip(&after)).map(|((name, _), (before, after))| {
        let keys = before.keys().chain(after.keys()).filter(|key| before.get(*key) != after.get(*key));
        let mut concerts: Vec<String> = keys.map(|(concert, _)| concert.clone()).collect();
        concerts.sort();
        concerts.dedup();
        (*name, concerts)
    });
    Ok(changed.filter(|(_, concerts)| !concerts.is_empty()).collect())
}

/// How many fans' histories and groups of the audience aren't what counting anew gives, once those that are due are
/// counted; with `rebuild` all are.
pub async fn recount_fans(tx: &mut Tx, now: &str, rebuild: bool) -> Result<(i64, i64), sqlx::Error> {
    while fans::store::history::settle_some(tx, now).await? > 0 {}
    let found = fans::store::history::differences(tx).await?;
    if rebuild && found != (0, 0) {
        fans::store::history::rebuild(tx, now).await?;
    }
    Ok(found)
}

/// How concerts are called at the terminal: their day and place.
pub async fn called(connection: &mut AnyConnection, ids: &[String]) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "select c.day || ' ' || v.name from concert c join venue v on v.id = c.venue_id
         where c.id in (select value ->> 'id' from json_each(cast($1 as text)))
         order by c.day, c.id",
    )
    .bind(serde_json::json!(ids.iter().map(|id| serde_json::json!({ "id": id })).collect::<Vec<_>>()).to_string())
    .fetch_all(connection)
    .await
}

/// When the first member joined: as good as when an installation began, where nothing else says it.
pub async fn joined_at(connection: &mut AnyConnection) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select min(created_at) from account").fetch_one(connection).await
}

/// Whether there is a fan or a concert: what a night is made of.
pub async fn holds_nights(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    let rows: i64 = sqlx::query_scalar("select (select count(*) from fan) + (select count(*) from concert)")
        .fetch_one(connection)
        .await?;
    Ok(rows > 0)
}

/// Whether there is anything that would be lost.
pub async fn holds_data(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    let rows: i64 = sqlx::query_scalar(
        "select (select count(*) from fan) + (select count(*) from concert) + (select count(*) from account)",
    )
    .fetch_one(connection)
    .await?;
    Ok(rows > 0)
}
