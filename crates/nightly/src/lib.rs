//! How long the tests that get better with time take it. Only tests depend on this.
//!
//! Such a test names both of its numbers side by side, `rounds(50_000, 1_000_000)`: the first is what every run does, the
//! second what `cargo xtask nightly` does. It asks when it runs, so that both are one build.

use std::env;

/// Set, and not empty, in a nightly run.
pub const VARIABLE: &str = "MONEI_NIGHTLY";

/// How often to try, or how many of something.
pub fn rounds<T>(usual: T, nightly: T) -> T {
    if env::var_os(VARIABLE).is_some_and(|value| !value.is_empty()) { nightly } else { usual }
}
