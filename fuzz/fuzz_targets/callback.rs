//! A link that some program opened.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| monei_hostile::callback(data));
