//! Secrets in a file that a passphrase opens, for computers without a keychain service.
//!
//! The key is made from the passphrase with Argon2id (RFC 9106) and held as long as the store is open; the content is
//! sealed with XChaCha20-Poly1305 under a new nonce at each write. The file is replaced as a whole, so a crash leaves the
//! old content or the new one, and each change is made under a lock, so two processes may share the file.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use rand::TryRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::SecretText;
use super::store::{SecretStore, StoreError};
use crate::private_file;

/// Nine grants take some twenty kilobytes.
const MAX_FILE: u64 = 16 * 1024 * 1024;
const KEY: usize = 32;
const SALT: usize = 16;
const NONCE: usize = 24;

/// Why a file of secrets cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum FileStoreError {
    /// Anybody could open such a file.
    #[error("the passphrase is empty")]
    NoPassphrase,
    /// A changed file looks the same: nobody without the passphrase can tell.
    #[error("the passphrase does not open the file, or the file was changed")]
    WrongPassphrase,
    /// Its outer form cannot be read.
    #[error("the file is no file of secrets, or is damaged")]
    Damaged,
    /// The file system refuses.
    #[error("the file cannot be used")]
    Io(#[from] io::Error),
}

impl From<&FileStoreError> for StoreError {
    fn from(error: &FileStoreError) -> Self {
        match error {
            FileStoreError::NoPassphrase | FileStoreError::WrongPassphrase => Self::Locked,
            FileStoreError::Damaged | FileStoreError::Io(_) => Self::Failed,
        }
    }
}

/// A file of secrets whose passphrase was right.
pub struct FileStore {
    path: PathBuf,
    derivation: Derivation,
    key: Zeroizing<[u8; KEY]>,
}

/// How the key is made; it stands in the file, readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Derivation {
    algorithm: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
}

/// The file.
#[derive(Serialize, Deserialize)]
struct Envelope {
    format: String,
    derivation: Derivation,
    nonce: String,
    sealed: String,
}

const FORMAT: &str = "monei wallet secrets 1";
const ARGON2ID: &str = "argon2id";

/// By name; base64 text, because JSON knows no bytes.
type Items = BTreeMap<String, Zeroizing<String>>;

impl FileStore {
    /// Opens the file, or makes it with this passphrase. Making the key takes a moment, and another process may hold the
    /// file: call it where blocking is allowed.
    pub fn open(path: &Path, passphrase: &str) -> Result<Self, FileStoreError> {
        if passphrase.is_empty() {
            return Err(FileStoreError::NoPassphrase);
        }
        let _one_at_a_time = lock(path)?;
        if let Some(envelope) = Envelope::read(path)? {
            let store = Self::with_key(path, envelope.derivation.clone(), passphrase)?;
            store.unseal(&envelope)?;
            return Ok(store);
        }
        let store = Self::with_key(path, Derivation::fresh()?, passphrase)?;
        store.replace(&Items::new())?;
        Ok(store)
    }

    fn with_key(path: &Path, derivation: Derivation, passphrase: &str) -> Result<Self, FileStoreError> {
        let key = derivation.key(passphrase)?;
        Ok(Self { path: path.to_owned(), derivation, key })
    }

    fn items(&self) -> Result<Items, FileStoreError> {
        match Envelope::read(&self.path)? {
            // Somebody made the file anew, with another passphrase perhaps.
            Some(envelope) if envelope.derivation != self.derivation => Err(FileStoreError::WrongPassphrase),
            Some(envelope) => self.unseal(&envelope),
            None => Ok(Items::new()),
        }
    }

    fn unseal(&self, envelope: &Envelope) -> Result<Items, FileStoreError> {
        let nonce: [u8; NONCE] = bytes(&envelope.nonce)?;
        let sealed = URL_SAFE_NO_PAD.decode(&envelope.sealed).map_err(|_| FileStoreError::Damaged)?;
        let payload = Payload { msg: &sealed, aad: &self.derivation.to_bytes()? };
        let opened = self.cipher().decrypt(&XNonce::from(nonce), payload);
        let text = Zeroizing::new(opened.map_err(|_| FileStoreError::WrongPassphrase)?);
        serde_json::from_slice(&text).map_err(|_| FileStoreError::Damaged)
    }

