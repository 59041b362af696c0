//! Sealed values: PASETO v4.local, which encrypts and authenticates.
//!
//! What binds a value to its place is not carried but asserted on both sides: its purpose, the environment and the
//! issuer. So a state does not open as a ticket, nor a value of the demonstration in production. The footer names the
//! key, so that two keys can be in use while one takes over from the other.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use pasetors::keys::SymmetricKey;
use pasetors::token::UntrustedToken;
use pasetors::version4::{LocalToken, V4};
use pasetors::{Local, errors};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::{Zeroize, Zeroizing};

use crate::digest;
use crate::surroundings::Random;

const KEY_BYTES: usize = 32;
/// Sealed values are below 2 KiB; anything longer was not made here.
const LONGEST: usize = 3_000;

/// Something that travels sealed through the browser.
pub(crate) trait Sealed: Sized {
    /// Says what the value is for; values of one purpose do not open as another.
    const PURPOSE: &'static str;
    /// A tuple: it is written without field names, because Monei's limit for a state is not known.
    type Parts: Serialize + DeserializeOwned;

    fn parts(&self) -> Self::Parts;
    fn from_parts(parts: Self::Parts) -> Option<Self>;
    fn expires(&self) -> Timestamp;
}

/// A value does not open: garbled, expired, or sealed for another purpose, environment, issuer or key. Which of them it
/// is makes no difference to anybody honest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

/// A 256-bit key. It is wiped when dropped and never shown by `Debug`.
pub struct SealingKey {
    bytes: Zeroizing<[u8; KEY_BYTES]>,
    id: String,
}

/// One key, or two while one takes over from the other: the first seals, both open.
#[derive(Debug)]
pub struct SealingKeys {
    pub current: SealingKey,
    pub previous: Option<SealingKey>,
}

/// A file of sealing keys cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealingKeyError {
    #[error("a sealing key must be 32 bytes, written as 64 hexadecimal or 43 base64 characters")]
    Malformed,
    #[error("one or two sealing keys are expected, one on each line")]
    Number,
}

impl SealingKey {
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        let bytes = Zeroizing::new(bytes);
        let text = Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes));
        let mut id = digest::derive("monei-relay sealing key id v1", &text);
        id.truncate(8);
        Self { bytes, id }
    }

    pub(crate) fn random(random: &dyn Random) -> Self {
        let mut bytes = [0; KEY_BYTES];
        random.fill(&mut bytes);
        Self::from_bytes(bytes)
    }

    fn parse(text: &str) -> Result<Self, SealingKeyError> {
        let mut decoded = if text.len() == 2 * KEY_BYTES {
            from_hex(text)
        } else {
            [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD]
                .into_iter()
                .find_map(|engine| engine.decode(text).ok())
        }
        .ok_or(SealingKeyError::Malformed)?;
        let bytes = decoded.as_slice().try_into().map_err(|_| SealingKeyError::Malformed);
        decoded.zeroize();
        bytes.map(Self::from_bytes)
    }

    fn paseto(&self) -> Result<SymmetricKey<V4>, errors::Error> {
        SymmetricKey::from(self.bytes.as_slice())
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", self.id)
    }
}

impl SealingKeys {
    /// Reads the keys of a file: one a line; empty lines and lines that start with `#` are left out.
    pub fn parse(file: &str) -> Result<Self, SealingKeyError> {
        let mut keys = file
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(SealingKey::parse);
        let current = keys.next().ok_or(SealingKeyError::Number)??;
        let previous = keys.next().transpose()?;
        if keys.next().is_some() {
            return Err(SealingKeyError::Number);
        }
        Ok(Self { current, previous })
    }
}

/// Seals and opens for one environment of one issuer.
pub(crate) struct Sealer {
    keys: SealingKeys,
    place: String,
}

impl Sealer {
    pub(crate) fn new(keys: SealingKeys, environment: &str, issuer: &str) -> Self {
        Self { keys, place: format!("{environment} {issuer}") }
    }

    /// Fails only if the system has no randomness.
    pub(crate) fn seal<T: Sealed>(&self, value: &T) -> Result<String, Unreadable> {
        let message = Zeroizing::new(serde_json::to_vec(&value.parts()).map_err(|_| Unreadable)?);
        let key = &self.keys.current;
        let place = self.assertion(T::PURPOSE);
        key.paseto()
            .and_then(|paseto| LocalToken::encrypt(&paseto, &message, Some(key.id.as_bytes()), Some(place.as_bytes())))
            .map_err(|_| Unreadable)
    }

    pub(crate) fn open<T: Sealed>(&self, sealed: &str, now: Timestamp) -> Result<T, Unreadable> {
        if sealed.len() > LONGEST {
            return Err(Unreadable);
        }
        let token = UntrustedToken::<Local, V4>::try_from(sealed).map_err(|_| Unreadable)?;
        let key = [Some(&self.keys.current), self.keys.previous.as_ref()]
            .into_iter()
            .flatten()
            .find(|key| key.id.as_bytes() == token.untrusted_footer())
            .ok_or(Unreadable)?;
        let place = self.assertion(T::PURPOSE);
        let trusted = key
            .paseto()
            .and_then(|paseto| LocalToken::decrypt(&paseto, &token, None, Some(place.as_bytes())))
            .map_err(|_| Unreadable)?;
        let parts = serde_json::from_str(trusted.payload()).map_err(|_| Unreadable)?;
        T::from_parts(parts).filter(|value| value.expires() > now).ok_or(Unreadable)
    }

    fn assertion(&self, purpose: &str) -> String {
        format!("monei-relay v1 {purpose} {}", self.place)
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(high)? << 4 | digit(low)?),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
