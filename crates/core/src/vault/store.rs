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
pub const MAX_ITEM: usize = 2_000;

/// A place for named secrets. Calls block.
pub trait SecretStore: Send + Sync + fmt::Debug {
    fn read(&self, item: &str) -> Result<Option<SecretText>, StoreError>;
    fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError>;
    /// Removing what is not there is no error.
    fn remove(&self, item: &str) -> Result<(), StoreError>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("there is no keychain service")]
    Missing,
    #[error("the keychain is locked")]
    Locked,
    #[error("the keychain gave an error")]
    Failed,
}

/// The keychain under one service name. It is made with the store crates directly, because the connection must be
/// retryable: a keychain can appear after the application did.
pub struct Keychain {
    store: Arc<dyn CredentialStoreApi + Send + Sync>,
    service: &'static str,
}

impl Keychain {
    pub fn connect(service: &'static str) -> Result<Self, StoreError> {
        #[cfg(target_os = "linux")]
        let store = zbus_secret_service_keyring_store::Store::new();
        #[cfg(target_os = "macos")]
        let store = apple_native_keyring_store::keychain::Store::new();
        #[cfg(windows)]
        let store = windows_native_keyring_store::Store::new();
        Ok(Self { store: store.map_err(|error| sort(&error))?, service })
    }

    fn entry(&self, item: &str) -> Result<Entry, StoreError> {
        self.store.build(self.service, item, None).map_err(|error| sort(&error))
    }
}

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keychain").field("service", &self.service).finish_non_exhaustive()
    }
}

/// Secrets are written as base64url text: one of the Linux services keeps nothing but UTF-8.
impl SecretStore for Keychain {
    fn read(&self, item: &str) -> Result<Option<SecretText>, StoreError> {
        match self.entry(item)?.get_secret() {
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
        self.entry(item)?.set_secret(text.as_bytes()).map_err(|error| sort(&error))
    }

    fn remove(&self, item: &str) -> Result<(), StoreError> {
        match self.entry(item)?.delete_credential() {
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
