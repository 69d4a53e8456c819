//! Where we play: concerts, venues, the people in charge.

pub mod concert;
pub mod pages;
pub mod store;
