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
    /// The contract, or the mint on Solana.
    #[serde(default)]
    pub address: Field<String>,
    /// Such as `USDC`.
    #[serde(default)]
    pub symbol: Field<Text>,
    /// Places between whole tokens and smallest units.
    #[serde(default)]
    pub decimals: Field<Figure>,
    /// On Solana only.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
    /// An address of a picture. Nothing here loads it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub logo_uri: Field<String>,
}

/// The price of a trade on an EVM chain.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// Of this price; a swap does not take it.
    #[serde(default)]
    pub quote_id: Field<String>,
    /// What is sold.
    #[serde(default)]
    pub from_token: Field<Side>,
    /// What is bought.
    #[serde(default)]
    pub to_token: Field<Side>,
    /// In whole tokens.
    #[serde(default)]
    pub from_amount: Field<Figure>,
    /// After the fee.
    #[serde(default)]
    pub to_amount: Field<Figure>,
    /// Bought for one sold.
    #[serde(default)]
    pub rate: Field<Figure>,
    /// Sold for one bought.
    #[serde(default)]
    pub reverse_rate: Field<Figure>,
    /// The least that a swap at this price would bring.
    #[serde(default)]
    pub min_to_amount: Field<Figure>,
    /// In the token of the next field.
    #[serde(default)]
    pub protocol_fee: Field<Figure>,
    /// A symbol.
    #[serde(default)]
    pub protocol_fee_token: Field<Text>,
    /// In the coin of the chain.
    #[serde(default)]
    pub estimated_gas: Field<Figure>,
    /// The same in US dollars.
    #[serde(default)]
    pub estimated_gas_usd: Field<Figure>,
    /// In percent.
    #[serde(default)]
    pub price_impact: Field<Figure>,
    /// The market is deep enough for the trade.
    #[serde(default)]
    pub liquidity_available: Field<bool>,
    /// The trade's worth in US dollars.
    #[serde(default)]
    pub total_value_usd: Field<Figure>,
    /// In milliseconds of Unix time.
    #[serde(default)]
    pub expiry_timestamp: Field<Figure>,
    /// The block that the price is of.
    #[serde(default)]
    pub block_number: Field<Figure>,
    /// Of EIP-155, such as 8453.
    #[serde(default)]
    pub chain_id: Field<u64>,
}

/// The quote of a trade on Solana.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// Of this quote; a swap does not take it.
    #[serde(default)]
    pub quote_id: Field<String>,
    /// `ExactIn` or `ExactOut`.
    #[serde(default)]
    pub swap_mode: Field<String>,
    /// One SDK misspells the name.
    #[serde(default, alias = "froTtoken")]
    pub from_token: Field<Side>,
    /// What is bought.
    #[serde(default)]
    pub to_token: Field<Side>,
    /// What goes out and comes in.
    #[serde(default)]
    pub amounts: Field<QuoteAmounts>,
    /// What one token is in the other, and in US dollars.
    #[serde(default)]
    pub rates: Field<QuoteRates>,
    /// What the trade costs.
    #[serde(default)]
    pub fees: Field<QuoteFees>,
    /// Through which markets it goes.
    #[serde(default)]
    pub route: Field<QuoteRoute>,
    /// What both sides are worth.
    #[serde(default)]
    pub usd_values: Field<QuoteValues>,
    /// In percent, like the tolerance.
    #[serde(default)]
    pub price_impact: Field<Figure>,
    /// In percent.
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
    /// Such as `mainnet-beta`.
    #[serde(default)]
    pub network: Field<String>,
    /// A swap would be accepted now.
    #[serde(default)]
    pub executable: Field<bool>,
    /// Texts for people.
    #[serde(default, deserialize_with = "crate::field::list")]
    pub warnings: Vec<String>,
}

/// Both sides of a quote.
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
    /// The least within the slippage tolerance.
    #[serde(default)]
    pub min_output_amount: Field<Figure>,
    /// In the smallest units.
    #[serde(default)]
    pub input_amount_raw: Field<Figure>,
    /// In the smallest units.
    #[serde(default)]
    pub output_amount_raw: Field<Figure>,
}

/// Prices of a quote.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuoteRates {
    /// Bought for one sold.
    #[serde(default)]
    pub rate: Field<Figure>,
    /// Sold for one bought.
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
    /// Of the markets.
    #[serde(default)]
    pub protocol_fee_percent: Field<Figure>,
    /// Of the markets, in the bought token.
    #[serde(default)]
    pub protocol_fee_amount: Field<Figure>,
    /// Of the platform.
    #[serde(default)]
    pub platform_fee_percent: Field<Figure>,
    /// Both together.
    #[serde(default)]
    pub total_fee_percent: Field<Figure>,
    /// Both together, in the bought token.
    #[serde(default)]
    pub total_fee_amount: Field<Figure>,
    /// What the chain charges, in SOL.
    #[serde(default)]
    pub gas_fee: Field<Figure>,
    /// All of it in US dollars.
    #[serde(default)]
    pub total_cost: Field<Figure>,
}

/// The way of a trade through the markets.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuoteRoute {
    /// How many trades it takes.
    #[serde(default)]
    pub hops: Field<Figure>,
    /// The markets' names, in order.
    #[serde(default, deserialize_with = "crate::field::list")]
    pub dexes: Vec<String>,
    /// Their symbols.
    #[serde(default, deserialize_with = "crate::field::list")]
    pub tokens: Vec<String>,
    /// The aggregator's own measure.
    #[serde(default)]
    pub efficiency_score: Field<Figure>,
}

/// Both sides of a quote in US dollars.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuoteValues {
    /// What is sold.
    #[serde(default)]
    pub input_value: Field<Figure>,
    /// What is bought.
    #[serde(default)]
    pub output_value: Field<Figure>,
    /// The output without what the chain charges.
    #[serde(default)]
    pub net_value: Field<Figure>,
}
