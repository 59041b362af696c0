//! Whose a balance is: a person's, or one of the simulation's own counter-accounts.

use serde::{Deserialize, Serialize};

/// The owner of a wallet, by their place among the people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Owner(pub(crate) u32);

/// One side of a posting. An account holds every asset, so that the network of a chain account is the asset's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Account {
    /// What a person can spend.
    Wallet(Owner),
    /// What a person's pending operations have set aside.
    Held(Owner),
    /// Accounts at banks, cards and dial codes outside.
    Banks,
    /// Addresses on chains outside, by the asset's network.
    Chains,
    Billers,
    /// What Monei and its partners charge.
    Fees,
    /// Who buys and sells tokens in swaps.
    Exchange,
    /// Who turns crypto into naira.
    Offramp,
    /// Monei users whom this simulation does not hold.
    OtherUsers,
    /// Between two people here; empty after every movement.
    Transfers,
}

impl Account {
    /// A person's accounts never go below zero; the outside world is as rich as it must be.
    pub(crate) const fn is_personal(self) -> bool {
        matches!(self, Self::Wallet(_) | Self::Held(_))
    }
}
