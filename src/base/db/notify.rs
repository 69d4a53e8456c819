//! Word that a concert changed, to every process: it carries no data, readers read again.

use anyhow::Context;
use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::broadcast;
use tokio::task::AbortHandle;

const CHANNEL: &str = "anomalia";

/// Where changes are told and heard.
#[derive(Clone)]
pub struct Changes {
    here: broadcast::Sender<String>,
    others: Option<PgPool>,
    listening: Option<AbortHandle>,
}

impl Changes {
    /// For one process over the embedded database.
    pub fn local() -> Self {
        Self { here: broadcast::channel(1024).0, others: None, listening: None }
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
        let heard = here.clone();
        let listening = tokio::spawn(async move {
            loop {
                match listener.recv().await {
                    Ok(word) => drop(heard.send(word.payload().to_owned())),
                    Err(error) => {
                        tracing::warn!("listening on PostgreSQL: {error}");
                        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                    }
                }
            }
        });
        Ok(Self { here, others: Some(pool), listening: Some(listening.abort_handle()) })
    }

    /// Tells everyone, this process too, that the concert with this id changed.
    pub async fn tell(&self, concert: &str) {
        match &self.others {
            None => drop(self.here.send(concert.to_owned())),
            Some(pool) => {
                let told = sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(concert).execute(pool).await;
                if let Err(error) = told {
                    tracing::warn!("telling PostgreSQL of a change: {error}");
                }
            }
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

    /// Ids of concerts that change from now on.
    pub fn listen(&self) -> broadcast::Receiver<String> {
        self.here.subscribe()
    }
}
