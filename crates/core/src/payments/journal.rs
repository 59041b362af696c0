//! What is remembered of every payment, from before its first byte until it is settled.

use std::collections::BTreeSet;

use jiff::Timestamp;
use monei_api::transaction::Outcome;
use monei_client::money::{self, Fate, Receipt, Refusal, Told};

use super::intent::{Intent, IntentId};
use crate::vault::Locked;

/// One payment and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub intent: Intent,
    pub state: State,
    /// When it became durable, by Monei's clock: from here on it may have been sent.
    pub begun_at: Timestamp,
    /// When it came to its state.
    pub since: Timestamp,
}

/// Everything that the journal holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// The oldest first.
    pub whole: Vec<Record>,
    /// Records that cannot be understood any more. Each is a payment that may have happened.
    pub torn: Vec<Torn>,
    /// When a damaged file was replaced without a copy: payments from before it may be missing here.
    pub lost_at: Option<Timestamp>,
}

impl Records {
    /// The doubtful payments that one looks like. A record that cannot be read may have been the same.
    pub fn look_alikes(&self, intent: &Intent) -> BTreeSet<IntentId> {
        let whole = self.whole.iter().filter(|record| {
            record.intent.id != intent.id && record.state.is_doubtful() && record.intent.looks_like(intent)
        });
        let torn = self.torn.iter().map(|torn| torn.id.clone());
        whole.map(|record| record.intent.id.clone()).chain(torn).collect()
    }
}

/// What is left of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    pub id: IntentId,
    pub begun_at: Option<Timestamp>,
}

/// There is no state for "sent": a second durable write before the first byte would tell nothing more, because whatever is
/// found [`State::Journaled`] after a restart may have been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Durable. From here on it may have been sent.
    Journaled,
    /// Monei took it and has not said yet how it ended.
    Taken { transaction: Option<TransactionRef>, told: Option<Told> },
    /// Monei says that it is done.
    Succeeded { transaction: Option<TransactionRef>, told: Option<Told> },
    /// It certainly did not happen, or Monei says that it failed.
    Rejected { why: Rejection },
    /// It may have happened. Never sent again by itself.
    Unknown { doubt: Doubt },
    /// Monei's list, read whole for a day, does not have it. The person decides.
    NotFound,
}

/// How Monei names the payment: by the id or the reference of its transaction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TransactionRef(pub String);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    NoConnection,
    /// The computer's clock made every connection impossible.
    OutOfTime,
    /// Refused, with Monei's words to be shown below ours.
    Refused {
        status: u16,
        monei_says: Option<String>,
    },
    /// The token was refused twice, or could not be renewed.
    SessionOver,
    /// It was taken, and failed later.
    Failed {
        transaction: Option<TransactionRef>,
    },
    /// What it waited for did not come in time, so nothing was taken.
    Expired {
        transaction: Option<TransactionRef>,
    },
}

/// Why nobody can say whether it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The answer was lost, or came in part.
    NoAnswer,
    /// An answer that decides nothing.
    Undecided { status: u16 },
    /// A success that cannot be understood.
    Unreadable,
    /// The application ended, or gave up waiting, before the answer was known.
    Interrupted,
}

impl From<money::Doubt> for Doubt {
    fn from(doubt: money::Doubt) -> Self {
        match doubt {
            money::Doubt::NoAnswer => Self::NoAnswer,
            money::Doubt::Undecided { status } => Self::Undecided { status },
            money::Doubt::Unreadable => Self::Unreadable,
        }
    }
}

