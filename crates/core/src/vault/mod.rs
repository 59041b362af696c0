//! What the keychain holds for one environment and profile: the grants, a pending sign-in, tokens that are still to
//! be revoked, and the keys of the databases.
//!
//! [`store`] is the keychain itself and [`file`] what stands in for it, [`slots`] keeps a document whole in either,
//! [`document`] is what the documents say, [`keys`] opens the databases, and [`lock`] lets one process at a time change them.

pub mod document;
pub(crate) mod file;
mod keys;
pub(crate) mod lock;
pub(crate) mod slots;
pub(crate) mod store;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use zeroize::Zeroizing;

pub use file::{FileStore, FileStoreError};
pub use lock::Locked;
pub use slots::{VaultError, Version};
pub use store::{Keychain, MemoryStore, SecretStore, StoreError};

use self::document::{KeptAttempt, KeptGrants, KeptRevocations};
use self::lock::ProcessLock;
use self::slots::Slots;

/// An operation that waits for the system's unlock prompt is given up after this long.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long a start waits for the other processes.
const AT_START: Duration = Duration::from_secs(3);

/// The profile of the application, which holds one wallet.
pub const DEFAULT_PROFILE: &str = "default";

/// One profile's secrets. All methods run on a blocking thread: a keychain call can wait for a person.
///
/// One operation runs at a time. A call that was given up waiting for the person goes on waiting in its thread and runs
/// once the keychain is unlocked; by then a later call may have replaced what it has to say, and it does nothing.
#[derive(Clone, Debug)]
pub struct Vault {
    store: Arc<dyn SecretStore>,
    environment: String,
    prefix: String,
    grants: Arc<Document>,
    revocations: Arc<Document>,
    attempt: Arc<Turns>,
    /// Held while an operation runs.
    desk: Arc<Mutex<()>>,
    /// None where no other process can reach the store.
    lock: Option<ProcessLock>,
}

/// Grants as they were found, and the version that they were found in.
#[derive(Debug)]
pub struct Reading {
    /// As they were found.
    pub grants: KeptGrants,
    /// What a change must replace.
    pub version: Version,
}

/// What became of the grants since somebody read them.
#[derive(Debug)]
pub enum Since {
    /// Nothing, or there never were any.
    Same,
    /// They were replaced.
    Changed(Reading),
    /// The wallet was disconnected.
    Removed,
    /// They cannot be read; this version of them can be replaced.
    Damaged(Option<Version>),
}

/// The right to read, think and change, without another process in between. It is held until this is dropped.
#[derive(Debug)]
pub struct Turn {
    _locked: Option<Locked>,
}

/// A document with the number of its newest change.
#[derive(Debug)]
struct Document {
    slots: Slots,
    turns: Turns,
}

/// Numbers the changes of one thing in the order in which they were asked for.
#[derive(Debug, Default)]
struct Turns(AtomicU64);

impl Turns {
    fn take(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn is_newest(&self, turn: u64) -> bool {
        self.0.load(Ordering::Relaxed) == turn
    }
}

impl Vault {
    /// The vault of a profile in a store that is known to work.
    pub fn over(store: Arc<dyn SecretStore>, environment: &str, profile: &str) -> Self {
        let prefix = format!("{environment}/{profile}");
        let document = |name: &str| {
            let slots = Slots::new(store.clone(), &format!("{prefix}/{name}"));
            Arc::new(Document { slots, turns: Turns::default() })
        };
        Self {
            grants: document("grants"),
            revocations: document("revoke"),
            attempt: Arc::default(),
            desk: Arc::default(),
            lock: None,
            store,
            environment: environment.to_owned(),
            prefix,
        }
    }

    /// Whose tokens these are: they must reach no other platform.
    pub fn environment(&self) -> &str {
        &self.environment
    }

    /// The vault as other processes share it: whoever changes it takes turns with them, by a lock in this folder. All of
    /// them must name the same one.
    #[must_use]
    pub fn shared_through(mut self, folder: &Path) -> Self {
        self.lock = Some(ProcessLock::in_folder(folder, &self.prefix));
        self
    }

    /// The folder that the processes on this vault share, and the vault's name there; none where it ends with the process.
    pub fn place(&self) -> Option<(&Path, &str)> {
        Some((self.lock.as_ref()?.folder()?, &self.prefix))
    }

    /// Waits for the other processes, and not for ever: one of them may hang.
    pub async fn turn(&self, patience: Duration) -> Result<Turn, VaultError> {
        let Some(lock) = &self.lock else { return Ok(Turn { _locked: None }) };
        Ok(Turn { _locked: Some(lock.take(patience).await?) })
    }

