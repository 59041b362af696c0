//! The process. Everything else is in the library.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() {
    monei_wallet::run();
}
