//! The package: the file that was built, and its installation in the system.
//!
//! A system has one database of packages, so installations of all test runs on this computer follow one another. What a
//! run installed it purges, whatever became of the journey; what somebody else installed it leaves alone.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};

use crate::{binaries, wait};

const DATABASE: &str = "/var/lib/dpkg";

/// A Debian package.
#[derive(Clone, Debug)]
pub struct Package {
    file: PathBuf,
}

/// A package in the system. It is purged at the end.
#[derive(Debug)]
pub struct Installation {
    name: String,
    installed: bool,
    /// Whoever holds it may install and purge.
    lock: Arc<File>,
}

/// The programs that are packed.
pub const APPLICATION: &str = "monei-wallet";
pub const COMMAND_LINE: &str = "monei";

/// A file is a package of this program: its name goes on with the version. Kinds are `deb` and `rpm`.
pub fn is_of(file: &Path, program: &str, kind: &str) -> bool {
    let version =
        |name: &str| Some(name.strip_prefix(program)?.strip_prefix(['_', '-'])?.starts_with(char::is_numeric));
    let named = file.file_name().and_then(|name| version(name.to_str()?)).unwrap_or(false);
    named && file.extension().is_some_and(|extension| extension == kind)
}

/// The package of this program, profile (`debug` or `release`) and kind, as `cargo xtask package` left it.
pub fn find(program: &str, profile: &str, kind: &str) -> Result<PathBuf> {
    let build = binaries::build_folder()?;
    let folder = build.parent().context("a build folder lies in another")?.join("package").join(profile);
    let files = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let packages: Vec<PathBuf> = files.filter(|file| is_of(file, program, kind)).collect();
    let [file] = packages.as_slice() else {
        let switch = if profile == "debug" { " --debug" } else { "" };
        bail!(
            "one .{kind} of {program} is expected in {}, not {packages:?}: `cargo xtask package{switch}`",
            folder.display()
        )
    };
    Ok(file.clone())
}

impl Package {
    /// The application's package of this profile, `debug` or `release`.
    pub fn built(profile: &str) -> Result<Self> {
        Ok(Self { file: find(APPLICATION, profile, "deb")? })
    }

    /// The command line's.
    pub fn of_command_line(profile: &str) -> Result<Self> {
        Ok(Self { file: find(COMMAND_LINE, profile, "deb")? })
    }

    /// Takes its files out into a folder, without installing anything.
    pub fn unpack(&self, folder: &Path) -> Result<()> {
        run("dpkg-deb", ["-x".as_ref(), self.file.as_os_str(), folder.as_os_str()]).map(drop)
    }

    /// The same with a higher version, and with `mark` at the end of its program. The folder is for the work on it.
    pub fn newer(&self, folder: &Path, mark: &str) -> Result<Self> {
        let tree = folder.join("newer");
        let file = folder.join("newer.deb");
        run("dpkg-deb", ["-R".as_ref(), self.file.as_os_str(), tree.as_os_str()])?;
        let control = tree.join("DEBIAN/control");
        let version = self.field("Version")?;
        let changed = fs::read_to_string(&control)?
            .replace(&format!("Version: {version}\n"), &format!("Version: {version}+newer\n"));
        fs::write(control, changed)?;
        // The system's loader reads a program by its headers, and does not mind what comes after them.
        fs::OpenOptions::new().append(true).open(tree.join("usr/bin/monei-wallet"))?.write_all(mark.as_bytes())?;
        let build = ["--root-owner-group", "-Znone", "-b"].map(AsRef::as_ref);
        run("dpkg-deb", build.into_iter().chain([tree.as_os_str(), file.as_os_str()]))?;
        Ok(Self { file })
    }

    pub fn version(&self) -> Result<String> {
        self.field("Version")
    }

    fn field(&self, name: &str) -> Result<String> {
        Ok(run("dpkg-deb", ["-f".as_ref(), self.file.as_os_str(), name.as_ref()])?.trim().to_owned())
    }
}

impl Installation {
    /// Waits until no other test has a package installed, and installs this one.
    pub async fn of(package: &Package) -> Result<Self> {
        let database = File::open(DATABASE).context("packages can be installed on Debian and its relatives only")?;
        let lock = tokio::task::spawn_blocking(move || database.lock().map(|()| database)).await??;
        Self::under(Arc::new(lock), package).await
    }

    /// Installs another package beside this one.
    pub async fn and(&self, package: &Package) -> Result<Self> {
        Self::under(self.lock.clone(), package).await
    }

