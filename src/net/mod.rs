//! How phones reach this machine: ports, certificates, the local network.

pub mod lan;
pub mod tls;
