//! Ids, credentials and addresses from a random number generator that the caller owns.

use rand::rngs::StdRng;
use rand::{RngExt, seq::IndexedRandom};

/// A version 4 UUID, which is what Monei's ids look like (`monei-api.md` §0.3).
pub(crate) fn uuid(random: &mut StdRng) -> String {
    uuid::Builder::from_random_bytes(random.random()).into_uuid().to_string()
}

/// `bytes` random bytes as lower-case hexadecimal digits.
pub(crate) fn hex(random: &mut StdRng, bytes: usize) -> String {
    (0..bytes * 2).filter_map(|_| char::from_digit(random.random_range(0..16), 16)).collect()
}

/// `count` decimal digits.
pub(crate) fn digits(random: &mut StdRng, count: usize) -> String {
    (0..count).map(|_| char::from(b'0' + random.random_range(0..10u8))).collect()
}

/// A Solana address: 32 bytes in base58.
pub(crate) fn solana_address(random: &mut StdRng) -> String {
    bs58::encode(random.random::<[u8; 32]>()).into_string()
}

/// One of the choices. The tables that this is used on are constants with at least one row.
pub(crate) fn one_of<'a>(random: &mut StdRng, choices: &[&'a str]) -> &'a str {
    choices.choose(random).copied().unwrap_or_default()
}
