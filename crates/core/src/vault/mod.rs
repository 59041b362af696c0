//! What the keychain holds for one environment and profile: the grants, a pending sign-in, and tokens that are still to
//! be revoked.
//!
//! [`store`] is the keychain itself, [`slots`] keeps a document whole in it, [`document`] is what the documents say.

pub mod document;
pub mod slots;
pub mod store;

use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

pub use slots::VaultError;
pub use store::{Keychain, MemoryStore, SecretStore, StoreError};

use self::document::{KeptAttempt, KeptGrants, KeptRevocations};
use self::slots::Slots;

/// An operation that waits for the system's unlock prompt is given up after this long.
const PATIENCE: Duration = Duration::from_secs(90);

/// One profile's secrets. All methods run on a blocking thread: a keychain call can wait for a person.
#[derive(Clone, Debug)]
pub struct Vault {
    store: Arc<dyn SecretStore>,
    prefix: String,
    grants: Arc<Slots>,
    revocations: Arc<Slots>,
}

impl Vault {
    /// The vault of a profile in a store that is known to work.
    pub fn over(store: Arc<dyn SecretStore>, environment: &str, profile: &str) -> Self {
        let prefix = format!("{environment}/{profile}");
        Self {
            grants: Arc::new(Slots::new(store.clone(), &format!("{prefix}/grants"))),
            revocations: Arc::new(Slots::new(store.clone(), &format!("{prefix}/revoke"))),
            store,
            prefix,
        }
    }

    /// Like [`Vault::over`], after a test that the store keeps what it is given.
    pub async fn open(store: Arc<dyn SecretStore>, environment: &str, profile: &str) -> Result<Self, VaultError> {
        let vault = Self::over(store, environment, profile);
        vault.prove_writable().await?;
        Ok(vault)
    }

    /// Writes, reads back and removes a probe. Done at start, and before each token renewal: a renewal whose result
    /// cannot be kept would end the session.
    pub async fn prove_writable(&self) -> Result<(), VaultError> {
        let (store, item) = (self.store.clone(), format!("{}/probe", self.prefix));
        blocking(move || {
            store.write(&item, b"probe")?;
            let same = store.read(&item)?.is_some_and(|found| *found == *b"probe");
            store.remove(&item)?;
            if same { Ok(()) } else { Err(VaultError::Forgetful) }
        })
        .await
    }

    pub async fn load_grants(&self) -> Result<Option<KeptGrants>, VaultError> {
        let slots = self.grants.clone();
        blocking(move || slots.load()?.map(|text| KeptGrants::parse(&text)).transpose()).await
    }

    pub async fn save_grants(&self, grants: &KeptGrants) -> Result<(), VaultError> {
        let (slots, text) = (self.grants.clone(), grants.to_text()?);
        blocking(move || slots.save(&text)).await
    }

    pub async fn remove_grants(&self) -> Result<(), VaultError> {
        let slots = self.grants.clone();
        blocking(move || slots.remove()).await
    }

    pub async fn load_revocations(&self) -> Result<KeptRevocations, VaultError> {
        let slots = self.revocations.clone();
        blocking(move || Ok(slots.load()?.map(|text| KeptRevocations::parse(&text)).transpose()?.unwrap_or_default()))
            .await
    }

    /// Keeps what is still to be revoked; an empty list leaves nothing behind.
    pub async fn save_revocations(&self, revocations: &KeptRevocations) -> Result<(), VaultError> {
        let slots = self.revocations.clone();
        if revocations.is_empty() {
            return blocking(move || slots.remove()).await;
        }
        let text = revocations.to_text()?;
        blocking(move || slots.save(&text)).await
    }

    pub async fn load_attempt(&self) -> Result<Option<KeptAttempt>, VaultError> {
        let (store, item) = (self.store.clone(), self.attempt_item());
        blocking(move || store.read(&item)?.map(|text| KeptAttempt::parse(&text)).transpose()).await
    }

    pub async fn save_attempt(&self, attempt: &KeptAttempt) -> Result<(), VaultError> {
        let (store, item, text) = (self.store.clone(), self.attempt_item(), attempt.to_text()?);
        blocking(move || Ok(store.write(&item, &text)?)).await
    }

    /// Removes the attempt of this id; a newer one is left alone.
    pub async fn remove_attempt(&self, id: &str) -> Result<(), VaultError> {
        let (store, item, id) = (self.store.clone(), self.attempt_item(), id.to_owned());
        blocking(move || match store.read(&item)? {
            Some(text) if KeptAttempt::parse(&text).is_ok_and(|kept| kept.id != id) => Ok(()),
            Some(_) => Ok(store.remove(&item)?),
            None => Ok(()),
        })
        .await
    }

    fn attempt_item(&self) -> String {
        format!("{}/attempt", self.prefix)
    }
}

pub(crate) type SecretText = Zeroizing<Vec<u8>>;

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
