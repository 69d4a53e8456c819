#![no_main]

#[allow(dead_code)]
#[path = "../eaten.rs"]
mod eaten;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| eaten::upload(bytes));
