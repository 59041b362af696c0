//! Crypto: what an address holds on each chain, and what all of it is worth.
//!
//! Naira and crypto are not added up: a rate between the two is told to `offramp:execute` only, and the rate of an old
//! sale is not today's. All values in US dollars are Monei's own.

use std::collections::BTreeSet;

use monei_api::evm::{self, Network};
use monei_api::money::Figure;
use monei_api::solana;
use monei_api::{Amount, Currency, Field, Money};

use super::Section;

/// A chain that portfolios are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chain {
    Evm(u64),
    Solana,
}

/// The documented chains (`monei-api.md` §4.2), for as long as Monei's own list is not known.
const DOCUMENTED: [(u64, &str); 8] = [
    (1, "Ethereum"),
    (56, "BNB Smart Chain"),
    (137, "Polygon"),
    (8453, "Base"),
    (42_161, "Arbitrum One"),
    (10, "Optimism"),
    (534_352, "Scroll"),
    (1135, "Lisk"),
];

/// More than there will be; a longer list is not Monei's.
const MOST_CHAINS: usize = 64;

impl Chain {
    /// Such as `evm:8453` and `solana`.
    pub fn id(self) -> String {
        match self {
            Self::Evm(id) => format!("evm:{id}"),
            Self::Solana => "solana".to_owned(),
        }
    }

    /// The chain of such an id.
    pub fn from_id(id: &str) -> Option<Self> {
        match id.strip_prefix("evm:") {
            Some(number) => number.parse().ok().map(Self::Evm),
            None => (id == "solana").then_some(Self::Solana),
        }
    }

    fn documented_name(self) -> Option<&'static str> {
        match self {
            Self::Evm(id) => DOCUMENTED.iter().find(|(known, _)| *known == id).map(|(_, name)| *name),
            Self::Solana => Some("Solana"),
        }
    }

    /// As people know it; one that is not documented goes by its number.
    pub fn name(self) -> String {
        self.documented_name().map_or_else(|| self.id(), str::to_owned)
    }

    /// The documented chains, in the order in which they are shown.
    pub fn documented() -> Vec<Source> {
        let evm = DOCUMENTED.iter().map(|(id, _)| Self::Evm(*id));
        evm.chain([Self::Solana]).map(|chain| Source::new(chain, None)).collect()
    }
}

/// A chain whose portfolio is asked for by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub chain: Chain,
    /// `evm:8453`, `solana`.
    pub id: String,
    /// As people know it, such as "Base".
    pub name: String,
}

impl Source {
    fn new(chain: Chain, told: Option<&str>) -> Self {
        let told = told.map(str::trim).filter(|name| !name.is_empty());
        let name = told.or(chain.documented_name()).map_or_else(|| chain.id(), str::to_owned);
        Self { chain, id: chain.id(), name }
    }
}

/// The chains of Monei's list, and Solana, which is in none. Test networks count where there are no others. An empty list
/// tells nothing.
pub fn listed(networks: &[Network]) -> Option<Vec<Source>> {
    let main = networks.iter().any(|network| *network.is_testnet != Some(true));
    let mut seen = BTreeSet::new();
    let wanted = networks.iter().filter(|network| !main || *network.is_testnet != Some(true));
    let evm = wanted.filter_map(|network| Some((Chain::Evm((*network.chain_id)?), network.name.as_deref())));
    let evm = evm.filter(|(chain, _)| seen.insert(*chain)).take(MOST_CHAINS);
    let mut sources: Vec<Source> = evm.map(|(chain, name)| Source::new(chain, name)).collect();
    if sources.is_empty() {
        return None;
    }
    sources.push(Source::new(Chain::Solana, None));
    Some(sources)
}

/// What an address holds on one chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    pub address: Option<String>,
    /// In US dollars: the sum of its coins where their values are known, else what Monei tells.
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
    /// Places between whole coins and smallest units, where Monei tells.
    pub decimals: Option<u32>,
}

