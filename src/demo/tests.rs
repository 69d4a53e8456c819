//! The demo, over a temporary database.

use std::path::PathBuf;

use super::*;
use crate::base::secret;

struct Folder(PathBuf);

impl Folder {
    async fn new() -> (Self, Db) {
        let folder = std::env::temp_dir().join(format!("anomalia-demo-{}", secret::short_token()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let db = Db::open_file(&folder.join("anomalia.db")).await.expect("a database");
        (Self(folder), db)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const ZONE: &str = "America/Mexico_City";

fn now() -> Timestamp {
    "2026-11-22T18:00:00Z".parse().expect("a time")
}

async fn column(db: &Db, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(db.read()).await.expect("rows")
}

async fn number(db: &Db, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db.read()).await.expect("a number")
}

#[tokio::test]
async fn three_years_are_invented_and_add_up() {
    let (_folder, db) = Folder::new().await;
    let made = fill(&db, now(), ZONE).await.expect("filled");
    println!("{made:?}");
    assert_eq!(made.concerts, 12);
    assert!((840..=980).contains(&made.fans), "{} fans", made.fans);
    assert_eq!(number(&db, "select count(*) from ticket").await, made.tickets as i64);
    assert_eq!(number(&db, "select count(*) from pragma_foreign_key_check").await, 0);
    let coming = column(&db, "select day from concert where doors_at > '2026-11-22T18:00:00.000Z'").await;
    assert_eq!(coming, ["2026-11-28"], "one concert is in six days");
    let late = "select id from ticket where issued_at > '2026-11-22T18:00:00.000Z'
        union all select id from payment where paid_at > '2026-11-22T18:00:00.000Z'
        union all select id from fan where created_at > '2026-11-22T18:00:00.000Z'";
    assert_eq!(column(&db, late).await, Vec::<String>::new(), "nothing has happened that is still to come");
    for verdict in ["admitted", "already_used", "other_concert", "voided", "replaced", "unpaid", "exited", "undone"] {
        let seen: i64 = sqlx::query_scalar("select count(*) from scan where verdict = $1")
            .bind(verdict)
            .fetch_one(db.read())
            .await
            .expect("a number");
        assert!(seen > 0, "no scan was {verdict}");
    }
    let over = "select count(*) from concert_sales s join concert c on c.id = s.concert_id where s.held > c.capacity";
    assert_eq!(number(&db, over).await, 0, "no room holds more than it can");
    db.close().await;
}

#[tokio::test]
async fn the_audience_grows_but_not_every_time() {
    let (_folder, db) = Folder::new().await;
    fill(&db, now(), ZONE).await.expect("filled");
    let came: Vec<i64> = sqlx::query_scalar(
        "select a.entries from concert_attendance a join concert c on c.id = a.concert_id order by c.doors_at",
    )
    .fetch_all(db.read())
    .await
    .expect("rows");
    println!("{came:?}");
    assert_eq!(came.len(), 10, "one was called off, one is to come");
    assert!((95..=125).contains(&came[0]) && (170..=215).contains(&came[9]), "{came:?}");
    assert!(came.windows(2).any(|pair| pair[1] < pair[0]), "{came:?}");
    let loyal = "select count(*) from (select t.fan_id from ticket t join admission a on a.ticket_id = t.id
        group by t.fan_id having count(distinct t.concert_id) >= 5) loyal";
    assert!(
        (20..=140).contains(&number(&db, loyal).await),
        "a core comes again and again: {}",
        number(&db, loyal).await
    );
    db.close().await;
}

#[tokio::test]
async fn one_night_was_moved_and_one_called_off_and_there_are_people_to_be_told() {
    let (_folder, db) = Folder::new().await;
    fill(&db, now(), ZONE).await.expect("filled");
    let changes = "select c.kind || ' ' || c.tickets || ' ' || v.name || ' < ' || c.before_text from concert_change c
        join concert n on n.id = c.concert_id join venue v on v.id = n.venue_id order by c.happened_at";
    let said = column(&db, changes).await;
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("cancelled voided Azotea Cuadrada < ") && said[0].contains("Tercera Luna"), "{said:?}");
    assert!(said[1].starts_with("moved stay Sótano Ámbar < 2026-11-28 20:00 Azotea Cuadrada"), "{said:?}");
    let off = "select count(*) from concert_change k join concert c on c.id = k.concert_id join concert_sales s on s.concert_id = c.id
        where k.kind = 'cancelled' and c.cancelled_at = k.happened_at and s.held = 0
          and not exists (select 1 from scan n where n.concert_id = c.id)";
    assert_eq!(number(&db, off).await, 1, "nobody holds a place there, and no door was opened");
    for kind in ["cancelled", "moved"] {
        let of: (String, String) = sqlx::query_as("select concert_id, happened_at from concert_change where kind = $1")
            .bind(kind)
            .fetch_one(db.read())
            .await
            .expect("a change");
        let mut connection = db.read().acquire().await.expect("a connection");
        let told = concerts::store::told(&mut connection, &of.0, &of.1, (0, "", "")).await.expect("people");
        assert!(told.len() > 40, "{kind}: {}", told.len());
    }
    let kept = "select cast(sum(m.amount_cents) as bigint) from concert_money m join concert c on c.id = m.concert_id
        where c.cancelled_at is not null";
    assert!((0..200_000).contains(&number(&db, kept).await), "most of the money went back");
    db.close().await;
}

#[tokio::test]
async fn the_same_day_tells_the_same_history() {
    let dump = "select id || code || number || coalesce(voided_at, '') from ticket order by id";
    let scans = "select id || verdict || happened_at || seq from scan order by id";
    let mut told = Vec::new();
    for hour in ["2026-11-22T15:00:00Z", "2026-11-22T22:30:00Z"] {
        let (_folder, db) = Folder::new().await;
        fill(&db, hour.parse().expect("a time"), ZONE).await.expect("filled");
        told.push((column(&db, dump).await, column(&db, scans).await));
        db.close().await;
    }
    assert!(told[0] == told[1]);
}

#[tokio::test]
async fn a_folder_with_real_data_is_refused_and_left_as_it_is() {
    let (_folder, db) = Folder::new().await;
    let mut tx = db.write().await.expect("a write");
    let new = NewAccount { username: "Ana".into(), username_folded: "ana".into(), password: String::new() };
    accounts::store::add(&mut tx, &db::id::new(now()), &new, "none", &stamp(now())).await.expect("added");
    tx.commit().await.expect("kept");
    let why = fill(&db, now(), ZONE).await.expect_err("refused").to_string();
    assert!(why.contains("1 accounts"), "{why}");
    assert_eq!(number(&db, "select count(*) from fan").await, 0);
    assert_eq!(number(&db, "select count(*) from setting where name = 'demo'").await, 0);
    db.close().await;
}

#[tokio::test]
async fn nobody_can_sign_in_to_a_new_demo_and_it_says_what_it_is() {
    let (_folder, db) = Folder::new().await;
    fill(&db, now(), ZONE).await.expect("filled");
    assert_eq!(number(&db, "select count(*) from account where disabled_at is null").await, 0);
    assert_eq!(column(&db, "select value from setting where name = 'demo'").await, ["1"]);
    assert_eq!(number(&db, "select count(*) from fan where email not like '%@example.mx'").await, 0);
    db.close().await;
}

#[tokio::test]
async fn a_large_history_has_as_many_fans_and_tickets_as_are_asked_for_and_its_summaries_hold() {
    let (_folder, db) = Folder::new().await;
    let size = large::Size { fans: 600, tickets: 2_400 };
    let made = large::fill(&db, now(), ZONE, size).await.expect("filled");
    assert_eq!((made.fans, made.tickets), (600, 2_400));
    assert_eq!(number(&db, "select count(*) from ticket").await, 2_400);
    assert_eq!(number(&db, "select count(*) from pragma_foreign_key_check").await, 0);
    assert_eq!(number(&db, "select count(*) from concert where doors_at > '2026-11-22T18:00:00.000Z'").await, 1);
    assert_eq!(number(&db, "select cast(sum(tickets) as bigint) from fan_history").await, 2_400);
    assert_eq!(number(&db, "select cast(sum(people) as bigint) from concert_attendance").await, made.admissions as i64);
    let mut connection = db.read().acquire().await.expect("a reader");
    assert_eq!(crate::fans::store::history::differences(&mut connection).await.expect("compared"), (0, 0));
    let again = large::fill(&db, now(), ZONE, size).await;
    assert!(again.is_err(), "never over another history");
}
