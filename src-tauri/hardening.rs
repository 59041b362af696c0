//! What is set before anything else runs: logs, panics and core dumps that keep secrets.

use std::io;

use monei_hardening::{hide_panic_messages, no_core_dumps};
use tracing_subscriber::EnvFilter;

/// Names the tracing filter, such as `monei_core=debug`.
const LOG_VARIABLE: &str = "MONEI_WALLET_LOG";

pub fn apply() {
    no_core_dumps();
    choose_renderer();
    let filter = EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).init();
    hide_panic_messages(|place| tracing::error!(place, "a part of the application stopped"));
}

/// With the proprietary NVIDIA driver, `WebKitGTK`'s DMA-BUF renderer shows a blank window.
#[cfg(target_os = "linux")]
fn choose_renderer() {
    if std::path::Path::new("/proc/driver/nvidia/version").exists() {
        crate::again::start_with("WEBKIT_DISABLE_DMABUF_RENDERER");
    }
}

#[cfg(not(target_os = "linux"))]
fn choose_renderer() {}
