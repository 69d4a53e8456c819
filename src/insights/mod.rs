//! What the band learns: the first page, figures, charts.

pub mod audience;
pub mod chart;
pub mod cli;
pub mod figures;
mod home;
pub mod pages;
pub mod report;
pub mod store;
#[cfg(test)]
mod tests;
mod words;
