//! A document kept whole in a store of small items.
//!
//! The text is cut into chunks and written to the slot that is not in force; it is read back, and only then does one
//! write, that of `head`, put it in force. A crash at any point leaves the old document or the new one.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::SecretText;
use super::store::{MAX_ITEM, SecretStore, StoreError};

/// The keychain's items hold base64 text of at most [`MAX_ITEM`] bytes.
const CHUNK: usize = MAX_ITEM / 4 * 3;
/// Nine grants need about ten.
const MAX_CHUNKS: usize = 64;

/// Why a document was not read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The store itself refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was written was not there when it was read back.
    #[error("the keychain did not keep what was written")]
    Forgetful,
    /// It is there and makes no sense.
    #[error("what the keychain holds is damaged")]
    Damaged,
    /// More than any wallet needs.
    #[error("the document is too large for the keychain")]
    TooLarge,
    /// Another process has changed the document since it was read.
    #[error("another process has changed the document meanwhile")]
    Overtaken,
    /// It was waited for long enough.
    #[error("another process holds the vault")]
    Busy,
    /// The folder takes no file for it.
    #[error("the lock between processes cannot be used")]
    NoLock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Slot {
    A,
    B,
}

impl Slot {
    const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }
}

/// Which slot is in force, and what it must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    epoch: u64,
    slot: Slot,
    chunks: usize,
    /// SHA-256 of the whole text.
    hash: String,
}

/// Tells a state of a document from every other that it has had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(Head);

/// A named document with two slots.
#[derive(Debug)]
pub struct Slots {
    store: Arc<dyn SecretStore>,
    name: String,
}

impl Slots {
    pub fn new(store: Arc<dyn SecretStore>, name: &str) -> Self {
        Self { store, name: name.to_owned() }
    }

    /// The document in force. Missing, mixed or changed chunks are [`VaultError::Damaged`].
    pub fn load(&self) -> Result<Option<SecretText>, VaultError> {
        Ok(self.load_with_version()?.map(|(text, _)| text))
    }

    pub(crate) fn load_with_version(&self) -> Result<Option<(SecretText, Version)>, VaultError> {
        let Some(head) = self.head()? else { return Ok(None) };
        Ok(Some((self.read(&head)?, Version(head))))
    }

    /// The version in force, which costs one read. A damaged one is none.
    pub fn version(&self) -> Result<Option<Version>, VaultError> {
        match self.head() {
            Err(VaultError::Damaged) => Ok(None),
            head => Ok(head?.map(Version)),
        }
    }

    /// Replaces the document, whatever it is.
    pub fn save(&self, text: &[u8]) -> Result<Version, VaultError> {
        let old = self.version()?;
        self.write(text, old)
    }

    /// Replaces the document if it is still this version, or is damaged.
    pub(crate) fn save_over(&self, text: &[u8], known: Option<&Version>) -> Result<Version, VaultError> {
        let old = match self.head() {
            Err(VaultError::Damaged) => None,
            head => {
                let found = head?.map(Version);
                if found.as_ref() != known {
                    return Err(VaultError::Overtaken);
                }
                found
            }
        };
        self.write(text, old)
    }

    /// A damaged head says nothing about which slot to spare; neither can be read any more.
    fn write(&self, text: &[u8], old: Option<Version>) -> Result<Version, VaultError> {
        let old = old.map(|Version(head)| head);
        let slot = old.as_ref().map_or(Slot::A, |head| head.slot.other());
        let epoch = old.as_ref().map_or(1, |head| head.epoch.saturating_add(1));
        let chunks: Vec<&[u8]> = text.chunks(CHUNK).collect();
        if chunks.len() > MAX_CHUNKS {
            return Err(VaultError::TooLarge);
        }
        for (at, chunk) in chunks.iter().enumerate() {
            self.store.write(&self.chunk(slot, at), chunk)?;
        }
        let head = Head { epoch, slot, chunks: chunks.len(), hash: hash(text) };
        self.read(&head).map_err(|error| if error == VaultError::Damaged { VaultError::Forgetful } else { error })?;
        let head_text = serde_json::to_vec(&head).map_err(|_| VaultError::Damaged)?;
        self.store.write(&self.head_item(), &head_text)?;
        // A longer text of an earlier time should not leave parts of old tokens behind. The new text is in force, so
        // a failure here is no failure to save.
        if let Err(error) = self.remove_chunks(slot, chunks.len()) {
            tracing::warn!(%error, "old parts could not be removed from the keychain");
        }
        Ok(Version(head))
    }

