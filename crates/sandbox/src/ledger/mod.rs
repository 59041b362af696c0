//! The one ledger under everything: double entry in whole minor units.
//!
//! Money only moves in movements, whose lines add up to zero for each asset and which are posted as a whole or not at
//! all. A person's wallet and what is set aside for them never go below zero; the outside world has accounts of its
//! own, which pay for what comes in and keep what goes out. A [`Transaction`] is what a person sees of it, and their
//! balances are what their transactions add up to (see [`Ledger::audit`]).
//!
//! Every operation is one of these:
//!
//! - [`Ledger::open`] records a pending transaction, and sets aside what is to leave; later [`Ledger::close`] brings it
//!   to where it was to go, or back.
//! - [`Ledger::book`] does one or several at once: both sides of a transfer, both legs of a swap.

mod account;
mod asset;
mod audit;
mod movement;
mod passbook;
#[cfg(test)]
mod tests;
mod transaction;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

pub(crate) use account::{Account, Owner};
pub(crate) use asset::{Asset, Cluster, Network, Quantity};
pub(crate) use audit::Audit;
pub(crate) use movement::MovementId;
pub(crate) use passbook::{Narrated, Outline, Passbook};
pub(crate) use transaction::{Direction, Draft, Nature, Status, Transaction};

use crate::clock::on_the_wire;
use crate::random;
use crate::store::{Journal, Records, Unusable};
use movement::Movements;

/// Why nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    #[error("not enough {:?}", available.asset)]
    Shortage { required: Quantity, available: Quantity },
    /// The owner has a transaction of this reference.
    #[error("the reference is taken")]
    Reference,
    /// No balance can hold so much.
    #[error("beyond what can be counted")]
    Overflow,
    /// Only what is pending can be brought to an end.
    #[error("not pending")]
    NotPending,
}

/// A transaction's place in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct TransactionKey(u32);

/// What a transaction is called among the records.
const KIND: &str = "transaction";

/// Everybody's money and its history.
#[derive(Debug)]
pub(crate) struct Ledger {
    movements: Movements,
    transactions: Vec<Transaction>,
    by_id: HashMap<Arc<str>, TransactionKey>,
    passbooks: HashMap<Owner, Passbook>,
    /// How many transactions are written down, and which of these have changed since.
    kept: usize,
    changed: Vec<TransactionKey>,
    /// Where ids and references come from.
    random: StdRng,
}

