//! The key of the database.

use std::fmt;

use rand::TryRng;
use zeroize::Zeroizing;

use crate::clock::NoRandomness;

/// 256 random bits. The cipher takes them as they are.
#[derive(Clone)]
pub struct CacheKey(Zeroizing<[u8; Self::LENGTH]>);

impl CacheKey {
    pub const LENGTH: usize = 32;

    pub fn random() -> Result<Self, NoRandomness> {
        let mut bytes = Zeroizing::new([0; Self::LENGTH]);
        rand::rngs::SysRng.try_fill_bytes(&mut *bytes).map_err(|_| NoRandomness)?;
        Ok(Self(bytes))
    }

    /// The key that a store kept, if it is one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// For the cipher, and for the keychain that keeps it.
    pub(crate) fn bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Debug for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CacheKey")
    }
}
