//! What the band learns: the first page, figures, charts.

pub mod audience;
pub mod chart;
pub mod cli;
pub mod effect;
pub mod figures;
pub mod filter;
pub mod forecast;
mod home;
pub mod pages;
pub mod picture;
pub mod report;
pub mod store;
pub mod studies;
pub mod study;
#[cfg(test)]
mod tests;
mod words;
