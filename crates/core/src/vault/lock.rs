//! One process at a time: the application and the command line share a vault, and a refresh token can be spent once.
//!
//! The lock is the operating system's, on an empty file in the data folder. It ends with the process that holds it,
//! however that ends, so nothing is ever left locked.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::VaultError;
use crate::private_file;

/// How often somebody who waits looks again. A waiting thread for each would not end with the wait.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// The lock of one vault. Clones are the same lock; so is another one of the same name, in this process or elsewhere.
#[derive(Clone, Debug)]
pub struct ProcessLock(PathBuf);

/// The lock is held until this is dropped.
#[derive(Debug)]
pub struct Locked {
    _file: Option<File>,
}

impl ProcessLock {
    /// Names of vaults hold addresses; a file is named by their hash.
    pub fn in_folder(folder: &Path, vault: &str) -> Self {
        let hash = Sha256::digest(vault).first_chunk().copied().map_or(0, u64::from_be_bytes);
        Self(folder.join(format!("vault-{hash:016x}.lock")))
    }

    /// Where it lies, beside whatever else the processes share.
    pub fn folder(&self) -> Option<&Path> {
        self.0.parent()
    }

    /// Waits for the lock. Whoever holds it may have been stopped in the midst of something: after `patience` it is
    /// [`VaultError::Busy`].
    pub async fn take(&self, patience: Duration) -> Result<Locked, VaultError> {
        self.wait(File::try_lock, patience).await
    }

    /// Like [`ProcessLock::take`], beside others who only share it.
    pub async fn share(&self, patience: Duration) -> Result<Locked, VaultError> {
        self.wait(File::try_lock_shared, patience).await
    }

    /// Like [`ProcessLock::share`] for a thread that may be held up by the folder, and without waiting: None where somebody
    /// has it alone.
    pub fn try_share(&self) -> Result<Option<Locked>, VaultError> {
        match attempt(&self.0, File::try_lock_shared, None).map_err(|error| unusable(&error))? {
            Try::Locked(locked) => Ok(Some(locked)),
            Try::Taken(_) => Ok(None),
        }
    }

    async fn wait(&self, ask: Ask, patience: Duration) -> Result<Locked, VaultError> {
        let until = Instant::now() + patience;
        let mut waiting = match self.on_a_thread(ask, None).await? {
            Try::Locked(locked) => return Ok(locked),
            Try::Taken(file) => file,
        };
        while Instant::now() < until {
            tokio::time::sleep(LOOK_AGAIN).await;
            waiting = match self.on_a_thread(ask, Some(waiting)).await? {
                Try::Locked(locked) => return Ok(locked),
                Try::Taken(file) => file,
            };
        }
        Err(VaultError::Busy)
    }

    /// Asking for a lock does not wait for its holder, but a folder on another computer may let one wait for it.
    async fn on_a_thread(&self, ask: Ask, file: Option<File>) -> Result<Try, VaultError> {
        let path = self.0.clone();
        let tried = tokio::task::spawn_blocking(move || attempt(&path, ask, file)).await;
        tried.map_err(io::Error::other).and_then(|tried| tried).map_err(|error| unusable(&error))
    }
}

fn unusable(error: &io::Error) -> VaultError {
    tracing::error!(%error, "the lock between processes cannot be used");
    VaultError::NoLock
}

type Ask = fn(&File) -> Result<(), TryLockError>;

enum Try {
    Locked(Locked),
    Taken(File),
}

fn attempt(path: &Path, ask: Ask, file: Option<File>) -> io::Result<Try> {
    let file = file.map_or_else(|| private_file::open_or_create(path), Ok)?;
    match ask(&file) {
        Ok(()) => Ok(Try::Locked(Locked { _file: Some(file) })),
        Err(TryLockError::WouldBlock) => Ok(Try::Taken(file)),
        // Some network file systems know no locks. What is written is compared before it is replaced, with or without.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
            tracing::warn!("the data folder knows no locks between processes");
            Ok(Try::Locked(Locked { _file: None }))
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_holder_that_hangs_does_not_hold_up_the_others_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let lock = ProcessLock::in_folder(folder.path(), "production/default");
        let held = lock.take(Duration::ZERO).await.unwrap();
        let same = ProcessLock::in_folder(folder.path(), "production/default");
        assert_eq!(same.take(Duration::from_millis(30)).await.map(drop), Err(VaultError::Busy));
        let other = ProcessLock::in_folder(folder.path(), "demonstration/default");
        assert!(other.take(Duration::ZERO).await.is_ok(), "another vault has another lock");
        drop(held);
        let shared = same.share(Duration::ZERO).await.unwrap();
        let beside = lock.share(Duration::ZERO).await.unwrap();
        assert_eq!(lock.take(Duration::ZERO).await.map(drop), Err(VaultError::Busy));
        drop((shared, beside));
        assert!(same.take(Duration::ZERO).await.is_ok());
    }

    #[tokio::test]
    async fn those_who_wait_get_the_lock_when_it_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let lock = ProcessLock::in_folder(folder.path(), "production/default");
        let held = lock.take(Duration::ZERO).await.unwrap();
        let waiting = tokio::spawn(async move { lock.take(Duration::from_mins(1)).await.map(drop) });
        tokio::task::yield_now().await;
        drop(held);
        assert_eq!(waiting.await.unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn a_lock_that_cannot_be_made_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, b"").unwrap();
        let lock = ProcessLock::in_folder(&file, "production/default");
        assert_eq!(lock.take(Duration::ZERO).await.map(drop), Err(VaultError::NoLock));
    }
}
