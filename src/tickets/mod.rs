//! One fan, one concert, one code; the artwork.
