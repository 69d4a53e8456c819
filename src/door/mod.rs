//! A code comes in, a verdict goes out.

pub mod cli;
pub mod pages;
pub mod queue;
