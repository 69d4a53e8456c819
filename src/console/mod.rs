//! The schema, and questions in SQL.
