//! Killed with -9 at any moment, and started again: nothing that was answered is lost, nothing is twice.

use std::time::Duration;

use super::process::{EVENING, Process};
use super::work::{Evening, holds};
use super::{Chance, folder, times};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_it_has_kept_whatever_it_answered() {
    let (kills, mut chance) = (times(20, 200), Chance::new());
    let data = folder("killed").join("data");
    let mut program = Process::start(data.clone(), &["--clock", EVENING], &[]);
    let mut evening = Evening::begin(&program, 12 * kills).await;
    for nth in 0..kills {
        let workers: Vec<_> = (0..4)
            .map(|worker| {
                let evening = evening.clone();
                tokio::spawn(async move {
                    loop {
                        if worker % 2 == 0 {
                            evening.sell(None).await;
                        } else if evening.scan(None).await.is_none() {
                            tokio::time::sleep(Duration::from_millis(5)).await;
                        }
                        if evening.refused.load(std::sync::atomic::Ordering::Relaxed) > 8 {
                            return;
                        }
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(5 + chance.below(160) as u64)).await;
        program.kill();
        workers.iter().for_each(tokio::task::JoinHandle::abort);
        for worker in workers {
            let _ = worker.await;
        }
        let promised = evening.promised();
        // A copy is looked at: the program itself has to find its way back from what is left.
        let copy = data.with_file_name("copy");
        std::fs::create_dir_all(&copy).expect("a folder");
        for name in ["anomalia.db", "anomalia.db-wal"] {
            let _ = std::fs::remove_file(copy.join(name));
            let _ = std::fs::copy(data.join(name), copy.join(name));
        }
        let _ = std::fs::remove_file(copy.join("anomalia.db-shm"));
        holds(&copy.join("anomalia.db"), &promised)
            .unwrap_or_else(|wrong| panic!("after kill {nth} (seed {}): {wrong}", chance.seed));
        program = Process::start(data.clone(), &["--clock", EVENING], &[]);
        evening = evening.go_on(&program).await;
        evening.member.get("/").await.ok();
    }
    let promised = evening.promised();
    println!(
        "killed {kills} times (seed {}): {} sales and {} admissions that were answered, none lost, none doubled",
        chance.seed,
        promised.sales.len(),
        promised.scans.len()
    );
    assert!(promised.scans.len() > kills / 2, "{} admissions", promised.scans.len());
    drop(program);
    let _ = std::fs::remove_dir_all(data.parent().expect("a folder"));
}
