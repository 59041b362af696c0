//! The packages of the command line. They are its own, because a server that wants `monei` has no use for a window and its
//! libraries; where the application is installed too, both use one keychain.
//!
//! Completions and the manual page are what the program itself prints.

use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use monei_e2e::binaries;

use super::linked::{self, output};
use super::{empty, notices, text};

pub(super) const BINARY: &str = monei_e2e::package::COMMAND_LINE;

const SUMMARY: &str = "A Monei wallet in a terminal";

const DESCRIPTION: &str = "\
monei shows a wallet at monei.cc in a terminal, for people, scripts and servers:
its balances, transactions, limits and addresses, as tables, JSON or CSV. Signing
in happens in a browser, and every permission is asked for by name. Tokens are
kept in the system's keychain, or in a file that a passphrase opens.";

/// What opens a browser, and a keychain: on a server there is neither, and both are done without.
const SUGGESTED: [&str; 2] = ["xdg-utils", "gnome-keyring"];

/// Where a program's licences and notices are; the only folder that is this package's own.
const DOCUMENTATION: &str = "usr/share/doc/monei";

/// Where zsh looks for completions.
const ZSH_OF_DEBIAN: &str = "usr/share/zsh/vendor-completions";
const ZSH_OF_OTHERS: &str = "usr/share/zsh/site-functions";

/// Makes both packages of this program in a folder for the work, and leaves them in `done`.
pub(super) fn make(program: &Path, work: &Path, done: &Path) -> Result<()> {
    let linked = linked::read(program, work)?;
    let notices = notices::of_command_line()?;
    let [deb, rpm] = ["deb-tree", "rpm-tree"].map(|tree| work.join(tree));
    for tree in [&deb, &rpm] {
        empty(tree)?;
        lay_out(program, &notices, tree)?;
    }
    deb_package(&deb, &linked.debian, done)?;
    rpm_package(&rpm, &linked.rpm, work, done)
}

/// What both packages have at the same places.
fn lay_out(program: &Path, notices: &str, tree: &Path) -> Result<()> {
    let printed = |arguments: &[&str]| output(Command::new(program).args(arguments));
    put(tree, "usr/bin/monei", &fs::read(program)?)?;
    fs::set_permissions(tree.join("usr/bin/monei"), Permissions::from_mode(0o755))?;
    put(tree, "usr/share/bash-completion/completions/monei", printed(&["completions", "bash"])?.as_bytes())?;
    put(tree, "usr/share/fish/vendor_completions.d/monei.fish", printed(&["completions", "fish"])?.as_bytes())?;
    put(tree, "usr/share/man/man1/monei.1", printed(&["man"])?.as_bytes())?;
    compress(&tree.join("usr/share/man/man1/monei.1"))?;
    let copied =
        [("LICENSE-APACHE", "LICENSE-APACHE"), ("LICENSE-MIT", "LICENSE-MIT"), ("copyright", "deploy/linux/copyright")];
    for (name, source) in copied {
        put(tree, &format!("{DOCUMENTATION}/{name}"), &fs::read(binaries::root().join(source))?)?;
    }
    put(tree, &format!("{DOCUMENTATION}/THIRD-PARTY-NOTICES"), notices.as_bytes())
}

fn put_zsh(tree: &Path, folder: &str) -> Result<()> {
    let printed = output(Command::new(tree.join("usr/bin/monei")).args(["completions", "zsh"]))?;
    put(tree, &format!("{folder}/_monei"), printed.as_bytes())
}