    /// Removes every item of the document, the head first: without it the rest is nothing.
    pub fn remove(&self) -> Result<(), VaultError> {
        self.store.remove(&self.head_item())?;
        let (a, b) = (self.remove_chunks(Slot::A, 0), self.remove_chunks(Slot::B, 0));
        a.and(b)
    }

    fn head(&self) -> Result<Option<Head>, VaultError> {
        let Some(text) = self.store.read(&self.head_item())? else { return Ok(None) };
        let head: Head = serde_json::from_slice(&text).map_err(|_| VaultError::Damaged)?;
        if head.chunks > MAX_CHUNKS { Err(VaultError::Damaged) } else { Ok(Some(head)) }
    }

    fn read(&self, head: &Head) -> Result<SecretText, VaultError> {
        let mut text = Zeroizing::new(Vec::with_capacity(head.chunks * CHUNK));
        for at in 0..head.chunks {
            let chunk = self.store.read(&self.chunk(head.slot, at))?.ok_or(VaultError::Damaged)?;
            text.extend_from_slice(&chunk);
        }
        if hash(&text) == head.hash { Ok(text) } else { Err(VaultError::Damaged) }
    }

    fn remove_chunks(&self, slot: Slot, from: usize) -> Result<(), VaultError> {
        // From the last to the first: if this breaks off, those that are left still follow one another, and the next
        // time finds them.
        let mut end = from;
        while end < MAX_CHUNKS && self.store.read(&self.chunk(slot, end))?.is_some() {
            end += 1;
        }
        (from..end).rev().try_for_each(|at| Ok(self.store.remove(&self.chunk(slot, at))?))
    }

    fn head_item(&self) -> String {
        format!("{}/head", self.name)
    }

    fn chunk(&self, slot: Slot, at: usize) -> String {
        format!("{}/{}/{at}", self.name, slot.name())
    }
}

