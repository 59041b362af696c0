//! The .rpm, installed by the tool that systems of that kind install with, into a root of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::unpacked::{both, files_below, output, said};

const NAME: &str = "monei-wallet";

/// A folder that this kind of system would take for its root, with a list of packages of its own.
struct Root {
    folder: tempfile::TempDir,
}

impl Root {
    fn new() -> Result<Self> {
        Ok(Self { folder: tempfile::tempdir()? })
    }

    /// Dependencies are packages of that system, which this is not.
    fn rpm(&self, arguments: &[&str]) -> Command {
        // Changing its root takes root's rights, or a name space in which everybody has them.
        let mut rpm = Command::new(if rustix::process::geteuid().is_root() { "rpm" } else { "unshare" });
        if rpm.get_program() == "unshare" {
            rpm.args(["--map-root-user", "rpm"]);
        }
        rpm.arg("--root").arg(self.folder.path());
        if arguments.first() != Some(&"--query") {
            rpm.arg("--nodeps");
        }
        rpm.args(arguments);
        rpm
    }

    /// What lies in it, but for the list of packages, which the tool keeps in the home folder of root.
    fn files(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut files = files_below(self.folder.path())?;
        files.retain(|name, _| !name.contains("rpm"));
        Ok(files)
    }
}

#[test]
fn the_rpm_is_installed_replaced_and_removed() -> Result<()> {
    for profile in ["debug", "release"] {
        let [_, rpm] = both(profile)?;
        let package = rpm.package.to_str().context("a path is text")?;
        let root = Root::new()?;
        output(&mut root.rpm(&["--install", package]))?;
        assert!(said(&mut root.rpm(&["--query", NAME]))?.starts_with(NAME));
        assert!(root.files()? == rpm.files()?, "{profile}: what is installed is not what is in the package");

        // Sizes, checksums, modes and owners, as the package lists them.
        assert_eq!(said(&mut root.rpm(&["--verify", NAME]))?, "");
        let listed = said(&mut root.rpm(&["--query", "--list", NAME]))?;
        let listed: Vec<PathBuf> = listed.lines().map(PathBuf::from).collect();
        assert_eq!(listed.len(), rpm.files()?.len());
        for path in listed {
            let path = root.folder.path().join(path.strip_prefix("/")?);
            assert!(path.is_file(), "{} is listed", path.display());
        }

        // A file that somebody has spoilt is mended by installing again.
        let program = root.folder.path().join("usr/bin").join(NAME);
        fs::write(&program, "spoilt")?;
        assert!(verify_fails(&root)?, "a spoilt program goes unnoticed");
        output(&mut root.rpm(&["--install", "--replacepkgs", package]))?;
        assert_eq!(said(&mut root.rpm(&["--verify", NAME]))?, "");

        output(&mut root.rpm(&["--erase", NAME]))?;
        assert_eq!(root.files()?.keys().collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!(said(&mut root.rpm(&["--query", "--all"]))?, "");
    }
    Ok(())
}

fn verify_fails(root: &Root) -> Result<bool> {
    Ok(!root.rpm(&["--verify", NAME]).output()?.status.success())
}
