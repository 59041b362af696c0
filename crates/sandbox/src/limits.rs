//! The rate limits of Connect (`monei-api.md` §1.10): so many calls within any minute, per client or else per address.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use crate::switches::RateLimits;

const WINDOW: SignedDuration = SignedDuration::from_mins(1);
/// Beyond so many keys the idle ones are forgotten.
const MANY: usize = 1_000;

/// An endpoint with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Limited {
    /// `POST /connect/token`, for both grants together.
    Token,
    /// `GET /connect/authorize`.
    AuthorizePage,
    /// `POST /connect/authorize`.
    AuthorizeDecision,
}

/// When each caller called.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    calls: HashMap<(Limited, String), VecDeque<Timestamp>>,
}

impl Limiter {
    /// Counts a call, or returns how many seconds to wait.
    pub(crate) fn admit(&mut self, limits: RateLimits, what: Limited, who: &str, now: Timestamp) -> Result<(), u64> {
        let Some(numbers) = limits.per_minute() else { return Ok(()) };
        let most = match what {
            Limited::Token => numbers.token,
            Limited::AuthorizePage => numbers.authorize_page,
            Limited::AuthorizeDecision => numbers.authorize_decision,
        };
        let live = |called: &Timestamp| now.duration_since(*called) < WINDOW;
        if self.calls.len() > MANY {
            self.calls.retain(|_, calls| calls.back().is_some_and(live));
        }
        let calls = self.calls.entry((what, who.to_owned())).or_default();
        calls.retain(live);
        if calls.len() < most as usize {
            calls.push_back(now);
            return Ok(());
        }
        let free_at = calls.front().map_or(WINDOW, |oldest| WINDOW - now.duration_since(*oldest));
        // Rounded up, so that a caller who waits as told is admitted.
        let seconds = (free_at.as_millis() + 999) / 1000;
        Err(u64::try_from(seconds).unwrap_or(1).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_call_waits_until_the_first_is_a_minute_old() {
        let start: Timestamp = "2026-01-15T12:00:00Z".parse().unwrap();
        let limits = crate::switches::Switches::default().rate_limits;
        let mut limiter = Limiter::default();
        let mut call = |seconds: i64, who: &str| {
            limiter.admit(limits, Limited::Token, who, start + SignedDuration::from_secs(seconds))
        };
        for second in 0..10 {
            assert_eq!(call(second, "mc_a"), Ok(()));
        }
        assert_eq!(call(20, "mc_a"), Err(40));
        assert_eq!(call(20, "mc_b"), Ok(()));
        assert_eq!(call(60, "mc_a"), Ok(()));
        assert_eq!(call(60, "mc_a"), Err(1));
    }
}
