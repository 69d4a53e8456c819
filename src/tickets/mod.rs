//! One fan, one concert, one code; the artwork.

pub mod artwork;
pub mod code;
