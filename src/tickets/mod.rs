//! One fan, one concert, one code; the artwork.

pub mod pages;
