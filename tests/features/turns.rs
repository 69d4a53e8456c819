//! Turns: however scans are gathered into transactions, the verdicts and what is kept are the same.

use std::collections::BTreeMap;

use anomalia::base::clock::stamp;
use anomalia::base::db::Tx;
use anomalia::door::store::{self, Job};
use anomalia::door::wire::Scan;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Row};

use crate::door::NIGHT;
use crate::house::{House, Ticket, on_both, on_sqlite};

/// What happens at a door: with which ticket, or which of the scans before is taken back.
#[derive(Clone, Debug)]
enum Step {
    Entry(Index),
    Exit(Index),
    Undo(Index),
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let index = any::<Index>;
    vec(
        prop_oneof![index().prop_map(Step::Entry), index().prop_map(Step::Exit), index().prop_map(Step::Undo)],
        1..=most,
    )
}

/// The steps as a phone's scans, forty seconds apart.
fn scans(house: &House, steps: &[Step], tickets: &[Ticket], begun: Timestamp) -> Vec<Scan> {
    let mut all: Vec<Scan> = Vec::new();
    for (nth, step) in (0..).zip(steps) {
        let (kind, ticket, takes_back) = match step {
            Step::Entry(at) => ("entry", Some(at.get(tickets)), None),
            Step::Exit(at) => ("exit", Some(at.get(tickets)), None),
            Step::Undo(at) => ("undo", None, (!all.is_empty()).then(|| at.get(&all).id.clone())),
        };
        all.push(Scan {
            id: house.id(),
            kind: kind.to_owned(),
            source: "camera".to_owned(),
            code: ticket.map(|ticket| ticket.code.clone()),
            ticket_id: None,
            happened_at: stamp(begun + SignedDuration::from_secs(40 * nth)),
            phone_verdict: None,
            takes_back,
            seq: nth,
            paid: None,
            sale: None,
        });
    }
    all
}

async fn rows(tx: &mut Tx, sql: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut **tx).await.expect(sql);
    rows.iter().map(|row| row.get(0)).collect()
}

const SUMMARIES: [&str; 2] = [
    "select concert_id || ' ' || tickets || ' ' || entries || ' ' || inside || ' ' || refused from concert_attendance",
    "select minute || ' ' || entries from concert_arrival where entries <> 0 order by minute",
];

/// What is kept after these turns, all in one transaction that is taken back.
async fn kept(house: &House, turns: Vec<Job>, now: Timestamp) -> (Vec<String>, Vec<Vec<String>>) {
    let mut tx = house.app.db.write().await.expect("a write");
    let mut answers = Vec::new();
    for job in turns {
        let concert = &job.concert.clone();
        let turn = store::turn(&mut tx, vec![job], now).await.expect("a turn");
        let numbers = turn.iter().flatten().map(|done| done.numbers.clone()).next_back();
        assert_eq!(numbers, store::numbers(&mut tx, concert).await.expect("numbers"), "what a turn says of the night");
        answers.extend(turn.into_iter().map(|it| format!("{it:?}")));
    }
    let mut found = vec![
        rows(
            &mut tx,
            "select ticket_id || ' ' || nth || ' ' || scan_id || ' ' || admitted_at || ' ' || coalesce(ended_kind, 'in')
               || ' ' || coalesce(ended_at, '') || ' ' || coalesce(ended_by, '')
             from admission order by ticket_id, nth",
        )
        .await,
        rows(&mut tx, "select id || ' ' || verdict || ' ' || answer from scan order by id").await,
    ];
    for sql in SUMMARIES {
        found.push(rows(&mut tx, sql).await);
    }
    let summed = found[2..].to_vec();
    store::rebuild(&mut tx).await.expect("rebuilt");
    for (sql, summed) in SUMMARIES.into_iter().zip(summed) {
        assert_eq!(rows(&mut tx, sql).await, summed, "counted anew: {:#?}", found[0]);
    }
    tx.rollback().await.expect("taken back");
    (answers, found)
}

