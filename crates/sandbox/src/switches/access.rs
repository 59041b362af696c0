//! Switches on who may do what: applications, tokens and what they reach.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::switch;

switch! {
    /// What a refreshed token carries.
    RefreshedScopes {
        /// What the one before it did.
        Unchanged,
        /// Everything that the person ever granted to the application.
        Widened,
        /// The same without what is sensitive.
        Narrowed,
    }
}
switch! {
    /// What an application is told when a person denies what it asks for besides an earlier grant.
    FurtherDenial {
        AccessDenied,
        /// Nothing of it: it gets a code for what it was granted before.
        EarlierGrant,
    }
}
switch! {
    /// Whose calls the limits of Connect count together.
    RateLimitKey {
        /// Those of an application, and those from an address where none is named.
        Client,
        /// Those from an address.
        Address,
    }
}
switch! {
    /// Whether a token reaches the lookups that no scope names, such as the list of banks.
    UnlistedLookups { Open, Closed }
}
switch! {
    /// Which scope opens the history of the offramp and the status of an order.
    OfframpLedgerScope {
        /// `wallet:read` or `offramp:execute`.
        Either,
        /// `wallet:read` only.
        WalletRead,
        /// `offramp:execute` only.
        OfframpExecute,
    }
}
