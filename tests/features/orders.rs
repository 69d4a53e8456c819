//! In whatever order phones hand in what they did, with repeats, losses and crashes, and whatever the band does to the
//! tickets meanwhile: the facts are those of a plain model, and the same for every order.

use std::collections::{BTreeMap, BTreeSet};

use anomalia::base::clock::stamp;
use anomalia::base::db::{Tx, id};
use anomalia::door::store::{self, Job};
use anomalia::door::wire::Scan;
use anomalia::payments::payment::{Method, NewPayment};
use anomalia::tickets::store as tickets;
use jiff::{SignedDuration, Timestamp};
use sqlx::{AssertSqlSafe, Row};

use crate::door::NIGHT;
use crate::house::{House, Ticket, on_both};

/// Numbers that are the same each time for the same seed (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        (1..all.len()).rev().for_each(|at| all.swap(at, self.roll(at + 1)));
    }
}

/// A scan as the model knows it: what the screen showed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    at: String,
    id: String,
    kind: String,
    screen: String,
    takes_back: String,
}

/// What came of a ticket: who is in there and who left, and which entries were one too many.
type Facts = (BTreeSet<String>, BTreeSet<String>, BTreeSet<(String, String)>);

/// The model: walks through the evening once, person by person.
fn model(mut scans: Vec<Shown>, admits: usize, reentry: bool, gone: &[(&str, String)]) -> Facts {
    scans.sort();
    let undone = |id: &str| scans.iter().any(|it| it.kind == "undo" && it.screen == "undone" && it.takes_back == id);
    let (mut inside, mut left, mut clashes) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for scan in scans.iter().filter(|scan| scan.kind != "undo" && !undone(&scan.id)) {
        match (&*scan.kind, &*scan.screen) {
            ("entry", "admitted") => {
                let dead = gone.iter().find(|(kind, at)| *kind == "replaced" || *at < scan.at).map(|(kind, _)| *kind);
                let taken = if reentry { inside.len() } else { inside.len() + left.len() };
                let full = (taken >= admits).then_some("twice");
                clashes.extend(full.or(dead).map(|kind| (scan.id.clone(), kind.to_owned())));
                inside.push(scan.id.clone());
            }
            ("exit", "exited") => left.extend(inside.pop()),
            _ => {}
        }
    }
    (inside.into_iter().collect(), left, clashes)
}

async fn rows(tx: &mut Tx, sql: &str) -> Vec<Vec<String>> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut **tx).await.expect(sql);
    rows.iter()
        .map(|row| (0..row.len()).map(|at| row.get::<Option<String>, _>(at).unwrap_or_default()).collect())
        .collect()
}

/// What the database says of each ticket, and what the model says of the same scans.
async fn both(tx: &mut Tx, all: &[Ticket], reentry: bool) -> Vec<(Facts, Facts)> {
    let mut found = Vec::new();
    for ticket in all {
        let one = &ticket.id;
        let scans = rows(
            tx,
            &format!(
                "select s.happened_at, s.id, s.kind, coalesce(s.phone_verdict, s.verdict), s.takes_back from scan s
                 where s.ticket_id = '{one}' or s.takes_back in (select id from scan where ticket_id = '{one}')"
            ),
        )
        .await;
        let shown = |row: Vec<String>| {
            let [at, id, kind, screen, takes_back] = row.try_into().expect("five columns");
            Shown { at, id, kind, screen, takes_back }
        };
        let state =
            rows(tx, &format!("select replaced_at, voided_at, cast(admits as text) from ticket where id = '{one}'"))
                .await;
        let gone = ["replaced", "voided"].into_iter().zip(state[0].iter().cloned());
        let gone: Vec<_> = gone.filter(|(_, at)| !at.is_empty()).collect();
        let wanted = {
            let admits = state[0][2].parse().expect("a number");
            model(scans.into_iter().map(shown).collect(), admits, reentry, &gone)
        };
        let places = rows(tx, &format!("select scan_id, ended_kind from admission where ticket_id = '{one}'")).await;
        let of = |kind: &str| places.iter().filter(|row| row[1] == kind).map(|row| row[0].clone()).collect();
        let clashes = rows(tx, &format!("select scan_id, kind from conflict where ticket_id = '{one}'")).await;
        let clashes = clashes.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        found.push(((of(""), of("exit"), clashes), wanted));
    }
    found
}

