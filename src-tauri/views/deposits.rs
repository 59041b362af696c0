//! Adding money, as the main window is told of it. It moves nothing out of the wallet, so that no other window asks.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::MoneyView;

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DepositsView {
    /// The newest first.
    pub deposits: Vec<DepositView>,
    /// One is being begun.
    pub starting: bool,
    /// The permission without which nobody can say how they go on.
    pub wants: Option<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DepositView {
    pub reference: String,
    pub way: DepositWay,
    /// What arrives in the wallet.
    pub amount: MoneyView,
    /// RFC 3339.
    pub at: String,
    pub state: DepositStateView,
    pub fee: Option<MoneyView>,
    /// What is to be paid.
    pub total: Option<MoneyView>,
    /// Where a bank transfer is to go.
    pub account: Option<PayIntoView>,
    /// The code that is dialled.
    pub code: Option<String>,
    /// In Monei's words.
    pub note: Option<String>,
    /// Where it is paid in a browser.
    pub page: Option<PageView>,
    /// RFC 3339.
    pub expires_at: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DepositWay {
    BankTransfer,
    Ussd,
    Link,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DepositStateView {
    Starting,
    /// The answer was lost: Monei may have begun it.
    Unanswered,
    Waiting,
    /// Its time has passed, and nobody has told that it was paid.
    Lapsed,
    Completed,
    Failed,
    Cancelled,
    /// Monei knows nothing of it.
    NotStarted,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PayIntoView {
    pub number: String,
    pub bank: Option<String>,
    pub holder: Option<String>,
}

/// A page that the core opens; its address is not told.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PageView {
    pub host: String,
    /// It is one of those that may be opened from here.
    pub opens: bool,
}

/// What a person wants to add. Amounts are decimal digits.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "way", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DepositRequest {
    BankTransfer {
        amount: String,
    },
    Ussd {
        amount: String,
        /// The code of the bank whose code is dialled.
        bank: String,
    },
    Link {
        amount: String,
    },
}
