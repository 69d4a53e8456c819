//! Who comes.

pub mod attendance;
pub mod card;
pub mod fan;
pub mod hooks;
pub mod import;
pub mod merge;
pub mod notice;
pub mod pages;
pub mod search;
pub mod segment;
pub mod store;

#[cfg(test)]
mod tests;
