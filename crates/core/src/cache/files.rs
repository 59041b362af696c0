//! The files of one account's cache: what they are called, who may read them, and how one is set aside.
//!
//! `<name>.db` is the database, with SQLite's own `<name>.db-wal` and `<name>.db-shm` beside it. A file that cannot be
//! used any more becomes `<name>.set-aside-<n>.db`. The name is a hash, so that the folder does not say whose it is.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A disk that damages every file should not be filled by what is left of them.
const KEPT_ASIDE: usize = 3;

/// SQLite's companions of a database: the write-ahead log, and what its processes share.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

#[derive(Clone, Debug)]
pub(super) struct Files {
    folder: PathBuf,
    name: String,
}

impl Files {
    pub(super) fn new(folder: &Path, account: &str) -> Self {
        let hash = Sha256::new().chain_update("monei-wallet cache\n").chain_update(account).finalize();
        let short = hash.get(..15).unwrap_or_default();
        Self { folder: folder.to_owned(), name: URL_SAFE_NO_PAD.encode(short) }
    }

    pub(super) fn database(&self) -> PathBuf {
        self.folder.join(format!("{}.db", self.name))
    }

    /// Makes the folder and an empty file, for their owner only; SQLite gives its companions the same mode.
    pub(super) fn prepare(&self) -> io::Result<()> {
        let database = self.database();
        if !self.folder.is_dir() {
            make_folder(&self.folder)?;
        }
        match for_the_owner_only().write(true).create_new(true).open(&database) {
            // A log without its database would be read into the new one.
            Ok(_) => COMPANIONS.iter().try_for_each(|companion| remove(&with_suffix(&database, companion))),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => close_to_others(&database),
            Err(error) => Err(error),
        }
    }

    /// Moves the database out of the way, with its log, and says where it is now.
    pub(super) fn set_aside(&self) -> io::Result<PathBuf> {
        let earlier = self.set_aside_before()?;
        let number = earlier.last().map_or(1, |(number, _)| number.saturating_add(1));
        let from = self.database();
        let to = self.folder.join(format!("{}{number}.db", self.set_aside_prefix()));
        fs::rename(&from, &to)?;
        for companion in COMPANIONS {
            match fs::rename(with_suffix(&from, companion), with_suffix(&to, companion)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        for (_, old) in earlier.iter().rev().skip(KEPT_ASIDE - 1) {
            remove_database(old)?;
        }
        Ok(to)
    }

    /// Removes every file of the account.
    pub(super) fn remove_all(&self) -> io::Result<()> {
        remove_database(&self.database())?;
        for name in self.names()? {
            remove(&self.folder.join(name))?;
        }
        Ok(())
    }

    /// Databases that were set aside, the oldest first.
    fn set_aside_before(&self) -> io::Result<Vec<(u32, PathBuf)>> {
        let prefix = self.set_aside_prefix();
        let number = |name: &str| name.strip_prefix(&prefix)?.strip_suffix(".db")?.parse().ok();
        let mut found: Vec<(u32, PathBuf)> = self
            .names()?
            .into_iter()
            .filter_map(|name| Some((number(name.to_str()?)?, self.folder.join(&name))))
            .collect();
        found.sort();
        Ok(found)
    }

    fn set_aside_prefix(&self) -> String {
        format!("{}.set-aside-", self.name)
    }

    /// The names of this account's files, of whatever kind.
    fn names(&self) -> io::Result<Vec<OsString>> {
        let own = format!("{}.", self.name);
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let names: io::Result<Vec<OsString>> = entries.map(|entry| Ok(entry?.file_name())).collect();
        Ok(names?.into_iter().filter(|name| name.to_str().is_some_and(|name| name.starts_with(&own))).collect())
    }
}

fn remove_database(database: &Path) -> io::Result<()> {
    remove(database)?;
    COMPANIONS.iter().try_for_each(|companion| remove(&with_suffix(database, companion)))
}

/// Removing what is not there is no error.
fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Folders of a person are theirs on other systems; on Unix a file is what its mode says.
fn for_the_owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A file that others may read, from a backup perhaps, is closed to them again.
fn close_to_others(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(file)?.permissions().mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(file, fs::Permissions::from_mode(0o600))?;
        }
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
