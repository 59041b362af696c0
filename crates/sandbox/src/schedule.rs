//! What is under way and when it goes on: transfers that a bank has yet to make, deposits that wait for their payer.
//!
//! Where time is `auto` things go on by themselves as it passes; where it is `explicit` nothing does, until the
//! control API moves the clock or names the item (see [`control`](crate::control)).

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ledger::{Owner, Transaction, TransactionKey};
use crate::resource::bills::scheduled::ScheduleKey;
use crate::resource::offramp::OrderKey;
use crate::resource::{bills, deposits, offramp, payouts, sends, verification};
use crate::rules::verification::Document;
use crate::store::{Journal, Kept, Records, Unusable};
use crate::world::World;

/// What goes on when its time has come. Each kind has one function that takes it a step further, and which may
/// schedule the step after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Work {
    /// The transfer of a payout to its bank.
    Payout(TransactionKey),
    /// The payment of a deposit, or the end of waiting for it.
    Deposit(TransactionKey),
    /// The answer of a biller.
    Bill(TransactionKey),
    /// The payment of a bill whose time has come.
    ScheduledBill(ScheduleKey),
    /// The confirmation of what was sent on a chain.
    Send(TransactionKey),
    /// The next stage of an offramp order.
    Offramp(OrderKey),
    /// The review of what a person has submitted to prove who they are.
    Review(Owner, Document),
}

impl Work {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Payout(_) => "payout",
            Self::Deposit(_) => "deposit",
            Self::Bill(_) => "bill",
            Self::ScheduledBill(_) => "schedule",
            Self::Send(_) => "send",
            Self::Offramp(_) => "offramp",
            Self::Review(..) => "review",
        }
    }

    fn perform(self, world: &mut World, turn: Turn, at: Timestamp) {
        match self {
            Self::Payout(key) => payouts::go_on(world, key, turn, at),
            Self::Deposit(key) => deposits::go_on(world, key, turn, at),
            Self::Bill(key) => bills::go_on(world, key, turn, at),
            Self::ScheduledBill(key) => bills::scheduled::go_on(world, key, turn, at),
            Self::Send(key) => sends::go_on(world, key, turn, at),
            Self::Offramp(key) => {
                offramp::go_on(world, key, turn, at);
            }
            Self::Review(owner, document) => verification::go_on(world, owner, document, turn, at),
        }
    }
}

/// How a thing goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// As it would by itself.
    OnTime,
    /// For the better, because the control API says so.
    Succeed,
    /// For the worse, likewise.
    Fail,
}

/// Something under way, with the names by which the control API knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: Arc<str>,
    pub(crate) reference: Arc<str>,
    pub(crate) owner: Owner,
    pub(crate) work: Work,
    pub(crate) due: Timestamp,
}

/// Everything under way.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    /// By time; those of one time in the order in which they came.
    queue: Kept<(Timestamp, u64), Item>,
    added: u64,
}

/// What something under way is called among the records.
const KIND: &str = "pending";

impl Schedule {
    pub(crate) fn settle(&mut self, journal: &mut impl Journal) {
        self.queue.settle(KIND, journal);
    }

    pub(crate) fn restored(records: &Records<'_>) -> Result<Self, Unusable> {
        let queue = Kept::<(Timestamp, u64), Item>::restored(KIND, records)?;
        let added = queue.entries().map(|((_, number), _)| *number).max().unwrap_or_default();
        Ok(Self { queue, added })
    }

    pub(crate) fn add(&mut self, item: Item) {
        self.added += 1;
        self.queue.insert((item.due, self.added), item);
    }

    /// What is under way, the next first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Item> {
        self.queue.iter()
    }

    /// Takes the next item that is due.
    fn take_due(&mut self, now: Timestamp) -> Option<Item> {
        let next = *self.queue.entries().next()?.0;
        if next.0 > now { None } else { self.queue.remove(&next) }
    }

    /// Takes the item of a name, which is its id or else its reference.
    fn take(&mut self, name: &str) -> Option<Item> {
        let called = |names: fn(&Item) -> &Arc<str>| self.queue.position(|item| **names(item) == *name);
        let key = called(|item| &item.id).or_else(|| called(|item| &item.reference))?;
        self.queue.remove(&key)
    }

    /// Forgets an item that has come to its end in another way.
    pub(crate) fn forget(&mut self, work: Work) {
        self.queue.retain(|_, item| item.work != work);
    }
}

impl World {
    /// Lets a transaction go on after a while, counted from `at`.
    pub(crate) fn later(&mut self, key: TransactionKey, at: Timestamp, after: SignedDuration, work: Work) {
        if let Some(transaction) = self.ledger.get(key) {
            let item = Item::of(transaction, work, at.checked_add(after).unwrap_or(Timestamp::MAX));
            self.schedule.add(item);
        }
    }

    /// Lets everything go on that is due.
    pub(crate) fn catch_up(&mut self) {
        let now = self.now();
        while let Some(item) = self.schedule.take_due(now) {
            item.work.perform(self, Turn::OnTime, item.due);
        }
    }

    /// Takes a named item a step further, whenever it was due. Whether there is such an item.
    pub(crate) fn go_on(&mut self, name: &str, turn: Turn) -> bool {
        let now = self.now();
        let item = self.schedule.take(name);
        if let Some(item) = &item {
            item.work.perform(self, turn, now);
        }
        item.is_some()
    }
}

impl Item {
    fn of(transaction: &Transaction, work: Work, due: Timestamp) -> Self {
        Self {
            id: Arc::clone(&transaction.id),
            reference: Arc::clone(&transaction.reference),
            owner: transaction.owner,
            work,
            due,
        }
    }
}
