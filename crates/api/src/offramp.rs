//! `/offramp/ledger/…` (`monei-api.md` §3.13) as a client reads it: orders of crypto for naira. The sources disagree on
//! the names of an order's parts; both are read.

mod sale;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::field::{Field, Text, open_enum};
use crate::money::Figure;
use crate::transaction::{Outcome, PageNumber};

pub use self::sale::{
    AwaitedSale, DepositInstructions, Initiated, Rate, SaleOrder, SaleRequest, SellableNetwork, SellableToken,
    Shortfall, VerifyPayoutAccount,
};

open_enum! {
    /// How far an order is (§4.1).
    pub enum OfframpStatus {
        Initiated = "initiated",
        QuoteCreated = "quote_created",
        AwaitingDeposit = "awaiting_deposit",
        DepositReceived = "deposit_received",
        Pending = "pending",
        Processing = "processing",
        FiatSent = "fiat_sent",
        Completed = "completed",
        Failed = "failed",
        Cancelled = "cancelled",
        Refunded = "refunded",
        Expired = "expired",
    }
}

impl OfframpStatus {
    /// Nothing more happens. A failed order may still be refunded.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled | Self::Refunded | Self::Expired)
    }

    /// What it means to the person. An expired or refunded sale brought no naira.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Completed => Outcome::Done,
            Self::Failed | Self::Refunded | Self::Expired => Outcome::Failed,
            Self::Cancelled => Outcome::Cancelled,
            Self::Other(_) => Outcome::Unknown,
            _ => Outcome::InProgress,
        }
    }
}

/// An order, as the history lists it and as its status tells it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfframpOrder {
    /// Monei's id of the order.
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    #[serde(default)]
    reference: Field<Text>,
    #[serde(default)]
    internal_reference: Field<Text>,
    /// How far it is.
    #[serde(default)]
    pub status: Field<OfframpStatus>,
    #[serde(default)]
    asset: Field<Text>,
    #[serde(default)]
    from_currency: Field<Text>,
    /// Such as `base`.
    #[serde(default)]
    pub network: Field<Text>,
    /// In whole tokens.
    #[serde(default)]
    pub crypto_amount: Field<Figure>,
    /// In whole units of the fiat currency.
    #[serde(default)]
    pub fiat_amount: Field<Figure>,
    #[serde(default)]
    fiat_currency: Field<Text>,
    #[serde(default)]
    to_currency: Field<Text>,
    /// Of one token, in the fiat currency.
    #[serde(default)]
    pub exchange_rate: Field<Figure>,
    #[serde(default)]
    beneficiary: Field<Beneficiary>,
    #[serde(default)]
    credit_payment_details: Field<Beneficiary>,
    /// In the answer for one order only.
    #[serde(default)]
    pub fees: Field<Fees>,
    /// In Monei's words.
    #[serde(default)]
    pub failure_reason: Field<Text>,
    /// When it was begun.
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    /// When its status last changed.
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
    /// Until when the deposit is waited for.
    #[serde(default)]
    pub expires_at: Field<Timestamp>,
    /// When the money was paid out.
    #[serde(default)]
    pub completed_at: Field<Timestamp>,
    /// When it was given up.
    #[serde(default)]
    pub failed_at: Field<Timestamp>,
}

impl OfframpOrder {
    /// What it is looked up by, under either name.
    pub fn reference(&self) -> Option<&str> {
        either(&self.reference, &self.internal_reference)
    }

    /// The token that is sold.
    pub fn token(&self) -> Option<&str> {
        either(&self.asset, &self.from_currency)
    }

    /// The currency that is paid out, under either name.
    pub fn fiat(&self) -> Option<&str> {
        either(&self.fiat_currency, &self.to_currency)
    }

    /// Whose account the naira go to.
    pub fn beneficiary(&self) -> Option<&Beneficiary> {
        self.beneficiary.as_ref().or(self.credit_payment_details.as_ref())
    }
}

fn either<'a>(one: &'a Field<Text>, other: &'a Field<Text>) -> Option<&'a str> {
    one.as_deref().or(other.as_deref())
}

