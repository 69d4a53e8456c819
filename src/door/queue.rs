//! The door's queue: all scans that wait now are decided in one turn, one transaction, one fsync.

use crate::base::clock::Clock;
use crate::base::db::Db;
use crate::base::db::batch::Batch;
use crate::base::db::trail::{self, Acting};
use crate::base::error::Result;
use crate::door::store::{self, Decided, Job};

/// The most requests of one turn. Each brings at most 200 scans, most bring one.
const TURN_MAX: usize = 200;

/// The queue, as a part of the program.
pub struct Queue(Batch<(Job, Option<Acting>), Decided>);

impl Queue {
    /// Waits for the turn of these scans: their concert's cursor, and their answers, given only after the commit. None:
    /// an id in them stands for another scan, and nothing was decided.
    ///
    /// # Errors
    /// When the turn failed: then nothing of it was decided, and the same scans may be sent again.
    pub async fn decide(&self, job: Job) -> Result<Decided> {
        self.0.run((job, trail::acting())).await
    }
}

/// Starts the queue over a database.
pub fn start(db: &Db, clock: &Clock) -> Queue {
    let (db, clock) = (db.clone(), clock.clone());
    Queue(Batch::start(TURN_MAX, move |jobs| Box::pin(turn(db.clone(), clock.clone(), jobs))))
}

async fn turn(db: Db, clock: Clock, jobs: Vec<(Job, Option<Acting>)>) -> Result<Vec<Decided>> {
    let (jobs, acting): (Vec<Job>, Vec<Option<Acting>>) = jobs.into_iter().unzip();
    let mut concerts: Vec<String> = jobs.iter().map(|job| job.concert.clone()).collect();
    concerts.sort_unstable();
    concerts.dedup();
    let mut tx = db.write().await?;
    for acting in acting.iter().flatten() {
        trail::keep(&mut tx, acting).await?;
    }
    let answers = store::turn(&mut tx, jobs, clock.now()).await?;
    tx.commit().await?;
    for concert in concerts {
        db.changes().tell(&concert).await;
    }
    Ok(answers)
}
