//! How what Monei tells is kept up to date.
//!
//! [`schedule`] decides what is asked for when, and nothing else: time and chance are given to it. [`gate`] is what every
//! call passes: so many at once, none while Monei asks to wait, none any more after Disconnect. [`read`] asks, and
//! [`transactions`] where the list is longer than an answer. [`keep`] is for the next start.
//! The loop (`app/overview.rs`) puts them together: each part is asked for by itself, so that one that fails or hangs
//! holds up no other.

pub mod gate;
pub mod keep;
pub(crate) mod read;
pub(crate) mod schedule;
pub mod transactions;

use crate::feature::Feature;
use crate::overview::Chain;

pub use self::gate::{Gate, GivenUp};
pub use self::schedule::{Pace, Schedule};

/// What is asked for by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Profile,
    Limits,
    Wallet,
    /// Which chains there are.
    Networks,
    Chain(Chain),
    /// The newest transactions.
    Transactions,
    /// All older ones.
    History,
    Bills,
    Sales,
}

impl Part {
    /// What it is for, and so which permission it needs.
    pub const fn feature(self) -> Feature {
        match self {
            Self::Profile => Feature::Profile,
            Self::Limits => Feature::Limits,
            Self::Wallet | Self::Networks | Self::Chain(_) => Feature::Balances,
            Self::Transactions | Self::History => Feature::Transactions,
            Self::Bills => Feature::Bills,
            Self::Sales => Feature::Sales,
        }
    }

    /// Money moves; names and limits hardly do.
    const fn is_lively(self) -> bool {
        matches!(self, Self::Wallet | Self::Chain(_) | Self::Transactions)
    }

    /// A refusal of this part means that the permission is gone. Others may be refused by themselves: that they belong to
    /// the permission is not documented for all (`monei-api.md` §2.1).
    pub(crate) const fn proves_permission(self) -> bool {
        matches!(self, Self::Profile | Self::Limits | Self::Wallet | Self::Transactions)
    }
}
