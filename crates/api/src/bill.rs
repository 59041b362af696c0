//! `/bills/…` (`monei-api.md` §3.12): what can be paid, whose number it is, and what became of a payment.

mod order;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::field::{Field, Text, open_enum};
use crate::money::Figure;
use crate::transaction::{Outcome, PageNumber};

pub use self::order::{
    AIRTIME, AirtimeOrder, CABLE_PROVIDERS, CableOrder, DISCOS, DataOrder, ElectricityOrder, TELCOS, ValidateCustomer,
};

open_enum! {
    /// The `type` of a bill, and the `:category` of a path.
    pub enum BillCategory {
        Airtime = "AIRTIME",
        MobileData = "MOBILEDATA",
        CableBills = "CABLEBILLS",
        UtilityBills = "UTILITYBILLS",
    }
}

open_enum! {
    pub enum BillStatus {
        Pending = "PENDING",
        Success = "SUCCESS",
        Failed = "FAILED",
        /// Guide prose only, like the two below.
        Processing = "processing",
        Successful = "successful",
        Reversed = "reversed",
    }
}

impl BillStatus {
    /// A bill that was reversed was paid and given back: it failed.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Success | Self::Successful => Outcome::Done,
            Self::Pending | Self::Processing => Outcome::InProgress,
            Self::Failed | Self::Reversed => Outcome::Failed,
            Self::Other(_) => Outcome::Unknown,
        }
    }
}

open_enum! {
    /// The `type` of a scheduled payment (§4).
    pub enum ScheduleKind {
        WalletPeerTransfer = "WALLET_PEER_TRANSFER",
        WalletBankTransfer = "WALLET_BANK_TRANSFER",
        AirtimePurchase = "AIRTIME_PURCHASE",
        DataPurchase = "DATA_PURCHASE",
        CableTv = "CABLE_TV",
        Electricity = "ELECTRICITY",
    }
}

open_enum! {
    /// The `status` of a scheduled payment (§4).
    pub enum ScheduleStatus {
        Pending = "PENDING",
        Processing = "PROCESSING",
        Completed = "COMPLETED",
        Failed = "FAILED",
        Cancelled = "CANCELLED",
    }
}

/// A distribution company. Its `name` is the `disco` of a payment.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ElectricityOperator {
    pub name: String,
    #[serde(default)]
    pub code: Field<Text>,
    #[serde(default)]
    pub biller_code: Field<Text>,
}

/// A plan of a biller. The names of its fields are in snake case, unlike all others of the API.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct BillerItem {
    #[serde(default)]
    pub id: Field<u64>,
    #[serde(default)]
    pub biller_code: Field<Text>,
    #[serde(default)]
    pub name: Field<Text>,
    #[serde(default)]
    pub default_commission: Field<Figure>,
    #[serde(default)]
    pub date_added: Field<Text>,
    #[serde(default)]
    pub country: Field<Text>,
    #[serde(default)]
    pub is_airtime: Field<bool>,
    #[serde(default)]
    pub biller_name: Field<Text>,
    #[serde(deserialize_with = "crate::field::id")]
    pub item_code: String,
    #[serde(default)]
    pub short_name: Field<Text>,
    #[serde(default)]
    pub fee: Field<Figure>,
    #[serde(default)]
    pub commission_on_fee: Field<bool>,
    /// What a customer's number must match.
    #[serde(default)]
    pub reg_expression: Field<Text>,
    /// What the number is called.
    #[serde(default)]
    pub label_name: Field<Text>,
    /// In naira; 0 where the payer chooses.
    #[serde(default)]
    pub amount: Field<Figure>,
    /// Only then is there a customer to validate.
    #[serde(default)]
    pub is_resolvable: Field<bool>,
    #[serde(default)]
    pub group_name: Field<Text>,
    #[serde(default)]
    pub category_name: Field<Text>,
    #[serde(default)]
    pub is_data: Field<bool>,
    #[serde(default)]
    pub default_commission_on_amount: Field<Figure>,
    #[serde(default)]
    pub commission_on_fee_or_amount: Field<Figure>,
    #[serde(default)]
    pub validity_period: Field<Text>,
}

/// Whose meter, card or phone it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillCustomer {
    #[serde(default)]
    pub customer: Field<Text>,
    #[serde(default)]
    pub customer_name: Field<Text>,
    #[serde(default)]
    pub name: Field<Text>,
    /// The provider's own spelling, which the simulation does not write.
    #[serde(default, rename = "customer_name", skip_serializing)]
    pub provider_name: Field<Text>,
    #[serde(default)]
    pub address: Field<Text>,
    #[serde(default)]
    pub biller_code: Field<Text>,
    #[serde(default)]
    pub item_code: Field<Text>,
    #[serde(default)]
    pub biller_name: Field<Text>,
}

