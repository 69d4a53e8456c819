//! A code comes in, a verdict goes out.
