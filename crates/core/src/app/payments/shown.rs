//! What is shown of payments, and why something cannot be paid.

use std::sync::Arc;

use jiff::Timestamp;
use monei_api::bank::VerifiedAccount;
use monei_api::{Money, Scope};

use crate::payments::bills::Bill;
use crate::payments::checks::Checked;
use crate::payments::desk::{NotPrepared, NotSent};
use crate::payments::quote::Quote;
use crate::payments::{BadOrder, Intent, IntentId, JournalError, Objection, Record};
use crate::problem::{Problem, ProblemCode};
use crate::session::SessionError;

/// What is shown of payments.
#[derive(Clone, Debug, Default)]
pub struct Payments {
    pub desk: DeskState,
    /// Of the connected wallet, the newest first.
    pub records: Vec<Record>,
    /// Records that cannot be understood any more.
    pub torn: usize,
    /// Payments from before this may be missing.
    pub lost_at: Option<Timestamp>,
    /// The one that waits for the person's word, or is being sent.
    pub confirmation: Option<Arc<Confirmation>>,
    /// Why the last payment that was confirmed was not sent.
    pub not_sent: Option<(IntentId, NotReady)>,
    /// A permission without which some of the open ones stay as they are.
    pub wants: Option<Scope>,
}

impl Payments {
    /// Those of which nobody can say yet how they ended.
    pub fn open(&self) -> usize {
        self.records.iter().filter(|record| !record.state.is_settled()).count() + self.torn
    }
}

/// Whether something can be paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DeskState {
    /// No permission to move money is held, and nothing was ever paid.
    #[default]
    Closed,
    Opening,
    Open,
    Unavailable(Problem),
}

/// What the person is asked to confirm.
#[derive(Clone, Debug)]
pub struct Confirmation {
    pub intent: Intent,
    /// Whose account it is, where Monei tells.
    pub verified: Option<VerifiedAccount>,
    /// What Monei tells of a bill.
    pub bill: Option<Bill>,
    pub checked: Checked,
    pub quote: Option<Quote>,
    /// Where it goes, if that is on a chain.
    pub on_chain: Option<OnChain>,
    pub balance_after: Option<Money>,
    pub needs_pin: bool,
    /// Payments that look the same and may have happened: this one has to be confirmed beside them.
    pub look_alikes: Vec<Record>,
    /// Records that cannot be read, each of which may have been the same.
    pub unreadable: usize,
    /// The word was given.
    pub is_being_sent: bool,
}

/// Where something on a chain goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnChain {
    /// The chain as people know it.
    pub network: String,
    /// Contract or mint of what leaves; nothing for the chain's own coin.
    pub contract: Option<String>,
    /// The same of what is bought.
    pub bought: Option<String>,
    /// Whom it is sent to.
    pub recipient: Option<Addressee>,
}

/// An address that something is sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// As the bytes that will be sent have it.
    pub address: String,
    /// Nothing that was sent there from here, on that chain, is known to have been taken.
    pub first_time: bool,
}

/// Why an order cannot be confirmed, or was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotReady {
    Order(BadOrder),
    /// What Monei would refuse.
    Objections(Vec<Objection>),
    /// The permission that it needs.
    Without(Scope),
    /// Another payment waits for the person's word.
    AnotherWaits,
    /// A payment that looks the same may have happened, and was not confirmed to be another one.
    LooksAlike,
    /// Monei knows no such account at that bank.
    NoSuchAccount,
    /// The biller knows no such customer.
    NoSuchCustomer,
    /// The plan is not there any more, or costs something else.
    AnotherPrice,
    /// The person did not want it.
    Cancelled,
    /// The PIN is missing, or has not 4 to 6 digits.
    Pin,
    /// What it would bring was told too long ago: a newer quote is to be asked for.
    QuoteExpired,
    Problem(Problem),
}

impl From<ProblemCode> for NotReady {
    fn from(code: ProblemCode) -> Self {
        Self::Problem(code.into())
    }
}

impl From<JournalError> for NotReady {
    fn from(error: JournalError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<SessionError> for NotReady {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::NotGranted(missing) => Self::Without(missing.0),
            error => Self::Problem((&error).into()),
        }
    }
}

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Forgetful => ProblemCode::PaymentsNeedKeychain,
            _ => ProblemCode::JournalUnusable,
        }
        .into()
    }
}

impl From<NotPrepared> for NotReady {
    fn from(error: NotPrepared) -> Self {
        match error {
            NotPrepared::Order(bad) => Self::Order(bad),
            NotPrepared::Session(error) => error.into(),
            NotPrepared::Journal(error) => error.into(),
            NotPrepared::Randomness(_) | NotPrepared::NoWallet => ProblemCode::NotNow.into(),
            NotPrepared::NoSuchAccount => Self::NoSuchAccount,
            NotPrepared::NoSuchCustomer => Self::NoSuchCustomer,
            NotPrepared::AnotherPrice => Self::AnotherPrice,
            NotPrepared::AnotherAmount => ProblemCode::Unreadable.into(),
        }
    }
}

impl From<NotSent> for NotReady {
    fn from(error: NotSent) -> Self {
        match error {
            NotSent::AnotherWallet => ProblemCode::NotNow.into(),
            NotSent::LooksAlike(_) => Self::LooksAlike,
            NotSent::Pin => Self::Pin,
            NotSent::QuoteExpired => Self::QuoteExpired,
            NotSent::Session(error) => error.into(),
            NotSent::Journal(error) => error.into(),
        }
    }
}
