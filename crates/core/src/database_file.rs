//! A database of SQLite as it lies in a folder: one file with its companions, under a name that does not say whose it is.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The write-ahead log, and what the processes that use the database share.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// What is called `of` in one kind of file has another name in another kind.
pub fn hidden_name(kind: &str, of: &str) -> String {
    let hash = Sha256::new().chain_update(kind).chain_update("\n").chain_update(of).finalize();
    URL_SAFE_NO_PAD.encode(hash.get(..15).unwrap_or_default())
}

pub fn suffixed(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Moves a database with its companions.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    COMPANIONS.iter().try_for_each(|companion| if_there(fs::rename(suffixed(from, companion), suffixed(to, companion))))
}

/// Removes a database with its companions.
pub fn remove(database: &Path) -> io::Result<()> {
    if_there(fs::remove_file(database))?;
    remove_companions(database)
}

/// A log without its database would be read into the next one of that name.
pub fn remove_companions(database: &Path) -> io::Result<()> {
    COMPANIONS.iter().try_for_each(|companion| if_there(fs::remove_file(suffixed(database, companion))))
}

/// Which file lies there, where the system tells. One that is open cannot be removed where it does not.
pub fn inode(database: &Path) -> Option<u64> {
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&database.metadata().ok()?);
    #[cfg(not(unix))]
    let inode = database.metadata().ok().map(|_| 0)?;
    Some(inode)
}

/// To move or remove what is not there is no error.
pub fn if_there(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// The names in a folder that begin like this. A folder that is not there has none.
pub fn names(folder: &Path, beginning: &str) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        found.extend(entry?.file_name().into_string().ok().filter(|name| name.starts_with(beginning)));
    }
    Ok(found)
}
