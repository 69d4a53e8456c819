//! Where we play: concerts, venues, the people in charge.

pub mod arrival;
pub mod change;
pub mod concert;
pub mod form;
pub mod hooks;
pub mod night;
pub mod pages;
pub mod pricing;
pub mod store;
pub mod venue;
