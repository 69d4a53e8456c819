//! Who comes.

pub mod pages;
