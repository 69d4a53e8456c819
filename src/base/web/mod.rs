//! What every page stands on: who looks, in which language, and how a request is read and answered.

pub mod acting;
pub mod address;
pub mod apology;
pub mod assets;
pub mod csv;
pub mod form;
pub mod guard;
pub mod limit;
pub mod meter;
pub mod notice;
pub mod page;
pub mod qr;
pub mod room;
pub mod scene;
pub mod viewer;
