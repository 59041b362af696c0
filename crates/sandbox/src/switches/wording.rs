//! Switches that word the same answer differently: `crate::wording` writes them all.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::switch;

switch! {
    /// The `statusCode` of bodies.
    StatusCodeForm {
        Number,
        Text,
        /// `StatusCode`, as one endpoint has it anyway.
        Capital,
    }
}
switch! {
    /// The words for how far transactions, deposits, payouts and bills are; queries have the first ones anyway.
    StatusWords {
        /// `PENDING`, `SUCCESS`, `FAILED` and so on.
        Upper,
        /// `initiated` in the answer to a POST, later `processing`, and `completed` or `failed` at the end. Of bills
        /// `pending` in the first second, then `processing`, `successful` at the end, or `failed` for a minute and then
        /// `reversed`.
        Guide,
    }
}
switch! {
    /// The empty `errors` of a success.
    EmptyErrors { Included, Omitted }
}
switch! {
    /// The `message` of an error.
    ErrorMessages {
        Text,
        /// A list of texts, which those of wrong fields are a part of.
        List,
    }
}
switch! {
    /// The HTTP status of a POST that has done what it was to do; `statusCode` in the body stays 200.
    PostStatus { Ok, Created }
}
switch! {
    /// What `Retry-After` tells.
    RetryAfter { Seconds, Date, Absent }
}
switch! {
    /// What `data` is in lists of transactions.
    TransactionList {
        /// `{transactions, pagination}`.
        Object,
        /// The transactions.
        Array,
        /// The transactions, and `pagination` stands beside `data`.
        PaginationBeside,
    }
}
switch! {
    /// The names in the pagination of transactions.
    PageNames {
        /// `hasNextPage` and `hasPreviousPage`.
        Long,
        /// `hasNext` and `hasPrev`.
        Short,
    }
}
switch! {
    /// A figure that one source has as a number and another as a text.
    FigureForm { Number, Text }
}
switch! {
    /// What the virtual account of a subwallet is.
    VirtualAccountForm {
        Object,
        /// Its number.
        Text,
    }
}
switch! {
    /// The names in a user.
    UserNames {
        /// `phone` and `dob`.
        Table,
        /// `phoneNumber` and `dateOfBirth`.
        Guide,
    }
}
switch! {
    /// What `data` of the KYC status is.
    KycData {
        Object,
        /// As an older type declares it.
        EmptyList,
    }
}
switch! {
    /// The name of the address of a network's explorer.
    ExplorerKey { Both, BlockExplorerUrl, BlockExploreUrl }
}
switch! {
    /// The name of what is sold in a quote of the Solana exchange.
    SolanaQuoteKey {
        FromToken,
        #[serde(rename = "froTtoken")]
        FroTtoken,
    }
}
switch! {
    /// What a success of some endpoint is, whatever the others are.
    EnvelopeForm {
        /// What stands in `data`, and nothing around it.
        Bare,
        Envelope,
    }
}
switch! {
    /// Members that hold `null`.
    NullFields { Included, Omitted }
}
switch! {
    /// Whether a bill's receipt stands in an envelope.
    BillReceiptShape { Bare, Envelope }
}
switch! {
    /// Whether the wallet stands in an envelope; older SDKs read it bare.
    WalletShape { Envelope, Bare }
}
switch! {
    /// The contract address of a chain's own coin in a portfolio.
    NativeTokenAddress {
        Omitted,
        /// The aggregator's name for the coin, as a type of the Python SDK wants some address.
        Placeholder,
    }
}

/// Positions of a switch that every endpoint has for itself: by the template of its path below the API base, or by how
/// it begins with `*` at the end. The longest that fits counts.
pub type PerPath<T> = BTreeMap<String, T>;

/// The position for a path, if there is one.
pub(crate) fn position<T: Copy>(positions: &PerPath<T>, path: &str) -> Option<T> {
    let fits = |wanted: &str| match wanted.strip_suffix('*') {
        Some(beginning) => path.starts_with(beginning),
        None => path == wanted,
    };
    let fitting = positions.iter().filter(|(wanted, _)| fits(wanted));
    fitting.max_by_key(|(wanted, _)| (!wanted.ends_with('*'), wanted.len())).map(|(_, position)| *position)
}