    /// Like [`Vault::turn`], for somebody who needs the grants to stay as they are, beside others who do.
    pub(crate) async fn shared_turn(&self, patience: Duration) -> Result<Turn, VaultError> {
        let Some(lock) = &self.lock else { return Ok(Turn { _locked: None }) };
        Ok(Turn { _locked: Some(lock.share(patience).await?) })
    }

    /// Like [`Vault::over`], after a test that the store keeps what it is given. `folder` is where the processes that
    /// share the store take turns; none, where there is only this one.
    pub async fn open(
        store: Arc<dyn SecretStore>,
        environment: &str,
        profile: &str,
        folder: Option<&Path>,
    ) -> Result<Self, VaultError> {
        let vault = Self::over(store, environment, profile);
        let vault = folder.iter().fold(vault, |vault, folder| vault.shared_through(folder));
        vault.prove().await?;
        Ok(vault)
    }

    /// Proves the vault writable, in a turn of its own.
    pub async fn prove(&self) -> Result<(), VaultError> {
        // All processes use one probe; and one that hangs should keep nobody from starting.
        let _turn = self.turn(AT_START).await;
        self.prove_writable().await
    }

    /// Writes, reads back and removes a probe, in the caller's turn. Done at start, and before each token renewal: a
    /// renewal whose result cannot be kept would end the session.
    pub(crate) async fn prove_writable(&self) -> Result<(), VaultError> {
        let (store, item) = (self.store.clone(), format!("{}/probe", self.prefix));
        self.run(move || {
            store.write(&item, b"probe")?;
            let same = store.read(&item)?.is_some_and(|found| *found == *b"probe");
            store.remove(&item)?;
            if same { Ok(()) } else { Err(VaultError::Forgetful) }
        })
        .await
    }

    /// None where nobody is signed in.
    pub async fn load_grants(&self) -> Result<Option<Reading>, VaultError> {
        let document = self.grants.clone();
        self.run(move || reading(&document.slots)).await
    }

