//! Transactions as a list shows them.

use jiff::Timestamp;
use monei_api::transaction::{Outcome, Transaction, TransactionKind, TransactionPage};
use monei_api::{Currency, Money};

/// The newest transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    pub rows: Vec<Entry>,
    /// How many there are in all, where Monei tells.
    pub total: Option<u64>,
}

impl From<TransactionPage> for Latest {
    fn from(page: TransactionPage) -> Self {
        Self {
            total: page.pagination.total.map(|total| total.0),
            rows: page.transactions.into_iter().map(Entry::from).collect(),
        }
    }
}

/// One transaction of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub direction: Direction,
    pub outcome: Outcome,
    pub status: Option<String>,
    pub amount: Option<Money>,
    pub narration: Option<String>,
    pub reference: Option<String>,
    pub created_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Incoming,
    Outgoing,
    /// The list does not tell the direction of a transfer between people (`monei-api.md` §3.7).
    Unknown,
}

impl From<Transaction> for Entry {
    fn from(row: Transaction) -> Self {
        let currency = row.currency.as_ref().map_or_else(Currency::naira, |symbol| Currency::new(symbol));
        Self {
            id: row.id,
            direction: match row.kind.as_ref() {
                Some(TransactionKind::Credit) => Direction::Incoming,
                Some(TransactionKind::Debit) => Direction::Outgoing,
                _ => Direction::Unknown,
            },
            outcome: row.status.as_ref().map_or(Outcome::Unknown, monei_api::transaction::TransactionStatus::outcome),
            status: row.status.as_ref().map(|status| status.as_str().to_owned()),
            amount: row.amount.into_option().map(|figure| Money::new(figure.amount, currency)),
            narration: row.narration.into_option().filter(|text| !text.trim().is_empty()),
            reference: row.reference.into_option().map(|reference| reference.0),
            created_at: row.created_at.into_option(),
        }
    }
}