#[tokio::test]
async fn scans_in_one_turn_end_as_the_same_scans_one_by_one() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let tickets = [
            house.ticket(&admin, &concert, "Ana", &[]).await,
            house.ticket(&admin, &concert, "Beto", &[("admits", "2")]).await,
        ];
        let begun: Timestamp = NIGHT.parse().expect("a time");
        let now = begun + SignedDuration::from_hours(1);
        house.clock(&now.to_string());
        let mut runner = TestRunner::deterministic();
        for case in 0..80 {
            // Short ones first: they are read more easily when one fails.
            let steps = steps(2 + case / 8).new_tree(&mut runner).expect("steps").current();
            let scans = scans(house, &steps, &tickets, begun);
            let job = |scans: Vec<Scan>| Job {
                concert: concert.clone(),
                account: None,
                device: None,
                door: "Xime".to_owned(),
                sells: None,
                clock_off_ms: 0,
                scans,
            };
            eprintln!("{steps:?}");
            let (_, many) = kept(house, scans.iter().map(|scan| job(vec![scan.clone()])).collect(), now).await;
            let (_, one) = kept(house, vec![job(scans)], now).await;
            assert_eq!(one, many, "{steps:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_waited_without_network_goes_together_and_is_decided() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[]).await;
        house.clock(NIGHT);
        let first = house.entry(&ticket.code);
        house.scans(&admin, &concert, std::slice::from_ref(&first)).await;
        let mut undo = house.entry(&ticket.code);
        (undo["kind"], undo["takes_back"]) = ("undo".into(), first["id"].clone());
        let results = house.scans(&admin, &concert, &[undo, house.entry(&ticket.code)]).await;
        let verdicts: Vec<_> = results.iter().map(|result| result["verdict"].as_str().unwrap_or_default()).collect();
        assert_eq!(verdicts, ["undone", "admitted"]);
        assert_eq!(house.all("select coalesce(ended_kind, 'in') from admission order by nth").await, ["undo", "in"]);
    })
    .await;
}

#[tokio::test]
async fn an_exit_taken_back_twice_brings_back_one_person() {
    on_both(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        let ticket = house.ticket(&admin, &concert, "Ana", &[("admits", "2")]).await;
        house.clock(NIGHT);
        let scan = |minute: u8, kind: &str, takes_back: Option<&Value>| {
            house.clock(&format!("2026-11-29T03:{minute}:00Z"));
            let mut scan = house.entry(&ticket.code);
            (scan["kind"], scan["takes_back"]) = (kind.into(), json!(takes_back));
            scan
        };
        let entries = [scan(10, "entry", None), scan(11, "entry", None)];
        let (out, other) = (scan(12, "exit", None), scan(13, "exit", None));
        house.scans(&admin, &concert, &[&entries[..], &[out.clone(), other]].concat()).await;
        for minute in [14, 15] {
            house.scans(&admin, &concert, &[scan(minute, "undo", Some(&out["id"]))]).await;
        }
        assert_eq!(house.one("select inside from concert_attendance").await, "1");
    })
    .await;
}

#[tokio::test]
async fn only_an_undo_takes_back_whatever_else_a_scan_says() {
    on_both(async |house| {
        let (admin, concert, ana, beto) = house.night_of_two().await;
        let first = house.entry(&ana.code);
        house.scans(&admin, &concert, std::slice::from_ref(&first)).await;
        let mut second = house.entry(&beto.code);
        second["takes_back"] = first["id"].clone();
        assert_eq!(house.scans(&admin, &concert, &[second]).await[0]["verdict"], "admitted");
        // Both are used, each by its own scan.
        let again = house.scans(&admin, &concert, &[house.entry(&ana.code), house.entry(&beto.code)]).await;
        let verdicts: Vec<_> = again.iter().map(|result| result["verdict"].as_str().unwrap_or_default()).collect();
        assert_eq!(verdicts, ["already_used", "already_used"]);
        assert_eq!(house.one("select inside from concert_attendance").await, "2");
    })
    .await;
}

