//! The figures' queries over a small history whose numbers are counted by hand.

use std::path::PathBuf;

use crate::base::db::Db;
use crate::insights::store;

const SINCE: &str = "2026-11-22T06:00:00.000Z";

/// An id that ends in a name.
fn id(name: &str) -> String {
    format!("{name:0>26}")
}

struct Told {
    db: Db,
    folder: PathBuf,
}

impl Drop for Told {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Three concerts that were (one of them cancelled) and one to come; Ana came to both, Beto (of no known age) to the
/// last, Carla left again and was let in only by mistake, Dora bought and didn't come.
async fn told(name: &str) -> Told {
    let folder = std::env::temp_dir().join(format!("anomalia-insights-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let db = Db::open_file(&folder.join("a.db")).await.expect("a database");
    let mut tx = db.write().await.expect("a write");
    let at = "2026-01-01T00:00:00.000Z";
    let mut told = vec![format!(
        "insert into venue (id, name, name_folded, address, city, timezone, created_at)
         values ('{}', 'La Nave', 'la nave', 'Calle 1', 'Ciudad', 'America/Mexico_City', '{at}')",
        id("v")
    )];
    for (name, day, cancelled) in [
        ("c1", "2026-08-29", "null"),
        ("c2", "2026-09-12", "'2026-09-01T00:00:00.000Z'"),
        ("c3", "2026-10-10", "null"),
        ("c4", "2026-11-28", "null"),
    ] {
        told.push(format!(
            "insert into concert (id, venue_id, day, doors_at, starts_at, timezone, capacity, currency, salt,
               created_at, changed_at, cancelled_at)
             values ('{}', '{}', '{day}', '{day}T20:00:00.000Z', '{day}T21:00:00.000Z', 'America/Mexico_City', 180,
               'MXN', 's', '{at}', '{at}', {cancelled})",
            id(name),
            id("v")
        ));
    }
    for (name, born) in
        [("ana", "'1996-11-23', null"), ("beto", "null, null"), ("carla", "null, 2000"), ("dora", "null, 1990")]
    {
        told.push(format!(
            "insert into fan (id, name, name_folded, birth_date, birth_year, created_at, changed_at)
             values ('{}', '{name}', '{name}', {born}, '{at}', '{at}')",
            id(name)
        ));
    }
    for (number, (name, concert, fan, issued, cents, voided)) in [
        ("t1", "c1", "ana", "2026-08-20T20:00:00.000Z", 20_000, "null"),
        ("t2", "c3", "ana", "2026-10-01T20:00:00.000Z", 20_000, "null"),
        ("t3", "c3", "beto", "2026-10-09T20:00:00.000Z", 0, "null"),
        ("t4", "c3", "carla", "2026-10-01T20:00:00.000Z", 20_000, "'2026-10-08T20:00:00.000Z'"),
        ("t5", "c3", "dora", "2026-10-01T20:00:00.000Z", 20_000, "null"),
        ("t6", "c2", "dora", "2026-08-20T20:00:00.000Z", 20_000, "null"),
    ]
    .into_iter()
    .enumerate()
    {
        told.push(format!(
            "insert into ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents,
               currency, method, issued_at, voided_at)
             values ('{}', '{}', '{}', {}, '{name:0>16}', '{name}', 2, 'Taquilla', {cents}, 'MXN', 'cash', '{issued}',
               {voided})",
            id(name),
            id(concert),
            id(fan),
            number + 1
        ));
    }
    for (name, ticket, concert, ended) in [
        ("s1", "t1", "c1", "null"),
        ("s2", "t2", "c3", "'exit'"),
        ("s3", "t3", "c3", "null"),
        ("s4", "t4", "c3", "'undo'"),
        ("s5", "t6", "c2", "null"),
    ] {
        told.push(format!(
            "insert into scan (id, concert_id, ticket_id, door, kind, source, seq, happened_at, received_at, verdict, answer)
             values ('{}', '{}', '{}', 'main', 'entry', 'camera', 1, '{at}', '{at}', 'admitted', '')",
            id(name),
            id(concert),
            id(ticket)
        ));
        told.push(format!(
            "insert into admission (ticket_id, nth, scan_id, concert_id, admitted_at, ended_kind)
             values ('{}', 1, '{}', '{}', '{at}', {ended})",
            id(ticket),
            id(name),
            id(concert)
        ));
    }
    told.push(format!(
        "insert into payment (id, concert_id, ticket_id, amount_cents, currency, method, paid_at)
         values ('{}', '{}', '{}', 20000, 'MXN', 'cash', '{at}')",
        id("p1"),
        id("c3"),
        id("t2")
    ));
    told.push(format!("insert into concert_money values ('{0}', 'cash', 20000, 1), ('{0}', 'card', 500, 1)", id("c3")));
    told.push(format!("insert into concert_sales (concert_id, held, issued) values ('{}', 6, 3)", id("c3")));
    told.push(format!("insert into concert_attendance values ('{}', 2, 3, 3, 0, 3)", id("c3")));
    for sql in told {
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await.expect("a row");
    }
    tx.commit().await.expect("kept");
    Told { db, folder }
}

#[tokio::test]
async fn the_next_concert_and_the_past_ones_leave_out_the_cancelled() {
    let told = told("past").await;
    let next = store::next(&told.db, SINCE).await.expect("an answer").expect("a concert");
    assert_eq!((next.day.as_str(), next.held, next.taken_cents), ("2026-11-28", 0, 0));
    let past = store::past(&told.db, SINCE, 9).await.expect("an answer");
    let days: Vec<&str> = past.iter().map(|concert| concert.day.as_str()).collect();
    assert_eq!(days, ["2026-10-10", "2026-08-29"]);
    let last = &past[0];
    assert_eq!((last.held, last.admitted, last.taken_cents), (6, 3, 20_500), "people, not tickets");
}

#[tokio::test]
async fn places_are_paid_owed_or_courtesies() {
    let told = told("places").await;
    let places = store::places(&told.db, &id("c3")).await.expect("an answer");
    assert_eq!((places.paid, places.owed, places.courtesies), (2, 2, 2));
    let none = store::places(&told.db, &id("c4")).await.expect("an answer");
    assert_eq!((none.paid, none.owed, none.courtesies), (0, 0, 0));
}

#[tokio::test]
async fn what_was_held_counts_a_ticket_until_it_was_voided() {
    let told = told("held").await;
    for (at, held) in [
        ("2026-09-30T20:00:00.000Z", 0),
        ("2026-10-04T20:00:00.000Z", 6),
        ("2026-10-08T21:00:00.000Z", 4),
        ("2026-10-10T20:00:00.000Z", 6),
    ] {
        let moments = serde_json::json!([{ "concert": id("c3"), "at": at }]).to_string();
        assert_eq!(store::held_at(&told.db, &moments).await.expect("an answer"), [(id("c3"), held)], "{at}");
    }
}

#[tokio::test]
async fn a_crowd_knows_who_had_come_before() {
    let told = told("crowd").await;
    let crowd = store::crowd(&told.db, &id("c3")).await.expect("an answer");
    assert_eq!((crowd.fans, crowd.returned), (2, 1));
}
