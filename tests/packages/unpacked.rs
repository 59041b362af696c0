//! Packages, each unpacked once for all tests.
//!
//! The application's and the command line's are made in different ways, and must keep the same rules.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use anyhow::{Context, Result, anyhow, bail, ensure};
use monei_e2e::binaries;
use monei_e2e::package::{self, APPLICATION, COMMAND_LINE};

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

/// The .deb and the .rpm of a program.
#[derive(Debug)]
pub struct Pair {
    /// Of which program: what the packages and the program itself are called.
    pub name: &'static str,
    pub profile: &'static str,
    packages: [Unpacked; 2],
}

static PAIRS: [LazyLock<Result<Pair, String>>; 4] = [
    LazyLock::new(|| Pair::unpack(APPLICATION, "debug")),
    LazyLock::new(|| Pair::unpack(APPLICATION, "release")),
    LazyLock::new(|| Pair::unpack(COMMAND_LINE, "debug")),
    LazyLock::new(|| Pair::unpack(COMMAND_LINE, "release")),
];

/// Of both programs, as they are built for tests and for people.
pub fn pairs() -> Result<Vec<&'static Pair>> {
    PAIRS.iter().map(|pair| pair.as_ref().map_err(|error| anyhow!("{error}"))).collect()
}

/// The application's of a profile, `debug` or `release`.
pub fn both(profile: &str) -> Result<[&'static Unpacked; 2]> {
    pair_of(APPLICATION, profile)
}

/// The command line's.
pub fn command_line(profile: &str) -> Result<[&'static Unpacked; 2]> {
    pair_of(COMMAND_LINE, profile)
}

/// These alone: the others may not have been made.
fn pair_of(name: &str, profile: &str) -> Result<[&'static Unpacked; 2]> {
    let place = 2 * usize::from(name == COMMAND_LINE) + usize::from(profile == "release");
    let pair = PAIRS.get(place).context("packages of that name and profile")?;
    Ok(pair.as_ref().map_err(|error| anyhow!("{error}"))?.both())
}

impl Pair {
    fn unpack(name: &'static str, profile: &'static str) -> Result<Self, String> {
        let unpack = || Ok([Unpacked::of(Kind::Deb, name, profile)?, Unpacked::of(Kind::Rpm, name, profile)?]);
        let packages = unpack().map_err(|error: anyhow::Error| format!("{error:#}"))?;
        Ok(Self { name, profile, packages })
    }

    pub fn both(&self) -> [&Unpacked; 2] {
        self.packages.each_ref()
    }

    /// Where the program lies in them.
    pub fn program(&self) -> String {
        format!("usr/bin/{}", self.name)
    }
}

impl Unpacked {
    fn of(kind: Kind, name: &str, profile: &str) -> Result<Self> {
        let package = package::find(name, profile, if kind == Kind::Deb { "deb" } else { "rpm" })?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name).join(profile);
        let folder = folder.join(format!("{kind:?}"));
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
