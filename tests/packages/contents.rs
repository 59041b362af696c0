//! The same files in both packages, and nothing that a package should not do to a system.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::unpacked::{all, both, output, said, source};

/// Debian's policy wants it there in this form; the other kind of package has no place for it.
const CHANGELOG: &str = "usr/share/doc/monei-wallet/changelog.gz";

const PROGRAM: &str = "usr/bin/monei-wallet";

#[test]
fn both_packages_hold_the_same_files_byte_for_byte() -> Result<()> {
    for profile in ["debug", "release"] {
        let [deb, rpm] = both(profile)?;
        let (mut deb, rpm) = (deb.files()?, rpm.files()?);
        ensure!(deb.remove(CHANGELOG).is_some(), "the .deb has no changelog");
        assert_eq!(deb.keys().collect::<Vec<_>>(), rpm.keys().collect::<Vec<_>>());
        for (name, file) in &deb {
            ensure!(rpm.get(name) == Some(file), "{name} differs between the two packages of {profile}");
        }
    }
    Ok(())
}

#[test]
fn files_lie_in_usr_belong_to_root_and_have_plain_modes() -> Result<()> {
    for package in all()? {
        for listed in package.list()? {
            assert_eq!((listed.owner.as_str(), listed.group.as_str()), ("root", "root"), "{listed:?}");
            assert!(listed.path == "usr" || listed.path.starts_with("usr/"), "{listed:?}");
            let is_folder = listed.mode.starts_with('d');
            let wanted = match listed.path.as_str() {
                _ if is_folder => "drwxr-xr-x",
                PROGRAM => "-rwxr-xr-x",
                _ => "-rw-r--r--",
            };
            assert_eq!(listed.mode, wanted, "{listed:?}");
        }
    }
    Ok(())
}

#[test]
fn the_rpm_is_whole() -> Result<()> {
    for profile in ["debug", "release"] {
        let [_, rpm] = both(profile)?;
        output(Command::new("rpmkeys").arg("--checksig").arg(&rpm.package))?;
    }
    Ok(())
}

/// The system notices desktop entries, icons and schemes by itself; nothing of ours runs as root.
#[test]
fn nothing_runs_at_installation() -> Result<()> {
    let [deb, rpm] = both("debug")?;
    let control = tempfile::tempdir()?;
    output(Command::new("dpkg-deb").arg("--control").arg(&deb.package).arg(control.path()))?;
    let mut names: Vec<_> =
        std::fs::read_dir(control.path())?.map(|entry| Ok(entry?.file_name())).collect::<Result<_>>()?;
    names.sort();
    assert_eq!(names, ["control", "md5sums"]);
    for question in ["--scripts", "--triggers", "--filetriggers"] {
        assert_eq!(said(Command::new("rpm").args(["--query", "--package", question]).arg(&rpm.package))?, "");
    }
    Ok(())
}

#[test]
fn both_packages_have_the_version_of_the_workspace() -> Result<()> {
    for package in all()? {
        assert_eq!(package.field("Package", "%{NAME}")?, "monei-wallet");
        assert_eq!(package.field("Version", "%{VERSION}")?, env!("CARGO_PKG_VERSION"));
    }
    Ok(())
}

#[test]
fn licences_are_in_the_packages() -> Result<()> {
    for package in both("debug")? {
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            assert_eq!(package.read(&format!("usr/share/doc/monei-wallet/{licence}"))?, source(licence)?);
        }
        let copyright = package.text("usr/share/doc/monei-wallet/copyright")?;
        let mit = String::from_utf8(source("LICENSE-MIT")?)?;
        for paragraph in mit.split("\n\n").skip(1) {
            let paragraph = paragraph.trim().replace('\n', "\n ").replace("Copyright (c) ", "Copyright: ");
            assert!(copyright.contains(&paragraph), "{copyright}\nlacks\n{paragraph}");
        }
    }
    let [_, rpm] = both("debug")?;
    assert_eq!(rpm.field("", "%{LICENSE}")?, "MIT OR Apache-2.0");
    Ok(())
}

/// What is linked or bundled stands above its notice: the frameworks, a library far below them, and the font.
#[test]
fn notices_of_the_libraries_are_in_the_packages() -> Result<()> {
    let [deb, rpm] = both("debug")?;
    let notices = deb.text("usr/share/doc/monei-wallet/THIRD-PARTY-NOTICES")?;
    assert_eq!(notices, rpm.text("usr/share/doc/monei-wallet/THIRD-PARTY-NOTICES")?);
    let named = |name: &str| notices.lines().any(|line| line.starts_with(&format!("{name} ")) && line.ends_with(')'));
    for name in [
        "tauri",
        "webkit2gtk",
        "serde_json",
        "rustls",
        "memchr",
        "sqlcipher-src",
        "svelte",
        "bits-ui",
        "@fontsource-variable/inter",
    ] {
        assert!(named(name), "{name} has no notice");
    }
    // Neither the tests' libraries nor the tools that make the pages are in the application.
    for name in ["fantoccini", "insta", "vite", "typescript", "monei-core"] {
        assert!(!named(name), "{name} is not in the application");
    }
    for words in
        ["SIL OPEN FONT LICENSE", "Apache License", "Permission is hereby granted, free of charge", "ZETETIC LLC"]
    {
        assert!(notices.contains(words), "{words}");
    }
    Ok(())
}
