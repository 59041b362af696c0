//! The keys of the databases: each in an item of its own, made where there is none yet.

use super::Vault;
use super::slots::VaultError;
use super::store::StoreError;
use crate::cache::CacheKey;

impl Vault {
    /// The key of the cache, made where there is none yet. One that is no key opens nothing, and is replaced.
    pub(crate) async fn cache_key(&self) -> Result<CacheKey, VaultError> {
        self.key(self.cache_key_item()).await
    }

    /// The key of the journal of payments, likewise. It is another one, because the cache's may go without the journal.
    pub(crate) async fn journal_key(&self) -> Result<CacheKey, VaultError> {
        self.key(self.journal_key_item()).await
    }

    async fn key(&self, item: String) -> Result<CacheKey, VaultError> {
        let store = self.store.clone();
        self.run(move || {
            if let Some(key) = store.read(&item)?.and_then(|kept| CacheKey::from_bytes(&kept)) {
                return Ok(key);
            }
            let key = CacheKey::random().map_err(|_| StoreError::Failed)?;
            store.write(&item, key.bytes())?;
            // A database whose key was not kept could not be opened again. Another process may have been faster.
            let kept = store.read(&item)?.and_then(|kept| CacheKey::from_bytes(&kept));
            kept.ok_or(VaultError::Forgetful)
        })
        .await
    }

    /// Without its key, nothing that is left of the cache can be read.
    pub(crate) async fn remove_cache_key(&self) -> Result<(), VaultError> {
        let (store, item) = (self.store.clone(), self.cache_key_item());
        self.run(move || Ok(store.remove(&item)?)).await
    }

    /// For Disconnect. Without it nothing of the journal can be read.
    pub(crate) async fn remove_journal_key(&self) -> Result<(), VaultError> {
        let (store, item) = (self.store.clone(), self.journal_key_item());
        self.run(move || Ok(store.remove(&item)?)).await
    }

    fn journal_key_item(&self) -> String {
        format!("{}/journal-key", self.prefix)
    }

    fn cache_key_item(&self) -> String {
        format!("{}/cache-key", self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::vault::{MemoryStore, SecretStore, SecretText};

    /// Everything succeeds, and nothing is there afterwards.
    #[derive(Debug)]
    struct KeepsNothing;

    impl SecretStore for KeepsNothing {
        fn read(&self, _item: &str) -> Result<Option<SecretText>, StoreError> {
            Ok(None)
        }

        fn write(&self, _item: &str, _secret: &[u8]) -> Result<(), StoreError> {
            Ok(())
        }

        fn remove(&self, _item: &str) -> Result<(), StoreError> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn the_key_of_the_cache_is_made_once_and_goes_with_the_cache() {
        let store = Arc::new(MemoryStore::default());
        let vault = Vault::over(store.clone(), "demonstration", "default");
        let key = vault.cache_key().await.unwrap();
        assert_eq!(vault.cache_key().await.unwrap().bytes(), key.bytes());
        assert_eq!(store.names(), ["demonstration/default/cache-key"]);
        vault.remove_cache_key().await.unwrap();
        assert_eq!(store.names(), [""; 0]);
        let next = vault.cache_key().await.unwrap();
        assert_ne!(next.bytes(), key.bytes());
        store.write("demonstration/default/cache-key", b"short").unwrap();
        assert_ne!(vault.cache_key().await.unwrap().bytes(), next.bytes());
        let forgetful = Vault::over(Arc::new(KeepsNothing), "demonstration", "default");
        assert_eq!(forgetful.cache_key().await.map(drop), Err(VaultError::Forgetful));
    }
}
