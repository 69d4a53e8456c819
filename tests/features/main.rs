//! Everything over a real socket, on SQLite and on PostgreSQL; and what the source itself must keep to.

mod accounts;
mod assets;
mod console;
mod guards;
mod hooks;
mod house;
mod licences;
mod routes;
mod rules;
mod source;
mod texts;
