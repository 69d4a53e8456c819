//! Messages to a segment: an invitation to a concert, sent one by one by WhatsApp, with some left out to compare with.

pub mod draw;
pub mod pages;
pub mod store;
