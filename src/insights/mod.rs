//! What the band learns: the first page, figures, charts.

pub mod pages;