impl State {
    /// Nothing more will come of it by itself.
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::Succeeded { .. } | Self::Rejected { .. } | Self::NotFound)
    }

    /// It may have happened, and nobody can say: the same again needs a second confirmation.
    pub const fn is_doubtful(&self) -> bool {
        matches!(self, Self::Journaled | Self::Unknown { .. })
    }

    /// What Monei's word on a payment makes of it.
    pub fn by_outcome(outcome: Option<Outcome>, transaction: Option<TransactionRef>, told: Option<Told>) -> Self {
        match outcome {
            Some(Outcome::Done) => Self::Succeeded { transaction, told },
            Some(Outcome::Failed | Outcome::Cancelled) => Self::Rejected { why: Rejection::Failed { transaction } },
            Some(Outcome::InProgress | Outcome::Unknown) | None => Self::Taken { transaction, told },
        }
    }

    /// What an answer makes of a payment that was sent. None: nothing happened, and a renewed token may try once.
    pub fn after(fate: Fate<Receipt>) -> Option<Self> {
        let rejected = |why| Some(Self::Rejected { why });
        match fate {
            Fate::Done(receipt) => {
                Some(Self::by_outcome(receipt.outcome, receipt.name.map(TransactionRef), receipt.told))
            }
            Fate::Refused(Refusal::NoConnection) => rejected(Rejection::NoConnection),
            Fate::Refused(Refusal::OutOfTime) => rejected(Rejection::OutOfTime),
            Fate::Refused(Refusal::ByMonei { status, body, .. }) => {
                rejected(Rejection::Refused { status, monei_says: body.text() })
            }
            Fate::Unauthorized => None,
            Fate::Unknown(doubt) => Some(Self::Unknown { doubt: doubt.into() }),
        }
    }

    /// What a restart makes of it.
    #[must_use]
    pub fn after_restart(self) -> Self {
        match self {
            Self::Journaled => Self::Unknown { doubt: Doubt::Interrupted },
            other => other,
        }
    }

    /// The only ways that a payment may go.
    pub const fn may_become(&self, next: &Self) -> bool {
        match self {
            Self::Journaled => !matches!(next, Self::Journaled | Self::NotFound),
            Self::Taken { .. } => {
                matches!(
                    next,
                    Self::Succeeded { .. }
                        | Self::Rejected { why: Rejection::Failed { .. } | Rejection::Expired { .. } }
                        | Self::Taken { .. }
                )
            }
            // Another process took it for interrupted while it was on its way; only its sender brings an answer.
            Self::Unknown { doubt: Doubt::Interrupted } => !matches!(next, Self::Journaled),
            // A payment that was not found may still appear late.
            Self::Unknown { .. } | Self::NotFound => matches!(
                next,
                Self::Taken { .. }
                    | Self::Succeeded { .. }
                    | Self::Rejected { why: Rejection::Failed { .. } | Rejection::Expired { .. } }
                    | Self::NotFound
            ),
            Self::Succeeded { .. } | Self::Rejected { .. } => false,
        }
    }

    pub const fn transaction(&self) -> Option<&TransactionRef> {
        match self {
            Self::Taken { transaction, .. }
            | Self::Succeeded { transaction, .. }
            | Self::Rejected { why: Rejection::Failed { transaction } | Rejection::Expired { transaction } } => {
                transaction.as_ref()
            }
            _ => None,
        }
    }

    /// What Monei told besides.
    pub const fn told(&self) -> Option<&Told> {
        match self {
            Self::Taken { told, .. } | Self::Succeeded { told, .. } => told.as_ref(),
            _ => None,
        }
    }

    /// The same, to be shown otherwise than it is kept.
    pub const fn told_mut(&mut self) -> Option<&mut Told> {
        match self {
            Self::Taken { told, .. } | Self::Succeeded { told, .. } => told.as_mut(),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// Nothing was sent, and nothing will be.
    #[error("the journal could not be written")]
    NotWritten,
    #[error("the journal could not be read")]
    NotRead,
    /// There is no keychain. A journal in memory would forget a payment whose answer is lost with the process.
    #[error("nothing that is written here would stay")]
    Forgetful,
    /// The wallet was disconnected by another process, and its journal with it.
    #[error("the journal was removed")]
    Removed,
    /// One click, one intent.
    #[error("the intent is in the journal already")]
    Twice,
    #[error("a payment cannot go from its state to that one")]
    NoSuchWay,
    #[error("the journal does not know the intent")]
    Missing,
}

/// Why the journal did not take a payment. Nothing was sent, and nothing will be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotBegun {
    /// They were not named, or have come up since.
    #[error("a payment that looks the same may have happened")]
    LooksAlike(BTreeSet<IntentId>),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Held while a payment is on its way, so that no other process takes it for interrupted. It ends with its process.
#[derive(Debug, Default)]
#[must_use]
pub struct Sending {
    pub(super) _lock: Option<Locked>,
}

/// Where records are kept. A method that succeeded has made its change durable.
pub trait Journal: Send + Sync {
    /// Writes a new record as [`State::Journaled`], unless it looks like one that may have happened and is not among those
    /// that the person was shown and confirmed it `despite`. No other process comes between that look and the writing.
    fn begin(
        &self,
        intent: &Intent,
        despite: &BTreeSet<IntentId>,
        now: Timestamp,
    ) -> impl Future<Output = Result<Sending, NotBegun>> + Send;

    /// Moves a record on, if there is such a way. To where it is already is no way, and no error.
    fn advance(
        &self,
        id: &IntentId,
        state: &State,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), JournalError>> + Send;

    /// Everything there is. A record that cannot be read whole is among the torn, never left out.
    fn records(&self) -> impl Future<Output = Result<Records, JournalError>> + Send;

    /// Whatever was on its way when its process ended is unknown from now on. What is on its way now is left alone.
    fn recover(&self, now: Timestamp) -> impl Future<Output = Result<(), JournalError>> + Send;
}
