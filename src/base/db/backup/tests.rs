//! Copies, made while others write.

use super::*;
use crate::base::db::Db;
use crate::base::secret;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("anomalia-backup-{}", secret::short_token()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// A scan about nothing, whose `seq` is the next: numbers without holes, in the order of their commits.
const NEXT: &str =
    "insert into scan (id, concert_id, door, kind, source, seq, happened_at, received_at, verdict, answer)
     select $1, 'c0000000000000000000000001', 'door', 'entry', 'camera',
       (select coalesce(max(seq), 0) + 1 from scan),
       '2026-11-29T02:00:00.000Z', '2026-11-29T02:00:00.000Z', 'unknown', '{}'
     returning seq";

const GROUND: [&str; 2] = [
    "insert into venue (id, name, name_folded, address, city, timezone, created_at)
     values ('v0000000000000000000000001', 'V', 'v', 'A', 'C', 'UTC', '2026-11-29T02:00:00.000Z')",
    "insert into concert (id, venue_id, day, doors_at, starts_at, timezone, capacity, currency, salt, created_at, changed_at)
     values ('c0000000000000000000000001', 'v0000000000000000000000001', '2026-11-28', '2026-11-29T02:00:00.000Z',
       '2026-11-29T03:00:00.000Z', 'UTC', 100, 'MXN', 's', '2026-11-29T02:00:00.000Z', '2026-11-29T02:00:00.000Z')",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn copies_made_while_phones_scan_hold_a_prefix_of_what_was_acknowledged() {
    let folder = folder();
    let file = folder.join("anomalia.db");
    let db = Db::open_file(&file).await.expect("a database");
    let mut tx = db.write().await.expect("a write");
    for sql in GROUND {
        sqlx::query(sql).execute(&mut *tx).await.expect("ground");
    }
    tx.commit().await.expect("kept");
    let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(0)));
    let phones: Vec<_> = (0..20)
        .map(|phone| {
            let (db, stop, acknowledged) = (db.clone(), stop.clone(), acknowledged.clone());
            tokio::spawn(async move {
                for nth in 0.. {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    let mut tx = db.write().await.expect("a turn");
                    let seq: i64 = sqlx::query_scalar(NEXT)
                        .bind(format!("s{phone:05}{nth:020}"))
                        .fetch_one(&mut *tx)
                        .await
                        .expect("a scan");
                    tx.commit().await.expect("committed");
                    acknowledged.fetch_max(seq, Ordering::SeqCst);
                }
            })
        })
        .collect();
    for nth in 0..6 {
        tokio::time::sleep(Duration::from_millis(60)).await;
        let before = acknowledged.load(Ordering::SeqCst);
        let (source, target) = (file.clone(), folder.join(format!("copy-{nth}.db")));
        let kept = target.clone();
        let held =
            tokio::task::spawn_blocking(move || make(&source, &target)).await.expect("no panic").expect("a copy");
        let after = acknowledged.load(Ordering::SeqCst);
        let opened = open(&kept).expect("opens");
        let (last, different): (i64, i64) = opened
            .query_row("select coalesce(max(seq), 0), count(distinct seq) from scan", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .expect("counts");
        assert_eq!((last, different), (held.scans, held.scans), "a prefix has no holes");
        // One more may be committed and on its way to its phone.
        assert!(
            before <= held.scans && held.scans <= after + 20,
            "{before} ≤ {} ≤ {after} + those under way",
            held.scans
        );
        assert!(held.scans > 0, "it was under load");
    }
    stop.store(true, Ordering::SeqCst);
    for phone in phones {
        phone.await.expect("no panic");
    }
    db.close().await;
    std::fs::remove_dir_all(folder).expect("gone");
}

#[tokio::test]
async fn a_copy_is_one_file_that_only_its_owner_reads() {
    let folder = folder();
    let file = folder.join("anomalia.db");
    let db = Db::open_file(&file).await.expect("a database");
    let copied = folder.join("copy.db");
    assert_eq!(make(&file, &copied).expect("a copy"), Contents { fans: 0, concerts: 0, tickets: 0, scans: 0 });
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("copy"))
        .collect();
    names.sort();
    assert_eq!(names, ["copy.db"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&copied).expect("there").permissions().mode() & 0o777, 0o600);
    }
    assert!(alone(&file).is_err(), "it is being served");
    db.close().await;
    alone(&file).expect("nobody has it open");
    std::fs::remove_dir_all(folder).expect("gone");
}

#[tokio::test]
async fn a_copy_that_is_torn_is_not_called_good() {
    let folder = folder();
    let file = folder.join("anomalia.db");
    let db = Db::open_file(&file).await.expect("a database");
    let mut tx = db.write().await.expect("a write");
    for sql in GROUND {
        sqlx::query(sql).execute(&mut *tx).await.expect("ground");
    }
    tx.commit().await.expect("kept");
    let good = folder.join("good.db");
    make(&file, &good).expect("a copy");
    db.close().await;
    let mut bytes = std::fs::read(&good).expect("read");
    let half = bytes.len() / 2;
    for byte in &mut bytes[4096..half] {
        *byte ^= 0x5a;
    }
    let torn = folder.join("torn.db");
    std::fs::write(&torn, bytes).expect("written");
    assert!(verify(&torn).is_err());
    std::fs::write(&torn, "a letter, not a database").expect("written");
    let why = verify(&torn).expect_err("refused").to_string();
    assert!(why.contains("isn't a copy of Anomalia's data"), "{why}");
    let target = folder.join("copy.db");
    assert!(make(&torn, &target).is_err());
    assert!(!target.exists(), "nothing stays of it");
    std::fs::remove_dir_all(folder).expect("gone");
}
