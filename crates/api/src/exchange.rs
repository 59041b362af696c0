//! `/evm-exchange/…` and `/solana-exchange/…` (`monei-api.md` §3.10, §3.11): prices and quotes. They are indicative: the
//! swap calls take none and price anew.

mod order;

use serde::{Deserialize, Serialize};

use crate::field::{Field, Text};
use crate::money::Figure;

pub use self::order::{EvmSwap, SlippageBps, SolanaSwap};

/// A side of a trade.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Side {
    #[serde(default)]
    pub address: Field<String>,
    #[serde(default)]
    pub symbol: Field<Text>,
    #[serde(default)]
    pub decimals: Field<Figure>,
    /// On Solana only.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub logo_uri: Field<String>,
}

/// The price of a trade on an EVM chain.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Price {
    #[serde(default)]
    pub quote_id: Field<String>,
    #[serde(default)]
    pub from_token: Field<Side>,
    #[serde(default)]
    pub to_token: Field<Side>,
    #[serde(default)]
    pub from_amount: Field<Figure>,
    /// After the fee.
    #[serde(default)]
    pub to_amount: Field<Figure>,
    #[serde(default)]
    pub rate: Field<Figure>,
    #[serde(default)]
    pub reverse_rate: Field<Figure>,
    #[serde(default)]
    pub min_to_amount: Field<Figure>,
    #[serde(default)]
    pub protocol_fee: Field<Figure>,
    /// A symbol.
    #[serde(default)]
    pub protocol_fee_token: Field<Text>,
    /// In the coin of the chain.
    #[serde(default)]
    pub estimated_gas: Field<Figure>,
    #[serde(default)]
    pub estimated_gas_usd: Field<Figure>,
    /// In percent.
    #[serde(default)]
    pub price_impact: Field<Figure>,
    #[serde(default)]
    pub liquidity_available: Field<bool>,
    #[serde(default)]
    pub total_value_usd: Field<Figure>,
    /// In milliseconds of Unix time.
    #[serde(default)]
    pub expiry_timestamp: Field<Figure>,
    #[serde(default)]
    pub block_number: Field<Figure>,
    #[serde(default)]
    pub chain_id: Field<u64>,
}

/// The quote of a trade on Solana.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    #[serde(default)]
    pub quote_id: Field<String>,
    /// `ExactIn` or `ExactOut`.
    #[serde(default)]
    pub swap_mode: Field<String>,
    /// One SDK misspells the name.
    #[serde(default, alias = "froTtoken")]
    pub from_token: Field<Side>,
    #[serde(default)]
    pub to_token: Field<Side>,
    #[serde(default)]
    pub amounts: Field<QuoteAmounts>,
    #[serde(default)]
    pub rates: Field<QuoteRates>,
    #[serde(default)]
    pub fees: Field<QuoteFees>,
    #[serde(default)]
    pub route: Field<QuoteRoute>,
    #[serde(default)]
    pub usd_values: Field<QuoteValues>,
    /// In percent, like the tolerance.
    #[serde(default)]
    pub price_impact: Field<Figure>,
    #[serde(default)]
    pub slippage_tolerance: Field<Figure>,
    /// In milliseconds of Unix time.
    #[serde(default)]
    pub expiry_timestamp: Field<Figure>,
    /// In seconds.
    #[serde(default)]
    pub expires_in: Field<Figure>,
    /// In seconds.
    #[serde(default)]
    pub estimated_swap_time: Field<Figure>,
    #[serde(default)]
    pub network: Field<String>,
    #[serde(default)]
    pub executable: Field<bool>,
    #[serde(default, deserialize_with = "crate::field::list")]
    pub warnings: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuoteAmounts {
    /// In whole tokens, to be compared with what was typed.
    #[serde(default)]
    pub input_amount: Field<Figure>,
    /// After the fees.
    #[serde(default)]
    pub output_amount: Field<Figure>,
    #[serde(default)]
    pub min_output_amount: Field<Figure>,
    /// In the smallest units.
    #[serde(default)]
    pub input_amount_raw: Field<Figure>,
    #[serde(default)]
    pub output_amount_raw: Field<Figure>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuoteRates {
    #[serde(default)]
    pub rate: Field<Figure>,
    #[serde(default)]
    pub reverse_rate: Field<Figure>,
    /// What one of the sold token is worth.
    #[serde(default)]
    pub usd_rate: Field<Figure>,
}

/// The amounts of the fees are of the bought token; `gas_fee` is SOL and `total_cost` US dollars.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuoteFees {
    #[serde(default)]
    pub protocol_fee_percent: Field<Figure>,
    #[serde(default)]
    pub protocol_fee_amount: Field<Figure>,
    #[serde(default)]
    pub platform_fee_percent: Field<Figure>,
    #[serde(default)]
    pub total_fee_percent: Field<Figure>,
    #[serde(default)]
    pub total_fee_amount: Field<Figure>,
    #[serde(default)]
    pub gas_fee: Field<Figure>,
    #[serde(default)]
    pub total_cost: Field<Figure>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuoteRoute {
    #[serde(default)]
    pub hops: Field<Figure>,
    #[serde(default, deserialize_with = "crate::field::list")]
    pub dexes: Vec<String>,
    /// Their symbols.
    #[serde(default, deserialize_with = "crate::field::list")]
    pub tokens: Vec<String>,
    #[serde(default)]
    pub efficiency_score: Field<Figure>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuoteValues {
    #[serde(default)]
    pub input_value: Field<Figure>,
    #[serde(default)]
    pub output_value: Field<Figure>,
    /// The output without what the chain charges.
    #[serde(default)]
    pub net_value: Field<Figure>,
}
