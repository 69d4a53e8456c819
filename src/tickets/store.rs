//! Tickets in the database: issuing, changing, reading. Each keeps the concert's summary in the same transaction.

mod change;
mod guests;
mod issue;
mod pasted;
mod people;
mod read;
mod reserve;
mod sales;

pub use change::{
    Replaced, Voided, mark_first, mark_sent, mark_unsent, pay, rebuild, refund, replace, touch, touched, void, void_all,
};
pub use guests::{fan_of_phone, guests, pay_batch};
pub use issue::{NewTicket, add_many, issue, issue_many, of_request};
pub use pasted::{Batch, batch, batch_add, void_batch};
pub use people::{on_change, on_erase, on_merge};
pub use read::{
    Cursor, FaceRow, Line, Mailed, PAGE, face_rows, get, last_by, lines_of_batch, lines_of_concert, lines_of_search,
    lines_recent, lines_whole, live_of_fan, live_of_fans, mailed, of_code, of_link, parts,
};
pub use reserve::{Place, Sold, give_back, reserve, sell};
pub use sales::{Sales, hold_sales, lock, lock_if_any, sales};
