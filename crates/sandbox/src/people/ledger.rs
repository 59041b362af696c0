//! What happened to a person's money. A balance is never stored: it is what the successful entries add up to.

use jiff::Timestamp;
use monei_api::transaction::{Outcome, TransactionKind, TransactionStatus};
use monei_api::{Amount, Currency};

/// Which way an entry moves money, seen from the wallet's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    In,
    Out,
}

impl Direction {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// The `nature` of a transaction, as far as this simulation causes it (`monei-api.md` §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    FiatDeposit,
    FiatCardDeposit,
    FiatUssdDeposit,
    FiatWithdrawal,
    FiatTransfer,
    FiatP2p,
    CryptoDeposit,
}

impl Nature {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::FiatDeposit => "FIAT_DEPOSIT",
            Self::FiatCardDeposit => "FIAT_CARD_DEPOSIT",
            Self::FiatUssdDeposit => "FIAT_USSD_DEPOSIT",
            Self::FiatWithdrawal => "FIAT_WITHDRAWAL",
            Self::FiatTransfer => "FIAT_TRANSFER",
            Self::FiatP2p => "FIAT_P2P",
            Self::CryptoDeposit => "CRYPTO_DEPOSIT",
        }
    }
}

/// One transaction. Its amount is positive; `direction` tells the way.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) kind: TransactionKind,
    pub(crate) nature: Nature,
    pub(crate) direction: Direction,
    pub(crate) status: TransactionStatus,
    pub(crate) amount: Amount,
    pub(crate) currency: Currency,
    pub(crate) narration: String,
    pub(crate) reference: String,
    /// The other Monei user of a peer transfer.
    pub(crate) counterparty: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Entry {
    /// Whether the entry has moved money. Pending, failed and cancelled ones have not.
    pub(crate) fn counts(&self) -> bool {
        self.status.outcome() == Outcome::Done
    }
}

/// The entries of one person, in the order in which they happened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Adds an entry at its place in time.
    pub(crate) fn post(&mut self, entry: Entry) {
        let at = self.entries.partition_point(|earlier| earlier.created_at <= entry.created_at);
        self.entries.insert(at, entry);
    }

    /// The entries, oldest first.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the successful entries in `currency` add up to.
    pub(crate) fn balance(&self, currency: &Currency) -> Amount {
        self.entries.iter().filter(|entry| entry.counts() && entry.currency == *currency).fold(
            Amount::zero(),
            |sum, entry| match entry.direction {
                Direction::In => sum + entry.amount.clone(),
                Direction::Out => sum - entry.amount.clone(),
            },
        )
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    pub(crate) fn find_by_reference(&self, reference: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.reference == reference)
    }
}
