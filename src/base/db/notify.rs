//! Word that a concert changed, to every process: it carries no data, readers read again.

use std::sync::Arc;

use anyhow::Context;
use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::broadcast;
use tokio::task::AbortHandle;

use crate::base::secret;

const CHANNEL: &str = "anomalia";

/// Told in the place of a concert's id when any of them may have changed: the line to the others was lost for a while.
pub const EVERYTHING: &str = "";

/// Where changes are told and heard.
#[derive(Clone)]
pub struct Changes {
    here: broadcast::Sender<String>,
    others: Option<PgPool>,
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
        Ok(Self { here, others: Some(pool), own, listening: Some(listening.abort_handle()) })
    }

    /// Tells everyone, this process too, that the concert with this id changed.
    pub async fn tell(&self, concert: &str) {
        drop(self.here.send(concert.to_owned()));
        let Some(pool) = &self.others else { return };
        let word = format!("{} {concert}", self.own);
        let told = sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(word).execute(pool).await;
        if let Err(error) = told {
            tracing::warn!("telling PostgreSQL of a change: {error}");
        }
    }

    /// Hears and tells no more.
    pub(super) async fn close(&self) {
        if let Some(listening) = &self.listening {
            listening.abort();
        }
        if let Some(pool) = &self.others {
            pool.close().await;
        }
    }

    /// Ids of concerts that change from now on, or [`EVERYTHING`].
    pub fn listen(&self) -> broadcast::Receiver<String> {
        self.here.subscribe()
    }
}
