//! Finding by key what many ask for at once: those who ask now are answered by one query. The first never waits for company.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::json;

use crate::base::clock::Clock;
use crate::base::db::batch::Batch;
use crate::base::db::{Db, first};
use crate::base::error::{Error, Result};

/// The most keys of one query, and how long it may take: others wait behind it.
const KEYS_MAX: usize = 200;
const FOUND_IN: Duration = Duration::from_secs(5);

/// Which of these keys (JSON, `[{it}]`) are there now, with what they stand for.
type Found<V> = BoxFuture<'static, Result<Vec<(String, V)>>>;

/// What a key stands for in the database, read anew for whoever asks, and before any page is.
pub struct Lookup<V>(Batch<String, Result<Option<V>, String>>);

impl<V: Clone + Send + Sync + 'static> Lookup<V> {
    /// Starts looking up with `find`.
    pub fn start(db: &Db, clock: &Clock, find: fn(Db, String, Timestamp) -> Found<V>) -> Self {
        let (db, clock) = (db.clone(), clock.clone());
        Self(Batch::start(KEYS_MAX, move |keys: Vec<String>| {
            let list: Vec<_> = keys.iter().map(|key| json!({ "it": key })).collect();
            let finding = first(find(db.clone(), json!(list).to_string(), clock.now()));
            Box::pin(async move {
                let slow = |_| Err(Error::Broken(anyhow::anyhow!("the database didn't answer in {FOUND_IN:?}")));
                let found = tokio::time::timeout(FOUND_IN, finding).await.unwrap_or_else(slow);
                // It is no single key's fault, so none of them is asked for again alone.
                let found = found.map(HashMap::<String, V>::from_iter).map_err(|error| error.to_string());
                Ok(keys
                    .iter()
                    .map(|key| found.as_ref().map(|all| all.get(key).cloned()).map_err(Clone::clone))
                    .collect())
            })
        }))
    }

    /// What this key stands for.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn get(&self, key: &str) -> Result<Option<V>> {
        self.0.run(key.to_owned()).await?.map_err(|error| Error::Broken(anyhow::anyhow!(error)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static QUERIES: AtomicUsize = AtomicUsize::new(0);
    static FAILED: AtomicUsize = AtomicUsize::new(0);

    async fn database() -> (Db, std::path::PathBuf) {
        let folder = std::env::temp_dir().join(crate::base::secret::short_token());
        std::fs::create_dir_all(&folder).expect("a folder");
        (Db::open_file(&folder.join("anomalia.db")).await.expect("a database"), folder)
    }

    #[tokio::test]
    async fn a_query_that_fails_is_told_to_all_who_asked_and_isn_t_tried_for_each() {
        let (db, folder) = database().await;
        let lookup: Arc<Lookup<String>> = Arc::new(Lookup::start(&db, &Clock::system(), |_, _, _| {
            Box::pin(async {
                FAILED.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(20)).await;
                Err(Error::NotFound)
            })
        }));
        // All but the first ask for one key.
        let ask = |nth: usize| {
            let lookup = lookup.clone();
            tokio::spawn(async move { lookup.get(if nth == 0 { "first" } else { "same" }).await })
        };
        for asked in (0..100).map(ask).collect::<Vec<_>>() {
            assert!(asked.await.expect("no panic").is_err());
        }
        let queries = FAILED.load(Ordering::Relaxed);
        assert!(queries <= 4, "{queries} queries");
        db.close().await;
        let _ = std::fs::remove_dir_all(folder);
    }

    #[tokio::test]
    async fn who_asks_at_once_is_answered_by_few_queries_and_each_by_their_own() {
        let (db, folder) = database().await;
        let lookup = Arc::new(Lookup::start(&db, &Clock::system(), |_, keys, _| {
            Box::pin(async move {
                QUERIES.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                let keys: Vec<serde_json::Value> = serde_json::from_str(&keys)?;
                let keys = keys.iter().filter_map(|key| key["it"].as_str());
                Ok(keys.filter(|key| !key.starts_with("no")).map(|key| (key.to_owned(), format!("{key}!"))).collect())
            })
        }));
        let ask = |nth: usize| {
            let lookup = lookup.clone();
            let key = if nth.is_multiple_of(3) { format!("no {nth}") } else { format!("yes {nth}") };
            tokio::spawn(async move { (lookup.get(&key).await.expect("an answer"), key) })
        };
        for asked in (0..100).map(ask).collect::<Vec<_>>() {
            let (found, key) = asked.await.expect("no panic");
            assert_eq!(found, key.starts_with("yes").then(|| format!("{key}!")));
        }
        let queries = QUERIES.load(Ordering::Relaxed);
        assert!(queries <= 4, "{queries} queries");
        db.close().await;
        let _ = std::fs::remove_dir_all(folder);
    }
}
