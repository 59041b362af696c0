//! What the packages ask for is what their program is linked with.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::unpacked::{Kind, Unpacked, both, command_line, pairs, said};

/// A Debian package, and the libraries of it that the program uses: the other kind of package names those.
const LIBRARIES: [(&str, &[&str]); 11] = [
    ("libc6", &["ld-linux-x86-64.so.2", "libc.so.6", "libm.so.6"]),
    ("libcairo2", &["libcairo.so.2"]),
    ("libdbus-1-3", &["libdbus-1.so.3"]),
    ("libgcc-s1", &["libgcc_s.so.1"]),
    ("libgdk-pixbuf-2.0-0", &["libgdk_pixbuf-2.0.so.0"]),
    ("libglib2.0-0", &["libgio-2.0.so.0", "libglib-2.0.so.0", "libgobject-2.0.so.0"]),
    ("libgtk-3-0", &["libgdk-3.so.0", "libgtk-3.so.0"]),
    ("libjavascriptcoregtk-4.1-0", &["libjavascriptcoregtk-4.1.so.0"]),
    ("libsoup-3.0-0", &["libsoup-3.0.so.0"]),
    // SQLCipher's cipher.
    ("libssl3", &["libcrypto.so.3"]),
    ("libwebkit2gtk-4.1-0", &["libwebkit2gtk-4.1.so.0"]),
];

#[test]
fn both_packages_depend_on_the_same() -> Result<()> {
    for pair in pairs()? {
        let [deb, rpm] = pair.both();
        let (deb, rpm) = (debian(deb, "Depends")?, libraries(rpm)?);
        let known = deb.iter().map(|name| {
            let row = LIBRARIES.iter().find(|(package, _)| package == name);
            row.with_context(|| format!("which libraries of {name} does the program use?"))
        });
        let known = known.collect::<Result<Vec<_>>>()?;
        let same: BTreeSet<String> =
            known.into_iter().flat_map(|(_, libraries)| libraries.iter().map(|&it| it.to_owned())).collect();
        assert_eq!(same, rpm, "{} ({})", pair.name, pair.profile);
    }
    Ok(())
}

#[test]
fn every_library_of_the_program_comes_with_a_dependency() -> Result<()> {
    for pair in pairs()? {
        let [deb, rpm] = pair.both();
        let (declared, asked_for) = (debian(deb, "Depends")?, libraries(rpm)?);
        for library in needed(&deb.path(&pair.program()))? {
            let owner = owner(&library)?;
            assert!(declared.contains(&owner), "{library} of {owner} is missing in {declared:?}");
            assert!(asked_for.contains(&library), "{library} is missing in {asked_for:?}");
        }
    }
    Ok(())
}

#[test]
fn a_keyring_and_the_way_to_the_browser_are_recommended() -> Result<()> {
    let [deb, rpm] = both("release")?;
    let (deb, rpm) = (deb.field("Recommends", "")?, rpm.field("", "[%{RECOMMENDNAME}\n]")?);
    for provider in ["gnome-keyring", "keepassxc", "xdg-utils"] {
        assert!(deb.contains(provider), "{deb}");
        assert!(rpm.contains(provider), "{rpm}");
    }
    Ok(())
}

/// A server has none of the window's libraries.
#[test]
fn the_command_line_wants_no_window() -> Result<()> {
    let [deb, _] = command_line("release")?;
    let depends = debian(deb, "Depends")?;
    let few = ["libc6", "libgcc-s1", "libssl3"].map(str::to_owned);
    assert!(depends.iter().all(|name| few.contains(name)), "{depends:?}");
    Ok(())
}

/// The packages of a field, without versions.
fn debian(package: &Unpacked, field: &str) -> Result<BTreeSet<String>> {
    assert_eq!(package.kind, Kind::Deb);
    let names = package.field(field, "")?;
    Ok(names.split(", ").filter_map(|name| name.split_whitespace().next()).map(plain).collect())
}

/// `libgtk-3-0t64:amd64` is `libgtk-3-0` since Debian and Ubuntu count seconds in 64 bits.
fn plain(name: &str) -> String {
    let name = name.split(':').next().unwrap_or(name);
    name.strip_suffix("t64").unwrap_or(name).to_owned()
}

/// The libraries that an .rpm asks for, without versions of their symbols.
fn libraries(package: &Unpacked) -> Result<BTreeSet<String>> {
    assert_eq!(package.kind, Kind::Rpm);
    let names = package.field("", "[%{REQUIRENAME}\n]")?;
    let libraries = names.lines().filter_map(|name| Some(name.split_once('(')?.0));
    Ok(libraries.filter(|name| name.contains(".so.")).map(str::to_owned).collect())
}

/// What the system's loader looks for.
fn needed(program: &Path) -> Result<Vec<String>> {
    let headers = said(Command::new("objdump").arg("--private-headers").arg(program))?;
    let needed = headers.lines().filter_map(|line| line.trim().strip_prefix("NEEDED"));
    Ok(needed.map(|library| library.trim().to_owned()).collect())
}

/// The package that this computer has the library from.
fn owner(library: &str) -> Result<String> {
    let cache = said(Command::new("/sbin/ldconfig").arg("--print-cache"))?;
    let found = cache.lines().find(|line| line.trim_start().starts_with(&format!("{library} (")));
    let path = found.and_then(|line| Some(line.rsplit_once("=> ")?.1)).with_context(|| library.to_owned())?;
    // /lib is another name for /usr/lib, and packages use either.
    let said = said(Command::new("dpkg-query").args(["--search", path]))
        .or_else(|_| said(Command::new("dpkg-query").args(["--search", &format!("/usr{path}")])))?;
    Ok(plain(said.split(": ").next().context("an owner")?))
}
