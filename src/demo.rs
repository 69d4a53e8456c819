//! `anomalia demo`: fills a new data folder with a history that could have been, so that every page can be seen alive.
//! Seeded: the same day gives the same history, to the last code. Nothing in it is anybody's.

mod crowd;
mod door;
pub mod large;
mod people;
mod places;
mod random;
mod sales;
pub mod store;

use anyhow::ensure;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::accounts::account::NewAccount;
use crate::base::clock::{self, Clock, night_of, stamp};
use crate::base::config::Config;
use crate::base::db::{self, Db, Tx};
use crate::base::text;
use crate::concerts::store::NewChange;
use crate::tickets::store::Replaced;
use crate::{accounts, concerts, fans, payments, tickets};

use self::crowd::Crowd;
use self::places::{Night, moment};
use self::random::Random;
use self::sales::{Fate, Sale, Shop};

/// The shared setting that says that all of this is invented: `1`.
pub const SETTING: &str = "demo";

/// Chosen once; any other would tell another history.
const SEED: u64 = 0x0a17_0a17_0a17_0a17;
/// Those who sold and stood at the door. Their accounts are disabled, so that the first one is made by whoever sees
/// the terminal, as in any new folder.
const MEMBERS: [&str; 2] = ["Lucía", "Beto"];
const ONLOOKERS: usize = 24;

/// What was made, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    pub fans: usize,
    pub concerts: usize,
    pub tickets: usize,
    pub scans: usize,
    pub admissions: usize,
}

/// Fills the database that the settings name, and says so.
///
/// # Errors
/// When it holds anything of anybody already, or can't be written to.
pub async fn run(db: &Db, clock: &Clock, config: &Config, large: Option<large::Size>) -> anyhow::Result<()> {
    let made = match large {
        None => {
            println!("Inventing three years …");
            fill(db, clock.now(), &config.timezone).await?
        }
        Some(size) => {
            println!("Inventing {} fans and {} tickets …", size.fans, size.tickets);
            large::fill(db, clock.now(), &config.timezone, size).await?
        }
    };
    println!(
        "{} concerts, {} fans, {} tickets, {} scans, {} times somebody went in. All of it invented.",
        made.concerts, made.fans, made.tickets, made.scans, made.admissions
    );
    println!("See it: anomalia serve --data {}", config.data.display());
    Ok(())
}

/// Fills an empty database with three years that end on the day of `now` in that zone.
///
/// # Errors
/// When it holds a fan, a concert or an account already, or can't be written to.
pub async fn fill(db: &Db, now: Timestamp, timezone: &str) -> anyhow::Result<Made> {
    let zone = clock::zone(timezone).unwrap_or(TimeZone::UTC);
    let today = night_of(now, timezone);
    let mut tx = db.write().await?;
    let held = store::held(&mut tx).await?;
    ensure!(
        held.is_nothing(),
        "this data folder holds {} fans, {} concerts and {} accounts; choose a new one: anomalia demo --data demo",
        held.fans,
        held.concerts,
        held.accounts
    );
    let mut random = Random::new(SEED);
    let members = add_members(&mut tx, &mut random, today, &zone).await?;
    let made = write(&mut tx, history(&mut random, today, &zone, &members), &members, &stamp(now)).await?;
    db::set_setting(&mut tx, SETTING, "1").await?;
    db::set_setting(&mut tx, db::BEGUN, &stamp(now)).await?;
    tx.commit().await?;
    Ok(made)
}

/// The members, whose accounts can't be signed in to: disabled, and their hash is of no password.
async fn add_members(tx: &mut Tx, random: &mut Random, today: Date, zone: &TimeZone) -> anyhow::Result<Vec<String>> {
    let joined = moment(today.saturating_sub(1_200.days()), 12, zone);
    let mut ids = Vec::new();
    for name in MEMBERS {
        let new = NewAccount { username: name.to_owned(), username_folded: text::fold(name), password: String::new() };
        let id = random.id(joined);
        accounts::store::add(tx, &id, &new, "none", &stamp(joined)).await?;
        accounts::store::disable(tx, &id, &stamp(moment(today, 0, zone))).await?;
        ids.push(id);
    }
    Ok(ids)
}

/// A whole history, not yet written.
struct History {
    rows: concerts::store::Rows,
    nights: Vec<(Night, Vec<Sale>, door::Log)>,
    crowd: Crowd,
}

fn history(random: &mut Random, today: Date, zone: &TimeZone, members: &[String]) -> History {
    let mut crowd = Crowd::new();
    let (rows, nights) = places::nights(random, today, zone, &members[0], || crowd.phone());
    let shop = Shop { today, zone, accounts: members };
    let mut played = Vec::new();
    let mut before: Vec<String> = Vec::new();
    for night in nights {
        let sales = sales::sell(random, &night, &mut crowd, &shop);
        let log = if night.played {
            door::open(random, &night, &sales, &crowd, members, &before)
        } else {
            door::Log::default()
        };
        before = sales.iter().map(|sale| sale.ticket.id.clone()).collect();
        played.push((night, sales, log));
    }
    for _ in 0..ONLOOKERS {
        let at = moment(today.saturating_sub(random.between(3, 1_000).days()), 18, zone);
        let member = random.pick(members).clone();
        crowd.onlooker(random, at, &member);
    }
    History { rows, nights: played, crowd }
}

