//! Everything over a real process: one binary.

mod console;
