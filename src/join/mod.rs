//! How people come to a concert by themselves: its public page and poster, what they ask for there, and the word of the night.

pub mod asking;
pub mod link;
pub mod pages;
pub mod picture;
pub mod store;
