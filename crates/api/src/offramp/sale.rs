//! `/offramp/exchange/…` and `/offramp/payouts/verify` (`monei-api.md` §3.13): what can be sold, for what, and to where.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::{Beneficiary, OfframpStatus};
use crate::field::{Field, Text};
use crate::money::Figure;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SellableToken {
    pub symbol: String,
    #[serde(default)]
    pub name: Field<Text>,
    #[serde(default, deserialize_with = "crate::field::list")]
    pub networks: Vec<SellableNetwork>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SellableNetwork {
    pub network: String,
    #[serde(default)]
    pub contract_address: Field<Text>,
    #[serde(default)]
    pub decimals: Field<Figure>,
    #[serde(default)]
    pub base_currency: Field<Text>,
}

/// Naira for one token. It is `data` itself, or stands in it, or beside no `data` at all; and is indicative until the order
/// names its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rate(pub Figure);

#[derive(Deserialize)]
struct RateObject {
    rate: Figure,
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let rate = serde_json::from_str(raw.get());
        let rate = rate.or_else(|_| serde_json::from_str(raw.get()).map(|RateObject { rate }| rate));
        let rate: Figure = rate.map_err(serde::de::Error::custom)?;
        if rate.amount.is_zero() || rate.amount.is_negative() {
            return Err(serde::de::Error::custom("a rate is above zero"));
        }
        Ok(Self(rate))
    }
}

/// Crypto for naira on a bank account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SaleRequest {
    /// In whole tokens.
    pub amount: Figure,
    pub token: String,
    pub network: String,
    pub fiat_currency: String,
    /// Of the off-ramp's own list.
    pub bank_code: String,
    pub account_number: String,
    pub account_name: String,
}

/// What was ordered. `201` answers it alone, where the wallet at Monei held enough; `202` tells where to pay the rest.
#[derive(Clone, Debug)]
pub enum Initiated {
    Paid(Box<SaleOrder>),
    Awaited(Box<AwaitedSale>),
}

impl Initiated {
    pub const fn order(&self) -> &SaleOrder {
        match self {
            Self::Paid(order) => order,
            Self::Awaited(awaited) => &awaited.transaction,
        }
    }
}

#[derive(Deserialize)]
struct Peek {
    #[serde(default)]
    transaction: Option<Box<RawValue>>,
}

/// Told apart by `transaction`: both statuses are success, and the body's own `statusCode` is not to be trusted.
impl<'de> Deserialize<'de> for Initiated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let is_awaited = serde_json::from_str::<Peek>(raw.get()).is_ok_and(|peek| peek.transaction.is_some());
        let read = if is_awaited {
            serde_json::from_str(raw.get()).map(|awaited| Self::Awaited(Box::new(awaited)))
        } else {
            serde_json::from_str(raw.get()).map(|order| Self::Paid(Box::new(order)))
        };
        read.map_err(serde::de::Error::custom)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SaleOrder {
    /// By it the order is followed.
    #[serde(deserialize_with = "crate::field::id")]
    pub reference: String,
    #[serde(default)]
    pub status: Field<OfframpStatus>,
    #[serde(default)]
    pub amounts: Field<SaleAmounts>,
    #[serde(default)]
    pub beneficiary: Field<Beneficiary>,
    #[serde(default)]
    pub on_chain: Field<OnChain>,
    #[serde(default)]
    pub failure_reason: Field<Text>,
    #[serde(default)]
    pub timestamps: Field<SaleTimes>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SaleAmounts {
    #[serde(default)]
    pub crypto: Field<CryptoAmount>,
    #[serde(default)]
    pub fiat: Field<FiatAmount>,
    /// Fixed with the order.
    #[serde(default)]
    pub exchange_rate: Field<Figure>,
    #[serde(default)]
    pub total_fee: Field<Figure>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CryptoAmount {
    #[serde(default)]
    pub value: Field<Figure>,
    #[serde(default)]
    pub asset: Field<Text>,
    #[serde(default)]
    pub network: Field<Text>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FiatAmount {
    #[serde(default)]
    pub value: Field<Figure>,
    #[serde(default)]
    pub currency: Field<Text>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnChain {
    #[serde(default)]
    pub deposit_address: Field<Text>,
    #[serde(default)]
    pub tx_hash: Field<Text>,
    /// `MONEI_WALLET` or `EXTERNAL_WALLET`.
    #[serde(default)]
    pub source_wallet: Field<Text>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SaleTimes {
    #[serde(default)]
    pub created: Field<Timestamp>,
    #[serde(default)]
    pub updated: Field<Timestamp>,
    #[serde(default)]
    pub deposit_expires: Field<Timestamp>,
}

/// The wallet at Monei holds too little: the crypto is awaited from elsewhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AwaitedSale {
    pub transaction: SaleOrder,
    #[serde(default)]
    pub deposit_instructions: Field<DepositInstructions>,
    #[serde(default)]
    pub current_balance: Field<Shortfall>,
    #[serde(default, deserialize_with = "crate::field::list")]
    pub warnings: Vec<Text>,
    #[serde(default, deserialize_with = "crate::field::list")]
    pub next_steps: Vec<Text>,
}

/// Where the crypto is to go, and until when.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositInstructions {
    #[serde(default)]
    pub address: Field<Text>,
    #[serde(default)]
    pub amount: Field<Figure>,
    #[serde(default)]
    pub token: Field<Text>,
    #[serde(default)]
    pub network: Field<Text>,
    #[serde(default)]
    pub chain_id: Field<u64>,
    #[serde(default)]
    pub expires_at: Field<Timestamp>,
    #[serde(default)]
    pub display_network: Field<Text>,
    #[serde(default)]
    pub qr_code_data: Field<Text>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shortfall {
    #[serde(default)]
    pub amount: Field<Figure>,
    #[serde(default)]
    pub token: Field<Text>,
    #[serde(default)]
    pub network: Field<Text>,
    #[serde(default)]
    pub shortfall: Field<Figure>,
}

/// Asks whose account this is. The answer is a [`VerifiedAccount`](crate::bank::VerifiedAccount).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyPayoutAccount {
    pub bank_code: String,
    pub account_number: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope;

    #[test]
    fn a_rate_is_found_in_all_its_places() {
        for body in [
            r#"{"statusCode":200,"message":"…","data":"1550.25"}"#,
            r#"{"data":1550.25}"#,
            r#"{"data":{"token":"USDT","network":"base","amount":100,"fiat":"NGN","rate":1550.25}}"#,
            r#"{"token":"USDT","amount":100,"network":"base","fiat":"NGN","rate":"1550.25"}"#,
        ] {
            let Rate(rate) = envelope::read(body.as_bytes()).unwrap();
            assert_eq!(rate.amount.to_string(), "1550.25", "{body}");
        }
        for body in [r#"{"data":"0"}"#, r#"{"data":{"rate":-1}}"#, r#"{"data":"soon"}"#, r#"{"message":"…"}"#] {
            assert!(envelope::read::<Rate>(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn an_order_without_a_reference_is_none() {
        assert!(serde_json::from_str::<Initiated>(r#"{"id":"o1","status":"pending"}"#).is_err());
        assert!(serde_json::from_str::<Initiated>(r#"{"transaction":{"status":"pending"}}"#).is_err());
        let paid: Initiated = serde_json::from_str(r#"{"reference":"OFF-1","status":"pending"}"#).unwrap();
        assert!(matches!(&paid, Initiated::Paid(order) if order.reference == "OFF-1"));
    }
}