/// A bank account that is paid.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Beneficiary {
    /// Of the off-ramp's own list of banks, which is not that of bank transfers (§3.13).
    #[serde(default)]
    pub bank_code: Field<Text>,
    /// Missing where only the code is told.
    #[serde(default)]
    pub bank_name: Field<Text>,
    /// One SDK misspells the name.
    #[serde(default, alias = "amountNumber")]
    pub account_number: Field<Text>,
    /// Whose account it is, as the bank has it.
    #[serde(default)]
    pub account_name: Field<Text>,
}

/// Of a single order only.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fees {
    /// Of the company that trades.
    #[serde(default)]
    pub provider_fee: Field<Figure>,
    /// Of the chain.
    #[serde(default)]
    pub network_fee: Field<Figure>,
    /// For the service.
    #[serde(default)]
    pub service_fee: Field<Figure>,
}

/// A page of the history: the whole answer, because `meta` stands beside `data`.
#[derive(Clone, Debug)]
pub struct OfframpPage {
    /// The newest first.
    pub orders: Vec<OfframpOrder>,
    /// Where the page stands.
    pub meta: Meta,
}

/// Where a page of orders stands in the history.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    /// Orders of all pages.
    #[serde(default)]
    pub total_items: Field<PageNumber>,
    /// The most of a page.
    #[serde(default)]
    pub items_per_page: Field<PageNumber>,
    /// The number of the last page.
    #[serde(default)]
    pub total_pages: Field<PageNumber>,
    /// A text where the query named a page.
    #[serde(default)]
    pub current_page: Field<PageNumber>,
}

#[derive(Deserialize)]
struct PageObject {
    #[serde(deserialize_with = "crate::field::list")]
    data: Vec<OfframpOrder>,
    #[serde(default)]
    meta: Field<Meta>,
}

/// As the platform would send it.
impl Serialize for OfframpPage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Whole<'a> {
            data: &'a [OfframpOrder],
            meta: Meta,
        }
        Whole { data: &self.orders, meta: self.meta }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for OfframpPage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if raw.get().trim_start().starts_with('[') {
            let orders = serde_json::from_str(raw.get()).map_err(serde::de::Error::custom)?;
            return Ok(Self { orders, meta: Meta::default() });
        }
        let page: PageObject = serde_json::from_str(raw.get()).map_err(serde::de::Error::custom)?;
        Ok(Self { orders: page.data, meta: page.meta.into_option().unwrap_or_default() })
    }
}

/// A bank that pays out (§3.13).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PayoutBank {
    /// Text, whatever it looks like.
    #[serde(deserialize_with = "crate::field::id")]
    pub code: String,
    /// To be shown.
    #[serde(default)]
    pub name: Field<Text>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sets_of_names_are_read() {
        for body in [
            r#"{"id":"o1","reference":"OFF-7","status":"completed","asset":"USDT","cryptoAmount":100,"fiatAmount":155025,"fiatCurrency":"NGN","beneficiary":{"bankCode":"GTBINGLA","accountNumber":"0123456789"}}"#,
            r#"{"id":"o1","internalReference":"OFF-7","status":"COMPLETED","fromCurrency":"USDT","cryptoAmount":"100","fiatAmount":155025,"toCurrency":"NGN","creditPaymentDetails":{"bankCode":"GTBINGLA","amountNumber":"0123456789"}}"#,
        ] {
            let order: OfframpOrder = serde_json::from_str(body).unwrap();
            assert_eq!((order.reference(), order.token(), order.fiat()), (Some("OFF-7"), Some("USDT"), Some("NGN")));
            assert_eq!(*order.status, Some(OfframpStatus::Completed), "{body}");
            assert_eq!(order.crypto_amount.as_ref().unwrap().amount.to_string(), "100", "{body}");
            let to = order.beneficiary().unwrap();
            assert_eq!(to.account_number.as_deref(), Some("0123456789"), "{body}");
        }
    }

    #[test]
    fn a_page_past_the_end_is_empty() {
        let body = r#"{"message":"…","data":[],"meta":{"totalItems":1,"totalPages":1,"currentPage":"999"}}"#;
        let page: OfframpPage = serde_json::from_str(body).unwrap();
        assert_eq!((page.orders.len(), page.meta.current_page.map(|page| page.0)), (0, Some(999)));
    }
}
