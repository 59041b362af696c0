//! A process that stops in the midst of its work, as the application, the command line and the relay do.

use std::env;
use std::fs;
use std::process::Command;

/// Set for the process that is to stop.
const STOPS: &str = "MONEI_HARDENING_STOPS";
const SECRET: &str = "mct_canary";

/// Begins as the programs do, and says how much of a core it would leave.
fn begin() {
    monei_hardening::no_core_dumps();
    monei_hardening::hide_panic_messages(|place| eprintln!("stopped at {place}"));
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    eprintln!("{}", limits.lines().find(|line| line.contains("core file")).unwrap_or_default());
}

#[test]
fn r21_r34_a_panic_tells_its_place_and_never_what_it_was_about() {
    if env::var_os(STOPS).is_some() {
        begin();
        panic!("{SECRET} is refused");
    }
    let this = ["--exact", "r21_r34_a_panic_tells_its_place_and_never_what_it_was_about", "--nocapture"];
    let stopped = Command::new(env::current_exe().unwrap()).args(this).env(STOPS, "1").output().unwrap();
    assert!(!stopped.status.success());
    let told = [stopped.stdout, stopped.stderr].concat();
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("crash.rs:"), "{told}");
    assert!(!told.contains(SECRET), "{told}");
    if cfg!(target_os = "linux") {
        let core = told.lines().find(|line| line.contains("core file")).unwrap();
        let limits: Vec<&str> = core.split_whitespace().filter(|word| word.parse::<u64>().is_ok()).collect();
        assert_eq!(limits, ["0", "0"], "{core}");
    }
}
