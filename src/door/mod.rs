//! A code comes in, a verdict goes out: scans, admissions, lent devices, live numbers.

pub mod cli;
pub mod device;
pub mod facts;
pub mod marks;
pub mod nickname;
pub mod pages;
pub mod paper;
pub mod practice;
pub mod queue;
pub mod store;
pub mod verdict;
pub mod wire;
