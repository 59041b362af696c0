//! The system packages: one table of what a fresh Debian or Ubuntu needs besides Rust and Node, and their installation.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use monei_e2e::binaries;

/// What a package is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// Compiling the application.
    Build,
    /// Using it: opening the browser, and getting links back.
    Use,
    /// Making packages and icons, and looking into them.
    Package,
    /// Driving it in a virtual display.
    Test,
}

struct Package {
    name: &'static str,
    need: Need,
    /// Any of these programs will do instead.
    programs: &'static [&'static str],
}

const fn package(name: &'static str, need: Need) -> Package {
    Package { name, need, programs: &[] }
}

const PACKAGES: &[Package] = &[
    package("build-essential", Need::Build),
    package("pkg-config", Need::Build),
    package("libwebkit2gtk-4.1-dev", Need::Build),
    package("libgtk-3-dev", Need::Build),
    package("librsvg2-dev", Need::Build),
    // The cipher of the cache.
    package("libssl-dev", Need::Build),
    package("xdg-utils", Need::Use),
    package("desktop-file-utils", Need::Use),
    package("libglib2.0-bin", Need::Use),
    // Draws the icons.
    package("librsvg2-bin", Need::Package),
    package("appstream", Need::Package),
    package("rpm", Need::Package),
    package("webkit2gtk-driver", Need::Test),
    package("xvfb", Need::Test),
    Package { name: "dbus", need: Need::Test, programs: &["dbus-daemon"] },
    package("gnome-keyring", Need::Test),
    package("gcr", Need::Test),
    package("libsecret-tools", Need::Test),
    package("imagemagick", Need::Test),
    // The commands of docs/sandbox.md are run as they stand.
    Package { name: "curl", need: Need::Test, programs: &["curl"] },
    // A server whose certificate has ended.
    Package { name: "openssl", need: Need::Test, programs: &["openssl"] },
    // Reads what was printed.
    package("poppler-utils", Need::Test),
    package("fonts-dejavu-core", Need::Test),
    Package {
        name: "chromium",
        need: Need::Test,
        programs: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    },
    Package { name: "chromium-driver", need: Need::Test, programs: &["chromedriver"] },
    package("python3-authlib", Need::Test),
    package("python3-requests", Need::Test),
];

/// Installs what is missing, if that can be done without asking; otherwise says what to type.
pub(crate) fn ensure(up_to: Need) -> Result<()> {
    if binaries::on_path("dpkg-query").is_none() || binaries::on_path("apt-get").is_none() {
        let names: Vec<&str> = PACKAGES.iter().filter(|row| row.need <= up_to).map(|row| row.name).collect();
        eprintln!("This system has no apt. What these Debian packages hold must be there: {}", names.join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|row| row.need <= up_to)
        .filter(|row| !row.programs.iter().any(|program| binaries::on_path(program).is_some()))
        .map(|row| row.name)
        .filter(|name| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if missing.iter().any(|name| name.starts_with("chromium")) && is_ubuntu() {
        bail!(
            "Ubuntu's Chromium is a snap, which does not run in a home folder of the tests' own. Please install Google \
             Chrome and its chromedriver, so that `google-chrome` and `chromedriver` are on the PATH."
        );
    }
    let install = format!("apt-get update && apt-get install -y --no-install-recommends {}", missing.join(" "));
    let Some(prefix) = privilege() else {
        bail!(
            "System packages are missing. Please install them, then run this command again:\n\n  \
             sudo sh -c '{install}'\n"
        );
    };
    eprintln!("Installing system packages: {}", missing.join(" "));
    let mut command = Command::new(prefix.first().copied().unwrap_or("sh"));
    command.args(prefix.get(1..).unwrap_or_default());
    if !prefix.is_empty() {
        command.arg("sh");
    }
    command.args(["-c", &install]).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    let status = command.status().context("apt-get")?;
    if !status.success() {
        bail!("The installation failed. By hand:\n\n  sudo sh -c '{install}'\n");
    }
    Ok(())
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

fn is_installed(package: &str) -> bool {
    let query = Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]).output();
    query.is_ok_and(|output| output.stdout == b"installed")
}

/// What to write before a command so that it may install packages, if anything helps without a password.
fn privilege() -> Option<Vec<&'static str>> {
    let says = |program: &str, argument: &str| {
        let output = Command::new(program).arg(argument).stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    if says("id", "-u").as_deref() == Some("0") {
        return Some(Vec::new());
    }
    let sudo = Command::new("sudo").args(["-n", "true"]).stdin(Stdio::null()).stderr(Stdio::null()).status();
    sudo.is_ok_and(|status| status.success()).then(|| vec!["sudo", "-n", "-E"])
}
