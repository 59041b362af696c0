//! Time and randomness from outside, so that tests can say what they are.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rand::rngs::{StdRng, SysRng};
use rand::{SeedableRng, TryRng};

/// The wall clock. A monotonic clock stops while a computer sleeps, and tokens do not.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The clock of the computer.
    pub fn system() -> Self {
        Self::new(system_now)
    }

    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
pub(crate) fn system_now() -> Timestamp {
    Timestamp::now()
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// The operating system's randomness was not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random numbers")]
pub struct NoRandomness;

/// Chance for what needs no secrecy, such as how long to wait.
pub(crate) fn generator() -> StdRng {
    StdRng::try_from_rng(&mut SysRng).unwrap_or_else(|error| {
        tracing::warn!(%error, "the operating system gave no random numbers");
        StdRng::seed_from_u64(system_now().as_microsecond().unsigned_abs())
    })
}

/// `BYTES` random bytes from the operating system as base64url text.
pub fn random_text<const BYTES: usize>() -> Result<String, NoRandomness> {
    let mut bytes = [0u8; BYTES];
    SysRng.try_fill_bytes(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
