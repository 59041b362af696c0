//! `GET /transactions…` (`monei-api.md` §3.7). Amounts are positive; the direction is in the type.

mod detail;

use std::fmt;

use jiff::Timestamp;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::field::{Field, Text, open_enum};
use crate::money::Figure;

pub use self::detail::{TransactionDetail, WalletReference};

/// A row of the list, and what the detail repeats of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    #[serde(default)]
    pub user_id: Field<String>,
    #[serde(default)]
    pub amount: Field<Figure>,
    #[serde(default, rename = "type")]
    pub kind: Field<TransactionKind>,
    #[serde(default)]
    pub status: Field<TransactionStatus>,
    #[serde(default)]
    pub reference: Field<Text>,
    #[serde(default)]
    pub currency: Field<Text>,
    #[serde(default)]
    pub narration: Field<String>,
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
    #[serde(default)]
    pub deleted_date: Field<Timestamp>,
}

open_enum! {
    /// The `type` of a transaction.
    pub enum TransactionKind {
        Debit = "DEBIT",
        Credit = "CREDIT",
        /// Its direction is not in the list item.
        PeerTransfer = "PEER-TRANSFER",
    }
}

open_enum! {
    pub enum TransactionStatus {
        Pending = "PENDING",
        Success = "SUCCESS",
        Failed = "FAILED",
        Completed = "COMPLETED",
        Cancelled = "CANCELLED",
        /// Guide prose only, like the three below.
        Successful = "successful",
        Initiated = "initiated",
        Processing = "processing",
        Confirming = "confirming",
    }
}

/// What a status means to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    InProgress,
    Failed,
    Cancelled,
    /// A status that this version does not know: shown neutrally, as it was sent.
    Unknown,
}

impl TransactionStatus {
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Success | Self::Completed | Self::Successful => Outcome::Done,
            Self::Pending | Self::Initiated | Self::Processing | Self::Confirming => Outcome::InProgress,
            Self::Failed => Outcome::Failed,
            Self::Cancelled => Outcome::Cancelled,
            Self::Other(_) => Outcome::Unknown,
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    #[serde(default)]
    pub page: Field<PageNumber>,
    #[serde(default)]
    pub limit: Field<PageNumber>,
    #[serde(default)]
    pub total: Field<PageNumber>,
    #[serde(default)]
    pub total_pages: Field<PageNumber>,
    #[serde(default, alias = "hasNext")]
    pub has_next_page: Field<bool>,
    #[serde(default, alias = "hasPrev")]
    pub has_previous_page: Field<bool>,
}

/// A count that may arrive as a string (§6.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PageNumber(pub u64);

impl<'de> Deserialize<'de> for PageNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        text.trim().parse().map(Self).map_err(serde::de::Error::custom)
    }
}

/// A page of transactions as `data`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TransactionPage {
    pub transactions: Vec<Transaction>,
    pub pagination: Pagination,
}

#[derive(Deserialize)]
struct PageObject {
    #[serde(deserialize_with = "crate::field::list")]
    transactions: Vec<Transaction>,
    #[serde(default)]
    pagination: Field<Pagination>,
}

/// `{transactions, pagination}`, or the plain array of an early SDK.
impl<'de> Deserialize<'de> for TransactionPage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // By its own visitor, and not looked at before: pages are the longest bodies that there are.
        deserializer.deserialize_any(EitherForm)
    }
}

struct EitherForm;

impl<'de> Visitor<'de> for EitherForm {
    type Value = TransactionPage;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page of transactions, or a list of them")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> Result<TransactionPage, A::Error> {
        let transactions = Vec::deserialize(SeqAccessDeserializer::new(rows))?;
        Ok(TransactionPage { transactions, pagination: Pagination::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<TransactionPage, A::Error> {
        let PageObject { transactions, pagination } = PageObject::deserialize(MapAccessDeserializer::new(members))?;
        Ok(TransactionPage { transactions, pagination: pagination.into_option().unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_an_object_or_an_array() {
        for body in [
            r#"{"transactions":[{"id":"t1","amount":"500","type":"credit"}],"pagination":{"page":"1","hasNext":true}}"#,
            r#"[{"id":"t1","amount":500,"type":"CREDIT"}]"#,
        ] {
            let page: TransactionPage = serde_json::from_str(body).unwrap();
            let first = page.transactions.first().unwrap();
            assert_eq!(*first.kind, Some(TransactionKind::Credit), "{body}");
            assert_eq!(first.amount.as_ref().unwrap().amount.to_string(), "500", "{body}");
        }
    }

    #[test]
    fn an_unknown_status_is_kept_and_neutral() {
        let status = TransactionStatus::from("ON_HOLD");
        assert_eq!(status.outcome(), Outcome::Unknown);
        assert_eq!(serde_json::to_string(&status).unwrap(), "\"ON_HOLD\"");
        assert_eq!(TransactionStatus::from("completed").outcome(), Outcome::Done);
    }
}