fn hash(text: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering::Relaxed;

    use monei_nightly::rounds;
    use proptest::prelude::*;
    use rand::{RngExt, SeedableRng};

    use super::super::document::KeptGrants;
    use super::super::store::MemoryStore;
    use super::*;

    /// Fails every change from the given one on, as a crash would.
    #[derive(Debug)]
    struct Crashing {
        inner: Arc<MemoryStore>,
        changes_left: AtomicUsize,
    }

    impl Crashing {
        fn change(&self) -> Result<(), StoreError> {
            let spent = self.changes_left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1));
            spent.map(drop).map_err(|_| StoreError::Failed)
        }
    }

    impl SecretStore for Crashing {
        fn read(&self, item: &str) -> Result<Option<SecretText>, StoreError> {
            self.inner.read(item)
        }

        fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError> {
            assert!(URL_SAFE_NO_PAD.encode(secret).len() <= MAX_ITEM, "an item is too long for a keychain");
            self.change()?;
            self.inner.write(item, secret)
        }

        fn remove(&self, item: &str) -> Result<(), StoreError> {
            self.change()?;
            self.inner.remove(item)
        }
    }

    fn slots(inner: &Arc<MemoryStore>, changes: usize) -> Slots {
        Slots::new(Arc::new(Crashing { inner: inner.clone(), changes_left: changes.into() }), "t")
    }

    proptest! {
        #[test]
        fn r39_a_crash_at_any_change_leaves_the_old_or_the_new_text(
            first in proptest::collection::vec(any::<u8>(), 0..6_000),
            second in proptest::collection::vec(any::<u8>(), 0..6_000),
            third in proptest::collection::vec(any::<u8>(), 0..6_000),
            changes in 0usize..10,
        ) {
            let store = Arc::new(MemoryStore::default());
            // The third takes the place of the first, of which parts may have to be removed.
            slots(&store, usize::MAX).save(&first).unwrap();
            slots(&store, usize::MAX).save(&second).unwrap();
            let saved = slots(&store, changes).save(&third).is_ok();
            let found = slots(&store, usize::MAX).load().unwrap().unwrap();
            prop_assert_eq!(&*found, if saved { &third } else { &second });
        }
    }

    /// Nine grants with tokens as long as signed ones are.
    fn nine_grants(mark: char) -> Vec<u8> {
        let token = |kind: &str, number: usize| format!("{kind}_{number}{}", mark.to_string().repeat(800));
        let grants: Vec<_> = (0..9)
            .map(|number| {
                serde_json::json!({
                    "tokens": { "access": token("mct", number), "refresh": token("mcr", number) },
                    "expires_at": "2026-01-01T00:00:00Z",
                    "scopes": "wallet:read profile:read",
                    "issuer": "https://relay.example",
                    "environment": "production",
                })
            })
            .collect();
        let kept = serde_json::json!({ "account": { "monei": "ada" }, "grants": grants });
        let text = KeptGrants::parse(&serde_json::to_vec(&kept).unwrap()).unwrap().to_text().unwrap();
        text.to_vec()
    }

    #[test]
    fn r39_nine_grants_fit_and_come_back() {
        let store = Arc::new(MemoryStore::default());
        let text = nine_grants('x');
        assert!(text.len() > 9 * 1_600);
        // The store refuses items that are too long for a keychain.
        slots(&store, usize::MAX).save(&text).unwrap();
        assert_eq!(**slots(&store, usize::MAX).load().unwrap().unwrap(), *text);
        assert!(store.names().len() > 8, "{:?}", store.names());
    }

    /// One item of two saved documents is changed in every way that a keychain, or somebody at it, could change it.
    #[test]
    fn r39_no_damage_gives_another_text_or_a_panic() {
        let saved = Arc::new(MemoryStore::default());
        let texts = [nine_grants('x'), nine_grants('y')];
        for text in &texts {
            slots(&saved, usize::MAX).save(text).unwrap();
        }
        let items: Vec<(String, Vec<u8>)> = saved
            .names()
            .into_iter()
            .map(|name| {
                let content = saved.read(&name).unwrap().unwrap().to_vec();
                (name, content)
            })
            .collect();
        let mut random = rand::rngs::StdRng::seed_from_u64(39);
        let mut refused = 0;
        for round in 0..rounds(2_000, 200_000) {
            let store = Arc::new(MemoryStore::default());
            for (name, content) in &items {
                store.write(name, content).unwrap();
            }
            let (name, content) = &items[round % items.len()];
            let mut changed = content.clone();
            let place = random.random_range(0..changed.len());
            match random.random_range(0..6) {
                0 => store.remove(name).unwrap(),
                1 => store.write(name, &items[random.random_range(0..items.len())].1).unwrap(),
                kind => {
                    match kind {
                        2 => changed[place] ^= 1 << random.random_range(0..8),
                        3 => changed.truncate(place),
                        4 => changed.insert(place, random.random()),
                        // A number of the head that is too large, or a chunk that is none.
                        _ => changed.splice(place..place, *b"99999999999999999999").for_each(drop),
                    }
                    store.write(name, &changed).unwrap();
                }
            }
            match slots(&store, usize::MAX).load() {
                Ok(Some(text)) => assert!(texts.iter().any(|saved| **text == *saved), "{name}"),
                Ok(None) => assert!(name.ends_with("/head"), "{name}"),
                Err(error) => {
                    assert_eq!(error, VaultError::Damaged, "{name}");
                    refused += 1;
                    if refused % 50 == 0 {
                        slots(&store, usize::MAX).save(b"new").unwrap();
                        assert_eq!(**slots(&store, usize::MAX).load().unwrap().unwrap(), *b"new");
                    }
                }
            }
        }
        assert!(refused > 1_000, "the damage was too little: {refused}");
    }

    #[test]
    fn r39_damage_is_refused_and_a_new_save_mends_it() {
        let store = Arc::new(MemoryStore::default());
        let slots = slots(&store, usize::MAX);
        slots.save(&[7; 4_000]).unwrap();
        store.write("t/a/1", b"other").unwrap();
        assert_eq!(slots.load(), Err(VaultError::Damaged));
        store.remove("t/a/1").unwrap();
        assert_eq!(slots.load(), Err(VaultError::Damaged));
        store.write("t/head", b"{").unwrap();
        assert_eq!(slots.load(), Err(VaultError::Damaged));
        slots.save(b"new").unwrap();
        assert_eq!(**slots.load().unwrap().unwrap(), *b"new");
    }

    #[test]
    fn removal_leaves_nothing() {
        let store = Arc::new(MemoryStore::default());
        let slots = slots(&store, usize::MAX);
        slots.save(&[1; 9_000]).unwrap();
        slots.save(&[2; 100]).unwrap();
        slots.save(&[3; 100]).unwrap();
        assert_eq!(store.names().iter().filter(|name| name.starts_with("t/a/")).count(), 1, "old chunks stay behind");
        slots.remove().unwrap();
        assert_eq!(store.names(), Vec::<String>::new());
        assert_eq!(slots.load(), Ok(None));
    }
}
