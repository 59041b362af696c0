//! Settling what is unknown, from what Monei lists.
//!
//! A bank transfer is found by its exact reference. The rest is found by direction, amount, payee and time, and only where
//! exactly one transaction fits exactly one payment: what could be two things is left to the person.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use monei_api::Money;
use monei_api::offramp::OfframpStatus;
use monei_api::transaction::Outcome;
use monei_client::money::Told;

use super::action::Action;
use super::intent::{IntentId, Payee};
use super::journal::{Record, Rejection, State, TransactionRef};
use crate::overview::Direction;

/// Clocks differ, and Monei may write its own moment.
pub const EARLIER: SignedDuration = SignedDuration::from_mins(10);
/// A request is answered, or given up, within a minute. What Monei lists as made later than this was not made by it, and may
/// have been made by the person elsewhere.
const AT_ONCE: SignedDuration = SignedDuration::from_mins(15);
/// What is not listed until then is not found.
const LATER: SignedDuration = SignedDuration::from_hours(24);

/// Which of Monei's lists a row stands in. Each payment is looked for in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    Transactions,
    Bills,
    Sales,
}

impl List {
    pub const fn of(action: Action) -> Self {
        match action {
            Action::Airtime | Action::Data | Action::Electricity | Action::CableTv => Self::Bills,
            Action::Sell => Self::Sales,
            _ => Self::Transactions,
        }
    }
}

/// What a transaction was for, as far as the payments from here go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Bank,
    Person,
    Chain,
    Swap,
    Bill,
    Sale,
    /// Nothing that is done from here.
    Other,
}

impl Purpose {
    const fn of(action: Action) -> Self {
        match action {
            Action::BankTransfer => Self::Bank,
            Action::PeerTransfer => Self::Person,
            Action::Airtime | Action::Data | Action::Electricity | Action::CableTv => Self::Bill,
            Action::EvmSendNative | Action::EvmSendToken | Action::SolanaTransfer | Action::SolanaTransferToken => {
                Self::Chain
            }
            Action::Sell => Self::Sale,
            _ => Self::Swap,
        }
    }
}

/// A transaction as far as it can be told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub list: List,
    pub id: TransactionRef,
    pub reference: Option<String>,
    pub direction: Direction,
    pub amount: Option<Money>,
    /// None where Monei does not tell: that fits any payee. So with the purpose.
    pub payee: Option<Payee>,
    pub purpose: Option<Purpose>,
    pub created_at: Option<Timestamp>,
    pub outcome: Outcome,
    /// To be kept with the payment.
    pub told: Option<Told>,
    /// What it waited for did not come in time.
    pub expired: bool,
}

/// What Monei lists now.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    pub rows: Vec<Listed>,
    /// The lists of which every row since that moment is here.
    pub complete_since: Vec<(List, Timestamp)>,
    /// How far sales are that have not come to their end.
    pub stages: Vec<(TransactionRef, OfframpStatus)>,
    pub read_at: Timestamp,
}

impl Listing {
    fn is_complete(&self, list: List, since: Timestamp) -> bool {
        self.complete_since.iter().any(|(of, from)| *of == list && *from <= since)
    }
}

/// The new states of those records that the listing settles or moves on.
pub fn judge(records: &[Record], listing: &Listing) -> Vec<(IntentId, State)> {
    let claimed: HashSet<&TransactionRef> = records.iter().filter_map(|record| record.state.transaction()).collect();
    let mut judged = Vec::new();
    for record in records {
        let next = match &record.state {
            State::Taken { transaction: Some(transaction), told } => {
                let own = listing.rows.iter().find(|row| row.list == list(record) && names(row, transaction));
                own.map(|row| by(row, transaction.clone(), told.as_ref()))
            }
            State::Taken { transaction: None, .. } => found(record, records, &claimed, listing),
            State::Unknown { .. } | State::NotFound => {
                found(record, records, &claimed, listing).or_else(|| missing(record, records, listing))
            }
            State::Journaled | State::Succeeded { .. } | State::Rejected { .. } => None,
        };
        if let Some(next) = next.filter(|next| *next != record.state && record.state.may_become(next)) {
            judged.push((record.intent.id.clone(), next));
        }
    }
    judged
}

/// What a row makes of the payment that it is about. What was told before is still so.
fn by(row: &Listed, transaction: TransactionRef, before: Option<&Told>) -> State {
    let told = row.told.clone().or_else(|| before.cloned());
    match State::by_outcome(Some(row.outcome), Some(transaction), told) {
        State::Rejected { why: Rejection::Failed { transaction } } if row.expired => {
            State::Rejected { why: Rejection::Expired { transaction } }
        }
        state => state,
    }
}

const fn list(record: &Record) -> List {
    List::of(record.intent.action)
}

fn names(row: &Listed, transaction: &TransactionRef) -> bool {
    row.id == *transaction || row.reference.as_deref() == Some(transaction.0.as_str())
}

fn found(record: &Record, records: &[Record], claimed: &HashSet<&TransactionRef>, listing: &Listing) -> Option<State> {
    let free = |row: &&Listed| !claimed.iter().any(|transaction| names(row, transaction));
    let row = only(listing.rows.iter().filter(|row| could_be(record, row, records)).filter(free))?;
    // What came too late may be this payment, and may be another one.
    if record.intent.reference.is_none() && row.created_at.is_none_or(|at| at > record.begun_at + AT_ONCE) {
        return None;
    }
    // Another payment that could be the one behind the row makes it ambiguous.
    let mut rivals = records.iter().filter(|other| {
        other.intent.id != record.intent.id
            && other.state.transaction().is_none()
            && !matches!(other.state, State::Rejected { .. })
    });
    if rivals.any(|rival| could_be(rival, row, records)) {
        return None;
    }
    Some(by(row, row.id.clone(), record.state.told()))
}

/// The row may be this payment. One that carries the reference of another payment is that one.
fn could_be(record: &Record, row: &Listed, records: &[Record]) -> bool {
    fn reference(record: &Record) -> Option<&str> {
        record.intent.reference.as_ref().map(super::Reference::as_str)
    }
    if row.list != list(record) {
        return false;
    }
    if let Some(own) = reference(record) {
        return row.reference.as_deref() == Some(own);
    }
    let is_anothers = |other: &Record| reference(other).is_some() && reference(other) == row.reference.as_deref();
    fits(record, row) && !records.iter().any(is_anothers)
}

/// Whether a row could be this payment by everything that it tells. Also asked before its detail was read.
pub fn fits(record: &Record, row: &Listed) -> bool {
    let intent = &record.intent;
    let in_time = row.created_at.is_some_and(|at| at >= record.begun_at - EARLIER && at <= record.begun_at + LATER);
    // Only transfers between people are listed without their direction.
    let goes_out = match row.direction {
        Direction::Outgoing => true,
        Direction::Incoming => false,
        Direction::Unknown => intent.action == Action::PeerTransfer,
    };
    goes_out
        && row.amount.as_ref() == Some(&intent.amount)
        && row.payee.as_ref().is_none_or(|payee| *payee == intent.payee)
        && row.purpose.is_none_or(|purpose| purpose == Purpose::of(intent.action))
        && in_time
}

/// A whole day was listed without it.
fn missing(record: &Record, records: &[Record], listing: &Listing) -> Option<State> {
    let whole = listing.is_complete(list(record), record.begun_at - EARLIER);
    let nothing_fits = !listing.rows.iter().any(|row| could_be(record, row, records));
    (whole && nothing_fits && listing.read_at > record.begun_at + LATER).then_some(State::NotFound)
}

fn only<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.next().is_none().then_some(first)
}
