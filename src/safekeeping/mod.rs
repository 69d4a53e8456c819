//! Never losing it: copies by hand and by themselves, read back before they are called good; putting one back; and a
//! doctor that says in words what is wrong. Stands above the features, beside `server.rs`, and owns no table.

pub mod cli;
pub mod copies;
pub mod doctor;
pub mod keeper;
pub mod pages;
pub mod store;

#[cfg(test)]
mod tests;
