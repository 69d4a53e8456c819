//! How phones reach this machine: ports, certificates, the local network.

pub mod acme;
pub mod ca;
pub mod files;
pub mod lan;
pub mod mdns;
pub mod memory;
pub mod plain;
pub mod tls;
pub mod trust;
