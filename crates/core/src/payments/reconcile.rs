//! Settling what is unknown, from what Monei lists.
//!
//! A bank transfer is found by its exact reference. The rest is found by direction, amount, payee and time, and only where
//! exactly one transaction fits exactly one payment: what could be two things is left to the person. To say that something
//! is not there takes more: nothing that could be it under any other writing of it.

use jiff::{SignedDuration, Timestamp};
use monei_api::Money;
use monei_api::offramp::OfframpStatus;
use monei_api::transaction::Outcome;
use monei_client::money::Told;

use super::action::Action;
use super::intent::{IntentId, Payee};
use super::journal::{Record, Rejection, State, TransactionRef};
use crate::overview::Direction;
use crate::session::SessionError;

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
    /// Its name on its chain, where the detail tells it: a hash, a signature.
    pub on_chain: Option<String>,
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
    /// Its detail could not be read: it may be whatever it looks like, and settles nothing.
    pub undecided: bool,
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
    /// Why not everything could be read. What was read holds all the same.
    pub failed: Option<SessionError>,
}

impl Listing {
    fn is_complete(&self, list: List, since: Timestamp) -> bool {
        self.complete_since.iter().any(|(of, from)| *of == list && *from <= since)
    }
}

/// The new states of those records that the listing settles or moves on.
pub fn judge(records: &[Record], listing: &Listing) -> Vec<(IntentId, State)> {
    let mut judged = Vec::new();
    for record in records {
        let next = match &record.state {
            State::Taken { transaction: Some(transaction), told } => {
                let own = listing.rows.iter().find(|row| row.list == list(record) && names(row, transaction));
                own.map(|row| by(row, transaction.clone(), told.as_ref()))
            }
            State::Taken { transaction: None, .. } => found(record, records, listing),
            State::Unknown { .. } | State::NotFound => {
                found(record, records, listing).or_else(|| missing(record, records, listing))
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
fn by(row: &Listed, transaction: TransactionRef, known: Option<&Told>) -> State {
    let told = row.told.clone().or_else(|| known.cloned());
    match State::by_outcome(Some(row.outcome), Some(transaction), told) {
        // Only what was to be sent by the person can have come too late.
        State::Rejected { why: Rejection::Failed { transaction } }
            if row.expired && matches!(known, Some(Told::Deposit(_))) =>
        {
            State::Rejected { why: Rejection::Expired { transaction } }
        }
        state => state,
    }
}

const fn list(record: &Record) -> List {
    List::of(record.intent.action)
}

fn names(row: &Listed, transaction: &TransactionRef) -> bool {
    let name = transaction.0.as_str();
    row.id == *transaction || row.reference.as_deref() == Some(name) || row.on_chain.as_deref() == Some(name)
}

fn reference(record: &Record) -> Option<&str> {
    record.intent.reference.as_ref().map(super::Reference::as_str)
}

/// The row is certainly this payment: by the name that Monei gave it, or by the reference that it was sent with.
fn is_of(row: &Listed, record: &Record) -> bool {
    row.list == list(record)
        && (record.state.transaction().is_some_and(|transaction| names(row, transaction))
            || reference(record).is_some_and(|own| row.reference.as_deref() == Some(own)))
}

/// The row is certainly another payment than this one.
fn is_anothers(row: &Listed, record: &Record, records: &[Record]) -> bool {
    records.iter().any(|other| other.intent.id != record.intent.id && is_of(row, other))
}

fn found(record: &Record, records: &[Record], listing: &Listing) -> Option<State> {
    let row = only(listing.rows.iter().filter(|row| could_be(record, row) && !is_anothers(row, record, records)))?;
    if record.intent.reference.is_none() {
        // What came too late may be this payment, and may be another one; and without a direction it may be one to here.
        let at_once = row.created_at.is_some_and(|at| at <= after(record.begun_at, AT_ONCE));
        if row.undecided || row.direction != Direction::Outgoing || !at_once {
            return None;
        }
    }
    // Another payment that could be the one behind the row makes it ambiguous.
    let is_rival = |other: &Record| {
        other.intent.id != record.intent.id
            && !matches!(other.state, State::Rejected { .. })
            && could_be(other, row)
            && !listing.rows.iter().any(|row| is_of(row, other))
            // What Monei answered was listed at once, if it is listed under another name than it was answered with.
            && (other.state.transaction().is_none()
                || row.created_at.is_none_or(|at| at <= after(other.begun_at, AT_ONCE)))
    };
    if records.iter().any(is_rival) {
        return None;
    }
    Some(by(row, row.id.clone(), record.state.told()))
}

/// The row may be this payment.
fn could_be(record: &Record, row: &Listed) -> bool {
    match reference(record) {
        _ if row.list != list(record) => false,
        Some(own) => row.reference.as_deref() == Some(own),
        None => fits(record, row),
    }
}

/// Whether a row could be this payment by everything that it tells. Also asked before its detail was read.
pub fn fits(record: &Record, row: &Listed) -> bool {
    let intent = &record.intent;
    row.direction != Direction::Incoming
        && row.amount.as_ref() == Some(&intent.amount)
        && row.payee.as_ref().is_none_or(|payee| *payee == intent.payee)
        && row.purpose.is_none_or(|purpose| purpose == Purpose::of(intent.action))
        && row.created_at.is_some_and(|at| is_in_time(record, at))
}

/// Whether a row would be this payment if Monei wrote its payee, its currency or its moment otherwise than the answers do
/// that are known.
fn might_be(record: &Record, row: &Listed) -> bool {
    let intent = &record.intent;
    row.list == list(record)
        && row.direction != Direction::Incoming
        && row.amount.as_ref().is_none_or(|listed| listed.amount == intent.amount.amount)
        && row.purpose.is_none_or(|purpose| purpose == Purpose::of(intent.action))
        && row.created_at.is_none_or(|at| is_in_time(record, at))
        && (reference(record).is_none() || row.reference.is_none() || row.reference.as_deref() == reference(record))
}

fn is_in_time(record: &Record, at: Timestamp) -> bool {
    at >= before(record.begun_at, EARLIER) && at <= after(record.begun_at, LATER)
}

/// A whole day was listed without it.
fn missing(record: &Record, records: &[Record], listing: &Listing) -> Option<State> {
    let whole = listing.is_complete(list(record), before(record.begun_at, EARLIER));
    let is_it = |row: &Listed| might_be(record, row) && !is_anothers(row, record, records);
    let nothing_fits = !listing.rows.iter().any(is_it);
    (whole && nothing_fits && listing.read_at > after(record.begun_at, LATER)).then_some(State::NotFound)
}

/// A clock may show the last day that can be written.
fn after(at: Timestamp, time: SignedDuration) -> Timestamp {
    at.saturating_add(time).unwrap_or(at)
}

pub(super) fn before(at: Timestamp, time: SignedDuration) -> Timestamp {
    at.saturating_sub(time).unwrap_or(at)
}

fn only<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.next().is_none().then_some(first)
}
