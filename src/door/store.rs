//! The door in the database: a turn of scans, the night's numbers, lent devices.

mod device;
mod known;
mod people;
mod phone;
mod read;
mod rebuild;
mod rehearsal;
mod roster;
mod sell;
mod turn;
mod write;

pub use device::{
    Claim, Claimed, Lent, Phone, claim, claim_app, claimed, code_hash, heard, lend, list, phones, revoke, revoke_all,
    set_code,
};
pub use people::on_erase;
pub use phone::{From, Reported, elsewhere, held_beside, named, of_device, report, reported, reported_since};
pub use read::{Listed, by_numbers, cursor, live, numbers, search};
pub use rebuild::{add_many, rebuild};
pub use rehearsal::{end_rehearsal, rehearsal, rehearse};
pub use roster::roster;
pub use sell::{NAMELESS, PRICE_MAX};
pub use turn::{Done, Job, TAKEN, turn};
