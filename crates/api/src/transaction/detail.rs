//! `GET /transactions/{id}` and `GET /transactions/reference/{reference}` (`monei-api.md` §3.7): one transaction with
//! what it is connected with.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Transaction, TransactionKind, TransactionStatus};
use crate::field::{Field, Text};
use crate::money::Figure;
use crate::wallet::Subwallet;

/// The row of the list, and more. Texts of `nature` grow, so that they stay texts here.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransactionDetail {
    /// As in the list.
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    /// Positive, without the fee.
    #[serde(default)]
    pub amount: Field<Figure>,
    /// The amount with the fee.
    #[serde(default)]
    pub total_amount: Field<Figure>,
    /// In the same currency.
    #[serde(default)]
    pub fee: Field<Figure>,
    /// The direction, but for transfers between users.
    #[serde(default, rename = "type")]
    pub kind: Field<TransactionKind>,
    /// How far it is.
    #[serde(default)]
    pub status: Field<TransactionStatus>,
    /// Such as `FIAT_DEPOSIT` (§4).
    #[serde(default)]
    pub nature: Field<Text>,
    /// What it is looked up by.
    #[serde(default)]
    pub reference: Field<Text>,
    /// A symbol, such as `NGN`.
    #[serde(default)]
    pub currency: Field<Text>,
    /// What the sender wrote, to be shown as text only.
    #[serde(default)]
    pub narration: Field<String>,
    /// An object of which only the id is documented.
    #[serde(default)]
    pub wallet: Field<WalletReference>,
    /// Which of the wallets it moved.
    #[serde(default)]
    pub subwallet: Field<Subwallet>,
    /// Of the partner Fincra.
    #[serde(default)]
    pub fincra_reference: Field<Text>,
    /// Of the partner Flutterwave.
    #[serde(default)]
    pub flutterwave_reference: Field<Text>,
    /// Flutterwave's own id.
    #[serde(default)]
    pub flw_id: Field<Text>,
    /// Untyped in the sources; see [`TransactionDetail::fact`].
    #[serde(default)]
    pub metadata: Field<Map<String, Value>>,
    /// Of a business; its shape is not documented.
    #[serde(default)]
    pub customer: Field<Text>,
    /// `USER` or `BUSINESS_CUSTOMER`.
    #[serde(default)]
    pub owner: Field<Text>,
    /// `live` or `sandbox`.
    #[serde(default)]
    pub environment: Field<Text>,
    /// When it was begun.
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    /// When its status last changed.
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
}

/// A wallet by its id.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WalletReference {
    /// A UUID.
    #[serde(default)]
    pub id: Field<Text>,
}

impl TransactionDetail {
    /// A text or a whole number of the metadata. Other numbers are left: they would have passed through a binary float.
    pub fn fact(&self, name: &str) -> Option<String> {
        match self.metadata.as_ref()?.get(name)? {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
            _ => None,
        }
    }

    /// What the list would have shown of it.
    pub fn row(&self) -> Transaction {
        Transaction {
            id: self.id.clone(),
            user_id: Field::default(),
            amount: self.amount.clone(),
            kind: self.kind.clone(),
            status: self.status.clone(),
            reference: self.reference.clone(),
            currency: self.currency.clone(),
            narration: self.narration.clone(),
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_date: Field::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_tells_texts_and_whole_numbers() {
        let body =
            r#"{"id":7,"fee":"0.00","metadata":{"txHash":"0xab","chainId":8453,"rate":1.1,"note":" ","more":{}}}"#;
        let detail: TransactionDetail = serde_json::from_str(body).unwrap();
        let fact = |name: &str| detail.fact(name);
        assert_eq!((detail.id.as_str(), fact("txHash").as_deref()), ("7", Some("0xab")));
        assert_eq!(fact("chainId").as_deref(), Some("8453"));
        for absent in ["rate", "note", "more", "nothing"] {
            assert_eq!(fact(absent), None, "{absent}");
        }
        let bare: TransactionDetail = serde_json::from_str(r#"{"id":"a","metadata":"text","subwallet":[]}"#).unwrap();
        assert!(bare.metadata.is_none() && bare.subwallet.is_none());
    }
}
