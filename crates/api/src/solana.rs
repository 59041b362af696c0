//! `/solana/…` (`monei-api.md` §3.9): the address, portfolios and what a transfer answers.

use serde::{Deserialize, Serialize};

use crate::field::{Field, Text};
use crate::money::Figure;

/// Where SOL and tokens can be sent to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "SolanaAddress"))]
pub struct Address {
    /// In base58.
    pub address: String,
}

/// What lies on Solana.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "SolanaPortfolio"))]
#[serde(rename_all = "camelCase")]
pub struct Portfolio {
    /// Whose it is.
    #[serde(default)]
    pub user_id: Field<String>,
    /// Of the wallet, in base58.
    #[serde(default)]
    pub address: Field<String>,
    /// Text, in whole SOL.
    #[serde(default)]
    pub native_balance: Field<Figure>,
    /// Text.
    #[serde(default)]
    pub native_balance_lamports: Field<Figure>,
    /// The worth of the SOL, in US dollars.
    #[serde(default)]
    pub native_balance_usd: Field<Figure>,
    /// All others that are held.
    #[serde(default, deserialize_with = "crate::field::list")]
    pub tokens: Vec<Token>,
    /// Monei's sum in US dollars.
    #[serde(default)]
    pub total_value_usd: Field<Figure>,
}

/// A token and what is held of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "SolanaToken"))]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// What tells it from others of its name.
    #[serde(default)]
    pub mint_address: Field<String>,
    /// What its mint says, to be shown as text only.
    #[serde(default)]
    pub name: Field<String>,
    /// What its mint says: two tokens may have the same.
    #[serde(default)]
    pub symbol: Field<Text>,
    /// A number in live answers, text in a declaration.
    #[serde(default)]
    pub balance: Field<Figure>,
    /// In the smallest units.
    #[serde(default)]
    pub raw_balance: Field<Figure>,
    /// Places between whole tokens and smallest units.
    #[serde(default)]
    pub decimals: Field<Figure>,
    /// Of one token, in US dollars.
    #[serde(default)]
    pub price_usd: Field<Figure>,
    /// The balance's worth in US dollars.
    #[serde(default)]
    pub value_usd: Field<Figure>,
}

/// A transfer of SOL on the main network, which is what the call takes where it names none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Transfer {
    pub to: String,
    /// Text, in whole SOL.
    pub amount: Figure,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransferToken {
    pub to: String,
    pub token_mint_address: String,
    /// Text, in whole tokens.
    pub amount: Figure,
}

/// What a transfer answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "SolanaSent"))]
pub struct Sent {
    /// Of the transaction on the chain, which may still fail there.
    pub signature: String,
}

/// What a swap answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "SolanaSwapped"))]
#[serde(rename_all = "camelCase")]
pub struct Swapped {
    /// Of the transaction on the chain, which may still fail there.
    pub signature: String,
    /// The transaction in a block explorer.
    #[serde(default)]
    pub tx_url: Field<String>,
}
