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
    /// How far the payment of a bill is (§4).
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
    /// Such as `IBADAN DISCO ELECTRICITY`.
    pub name: String,
    /// The provider's code of it.
    #[serde(default)]
    pub code: Field<Text>,
    /// What a customer's number is validated under.
    #[serde(default)]
    pub biller_code: Field<Text>,
}

/// A plan of a biller. The names of its fields are in snake case, unlike all others of the API.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct BillerItem {
    /// The provider's number of the plan.
    #[serde(default)]
    pub id: Field<u64>,
    /// Such as `BIL102`.
    #[serde(default)]
    pub biller_code: Field<Text>,
    /// What the plan is called.
    #[serde(default)]
    pub name: Field<Text>,
    /// The provider's commission.
    #[serde(default)]
    pub default_commission: Field<Figure>,
    /// When the provider added the plan, as it writes times.
    #[serde(default)]
    pub date_added: Field<Text>,
    /// Such as `NG`.
    #[serde(default)]
    pub country: Field<Text>,
    /// The plan is airtime.
    #[serde(default)]
    pub is_airtime: Field<bool>,
    /// Whose plan it is, such as `MTN`.
    #[serde(default)]
    pub biller_name: Field<Text>,
    /// What a payment names the plan by, such as `MD136`.
    #[serde(deserialize_with = "crate::field::id")]
    pub item_code: String,
    /// A shorter form of the name.
    #[serde(default)]
    pub short_name: Field<Text>,
    /// What the provider adds to the amount, in naira.
    #[serde(default)]
    pub fee: Field<Figure>,
    /// The commission is reckoned on the fee.
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
    /// The provider's own grouping.
    #[serde(default)]
    pub group_name: Field<Text>,
    /// The provider's name of the category.
    #[serde(default)]
    pub category_name: Field<Text>,
    /// The plan is mobile data.
    #[serde(default)]
    pub is_data: Field<bool>,
    /// The commission on the amount.
    #[serde(default)]
    pub default_commission_on_amount: Field<Figure>,
    /// The provider's rule for the commission, as a number.
    #[serde(default)]
    pub commission_on_fee_or_amount: Field<Figure>,
    /// How long the plan lasts, in the provider's words.
    #[serde(default)]
    pub validity_period: Field<Text>,
}

/// Whose meter, card or phone it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillCustomer {
    /// The number that was asked for.
    #[serde(default)]
    pub customer: Field<Text>,
    /// Who it belongs to, in current answers.
    #[serde(default)]
    pub customer_name: Field<Text>,
    /// The same, in others.
    #[serde(default)]
    pub name: Field<Text>,
    /// The provider's own spelling, which the simulation does not write.
    #[serde(default, rename = "customer_name", skip_serializing)]
    pub provider_name: Field<Text>,
    /// Where the meter or the receiver stands.
    #[serde(default)]
    pub address: Field<Text>,
    /// The biller that was asked.
    #[serde(default)]
    pub biller_code: Field<Text>,
    /// The plan that was asked about.
    #[serde(default)]
    pub item_code: Field<Text>,
    /// The biller's name.
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
    /// Monei's id of the payment.
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    /// When it was paid.
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    /// Who paid.
    #[serde(default)]
    pub user_id: Field<String>,
    /// What it is looked up by.
    #[serde(default)]
    pub reference: Field<Text>,
    /// Such as `BIL102`.
    #[serde(default)]
    pub biller_code: Field<Text>,
    /// Such as `AT133`.
    #[serde(default)]
    pub item_code: Field<Text>,
    /// The number of the phone, meter or card.
    #[serde(default)]
    pub customer: Field<Text>,
    /// In naira: a number in the answer to a payment, a text in the records.
    #[serde(default)]
    pub amount: Field<Figure>,
    /// What kind of bill it is.
    #[serde(default, rename = "type")]
    pub category: Field<BillCategory>,
    /// How far it is; an electricity token comes with the success.
    #[serde(default)]
    pub status: Field<BillStatus>,
    /// The provider's reference.
    #[serde(default)]
    pub tx_ref: Field<Text>,
    /// Such as `glo`.
    #[serde(default)]
    pub biller_name: Field<Text>,
    /// An object, a text or null, with what the provider added.
    #[serde(default)]
    pub metadata: Field<Value>,
    /// What opens the meter; absent until the bill has succeeded.
    #[serde(default)]
    pub token: Field<Text>,
    /// The energy that the token is worth.
    #[serde(default)]
    pub units: Field<Text>,
    /// How long a data plan lasts.
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
    /// The newest first.
    #[serde(deserialize_with = "crate::field::list")]
    pub bills: Vec<B>,
    /// Which page this is, from 1.
    #[serde(default)]
    pub page: Field<PageNumber>,
    /// The most rows of a page.
    #[serde(default)]
    pub limit: Field<PageNumber>,
    /// Rows of all pages.
    #[serde(default)]
    pub total: Field<PageNumber>,
    /// The number of the last page.
    #[serde(default)]
    pub total_pages: Field<PageNumber>,
    /// Another page follows.
    #[serde(default, alias = "hasNextPage")]
    pub has_next: Field<bool>,
    /// This is not the first page.
    #[serde(default, alias = "hasPreviousPage")]
    pub has_prev: Field<bool>,
}

/// A receipt, which comes without an envelope.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillReceipt {
    /// Monei's id of the payment.
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    /// What it is looked up by.
    #[serde(default)]
    pub reference: Field<Text>,
    /// What kind of bill it is.
    #[serde(default, rename = "type")]
    pub category: Field<BillCategory>,
    /// Who was paid.
    #[serde(default)]
    pub biller_name: Field<Text>,
    /// The number of the phone, meter or card.
    #[serde(default)]
    pub customer: Field<Text>,
    /// In naira.
    #[serde(default)]
    pub amount: Field<Figure>,
    /// How far it is.
    #[serde(default)]
    pub status: Field<BillStatus>,
    /// When it was paid.
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    /// When its status last changed.
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
    /// What belongs to a phone's bill.
    #[serde(default)]
    pub metadata: Field<BillMetadata>,
    /// What is in the wallet now, in naira.
    #[serde(default)]
    pub wallet_balance: Field<Figure>,
    /// The provider's own answer, untyped.
    #[serde(default)]
    pub provider_data: Field<Value>,
    /// Who paid.
    #[serde(default)]
    pub user: Field<ReceiptUser>,
}

/// What a receipt tells of a phone's bill.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillMetadata {
    /// The phone that was charged.
    #[serde(default)]
    pub phone_number: Field<Text>,
    /// How long the plan lasts.
    #[serde(default)]
    pub validity_period: Field<Text>,
    /// The plan's name.
    #[serde(default)]
    pub data_plan: Field<Text>,
}

/// Who paid.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceiptUser {
    /// As in `/user/me`.
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    /// May be null before onboarding.
    #[serde(default)]
    pub first_name: Field<String>,
    /// May be null before onboarding.
    #[serde(default)]
    pub last_name: Field<String>,
    /// The address of the account.
    #[serde(default)]
    pub email: Field<String>,
}

/// The answer where no bill has a reference, which is in no error shape of the others (§3.0).
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillNotFound {
    /// Always false.
    pub success: bool,
    /// For people.
    pub message: String,
    /// The reason in a word.
    pub error_code: String,
    /// What was looked for.
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
