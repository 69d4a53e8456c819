//! Everything over a real socket, on SQLite and on PostgreSQL; and what the source itself must keep to.

mod accounts;
mod assets;
mod capacity;
mod concerts;
mod console;
mod consult;
mod door;
mod fans;
mod guards;
mod hooks;
mod house;
mod imports;
mod keep;
mod licences;
mod lists;
mod live;
mod nights;
mod pictures;
mod program;
mod races;
mod routes;
mod rules;
mod source;
mod texts;
mod tickets;
mod turns;
