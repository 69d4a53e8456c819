//! Group commit: everything that waits now goes in one turn. The first never waits for company.

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use crate::base::error::{Error, Result};

/// A queue of jobs that are done together, at most `most` a turn.
pub struct Batch<J, R> {
    sender: mpsc::Sender<(J, oneshot::Sender<Result<R>>)>,
}

impl<J: Send + 'static, R: Send + 'static> Batch<J, R> {
    /// Starts the queue. `run` does a turn: its results stand in the order of its jobs; when it fails, every job of the
    /// turn is told so and nothing of it was done.
    pub fn start(most: usize, run: impl Fn(Vec<J>) -> BoxFuture<'static, Result<Vec<R>>> + Send + 'static) -> Self {
        let (sender, mut waiting) = mpsc::channel::<(J, oneshot::Sender<Result<R>>)>(4 * most);
        tokio::spawn(async move {
            let mut turn = Vec::with_capacity(most);
            while waiting.recv_many(&mut turn, most).await > 0 {
                let (jobs, answers): (Vec<_>, Vec<_>) = turn.drain(..).unzip();
                match run(jobs).await {
                    Ok(results) => {
                        for (answer, result) in answers.into_iter().zip(results) {
                            let _ = answer.send(Ok(result));
                        }
                    }
                    Err(error) => {
                        let cause = error.to_string();
                        for answer in answers {
                            let _ = answer.send(Err(Error::Broken(anyhow::anyhow!("{cause}"))));
                        }
                    }
                }
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
    async fn a_turn_that_fails_fails_for_all_of_it() {
        let batch: Batch<u8, u8> = Batch::start(10, |_| Box::pin(async { Err(Error::NotFound) }));
        assert!(batch.run(1).await.is_err());
    }
}
