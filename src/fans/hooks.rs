//! What other features do with their own rows when two fans turn out to be one, or one is erased.

use futures_util::future::BoxFuture;

use crate::base::db::Tx;

/// Work done inside the transaction of a merge or an erasure; an error undoes all of it.
pub type Work<'a> = BoxFuture<'a, sqlx::Result<()>>;

/// Moves a feature's rows: `(tx, from, into)`, both ids of fans.
pub type OnMerge = for<'a> fn(&'a mut Tx, &'a str, &'a str) -> Work<'a>;

/// Takes a person out of a feature's rows: `(tx, fan, now)`. What counts the concert stays.
pub type OnErase = for<'a> fn(&'a mut Tx, &'a str, &'a str) -> Work<'a>;

/// Hears of fans (`[{id}]` as JSON) whose name or phone has changed, for whoever hands these on.
pub type OnChange = for<'a> fn(&'a mut Tx, &'a str) -> Work<'a>;

/// What `server.rs` collected from every feature that keeps a fan's id.
#[derive(Default)]
pub struct Hooks {
    pub on_merge: Vec<OnMerge>,
    pub on_erase: Vec<OnErase>,
    pub on_change: Vec<OnChange>,
}

impl Hooks {
    /// Tells that these fans have changed.
    pub async fn changed(&self, tx: &mut Tx, fans: impl Iterator<Item = &str>) -> sqlx::Result<()> {
        let fans = serde_json::json!(fans.map(|id| serde_json::json!({ "id": id })).collect::<Vec<_>>()).to_string();
        for hook in &self.on_change {
            hook(tx, &fans).await?;
        }
        Ok(())
    }
}
