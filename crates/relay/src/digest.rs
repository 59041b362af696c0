//! Hashes under a label, and random values as text.
//!
//! Every hash that the relay keeps or compares is made here, each under a label of its own, so that a value made for
//! one purpose is never equal to a value made for another.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::surroundings::Random;

/// 128 bits of SHA-256 over a label and a value, as 22 base64url characters. What it stands for cannot be read from it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    pub(crate) fn of(label: &str, value: &str) -> Self {
        let digest = labelled(label, value);
        Self(URL_SAFE_NO_PAD.encode(digest.get(..16).unwrap_or(&digest)))
    }

    /// A fingerprint that was sealed before.
    pub(crate) fn from_sealed(text: String) -> Self {
        Self(text)
    }

    /// The 22 characters; a store uses them as a key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn matches(&self, other: &Self) -> bool {
        equal(&self.0, &other.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprint(…)")
    }
}

/// SHA-256 over a label and a value, as 43 base64url characters.
pub(crate) fn derive(label: &str, value: &str) -> String {
    URL_SAFE_NO_PAD.encode(labelled(label, value))
}

/// SHA-256 of the bytes, as 43 base64url characters (the S256 of RFC 7636 §4.2).
pub(crate) fn sha256(value: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(value))
}

/// 128 random bits as 22 base64url characters.
pub(crate) fn random_text(random: &dyn Random) -> String {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Equality that takes as long for a near miss as for a far one.
pub(crate) fn equal(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

fn labelled(label: &str, value: &str) -> [u8; 32] {
    // The label is prefixed by its length, so that no label and value together spell another label and value.
    let length = u32::try_from(label.len()).unwrap_or(u32::MAX).to_be_bytes();
    Sha256::new().chain_update(length).chain_update(label).chain_update(value).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_purposes_apart() {
        assert_ne!(Fingerprint::of("a", "bc"), Fingerprint::of("ab", "c"));
        assert_eq!(Fingerprint::of("a", "bc"), Fingerprint::of("a", "bc"));
        assert_eq!(Fingerprint::of("a", "bc").as_str().len(), 22);
    }
}
