//! What a failed journey leaves behind: pictures of what was on screen, and the logs of all its processes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::binaries;
use crate::process::tail;

/// Of the parts that are being tested.
const LINES: usize = 40;

/// Of the tools, which complain much and mean little.
const FEW_LINES: usize = 6;

/// `target/e2e/<journey>/`, empty.
pub fn folder_for(journey: &str) -> Result<PathBuf> {
    let folder = binaries::evidence_folder()?.join(journey.replace("::", "-"));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("logs"))?;
    Ok(folder)
}

/// The ends of all logs, for the test's output.
pub fn logs_of(folder: &Path) -> String {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder.join("logs")).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut report = String::new();
    for file in files {
        let ours = ["demonstration", "installed", "released", "relay", "sandbox"];
        let ours = ours.iter().any(|name| file.file_stem().is_some_and(|stem| stem == *name));
        let text = tail(&file, if ours { LINES } else { FEW_LINES });
        if !text.trim().is_empty() {
            report.extend(["── ", &file.display().to_string(), "\n", &text, "\n"]);
        }
    }
    report
}
