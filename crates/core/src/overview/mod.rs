//! What Monei told about the wallet, section by section. A section that cannot be read never blanks another, and never
//! shows a zero for what is unknown.

mod bills;
mod chains;
mod entries;
mod limits;
mod profile;
mod sales;
mod wallets;

use jiff::Timestamp;

pub use self::bills::{Bill, Bills};
pub use self::chains::{Chain, Coin, CryptoTotal, Portfolio, Source, listed};
pub use self::entries::{Direction, Entry, Latest};
pub use self::limits::{Allowed, Limits};
pub use self::profile::{IdentityChecks, Profile};
pub use self::sales::{Sale, Sales};
pub use self::wallets::{Balances, BankAccount, Wallet, WalletKind};
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
    /// Monei answered.
    pub fn take_in(&mut self, value: T, as_of: Timestamp) {
        *self = Self { latest: Some(Dated { value, as_of }), problem: None, refreshing: false };
    }

    /// Monei told this in an earlier run. What it has told since stands above it.
    pub(crate) fn recall(&mut self, value: T, as_of: Timestamp) {
        self.latest.get_or_insert(Dated { value, as_of });
    }

    /// Asking failed. What is known stays.
    pub fn fail(&mut self, problem: Problem) {
        self.refreshing = false;
        self.problem = Some(problem);
    }
}

#[derive(Clone, Debug)]
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

impl Default for Overview {
    fn default() -> Self {
        Self {
            profile: Section::default(),
            limits: Section::default(),
            balances: Section::default(),
            portfolios: Chain::documented().into_iter().map(|source| (source, Section::default())).collect(),
            transactions: Section::default(),
            bills: Section::default(),
            sales: Section::default(),
        }
    }
}

impl Overview {
    /// The chains that Monei lists from now on. What is known of those that stay stays.
    pub(crate) fn list_chains(&mut self, sources: Vec<Source>) {
        let mut before = std::mem::take(&mut self.portfolios);
        self.portfolios = sources
            .into_iter()
            .map(|source| {
                let known = before.iter().position(|(known, _)| known.chain == source.chain);
                let section = known.map_or_else(Section::default, |place| before.swap_remove(place).1);
                (source, section)
            })
            .collect();
    }

    pub fn chains(&self) -> impl Iterator<Item = Chain> {
        self.portfolios.iter().map(|(source, _)| source.chain)
    }

    /// What the chain's section holds, if the chain is still listed.
    pub(crate) fn portfolio_mut(&mut self, chain: Chain) -> Option<&mut Section<Portfolio>> {
        self.portfolios.iter_mut().find(|(source, _)| source.chain == chain).map(|(_, section)| section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_refresh_keeps_the_value_and_says_so() {
        let mut section = Section::default();
        section.take_in(1, Timestamp::UNIX_EPOCH);
        section.fail(crate::ProblemCode::MoneiUnreachable.into());
        assert_eq!(section.latest.map(|dated| (dated.value, dated.as_of)), Some((1, Timestamp::UNIX_EPOCH)));
        assert!(section.problem.is_some());
    }
}
