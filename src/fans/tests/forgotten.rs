//! An erased fan is nowhere: not in the rows, not in the file, its log or a copy.

use crate::base::db;
use crate::fans::fan::NewFan;
use crate::fans::hooks::Hooks;
use crate::fans::store;
use crate::fans::tests::{Ground, NOW, fan};

const TRACES: [&str; 6] =
    ["Zoraida", "zoraida", "Quetzalli", "+525598765432", "zq.unica@example.mx", "toca el xilófono"];

fn traces(ground: &Ground) -> Vec<String> {
    let mut traces = Vec::new();
    for file in std::fs::read_dir(&ground.folder).expect("a folder") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("readable");
        for trace in TRACES {
            if bytes.windows(trace.len()).any(|part| part == trace.as_bytes()) {
                traces.push(format!("{trace} in {}", path.display()));
            }
        }
    }
    traces
}

#[tokio::test]
async fn an_erased_fan_is_in_no_file() {
    let ground = Ground::new().await;
    for n in 0..50 {
        ground.add(&format!("Otra {n}"), "", "").await;
    }
    let mut known = fan("Zoraida Quetzalli", "55 9876 5432", "zq.unica@example.mx");
    known.note = Some("toca el xilófono".into());
    let id = ground.add("Zoraida Quetzalli", "55 9876 5432", "zq.unica@example.mx").await.expect("a fan");
    let twin = ground.add("Zoraida Q.", "", "zq.unica@example.mx").await.expect("a fan");
    let mut tx = ground.db.write().await.expect("a write");
    let companion = db::id::new(NOW.parse().expect("a time"));
    let brought = NewFan::companion(&id, 1);
    store::add(&mut tx, &companion, &brought, None, NOW).await.expect("an answer").expect("added");
    store::edit(&mut tx, &id, &known, NOW).await.expect("an answer").expect("edited");
    store::merge::merge(&mut tx, &Hooks::default(), &twin, &id, NOW).await.expect("an answer").expect("merged");
    tx.commit().await.expect("kept");
    assert!(!traces(&ground).is_empty(), "the search must be able to find them");
    assert_eq!(ground.get(&companion).await.called, "Zoraida Quetzalli +1");

    let mut tx = ground.db.write().await.expect("a write");
    assert!(store::merge::erase(&mut tx, &Hooks::default(), &id, NOW).await.expect("an answer"));
    tx.commit().await.expect("kept");
    ground.db.forget_log().await.expect("emptied");
    let source = rusqlite::Connection::open(ground.folder.join("a.db")).expect("the file");
    source.backup("main", ground.folder.join("copy.db"), None).expect("a copy");

    assert_eq!(traces(&ground), Vec::<String>::new());
    let erased = ground.get(&id).await;
    assert_eq!((erased.name.as_str(), erased.phone), (store::merge::ERASED, None));
    assert_eq!(ground.get(&companion).await.called, "+1", "and nobody says whose");
    assert!(erased.erased_at.is_some());
    assert!(ground.found("zoraida").await.is_empty());
    let mut tx = ground.db.write().await.expect("a write");
    assert!(!store::merge::erase(&mut tx, &Hooks::default(), &id, NOW).await.expect("an answer"), "only once");
}

#[tokio::test]
async fn an_erased_phone_may_be_given_to_another() {
    let ground = Ground::new().await;
    let id = ground.add("Ana", "55 1234 5678", "").await.expect("a fan");
    let mut tx = ground.db.write().await.expect("a write");
    store::merge::erase(&mut tx, &Hooks::default(), &id, NOW).await.expect("an answer");
    tx.commit().await.expect("kept");
    assert!(ground.add("Bea", "55 1234 5678", "").await.is_some());
}
