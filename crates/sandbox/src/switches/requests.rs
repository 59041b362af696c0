//! Switches on how requests are read, and what they must hold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::switch;

switch! {
    /// The `itemCode` of the validation of a bill's customer.
    BillItemCode { Optional, Required }
}
switch! {
    /// What the amounts of deposits count, in requests and in answers.
    DepositUnit { Naira, Kobo }
}
switch! {
    /// What the amount counts that is to be swapped on Solana, in quotes and in swaps.
    SolanaSwapUnit {
        /// Whole tokens.
        Human,
        /// The smallest units of what is sold.
        Lamports,
    }
}
switch! {
    /// The codes by which the offramp knows banks.
    OfframpBankCodes {
        /// Those of its own list, and those of the other banks.
        Both,
        /// Those of its own list, such as `GTBINGLA`.
        Own,
    }
}
switch! {
    /// The `transactionPin` of sends on chains.
    CryptoPin { Ignored, Required }
}
switch! {
    /// How many digits a transaction PIN has.
    TransactionPinLength { FourToSix, Four }
}
