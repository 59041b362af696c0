//! `cargo xtask package`: a .deb and an .rpm with the identity of a release, of the application and of the command line.
//!
//! The binaries are built here, and put into packages from copies: in `target/debug` lies the demonstration that tests
//! drive, and it is there again when this is done.

mod command_line;
mod linked;
mod notices;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use monei_e2e::{binaries, package};
use serde_json::json;

use crate::packages::{self, Need};
use crate::product;
use crate::step::Steps;

const BINARY: &str = package::APPLICATION;

/// What `cargo xtask package --help` ends with.
pub(crate) const HELP: &str = "\
Variables of the build, which end up in the application:
  MONEI_WALLET_RELEASE_RELAY        address of the relay; without it the application asks for one
  MONEI_WALLET_RELEASE_ENVIRONMENT  name of another platform than Monei's own
  MONEI_WALLET_RELEASE_API          address of that platform's API; both or neither";

/// What the application reads when it is compiled (`monei_core::environment`).
const SETTINGS: [&str; 3] = [RELAY, "MONEI_WALLET_RELEASE_ENVIRONMENT", "MONEI_WALLET_RELEASE_API"];

const RELAY: &str = "MONEI_WALLET_RELEASE_RELAY";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

impl Profile {
    const fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    /// Debug packages share the dependencies of the tests' build, which are those of the whole workspace and its examples.
    /// A release has the features that it needs, and no others.
    pub(crate) const fn build(self) -> &'static str {
        match self {
            Self::Debug => {
                "cargo build --workspace --features custom-protocol --bin monei-wallet --bin monei --examples"
            }
            Self::Release => {
                "cargo build --locked --release --package monei-wallet --package monei-cli --features custom-protocol"
            }
        }
    }
}

pub(crate) async fn run(profile: Profile) -> Result<()> {
    let mut steps = Steps::default();
    steps.time("System packages", || packages::ensure(Need::Package))?;
    product::build_ui(&mut steps).await?;
    make(&mut steps, profile).await?;
    println!("{}", steps.table());
    report(profile)
}

/// `target/package/<profile>` with one package of each kind and program. `ui/dist` must exist.
pub(crate) async fn make(steps: &mut Steps, profile: Profile) -> Result<()> {
    let target = target()?;
    let stage = target.join("package/stage");
    let built = target.join(profile.name()).join(BINARY);
    let staged = stage.join(profile.name());
    empty(&staged)?;

    let demonstration = (profile == Profile::Debug).then(|| Aside::put(&built)).transpose()?;
    let remapped = remapped()?;
    let variables: &[(&str, &str)] = match profile {
        Profile::Debug => &[],
        Profile::Release => &[("CARGO_ENCODED_RUSTFLAGS", &remapped)],
    };
    steps.run_with(&format!("Binaries ({})", profile.name()), profile.build(), variables).await?;
    fs::copy(&built, staged.join(BINARY))?;
    let command_line = staged.join(command_line::BINARY);
    fs::copy(built.with_file_name(command_line::BINARY), &command_line)?;
    if let Some(demonstration) = demonstration {
        demonstration.put_back()?;
    }

    let notices = staged.join("THIRD-PARTY-NOTICES");
    fs::write(&notices, notices::of_application()?)?;
    let linked = linked::read(&staged.join(BINARY), &staged)?;
    let files = json!({ "/usr/share/doc/monei-wallet/THIRD-PARTY-NOTICES": text(&notices)? });
    let measured = json!({ "bundle": { "linux": {
        "deb": { "depends": linked.debian, "files": files },
        "rpm": { "depends": linked.rpm, "files": files },
    } } });
    let configuration = staged.join("configuration.json");
    fs::write(&configuration, serde_json::to_string_pretty(&measured)?)?;

    // The tool takes the binary from cargo's target folder. Left alone it would write the kind of package into it, so that
    // the two packages would differ.
    let debug = if profile == Profile::Debug { " --debug" } else { "" };
    let configuration = text(&configuration)?;
    let line = format!("npx tauri bundle --no-binary-patching --bundles deb,rpm --config {configuration}{debug}");
    steps.run_with(&format!("Package ({})", profile.name()), &line, &[("CARGO_TARGET_DIR", text(&stage)?)]).await?;

    let done = folder(profile)?;
    empty(&done)?;
    for kind in ["deb", "rpm"] {
        let made = only_file(&staged.join("bundle").join(kind), BINARY, kind)?;
        fs::rename(&made, done.join(made.file_name().context("a file has a name")?))?;
    }
    let work = staged.join("command-line");
    empty(&work)?;
    steps.time(&format!("Command line's packages ({})", profile.name()), || {
        command_line::make(&command_line, &work, &done)
    })?;
    fs::remove_dir_all(staged)?;
    Ok(())
}

