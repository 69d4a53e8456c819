//! Group commit: everything that waits now goes in one turn. The first never waits for company.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::base::error::{Error, Result};

/// A queue of jobs that are done together, at most `most` a turn.
pub struct Batch<J, R> {
    sender: mpsc::Sender<Waiting<J, R>>,
}

/// How long the jobs of a turn that failed are tried one by one. A database that is gone fails them all, and those that
/// come after are not to wait for each.
const ALONE_MAX: Duration = Duration::from_secs(2);

type Waiting<J, R> = (J, oneshot::Sender<Result<R>>);

impl<J: Clone + Send + 'static, R: Send + 'static> Batch<J, R> {
    /// Starts the queue. `run` does a turn: its results stand in the order of its jobs; when it fails, nothing of it was
    /// done, or doing it again does no harm. Then each job gets a turn of its own: one that can't be done holds up no
    /// other.
    pub fn start(
        most: usize,
        run: impl Fn(Vec<J>) -> BoxFuture<'static, Result<Vec<R>>> + Send + Sync + 'static,
    ) -> Self {
        let (sender, mut waiting) = mpsc::channel::<Waiting<J, R>>(4 * most);
        tokio::spawn(async move {
            let mut turn = Vec::new();
            while waiting.recv_many(&mut turn, most).await > 0 {
                together(&run, std::mem::take(&mut turn)).await;
            }
        });
        Self { sender }
    }

    /// Waits for a job's turn and gives its result.
    ///
    /// # Errors
    /// When the turn failed, or the program is stopping: the outcome is then not known to be anything.
    pub async fn run(&self, job: J) -> Result<R> {
        let (answer, result) = oneshot::channel();
        let stopped = || Error::Broken(anyhow::anyhow!("the queue has stopped"));
        self.sender.send((job, answer)).await.map_err(|_| stopped())?;
        result.await.map_err(|_| stopped())?
    }
}

async fn together<J: Clone, R>(run: &impl Fn(Vec<J>) -> BoxFuture<'static, Result<Vec<R>>>, turn: Vec<Waiting<J, R>>) {
    let jobs: Vec<J> = turn.iter().map(|(job, _)| job.clone()).collect();
    match caught(run, jobs).await {
        Ok(results) => {
            for ((_, answer), result) in turn.into_iter().zip(results) {
                let _ = answer.send(Ok(result));
            }
        }
        Err(error) if turn.len() == 1 => turn.into_iter().for_each(|(_, answer)| drop(answer.send(Err(again(&error))))),
        Err(error) => one_by_one(run, turn, &error).await,
    }
}

async fn one_by_one<J, R>(
    run: &impl Fn(Vec<J>) -> BoxFuture<'static, Result<Vec<R>>>,
    turn: Vec<Waiting<J, R>>,
    error: &Error,
) {
    tracing::warn!("a turn of {} failed, so each of it is tried alone: {error}", turn.len());
    let begun = Instant::now();
    for (job, answer) in turn {
        // Whoever went away asks again.
        if answer.is_closed() {
            continue;
        }
        let result = if begun.elapsed() < ALONE_MAX { caught(run, vec![job]).await } else { Err(again(error)) };
        let none = || Error::Broken(anyhow::anyhow!("a turn without a result"));
        let _ = answer.send(result.and_then(|results| results.into_iter().next().ok_or_else(none)));
    }
}

/// A turn; one that panics has failed, and the queue goes on.
async fn caught<J, R>(run: &impl Fn(Vec<J>) -> BoxFuture<'static, Result<Vec<R>>>, jobs: Vec<J>) -> Result<Vec<R>> {
    let panicked = |_| Err(Error::Broken(anyhow::anyhow!("a turn panicked")));
    AssertUnwindSafe(async { run(jobs).await }).catch_unwind().await.unwrap_or_else(panicked)
}

/// The same failure, for one more who has to hear of it.
fn again(error: &Error) -> Error {
    Error::Broken(anyhow::anyhow!("{error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn what_waits_goes_together_and_each_gets_its_own_answer() {
        let turns = Arc::new(AtomicUsize::new(0));
        let counted = turns.clone();
        let batch = Arc::new(Batch::start(200, move |jobs: Vec<usize>| {
            counted.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                Ok(jobs.into_iter().map(|job| job * 2).collect())
            })
        }));
        let all: Vec<_> = (0..100)
            .map(|job| {
                tokio::spawn({
                    let batch = batch.clone();
                    async move { batch.run(job).await }
                })
            })
            .collect();
        for (job, answer) in all.into_iter().enumerate() {
            assert_eq!(answer.await.expect("no panic").expect("an answer"), job * 2);
        }
        assert!(turns.load(Ordering::Relaxed) <= 4, "{} turns", turns.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn a_job_that_can_t_be_done_holds_up_no_other() {
        let batch = Arc::new(Batch::start(10, |jobs: Vec<u8>| {
            Box::pin(async move {
                // Long enough for the others to wait for the second turn together.
                tokio::time::sleep(Duration::from_millis(20)).await;
                if jobs.contains(&7) { Err(Error::NotFound) } else { Ok(jobs) }
            })
        }));
        let ask = |job| {
            let batch = batch.clone();
            tokio::spawn(async move { batch.run(job).await })
        };
        let all: Vec<_> = [0, 3, 7, 8, 9].into_iter().map(ask).collect();
        for (job, answer) in [0, 3, 7, 8, 9].into_iter().zip(all) {
            let answer = answer.await.expect("no panic");
            assert_eq!(answer.ok(), Some(job).filter(|job| *job != 7), "{job}");
        }
    }

    #[tokio::test]
    async fn a_job_that_panics_ends_neither_the_queue_nor_the_others() {
        let batch = Arc::new(Batch::start(10, |jobs: Vec<u8>| {
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                assert!(!jobs.contains(&7), "seven");
                Ok(jobs)
            })
        }));
        let ask = |job| {
            let batch = batch.clone();
            tokio::spawn(async move { batch.run(job).await })
        };
        for (job, answer) in [0, 3, 7, 8].into_iter().zip([0, 3, 7, 8].map(ask)) {
            assert_eq!(answer.await.expect("no panic").ok(), Some(job).filter(|job| *job != 7), "{job}");
        }
        assert_eq!(batch.run(9).await.expect("it goes on"), 9);
    }

    #[tokio::test]
    async fn a_job_that_fails_alone_is_told_so() {
        let batch: Batch<u8, u8> = Batch::start(10, |_| Box::pin(async { Err(Error::NotFound) }));
        assert!(batch.run(1).await.is_err());
    }

    #[tokio::test]
    async fn where_everything_fails_slowly_nobody_waits_for_all_the_others() {
        let batch: Arc<Batch<u8, u8>> = Arc::new(Batch::start(200, |_| {
            Box::pin(async {
                tokio::time::sleep(Duration::from_millis(200)).await;
                Err(Error::NotFound)
            })
        }));
        let begun = Instant::now();
        let ask = |job| {
            let batch = batch.clone();
            tokio::spawn(async move { batch.run(job).await })
        };
        for answer in (0..100).map(ask).collect::<Vec<_>>() {
            assert!(answer.await.expect("no panic").is_err());
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}
