//! The band's own look, changed on a page: seen at once on ticket, page, door and mail, and written to the brand's folder.

pub mod form;
pub mod pages;