    fn replace(&self, items: &Items) -> Result<(), FileStoreError> {
        let text = Zeroizing::new(serde_json::to_vec(items).map_err(io::Error::from)?);
        let nonce: [u8; NONCE] = random()?;
        let payload = Payload { msg: &text, aad: &self.derivation.to_bytes()? };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| FileStoreError::Damaged)?;
        let envelope = Envelope {
            format: FORMAT.to_owned(),
            derivation: self.derivation.clone(),
            nonce: URL_SAFE_NO_PAD.encode(nonce),
            sealed: URL_SAFE_NO_PAD.encode(sealed),
        };
        Ok(private_file::replace(&self.path, &serde_json::to_vec(&envelope).map_err(io::Error::from)?)?)
    }

    fn change(&self, change: impl FnOnce(&mut Items) -> bool) -> Result<(), FileStoreError> {
        let _one_at_a_time = lock(&self.path)?;
        let mut items = self.items()?;
        if change(&mut items) { self.replace(&items) } else { Ok(()) }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.key))
    }
}

impl Derivation {
    /// The second of RFC 9106's recommendations (§4), on one thread: a fifth of a second on a small computer.
    fn fresh() -> io::Result<Self> {
        let salt = URL_SAFE_NO_PAD.encode(random::<SALT>()?);
        Ok(Self { algorithm: ARGON2ID.to_owned(), memory_kib: 64 * 1024, passes: 3, lanes: 1, salt })
    }

    /// A file may ask for any cost; one that this program would not have made is refused.
    fn key(&self, passphrase: &str) -> Result<Zeroizing<[u8; KEY]>, FileStoreError> {
        const MEMORY_KIB: std::ops::RangeInclusive<u32> = 19 * 1024..=1024 * 1024;
        let usual = MEMORY_KIB.contains(&self.memory_kib) && (1..=16).contains(&self.passes);
        if self.algorithm != ARGON2ID || !usual || !(1..=16).contains(&self.lanes) {
            return Err(FileStoreError::Damaged);
        }
        let damaged = |_| FileStoreError::Damaged;
        let salt: [u8; SALT] = bytes(&self.salt)?;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY)).map_err(damaged)?;
        let mut key = Zeroizing::new([0; KEY]);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(passphrase.as_bytes(), &salt, &mut *key).map_err(damaged)?;
        Ok(key)
    }

    /// Sealed with the content, so that nobody can change it unseen.
    fn to_bytes(&self) -> Result<Vec<u8>, FileStoreError> {
        Ok(serde_json::to_vec(&(FORMAT, self)).map_err(io::Error::from)?)
    }
}

impl Envelope {
    fn read(path: &Path) -> Result<Option<Self>, FileStoreError> {
        let file = match File::open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let mut text = Vec::new();
        file.take(MAX_FILE).read_to_end(&mut text)?;
        let envelope: Self = serde_json::from_slice(&text).map_err(|_| FileStoreError::Damaged)?;
        if envelope.format == FORMAT { Ok(Some(envelope)) } else { Err(FileStoreError::Damaged) }
    }
}

impl SecretStore for FileStore {
    fn read(&self, item: &str) -> Result<Option<SecretText>, StoreError> {
        let items = self.items().map_err(|error| told(&error))?;
        let Some(text) = items.get(item) else { return Ok(None) };
        let secret = URL_SAFE_NO_PAD.decode(text.as_bytes()).map_err(|_| StoreError::Failed)?;
        Ok(Some(Zeroizing::new(secret)))
    }

    fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError> {
        let text = Zeroizing::new(URL_SAFE_NO_PAD.encode(secret));
        let written = self.change(|items| {
            items.insert(item.to_owned(), text);
            true
        });
        written.map_err(|error| told(&error))
    }

    fn remove(&self, item: &str) -> Result<(), StoreError> {
        self.change(|items| items.remove(item).is_some()).map_err(|error| told(&error))
    }
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileStore").field("path", &self.path).finish_non_exhaustive()
    }
}

fn told(error: &FileStoreError) -> StoreError {
    tracing::error!(%error, "the file of secrets cannot be used");
    error.into()
}

/// Waits until nobody else changes the file. It is held for the length of one write.
fn lock(path: &Path) -> io::Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = private_file::open_or_create(Path::new(&name))?;
    match file.lock() {
        // Some network file systems know no locks.
        Err(error) if error.kind() == ErrorKind::Unsupported => {}
        locked => locked?,
    }
    Ok(file)
}

fn bytes<const LENGTH: usize>(text: &str) -> Result<[u8; LENGTH], FileStoreError> {
    let decoded = URL_SAFE_NO_PAD.decode(text).map_err(|_| FileStoreError::Damaged)?;
    decoded.try_into().map_err(|_| FileStoreError::Damaged)
}