fn deb_package(tree: &Path, depends: &[String], done: &Path) -> Result<()> {
    put_zsh(tree, ZSH_OF_DEBIAN)?;
    let changelog = fs::read_to_string(binaries::root().join("deploy/linux/changelog"))?;
    let place = format!("{DOCUMENTATION}/changelog");
    put(tree, &place, changelog.replace("monei-wallet (", "monei (").as_bytes())?;
    compress(&tree.join(place))?;

    let files = files_below(tree)?;
    let mut bytes = 0;
    for file in &files {
        bytes += fs::metadata(tree.join(file))?.len();
    }
    let sums = output(Command::new("md5sum").args(&files).current_dir(tree))?;
    let architecture = output(Command::new("dpkg").arg("--print-architecture"))?;
    let (architecture, version) = (architecture.trim(), env!("CARGO_PKG_VERSION"));
    let mut control = format!("Package: {BINARY}\nVersion: {version}\nArchitecture: {architecture}\n");
    let _ = writeln!(control, "Installed-Size: {}", bytes.div_ceil(1024));
    control.push_str("Maintainer: The Monei Wallet contributors\nSection: misc\nPriority: optional\n");
    let _ = writeln!(control, "Depends: {}\nSuggests: {}", depends.join(", "), SUGGESTED.join(", "));
    let _ = writeln!(control, "Description: {SUMMARY}");
    for line in DESCRIPTION.lines() {
        let _ = writeln!(control, " {line}");
    }
    put(tree, "DEBIAN/control", control.as_bytes())?;
    put(tree, "DEBIAN/md5sums", sums.as_bytes())?;
    open_folders(tree)?;
    let file = done.join(format!("{BINARY}_{version}_{architecture}.deb"));
    // The compression that systems of all ages read.
    output(Command::new("dpkg-deb").args(["--root-owner-group", "-Zgzip", "--build"]).arg(tree).arg(file)).map(drop)
}

fn rpm_package(tree: &Path, requires: &[String], work: &Path, done: &Path) -> Result<()> {
    put_zsh(tree, ZSH_OF_OTHERS)?;
    open_folders(tree)?;
    let mut spec = format!(
        "Name: {BINARY}\nVersion: {}\nRelease: 1\nSummary: {SUMMARY}\nLicense: MIT OR Apache-2.0\nAutoReqProv: no\n",
        env!("CARGO_PKG_VERSION")
    );
    for needed in requires {
        let _ = writeln!(spec, "Requires: {needed}");
    }
    for suggested in SUGGESTED {
        let _ = writeln!(spec, "Suggests: {suggested}");
    }
    let _ = writeln!(
        spec,
        "\n%description\n{DESCRIPTION}\n\n%install\nmkdir -p %{{buildroot}}\ncp -a {}/. %{{buildroot}}/",
        text(tree)?
    );
    // The other folders are the system's.
    let _ = writeln!(spec, "\n%files\n%defattr(-,root,root)\n%dir /{DOCUMENTATION}");
    for file in files_below(tree)? {
        let _ = writeln!(spec, "/{file}");
    }
    let (file, top) = (work.join("monei.spec"), work.join("rpmbuild"));
    fs::write(&file, spec)?;
    empty(&top)?;
    // What is built is taken as it is: nothing is stripped, compressed or linked to once more.
    let as_it_is = ["debug_package %{nil}", "__os_install_post %{nil}", "_build_id_links none"].map(str::to_owned);
    let places = [format!("_topdir {}", text(&top)?), format!("_rpmdir {}", text(done)?)];
    let name = "_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm".to_owned();
    let mut rpmbuild = Command::new("rpmbuild");
    rpmbuild.args(["--quiet", "-bb"]);
    for definition in as_it_is.into_iter().chain(places).chain([name]) {
        rpmbuild.arg("--define").arg(definition);
    }
    output(rpmbuild.arg(file)).map(drop)
}

/// A file with the mode that everybody may read.
fn put(tree: &Path, place: &str, content: &[u8]) -> Result<()> {
    let file = tree.join(place);
    fs::create_dir_all(file.parent().context("a file in a folder")?)?;
    fs::write(&file, content)?;
    Ok(fs::set_permissions(file, Permissions::from_mode(0o644))?)
}

/// Folders have the mode that whoever builds gives to new ones, and everybody is to look into these.
fn open_folders(tree: &Path) -> Result<()> {
    let arguments = [".", "-type", "d", "-exec", "chmod", "755", "{}", "+"];
    output(Command::new("find").args(arguments).current_dir(tree)).map(drop)
}

/// Without the time and the name, so that both packages hold the same.
fn compress(file: &Path) -> Result<()> {
    output(Command::new("gzip").args(["--best", "--no-name", "--force"]).arg(file)).map(drop)
}

/// All files below a folder, from there, in order.
fn files_below(top: &Path) -> Result<Vec<String>> {
    let found = output(Command::new("find").args([".", "-type", "f", "-printf", "%P\n"]).current_dir(top))?;
    let mut files: Vec<String> = found.lines().map(str::to_owned).collect();
    files.sort();
    Ok(files)
}
