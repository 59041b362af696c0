//! Paying bills: whom, for what, and whose number it is.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::MoneyView;

/// What can be paid for.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BillKind {
    Airtime,
    Data,
    Electricity,
    CableTv,
}

/// One thing that a biller is paid for.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    /// What an order names it by.
    pub code: String,
    pub name: String,
    /// None: the payer chooses.
    pub price: Option<MoneyView>,
    /// What the provider adds.
    pub fee: Option<MoneyView>,
    /// How long it lasts, in the provider's words.
    pub validity: Option<String>,
    /// What the number is called that it is paid for.
    pub label: Option<String>,
    /// Monei tells whose number it is.
    pub resolvable: bool,
}

/// Whose number it is, at Monei's word.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BillCustomerView {
    /// None: the number is known, and nobody is named.
    pub name: Option<String>,
    pub address: Option<String>,
}

/// What the confirmation window is told of a bill.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BillFactsView {
    pub biller: String,
    pub plan: Option<String>,
    /// How long the plan lasts, in the provider's words.
    pub validity: Option<String>,
    /// Of the customer.
    pub address: Option<String>,
    /// What the provider adds.
    pub fee: Option<MoneyView>,
}
