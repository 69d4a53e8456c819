//! Band members who may sign in.

pub mod account;
pub mod cli;
pub mod pages;
pub mod password;
pub mod second;
pub mod store;
