//! What Monei told about the wallet, section by section. A section that cannot be read never blanks another, and never
//! shows a zero for what is unknown.

use jiff::Timestamp;
use monei_api::kyc::{KycStatusResponse, Verified};
use monei_api::money::Figure;
use monei_api::transaction::{Outcome, Transaction, TransactionKind, TransactionPage};
use monei_api::user::{KycInfo, User};
use monei_api::wallet::{Subwallet, SubwalletKind, WalletResponse};
use monei_api::{Currency, Field, Money};

use crate::problem::Problem;

/// The latest answer to one question, and how asking again went.
#[derive(Clone, Debug)]
pub struct Section<T> {
    pub latest: Option<Dated<T>>,
    /// Why the last try failed. With a `latest` value, that value is stale.
    pub problem: Option<Problem>,
    pub refreshing: bool,
}

#[derive(Clone, Debug)]
pub struct Dated<T> {
    pub value: T,
    /// When Monei told it.
    pub as_of: Timestamp,
}

impl<T> Default for Section<T> {
    fn default() -> Self {
        Self { latest: None, problem: None, refreshing: false }
    }
}

impl<T> Section<T> {
    pub fn take_in(&mut self, answer: Result<T, Problem>, now: Timestamp) {
        self.refreshing = false;
        match answer {
            Ok(value) => {
                self.latest = Some(Dated { value, as_of: now });
                self.problem = None;
            }
            Err(problem) => self.problem = Some(problem),
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Overview {
    pub profile: Section<Profile>,
    pub limits: Section<Limits>,
    pub balances: Section<Balances>,
    /// One section for each chain, so that one that fails blanks no other. In the order in which they are shown.
    pub portfolios: Vec<(Source, Section<Portfolio>)>,
    pub transactions: Section<Latest>,
    pub bills: Section<Bills>,
    pub sales: Section<Sales>,
}

/// A chain whose portfolio is asked for by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// `evm:8453`, `solana`.
    pub id: String,
    /// As people know it, such as "Base".
    pub name: String,
}

/// What an address holds on one chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    pub address: Option<String>,
    /// In US dollars, as Monei tells it.
    pub total: Option<Money>,
    /// The chain's own coin first.
    pub coins: Vec<Coin>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coin {
    pub name: Option<String>,
    /// In whole coins.
    pub amount: Option<Money>,
    /// Of one coin, in US dollars.
    pub price: Option<Money>,
    /// In US dollars.
    pub value: Option<Money>,
    /// The contract or mint; none for the chain's own coin.
    pub contract: Option<String>,
}

/// The worth of everything on chains, in US dollars: the sum of the rows that have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CryptoTotal {
    /// None where not one part is known.
    pub value: Option<Money>,
    /// The names of what is not in it: chains that could not be read, coins without a price.
    pub missing: Vec<String>,
}

/// Paid bills, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bills {
    pub rows: Vec<Bill>,
    pub total: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    pub id: String,
    pub reference: Option<String>,
    /// `airtime`, `data`, `electricity`, `cable`, or what Monei sent.
    pub category: Option<String>,
    pub biller: Option<String>,
    /// Phone, meter or smartcard number.
    pub customer: Option<String>,
    pub amount: Option<Money>,
    pub outcome: Outcome,
    pub status: Option<String>,
    /// What is typed into a prepaid electricity meter.
    pub meter_token: Option<String>,
    pub units: Option<String>,
    pub created_at: Option<Timestamp>,
}

/// Crypto sold for naira, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sales {
    pub rows: Vec<Sale>,
    pub total: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    pub id: String,
    pub reference: Option<String>,
    pub sold: Option<Money>,
    pub network: Option<String>,
    pub received: Option<Money>,
    /// Naira for one coin.
    pub rate: Option<Money>,
    pub bank_account: Option<BankAccount>,
    pub outcome: Outcome,
    pub status: Option<String>,
    pub created_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub pin_set: Option<bool>,
    /// The account's id at Monei, by which its support finds it.
    pub id: Option<String>,
    pub joined_at: Option<Timestamp>,
    /// The account as a whole.
    pub verified: Option<bool>,
    pub checks: IdentityChecks,
}