    async fn under(lock: Arc<File>, package: &Package) -> Result<Self> {
        let mut installation = Self { name: package.field("Package")?, installed: false, lock };
        if installation.version()?.is_some() {
            ensure!(
                installation.is_ours(),
                "{} is installed on this computer, and not by these tests, which would replace and purge it. If nobody \
                 needs it: sudo apt-get purge {}",
                installation.name,
                installation.name
            );
            // An earlier run was ended before it could.
            installation.installed = true;
            installation.purge().await?;
        }
        installation.upgrade(package).await?;
        Ok(installation)
    }

    /// Installs over what is there.
    pub async fn upgrade(&mut self, package: &Package) -> Result<()> {
        self.installed = true;
        dpkg(["-i".as_ref(), package.file.as_os_str()]).await?;
        fs::create_dir_all(binaries::evidence_folder()?)?;
        fs::write(self.mark()?, self.stamp()?)?;
        let (installed, wanted) = (self.version()?, package.version()?);
        ensure!(installed.as_deref() == Some(&wanted), "{installed:?} is installed instead of {wanted}");
        Ok(())
    }

    /// Removes it with all that belongs to it, unless that was done.
    pub async fn purge(&mut self) -> Result<()> {
        if !self.installed {
            return Ok(());
        }
        dpkg(["--purge", &self.name]).await?;
        self.installed = false;
        Ok(())
    }

    /// The version that is installed.
    pub fn version(&self) -> Result<Option<String>> {
        let query = ["-W", "-f=${db:Status-Status} ${Version}", &self.name];
        let answer = Command::new("dpkg-query").args(query).stderr(Stdio::null()).output()?;
        // The query fails for a name that the system has never heard of.
        let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
        Ok(match answer.split_once(' ') {
            None | Some(("not-installed" | "config-files", _)) => None,
            Some((_, version)) => Some(version.to_owned()),
        })
    }

    /// Everything that it put into the system, folders too, some of which are other packages' as well.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        let list = run("dpkg-query", ["-L", &self.name])?;
        Ok(list.lines().filter(|line| *line != "/.").map(PathBuf::from).collect())
    }

    /// The very installation that these tests made.
    fn is_ours(&self) -> bool {
        let mark = self.mark().and_then(|mark| Ok(fs::read_to_string(mark)?));
        mark.is_ok_and(|mark| self.stamp().is_ok_and(|stamp| stamp == mark))
    }

    fn mark(&self) -> Result<PathBuf> {
        Ok(binaries::evidence_folder()?.join(format!("installed-{}", self.name)))
    }

    /// No two installations have the same.
    fn stamp(&self) -> Result<String> {
        let list = Path::new(DATABASE).join("info").join(format!("{}.list", self.name));
        Ok(format!("{:?}", fs::metadata(list)?.modified()?))
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        if self.installed
            && let Err(error) = privileged("dpkg", ["--purge", &self.name])
        {
            eprintln!("{} is still installed ({error:#}): sudo apt-get purge {}", self.name, self.name);
        }
    }
}

/// The other packages that own this file or folder too.
pub fn is_owned(path: &Path) -> bool {
    run("dpkg-query", ["-S".as_ref(), path.as_os_str()]).is_ok()
}

/// Changes the system's packages, as soon as nobody else does.
async fn dpkg<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Result<()> {
    let arguments: Vec<_> = arguments.into_iter().map(|argument| argument.as_ref().to_owned()).collect();
    let done = wait::until("the system's packages to be free", async || {
        let done = privileged("dpkg", &arguments);
        match done {
            Err(error) if error.to_string().contains("lock") => Err(error),
            done => Ok(Some(done)),
        }
    });
    done.await?
}

fn privileged<A: AsRef<std::ffi::OsStr>>(program: &str, arguments: impl IntoIterator<Item = A>) -> Result<()> {
    if rustix::process::geteuid().is_root() {
        return run(program, arguments).map(drop);
    }
    let asked = Command::new("sudo").args(["-n", "true"]).stdin(Stdio::null()).stderr(Stdio::null()).status();
    if !asked.is_ok_and(|status| status.success()) {
        bail!("installing a package takes root, or sudo without a password (`sudo -v` before the tests)");
    }
    let arguments = arguments.into_iter().map(|argument| argument.as_ref().to_owned());
    run("sudo", ["-n".into(), program.into()].into_iter().chain(arguments)).map(drop)
}

/// Runs a tool to its end, and returns what it wrote to standard output.
fn run<A: AsRef<std::ffi::OsStr>>(program: &str, arguments: impl IntoIterator<Item = A>) -> Result<String> {
    let mut command = Command::new(program);
    command.args(arguments).env("LC_ALL", "C.UTF-8").env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    let output = command.output().with_context(|| format!("starting {program}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(
        output.status.success(),
        "{command:?}: {}\n{text}{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(text)
}
