//! `/wallet/payout/…` (`monei-api.md` §3.5): naira to a bank account and to another Monei user.
//!
//! The requests are without `transactionPin`: a PIN is put to the bytes as they are sent, and is never part of a value that
//! may be kept or printed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::field::{Field, Text};
use crate::money::Figure;
use crate::transaction::TransactionStatus;

/// To a bank account. Its holder's name is no part of it: verify first ([`bank`](crate::bank)).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BankTransfer {
    /// In naira.
    pub amount: Figure,
    /// The bank's code.
    pub bank: String,
    pub account_number: String,
    /// The caller's own, by which the transfer is found again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// At most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narration: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Payout {
    #[serde(default)]
    pub reference: Field<Text>,
    #[serde(default)]
    pub status: Field<TransactionStatus>,
    #[serde(default)]
    pub amount: Field<Figure>,
}

/// To another user of Monei, by e-mail address or phone number. There is no way to ask for their name before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PeerTransfer {
    pub receiver: String,
    /// In naira.
    pub amount: Figure,
}

/// What a transfer to another user answers, as far as the sources agree on it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PeerPayout {
    #[serde(default, alias = "transferId")]
    pub reference: Field<Text>,
    #[serde(default)]
    pub status: Field<TransactionStatus>,
    #[serde(default)]
    pub amount: Field<Figure>,
    #[serde(default)]
    pub currency: Field<Text>,
    #[serde(default)]
    pub receiver: Field<Text>,
    #[serde(default)]
    pub created_at: Field<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r54_the_body_has_the_digits_that_were_typed() {
        let transfer = BankTransfer {
            amount: Figure::number("2500.50".parse().unwrap()),
            bank: "058".into(),
            account_number: "0123456789".into(),
            reference: Some("r".into()),
            narration: None,
        };
        assert_eq!(
            serde_json::to_string(&transfer).unwrap(),
            r#"{"amount":2500.5,"bank":"058","accountNumber":"0123456789","reference":"r"}"#
        );
    }

    #[test]
    fn a_peer_payout_is_named_either_way() {
        for body in [r#"{"transferId":"p2p-1","status":"success"}"#, r#"{"reference":"p2p-1","status":"SUCCESS"}"#] {
            let payout: PeerPayout = serde_json::from_str(body).unwrap();
            assert_eq!(payout.reference.as_deref(), Some("p2p-1"), "{body}");
            assert_eq!(payout.status.into_option(), Some(TransactionStatus::Success), "{body}");
        }
    }
}
