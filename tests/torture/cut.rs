//! The power cut at any moment: on every disk that might be left, all that was answered is there, once.

use std::path::Path;
use std::time::Duration;

use super::disk::{Disk, Event, Record, shim};
use super::process::{EVENING, Process};
use super::work::{Evening, Promised, holds};
use super::{Chance, folder, times};

/// Works for a while on a recorded disk: what happened, in its order.
async fn recorded(root: &Path, how_long: Duration) -> Vec<Event> {
    let record = std::sync::Arc::new(Record::new(root));
    let (shim, path) = (shim().display().to_string(), record.path.display().to_string());
    let variables = [("LD_PRELOAD", shim.as_str()), ("TORTURE_RECORD", path.as_str())];
    let mut program = Process::start(root.join("data"), &["--clock", EVENING], &variables);
    let evening = Evening::begin(&program, 60).await;
    let workers: Vec<_> = (0..4)
        .map(|worker| {
            let (evening, record) = (evening.clone(), record.clone());
            tokio::spawn(async move {
                loop {
                    match worker % 2 {
                        0 => drop(evening.sell(Some(&record)).await),
                        _ => {
                            if evening.scan(Some(&record)).await.is_none() {
                                tokio::time::sleep(Duration::from_millis(2)).await;
                            }
                        }
                    }
                }
            })
        })
        .collect();
    tokio::time::sleep(how_long).await;
    workers.iter().for_each(tokio::task::JoinHandle::abort);
    for worker in workers {
        let _ = worker.await;
    }
    program.kill();
    record.read()
}

/// Makes files as they might be at `images` moments, and looks at each: how many were as they must be, or what was wrong.
fn looked_at(events: &[Event], images: usize, root: &Path, chance: &mut Chance) -> Result<Promised, String> {
    // Before the first promise there is nothing to lose.
    let first = events.iter().position(|event| matches!(event, Event::Told(_))).ok_or("nobody was told anything")?;
    let mut cuts: Vec<usize> = (0..images).map(|_| first + 1 + chance.below(events.len() - first - 1)).collect();
    cuts.sort_unstable();
    let (mut disk, mut promised, mut at) = (Disk::default(), Promised::default(), 0);
    let folder = root.join("image");
    for cut in cuts {
        while at < cut {
            disk.then(&events[at]);
            if let Event::Told(text) = &events[at] {
                match text.split_once(' ') {
                    Some(("sale", id)) => promised.sales.push(id.to_owned()),
                    Some((_, id)) => promised.scans.push(id.to_owned()),
                    None => {}
                }
            }
            at += 1;
        }
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let file = folder.join("anomalia.db");
        let [database, log] = disk.image(chance);
        std::fs::write(&file, database).map_err(|error| error.to_string())?;
        std::fs::write(folder.join("anomalia.db-wal"), log).map_err(|error| error.to_string())?;
        holds(&file, &promised).map_err(|wrong| format!("cut before event {cut} (seed {}): {wrong}", chance.seed))?;
    }
    Ok(promised)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whenever_the_power_is_cut_what_was_answered_is_on_the_disk() {
    let (images, mut chance) = (times(200, 5_000), Chance::new());
    let root = folder("cut");
    let events = recorded(&root, Duration::from_secs(times(3, 20) as u64)).await;
    let count = |is: fn(&Event) -> bool| events.iter().filter(|event| is(event)).count();
    let (writes, syncs) = (count(|it| matches!(it, Event::Write { .. })), count(|it| matches!(it, Event::Sync { .. })));
    let moved = count(|it| matches!(it, Event::Write { file: 0, .. }));
    let promised = looked_at(&events, images, &root, &mut chance).unwrap_or_else(|wrong| panic!("{wrong}"));
    println!(
        "power cut {images} times (seed {}) in {writes} writes, {moved} of them out of the log, and {syncs} syncs: {} sales and {} \
         admissions, none lost",
        chance.seed,
        promised.sales.len(),
        promised.scans.len()
    );
    assert!(moved > 0, "the log was moved into the file");
    assert!(promised.sales.len() > 20 && promised.scans.len() > 20, "{promised:?}");
    let _ = std::fs::remove_dir_all(root);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_never_waited_for_is_found_out() {
    // The same work with every sync left out must lose something: else the test above couldn't fail.
    let mut chance = Chance::new();
    let root = folder("unsynced");
    let events = recorded(&root, Duration::from_secs(2)).await;
    let first = events.iter().position(|event| matches!(event, Event::Told(_))).expect("a promise");
    let (before, after) = events.split_at(first);
    let unsynced: Vec<Event> =
        before.iter().chain(after.iter().filter(|event| !matches!(event, Event::Sync { .. }))).cloned().collect();
    let lost = looked_at(&unsynced, 60, &root, &mut chance).expect_err("what was never synced was lost nowhere");
    println!("without syncs: {lost}");
    let _ = std::fs::remove_dir_all(root);
}
