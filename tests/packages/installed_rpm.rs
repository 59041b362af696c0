//! The .rpm, installed by the tool that systems of that kind install with, into a root of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::unpacked::{files_below, output, pairs, said};

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
    for pair in pairs()? {
        let (name, [_, rpm]) = (pair.name, pair.both());
        let package = rpm.package.to_str().context("a path is text")?;
        let root = Root::new()?;
        output(&mut root.rpm(&["--install", package]))?;
        assert!(said(&mut root.rpm(&["--query", name]))?.starts_with(name));
        assert!(
            root.files()? == rpm.files()?,
            "{name} ({}): what is installed is not what is in the package",
            pair.profile
        );

        // Sizes, checksums, modes and owners, as the package lists them.
        assert_eq!(said(&mut root.rpm(&["--verify", name]))?, "");
        let listed = said(&mut root.rpm(&["--query", "--list", name]))?;
        let listed: Vec<PathBuf> = listed.lines().map(PathBuf::from).collect();
        let mut files = 0;
        for path in listed {
            let path = root.folder.path().join(path.strip_prefix("/")?);
            let own_folder = path.is_dir() && path.ends_with(name);
            assert!(path.is_file() || own_folder, "{} is listed", path.display());
            files += usize::from(path.is_file());
        }
        assert_eq!(files, rpm.files()?.len());

        // A file that somebody has spoilt is mended by installing again.
        let program = root.folder.path().join("usr/bin").join(name);
        fs::write(&program, "spoilt")?;
        assert!(verify_fails(&root, name)?, "a spoilt program goes unnoticed");
        output(&mut root.rpm(&["--install", "--replacepkgs", package]))?;
        assert_eq!(said(&mut root.rpm(&["--verify", name]))?, "");

        output(&mut root.rpm(&["--erase", name]))?;
        assert_eq!(root.files()?.keys().collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!(said(&mut root.rpm(&["--query", "--all"]))?, "");
    }
    Ok(())
}

fn verify_fails(root: &Root, name: &str) -> Result<bool> {
    Ok(!root.rpm(&["--verify", name]).output()?.status.success())
}
