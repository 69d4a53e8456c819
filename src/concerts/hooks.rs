//! What a concert's change means for other features' tables: registered in `server.rs`, run in this one's transaction.

use futures_util::future::BoxFuture;

use crate::base::db::Tx;

/// Voids every ticket of `concert` that is valid now, in `account`'s name, at `now`; gives how many.
pub type VoidTickets =
    for<'a> fn(tx: &'a mut Tx, concert: &'a str, account: &'a str, now: &'a str) -> BoxFuture<'a, sqlx::Result<i64>>;

/// Has the sales of `concert` wait until this transaction ends, and waits for those under way. Taken before a statement
/// that weighs what is held, or what may be sold, since on PostgreSQL a statement sees what was committed when it began.
pub type HoldSales = for<'a> fn(tx: &'a mut Tx, concert: &'a str) -> BoxFuture<'a, sqlx::Result<()>>;

/// Hears that a concert's doors, place or standing changed, or those of all concerts of a venue: the id of either.
pub type Changed = for<'a> fn(tx: &'a mut Tx, id: &'a str) -> BoxFuture<'a, sqlx::Result<()>>;

/// What stands right of this feature and has to act with it.
#[derive(Clone, Copy)]
pub struct Hooks {
    pub void_tickets: VoidTickets,
    pub hold_sales: HoldSales,
    pub changed: Changed,
}
