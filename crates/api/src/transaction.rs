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
    /// What one transaction is asked for by.
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    /// Whose it is.
    #[serde(default)]
    pub user_id: Field<String>,
    /// Positive; text in some answers.
    #[serde(default)]
    pub amount: Field<Figure>,
    /// The direction, but for transfers between users.
    #[serde(default, rename = "type")]
    pub kind: Field<TransactionKind>,
    /// How far it is.
    #[serde(default)]
    pub status: Field<TransactionStatus>,
    /// What it is looked up by; the sender's own where one was given.
    #[serde(default)]
    pub reference: Field<Text>,
    /// A symbol, such as `NGN`.
    #[serde(default)]
    pub currency: Field<Text>,
    /// What the sender wrote, to be shown as text only.
    #[serde(default)]
    pub narration: Field<String>,
    /// The list's order.
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    /// When its status last changed.
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
    /// Null while it is listed.
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
    /// How far a transaction is (§4).
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
    /// `SUCCESS`, `COMPLETED` and the like.
    Done,
    /// `PENDING` and the like: it may still fail.
    InProgress,
    /// `FAILED`.
    Failed,
    /// `CANCELLED`.
    Cancelled,
    /// A status that this version does not know: shown neutrally, as it was sent.
    Unknown,
}

impl TransactionStatus {
    /// Sorts the words of all sources.
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

/// Where a page stands in the list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    /// From 1.
    #[serde(default)]
    pub page: Field<PageNumber>,
    /// The most rows of a page.
    #[serde(default)]
    pub limit: Field<PageNumber>,
    /// Rows of all pages at this moment.
    #[serde(default)]
    pub total: Field<PageNumber>,
    /// The number of the last page.
    #[serde(default)]
    pub total_pages: Field<PageNumber>,
    /// Another page follows.
    #[serde(default, alias = "hasNext")]
    pub has_next_page: Field<bool>,
    /// This is not the first page.
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
    /// The newest first.
    pub transactions: Vec<Transaction>,
    /// All absent where the answer was a plain array.
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
