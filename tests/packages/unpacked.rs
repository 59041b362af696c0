//! Packages, each unpacked once for all tests.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow, bail, ensure};
use monei_e2e::binaries;

/// The two kinds that are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Deb,
    Rpm,
}

/// A package and its files.
#[derive(Debug)]
pub struct Unpacked {
    pub package: PathBuf,
    pub kind: Kind,
    folder: PathBuf,
}

/// What a package's own list says of a file or folder.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    /// Such as `-rwxr-xr-x`.
    pub mode: String,
    pub owner: String,
    pub group: String,
    pub path: String,
}

/// The .deb and the .rpm of a profile, `debug` or `release`.
pub fn both(profile: &str) -> Result<[&'static Unpacked; 2]> {
    static DEBUG: OnceLock<Result<[Unpacked; 2], String>> = OnceLock::new();
    static RELEASE: OnceLock<Result<[Unpacked; 2], String>> = OnceLock::new();
    let once = if profile == "debug" { &DEBUG } else { &RELEASE };
    let unpack = || Ok([Unpacked::of(Kind::Deb, profile)?, Unpacked::of(Kind::Rpm, profile)?]);
    let unpacked = once.get_or_init(|| unpack().map_err(|error: anyhow::Error| format!("{error:#}")));
    unpacked.as_ref().map(<[Unpacked; 2]>::each_ref).map_err(|error| anyhow!("{error}"))
}

/// All packages.
pub fn all() -> Result<impl Iterator<Item = &'static Unpacked>> {
    Ok(both("debug")?.into_iter().chain(both("release")?))
}

impl Unpacked {
    fn of(kind: Kind, profile: &str) -> Result<Self> {
        let package = find(kind, profile)?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(profile).join(format!("{kind:?}"));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        match kind {
            Kind::Deb => drop(output(Command::new("dpkg-deb").arg("--extract").arg(&package).arg(&folder))?),
            Kind::Rpm => {
                let files = folder.join("files.tar.gz");
                fs::write(&files, output(Command::new("rpm2archive").arg("-").stdin(File::open(&package)?))?)?;
                output(Command::new("tar").arg("--extract").arg("--file").arg(&files).current_dir(&folder))?;
                fs::remove_file(files)?;
            }
        }
        Ok(Self { package, kind, folder })
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    pub fn read(&self, file: &str) -> Result<Vec<u8>> {
        fs::read(self.path(file)).with_context(|| format!("{file} in {}", self.package.display()))
    }

    pub fn text(&self, file: &str) -> Result<String> {
        Ok(String::from_utf8(self.read(file)?)?)
    }

    /// All files by their paths, such as `usr/bin/monei-wallet`.
    pub fn files(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        files_below(&self.folder)
    }

    /// The package's own list, which also tells what an unpacked file cannot: whose it will be.
    pub fn list(&self) -> Result<Vec<Listed>> {
        let list = match self.kind {
            Kind::Deb => said(Command::new("dpkg-deb").arg("--contents").arg(&self.package))?,
            Kind::Rpm => {
                let format = "[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILENAMES}\n]";
                said(Command::new("rpm").args(["--query", "--package", "--queryformat", format]).arg(&self.package))?
            }
        };
        list.lines().map(listed).collect()
    }

    /// The answer to a question of the package's tool: a field of the .deb, a format of the .rpm.
    pub fn field(&self, deb: &str, rpm: &str) -> Result<String> {
        let said = match self.kind {
            Kind::Deb => said(Command::new("dpkg-deb").arg("--field").arg(&self.package).arg(deb)),
            Kind::Rpm => {
                said(Command::new("rpm").args(["--query", "--package", "--queryformat", rpm]).arg(&self.package))
            }
        };
        Ok(said?.trim_end().to_owned())
    }
}

/// All files below a folder, by their paths from there.
pub fn files_below(top: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![top.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(top)?.to_str().context("a name is text")?.to_owned();
                files.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

/// `-rwxr-xr-x root/root … usr/bin/monei-wallet`
fn listed(line: &str) -> Result<Listed> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (&[mode, owner, ..], Some(path)) = (words.as_slice(), words.last()) else { bail!("a line of a list: {line}") };
    let (owner, group) = owner.split_once('/').context("an owner and a group")?;
    let name = |id: &str| if id == "0" { "root".to_owned() } else { id.to_owned() };
    let path = path.trim_start_matches(['.', '/']).trim_end_matches('/').to_owned();
    Ok(Listed { mode: mode.to_owned(), owner: name(owner), group: name(group), path })
}

fn find(kind: Kind, profile: &str) -> Result<PathBuf> {
    let target = binaries::build_folder()?;
    let folder = target.parent().context("a build folder lies in another")?.join("package").join(profile);
    let ending = if kind == Kind::Deb { "deb" } else { "rpm" };
    let files = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|it| it == ending)).collect();
    let switch = if profile == "debug" { " --debug" } else { "" };
    ensure!(
        found.len() == 1,
        "{} holds {} .{ending} files instead of one: run `cargo xtask package{switch}` first",
        folder.display(),
        found.len()
    );
    found.pop().context("one file")
}

/// What a tool writes to standard output. Ending with another status than 0 is an error.
pub fn output(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.env("LC_ALL", "C.UTF-8").output().with_context(|| format!("{command:?}"))?;
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success(), "{command:?}: {}\n{said}{complained}", output.status);
    Ok(output.stdout)
}

pub fn said(command: &mut Command) -> Result<String> {
    Ok(String::from_utf8(output(command)?)?)
}

/// A file of the repository.
pub fn source(path: &str) -> Result<Vec<u8>> {
    let path: &Path = &binaries::root().join(path);
    fs::read(path).with_context(|| path.display().to_string())
}
