//! That people are the same for a seed, and that their figures are explained by their histories.

use super::ledger::Direction;
use super::*;

fn now() -> Timestamp {
    "2026-01-15T12:00:00.123Z".parse().unwrap()
}

fn everybody() -> Vec<Person> {
    let mut people = People::seeded(1, now());
    for seed in 0..40 {
        people.make(seed, now());
    }
    people.iter().cloned().collect()
}

#[test]
fn ada_has_her_figures() {
    let people = People::seeded(1, now());
    let ada = people.sign_in(" ADA@example.ng ", "1234").unwrap();
    assert_eq!(ada.name(), "Ada Obi");
    assert_eq!(ada.naira_balance().to_plain(2), "1805.00");
    assert_eq!(ada.ledger.balance(&Currency::new("ETH")).to_string(), "0.05");
    assert!(ada.ledger.entries().len() >= 25);
    assert!(people.sign_in("ada@example.ng", "4321").is_none());
}

#[test]
fn no_history_ever_overdraws_or_repeats_itself() {
    for person in everybody() {
        let mut left = Amount::zero();
        let mut references = std::collections::HashSet::new();
        for entry in person.ledger.entries() {
            assert!(references.insert(entry.reference.clone()), "{}: {}", person.email, entry.reference);
            assert!(entry.created_at <= now(), "{}", person.email);
            assert!(!entry.amount.is_negative() && !entry.amount.is_zero(), "{}", entry.reference);
            if entry.counts() && entry.currency == Currency::naira() {
                left = match entry.direction {
                    Direction::In => left + entry.amount.clone(),
                    Direction::Out => left - entry.amount.clone(),
                };
                assert!(!left.is_negative(), "{} at {}", person.email, entry.reference);
            }
        }
        assert_eq!(left, person.naira_balance(), "{}", person.email);
    }
}

#[test]
fn a_seed_gives_the_same_people_and_another_seed_others() {
    let ids = |seed| People::seeded(seed, now()).iter().map(|person| person.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(1), ids(1));
    assert_ne!(ids(1), ids(2));
    let mut people = People::seeded(1, now());
    let (first, new) = people.make(7, now());
    let (again, not_new) = people.make(7, now());
    assert!(new && !not_new);
    assert_eq!(first.id, again.id);
    assert_eq!(first.ledger.entries().len(), again.ledger.entries().len());
    assert!(first.ledger.entries().len() >= 25);
}

#[test]
fn times_are_written_with_three_decimals() {
    for person in everybody() {
        for entry in person.ledger.entries() {
            let text = entry.created_at.to_string();
            assert_eq!(text.len(), "2025-10-03T08:07:18.355Z".len(), "{text}");
        }
    }
}
