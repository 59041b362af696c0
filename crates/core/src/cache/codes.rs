//! The numbers that stand in the database for what only this application distinguishes. They are never reused.

use monei_api::transaction::Outcome;

use crate::overview::Direction;

pub(super) const fn direction(direction: Direction) -> i64 {
    match direction {
        Direction::Unknown => 0,
        Direction::Incoming => 1,
        Direction::Outgoing => 2,
    }
}

/// A number that this version does not know means what it cannot tell.
pub(super) const fn to_direction(code: i64) -> Direction {
    match code {
        1 => Direction::Incoming,
        2 => Direction::Outgoing,
        _ => Direction::Unknown,
    }
}

pub(super) const fn outcome(outcome: Outcome) -> i64 {
    match outcome {
        Outcome::Unknown => 0,
        Outcome::Done => 1,
        Outcome::InProgress => 2,
        Outcome::Failed => 3,
        Outcome::Cancelled => 4,
    }
}

/// Kinds of names that transactions share.
pub(super) const CURRENCY: &str = "currency";
pub(super) const NATURE: &str = "nature";
pub(super) const WALLET: &str = "wallet";
