//! `/evm/…` (`monei-api.md` §3.8): networks, portfolios and what a send answers. All money values are texts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::field::{Field, Text, open_enum};
use crate::money::Figure;

/// A chain that the wallet lives on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "EvmNetwork"))]
#[serde(rename_all = "camelCase")]
pub struct Network {
    /// Of EIP-155, such as 8453.
    #[serde(default)]
    pub chain_id: Field<u64>,
    /// To be shown.
    #[serde(default)]
    pub name: Field<String>,
    /// A symbol.
    #[serde(default)]
    pub native_token: Field<Text>,
    /// Where transactions of the chain can be looked up.
    #[serde(default)]
    pub block_explorer_url: Field<String>,
    /// The same under the name that the Node SDK reads, without its `r`.
    #[serde(default)]
    pub block_explore_url: Field<String>,
    /// Its coins are worth nothing.
    #[serde(default)]
    pub is_testnet: Field<bool>,
}

impl Network {
    /// The block explorer, whichever of the two names it came under.
    pub fn explorer(&self) -> Option<&str> {
        self.block_explorer_url.as_deref().or(self.block_explore_url.as_deref())
    }
}

/// What lies on one chain.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "EvmPortfolio"))]
#[serde(rename_all = "camelCase")]
pub struct Portfolio {
    /// Whose it is.
    #[serde(default)]
    pub user_id: Field<String>,
    /// The same on every EVM chain.
    #[serde(default)]
    pub wallet_address: Field<String>,
    /// Such as `base`.
    #[serde(default)]
    pub network: Field<String>,
    /// Monei's sum in US dollars.
    #[serde(default, rename = "totalPortfolioValueUSD")]
    pub total_portfolio_value_usd: Field<Figure>,
    /// The chain's own coin.
    #[serde(default)]
    pub native_token: Field<Token>,
    /// All others that are held.
    #[serde(default, deserialize_with = "crate::field::list")]
    pub tokens: Vec<Token>,
    /// As of when.
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
}

/// A coin or token and what is held of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "EvmToken"))]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// Not of a chain's own coin.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub contract_address: Field<String>,
    /// What its contract says, to be shown as text only.
    #[serde(default)]
    pub name: Field<String>,
    /// What its contract says: two tokens may have the same.
    #[serde(default)]
    pub symbol: Field<Text>,
    /// Text here, a number in an SDK.
    #[serde(default)]
    pub decimals: Field<Figure>,
    /// An address of a picture. Nothing here loads it.
    #[serde(default)]
    pub logo_url: Field<String>,
    /// Whether it is the chain's own coin.
    #[serde(default, rename = "type")]
    pub kind: Field<TokenKind>,
    /// In whole tokens.
    #[serde(default)]
    pub balance: Field<Figure>,
    /// The balance's worth in US dollars.
    #[serde(default, rename = "balanceUSD")]
    pub balance_usd: Field<Figure>,
    /// Of one token, in US dollars.
    #[serde(default, rename = "priceUSD")]
    pub price_usd: Field<Figure>,
    /// In the smallest units.
    #[serde(default)]
    pub raw_balance: Field<Figure>,
    /// Such as `base`.
    #[serde(default)]
    pub network: Field<String>,
}

open_enum! {
    /// The `type` of a token.
    pub enum TokenKind {
        Native = "native",
        Token = "token",
        /// One declaration's word for `token`.
        Erc20 = "erc20",
    }
}

/// A send of a chain's own coin. There is no PIN in the schema of any send (§3.8).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendNative {
    pub to: String,
    /// Text, in whole coins.
    pub amount: Figure,
    pub chain_id: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendToken {
    pub to: String,
    pub token_address: String,
    /// Text, in whole tokens.
    pub amount: Figure,
    pub chain_id: u64,
}

/// What a send and a swap answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "EvmSent"))]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// Of the transaction on the chain, which may still fail there.
    pub tx_hash: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_explorer_is_read_under_both_names() {
        let explorer = |json: &str| serde_json::from_str::<Network>(json).unwrap().explorer().map(str::to_owned);
        assert_eq!(explorer(r#"{"blockExploreUrl":"a"}"#).as_deref(), Some("a"));
        assert_eq!(explorer(r#"{"blockExplorerUrl":"b"}"#).as_deref(), Some("b"));
        assert_eq!(explorer(r#"{"blockExploreUrl":"a","blockExplorerUrl":"b"}"#).as_deref(), Some("b"));
        assert_eq!(explorer("{}"), None);
    }
}