impl From<User> for Profile {
    fn from(user: User) -> Self {
        let checks = user.kyc_info.as_ref().map(IdentityChecks::from).unwrap_or_default();
        Self {
            name: user.display_name(),
            email: user.email.into_option(),
            phone: user.phone.into_option(),
            pin_set: user.have_transaction_pin.into_option(),
            id: Some(user.id).filter(|id| !id.is_empty()),
            joined_at: user.created_at.into_option(),
            verified: user.verified.into_option(),
            checks,
        }
    }
}

/// What Monei has verified of a person. None: it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IdentityChecks {
    pub nin: Option<bool>,
    pub bvn: Option<bool>,
    pub government_id: Option<bool>,
    pub selfie: Option<bool>,
    pub biometric: Option<bool>,
    pub address: Option<bool>,
}

impl From<&KycInfo> for IdentityChecks {
    fn from(info: &KycInfo) -> Self {
        Self {
            nin: *info.nin_verified,
            bvn: *info.bvn_verified,
            government_id: *info.government_id_verified,
            selfie: *info.selfie_verified,
            biometric: None,
            address: *info.address_verified,
        }
    }
}

impl From<Verified> for IdentityChecks {
    fn from(verified: Verified) -> Self {
        Self {
            nin: *verified.nin,
            bvn: *verified.bvn,
            government_id: *verified.government_id,
            selfie: *verified.selfie,
            biometric: *verified.biometric,
            address: *verified.address,
        }
    }
}

/// All limits in naira.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    pub tier: Option<String>,
    pub status: Option<String>,
    pub single: Option<Money>,
    pub daily: Option<Money>,
    pub monthly: Option<Money>,
    pub max_balance: Option<Money>,
    /// What may leave in crypto in a day.
    pub crypto_daily: Option<Money>,
    pub allowed: Allowed,
    pub checks: IdentityChecks,
    pub can_upgrade: Option<bool>,
    pub next_tier: Option<String>,
    pub requirements: Option<String>,
}

/// What the tier lets a person do. None: Monei does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    pub withdrawal: Option<bool>,
    pub p2p: Option<bool>,
    pub crypto: Option<bool>,
    pub cross_border: Option<bool>,
}

