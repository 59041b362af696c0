//! The way through the person's own browser and back (`design.md` §3).
//!
//! `Idle → Opening → AwaitingBrowser → Exchanging → Admitting → Ended`: each stage owns exactly its data. Every attempt has an id,
//! its own `state`, PKCE verifier and pairing code; an answer that is not for the attempt in hand is dropped.

pub mod attempt;
pub mod callback;
pub mod loopback;
pub mod relay;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use monei_api::ScopeSet;
use monei_api::relay::ATTEMPT_LIFETIME_SECONDS;

pub use self::attempt::{Attempt, AttemptId, Endpoints};
pub use self::callback::Callback;
pub use self::loopback::Loopback;
use crate::problem::Problem;

/// Where a sign-in stands.
#[derive(Debug, Default)]
pub enum SignIn {
    #[default]
    Idle,
    /// The relay is being asked for its addresses.
    Opening {
        id: AttemptId,
        scopes: ScopeSet,
    },
    AwaitingBrowser {
        attempt: Arc<Attempt>,
        browser_opened: bool,
        /// Open while the attempt comes back by loopback; closed by being dropped.
        loopback: Option<Loopback>,
    },
    Exchanging {
        id: AttemptId,
        scopes: ScopeSet,
    },
    /// The tokens are being taken in, which is over in a moment and can no longer be called off.
    Admitting {
        id: AttemptId,
        scopes: ScopeSet,
    },
    /// What the last attempt came to, until the person has seen it.
    Ended {
        id: AttemptId,
        outcome: Outcome,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Connected {
        granted: ScopeSet,
        declined: ScopeSet,
    },
    /// Nothing of what was asked for was granted; nothing changed.
    Denied {
        declined: ScopeSet,
    },
    Cancelled,
    Expired,
    OtherAccount {
        name: Option<String>,
    },
    Failed(Problem),
}

impl SignIn {
    /// The attempt that is under way, if one is.
    pub fn current(&self) -> Option<&AttemptId> {
        match self {
            Self::Idle | Self::Ended { .. } => None,
            Self::Opening { id, .. } | Self::Exchanging { id, .. } | Self::Admitting { id, .. } => Some(id),
            Self::AwaitingBrowser { attempt, .. } => Some(&attempt.id),
        }
    }

    pub fn is(&self, id: &AttemptId) -> bool {
        self.current() == Some(id)
    }
}

/// When an attempt that started then ends by itself.
pub fn deadline(started_at: Timestamp) -> Timestamp {
    started_at.saturating_add(SignedDuration::from_secs(ATTEMPT_LIFETIME_SECONDS.into())).unwrap_or(started_at)
}