fn random<const LENGTH: usize>() -> io::Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const PASSPHRASE: &str = "four words and a half";

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/secrets");
        (folder, path)
    }

    fn read(store: &FileStore, item: &str) -> Option<Vec<u8>> {
        store.read(item).unwrap().map(|secret| secret.to_vec())
    }

    #[test]
    fn what_is_written_is_there_for_whoever_has_the_passphrase() {
        let (_folder, path) = place();
        let store = FileStore::open(&path, PASSPHRASE).unwrap();
        store.write("a", &[0, 159, 255]).unwrap();
        store.write("b", b"").unwrap();
        let again = FileStore::open(&path, PASSPHRASE).unwrap();
        assert_eq!((read(&again, "a"), read(&again, "b")), (Some(vec![0, 159, 255]), Some(vec![])));
        // Two who have it open see what the other one does.
        again.remove("a").unwrap();
        again.remove("a").unwrap();
        assert_eq!((read(&store, "a"), read(&store, "c")), (None, None));
        for wrong in ["", "four words and a hal", "Four words and a half"] {
            let error = FileStore::open(&path, wrong).unwrap_err();
            assert!(matches!(error, FileStoreError::NoPassphrase | FileStoreError::WrongPassphrase), "{error:?}");
            assert_eq!(StoreError::from(&error), StoreError::Locked);
        }
        assert_eq!(read(&store, "b"), Some(vec![]), "a wrong passphrase changes nothing");
    }

    #[test]
    fn r40_a_search_of_the_disk_after_a_thousand_operations_finds_no_token() {
        let (folder, path) = place();
        let store = FileStore::open(&path, PASSPHRASE).unwrap();
        for round in 0..250 {
            let item = format!("production/default/{}", round % 40);
            store.write(&item, b"mct_canary").unwrap();
            store.read(&item).unwrap().unwrap();
            store.read("production/default/none").unwrap();
            if round % 3 == 0 {
                store.remove(&item).unwrap();
            } else {
                store.remove("production/default/none").unwrap();
            }
        }
        let encoded = URL_SAFE_NO_PAD.encode("mct_canary");
        for entry in fs::read_dir(folder.path().join("data")).unwrap() {
            let content = fs::read(entry.unwrap().path()).unwrap();
            for canary in ["mct_canary", &encoded, "production", PASSPHRASE] {
                assert!(!content.windows(canary.len()).any(|part| part == canary.as_bytes()), "{canary}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn r41_the_file_of_secrets_is_its_owners_only() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, path) = place();
        FileStore::open(&path, PASSPHRASE).unwrap();
        for entry in fs::read_dir(folder.path().join("data")).unwrap() {
            assert_eq!(entry.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    /// Every byte of the file is changed, and the file is cut at every place.
    #[test]
    fn r39_damage_to_the_file_is_refused() {
        let (_folder, path) = place();
        let store = FileStore::open(&path, PASSPHRASE).unwrap();
        store.write("a", b"secret").unwrap();
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&path, &changed).unwrap();
            assert!(store.read("a").is_err(), "byte {at}");
            assert!(store.write("b", b"").is_err(), "byte {at}: what cannot be read is not replaced");
            fs::write(&path, &whole[..at]).unwrap();
            assert!(store.read("a").is_err(), "{at} bytes");
        }
        fs::write(&path, &whole).unwrap();
        assert_eq!(read(&store, "a").as_deref(), Some(&b"secret"[..]));
    }

    #[test]
    fn a_file_that_asks_for_an_absurd_cost_is_refused() {
        let (_folder, path) = place();
        FileStore::open(&path, PASSPHRASE).unwrap();
        let made: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for (name, value) in [("memory_kib", u32::MAX), ("memory_kib", 8), ("passes", 0), ("lanes", 17)] {
            let mut changed = made.clone();
            changed["derivation"][name] = value.into();
            fs::write(&path, changed.to_string()).unwrap();
            let error = FileStore::open(&path, PASSPHRASE).unwrap_err();
            assert!(matches!(error, FileStoreError::Damaged), "{name} {value}: {error:?}");
        }
    }

    #[test]
    fn a_file_that_was_made_anew_is_not_opened_with_the_old_key() {
        let (_folder, path) = place();
        let store = FileStore::open(&path, PASSPHRASE).unwrap();
        fs::remove_file(&path).unwrap();
        let other = FileStore::open(&path, "another").unwrap();
        other.write("a", b"theirs").unwrap();
        assert_eq!(store.write("a", b"ours"), Err(StoreError::Locked));
        assert_eq!(read(&other, "a").as_deref(), Some(&b"theirs"[..]));
    }
}
