//! What a program that holds secrets does before anything else: a crash of it leaves none of them on a disk or a screen.

use std::panic;

/// Turns core dumps off: one would hold the tokens.
#[cfg(unix)]
pub fn no_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        eprintln!("core dumps could not be turned off: {error}");
    }
}

/// There are none.
#[cfg(not(unix))]
pub fn no_core_dumps() {}

/// Has the place of a panic told in the place of its message, which can quote the value that caused it.
pub fn hide_panic_messages(tell: impl Fn(&str) + Send + Sync + 'static) {
    panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tell(&place);
    }));
}