async fn write(tx: &mut Tx, history: History, members: &[String], now: &str) -> anyhow::Result<Made> {
    let History { rows, nights, crowd } = history;
    concerts::store::add_many(tx, &rows).await?;
    fans::store::add_many(tx, &crowd.rows).await?;
    let mut made = Made { concerts: nights.len(), fans: crowd.rows.len(), ..Made::default() };
    for (_, sales, log) in &nights {
        let sold: Vec<_> = sales.iter().map(|sale| sale.ticket.clone()).collect();
        tickets::store::add_many(tx, &sold).await?;
        let paid = sales.iter().filter_map(|sale| sale.paid.as_ref()).chain(&log.paid);
        payments::store::add_many(tx, &json(paid)?).await?;
        made.tickets += sold.len();
    }
    payments::store::rebuild(tx).await?;
    tickets::store::rebuild(tx).await?;
    for (night, sales, log) in &nights {
        made.tickets += change(tx, night, sales, members).await?;
        turn(tx, night, sales, &members[0]).await?;
        crate::door::store::add_many(tx, &json(log.scans.iter())?, &json(log.admissions.iter())?).await?;
        made.scans += log.scans.len();
        made.admissions += log.admissions.len();
    }
    crate::door::store::rebuild(tx).await?;
    fans::store::history::rebuild(tx, now).await?;
    Ok(made)
}

/// What became of a night's tickets before its doors, by the very functions that the pages call; and a cursor for all
/// of them, so that a phone's list has them. How many tickets this added.
async fn change(tx: &mut Tx, night: &Night, sales: &[Sale], members: &[String]) -> anyhow::Result<usize> {
    #[derive(Serialize)]
    struct Id<'a> {
        id: &'a str,
    }
    let cursor = tickets::store::lock(tx, &night.row.id).await?;
    let ids = json(sales.iter().map(|sale| Id { id: &sale.ticket.id }))?;
    tickets::store::touch(tx, &ids, cursor).await?;
    let mut added = 0;
    for (nth, sale) in sales.iter().enumerate() {
        let (id, member) = (&sale.ticket.id, members[nth % members.len()].as_str());
        match &sale.fate {
            Fate::Kept if !night.played && nth % 4 != 0 => {
                let sent = stamp(sale.issued.checked_add(2.minutes())?);
                tickets::store::mark_sent(tx, id, "whatsapp", member, &sent).await?;
            }
            Fate::Kept | Fate::CalledOff { .. } => {}
            Fate::Voided { at, reason, refund } => {
                tickets::store::void(tx, id, Some(reason), member, &stamp(*at)).await?;
                if let (Some(paid), Some(refund)) = (&sale.paid, refund) {
                    let back = stamp(at.checked_add(5.minutes())?);
                    tickets::store::refund(tx, id, &paid.id, refund, member, &back).await?;
                }
            }
            Fate::Replaced { by, payment_ids } => {
                let mut ids = payment_ids.iter().cloned();
                let replaced = tickets::store::replace(tx, id, (**by).clone(), || ids.next().unwrap_or_default());
                ensure!(matches!(replaced.await?, Replaced::Done(_)), "a ticket of the demo couldn't be replaced");
                added += 1;
            }
        }
    }
    Ok(added)
}

/// A night that was moved, or called off with its tickets, as its page does it; and the money that went back.
async fn turn(tx: &mut Tx, night: &Night, sales: &[Sale], member: &str) -> anyhow::Result<()> {
    let Some(change) = &night.change else { return Ok(()) };
    let (concert, at, here) = (&night.row.id, stamp(change.at), night.when(night.room));
    let (kind, before, after, tickets) = match &change.from {
        Some(from) => ("moved", night.when(from).line(), here.line(), "stay"),
        None => ("cancelled", here.line(), String::new(), "voided"),
    };
    if change.from.is_none() {
        tickets::store::void_all(tx, concert, member, &at).await?;
        concerts::store::cancel(tx, concert, &at).await?;
    }
    let new = NewChange { id: &change.id, concert, kind, before, after, tickets, account: member, now: &at };
    concerts::store::add_change(tx, new).await?;
    for sale in sales {
        if let (Fate::CalledOff { refund: Some((id, back)) }, Some(paid)) = (&sale.fate, &sale.paid) {
            tickets::store::refund(tx, &sale.ticket.id, &paid.id, id, member, &stamp(*back)).await?;
        }
    }
    Ok(())
}

fn json<T: Serialize>(rows: impl Iterator<Item = T>) -> anyhow::Result<String> {
    Ok(serde_json::to_string(&rows.collect::<Vec<_>>())?)
}

#[cfg(test)]
mod tests;
