//! The schema, and questions in SQL: a SELECT in, a table out, everything else refused with a sentence.
//!
//! A question never runs in the server: `sandbox` starts the same binary again as a child with little memory,
//! little time and nothing inherited, which opens the database by `sqlite` or `postgres`, answers once and is gone.

pub mod pages;
mod parameters;
pub mod postgres;
#[cfg(test)]
mod postgres_tests;
pub mod question;
pub mod refusal;
pub mod role;
pub mod sandbox;
pub mod saved;
pub mod schema;
mod shadow;
mod shown;
mod sqlite;
pub mod store;
mod words;

pub use question::{Answer, Cell, Question, Truncated};
pub use refusal::Refusal;
pub use sandbox::{Child, Source, ask, child_main};
