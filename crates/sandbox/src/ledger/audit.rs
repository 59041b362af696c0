//! Whether everything adds up: what the tests assert, and what `GET /sandbox/ledger` answers.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{Account, Asset, Ledger};

/// The findings. A sound ledger has none in its lists, and zero in every sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Audit {
    pub(crate) movements: usize,
    pub(crate) transactions: usize,
    /// What all lines of an asset add up to.
    pub(crate) sums: BTreeMap<String, String>,
    /// Movements that create or destroy something.
    pub(crate) unbalanced: Vec<String>,
    /// Personal accounts below zero at any time, and transfers that did not arrive.
    pub(crate) overdrawn: Vec<String>,
    /// Balances that the lines do not lead to, or that the owner's transactions do not explain.
    pub(crate) unexplained: Vec<String>,
}

impl Audit {
    pub(crate) fn is_sound(&self) -> bool {
        self.sums.values().all(|sum| sum == "0")
            && self.unbalanced.is_empty()
            && self.overdrawn.is_empty()
            && self.unexplained.is_empty()
    }
}

pub(super) fn audit(ledger: &Ledger) -> Audit {
    let mut audit = Audit { movements: 0, transactions: ledger.transactions.len(), ..Audit::default() };
    let mut balances: HashMap<(Account, Asset), i128> = HashMap::new();
    let mut sums: HashMap<Asset, i128> = HashMap::new();
    for (at, lines) in ledger.movements.iter() {
        audit.movements += 1;
        let mut net: HashMap<Asset, i128> = HashMap::new();
        for line in lines {
            let quantity = line.quantity;
            *net.entry(quantity.asset).or_default() += quantity.units;
            *sums.entry(quantity.asset).or_default() += quantity.units;
            *balances.entry((line.account, quantity.asset)).or_default() += quantity.units;
        }
        if net.values().any(|units| *units != 0) {
            audit.unbalanced.push(format!("movement at {at}"));
        }
        for line in lines {
            let left = balances.get(&(line.account, line.quantity.asset)).copied().unwrap_or_default();
            if (line.account.is_personal() && left < 0) || (line.account == Account::Transfers && left != 0) {
                audit.overdrawn.push(format!("{:?} of {:?} at {at}", line.account, line.quantity.asset));
            }
        }
    }
    audit.sums = sums.into_iter().map(|(asset, sum)| (format!("{asset:?}"), sum.to_string())).collect();
    audit.unexplained = unexplained(ledger, &balances);
    audit
}

/// Where lines, cached balances and transactions do not tell the same.
fn unexplained(ledger: &Ledger, from_lines: &HashMap<(Account, Asset), i128>) -> Vec<String> {
    let mut from_history: HashMap<(Account, Asset), i128> = HashMap::new();
    for transaction in &ledger.transactions {
        for quantity in transaction.effect() {
            *from_history.entry((Account::Wallet(transaction.owner), quantity.asset)).or_default() += quantity.units;
            if transaction.hold.is_some() && transaction.settlement.is_none() {
                let held = from_history.entry((Account::Held(transaction.owner), quantity.asset)).or_default();
                *held -= quantity.units;
            }
        }
    }
    let mut complaints = Vec::new();
    for (place, cached) in ledger.movements.balances() {
        let told = |book: &HashMap<_, i128>| book.get(place).copied().unwrap_or_default();
        if told(from_lines) != *cached || (place.0.is_personal() && told(&from_history) != *cached) {
            complaints.push(format!("{place:?}: {cached}"));
        }
    }
    let unknown = from_history.keys().filter(|place| !ledger.movements.balances().contains_key(*place));
    complaints.extend(unknown.map(|place| format!("{place:?}: no balance")));
    complaints.sort();
    complaints
}
