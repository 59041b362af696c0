//! Selling crypto, as the main window is told of it. The sale itself is a payment like the others.

use serde::Serialize;
use specta::Type;

use super::MoneyView;

/// A coin that can be sold.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SellableView {
    pub symbol: String,
    pub name: Option<String>,
    /// As the off-ramp names them, such as `base`.
    pub networks: Vec<String>,
}

/// What one coin would bring. The order has a rate of its own.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaleRateView {
    pub rate: MoneyView,
    /// RFC 3339, by this computer's clock.
    pub told_at: String,
}

/// How far a sale is that Monei took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SaleStageView {
    Begun,
    /// The crypto has to come from elsewhere.
    AwaitingDeposit,
    DepositReceived,
    Converting,
    /// The naira are on their way to the bank.
    PaidOut,
}