    /// What another process has made of the grants.
    pub(crate) async fn grants_since(&self, known: Option<Version>) -> Result<Since, VaultError> {
        let document = self.grants.clone();
        self.run(move || {
            let version = document.slots.version()?;
            if version == known && known.is_some() {
                return Ok(Since::Same);
            }
            match reading(&document.slots) {
                Ok(Some(reading)) => Ok(Since::Changed(reading)),
                Ok(None) => Ok(if known.is_some() { Since::Removed } else { Since::Same }),
                Err(VaultError::Damaged) => Ok(Since::Damaged(version)),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// Replaces the grants if they are still those that the caller knows, or cannot be read.
    pub(crate) async fn save_grants(&self, grants: &KeptGrants, known: Option<Version>) -> Result<Version, VaultError> {
        let (text, document) = (grants.to_text()?, self.grants.clone());
        let turn = document.turns.take();
        self.run(move || {
            if document.turns.is_newest(turn) {
                document.slots.save_over(&text, known.as_ref())
            } else {
                Err(VaultError::Overtaken)
            }
        })
        .await
    }

    /// As Disconnect does.
    pub async fn remove_grants(&self) -> Result<(), VaultError> {
        self.remove(&self.grants).await
    }

    pub(crate) async fn load_revocations(&self) -> Result<KeptRevocations, VaultError> {
        let document = self.revocations.clone();
        let text = self.run(move || document.slots.load()).await?;
        text.map_or(Ok(KeptRevocations::default()), |text| KeptRevocations::parse(&text))
    }

    /// Keeps what is still to be revoked; an empty list leaves nothing behind.
    pub(crate) async fn save_revocations(&self, revocations: &KeptRevocations) -> Result<(), VaultError> {
        if revocations.is_empty() {
            return self.remove(&self.revocations).await;
        }
        self.save(&self.revocations, revocations.to_text()?).await
    }

    pub(crate) async fn load_attempt(&self) -> Result<Option<KeptAttempt>, VaultError> {
        let (store, item) = (self.store.clone(), self.attempt_item());
        self.run(move || store.read(&item)?.map(|text| KeptAttempt::parse(&text)).transpose()).await
    }

    pub(crate) async fn save_attempt(&self, attempt: &KeptAttempt) -> Result<(), VaultError> {
        let (store, item, text) = (self.store.clone(), self.attempt_item(), attempt.to_text()?);
        let (turns, turn) = (self.attempt.clone(), self.attempt.take());
        self.run(move || if turns.is_newest(turn) { Ok(store.write(&item, &text)?) } else { Ok(()) }).await
    }

    /// Removes the attempt of this id; a newer one is left alone.
    pub(crate) async fn remove_attempt(&self, id: &str) -> Result<(), VaultError> {
        let (store, item, id) = (self.store.clone(), self.attempt_item(), id.to_owned());
        self.run(move || match store.read(&item)? {
            Some(text) if KeptAttempt::parse(&text).is_ok_and(|kept| kept.id != id) => Ok(()),
            Some(_) => Ok(store.remove(&item)?),
            None => Ok(()),
        })
        .await
    }

    /// Removes the attempt, whichever it is; one whose writing was asked for before is not written any more.
    pub(crate) async fn remove_any_attempt(&self) -> Result<(), VaultError> {
        let (store, item) = (self.store.clone(), self.attempt_item());
        let (turns, turn) = (self.attempt.clone(), self.attempt.take());
        self.run(move || if turns.is_newest(turn) { Ok(store.remove(&item)?) } else { Ok(()) }).await
    }

    fn attempt_item(&self) -> String {
        format!("{}/attempt", self.prefix)
    }

    async fn save(&self, document: &Arc<Document>, text: SecretText) -> Result<(), VaultError> {
        let (turn, document) = (document.turns.take(), document.clone());
        self.run(move || if document.turns.is_newest(turn) { document.slots.save(&text).map(drop) } else { Ok(()) })
            .await
    }

    async fn remove(&self, document: &Arc<Document>) -> Result<(), VaultError> {
        let (turn, document) = (document.turns.take(), document.clone());
        self.run(move || if document.turns.is_newest(turn) { document.slots.remove() } else { Ok(()) }).await
    }

    async fn run<T: Send + 'static>(
        &self,
        operation: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let desk = self.desk.clone();
        blocking(move || {
            let _one_at_a_time = desk.lock().unwrap_or_else(PoisonError::into_inner);
            operation()
        })
        .await
    }
}

fn reading(slots: &Slots) -> Result<Option<Reading>, VaultError> {
    let Some((text, version)) = slots.load_with_version()? else { return Ok(None) };
    Ok(Some(Reading { grants: KeptGrants::parse(&text)?, version }))
}

/// A secret; it is wiped from memory when it is dropped.
pub type SecretText = Zeroizing<Vec<u8>>;

/// Runs a keychain call where it may block, for as long as a person may need to unlock it.
pub(crate) async fn blocking<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    match tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(call)).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(VaultError::Store(StoreError::Failed)),
        Err(_) => Err(VaultError::Store(StoreError::Locked)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use monei_api::connect::Credential;

    use super::*;

    /// What some platforms offer where there is no keychain: everything succeeds, and this is read back.
    #[derive(Debug)]
    struct Pretends(Option<&'static [u8]>);

    impl SecretStore for Pretends {
        fn read(&self, _item: &str) -> Result<Option<SecretText>, StoreError> {
            Ok(self.0.map(|text| Zeroizing::new(text.to_vec())))
        }

        fn write(&self, _item: &str, _secret: &[u8]) -> Result<(), StoreError> {
            Ok(())
        }

        fn remove(&self, _item: &str) -> Result<(), StoreError> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn r40_a_store_that_keeps_nothing_is_found_out_at_start() {
        for found in [None, Some(&b""[..]), Some(b"prob"), Some(b"another")] {
            let opened = Vault::open(Arc::new(Pretends(found)), "demonstration", "default", None).await;
            assert_eq!(opened.map(drop), Err(VaultError::Forgetful), "{found:?}");
        }
        let store = Arc::new(MemoryStore::default());
        assert!(Vault::open(store.clone(), "demonstration", "default", None).await.is_ok());
        assert_eq!(store.names(), Vec::<String>::new(), "the probe is removed");
    }

    fn attempt(id: &str) -> KeptAttempt {
        KeptAttempt {
            id: id.to_owned(),
            state: Credential::new("state".to_owned()),
            verifier: Credential::new("verifier".to_owned()),
            scopes: "wallet:read".to_owned(),
            redirect_uri: "dev.moneiwallet.desktop:/callback".to_owned(),
            issuer: "https://relay.example.com".to_owned(),
            authorization_endpoint: "https://relay.example.com/authorize".to_owned(),
            token_endpoint: "https://relay.example.com/token".to_owned(),
            started_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[tokio::test]
    async fn r38_an_attempt_that_is_still_being_written_does_not_outlive_its_removal() {
        let store = Arc::new(MemoryStore::default());
        let vault = Vault::over(store.clone(), "demonstration", "default");
        // Whichever comes to the desk first.
        for round in 0..50 {
            let attempt = attempt(&round.to_string());
            let (saved, removed) = tokio::join!(vault.save_attempt(&attempt), vault.remove_any_attempt());
            assert_eq!((saved, removed), (Ok(()), Ok(())));
            assert_eq!(store.names(), [""; 0]);
        }
        vault.save_attempt(&attempt("next")).await.unwrap();
        assert_eq!(store.names(), ["demonstration/default/attempt"], "the next sign-in is kept");
    }
}
