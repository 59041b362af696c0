//! Time and randomness from outside, so that tests can say what they are.

use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use monei_client::DateObserver;
use rand::rngs::{StdRng, SysRng};
use rand::{SeedableRng, TryRng};

/// The wall clock. A monotonic clock stops while a computer sleeps, and tokens do not.
///
/// People's clocks are wrong, so it also keeps by how much it differs from Monei's, as far as Monei has told. Clones share
/// that.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// In milliseconds, what has to be added.
    behind: Arc<AtomicI64>,
}

impl Clock {
    /// A clock that shows what it is told to.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { now: Arc::new(now), behind: Arc::default() }
    }

    /// The clock of the computer.
    pub fn system() -> Self {
        Self::new(system_now)
    }

    /// What the computer shows.
    pub fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// What Monei's clock would show.
    pub fn at_monei(&self) -> Timestamp {
        self.corrected(self.now())
    }

    /// What Monei's clock would have shown when the computer's showed this.
    pub(crate) fn corrected(&self, shown: Timestamp) -> Timestamp {
        shown.saturating_add(self.behind()).unwrap_or(shown)
    }

    /// What the computer's clock shows when Monei's shows this.
    pub fn here(&self, at_monei: Timestamp) -> Timestamp {
        at_monei.saturating_sub(self.behind()).unwrap_or(at_monei)
    }

    /// How far the computer's clock is behind Monei's; negative where it is ahead. Zero until Monei has told.
    pub fn behind(&self) -> SignedDuration {
        SignedDuration::from_millis(self.behind.load(Ordering::Relaxed))
    }

    /// Monei's clock shows this now, to the second.
    pub fn observe(&self, date: Timestamp) {
        let behind = date.duration_since(self.now());
        let millis = i64::try_from(behind.as_millis()).unwrap_or(0);
        self.behind.store(millis, Ordering::Relaxed);
    }

    pub(crate) fn observer(&self) -> DateObserver {
        let clock = self.clone();
        DateObserver::new(move |date| clock.observe(date))
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

/// `BYTES` random bytes from the operating system as lower-case hexadecimal digits, which every system takes in a
/// reference.
pub fn random_hex<const BYTES: usize>() -> Result<String, NoRandomness> {
    let mut bytes = [0u8; BYTES];
    SysRng.try_fill_bytes(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes.iter().fold(String::with_capacity(2 * BYTES), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
