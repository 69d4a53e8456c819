//! Who comes.
