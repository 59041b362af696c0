//! What a program is linked with, as each kind of package says it. Distributions' own tools tell, so that nobody keeps a
//! list: Debian names packages and the versions that have the symbols, the others name the libraries themselves.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Fedora's and openSUSE's packages are built with it.
const ELFDEPS: &str = "/usr/lib/rpm/elfdeps";

/// The dependencies of each kind of package.
pub(super) struct Linked {
    pub(super) debian: Vec<String>,
    pub(super) rpm: Vec<String>,
}

/// What this program needs. `folder` is for the work on it.
pub(super) fn read(program: &Path, folder: &Path) -> Result<Linked> {
    Ok(Linked { debian: debian(program, folder)?, rpm: rpm(program)? })
}

fn debian(program: &Path, folder: &Path) -> Result<Vec<String>> {
    // It works in source packages only; this is the least of one.
    fs::create_dir_all(folder.join("debian"))?;
    fs::write(folder.join("debian/control"), "Source: monei-wallet\n\nPackage: monei-wallet\nArchitecture: any\n")?;
    let said = output(Command::new("dpkg-shlibdeps").arg("-O").arg(program).current_dir(folder))?;
    let list = said.trim().strip_prefix("shlibs:Depends=").context("what dpkg-shlibdeps says begins otherwise")?;
    Ok(list.split(", ").map(str::to_owned).collect())
}

fn rpm(program: &Path) -> Result<Vec<String>> {
    let said = output(Command::new(ELFDEPS).arg("--requires").arg(program))?;
    // Any system of this century finds symbols by their hashes.
    Ok(said.lines().filter(|line| !line.starts_with("rtld(")).map(str::to_owned).collect())
}

/// What a tool says. Ending with another status than 0 is an error.
pub(super) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}