impl Coin {
    fn new(
        [name, symbol, contract]: [Option<&str>; 3],
        amount: Field<Figure>,
        price: Field<Figure>,
        value: Field<Figure>,
        decimals: &Field<Figure>,
    ) -> Self {
        let amount = amount.into_option().map(|figure| figure.amount);
        let price = price.into_option().map(|figure| figure.amount);
        let value = value.into_option().map(|figure| figure.amount).or_else(|| worth(amount.as_ref(), price.as_ref()));
        // A coin without a symbol still has an amount.
        let currency = Currency::new(symbol.or(name).unwrap_or("?"));
        Self {
            name: name.or(symbol).map(str::to_owned),
            amount: amount.map(|amount| Money::new(amount, currency)),
            price: price.map(dollars),
            value: value.map(dollars),
            contract: contract.map(str::to_owned),
            decimals: decimals.as_ref().and_then(Figure::places),
        }
    }

    /// It adds nothing to a total, although there is some of it.
    fn is_missing(&self) -> bool {
        self.value.is_none() && self.amount.as_ref().is_none_or(|amount| !amount.amount.is_zero())
    }
}

fn dollars(amount: Amount) -> Money {
    Money::new(amount, Currency::new("USD"))
}

/// In whole cents, which are never more than it is worth.
fn worth(amount: Option<&Amount>, price: Option<&Amount>) -> Option<Amount> {
    let amount = amount?;
    if amount.is_zero() {
        return Some(Amount::zero());
    }
    Some((amount.clone() * price?.clone()).rounded_down(2))
}

impl Portfolio {
    fn new(address: Option<String>, told: Field<Figure>, coins: Vec<Coin>) -> Self {
        let mut values = coins.iter().filter_map(|coin| coin.value.as_ref()).peekable();
        let sum = values.peek().is_some().then(|| values.map(|value| value.amount.clone()).sum());
        let total = sum.or_else(|| told.into_option().map(|figure| figure.amount)).map(dollars);
        Self { address, total, coins }
    }
}

impl From<evm::Portfolio> for Portfolio {
    fn from(portfolio: evm::Portfolio) -> Self {
        let native = portfolio.native_token.into_option();
        let coins = native.into_iter().chain(portfolio.tokens).map(|token| {
            let names = [token.name.as_deref(), token.symbol.as_deref(), token.contract_address.as_deref()];
            Coin::new(names, token.balance, token.price_usd, token.balance_usd, &token.decimals)
        });
        let coins = coins.collect();
        Self::new(portfolio.wallet_address.into_option(), portfolio.total_portfolio_value_usd, coins)
    }
}

impl From<solana::Portfolio> for Portfolio {
    fn from(portfolio: solana::Portfolio) -> Self {
        // Nothing tells the price of one SOL.
        let native = Coin::new(
            [Some("Solana"), Some("SOL"), None],
            portfolio.native_balance,
            Field::default(),
            portfolio.native_balance_usd,
            &Field::default(),
        );
        let tokens = portfolio.tokens.into_iter().map(|token| {
            let names = [token.name.as_deref(), token.symbol.as_deref(), token.mint_address.as_deref()];
            Coin::new(names, token.balance, token.price_usd, token.value_usd, &token.decimals)
        });
        let coins = [native].into_iter().chain(tokens).collect();
        Self::new(portfolio.address.into_option(), portfolio.total_value_usd, coins)
    }
}

/// The worth of everything on chains, in US dollars: the sum of the rows that have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CryptoTotal {
    /// None where not one part is known.
    pub value: Option<Money>,
    /// The names of what is not in it: chains that could not be read, coins without a price.
    pub missing: Vec<String>,
}

impl CryptoTotal {
    pub fn of(portfolios: &[(Source, Section<Portfolio>)]) -> Self {
        let mut total = Self::default();
        for (source, section) in portfolios {
            match section.latest.as_ref().map(|dated| &dated.value) {
                Some(portfolio) => total.add(source, portfolio),
                None => total.missing.push(source.name.clone()),
            }
        }
        total
    }