impl From<KycStatusResponse> for Limits {
    fn from(kyc: KycStatusResponse) -> Self {
        let naira = |field: Field<Figure>| field.into_option().map(|figure| Money::naira(figure.amount));
        let limits = kyc.limits.into_option().unwrap_or_default();
        Self {
            tier: kyc.current_tier.as_ref().map(|tier| tier.as_str().to_owned()),
            status: kyc.status.as_ref().map(|status| status.as_str().to_owned()),
            single: naira(limits.max_single_transaction),
            daily: naira(limits.daily_transaction_limit),
            monthly: naira(limits.monthly_transaction_limit),
            max_balance: naira(limits.max_wallet_balance),
            crypto_daily: naira(limits.crypto_daily_limit),
            allowed: Allowed {
                withdrawal: *limits.withdrawal_allowed,
                p2p: *limits.p2p_allowed,
                crypto: *limits.crypto_allowed,
                cross_border: *limits.cross_border_allowed,
            },
            checks: kyc.verified.into_option().map(IdentityChecks::from).unwrap_or_default(),
            can_upgrade: *kyc.can_upgrade,
            next_tier: kyc.next_tier.as_ref().map(|tier| tier.as_str().to_owned()),
            requirements: kyc.requirements.into_option().filter(|text| !text.trim().is_empty()),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balances {
    pub naira: Option<Money>,
    pub wallets: Vec<Wallet>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wallet {
    pub id: String,
    pub kind: WalletKind,
    pub currency: Option<Currency>,
    pub chain: Option<String>,
    pub balance: Option<Money>,
    pub address: Option<String>,
    pub bank_account: Option<BankAccount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalletKind {
    Naira,
    Crypto,
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccount {
    pub number: String,
    pub bank: Option<String>,
}

impl From<WalletResponse> for Balances {
    fn from(wallet: WalletResponse) -> Self {
        Self {
            naira: wallet.naira_balance.into_option().map(|figure| Money::naira(figure.amount)),
            wallets: wallet.subwallets.into_iter().map(Wallet::from).collect(),
        }
    }
}

impl From<Subwallet> for Wallet {
    fn from(wallet: Subwallet) -> Self {
        let currency = wallet.currency.as_ref().map(|symbol| Currency::new(symbol));
        let kind = match wallet.kind.as_ref() {
            Some(SubwalletKind::Fiat) if currency.as_ref().is_none_or(|it| *it == Currency::naira()) => {
                WalletKind::Naira
            }
            Some(SubwalletKind::Crypto) => WalletKind::Crypto,
            _ => WalletKind::Other,
        };
        let money = |figure: Figure| currency.clone().map(|currency| Money::new(figure.amount, currency));
        Self {
            id: wallet.id,
            kind,
            balance: wallet.balance.into_option().and_then(money),
            currency,
            chain: wallet.chain.as_ref().map(|chain| chain.as_str().to_owned()),
            address: wallet.public_address.into_option(),
            bank_account: wallet.virtual_account.into_option().and_then(|account| {
                let number = account.account_number.into_option()?.0;
                Some(BankAccount { number, bank: account.bank_name.into_option() })
            }),
        }
    }
}

/// The newest transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    pub rows: Vec<Entry>,
    /// How many there are in all, where Monei tells.
    pub total: Option<u64>,
}

impl From<TransactionPage> for Latest {
    fn from(page: TransactionPage) -> Self {
        Self {
            total: page.pagination.total.map(|total| total.0),
            rows: page.transactions.into_iter().map(Entry::from).collect(),
        }
    }
}

/// One transaction of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub direction: Direction,
    pub outcome: Outcome,
    pub status: Option<String>,
    pub amount: Option<Money>,
    pub narration: Option<String>,
    pub reference: Option<String>,
    pub created_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Incoming,
    Outgoing,
    /// The list does not tell the direction of a transfer between people (`monei-api.md` §3.7).
    Unknown,
}

impl From<Transaction> for Entry {
    fn from(row: Transaction) -> Self {
        let currency = row.currency.as_ref().map_or_else(Currency::naira, |symbol| Currency::new(symbol));
        Self {
            id: row.id,
            direction: match row.kind.as_ref() {
                Some(TransactionKind::Credit) => Direction::Incoming,
                Some(TransactionKind::Debit) => Direction::Outgoing,
                _ => Direction::Unknown,
            },
            outcome: row.status.as_ref().map_or(Outcome::Unknown, monei_api::transaction::TransactionStatus::outcome),
            status: row.status.as_ref().map(|status| status.as_str().to_owned()),
            amount: row.amount.into_option().map(|figure| Money::new(figure.amount, currency)),
            narration: row.narration.into_option().filter(|text| !text.trim().is_empty()),
            reference: row.reference.into_option().map(|reference| reference.0),
            created_at: row.created_at.into_option(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_balance_is_unknown_and_not_zero() {
        let body = r#"{"nairaBalance":"n/a","subwallets":[{"id":"a","type":"CRYPTO","currency":"ETH","balance":null},{"id":"b"}]}"#;
        let balances = Balances::from(serde_json::from_str::<WalletResponse>(body).unwrap());
        assert_eq!(balances.naira, None);
        assert!(balances.wallets.iter().all(|wallet| wallet.balance.is_none()));
    }

    #[test]
    fn a_failed_refresh_keeps_the_value_and_says_so() {
        let mut section = Section::default();
        section.take_in(Ok(1), Timestamp::UNIX_EPOCH);
        section.take_in(Err(crate::ProblemCode::MoneiUnreachable.into()), Timestamp::MAX);
        assert_eq!(section.latest.map(|dated| (dated.value, dated.as_of)), Some((1, Timestamp::UNIX_EPOCH)));
        assert!(section.problem.is_some());
    }
}
