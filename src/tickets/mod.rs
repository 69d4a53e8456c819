//! One fan, one concert, one code; the artwork.

pub mod artwork;
pub mod code;
pub mod face;
pub mod list;
pub mod pages;
pub mod picture;
pub mod send;
pub mod store;
pub mod ticket;
