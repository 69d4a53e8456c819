//! Who paid what, and how.
