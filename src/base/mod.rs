//! What every feature stands on; names no feature. The list of what is here is closed.

pub mod app;
pub mod brand;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod i18n;
pub mod money;
pub mod phone;
pub mod secret;
pub mod text;
pub mod web;
