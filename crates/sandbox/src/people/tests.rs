//! That people are the same for a seed, and that their figures are explained by their histories.

use monei_api::Amount;

use super::*;
use crate::ledger::{Status, Transaction};

fn now() -> Timestamp {
    "2026-01-15T12:00:00.123Z".parse().unwrap()
}

/// The personas of a seed, and their ledger.
fn seeded(seed: u64) -> (People, Ledger) {
    let mut ledger = Ledger::new(seed);
    (People::seeded(seed, now(), 0, &mut ledger), ledger)
}

fn everybody() -> (People, Ledger) {
    let (mut people, mut ledger) = seeded(1);
    for seed in 0..40 {
        people.make(seed, now(), &mut ledger);
    }
    (people, ledger)
}

#[test]
fn ada_has_her_figures() {
    let (mut people, ledger) = seeded(1);
    let ada = people.sign_in(" ADA@example.ng ", "1234", now()).unwrap();
    assert_eq!(ada.name(), "Ada Obi");
    let digits = |asset| ledger.balance(ada.owner, asset).amount().to_string();
    assert_eq!((digits(Asset::NAIRA), digits(Asset::BASE_ETHER)), ("1805".to_owned(), "0.05".to_owned()));
    assert!(ledger.history(ada.owner).len() >= 25);
    assert!(people.sign_in("ada@example.ng", "4321", now()).is_none());
}

#[test]
fn no_history_ever_overdraws_or_repeats_itself() {
    let (people, ledger) = everybody();
    let audit = ledger.audit();
    assert!(audit.is_sound(), "{audit:?}");
    for person in people.iter() {
        let mut left = 0;
        let mut references = std::collections::HashSet::new();
        for transaction in ledger.history(person.owner) {
            assert!(references.insert(&transaction.reference), "{}: {}", person.email, transaction.reference);
            assert!(transaction.created_at <= now(), "{}", person.email);
            assert!(transaction.amount.units > 0, "{}", transaction.reference);
            let naira = transaction.effect().filter(|effect| effect.asset == Asset::NAIRA);
            left += naira.map(|effect| effect.units).sum::<i128>();
            assert!(left >= 0, "{} at {}", person.email, transaction.reference);
        }
        assert_eq!(left, ledger.balance(person.owner, Asset::NAIRA).units, "{}", person.email);
    }
}

#[test]
fn a_seed_gives_the_same_people_and_another_seed_others() {
    let ids = |seed| seeded(seed).0.iter().map(|person| person.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(1), ids(1));
    assert_ne!(ids(1), ids(2));
    let (mut people, mut ledger) = seeded(1);
    let (first, new) = people.make(7, now(), &mut ledger);
    let count = ledger.history(first.owner).len();
    let (again, not_new) = people.make(7, now(), &mut ledger);
    assert!(new && !not_new);
    assert_eq!(first.id, again.id);
    assert_eq!(count, ledger.history(again.owner).len());
    assert!(count >= 25);
}

#[test]
fn a_long_history_has_as_many_transactions_as_asked_for() {
    let mut ledger = Ledger::new(1);
    let people = People::seeded(1, now(), 5_000, &mut ledger);
    let busy = people.find_by_email("busy@example.ng").unwrap();
    assert_eq!(ledger.history(busy.owner).len(), 5_000);
    let audit = ledger.audit();
    assert!(audit.is_sound(), "{audit:?}");
}

#[test]
fn figures_beyond_a_96_bit_decimal_are_held() {
    let (people, ledger) = seeded(1);
    let busy = people.find_by_email("busy@example.ng").unwrap();
    let airdrop = ledger.history(busy.owner).find(|transaction| transaction.amount.asset.symbol() == "KOLA").unwrap();
    assert_eq!(ledger.balance(busy.owner, airdrop.amount.asset).units, 4 * 10i128.pow(32));
    assert_eq!(airdrop.amount.amount(), "400000000000000".parse::<Amount>().unwrap());
}

#[test]
fn what_is_pending_is_set_aside() {
    let (people, ledger) = everybody();
    for person in people.iter() {
        for asset in Asset::all() {
            let pending = ledger.history(person.owner).filter(|transaction| transaction.status == Status::Pending);
            let effects = pending.flat_map(Transaction::effect).filter(|effect| effect.asset == asset);
            let out: i128 = effects.map(|effect| -effect.units).sum();
            assert_eq!(ledger.held(person.owner, asset).units, out, "{asset:?} of {}", person.email);
        }
    }
}

#[test]
fn times_are_written_with_three_decimals() {
    let (people, ledger) = everybody();
    for transaction in people.iter().flat_map(|person| ledger.history(person.owner)) {
        let text = transaction.created_at.to_string();
        assert_eq!(text.len(), "2025-10-03T08:07:18.355Z".len(), "{text}");
    }
}
