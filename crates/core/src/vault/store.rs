//! The operating system's keychain, and a store in memory for a session without one.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi;
use zeroize::Zeroizing;

use super::SecretText;

/// The longest secret that is written as one item. Windows refuses blobs over 2,560 bytes.
pub(crate) const MAX_ITEM: usize = 2_000;

/// A place for named secrets. Calls block.
pub trait SecretStore: Send + Sync + fmt::Debug {
    /// None where there is no such item.
    fn read(&self, item: &str) -> Result<Option<SecretText>, StoreError>;
    /// Makes the item, or replaces what it held.
    fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError>;
    /// Removing what is not there is no error.
    fn remove(&self, item: &str) -> Result<(), StoreError>;
}

/// Why a store does not do what it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// None runs on this computer.
    #[error("there is no keychain service")]
    Missing,
    /// Its owner has to unlock it first.
    #[error("the keychain is locked")]
    Locked,
    /// Anything else; the log says more.
    #[error("the keychain gave an error")]
    Failed,
}

/// The keychain under one service name. It is made with the store crates directly, because the connection must be
/// retryable: a keychain can appear after the application did, and come back after it was gone.
pub struct Keychain {
    store: Mutex<Store>,
    service: &'static str,
}

type Store = Arc<dyn CredentialStoreApi + Send + Sync>;

impl Keychain {
    /// The items of this service in the system's keychain.
    pub fn connect(service: &'static str) -> Result<Self, StoreError> {
        let store = open().map_err(|error| sort(&error))?;
        Ok(Self { store: Mutex::new(store), service })
    }

    /// Does something with an item. A connection whose service has gone is replaced once: the service may have been
    /// started anew, and does not know the old connection's session.
    fn on<T>(
        &self,
        item: &str,
        act: impl Fn(&Entry) -> Result<T, keyring_core::Error>,
    ) -> Result<T, keyring_core::Error> {
        let store = || self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let current = store().clone();
        let first = current.build(self.service, item, None).and_then(|entry| act(&entry));
        match first {
            Err(error) if sort(&error) == StoreError::Missing => {}
            done => return done,
        }
        let fresh = open()?;
        store().clone_from(&fresh);
        act(&fresh.build(self.service, item, None)?)
    }
}

fn open() -> Result<Store, keyring_core::Error> {
    #[cfg(target_os = "linux")]
    let store = zbus_secret_service_keyring_store::Store::new();
    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new();
    #[cfg(windows)]
    let store = windows_native_keyring_store::Store::new();
    Ok(store?)
}

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keychain").field("service", &self.service).finish_non_exhaustive()
    }
}

/// Secrets are written as base64url text: one of the Linux services keeps nothing but UTF-8.
impl SecretStore for Keychain {
    fn read(&self, item: &str) -> Result<Option<SecretText>, StoreError> {
        match self.on(item, Entry::get_secret) {
            Ok(text) => {
                let text = Zeroizing::new(text);
                URL_SAFE_NO_PAD
                    .decode(&*text)
                    .map(|secret| Some(Zeroizing::new(secret)))
                    .map_err(|_| StoreError::Failed)
            }
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(sort(&error)),
        }
    }

    fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError> {
        let text = Zeroizing::new(URL_SAFE_NO_PAD.encode(secret));
        self.on(item, |entry| entry.set_secret(text.as_bytes())).map_err(|error| sort(&error))
    }

    fn remove(&self, item: &str) -> Result<(), StoreError> {
        match self.on(item, Entry::delete_credential) {
            Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
            Err(error) => Err(sort(&error)),
        }
    }
}

fn sort(error: &keyring_core::Error) -> StoreError {
    match error {
        keyring_core::Error::NoStorageAccess(_) => StoreError::Locked,
        keyring_core::Error::PlatformFailure(_) | keyring_core::Error::NoDefaultStore => StoreError::Missing,
        _ => StoreError::Failed,
    }
}

/// Keeps secrets for as long as the process lives.
#[derive(Default)]
pub struct MemoryStore(Mutex<HashMap<String, SecretText>>);

impl MemoryStore {
    fn items(&self) -> std::sync::MutexGuard<'_, HashMap<String, SecretText>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The names of what is kept.
    pub fn names(&self) -> Vec<String> {
        self.items().keys().cloned().collect()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}

impl SecretStore for MemoryStore {
    fn read(&self, item: &str) -> Result<Option<SecretText>, StoreError> {
        Ok(self.items().get(item).cloned())
    }

    fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError> {
        self.items().insert(item.to_owned(), Zeroizing::new(secret.to_vec()));
        Ok(())
    }

    fn remove(&self, item: &str) -> Result<(), StoreError> {
        self.items().remove(item);
        Ok(())
    }
}