impl BillCustomer {
    /// The name to show, whichever field has it.
    pub fn display_name(&self) -> Option<&str> {
        let names = [&self.customer_name, &self.name, &self.provider_name];
        names.into_iter().filter_map(|name| name.as_deref()).find(|name| !name.trim().is_empty())
    }
}

/// A bill, as a payment answers it and as the records list it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillPayment {
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    #[serde(default)]
    pub user_id: Field<String>,
    #[serde(default)]
    pub reference: Field<Text>,
    #[serde(default)]
    pub biller_code: Field<Text>,
    #[serde(default)]
    pub item_code: Field<Text>,
    #[serde(default)]
    pub customer: Field<Text>,
    /// In naira: a number in the answer to a payment, a text in the records.
    #[serde(default)]
    pub amount: Field<Figure>,
    #[serde(default, rename = "type")]
    pub category: Field<BillCategory>,
    #[serde(default)]
    pub status: Field<BillStatus>,
    #[serde(default)]
    pub tx_ref: Field<Text>,
    #[serde(default)]
    pub biller_name: Field<Text>,
    #[serde(default)]
    pub metadata: Field<Value>,
    /// What opens the meter; absent until the bill has succeeded.
    #[serde(default)]
    pub token: Field<Text>,
    /// The energy that the token is worth.
    #[serde(default)]
    pub units: Field<Text>,
    #[serde(default)]
    pub validity_period: Field<Text>,
    /// In records only.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub updated_at: Field<Timestamp>,
}

/// A page of records as `data`. Its names differ from those of [`Pagination`](crate::transaction::Pagination).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", bound(deserialize = "B: Deserialize<'de>"))]
pub struct BillPage<B = BillPayment> {
    #[serde(deserialize_with = "crate::field::list")]
    pub bills: Vec<B>,
    #[serde(default)]
    pub page: Field<PageNumber>,
    #[serde(default)]
    pub limit: Field<PageNumber>,
    #[serde(default)]
    pub total: Field<PageNumber>,
    #[serde(default)]
    pub total_pages: Field<PageNumber>,
    #[serde(default, alias = "hasNextPage")]
    pub has_next: Field<bool>,
    #[serde(default, alias = "hasPreviousPage")]
    pub has_prev: Field<bool>,
}

/// A receipt, which comes without an envelope.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillReceipt {
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    #[serde(default)]
    pub reference: Field<Text>,
    #[serde(default, rename = "type")]
    pub category: Field<BillCategory>,
    #[serde(default)]
    pub biller_name: Field<Text>,
    #[serde(default)]
    pub customer: Field<Text>,
    #[serde(default)]
    pub amount: Field<Figure>,
    #[serde(default)]
    pub status: Field<BillStatus>,
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
    #[serde(default)]
    pub metadata: Field<BillMetadata>,
    /// What is in the wallet now, in naira.
    #[serde(default)]
    pub wallet_balance: Field<Figure>,
    #[serde(default)]
    pub provider_data: Field<Value>,
    #[serde(default)]
    pub user: Field<ReceiptUser>,
}

/// What a receipt tells of a phone's bill.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillMetadata {
    #[serde(default)]
    pub phone_number: Field<Text>,
    #[serde(default)]
    pub validity_period: Field<Text>,
    #[serde(default)]
    pub data_plan: Field<Text>,
}

/// Who paid.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceiptUser {
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    #[serde(default)]
    pub first_name: Field<String>,
    #[serde(default)]
    pub last_name: Field<String>,
    #[serde(default)]
    pub email: Field<String>,
}

/// The answer where no bill has a reference, which is in no error shape of the others (§3.0).
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillNotFound {
    pub success: bool,
    pub message: String,
    pub error_code: String,
    pub reference: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_customer_is_wherever_it_is() {
        let check = |body: &str, name: Option<&str>| {
            let customer: BillCustomer = serde_json::from_str(body).unwrap();
            assert_eq!(customer.display_name(), name, "{body}");
        };
        check(r#"{"customerName":"ADA OBI","name":"A. OBI"}"#, Some("ADA OBI"));
        check(r#"{"customerName":" ","name":"A. OBI"}"#, Some("A. OBI"));
        check(r#"{"customer_name":"OBI"}"#, Some("OBI"));
        check(r#"{"customer":45083311550,"name":null}"#, None);
    }

    #[test]
    fn amounts_are_numbers_or_texts() {
        for body in [r#"{"id":1,"amount":50,"metadata":"x"}"#, r#"{"id":"1","amount":"50.00","metadata":{"a":null}}"#] {
            let bill: BillPayment = serde_json::from_str(body).unwrap();
            assert_eq!(bill.amount.as_ref().unwrap().amount.to_string(), "50", "{body}");
            assert_eq!((bill.id.as_str(), bill.token.into_option()), ("1", None), "{body}");
        }
    }
}
