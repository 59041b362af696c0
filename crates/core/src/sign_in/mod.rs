//! The way through the person's own browser and back (`design.md` §3).
//!
//! `Idle → Opening → AwaitingBrowser → Exchanging → Admitting → Ended`: each stage owns exactly its data. Every attempt has an id,
//! its own `state`, PKCE verifier and pairing code; an answer that is not for the attempt in hand is dropped.

pub(crate) mod attempt;
pub(crate) mod callback;
pub(crate) mod loopback;
pub(crate) mod relay;

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
    /// None is under way.
    #[default]
    Idle,
    /// The relay is being asked for its addresses.
    Opening {
        /// Of the attempt.
        id: AttemptId,
        /// What is asked for.
        scopes: ScopeSet,
    },
    /// The person is in the browser, for ten minutes.
    AwaitingBrowser {
        /// What an answer must fit.
        attempt: Arc<Attempt>,
        /// Otherwise the person has to copy the link.
        browser_opened: bool,
        /// Open while the attempt comes back by loopback; closed by being dropped.
        loopback: Option<Loopback>,
    },
    /// The ticket is being exchanged for tokens.
    Exchanging {
        /// Of the attempt.
        id: AttemptId,
        /// What was asked for.
        scopes: ScopeSet,
    },
    /// The tokens are being taken in, which is over in a moment and can no longer be called off.
    Admitting {
        /// Of the attempt.
        id: AttemptId,
        /// What was asked for.
        scopes: ScopeSet,
    },
    /// What the last attempt came to, until the person has seen it.
    Ended {
        /// Of the attempt.
        id: AttemptId,
        /// As the person is told it.
        outcome: Outcome,
    },
}

/// What a sign-in came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// New tokens are in use.
    Connected {
        /// What they permit.
        granted: ScopeSet,
        /// What was asked for besides.
        declined: ScopeSet,
    },
    /// Nothing of what was asked for was granted; nothing changed.
    Denied {
        /// What was asked for.
        declined: ScopeSet,
    },
    /// The person gave it up in the application.
    Cancelled,
    /// The time was over before an answer came.
    Expired,
    /// Somebody else signed in than whose wallet this is; nothing changed.
    OtherAccount {
        /// Who it was, where Monei tells.
        name: Option<String>,
    },
    /// It could not be ended; nothing changed.
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

    /// This attempt is under way.
    pub fn is(&self, id: &AttemptId) -> bool {
        self.current() == Some(id)
    }
}

/// When an attempt that started then ends by itself.
pub fn deadline(started_at: Timestamp) -> Timestamp {
    started_at.saturating_add(SignedDuration::from_secs(ATTEMPT_LIFETIME_SECONDS.into())).unwrap_or(started_at)
}