impl Ledger {
    /// The ids of what is recorded later follow from the seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            movements: Movements::default(),
            transactions: Vec::new(),
            by_id: HashMap::new(),
            passbooks: HashMap::new(),
            kept: 0,
            changed: Vec::new(),
            // A stream of its own, so that nothing shares ids with the people of the same seed.
            random: StdRng::seed_from_u64(seed.wrapping_add(0x006c_6564_6765_7221)),
        }
    }

    /// A new reference for what the caller gave none.
    pub(crate) fn reference(&mut self, prefix: &str) -> String {
        format!("{prefix}-{}", random::hex(&mut self.random, 8))
    }

    /// What the ledger draws from, for whatever else an operation needs to make up.
    pub(crate) fn random(&mut self) -> &mut StdRng {
        &mut self.random
    }

    /// Records a pending transaction. What is to leave is set aside with its fee.
    pub(crate) fn open(&mut self, draft: Draft, now: Timestamp) -> Result<TransactionKey, Refused> {
        self.admit(&draft)?;
        let hold = match draft.direction {
            Direction::In => None,
            Direction::Out => Some(self.movements.post(now, &movement::hold(&draft)?)?),
        };
        let id = random::uuid(&mut self.random);
        Ok(self.record(id, draft, Status::Pending, now, hold, None))
    }

    /// Brings a pending transaction to its end: done, or back to where it came from.
    pub(crate) fn close(&mut self, key: TransactionKey, status: Status, now: Timestamp) -> Result<(), Refused> {
        let transaction = self.get(key).filter(|transaction| transaction.status == Status::Pending);
        let transaction = transaction.ok_or(Refused::NotPending)?;
        let settlement = match (transaction.direction, status) {
            (_, Status::Pending) => return Err(Refused::NotPending),
            (_, status) if status.is_done() => Some(self.movements.post(now, &movement::settle(transaction)?)?),
            (Direction::Out, _) => Some(self.movements.post(now, &movement::release(transaction)?)?),
            (Direction::In, _) => None,
        };
        if let Some(transaction) = self.transactions.get_mut(key.0 as usize) {
            self.changed.push(key);
            transaction.status = status;
            transaction.settlement = settlement;
            transaction.updated_at = on_the_wire(now).max(transaction.created_at);
            if let Some(passbook) = self.passbooks.get_mut(&transaction.owner) {
                passbook.amend(key, status, transaction.updated_at, transaction.created_at);
            }
        }
        Ok(())
    }

    /// Does all of the drafts at once, in one movement, or none of them.
    pub(crate) fn book(&mut self, drafts: Vec<Draft>, now: Timestamp) -> Result<Vec<TransactionKey>, Refused> {
        let mut lines = Vec::new();
        for draft in &drafts {
            self.admit(draft)?;
            lines.extend(movement::at_once(draft)?);
        }
        let settlement = Some(self.movements.post(now, &lines)?);
        let mut keys = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let id = random::uuid(&mut self.random);
            keys.push(self.record(id, draft, Status::Success, now, None, settlement));
        }
        Ok(keys)
    }

    /// Records what is past, with the id that it has always had.
    pub(crate) fn restore(&mut self, id: String, draft: Draft, status: Status, at: Timestamp) -> Result<(), Refused> {
        self.admit(&draft)?;
        let (hold, settlement) = match (draft.direction, status) {
            (_, status) if status.is_done() => (None, Some(self.movements.post(at, &movement::at_once(&draft)?)?)),
            (Direction::Out, Status::Pending) => (Some(self.movements.post(at, &movement::hold(&draft)?)?), None),
            _ => (None, None),
        };
        self.record(id, draft, status, at, hold, settlement);
        Ok(())
    }

    /// The owner has no transaction of the draft's reference.
    fn admit(&self, draft: &Draft) -> Result<(), Refused> {
        let taken = self.find_by_reference(draft.owner, &draft.reference).is_some();
        if taken { Err(Refused::Reference) } else { Ok(()) }
    }

    fn record(
        &mut self,
        id: String,
        draft: Draft,
        status: Status,
        at: Timestamp,
        hold: Option<MovementId>,
        settlement: Option<MovementId>,
    ) -> TransactionKey {
        let at = on_the_wire(at);
        let key = TransactionKey(u32::try_from(self.transactions.len()).unwrap_or(u32::MAX));
        let (id, reference) = (Arc::<str>::from(id), Arc::<str>::from(draft.reference));
        self.by_id.insert(Arc::clone(&id), key);
        let transaction = Transaction {
            id,
            owner: draft.owner,
            nature: draft.nature,
            direction: draft.direction,
            status,
            amount: draft.amount,
            fee: draft.fee,
            counter: draft.counter,
            reference,
            narration: draft.narration,
            counterparty: draft.counterparty,
            metadata: (!draft.metadata.is_empty()).then(|| Box::new(draft.metadata)),
            created_at: at,
            updated_at: at,
            hold,
            settlement,
        };
        self.passbooks.entry(draft.owner).or_default().add(key, &transaction);
        self.transactions.push(transaction);
        key
    }

    /// Adds to a transaction's `metadata`.
    pub(crate) fn annotate(&mut self, key: TransactionKey, name: &str, value: impl Into<serde_json::Value>) {
        if let Some(transaction) = self.transactions.get_mut(key.0 as usize) {
            self.changed.push(key);
            transaction.metadata.get_or_insert_default().insert(name.to_owned(), value.into());
        }
    }

    /// What a person can spend.
    pub(crate) fn balance(&self, owner: Owner, asset: Asset) -> Quantity {
        asset.units(self.movements.balance(Account::Wallet(owner), asset))
    }

    /// What a person's pending operations have set aside.
    pub(crate) fn held(&self, owner: Owner, asset: Asset) -> Quantity {
        asset.units(self.movements.balance(Account::Held(owner), asset))
    }

    pub(crate) fn get(&self, key: TransactionKey) -> Option<&Transaction> {
        self.transactions.get(key.0 as usize)
    }

    /// By id, whoever's it is.
    pub(crate) fn key(&self, id: &str) -> Option<TransactionKey> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn find(&self, owner: Owner, id: &str) -> Option<&Transaction> {
        self.key(id).and_then(|key| self.get(key)).filter(|transaction| transaction.owner == owner)
    }

    pub(crate) fn key_by_reference(&self, owner: Owner, reference: &str) -> Option<TransactionKey> {
        self.passbooks.get(&owner)?.find(reference)
    }

    pub(crate) fn find_by_reference(&self, owner: Owner, reference: &str) -> Option<&Transaction> {
        self.key_by_reference(owner, reference).and_then(|key| self.get(key))
    }

    /// A person's transactions, the oldest first.
    pub(crate) fn history(&self, owner: Owner) -> impl DoubleEndedIterator<Item = &Transaction> + ExactSizeIterator {
        let outlines = self.passbooks.get(&owner).map(Passbook::outlines).unwrap_or_default();
        #[expect(clippy::indexing_slicing, reason = "a passbook only holds keys of recorded transactions")]
        outlines.iter().map(|outline| &self.transactions[outline.key.0 as usize])
    }

    /// For looking through many of a person's transactions; nothing where there are none.
    pub(crate) fn passbook(&self, owner: Owner) -> Option<&Passbook> {
        self.passbooks.get(&owner)
    }

    /// Writes down what is new and what has changed.
    pub(crate) fn settle(&mut self, journal: &mut impl Journal) {
        self.movements.settle(journal);
        for (place, transaction) in self.transactions.iter().enumerate().skip(self.kept) {
            journal.put(KIND, &place, transaction);
        }
        for key in self.changed.drain(..) {
            let place = key.0 as usize;
            if let Some(transaction) = self.transactions.get(place).filter(|_| place < self.kept) {
                journal.put(KIND, &place, transaction);
            }
        }
        self.kept = self.transactions.len();
    }

    /// What is written down. The ids of what is recorded later follow from the seed, which must be another one than
    /// before.
    pub(crate) fn restored(seed: u64, records: &Records<'_>) -> Result<Self, Unusable> {
        let mut ledger = Self { movements: Movements::restored(records)?, ..Self::new(seed) };
        for (place, transaction) in records.all::<u32, Transaction>(KIND)? {
            ledger.by_id.insert(Arc::clone(&transaction.id), TransactionKey(place));
            ledger.passbooks.entry(transaction.owner).or_default().add(TransactionKey(place), &transaction);
            ledger.transactions.push(transaction);
        }
        ledger.kept = ledger.transactions.len();
        if ledger.audit().is_sound() {
            Ok(ledger)
        } else {
            Err(records.damage("the ledger does not add up".to_owned()))
        }
    }

    /// Whether everything adds up.
    pub(crate) fn audit(&self) -> Audit {
        audit::audit(self)
    }
}
