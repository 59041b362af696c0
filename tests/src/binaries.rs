//! Where the binaries under test and the system's tools are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A binary of this workspace, built beforehand: `monei-wallet`, `monei-relay` or `monei-sandbox`.
///
/// They lie where the running test or command was built to, or in `MONEI_BIN_DIR`.
pub fn built(name: &str) -> Result<PathBuf> {
    let path = build_folder()?.join(name);
    if !path.is_file() {
        bail!("{} is missing: `cargo xtask test --only {name}` builds it first", path.display());
    }
    Ok(path)
}

/// `target/debug`, wherever it is.
pub fn build_folder() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("MONEI_BIN_DIR") {
        return Ok(folder.into());
    }
    let running = env::current_exe().context("the path of the running program")?;
    let folder = running.parent().context("a program lies in a folder")?;
    Ok(if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder }.to_owned())
}

/// `target/e2e`: what a failed journey leaves behind.
pub fn evidence_folder() -> Result<PathBuf> {
    let build = build_folder()?;
    Ok(build.parent().unwrap_or(&build).join("e2e"))
}

/// The system's browser. Chrome and Chromium speak the same protocol and take the same switches.
pub fn browser() -> Result<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .into_iter()
        .find_map(on_path)
        .context("no Chromium or Chrome on the PATH")
}

/// The first executable of this name on the PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}
