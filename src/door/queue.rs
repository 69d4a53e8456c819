//! The door's queue: all scans that wait now are decided in one turn, one transaction, one fsync.

use std::collections::BTreeSet;

use crate::base::clock::Clock;
use crate::base::db::Db;
use crate::base::db::batch::Batch;
use crate::base::db::trail::{self, Acting};
use crate::base::error::{Error, Result};
use crate::door::store::{self, Done, Job};

/// The most requests of one turn. Each brings at most 200 scans, most bring one.
const TURN_MAX: usize = 200;

/// The queue, as a part of the program.
pub struct Queue(Batch<(Job, Option<Acting>), Result<Done>>);

impl Queue {
    /// Waits for the turn of these scans: what came of them, given only after the commit.
    ///
    /// # Errors
    /// When there is no such concert; when an id in them stands for another scan ([`is_taken`]); when the turn failed. In
    /// each of these nothing of it was decided, and the same scans may be sent again.
    pub async fn decide(&self, job: Job) -> Result<Done> {
        self.0.run((job, trail::acting())).await?
    }
}

/// Whether scans were left alone because an id in them stands for another scan.
pub fn is_taken(error: &Error) -> bool {
    matches!(error, Error::Refused(store::TAKEN))
}

/// Starts the queue over a database.
pub fn start(db: &Db, clock: &Clock) -> Queue {
    let (db, clock) = (db.clone(), clock.clone());
    Queue(Batch::start(TURN_MAX, move |jobs| Box::pin(turn(db.clone(), clock.clone(), jobs))))
}

async fn turn(db: Db, clock: Clock, jobs: Vec<(Job, Option<Acting>)>) -> Result<Vec<Result<Done>>> {
    let (jobs, acting): (Vec<Job>, Vec<Option<Acting>>) = jobs.into_iter().unzip();
    let concerts: BTreeSet<String> = jobs.iter().map(|job| job.concert.clone()).collect();
    let mut tx = db.write_by_key().await?;
    trail::keep_all(&mut tx, &acting).await?;
    let done = store::turn(&mut tx, jobs, clock.now()).await?;
    tx.commit().await?;
    for concert in &concerts {
        db.changes().tell(concert);
    }
    Ok(done)
}
