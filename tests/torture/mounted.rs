//! A machine that stops at any moment: what a real file system had given to its disk by then is mounted anew, its journal
//! played back, and all that was answered is there, once. Needs to be root, and a system where it may mount.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::disk::shim;
use super::process::{EVENING, Process};
use super::work::{Evening, holds};
use super::{Chance, folder, times};

fn done(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|said| said.status.success())
}

/// A file that is mounted as a disk.
struct Mounted(PathBuf);

impl Mounted {
    /// None where it may not be.
    fn new(image: &Path, name: &str) -> Option<Self> {
        let at = image.with_file_name(name);
        std::fs::create_dir_all(&at).expect("a folder");
        done("mount", &["-o", "loop", &image.to_string_lossy(), &at.to_string_lossy()]).then(|| Self(at))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Who had it open may take a moment to end.
        for _ in 0..50 {
            if done("umount", &[&self.0.to_string_lossy()]) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// The disk as it is now, of a program that stands still: a copy that didn't change while it was made.
fn copied(image: &Path) -> PathBuf {
    let copy = image.with_file_name("copy.img");
    let (from, to) = (image.to_string_lossy(), copy.to_string_lossy());
    for _ in 0..50 {
        if done("cp", &["--sparse=always", &from, &to]) && done("cmp", &["-s", &from, &to]) {
            return copy;
        }
    }
    panic!("the disk never stood still");
}

/// Works on a disk of its own, which is looked at so many times: how much was promised at the end, or what was wrong; none
/// where nothing may be mounted.
async fn looked_at(
    root: &Path,
    images: usize,
    variables: &[(&str, &str)],
    chance: &mut Chance,
) -> Option<Result<usize, String>> {
    let image = root.join("disk.img");
    std::fs::File::create(&image).and_then(|file| file.set_len(512 << 20)).expect("an image");
    if !done("mkfs.ext4", &["-q", "-F", &image.to_string_lossy()]) {
        return None;
    }
    let disk = Mounted::new(&image, "disk")?;
    let program = Process::start(disk.0.join("data"), &["--clock", EVENING], variables);
    let evening = Evening::begin(&program, 20 * images).await;
    let work = |worker: usize, evening: Arc<Evening>| async move {
        while evening.refused.load(Ordering::Relaxed) < 8 {
            if worker.is_multiple_of(2) {
                evening.sell(None).await;
            } else if evening.scan(None).await.is_none() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    };
    let workers: Vec<_> = (0..4).map(|worker| tokio::spawn(work(worker, evening.clone()))).collect();
    let mut found = Ok(0);
    for nth in 0..images {
        tokio::time::sleep(Duration::from_millis(5 + chance.below(160) as u64)).await;
        let id = program.id().to_string();
        assert!(done("kill", &["-STOP", &id]), "it stands still");
        let promised = evening.promised();
        let copy = copied(&image);
        assert!(done("kill", &["-CONT", &id]), "it goes on");
        let other = Mounted::new(&copy, "other").expect("what can be mounted once can be again");
        if let Err(wrong) = holds(&other.0.join("data/anomalia.db"), &promised) {
            found = Err(format!("image {nth} (seed {}): {wrong}", chance.seed));
            break;
        }
        found = Ok(promised.sales.len() + promised.scans.len());
    }
    workers.iter().for_each(tokio::task::JoinHandle::abort);
    for worker in workers {
        let _ = worker.await;
    }
    drop(program);
    Some(found)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_that_stops_at_any_moment_has_on_its_disk_whatever_was_answered() {
    let (images, mut chance, root) = (times(12, 200), Chance::new(), folder("mounted"));
    match looked_at(&root, images, &[], &mut chance).await {
        None => println!("SKIPPED: no file system of a file may be mounted here"),
        Some(found) => {
            let kept = found.unwrap_or_else(|wrong| panic!("{wrong}"));
            println!("stopped {images} times (seed {}): {kept} sales and admissions, none lost", chance.seed);
            assert!(kept > 20 * images, "{kept} were answered");
            // The same without waiting for the disk must lose something: else this couldn't fail.
            let record = root.join("record");
            std::fs::write(&record, "").expect("a file");
            let (shim, record) = (shim().display().to_string(), record.display().to_string());
            let variables = [("LD_PRELOAD", shim.as_str()), ("TORTURE_RECORD", record.as_str())];
            let _ = std::fs::remove_file(root.join("disk.img"));
            let lost = looked_at(&root, 12, &variables, &mut chance).await.expect("as before");
            println!("without syncs: {}", lost.expect_err("what was never synced was lost nowhere"));
        }
    }
    let _ = std::fs::remove_dir_all(root);
}
