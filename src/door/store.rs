//! The door in the database: a turn of scans, the night's numbers, lent devices.

mod device;
mod known;
mod people;
mod read;
mod roster;
mod turn;
mod write;

pub use device::{Lent, claim, device, lend, list, revoke_all};
pub use people::on_erase;
pub use read::{numbers, search};
pub use roster::roster;
pub use turn::{Decided, Job, turn};
pub use write::{add_many, rebuild};
