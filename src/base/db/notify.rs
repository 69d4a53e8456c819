//! Word that a concert changed, to every process: it carries no data, readers read again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::task::AbortHandle;

use crate::base::secret;

const CHANNEL: &str = "anomalia";

/// Told in the place of a concert's id when any of them may have changed: the line to the others was lost for a while.
pub const EVERYTHING: &str = "";

/// The most changes that go out at once.
const TOLD_MAX: usize = 1_000;

enum Word {
    Changed(String),
    /// All before it went out, and nothing comes after.
    Last(oneshot::Sender<()>),
}

/// Where changes are told and heard.
#[derive(Clone)]
pub struct Changes {
    here: broadcast::Sender<String>,
    /// What other processes are to hear: whoever tells doesn't wait for it.
    others: Option<mpsc::UnboundedSender<Word>>,
    /// What this process calls itself among the others: its own word comes back to it, and is no news then.
    own: Arc<str>,
    listening: Option<AbortHandle>,
}

impl Changes {
    /// For one process over the embedded database.
    pub fn local() -> Self {
        Self { here: broadcast::channel(1024).0, others: None, own: "".into(), listening: None }
    }

    /// For several processes over one PostgreSQL database.
    ///
    /// # Errors
    /// When the database isn't reachable.
    pub async fn postgres(url: &str) -> anyhow::Result<Self> {
        let pool = PgPool::connect_lazy(url)?;
        let mut listener = PgListener::connect(url).await.context("listening on PostgreSQL")?;
        listener.listen(CHANNEL).await?;
        let here = broadcast::channel(1024).0;
        let (heard, own): (_, Arc<str>) = (here.clone(), secret::short_token().into());
        let me = own.clone();
        let listening = tokio::spawn(async move {
            loop {
                match listener.try_recv().await {
                    Ok(Some(word)) => match word.payload().split_once(' ') {
                        Some((from, concert)) if *from != *me => drop(heard.send(concert.to_owned())),
                        _ => {}
                    },
                    // The line was lost, and is there again: what was told meanwhile nobody heard.
                    Ok(None) => drop(heard.send(EVERYTHING.to_owned())),
                    Err(error) => {
                        tracing::warn!("listening on PostgreSQL: {error}");
                        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                        // The line comes back by being used, and says nothing of it.
                        if sqlx::query("select 1").execute(&mut listener).await.is_ok() {
                            drop(heard.send(EVERYTHING.to_owned()));
                        }
                    }
                }
            }
        });
        let (others, told) = mpsc::unbounded_channel();
        tokio::spawn(go_out(pool, told));
        Ok(Self { here, others: Some(others), own, listening: Some(listening.abort_handle()) })
    }

    /// Tells everyone, this process too, that the concert with this id changed.
    pub fn tell(&self, concert: &str) {
        drop(self.here.send(concert.to_owned()));
        if let Some(others) = &self.others {
            drop(others.send(Word::Changed(format!("{} {concert}", self.own))));
        }
    }

    /// Hears and tells no more.
    pub(super) async fn close(&self) {
        if let Some(listening) = &self.listening {
            listening.abort();
        }
        if let Some(others) = &self.others {
            let (ended, end) = oneshot::channel();
            drop(others.send(Word::Last(ended)));
            let _ = tokio::time::timeout(Duration::from_secs(2), end).await;
        }
    }

    /// Ids of concerts that change from now on, or [`EVERYTHING`].
    pub fn listen(&self) -> broadcast::Receiver<String> {
        self.here.subscribe()
    }
}

/// Tells other processes, each change once however often it waits.
async fn go_out(pool: PgPool, mut told: mpsc::UnboundedReceiver<Word>) {
    let mut words = Vec::new();
    while told.recv_many(&mut words, TOLD_MAX).await > 0 {
        let (mut changed, mut last) = (BTreeSet::new(), None);
        for word in words.drain(..) {
            match word {
                Word::Changed(word) => drop(changed.insert(word)),
                Word::Last(ended) => last = Some(ended),
            }
        }
        let changed: Vec<String> = changed.into_iter().collect();
        let sent = sqlx::query("select pg_notify($1, word) from unnest($2) word").bind(CHANNEL).bind(changed);
        if let Err(error) = sent.execute(&pool).await {
            tracing::warn!("telling PostgreSQL of a change: {error}");
        }
        if let Some(ended) = last {
            pool.close().await;
            let _ = ended.send(());
            return;
        }
    }
}
