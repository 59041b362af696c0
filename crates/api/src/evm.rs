//! `/evm/…` (`monei-api.md` §3.8): networks, portfolios and what a send answers. All money values are texts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::field::{Field, Text, open_enum};
use crate::money::Figure;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "EvmNetwork"))]
#[serde(rename_all = "camelCase")]
pub struct Network {
    #[serde(default)]
    pub chain_id: Field<u64>,
    #[serde(default)]
    pub name: Field<String>,
    /// A symbol.
    #[serde(default)]
    pub native_token: Field<Text>,
    #[serde(default)]
    pub block_explorer_url: Field<String>,
    /// The same under the name that the Node SDK reads, without its `r`.
    #[serde(default)]
    pub block_explore_url: Field<String>,
    #[serde(default)]
    pub is_testnet: Field<bool>,
}

impl Network {
    /// The block explorer, whichever of the two names it came under.
    pub fn explorer(&self) -> Option<&str> {
        self.block_explorer_url.as_deref().or(self.block_explore_url.as_deref())
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "EvmPortfolio"))]
#[serde(rename_all = "camelCase")]
pub struct Portfolio {
    #[serde(default)]
    pub user_id: Field<String>,
    #[serde(default)]
    pub wallet_address: Field<String>,
    /// Such as `base`.
    #[serde(default)]
    pub network: Field<String>,
    #[serde(default, rename = "totalPortfolioValueUSD")]
    pub total_portfolio_value_usd: Field<Figure>,
    #[serde(default)]
    pub native_token: Field<Token>,
    #[serde(default, deserialize_with = "crate::field::list")]
    pub tokens: Vec<Token>,
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "EvmToken"))]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// Not of a chain's own coin.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub contract_address: Field<String>,
    #[serde(default)]
    pub name: Field<String>,
    #[serde(default)]
    pub symbol: Field<Text>,
    /// Text here, a number in an SDK.
    #[serde(default)]
    pub decimals: Field<Figure>,
    #[serde(default)]
    pub logo_url: Field<String>,
    #[serde(default, rename = "type")]
    pub kind: Field<TokenKind>,
    #[serde(default)]
    pub balance: Field<Figure>,
    #[serde(default, rename = "balanceUSD")]
    pub balance_usd: Field<Figure>,
    #[serde(default, rename = "priceUSD")]
    pub price_usd: Field<Figure>,
    /// In the smallest units.
    #[serde(default)]
    pub raw_balance: Field<Figure>,
    #[serde(default)]
    pub network: Field<String>,
}

open_enum! {
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