/// What three phones did in an evening, each in its own order; a third of it with the server deciding, if `online`.
fn evening(dice: &mut Dice, all: &[Ticket], begun: Timestamp, online: bool) -> Vec<Vec<Scan>> {
    let mut phones: Vec<Vec<Scan>> = vec![Vec::new(); 3];
    for minute in 0..4 + dice.roll(12) as i64 {
        let phone = &mut phones[dice.roll(3)];
        let ticket = &all[dice.roll(all.len())];
        let (kind, screens, takes_back) = match dice.roll(8) {
            0 | 1 => ("exit", ["exited", "exited", "not_inside"], None),
            2 if !phone.is_empty() => ("undo", ["undone"; 3], Some(phone[dice.roll(phone.len())].id.clone())),
            _ => ("entry", ["admitted", "admitted", "already_used"], None),
        };
        let at = begun + SignedDuration::from_secs(60 * minute);
        let mut random = [0; 10];
        random.fill_with(|| dice.roll(256) as u8);
        phone.push(Scan {
            id: id::from(at, random),
            kind: kind.to_owned(),
            source: "camera".to_owned(),
            code: takes_back.is_none().then(|| ticket.code.clone()),
            ticket_id: takes_back.as_ref().filter(|_| dice.roll(2) == 0).map(|_| ticket.id.clone()),
            happened_at: stamp(at),
            phone_verdict: (!online || dice.roll(3) > 0).then(|| screens[dice.roll(3)].to_owned()),
            takes_back,
            seq: minute,
            paid: None,
            sale: None,
        });
    }
    phones
}

async fn hand_in(
    tx: &mut Tx,
    dice: &mut Dice,
    concert: &str,
    phones: &[Vec<Scan>],
    now: Timestamp,
    act: Option<&[Ticket]>,
) {
    // Each phone's scans in a few requests; some are sent twice, and all in any order.
    let mut requests: Vec<(usize, Vec<Scan>)> = Vec::new();
    for (phone, scans) in phones.iter().enumerate() {
        let size = 1 + dice.roll(5);
        let parts = scans.chunks(size).map(|part| (phone, part.to_vec()));
        requests.extend(parts.flat_map(|part| vec![part; 1 + dice.roll(2)]));
    }
    dice.shuffle(&mut requests);
    for (phone, scans) in requests {
        let door = ["Xime", "Beto", "Caro"][phone].to_owned();
        let job =
            Job { concert: concert.to_owned(), account: None, device: None, door, sells: None, clock_off_ms: 0, scans };
        // A crash before the commit: nothing of it was, and the phone sends it again.
        sqlx::query("savepoint crash").execute(&mut **tx).await.expect("a savepoint");
        store::turn(tx, vec![job.clone()], now).await.expect("a turn");
        if dice.roll(5) == 0 {
            sqlx::query("rollback to savepoint crash").execute(&mut **tx).await.expect("a crash");
            store::turn(tx, vec![job], now).await.expect("a turn").pop().expect("a job").expect("answers");
        }
        if let Some(all) = act.filter(|_| dice.roll(3) == 0) {
            let ticket = &all[dice.roll(all.len())];
            band(tx, dice, concert, ticket, now).await;
        }
    }
}

