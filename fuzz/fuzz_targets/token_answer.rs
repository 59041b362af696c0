//! The answer of a token endpoint.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| monei_hostile::token_answer(data));
