//! What is asked before something is swapped or sent on a chain.

use serde::Serialize;
use specta::Type;

use super::MoneyView;

/// A coin that can be chosen. It is told by its contract: names and symbols are what it calls itself.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoinChoiceView {
    pub symbol: String,
    pub name: Option<String>,
    /// Contract or mint; nothing for the chain's own coin.
    pub contract: Option<String>,
    pub decimals: u32,
    /// What the wallet holds, where that is known.
    pub held: Option<MoneyView>,
    /// Its contract is the issuer's, or it is the chain's own coin.
    pub well_known: bool,
}

/// Whom a text names.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "read", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RecipientReadView {
    Somebody {
        address: String,
        /// Decimal digits: what a code asks for.
        amount: Option<String>,
        /// It is the person's own.
        own: bool,
        /// Nothing was sent there from here before, on that chain.
        first_time: bool,
    },
    Nobody {
        fault: RecipientFaultView,
        /// The network that a code is for, where it is another one.
        network: Option<String>,
    },
}

/// Why a text names nobody that the coin can be sent to.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RecipientFaultView {
    NotAnAddress,
    Length,
    Checksum,
    OfSolana,
    OfEvm,
    Name,
    Nobodys,
    Contract,
    Unreadable,
    OtherNetwork,
    OtherCoin,
    TooFine,
}

/// Why a picture has no code that can be read.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CodeFault {
    TooLarge,
    NotAPicture,
    NotFound,
    Several,
}
