//! The clock that everything here is told the time by: the system's, or one that stands still for tests.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// A source of the present time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The computer's clock.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the computer's clock")]
    pub fn system() -> Self {
        Self(Arc::new(Timestamp::now))
    }

    /// A clock that always shows `at`, so that answers are the same in every run.
    pub fn fixed(at: Timestamp) -> Self {
        Self(Arc::new(move || at))
    }

    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// The nearest moment that is written with exactly three decimals, as Monei writes all of its times (`monei-api.md`
/// §0.3): the time type leaves out trailing zeros, so the last of the three must not be one.
pub(crate) fn on_the_wire(at: Timestamp) -> Timestamp {
    let milliseconds = at.as_millisecond();
    let odd = if milliseconds % 10 == 0 { milliseconds - 5 } else { milliseconds };
    Timestamp::from_millisecond(odd).unwrap_or(at)
}
