//! `GET /wallet/me` and `GET /wallet/naira-wallet` (`monei-api.md` §3.3), and balances on chains (§3.8, §3.9). Naira are
//! in major units.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::field::{Field, Text, open_enum};
use crate::money::Figure;
use crate::{evm, solana};

/// Naira, and the wallets of the account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WalletResponse {
    /// A string in some sources and a number in others.
    #[serde(default)]
    pub naira_balance: Field<Figure>,
    /// One naira, one EVM and one Solana wallet for most people.
    #[serde(default, deserialize_with = "crate::field::list")]
    pub subwallets: Vec<Subwallet>,
    /// Here or in the subwallet of the chain, where a `chainId` was asked for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub evm_portfolio: Field<evm::Portfolio>,
    /// Likewise.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub sol_portfolio: Field<solana::Portfolio>,
}

/// One wallet: of naira, or of a chain.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subwallet {
    /// A UUID.
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    /// The account's wallet; missing in some answers.
    #[serde(default)]
    pub parent_wallet_id: Field<String>,
    /// Fiat or crypto.
    #[serde(default, rename = "type")]
    pub kind: Field<SubwalletKind>,
    /// `NGN`, or the coin of the chain.
    #[serde(default)]
    pub currency: Field<Text>,
    /// In whole units; text in some answers.
    #[serde(default)]
    pub balance: Field<Figure>,
    /// Null for naira.
    #[serde(default)]
    pub chain: Field<Chain>,
    /// Where crypto can be sent to; one address serves all EVM chains.
    #[serde(default)]
    pub public_address: Field<String>,
    /// Of the naira wallet only.
    #[serde(default)]
    pub virtual_account: Field<VirtualAccount>,
    /// Where a `chainId` was asked for and it is not beside the subwallets.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub evm_portfolio: Field<evm::Portfolio>,
    /// Likewise.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub sol_portfolio: Field<solana::Portfolio>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    /// When it last changed.
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
    /// Null while it exists.
    #[serde(default)]
    pub deleted_date: Field<Timestamp>,
}

/// One balance on a chain, in whole coins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Balance {
    /// Exact, as the chain has it.
    pub balance: Figure,
}

open_enum! {
    /// The `type` of a subwallet.
    pub enum SubwalletKind {
        Fiat = "FIAT",
        Crypto = "CRYPTO",
    }
}

open_enum! {
    /// The `chain` of a subwallet.
    pub enum Chain {
        Evm = "EVM",
        Solana = "SOLANA",
    }
}

/// A bank account whose incoming transfers credit the naira wallet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VirtualAccount {
    /// Of the account at Monei.
    pub id: Field<String>,
    /// Ten digits.
    pub account_number: Field<Text>,
    /// Such as `Indulge MFB`.
    pub bank_name: Field<String>,
    /// What it was made under.
    pub reference: Field<String>,
    /// A word of which no source has a list.
    pub status: Field<String>,
    /// It can be paid into.
    pub is_active: Field<bool>,
    /// When it was opened.
    pub created_at: Field<Timestamp>,
    /// When it last changed.
    pub updated_at: Field<Timestamp>,
    /// Null while it exists.
    pub deleted_date: Field<Timestamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VirtualAccountObject {
    #[serde(default)]
    id: Field<String>,
    #[serde(default)]
    account_number: Field<Text>,
    #[serde(default)]
    bank_name: Field<String>,
    #[serde(default)]
    reference: Field<String>,
    #[serde(default)]
    status: Field<String>,
    #[serde(default)]
    is_active: Field<bool>,
    #[serde(default)]
    created_at: Field<Timestamp>,
    #[serde(default)]
    updated_at: Field<Timestamp>,
    #[serde(default)]
    deleted_date: Field<Timestamp>,
}

/// An object, or in an older declaration only the account number (§6.5).
impl<'de> Deserialize<'de> for VirtualAccount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if let Ok(number) = serde_json::from_str::<Text>(raw.get()) {
            return Ok(Self { account_number: number.into(), ..Self::default() });
        }
        let object: VirtualAccountObject = serde_json::from_str(raw.get()).map_err(serde::de::Error::custom)?;
        Ok(Self {
            id: object.id,
            account_number: object.account_number,
            bank_name: object.bank_name,
            reference: object.reference,
            status: object.status,
            is_active: object.is_active,
            created_at: object.created_at,
            updated_at: object.updated_at,
            deleted_date: object.deleted_date,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_virtual_account_is_null_text_or_an_object() {
        let number = |json: &str| {
            let field: Field<VirtualAccount> = serde_json::from_str(json).unwrap();
            field.into_option().map(|account| account.account_number.into_option().unwrap().0)
        };
        assert_eq!(number("null"), None);
        assert_eq!(number("\"9907581802\"").as_deref(), Some("9907581802"));
        assert_eq!(number(r#"{"accountNumber":"9907581802","isActive":"yes"}"#).as_deref(), Some("9907581802"));
    }
}
