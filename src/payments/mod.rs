//! Who paid what, and how.

pub mod payment;
pub mod store;
