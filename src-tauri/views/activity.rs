//! The list of transactions: what is asked of it, and what it answers.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{MoneyView, ProblemView};

/// Which transactions, and in which order. What is empty or null narrows nothing.
#[derive(Clone, Debug, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueryRequest {
    /// Words looked for in narration, reference, counterparty and amount. All must be found.
    pub text: String,
    pub directions: Vec<DirectionView>,
    pub outcomes: Vec<TransactionOutcomeView>,
    pub natures: Vec<String>,
    pub wallets: Vec<String>,
    pub currencies: Vec<String>,
    /// Plain decimal digits; both ends belong to the range.
    pub least: Option<String>,
    pub most: Option<String>,
    /// RFC 3339: the first moment that belongs to the range, and the first after it.
    pub from: Option<String>,
    pub before: Option<String>,
    pub sort: SortRequest,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SortRequest {
    #[default]
    Newest,
    Oldest,
    Largest,
    Smallest,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowsView {
    pub generation: u32,
    pub rows: Vec<TransactionView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OutlineView {
    pub generation: u32,
    pub count: u32,
    /// In the order of the list; empty where it is not ordered by time.
    pub days: Vec<DayCountView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DayCountView {
    /// `2026-11-21`. None: Monei did not say when.
    pub day: Option<String>,
    pub count: u32,
}

/// What can be chosen in a filter.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChoicesView {
    pub currencies: Vec<String>,
    pub natures: Vec<String>,
    pub wallets: Vec<WalletChoiceView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WalletChoiceView {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DetailView {
    pub entry: TransactionView,
    /// What only the detail tells. None while it could not be read.
    pub more: Option<MoreView>,
    /// Why the newest answer is missing.
    pub problem: Option<ProblemView>,
    pub as_of: Option<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MoreView {
    pub nature: Option<String>,
    pub fee: Option<MoneyView>,
    /// With the fee.
    pub total: Option<MoneyView>,
    pub wallet: Option<String>,
    pub counterparty: Option<CounterpartyView>,
    pub updated_at: Option<String>,
    /// Further references, by the name under which Monei sends them.
    pub references: Vec<NamedTextView>,
    /// What else Monei sends.
    pub facts: Vec<NamedTextView>,
    /// The explorer that can be opened for it.
    pub explorer_host: Option<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NamedTextView {
    pub name: String,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CounterpartyView {
    pub name: Option<String>,
    pub account: Option<String>,
    pub bank: Option<String>,
    pub address: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExportFormatRequest {
    Csv,
    Json,
}

/// What an export came to.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum ExportView {
    /// The name of the file, without its folder.
    Saved { file: String, rows: u32 },
    /// The person chose no file, or stopped it. Nothing was left behind.
    Cancelled,
}

/// What the charts are drawn from.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryView {
    /// The oldest first.
    pub flows: Vec<MonthlyFlowView>,
    pub balances: Vec<SeenBalanceView>,
}

/// Only what is done counts.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MonthlyFlowView {
    /// `2026-11`.
    pub month: String,
    pub incoming: MoneyView,
    pub outgoing: MoneyView,
}

/// A balance as it was last seen on a day.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SeenBalanceView {
    /// `2026-11-21`.
    pub day: String,
    /// `naira`, `evm:8453`, `solana`.
    pub source: String,
    pub balance: MoneyView,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TransactionView {
    pub id: String,
    pub direction: DirectionView,
    pub outcome: TransactionOutcomeView,
    /// The status as Monei sent it.
    pub status: Option<String>,
    pub amount: Option<MoneyView>,
    pub narration: Option<String>,
    pub reference: Option<String>,
    /// RFC 3339.
    pub created_at: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DirectionView {
    Incoming,
    Outgoing,
    /// Monei does not say (a transfer between people in the list).
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TransactionOutcomeView {
    Done,
    InProgress,
    Failed,
    Cancelled,
    Unknown,
}
