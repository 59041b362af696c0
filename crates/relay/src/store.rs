//! What the relay remembers against the browser: which attempt owns a code, which nonces are spent, and how many
//! exchanges were made.
//!
//! Keys are fingerprints, so a store holds neither codes nor nonces. Every method decides and records in one step,
//! because instances of a relay race with one another as much as requests do.

use std::fmt::Debug;
use std::pin::Pin;

use jiff::{SignedDuration, Timestamp};

use crate::digest::Fingerprint;

/// How long a binding is kept: longer than a code lives at Monei (600 s), so that a code dies before its owner is
/// forgotten.
pub(crate) const BINDING_LIFETIME: SignedDuration = SignedDuration::from_secs(900);

/// How long a nonce stays spent: longer than a sealed state (600 s) and the last ticket made from it (300 s) together.
pub(crate) const NONCE_LIFETIME: SignedDuration = SignedDuration::from_secs(1_800);

/// The window of the exchange budget: Monei's minute, and as long as an exchange may take at most. A request that was
/// slow to connect arrives there that much later than it was counted here, beside those of the next window.
pub(crate) const BUDGET_WINDOW: SignedDuration = SignedDuration::from_secs(75);

/// A store cannot answer. Nothing may be assumed about what it recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("the store cannot be reached")]
    Unreachable,
    #[error("the store is full")]
    Full,
}

/// Who owns a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// This attempt presented it first, now or before.
    Owned,
    /// Another attempt presented it first, or this one has presented more codes than an honest one ever has.
    Taken,
}

/// The right to redeem a nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// Nobody else can have it until it is released.
    Reserved,
    /// It is spent, or somebody is redeeming it.
    Spent,
}

/// The budget of exchanges at Monei.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    Admitted,
    /// Full; a place may be free after this many seconds.
    Full {
        retry_after_seconds: u32,
    },
}

/// The answer of a store, later.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// The shared memory of all instances of a relay.
pub trait Store: Debug + Send + Sync {
    /// Binds a code to the first attempt that presents it. An attempt may bind a few codes only, so that one sealed state
    /// cannot fill the store.
    fn bind_code(&self, code: Fingerprint, attempt: Fingerprint, now: Timestamp) -> Answer<'_, Binding>;

    /// Reserves a nonce for one redemption. A reservation that is never released stays in force, so that a crash in
    /// the middle of an exchange can only lose an attempt, never repeat it.
    fn reserve_nonce(&self, nonce: Fingerprint, now: Timestamp) -> Answer<'_, Reservation>;

    /// The exchange was made, or may have been made: the nonce is spent.
    fn commit_nonce(&self, nonce: Fingerprint, now: Timestamp) -> Answer<'_, ()>;

    /// The exchange was certainly not made: the nonce can be used again.
    fn release_nonce(&self, nonce: Fingerprint) -> Answer<'_, ()>;

    /// Takes a place in the budget of `limit` exchanges a minute.
    fn admit_exchange(&self, limit: u32, now: Timestamp) -> Answer<'_, Admission>;

    /// Monei said that the budget is used up: nobody is admitted before `until`.
    fn pause_exchanges(&self, until: Timestamp) -> Answer<'_, ()>;

    /// Whether the store answers at all and can record more.
    fn ready(&self, now: Timestamp) -> Answer<'_, ()>;
}