#[tokio::test]
async fn a_place_that_the_database_would_not_give_ends_the_turn_and_nothing_of_it_is_kept() {
    // A ticket that is voided, or replaced, between what a turn reads and what it writes: nobody can do that, so a
    // trigger does, once the turn's scans are there.
    let behind = [
        "update ticket set voided_at = new.received_at, voided_by = new.account_id where id = new.ticket_id",
        "update ticket set replaced_at = new.received_at where id = new.ticket_id",
    ];
    on_sqlite(async |house| {
        let admin = house.admin().await;
        let concert = admin.concert(&[]).await;
        house.clock(NIGHT);
        let path = format!("/door/{concert}/scans");
        for (nth, change) in behind.into_iter().enumerate() {
            let ticket = house.ticket(&admin, &concert, &format!("Ana {nth}"), &[]).await;
            let mut scan = house.entry(&ticket.code);
            house.write(&format!("create trigger behind after insert on scan begin {change}; end")).await;
            let body = json!({ "device_clock_ms": 0, "scans": [scan.clone()] });
            admin.post_json(&path, &body).await.is(500);
            for table in ["scan", "admission", "concert_arrival", "concert_attendance"] {
                let kept = house.one(&format!("select count(*) from {table}")).await;
                assert_eq!(kept, "0", "{table}: {change}");
            }
            // Whom a phone has let in by itself is in there, whatever was done behind it: it isn't the trigger that fails.
            scan["phone_verdict"] = "admitted".into();
            admin.post_json(&path, &json!({ "device_clock_ms": 0, "scans": [scan] })).await.is(200);
            let gone = "select count(*) from ticket where voided_at is not null or replaced_at is not null";
            assert_eq!(house.one(gone).await, "1", "{change}");
            house.write("drop trigger behind").await;
            for table in ["conflict", "admission", "scan", "concert_arrival", "concert_attendance"] {
                house.write(&format!("delete from {table}")).await;
            }
            house.write("update ticket set voided_at = null, voided_by = null, replaced_at = null").await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_phone_whose_scan_is_of_another_concert_holds_nobody_up() {
    on_both(async |house| {
        let admin = house.admin().await;
        let (concert, other) =
            (admin.concert(&[]).await, admin.concert(&[("venue_name", "Galpón Siete"), ("day", "2026-12-05")]).await);
        let ticket = house.ticket(&admin, &concert, "Ana", &[("admits", "30")]).await;
        house.clock(NIGHT);
        let elsewhere = house.entry(&ticket.code);
        house.scans(&admin, &other, std::slice::from_ref(&elsewhere)).await;
        admin.token().await;
        let path = format!("/door/{concert}/scans");
        let ask =
            async |scan: Value| admin.post_json(&path, &json!({ "device_clock_ms": 0, "scans": [scan] })).await.status;
        let scans = (0..30).map(|nth| if nth % 3 == 0 { elsewhere.clone() } else { house.entry(&ticket.code) });
        let mut counts = BTreeMap::new();
        for status in join_all(scans.map(&ask)).await {
            *counts.entry(status).or_insert(0) += 1;
        }
        assert_eq!(counts, BTreeMap::from([(200, 20), (422, 10)]));
        assert_eq!(house.one("select count(*) from admission").await, "20");
    })
    .await;
}

#[tokio::test]
async fn an_id_is_good_for_one_scan_only() {
    on_both(async |house| {
        let (admin, concert, ana, beto) = house.night_of_two().await;
        let first = house.entry(&ana.code);
        let answer = house.scans(&admin, &concert, std::slice::from_ref(&first)).await.remove(0);
        let changed = |name: &str, value: Value| {
            let mut scan = first.clone();
            scan[name] = value;
            scan
        };
        let path = format!("/door/{concert}/scans");
        for scan in [
            changed("code", json!(beto.code)),
            changed("code", json!("https://example.mx")),
            changed("kind", json!("exit")),
            changed("takes_back", first["id"].clone()),
        ] {
            let body = json!({ "device_clock_ms": 0, "scans": [house.entry(&beto.code), scan] });
            admin.post_json(&path, &body).await.is(422).says("ya es de otro escaneo");
        }
        let (one, mut other) = (house.entry(&beto.code), house.entry(&ana.code));
        other["id"] = one["id"].clone();
        admin.post_json(&path, &json!({ "device_clock_ms": 0, "scans": [one, other] })).await.is(422);
        assert_eq!(house.one("select count(*) from scan").await, "1", "nothing of such a request is decided");
        // The same ticket however it is named is the same scan, and gets the first answer.
        for scan in [first.clone(), changed("code", json!(ana.code.to_lowercase()))] {
            assert_eq!(house.scans(&admin, &concert, &[scan]).await.remove(0), answer);
        }
    })
    .await;
}
