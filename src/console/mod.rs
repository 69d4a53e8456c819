//! The schema, and questions in SQL.

pub mod pages;
