//! A disk that fails once, that is full, that can only be read: an answer in words or success, never a wrong one; and it is
//! as before when the disk is.

use std::time::Duration;

use anomalia::base::db::ballast;
use anomalia::base::db::kept::DISK_FAILED;

use super::disk::{Control, Fault, shim};
use super::process::{EVENING, Process};
use super::work::{Evening, holds};
use super::{Chance, folder, times};

/// How many calls a thing that is done makes at most; beyond, the test itself is wrong.
const CALLS_MAX: i64 = 400;

fn started(root: &std::path::Path, control: &Control) -> Process {
    let (shim, path) = (shim().display().to_string(), control.path.display().to_string());
    let variables = [("LD_PRELOAD", shim.as_str()), ("TORTURE_CONTROL", path.as_str())];
    Process::start(root.join("data"), &["--clock", EVENING], &variables)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_write_and_every_sync_fails_once_and_no_answer_is_wrong() {
    let root = folder("faults");
    let control = Control::new(&root);
    let mut program = started(&root, &control);
    let mut evening = Evening::begin(&program, 80).await;
    let file = root.join("data/anomalia.db");
    let (mut refused, mut ended, mut tried) = (0, 0, 0);
    for code in [libc::EIO, libc::ENOSPC] {
        for scans in [false, true] {
            for nth in 1.. {
                assert!(nth < CALLS_MAX, "it doesn't succeed");
                control.set(Fault::Nth(nth, code));
                let yes =
                    if scans { evening.scan(None).await == Some(true) } else { evening.sell(None).await.is_some() };
                let failed = control.failed();
                control.set(Fault::None);
                tried += 1;
                if failed == 0 {
                    assert!(yes, "nothing failed, and it was refused all the same: {}", program.log());
                    break;
                }
                refused += usize::from(!yes);
                // A failed sync ends the process; all else leaves it as it was.
                let patience = if yes { 0 } else { 80 };
                if let Some(status) = program.ended(Duration::from_millis(patience)) {
                    assert_eq!(status, DISK_FAILED, "{}", program.log());
                    assert!(!yes, "it ended after it said yes");
                    ended += 1;
                    program = started(&root, &control);
                    evening = evening.go_on(&program).await;
                }
                evening.member.get("/fans").await.ok();
                holds(&file, &evening.promised()).unwrap_or_else(|wrong| panic!("call {nth}, errno {code}: {wrong}"));
            }
        }
    }
    println!("{tried} sales and scans with a failing call each: {refused} refused in words, {ended} ended the process");
    assert!(ended >= 4 && refused > ended, "{refused} refused, {ended} ended");
    drop(program);
    let _ = std::fs::remove_dir_all(root);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_fails_while_the_log_is_moved_into_the_file_loses_nothing() {
    let (rounds, mut chance) = (times(8, 80), Chance::new());
    let root = folder("moved");
    let control = Control::new(&root);
    let mut program = started(&root, &control);
    let mut evening = Evening::begin(&program, 20).await;
    let file = root.join("data/anomalia.db");
    let (mut ended, mut sold) = (0, 0);
    for _ in 0..rounds {
        let code = [libc::EIO, libc::ENOSPC][chance.below(2)];
        // A write, or, once in three times, the sync that ends it.
        let nth = if chance.below(3) == 0 { 0 } else { 1 + chance.below(300) as i64 };
        control.set(Fault::Moving(nth, code));
        for _ in 0..3_000 {
            sold += usize::from(evening.sell(None).await.is_some());
            if control.failed() > 0 {
                break;
            }
        }
        assert_eq!(control.failed(), 1, "the log was moved into the file");
        control.set(Fault::None);
        let ends = program.ended(if nth == 0 { Duration::from_secs(10) } else { Duration::from_millis(300) });
        assert!(nth != 0 || ends.is_some(), "a failed sync ends the process");
        if let Some(status) = ends {
            assert_eq!(status, DISK_FAILED, "{}", program.log());
            ended += 1;
            program = started(&root, &control);
            evening = evening.go_on(&program).await;
        }
        evening.sell(None).await.expect("the disk is well again");
        holds(&file, &evening.promised()).unwrap_or_else(|wrong| panic!("seed {}: {wrong}", chance.seed));
    }
    println!(
        "{rounds} calls failed while the log was moved (seed {}), in {sold} sales; {ended} ended the process",
        chance.seed
    );
    drop(program);
    let _ = std::fs::remove_dir_all(root);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_nothing_is_admitted_that_isn_t_kept_and_it_goes_on_when_there_is_room() {
    for fault in [Fault::Full, Fault::ReadOnly] {
        let root = folder("full");
        let control = Control::new(&root);
        let program = started(&root, &control);
        let evening = Evening::begin(&program, 80).await;
        let file = root.join("data/anomalia.db");
        let before = evening.promised();
        control.set(fault);
        // What still fits may be sold: a log that is begun anew is written over.
        for nth in 0..2_000 {
            evening.sell(None).await;
            if nth % 8 == 0 {
                evening.scan(None).await;
                evening.member.get("/fans").await.ok();
            }
            if control.failed() > 40 {
                break;
            }
        }
        let (told, failed) = (evening.promised(), control.failed());
        holds(&file, &told).unwrap_or_else(|wrong| panic!("{fault:?}: {wrong}"));
        assert!(failed > 0, "the disk was never asked");
        let (sales, scans) = (told.sales.len() - before.sales.len(), told.scans.len() - before.scans.len());
        control.set(Fault::None);
        evening.sell(None).await.expect("there is room again");
        assert_ne!(evening.scan(None).await, Some(false));
        holds(&file, &evening.promised()).unwrap_or_else(|wrong| panic!("{fault:?}, afterwards: {wrong}"));
        println!(
            "{fault:?}: {failed} calls failed; {sales} sales and {scans} admissions still fitted and were kept; then it went on"
        );
        drop(program);
        let _ = std::fs::remove_dir_all(root);
    }
}

#[test]
fn a_start_on_a_full_disk_says_so_in_a_line_and_room_that_was_put_by_lets_it_start() {
    let root = folder("start");
    let data = root.join("data");
    std::fs::create_dir_all(&data).expect("a folder");
    let control = Control::new(&root);
    control.set(Fault::Full);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_anomalia"));
    command.arg("--data").arg(&data).args(["--port", "0"]).env("LD_PRELOAD", shim());
    let output = command.env("TORTURE_CONTROL", &control.path).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.lines().count() == 1, "{said}");
    assert!(said.contains("is full: make room, then start again; nothing was changed"), "{said}");
    assert!(!data.join("anomalia.db").exists());
    // Of the room that was put by it lives on; here the disk still says that it is full, and takes what doesn't grow.
    control.set(Fault::None);
    drop(started(&root, &control));
    std::fs::write(ballast::file(&data), [7; 4096]).expect("a file");
    control.set(Fault::Full);
    let program = started(&root, &control);
    assert!(!ballast::file(&data).exists(), "it was let go");
    assert!(program.log().contains("are free now; make room"), "{}", program.log());
    println!("a full disk: refused in a line; with room put by it started");
    drop(program);
    let _ = std::fs::remove_dir_all(root);
}
