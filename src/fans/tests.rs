//! Fans in a real database: added, found, merged, erased, imported.

mod forgotten;
mod imported;

use std::path::PathBuf;

use crate::base::db::{Db, Tx, id};
use crate::base::secret;
use crate::fans::fan::{Fan, FanForm, NewFan};
use crate::fans::hooks::{Hooks, Work};
use crate::fans::search::Search;
use crate::fans::store;
use crate::fans::store::list::{From, find, key};

pub(super) const NOW: &str = "2026-11-22T18:00:00.000Z";

/// A database in a folder that goes with it.
pub(super) struct Ground {
    pub db: Db,
    pub folder: PathBuf,
}

impl Ground {
    pub async fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("anomalia-fans-{}", secret::short_token()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self { db: Db::open_file(&folder.join("a.db")).await.expect("a database"), folder }
    }

    pub async fn add(&self, name: &str, phone: &str, email: &str) -> Option<String> {
        let mut tx = self.db.write().await.expect("a write");
        let id = id::new(NOW.parse().expect("a time"));
        let added = store::add(&mut tx, &id, &fan(name, phone, email), None, NOW).await.expect("an answer");
        tx.commit().await.expect("kept");
        added
    }

    pub async fn get(&self, id: &str) -> Fan {
        let mut connection = self.db.read().acquire().await.expect("a connection");
        store::get(&mut connection, id).await.expect("an answer").expect("a fan")
    }

    pub async fn found(&self, typed: &str) -> Vec<String> {
        let found = find(&self.db, &Search::of(typed), &From::First, 50).await.expect("an answer");
        found.into_iter().map(|fan| fan.name).collect()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(super) fn fan(name: &str, phone: &str, email: &str) -> NewFan {
    let form = FanForm { name: name.into(), phone: phone.into(), email: email.into(), ..FanForm::default() };
    form.check("2026-11-22".parse().expect("a day")).expect("a fan")
}

#[tokio::test]
async fn a_phone_belongs_to_one_fan_also_in_a_race() {
    let ground = Ground::new().await;
    let race = (0..8).map(|n| {
        let (db, fan) = (ground.db.clone(), fan(&format!("Ana {n}"), "55 1234 5678", ""));
        tokio::spawn(async move {
            let mut tx = db.write().await.expect("a write");
            let added = store::add(&mut tx, &id::new(NOW.parse().expect("a time")), &fan, None, NOW).await;
            tx.commit().await.expect("kept");
            added.expect("an answer")
        })
    });
    let mut added = 0;
    for one in race.collect::<Vec<_>>() {
        added += usize::from(one.await.expect("no panic").is_some());
    }
    assert_eq!(added, 1);
    assert_eq!(ground.found("044 55 1234 5678").await.len(), 1);
    let other = ground.add("Bea", "", "").await.expect("a fan");
    let mut tx = ground.db.write().await.expect("a write");
    let edited = store::edit(&mut tx, &other, &fan("Bea", "5512345678", ""), NOW).await.expect("an answer");
    assert_eq!(edited, None);
}

#[tokio::test]
async fn a_search_is_blind_to_accents_and_takes_the_last_four_digits() {
    let ground = Ground::new().await;
    ground.add("Ángela Ñúñez", "55 1234 5678", "la.jefa@example.mx").await;
    ground.add("Angélica Paz", "", "paz@example.mx").await;
    assert_eq!(ground.found("angel").await, ["Ángela Ñúñez", "Angélica Paz"]);
    assert_eq!(ground.found("NÚÑ ange").await, ["Ángela Ñúñez"]);
    assert_eq!(ground.found("ange paz").await, ["Angélica Paz"]);
    assert_eq!(ground.found("5678").await, ["Ángela Ñúñez"]);
    assert_eq!(ground.found("1234 5678").await, ["Ángela Ñúñez"]);
    assert_eq!(ground.found("+52 1 55 1234 5678").await, ["Ángela Ñúñez"]);
    assert_eq!(ground.found("jefa").await, ["Ángela Ñúñez"]);
    assert_eq!(ground.found("PAZ@example.mx").await, ["Angélica Paz"]);
    assert!(ground.found("angel quiroz").await.is_empty());
}

#[tokio::test]
async fn a_list_is_paged_by_name_both_ways() {
    let ground = Ground::new().await;
    for n in 0..9 {
        ground.add(&format!("Fan {n}"), "", "").await;
    }
    let names = |found: Vec<store::list::Listed>| found.into_iter().map(|fan| fan.name).collect::<Vec<_>>();
    for search in [Search::All, Search::of("fan")] {
        let first = find(&ground.db, &search, &From::First, 3).await.expect("a page");
        let last = key(&ground.db, &first[2].id).await.expect("an answer").expect("a place");
        let second = find(&ground.db, &search, &From::After(last), 3).await.expect("a page");
        let back = key(&ground.db, &second[0].id).await.expect("an answer").expect("a place");
        assert_eq!(names(second), ["Fan 3", "Fan 4", "Fan 5"]);
        let again = find(&ground.db, &search, &From::Before(back), 3).await.expect("a page");
        assert_eq!(names(again), names(first));
    }
}

fn note<'a>(tx: &'a mut Tx, from: &'a str, into: &'a str) -> Work<'a> {
    Box::pin(async move {
        let sql = "insert into setting (name, value) values ($1, $2)";
        sqlx::query(sql).bind(format!("hook {from}")).bind(into).execute(&mut **tx).await.map(drop)
    })
}

