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
    assert_eq!(came.len(), 11);
    assert!((95..=125).contains(&came[0]) && (170..=205).contains(&came[10]), "{came:?}");
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
