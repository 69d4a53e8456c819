//! The ticket reaches the fan: the queue that a member walks, the fan's own page, and who hasn't come.

pub mod absent;
pub mod calendar;
pub mod mail;
pub mod pages;
pub mod queue;
pub mod store;
pub mod worker;
