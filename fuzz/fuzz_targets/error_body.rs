//! The body of an error.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| monei_hostile::error_body(data));
