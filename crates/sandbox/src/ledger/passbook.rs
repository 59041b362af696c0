//! One person's transactions, arranged for looking through many of them at once.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use memchr::memmem;
use monei_api::transaction::TransactionKind;

use super::{Quantity, Status, Transaction, TransactionKey};

/// What lists choose and sort by. A long history is looked through in some milliseconds only where this is all that is
/// touched of it.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    pub(crate) key: TransactionKey,
    /// In milliseconds of Unix time, which is all that the wire has.
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) amount: Quantity,
    pub(crate) status: Status,
    /// How many of this person's were recorded before.
    ordinal: u32,
    kind: Kind,
}

/// [`TransactionKind`] without its open end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Debit,
    Credit,
    PeerTransfer,
}

impl Outline {
    fn new(key: TransactionKey, transaction: &Transaction, ordinal: u32) -> Self {
        Self {
            key,
            created_at: transaction.created_at.as_millisecond(),
            updated_at: transaction.updated_at.as_millisecond(),
            amount: transaction.amount,
            status: transaction.status,
            ordinal,
            kind: match transaction.kind() {
                TransactionKind::Credit => Kind::Credit,
                TransactionKind::PeerTransfer => Kind::PeerTransfer,
                TransactionKind::Debit | TransactionKind::Other(_) => Kind::Debit,
            },
        }
    }

    pub(crate) const fn kind(&self) -> TransactionKind {
        match self.kind {
            Kind::Debit => TransactionKind::Debit,
            Kind::Credit => TransactionKind::Credit,
            Kind::PeerTransfer => TransactionKind::PeerTransfer,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Passbook {
    /// The oldest first; those of one moment in the order in which they came.
    by_time: Vec<Outline>,
    by_reference: HashMap<Arc<str>, TransactionKey>,
    /// All narrations in lower case and in the order of recording, each ended by a zero.
    narrations: String,
    /// Where each of them begins.
    beginnings: Vec<usize>,
}

impl Passbook {
    pub(super) fn add(&mut self, key: TransactionKey, transaction: &Transaction) {
        self.by_reference.insert(Arc::clone(&transaction.reference), key);
        let outline = Outline::new(key, transaction, u32::try_from(self.by_time.len()).unwrap_or(u32::MAX));
        // Nearly always at the end.
        let place = match self.by_time.last() {
            Some(last) if last.created_at > outline.created_at => self.after(outline.created_at),
            _ => self.by_time.len(),
        };
        self.by_time.insert(place, outline);
        self.beginnings.push(self.narrations.len());
        self.narrations.push_str(&folded(&transaction.narration));
        self.narrations.push('\0');
    }

    /// Takes over what has changed of a transaction.
    pub(super) fn amend(&mut self, key: TransactionKey, status: Status, updated_at: Timestamp, created_at: Timestamp) {
        let until = self.after(created_at.as_millisecond());
        // Most ends come soon after their beginnings.
        let outline = self.by_time.iter_mut().take(until).rev().find(|outline| outline.key == key);
        if let Some(outline) = outline {
            outline.status = status;
            outline.updated_at = updated_at.as_millisecond();
        }
    }

    /// The place behind everything of a moment and before.
    fn after(&self, created_at: i64) -> usize {
        self.by_time.partition_point(|earlier| earlier.created_at <= created_at)
    }

    pub(crate) fn outlines(&self) -> &[Outline] {
        &self.by_time
    }

    pub(crate) fn find(&self, reference: &str) -> Option<TransactionKey> {
        self.by_reference.get(reference).copied()
    }

    /// Those whose narration has a text in it, in any case.
    pub(crate) fn narrated(&self, text: &str) -> Narrated {
        let wanted = folded(text);
        let finder = memmem::Finder::new(&wanted);
        let all = self.narrations.as_bytes();
        let mut marked = vec![false; self.beginnings.len()];
        let mut from = 0;
        while let Some(found) = all.get(from..).and_then(|rest| finder.find(rest)) {
            let ordinal = self.beginnings.partition_point(|beginning| *beginning <= from + found) - 1;
            if let Some(mark) = marked.get_mut(ordinal) {
                *mark = true;
            }
            from = self.beginnings.get(ordinal + 1).copied().unwrap_or(all.len());
        }
        Narrated(marked)
    }
}

/// A set of transactions of one passbook.
#[derive(Debug)]
pub(crate) struct Narrated(Vec<bool>);

impl Narrated {
    pub(crate) fn include(&self, outline: &Outline) -> bool {
        self.0.get(outline.ordinal as usize).copied().unwrap_or_default()
    }
}

/// In lower case, and without the zero that stands between two narrations.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('\0', "\u{1}")
}

#[cfg(test)]
mod tests {
    use super::super::{Account, Asset, Direction, Draft, Ledger, Nature, Owner};
    use super::*;

    #[test]
    fn narrations_are_found_in_any_case_and_never_across_two() {
        let mut ledger = Ledger::new(1);
        let all = ["IKEJA DISCO ELECTRICITY", "disco", "", "ẹ̀kọ́ Ọ̀FẸ́", "nothing\0here", "co"];
        for (number, narration) in all.into_iter().enumerate() {
            let amount = Asset::NAIRA.units(1);
            let (nature, account, reference) = (Nature::FiatDeposit, Account::Banks, number.to_string());
            let draft = Draft::new(Owner(0), nature, Direction::In, amount, account, reference);
            let at = Timestamp::from_second(1_768_478_400).unwrap();
            ledger.book(vec![Draft { narration: narration.to_owned(), ..draft }], at).unwrap();
        }
        let passbook = ledger.passbook(Owner(0)).unwrap();
        let check = |text: &str, found: &[usize]| {
            let narrated = passbook.narrated(text);
            let outlines = passbook.outlines().iter().enumerate();
            let hits: Vec<usize> = outlines.filter(|(_, it)| narrated.include(it)).map(|(at, _)| at).collect();
            assert_eq!(hits, found, "{text}");
        };
        check("Disco", &[0, 1]);
        check("co", &[0, 1, 5]);
        check("discos", &[]);
        check("ọ̀fẹ́", &[3]);
        check("g\0h", &[4]);
        check("\0", &[4]);
    }
}
