//! What Monei told, section by section.

use serde::Serialize;
use specta::Type;

use super::{MoneyView, ProblemView, TransactionOutcomeView, TransactionView};

macro_rules! section {
    ($(#[$meta:meta])* $name:ident of $value:ty) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Serialize, Type)]
        #[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
        pub enum $name {
            /// Its permission is not granted.
            Locked { scope: String },
            /// Nothing is known yet.
            Loading,
            Ready {
                value: Box<$value>,
                /// When Monei told it, RFC 3339.
                as_of: String,
                refreshing: bool,
                /// The last refresh failed: the value is older than wanted.
                stale: Option<ProblemView>,
            },
            /// Nothing is known, and asking failed.
            Failed { problem: ProblemView, refreshing: bool },
        }
    };
}

section!(ProfileSection of ProfileView);
section!(LimitsSection of LimitsView);
section!(BalancesSection of BalancesView);
section!(PortfolioSection of PortfolioView);
section!(TransactionsSection of TransactionsView);
section!(BillsSection of BillsView);
section!(SalesSection of SalesView);

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub pin_set: Option<bool>,
    /// The account's id at Monei.
    pub id: Option<String>,
    /// RFC 3339.
    pub joined_at: Option<String>,
    /// The account as a whole.
    pub verified: Option<bool>,
    pub checks: IdentityChecksView,
}

/// What Monei has verified of a person. None: it does not say.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IdentityChecksView {
    pub nin: Option<bool>,
    pub bvn: Option<bool>,
    pub government_id: Option<bool>,
    pub selfie: Option<bool>,
    pub biometric: Option<bool>,
    pub address: Option<bool>,
}

/// What the tier lets a person do. None: Monei does not say.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AllowedView {
    pub withdrawal: Option<bool>,
    pub p2p: Option<bool>,
    pub crypto: Option<bool>,
    pub cross_border: Option<bool>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LimitsView {
    /// `tier_1` …, as Monei names it.
    pub tier: Option<String>,
    pub status: Option<String>,
    pub single: Option<MoneyView>,
    pub daily: Option<MoneyView>,
    pub monthly: Option<MoneyView>,
    pub max_balance: Option<MoneyView>,
    /// What may leave in crypto in a day, in naira.
    pub crypto_daily: Option<MoneyView>,
    pub allowed: AllowedView,
    pub checks: IdentityChecksView,
    pub can_upgrade: Option<bool>,
    pub next_tier: Option<String>,
    /// What Monei wants for the next tier, in its words.
    pub requirements: Option<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BalancesView {
    pub naira: Option<MoneyView>,
    pub wallets: Vec<WalletView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WalletView {
    pub id: String,
    pub kind: WalletKind,
    pub currency: Option<String>,
    /// `EVM`, `SOLANA` or what Monei sent.
    pub chain: Option<String>,
    pub balance: Option<MoneyView>,
    pub address: Option<String>,
    pub bank_account: Option<BankAccountView>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WalletKind {
    Naira,
    Crypto,
    Other,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BankAccountView {
    pub number: String,
    pub bank: Option<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TransactionsView {
    /// The newest first.
    pub rows: Vec<TransactionView>,
    /// How many there are in all, where Monei tells.
    pub total: Option<String>,
}

/// A chain whose portfolio stands by itself.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceView {
    /// `evm:8453`, `solana`.
    pub id: String,
    /// Such as "Base".
    pub name: String,
    pub portfolio: PortfolioSection,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PortfolioView {
    pub address: Option<String>,
    /// In US dollars, as Monei tells it.
    pub total: Option<MoneyView>,
    /// The chain's own coin first.
    pub coins: Vec<CoinView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoinView {
    pub name: Option<String>,
    /// In whole coins.
    pub amount: Option<MoneyView>,
    /// Of one coin, in US dollars.
    pub price: Option<MoneyView>,
    /// In US dollars.
    pub value: Option<MoneyView>,
    /// The contract or mint; none for the chain's own coin.
    pub contract: Option<String>,
}

/// The sum of the rows that have a value, and what is not in it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CryptoTotalView {
    /// In US dollars. None where nothing is known.
    pub value: Option<MoneyView>,
    /// Names of chains that could not be read and of coins without a price.
    pub missing: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BillsView {
    /// The newest first.
    pub rows: Vec<BillView>,
    pub total: Option<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BillView {
    pub id: String,
    pub reference: Option<String>,
    /// `airtime`, `data`, `electricity`, `cable`, or what Monei sent.
    pub category: Option<String>,
    pub biller: Option<String>,
    /// Phone, meter or smartcard number.
    pub customer: Option<String>,
    pub amount: Option<MoneyView>,
    pub outcome: TransactionOutcomeView,
    pub status: Option<String>,
    /// The digits that are typed into a prepaid electricity meter, as Monei sent them.
    pub meter_digits: Option<String>,
    pub units: Option<String>,
    pub created_at: Option<String>,
}

/// Crypto sold for naira.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SalesView {
    /// The newest first.
    pub rows: Vec<SaleView>,
    pub total: Option<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaleView {
    pub id: String,
    pub reference: Option<String>,
    pub sold: Option<MoneyView>,
    pub network: Option<String>,
    pub received: Option<MoneyView>,
    /// Naira for one coin.
    pub rate: Option<MoneyView>,
    pub bank_account: Option<BankAccountView>,
    pub outcome: TransactionOutcomeView,
    pub status: Option<String>,
    pub created_at: Option<String>,
    pub ended_at: Option<String>,
}

/// How far the list of transactions has been read. Counts and `generation` stay far below 2⁵³.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgressView {
    /// Grows whenever rows come or change: a list of another generation is to be asked for anew.
    pub generation: u32,
    pub known: u32,
    pub total: Option<u32>,
    /// Every page was read at least once.
    pub complete: bool,
    pub reading: bool,
    pub problem: Option<ProblemView>,
}
