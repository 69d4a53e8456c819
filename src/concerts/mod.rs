//! Where we play: concerts, venues, the people in charge.

pub mod pages;
