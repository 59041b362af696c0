//! What the relay takes from outside itself: time, randomness and the shared store.
//!
//! They are parameters, so that tests can move time and so that a store for many instances can take the place of the
//! one in memory.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use rand::Rng;

use crate::memory::MemoryStore;
use crate::store::Store;

/// Tells the wall-clock time. Sealed values carry their expiry as wall-clock time, because several instances share it.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Fills bytes from a cryptographically secure source.
pub trait Random: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// The clock of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the relay reads the system's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The thread's generator, which is seeded by the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// Everything around a relay.
#[derive(Clone)]
pub struct Surroundings {
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub store: Arc<dyn Store>,
}

impl Default for Surroundings {
    /// The system's clock and randomness, and a store in memory.
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), random: Arc::new(SystemRandom), store: Arc::new(MemoryStore::default()) }
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Surroundings")
    }
}
