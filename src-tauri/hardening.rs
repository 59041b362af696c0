//! What is set before anything else runs: logs, panics and core dumps that keep secrets.

use std::io;

use tracing_subscriber::EnvFilter;

/// Names the tracing filter, such as `monei_core=debug`.
const LOG_VARIABLE: &str = "MONEI_WALLET_LOG";

pub fn apply() {
    no_core_dumps();
    choose_renderer();
    let filter = EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).init();
    // The message of a panic can quote the value that caused it; its place cannot.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a part of the application stopped");
    }));
}

/// A core dump would hold the tokens.
#[cfg(unix)]
fn no_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        eprintln!("core dumps could not be turned off: {error}");
    }
}

#[cfg(not(unix))]
fn no_core_dumps() {}

/// With the proprietary NVIDIA driver, `WebKitGTK`'s DMA-BUF renderer shows a blank window. The variable can only be set
/// for a process of its own, so the application starts itself once more with it.
#[cfg(target_os = "linux")]
fn choose_renderer() {
    use std::os::unix::process::CommandExt;
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let affected = std::path::Path::new("/proc/driver/nvidia/version").exists();
    if !affected || std::env::var_os(VARIABLE).is_some() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let error = std::process::Command::new(program).args(std::env::args_os().skip(1)).env(VARIABLE, "1").exec();
        eprintln!("the renderer could not be chosen: {error}");
    }
}

#[cfg(not(target_os = "linux"))]
fn choose_renderer() {}