fn fail<'a>(_: &'a mut Tx, _: &'a str, _: &'a str) -> Work<'a> {
    Box::pin(async { Err(sqlx::Error::RowNotFound) })
}

#[tokio::test]
async fn two_that_are_one_keep_what_either_had() {
    let ground = Ground::new().await;
    let stays = ground.add("Ana Ruiz", "", "ana@example.mx").await.expect("a fan");
    let goes = ground.add("Anita Peralta", "55 1234 5678", "otra@example.mx").await.expect("a fan");
    let hooks = Hooks { on_merge: vec![note], ..Hooks::default() };
    let mut tx = ground.db.write().await.expect("a write");
    assert!(store::merge::merge(&mut tx, &hooks, &goes, &stays, NOW).await.expect("an answer").is_some());
    tx.commit().await.expect("kept");

    let survivor = ground.get(&stays).await;
    assert_eq!(survivor.phone.as_deref(), Some("+525512345678"));
    assert_eq!(survivor.email.as_deref(), Some("ana@example.mx"));
    assert_eq!(ground.get(&goes).await.merged_into.as_deref(), Some(stays.as_str()));
    assert_eq!(ground.found("peralta").await, ["Ana Ruiz"], "the other's words find the survivor");

    // An edit of the survivor doesn't forget the other's name.
    let mut tx = ground.db.write().await.expect("a write");
    store::edit(&mut tx, &stays, &fan("Ana R.", "5512345678", ""), NOW).await.expect("an answer").expect("edited");
    tx.commit().await.expect("kept");
    assert_eq!(ground.found("peralta").await, ["Ana R."]);
    let mut connection = ground.db.read().acquire().await.expect("a connection");
    let told = crate::base::db::setting(&mut connection, &format!("hook {goes}")).await.expect("an answer");
    assert_eq!(told.as_deref(), Some(stays.as_str()));

    let mut tx = ground.db.write().await.expect("a write");
    let again = store::merge::merge(&mut tx, &hooks, &goes, &stays, NOW).await.expect("an answer");
    assert_eq!(again, None, "what was merged can't be merged again");
}

#[tokio::test]
async fn a_merge_that_one_feature_can_t_follow_never_was() {
    let ground = Ground::new().await;
    let stays = ground.add("Ana", "", "").await.expect("a fan");
    let goes = ground.add("Anita", "", "").await.expect("a fan");
    let hooks = Hooks { on_merge: vec![note, fail], ..Hooks::default() };
    let mut tx = ground.db.write().await.expect("a write");
    assert!(store::merge::merge(&mut tx, &hooks, &goes, &stays, NOW).await.is_err());
    drop(tx);
    assert!(ground.get(&goes).await.is_live());
    assert_eq!(ground.found("anita").await, ["Anita"]);
}

#[tokio::test]
async fn alike_are_those_of_one_name_or_one_address() {
    let ground = Ground::new().await;
    let one = ground.add("Ana Ruiz", "", "ana@example.mx").await.expect("a fan");
    ground.add("ANA RUÍZ", "55 1111 2222", "").await;
    ground.add("Anita", "", "Ana@Example.mx").await;
    ground.add("Bea", "", "").await;
    let mut connection = ground.db.read().acquire().await.expect("a connection");
    let alike = store::merge::candidates(&mut connection, &one).await.expect("an answer");
    assert_eq!(alike.iter().map(|fan| fan.name.as_str()).collect::<Vec<_>>(), ["ANA RUÍZ", "Anita"]);
}
