//! Movements: balanced lines that are posted as a whole, and the balances that they lead to.

use std::collections::HashMap;
use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::transaction::{Direction, Draft, Transaction};
use super::{Account, Asset, Quantity, Refused};
use crate::store::{Journal, Records, Unusable};

/// A movement's place in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MovementId(u32);

/// What an account gains, or loses where it is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) account: Account,
    pub(crate) quantity: Quantity,
}

#[derive(Debug)]
struct Movement {
    at: Timestamp,
    first_line: u32,
}

/// All movements in the order in which they were posted.
#[derive(Debug, Default)]
pub(super) struct Movements {
    all: Vec<Movement>,
    /// Of all movements, one after the other.
    lines: Vec<Line>,
    /// What the lines add up to, so that nobody has to.
    balances: HashMap<(Account, Asset), i128>,
    /// How many of them are written down.
    kept: usize,
}

const KIND: &str = "movement";

impl Movements {
    pub(super) fn balance(&self, account: Account, asset: Asset) -> i128 {
        self.balances.get(&(account, asset)).copied().unwrap_or_default()
    }

    /// Posts all of the lines, or none where they leave somebody short.
    pub(super) fn post(&mut self, at: Timestamp, lines: &[Line]) -> Result<MovementId, Refused> {
        let mut changes: Vec<((Account, Asset), i128)> = Vec::with_capacity(lines.len());
        for line in lines {
            let place = (line.account, line.quantity.asset);
            match changes.iter_mut().find(|(changed, _)| *changed == place) {
                Some((_, change)) => *change = change.checked_add(line.quantity.units).ok_or(Refused::Overflow)?,
                None => changes.push((place, line.quantity.units)),
            }
        }
        debug_assert!(is_balanced(&changes), "{lines:?}");
        for (place, change) in &mut changes {
            let (account, asset) = *place;
            let available = self.balance(account, asset);
            let balance = available.checked_add(*change).ok_or(Refused::Overflow)?;
            if balance < 0 && account.is_personal() {
                let required = asset.units(change.checked_neg().ok_or(Refused::Overflow)?);
                return Err(Refused::Shortage { required, available: asset.units(available) });
            }
            *change = balance;
        }
        self.balances.extend(changes);
        let place = |count: usize| u32::try_from(count).map_err(|_| Refused::Overflow);
        let (id, first_line) = (MovementId(place(self.all.len())?), place(self.lines.len())?);
        self.all.push(Movement { at, first_line });
        self.lines.extend_from_slice(lines);
        Ok(id)
    }

    /// Each movement's time and lines.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Timestamp, &[Line])> {
        self.since(0)
    }

    /// Those from a place on.
    fn since(&self, place: usize) -> impl Iterator<Item = (Timestamp, &[Line])> {
        let all = self.all.get(place..).unwrap_or_default();
        let ends = all.iter().skip(1).map(|next| next.first_line as usize).chain([self.lines.len()]);
        all.iter().zip(ends).map(|(movement, end)| {
            let range: Range<usize> = movement.first_line as usize..end;
            (movement.at, self.lines.get(range).unwrap_or_default())
        })
    }

    /// Writes down what is new.
    pub(super) fn settle(&mut self, journal: &mut impl Journal) {
        for (place, movement) in (self.kept..).zip(self.since(self.kept)) {
            journal.put(KIND, &place, &movement);
        }
        self.kept = self.all.len();
    }

    pub(super) fn restored(records: &Records<'_>) -> Result<Self, Unusable> {
        let mut movements = Self::default();
        for (_, (at, lines)) in records.all::<u32, (Timestamp, Vec<Line>)>(KIND)? {
            let too_many = |_| records.damage("too many movements".to_owned());
            let first_line = u32::try_from(movements.lines.len()).map_err(too_many)?;
            movements.all.push(Movement { at, first_line });
            for line in &lines {
                let balance = movements.balances.entry((line.account, line.quantity.asset)).or_default();
                let sum = balance.checked_add(line.quantity.units);
                *balance = sum.ok_or_else(|| records.damage("a balance is beyond what can be counted".to_owned()))?;
            }
            movements.lines.extend(lines);
        }
        movements.kept = movements.all.len();
        Ok(movements)
    }

    pub(super) fn balances(&self) -> &HashMap<(Account, Asset), i128> {
        &self.balances
    }
}

/// What is gained of each asset is lost of it.
fn is_balanced(changes: &[((Account, Asset), i128)]) -> bool {
    changes.iter().all(|((_, asset), _)| {
        let of_asset = changes.iter().filter(|((_, other), _)| other == asset);
        of_asset.map(|(_, change)| change).sum::<i128>() == 0
    })
}

/// Takes from one account and gives to another.
fn transfer(from: Account, to: Account, quantity: Quantity) -> Result<[Line; 2], Refused> {
    let taken = quantity.asset.units(quantity.units.checked_neg().ok_or(Refused::Overflow)?);
    Ok([Line { account: from, quantity: taken }, Line { account: to, quantity }])
}

/// The amount and then the fee.
fn parts(amount: Quantity, fee: Option<Quantity>) -> impl Iterator<Item = (Quantity, bool)> {
    std::iter::once((amount, false)).chain(fee.map(|fee| (fee, true)))
}

/// From the wallet to what is set aside.
pub(super) fn hold(draft: &Draft) -> Result<Vec<Line>, Refused> {
    between(Account::Wallet(draft.owner), Account::Held(draft.owner), draft.amount, draft.fee)
}

/// From what is set aside back to the wallet.
pub(super) fn release(pending: &Transaction) -> Result<Vec<Line>, Refused> {
    between(Account::Held(pending.owner), Account::Wallet(pending.owner), pending.amount, pending.fee)
}

fn between(from: Account, to: Account, amount: Quantity, fee: Option<Quantity>) -> Result<Vec<Line>, Refused> {
    let mut lines = Vec::with_capacity(4);
    for (quantity, _) in parts(amount, fee) {
        lines.extend(transfer(from, to, quantity)?);
    }
    Ok(lines)
}

/// From where a pending transaction left the money, to where it was to go.
pub(super) fn settle(pending: &Transaction) -> Result<Vec<Line>, Refused> {
    let (owner, counter) = (pending.owner, pending.counter);
    through(pending.direction, Account::Held(owner), Account::Wallet(owner), counter, pending.amount, pending.fee)
}

/// The whole way in one step.
pub(super) fn at_once(draft: &Draft) -> Result<Vec<Line>, Refused> {
    let wallet = Account::Wallet(draft.owner);
    through(draft.direction, wallet, wallet, draft.counter, draft.amount, draft.fee)
}

/// Out of `source` to the counter-account, or from it into `wallet`; the fee to who charges it.
fn through(
    direction: Direction,
    source: Account,
    wallet: Account,
    counter: Account,
    amount: Quantity,
    fee: Option<Quantity>,
) -> Result<Vec<Line>, Refused> {
    let mut lines = Vec::with_capacity(4);
    for (quantity, is_fee) in parts(amount, fee) {
        let (from, to) = match direction {
            Direction::Out => (source, counter),
            Direction::In => (counter, wallet),
        };
        lines.extend(transfer(from, if is_fee { Account::Fees } else { to }, quantity)?);
    }
    Ok(lines)
}
