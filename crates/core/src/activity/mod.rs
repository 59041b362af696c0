//! The transactions of a wallet as a person looks at them: what can be asked, and what is answered.
//!
//! A list is asked for in two parts, so that the first rows never wait for the count of all: [`Rows`] is a stretch of it,
//! [`Outline`] its length and where its days begin.

pub(crate) mod detail;

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use monei_api::transaction::Outcome;
use monei_api::{Amount, Currency, Money};

use crate::overview::{Direction, Entry};
use crate::problem::Problem;

/// Which rows, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub filter: Filter,
    pub sort: Sort,
}

/// Every part that is set narrows the list; an empty one lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words looked for in narration, reference, counterparty and amount. All must be found.
    pub text: String,
    pub directions: Vec<Direction>,
    pub outcomes: Vec<Outcome>,
    /// What kind of transaction it is, as Monei names it in the detail.
    pub natures: Vec<String>,
    pub wallets: Vec<String>,
    pub currencies: Vec<Currency>,
    /// Amounts are compared as they are, whatever their currency. Both ends belong to the range.
    pub least: Option<Amount>,
    pub most: Option<Amount>,
    /// The first moment that belongs to the range.
    pub from: Option<Timestamp>,
    /// The first moment after it.
    pub before: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Newest,
    Oldest,
    Largest,
    Smallest,
}

impl Sort {
    /// Days mean something only in such a list.
    pub(crate) const fn is_by_time(self) -> bool {
        matches!(self, Self::Newest | Self::Oldest)
    }
}

/// A stretch of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// The state of the list that the rows are from; it grows whenever rows come or change.
    pub generation: u64,
    pub rows: Vec<Entry>,
}

/// How long the list is, and where its days begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub generation: u64,
    pub count: u64,
    /// In the order of the list; empty where it is not ordered by time.
    pub days: Vec<DayCount>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// None: Monei did not say when.
    pub day: Option<Date>,
    pub count: u64,
}

/// What can be chosen in a filter: the values that the wallet's transactions have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub currencies: Vec<Currency>,
    pub natures: Vec<String>,
    /// Id and name of each wallet that a transaction is known to belong to.
    pub wallets: Vec<(String, String)>,
}

/// Everything that Monei tells about one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    pub entry: Entry,
    /// What only the detail tells. None while it could not be read.
    pub more: Option<More>,
    /// Why the newest answer is missing.
    pub problem: Option<Problem>,
    /// When Monei told the newest part.
    pub as_of: Option<Timestamp>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    pub nature: Option<String>,
    pub fee: Option<Money>,
    /// With the fee.
    pub total: Option<Money>,
    pub wallet: Option<String>,
    pub counterparty: Option<Counterparty>,
    pub updated_at: Option<Timestamp>,
    /// Further references, by the name under which Monei sends them.
    pub references: BTreeMap<String, String>,
    /// What else Monei sends, as names and texts.
    pub facts: BTreeMap<String, String>,
    /// A transaction on a chain can be looked at in the chain's explorer.
    pub explorer: Option<Explorer>,
}

/// The other side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counterparty {
    pub name: Option<String>,
    pub account: Option<String>,
    pub bank: Option<String>,
    pub address: Option<String>,
}

/// A page of an explorer that is on the allow-list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explorer {
    pub host: String,
    pub url: url::Url,
}

/// How far the list of transactions has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub generation: u64,
    /// Rows that are known.
    pub known: u64,
    /// How many there are in all, where Monei tells.
    pub total: Option<u64>,
    /// Every page was read at least once.
    pub complete: bool,
    pub reading: bool,
    pub problem: Option<Problem>,
}

/// Money in and out of one month, in one currency; only what is done counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthlyFlow {
    /// The first day of the month.
    pub month: Date,
    pub currency: Currency,
    pub incoming: Amount,
    pub outgoing: Amount,
}

/// A balance as it was last seen on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenBalance {
    pub day: Date,
    /// The source that told it, such as `naira` or `evm:8453`.
    pub source: String,
    pub balance: Money,
}

/// What the charts are drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The oldest first.
    pub flows: Vec<MonthlyFlow>,
    pub balances: Vec<SeenBalance>,
}

/// What a person takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    Csv,
    Json,
}

/// The days of the person, for everything that is told by day or month.
pub type Zone = TimeZone;
