//! The body of a successful answer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| monei_hostile::answer(data));
