//! The files of one account's cache: what they are called, who may read them, and how one is set aside.
//!
//! `<name>.db` is the database, with SQLite's own `<name>.db-wal` and `<name>.db-shm` beside it. A file that cannot be
//! used any more becomes `<name>.set-aside-<n>.db`. The name is a hash, so that the folder does not say whose it is.

use std::io;
use std::path::{Path, PathBuf};

use crate::{database_file, private_file};

/// A disk that damages every file should not be filled by what is left of them.
const KEPT_ASIDE: usize = 3;

#[derive(Clone, Debug)]
pub(super) struct Files {
    folder: PathBuf,
    name: String,
}

impl Files {
    pub(super) fn new(folder: &Path, account: &str) -> Self {
        Self { folder: folder.to_owned(), name: database_file::hidden_name("monei-wallet cache", account) }
    }

    pub(super) fn database(&self) -> PathBuf {
        self.folder.join(format!("{}.db", self.name))
    }

    /// Makes the folder and an empty file, for their owner only; SQLite gives its companions the same mode.
    pub(super) fn prepare(&self) -> io::Result<()> {
        let database = self.database();
        private_file::create_folder(&self.folder)?;
        if private_file::create_or_close(&database)? { database_file::remove_companions(&database) } else { Ok(()) }
    }

    /// Moves the database out of the way, with its log, and says where it is now.
    pub(super) fn set_aside(&self) -> io::Result<PathBuf> {
        let earlier = self.set_aside_before()?;
        let number = earlier.last().map_or(1, |(number, _)| number.saturating_add(1));
        let to = self.folder.join(format!("{}{number}.db", self.set_aside_prefix()));
        database_file::rename(&self.database(), &to)?;
        for (_, old) in earlier.iter().rev().skip(KEPT_ASIDE - 1) {
            database_file::remove(old)?;
        }
        Ok(to)
    }

    /// Removes every file of the account.
    pub(super) fn remove_all(&self) -> io::Result<()> {
        database_file::remove(&self.database())?;
        for name in self.names()? {
            database_file::if_there(std::fs::remove_file(self.folder.join(name)))?;
        }
        Ok(())
    }

    /// Databases that were set aside, the oldest first.
    fn set_aside_before(&self) -> io::Result<Vec<(u32, PathBuf)>> {
        let prefix = self.set_aside_prefix();
        let number = |name: &str| name.strip_prefix(&prefix)?.strip_suffix(".db")?.parse().ok();
        let mut found: Vec<(u32, PathBuf)> =
            self.names()?.into_iter().filter_map(|name| Some((number(&name)?, self.folder.join(&name)))).collect();
        found.sort();
        Ok(found)
    }

    fn set_aside_prefix(&self) -> String {
        format!("{}.set-aside-", self.name)
    }

    /// The names of this account's files, of whatever kind.
    fn names(&self) -> io::Result<Vec<String>> {
        database_file::names(&self.folder, &format!("{}.", self.name))
    }
}