/// What the band does meanwhile: voids, replaces, takes money, gives it back.
async fn band(tx: &mut Tx, dice: &mut Dice, concert: &str, ticket: &Ticket, now: Timestamp) {
    let account = rows(tx, "select id from account").await[0][0].clone();
    let at = stamp(now - SignedDuration::from_secs(60 * (60 - dice.roll(10) as i64)));
    let act = dice.roll(5);
    let mut fresh = || {
        let mut random = [0; 10];
        random.fill_with(|| dice.roll(256) as u8);
        id::from(now, random)
    };
    let (one, two) = (fresh(), fresh());
    match act {
        0 | 4 => drop(tickets::void(tx, &ticket.id, None, &account, &at).await.expect("voided, or not")),
        1 => {
            let old = tickets::get(tx, &ticket.id).await.expect("a ticket").expect("a ticket");
            let new = tickets::NewTicket {
                id: one.clone(),
                concert_id: concert.to_owned(),
                fan_id: old.fan_id,
                number: 0,
                code: one[10..].to_ascii_uppercase(),
                link_token: two,
                request_id: None,
                admits: old.admits,
                price_name: old.price_name,
                price_cents: old.price_cents,
                currency: old.currency,
                method: old.method,
                note: None,
                batch_id: None,
                issued_at: at,
                issued_by: Some(account),
                replaces: Some(ticket.id.clone()),
                cursor: 0,
            };
            drop(tickets::replace(tx, &ticket.id, new, fresh).await.expect("replaced, or not"));
        }
        2 => {
            let paid = rows(tx, &format!("select id from payment where ticket_id = '{}'", ticket.id)).await;
            let paid = paid.first().map_or("", |row| &row[0]);
            let _ = tickets::refund(tx, &ticket.id, paid, &one, &account, &at).await.expect("given back, or not");
        }
        _ => {
            let new = NewPayment {
                id: &one,
                concert,
                ticket: &ticket.id,
                amount_cents: 20_000,
                currency: "MXN",
                method: Method::Cash,
                now: &at,
                account: Some(&account),
                refund_of: None,
                note: None,
            };
            let _ = tickets::pay(tx, &new).await.expect("paid, or not");
        }
    }
}

async fn summaries_hold(tx: &mut Tx, seed: u64) {
    let sql = "select cast(tickets as text), cast(entries as text), cast(inside as text), cast(refused as text)
               from concert_attendance";
    let kept = rows(tx, sql).await;
    store::rebuild(tx).await.expect("rebuilt");
    assert_eq!(rows(tx, sql).await, kept, "seed {seed}: counted anew");
}

async fn seeds(house: &House, seeds: std::ops::Range<u64>) {
    let admin = house.admin().await;
    let concert = admin.concert(&[]).await;
    let mut all = Vec::new();
    for (name, admits) in [("Ana", "1"), ("Beto", "1"), ("Caro", "3")] {
        all.push(house.ticket(&admin, &concert, name, &[("admits", admits)]).await);
    }
    let begun: Timestamp = NIGHT.parse().expect("a time");
    let now = begun + SignedDuration::from_hours(1);
    let mut clashes = BTreeMap::new();
    for seed in seeds {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let (acts, online, reentry) = (seed % 2 == 0, seed % 3 == 0, seed % 5 < 2);
        let phones = evening(&mut dice, &all, begun, online);
        let mut orders = Vec::new();
        for _ in 0..2 {
            let mut tx = house.app.db.write().await.expect("a write");
            let allows = format!("update concert set reentry_from = {}", if reentry { "created_at" } else { "null" });
            sqlx::query(AssertSqlSafe(allows)).execute(&mut *tx).await.expect("it is so");
            hand_in(&mut tx, &mut dice, &concert, &phones, now, acts.then_some(&all)).await;
            let found = both(&mut tx, &all, reentry).await;
            for (nth, (kept, wanted)) in found.iter().enumerate() {
                assert_eq!(kept, wanted, "seed {seed}, ticket {nth}: {phones:#?}");
                wanted.2.iter().for_each(|(_, kind)| *clashes.entry(kind.clone()).or_insert(0) += 1);
            }
            summaries_hold(&mut tx, seed).await;
            orders.push(found);
            tx.rollback().await.expect("taken back");
        }
        // Where the phones decided all of it and the band left the tickets alone, no order makes a difference.
        assert!(acts || online || orders[0] == orders[1], "seed {seed}: {phones:#?}");
    }
    assert!(["twice", "voided", "replaced"].iter().all(|kind| clashes.contains_key(*kind)), "{clashes:?}");
}

#[tokio::test]
async fn facts_don_t_depend_on_the_order_in_which_scans_arrive() {
    on_both(async |house| seeds(house, if house.is_sqlite() { 0..2_000 } else { 0..200 }).await).await;
}
