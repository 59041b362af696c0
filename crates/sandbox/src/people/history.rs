//! Building histories: the usual kinds of movement, and their place in time.

use jiff::{SignedDuration, Timestamp};
use monei_api::transaction::{TransactionKind, TransactionStatus};
use monei_api::{Amount, Currency};
use rand::rngs::StdRng;

use super::ledger::{Direction, Entry, Ledger, Nature};
use crate::random;

/// What kind of movement an entry is: its wire type, its nature and its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Movement {
    Funding,
    Card,
    Ussd,
    Withdrawal,
    Bill,
    Sent,
    Received,
    CryptoIn,
}

impl Movement {
    pub(super) const fn direction(self) -> Direction {
        match self {
            Self::Funding | Self::Card | Self::Ussd | Self::Received | Self::CryptoIn => Direction::In,
            Self::Withdrawal | Self::Bill | Self::Sent => Direction::Out,
        }
    }

    const fn kind(self) -> TransactionKind {
        match self {
            Self::Sent | Self::Received => TransactionKind::PeerTransfer,
            Self::Withdrawal | Self::Bill => TransactionKind::Debit,
            Self::Funding | Self::Card | Self::Ussd | Self::CryptoIn => TransactionKind::Credit,
        }
    }

    const fn nature(self) -> Nature {
        match self {
            Self::Funding => Nature::FiatDeposit,
            Self::Card => Nature::FiatCardDeposit,
            Self::Ussd => Nature::FiatUssdDeposit,
            Self::Withdrawal => Nature::FiatWithdrawal,
            Self::Bill => Nature::FiatTransfer,
            Self::Sent | Self::Received => Nature::FiatP2p,
            Self::CryptoIn => Nature::CryptoDeposit,
        }
    }

    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Funding | Self::Card | Self::Ussd => "dep",
            Self::Withdrawal => "pay",
            Self::Bill => "bill",
            Self::Sent | Self::Received => "p2p",
            Self::CryptoIn => "chain",
        }
    }
}

/// One line of a history that is being built.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) minutes_ago: i64,
    pub(super) movement: Movement,
    pub(super) status: TransactionStatus,
    pub(super) amount: Amount,
    pub(super) currency: Currency,
    pub(super) narration: String,
    pub(super) counterparty: Option<String>,
    pub(super) reference: String,
}

/// Writes a line into the ledger.
pub(super) fn post(ledger: &mut Ledger, random: &mut StdRng, now: Timestamp, line: Line) {
    let created_at = moment(now, line.minutes_ago);
    ledger.post(Entry {
        id: random::uuid(random),
        kind: line.movement.kind(),
        nature: line.movement.nature(),
        direction: line.movement.direction(),
        status: line.status,
        amount: line.amount,
        currency: line.currency,
        narration: line.narration,
        reference: line.reference,
        counterparty: line.counterparty,
        created_at,
        updated_at: created_at,
    });
}

/// The moment so many minutes before `now`, to the millisecond.
pub(super) fn moment(now: Timestamp, minutes_ago: i64) -> Timestamp {
    let then = now.checked_sub(SignedDuration::from_mins(minutes_ago)).unwrap_or(Timestamp::UNIX_EPOCH);
    on_the_wire(then)
}

/// The nearest moment that is written with exactly three decimals, as Monei writes all of its times (`monei-api.md`
/// §0.3): the time type leaves out trailing zeros, so the last of the three must not be one.
pub(crate) fn on_the_wire(at: Timestamp) -> Timestamp {
    let milliseconds = at.as_millisecond();
    let odd = if milliseconds % 10 == 0 { milliseconds - 5 } else { milliseconds };
    Timestamp::from_millisecond(odd).unwrap_or(at)
}
