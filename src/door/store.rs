//! The door in the database: a turn of scans, the night's numbers, lent devices.

mod device;
mod known;
mod people;
mod read;
mod roster;
mod turn;
mod write;

pub use device::{Claim, Lent, Phone, claim, device, heard, lend, list, phones, revoke, revoke_all};
pub use people::on_erase;
pub use read::{Listed, by_numbers, live, numbers, search};
pub use roster::roster;
pub use turn::{Decided, Job, turn};
pub use write::{add_many, rebuild};