/// Where packages of this profile lie.
pub(crate) fn folder(profile: Profile) -> Result<PathBuf> {
    Ok(target()?.join("package").join(profile.name()))
}

/// The programs that there are packages of.
pub(crate) const PROGRAMS: [&str; 2] = [BINARY, command_line::BINARY];

/// The only package of this program and kind in a folder. Two would leave it open which of them was meant.
pub(crate) fn only_file(folder: &Path, program: &str, kind: &str) -> Result<PathBuf> {
    let files = fs::read_dir(folder).with_context(|| format!("{} is missing", folder.display()))?;
    let mut found: Vec<PathBuf> = files.map(|file| Ok(file?.path())).collect::<std::io::Result<_>>()?;
    found.retain(|file| package::is_of(file, program, kind));
    ensure!(found.len() == 1, "{} holds {} .{kind} files of {program} instead of one", folder.display(), found.len());
    found.pop().context("one file")
}

/// A path for a command line, which is split at spaces.
fn text(path: &Path) -> Result<&str> {
    path.to_str()
        .filter(|path| !path.contains(' '))
        .context("packages cannot be made in a folder with spaces in its path")
}

fn target() -> Result<PathBuf> {
    Ok(binaries::root().canonicalize()?.join("target"))
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Panics name source files, and those of dependencies lie in the home folder of whoever builds.
pub(crate) fn remapped() -> Result<String> {
    let cargo_home = match env::var_os("CARGO_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir().context("a home folder")?.join(".cargo"),
    };
    let workspace = binaries::root().canonicalize()?;
    let flags = [(cargo_home.as_path(), "/cargo"), (workspace.as_path(), "/monei-wallet")]
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    Ok(flags.join("\u{1f}"))
}

/// A binary of another build that lay where cargo now puts ours.
struct Aside {
    place: PathBuf,
    kept: Option<PathBuf>,
}

impl Aside {
    fn put(place: &Path) -> Result<Self> {
        let kept = place.with_extension("aside");
        if kept.exists() {
            fs::remove_file(&kept)?;
        }
        // A second name for the same file, so that it stays where it is as long as possible.
        let kept = if place.exists() { fs::hard_link(place, &kept).map(|()| Some(kept))? } else { None };
        Ok(Self { place: place.to_owned(), kept })
    }

    fn put_back(self) -> Result<()> {
        match self.kept {
            Some(kept) => Ok(fs::rename(kept, self.place)?),
            None => Ok(fs::remove_file(self.place)?),
        }
    }
}

fn report(profile: Profile) -> Result<()> {
    for (program, kind) in PROGRAMS.into_iter().flat_map(|program| [(program, "deb"), (program, "rpm")]) {
        let file = only_file(&folder(profile)?, program, kind)?;
        println!("{:>10} bytes  {}", fs::metadata(&file)?.len(), file.display());
    }
    for name in SETTINGS {
        let value = env::var(name);
        println!("{name:<33} {}", value.as_deref().unwrap_or("not set"));
    }
    if env::var_os(RELAY).is_none() {
        println!("The application asks for the address of its relay.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What packages are told of, what their build checks and what the application reads have the same names.
    #[test]
    fn every_setting_is_read_by_the_name_that_it_is_set_by() -> Result<()> {
        let read = |path: &str| fs::read_to_string(binaries::root().join(path)).with_context(|| path.to_owned());
        let (application, build) = (read("crates/core/src/environment/chosen.rs")?, read("src-tauri/build.rs")?);
        for name in SETTINGS {
            assert!(application.contains(&format!("option_env!(\"{name}\")")), "{name} is not read");
            assert!(build.contains(&format!("\"{name}\"")), "{name} is not checked");
            assert!(HELP.contains(name), "{name} is not told of");
        }
        Ok(())
    }
}