    fn add(&mut self, source: &Source, portfolio: &Portfolio) {
        if let Some(part) = &portfolio.total {
            let before = self.value.take().map_or_else(Amount::zero, |sum| sum.amount);
            self.value = Some(dollars(before + part.amount.clone()));
        }
        let valued = portfolio.coins.iter().any(|coin| coin.value.is_some());
        let missing = portfolio.coins.iter().filter(|coin| coin.is_missing());
        if valued {
            let names = missing.map(|coin| {
                let symbol = coin.amount.as_ref().map(|amount| amount.currency.symbol());
                format!("{} ({})", symbol.or(coin.name.as_deref()).unwrap_or("?"), source.name)
            });
            self.missing.extend(names);
        } else if portfolio.total.is_none() && missing.count() > 0 {
            self.missing.push(source.name.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn evm(body: &str) -> Portfolio {
        serde_json::from_str::<evm::Portfolio>(body).unwrap().into()
    }

    fn solana(body: &str) -> Portfolio {
        serde_json::from_str::<solana::Portfolio>(body).unwrap().into()
    }

    fn total(parts: &[(Chain, Option<Portfolio>)]) -> (Option<String>, Vec<String>) {
        let sections = parts.iter().map(|(chain, portfolio)| {
            let mut section = Section::default();
            if let Some(portfolio) = portfolio {
                section.take_in(portfolio.clone(), Timestamp::UNIX_EPOCH);
            }
            (Source::new(*chain, None), section)
        });
        let total = CryptoTotal::of(&sections.collect::<Vec<_>>());
        (total.value.map(|value| value.to_string()), total.missing)
    }

    const BASE: &str = r#"{"totalPortfolioValueUSD":"999","nativeToken":{"symbol":"ETH","balance":"0.05","balanceUSD":"150.40","priceUSD":"3008.00"},"tokens":[{"symbol":"USDC","balance":"2","balanceUSD":"2.00"},{"symbol":"KOLA","balance":"400000000000000000000000000000000"}]}"#;
    const SOLANA: &str = r#"{"address":"7Yk","nativeBalance":"0.5","tokens":[{"symbol":"USDC","balance":1.5,"priceUsd":"0.999","mintAddress":"EPj"}]}"#;

    #[test]
    fn a_total_is_the_sum_of_its_rows_and_says_what_is_missing() {
        let base = evm(BASE);
        assert_eq!(base.total.as_ref().unwrap().to_string(), "152.40 USD");
        let solana = solana(SOLANA);
        assert_eq!(solana.coins[1].value.as_ref().unwrap().to_string(), "1.49 USD");
        assert_eq!(
            total(&[(Chain::Evm(8453), Some(base)), (Chain::Solana, Some(solana)), (Chain::Evm(1), None)]),
            (Some("153.89 USD".into()), vec!["KOLA (Base)".into(), "SOL (Solana)".into(), "Ethereum".into()])
        );
    }

    #[test]
    fn what_is_unknown_is_never_a_zero() {
        let unpriced = solana(r#"{"nativeBalance":"0.5"}"#);
        assert_eq!((unpriced.total.clone(), unpriced.coins[0].value.clone()), (None, None));
        assert_eq!(total(&[(Chain::Solana, Some(unpriced))]), (None, vec!["Solana".into()]));
        assert_eq!(total(&[(Chain::Solana, None)]), (None, vec!["Solana".into()]));
        let unreadable = evm(r#"{"nativeToken":{"symbol":"ETH","balance":"lots"}}"#);
        assert_eq!(total(&[(Chain::Evm(1), Some(unreadable))]), (None, vec!["Ethereum".into()]));
    }

    #[test]
    fn nothing_held_is_a_zero_and_not_missing() {
        let empty = solana(r#"{"nativeBalance":"0"}"#);
        assert_eq!(total(&[(Chain::Solana, Some(empty))]), (Some("0.00 USD".into()), vec![]));
    }

    #[test]
    fn moneis_total_stands_where_its_rows_have_no_values() {
        let told = solana(r#"{"nativeBalance":"0.5","totalValueUsd":75}"#);
        assert_eq!(total(&[(Chain::Solana, Some(told))]), (Some("75.00 USD".into()), vec![]));
    }

    #[test]
    fn chains_are_moneis_own_without_those_for_tests() {
        let read = |body: &str| listed(&serde_json::from_str::<Vec<Network>>(body).unwrap());
        let ids = |body: &str| read(body).map(|sources| sources.into_iter().map(|it| it.id).collect::<Vec<_>>());
        let both =
            r#"[{"chainId":8453,"name":" "},{"chainId":11155111,"isTestnet":true},{"chainId":8453},{"name":"x"}]"#;
        assert_eq!(ids(both).unwrap(), ["evm:8453", "solana"]);
        assert_eq!(read(both).unwrap()[0].name, "Base");
        assert_eq!(ids(r#"[{"chainId":11155111,"isTestnet":true}]"#).unwrap(), ["evm:11155111", "solana"]);
        assert_eq!(ids("[]"), None);
        assert_eq!(Chain::documented().len(), 9);
    }
}
