//! The same files in both packages of a program, and nothing that a package should not do to a system.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::unpacked::{Unpacked, both, command_line, output, pairs, said, source};

/// Where each kind of system has zsh look for completions.
const ZSH: [&str; 2] = ["usr/share/zsh/vendor-completions/_monei", "usr/share/zsh/site-functions/_monei"];

#[test]
fn both_packages_hold_the_same_files_byte_for_byte() -> Result<()> {
    for pair in pairs()? {
        let (name, profile) = (pair.name, pair.profile);
        let [mut deb, mut rpm] = [pair.both()[0].files()?, pair.both()[1].files()?];
        // Debian's policy wants it there in this form; the other kind of package has no place for it.
        let changelog = deb.remove(&format!("usr/share/doc/{name}/changelog.gz"));
        ensure!(changelog.is_some(), "the .deb of {name} has no changelog");
        assert_eq!(deb.remove(ZSH[0]), rpm.remove(ZSH[1]));
        assert_eq!(deb.keys().collect::<Vec<_>>(), rpm.keys().collect::<Vec<_>>());
        for (file, content) in &deb {
            ensure!(rpm.get(file) == Some(content), "{file} differs between the two packages of {name}, {profile}");
        }
    }
    Ok(())
}

/// Both programs may be installed at once, whatever belongs to one is no file of the other.
#[test]
fn the_two_programs_share_no_file() -> Result<()> {
    for profile in ["debug", "release"] {
        let [application, command_line] = [both(profile)?, command_line(profile)?];
        for (ours, theirs) in application.into_iter().zip(command_line) {
            let theirs = theirs.files()?;
            for file in ours.files()?.keys() {
                ensure!(!theirs.contains_key(file), "{file} is in the packages of both programs");
            }
        }
    }
    Ok(())
}

#[test]
fn files_lie_in_usr_belong_to_root_and_have_plain_modes() -> Result<()> {
    for pair in pairs()? {
        for listed in pair.both().into_iter().map(Unpacked::list).collect::<Result<Vec<_>>>()?.into_iter().flatten() {
            assert_eq!((listed.owner.as_str(), listed.group.as_str()), ("root", "root"), "{listed:?}");
            let is_folder = listed.mode.starts_with('d');
            // Debian's own tool lists the root, too, in which everything lies.
            let is_root = is_folder && listed.path.is_empty();
            assert!(is_root || listed.path == "usr" || listed.path.starts_with("usr/"), "{listed:?}");
            let wanted = match listed.path.as_str() {
                _ if is_folder => "drwxr-xr-x",
                path if path == pair.program() => "-rwxr-xr-x",
                _ => "-rw-r--r--",
            };
            assert_eq!(listed.mode, wanted, "{listed:?}");
        }
    }
    Ok(())
}

#[test]
fn the_rpm_is_whole() -> Result<()> {
    for pair in pairs()? {
        let [_, rpm] = pair.both();
        output(Command::new("rpmkeys").arg("--checksig").arg(&rpm.package))?;
    }
    Ok(())
}

/// The system notices desktop entries, icons and schemes by itself; nothing of ours runs as root.
#[test]
fn nothing_runs_at_installation() -> Result<()> {
    for [deb, rpm] in [both("debug")?, command_line("debug")?] {
        let control = tempfile::tempdir()?;
        output(Command::new("dpkg-deb").arg("--control").arg(&deb.package).arg(control.path()))?;
        let mut names: Vec<_> =
            std::fs::read_dir(control.path())?.map(|entry| Ok(entry?.file_name())).collect::<Result<_>>()?;
        names.sort();
        assert_eq!(names, ["control", "md5sums"]);
        for question in ["--scripts", "--triggers", "--filetriggers"] {
            assert_eq!(said(Command::new("rpm").args(["--query", "--package", question]).arg(&rpm.package))?, "");
        }
    }
    Ok(())
}

#[test]
fn both_packages_have_the_version_of_the_workspace() -> Result<()> {
    for pair in pairs()? {
        for package in pair.both() {
            assert_eq!(package.field("Package", "%{NAME}")?, pair.name);
            assert_eq!(package.field("Version", "%{VERSION}")?, env!("CARGO_PKG_VERSION"));
        }
    }
    Ok(())
}

#[test]
fn licences_are_in_the_packages() -> Result<()> {
    for pair in pairs()? {
        let place = |file: &str| format!("usr/share/doc/{}/{file}", pair.name);
        for package in pair.both() {
            for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
                assert_eq!(package.read(&place(licence))?, source(licence)?);
            }
            let copyright = package.text(&place("copyright"))?;
            let mit = String::from_utf8(source("LICENSE-MIT")?)?;
            for paragraph in mit.split("\n\n").skip(1) {
                let paragraph = paragraph.trim().replace('\n', "\n ").replace("Copyright (c) ", "Copyright: ");
                assert!(copyright.contains(&paragraph), "{copyright}\nlacks\n{paragraph}");
            }
        }
        let [_, rpm] = pair.both();
        assert_eq!(rpm.field("", "%{LICENSE}")?, "MIT OR Apache-2.0");
    }
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
    let [deb, _] = command_line("debug")?;
    let notices = deb.text("usr/share/doc/monei/THIRD-PARTY-NOTICES")?;
    let named = |name: &str| notices.lines().any(|line| line.starts_with(&format!("{name} ")) && line.ends_with(')'));
    for name in ["clap", "comfy-table", "rustls", "sqlcipher-src"] {
        assert!(named(name), "{name} has no notice");
    }
    for name in ["tauri", "webkit2gtk", "svelte", "insta", "monei-core"] {
        assert!(!named(name), "{name} is not in the command line");
    }
    Ok(())
}

/// Bash with the completions of the package, asked what may follow.
#[test]
fn bash_completes_commands_and_permissions() -> Result<()> {
    let [deb, _] = command_line("debug")?;
    let completions = deb.path("usr/share/bash-completion/completions/monei");
    for (line, wanted) in
        [("monei tr", vec!["transactions", "transaction"]), ("monei scopes enable wallet:r", vec!["wallet:read"])]
    {
        let words: Vec<&str> = line.split(' ').collect();
        let [.., before, last] = words.as_slice() else { anyhow::bail!("two words: {line}") };
        let script = format!(
            "source '{}'; COMP_WORDS=({line}); COMP_CWORD={}; _monei monei '{last}' '{before}'; echo \"${{COMPREPLY[*]}}\"",
            completions.display(),
            words.len() - 1
        );
        let answered = said(Command::new("bash").args(["--norc", "-c", &script]))?;
        let mut answered: Vec<&str> = answered.split_whitespace().collect();
        answered.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
        assert_eq!(answered, wanted, "{line}");
    }
    Ok(())
}

/// What the program itself prints, where shells and `man` look for it.
#[test]
fn completions_and_the_manual_page_come_with_the_command_line() -> Result<()> {
    let [deb, rpm] = command_line("debug")?;
    for (package, zsh) in [(deb, ZSH[0]), (rpm, ZSH[1])] {
        let printed = |line: &str| output(Command::new(package.path("usr/bin/monei")).args(line.split(' ')));
        assert_eq!(package.read("usr/share/bash-completion/completions/monei")?, printed("completions bash")?);
        assert_eq!(package.read("usr/share/fish/vendor_completions.d/monei.fish")?, printed("completions fish")?);
        assert_eq!(package.read(zsh)?, printed("completions zsh")?);
        let page = package.path("usr/share/man/man1/monei.1.gz");
        assert_eq!(output(Command::new("gzip").arg("--decompress").arg("--stdout").arg(page))?, printed("man")?);
    }
    Ok(())
}
