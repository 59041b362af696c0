//! How big the packages of a release are, and what they take when they are installed.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Row;
use crate::package::{self, Profile};

/// The packages that `cargo xtask package` left.
pub(super) fn measure() -> Result<Vec<Row>> {
    let folder = package::folder(Profile::Release)?;
    if !folder.is_dir() {
        eprintln!("package: no figures before the first `cargo xtask package`");
        return Ok(Vec::new());
    }
    let [application, command_line] = package::PROGRAMS;
    let of = |program, kind| package::only_file(&folder, program, kind);
    let (deb, small) = (of(application, "deb")?, of(command_line, "deb")?);
    let against = "an application with nothing in it: 7.9 MB";
    let beside = "together with the application's";
    Ok(vec![
        Row::new("package: .deb", megabytes(&deb)?, "MB", against, Some(12.0)),
        Row::new("package: .rpm", megabytes(&of(application, "rpm")?)?, "MB", against, Some(12.0)),
        Row::new("package: installed", installed(&deb)?, "MB", "the program is nearly all of it", Some(30.0)),
        Row::new("package: .deb of the command line", megabytes(&small)?, "MB", beside, None),
        Row::new("package: .rpm of the command line", megabytes(&of(command_line, "rpm")?)?, "MB", beside, None),
        Row::new("package: command line installed", installed(&small)?, "MB", "the program is nearly all of it", None),
    ])
}

fn megabytes(file: &Path) -> Result<f64> {
    let bytes = u32::try_from(fs::metadata(file)?.len()).context("a package below 4 GB")?;
    Ok(f64::from(bytes) / 1e6)
}

/// What the package says of itself, in units of 1,024 bytes.
fn installed(deb: &Path) -> Result<f64> {
    let answer = Command::new("dpkg-deb").arg("--field").arg(deb).arg("Installed-Size").output()?;
    let size: u32 = String::from_utf8(answer.stdout)?.trim().parse().context("Installed-Size")?;
    Ok(f64::from(size) * 1024.0 / 1e6)
}
