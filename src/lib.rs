//! Anomalia: tickets, door and fans of an independent band. ARCHITECTURE.md is the map.

pub mod base;

pub mod accounts;
pub mod concerts;
pub mod console;
pub mod delivery;
pub mod door;
pub mod fans;
pub mod insights;
pub mod join;
pub mod look;
pub mod messages;
pub mod payments;
pub mod tickets;

pub mod cli;
pub mod demo;
pub mod net;
pub mod safekeeping;
pub mod server;
