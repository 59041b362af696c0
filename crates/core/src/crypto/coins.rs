//! The coins of a chain: its own, what is held, and the well-known ones.

use monei_api::{Currency, Money, address};

use crate::overview::{Chain, Portfolio};
use crate::payments::order::Token;

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoinChoice {
    pub token: Token,
    /// What it calls itself.
    pub name: Option<String>,
    /// Where Monei tells.
    pub held: Option<Money>,
    /// Its contract is that of the issuer, by the list here; or it is the chain's own coin.
    pub well_known: bool,
}

const ETHER: (&str, &str) = ("ETH", "Ether");
const EVM_DECIMALS: u32 = 18;
const SOL_DECIMALS: u32 = 9;

const USDC: (&str, &str) = ("USDC", "USD Coin");
const USDT: (&str, &str) = ("USDT", "Tether USD");

/// Contracts and mints of the dollar coins, as their issuers name them (`monei-api.md` §4.2 has some of them). Whoever wants
/// another coin names its contract.
const WELL_KNOWN: [(Chain, (&str, &str), u32, &str); 13] = [
    (Chain::Evm(1), USDC, 6, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"),
    (Chain::Evm(1), USDT, 6, "0xdAC17F958D2ee523a2206206994597C13D831ec7"),
    (Chain::Evm(56), USDC, 18, "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d"),
    (Chain::Evm(56), USDT, 18, "0x55d398326f99059fF775485246999027B3197955"),
    (Chain::Evm(137), USDC, 6, "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"),
    (Chain::Evm(137), USDT, 6, "0xc2132D05D31c914a87C6611C10748AEb04B58e8F"),
    (Chain::Evm(8453), USDC, 6, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
    (Chain::Evm(42_161), USDC, 6, "0xaf88d065e77c8cC2239327C5EDb3A432268e5831"),
    (Chain::Evm(42_161), USDT, 6, "0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9"),
    (Chain::Evm(10), USDC, 6, "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85"),
    (Chain::Evm(10), USDT, 6, "0x94b008aA00579c1307B0EF2c499aD98a8ce58e58"),
    (Chain::Solana, USDC, 6, "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
    (Chain::Solana, USDT, 6, "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB"),
];

/// The coins of a chain, its own first, then what is held, then what is well known. Nothing where not even its own coin is
/// known.
pub fn of(chain: Chain, portfolio: Option<&Portfolio>) -> Vec<CoinChoice> {
    let Some(own) = own(chain, portfolio) else { return Vec::new() };
    let mut coins = vec![own];
    let held = portfolio.into_iter().flat_map(|portfolio| &portfolio.coins).filter_map(|coin| {
        let address = coin.contract.as_deref()?;
        let held = coin.amount.clone()?;
        let known = well_known(chain).find(|known| is_at(chain, known, address));
        let token = match &known {
            Some(known) => known.token.clone(),
            // Without its decimals nobody can say which amounts there are of it.
            None => {
                Token { symbol: held.currency.clone(), decimals: coin.decimals?, address: Some(valid(chain, address)?) }
            }
        };
        Some(CoinChoice { token, name: coin.name.clone(), held: Some(held), well_known: known.is_some() })
    });
    for choice in held.chain(well_known(chain)) {
        if !coins.iter().any(|known| is_same(chain, &known.token, &choice.token)) {
            coins.push(choice);
        }
    }
    coins
}

/// The one of these at a contract or mint; the chain's own coin where none is named.
pub fn at<'a>(chain: Chain, coins: &'a [CoinChoice], contract: Option<&str>) -> Option<&'a CoinChoice> {
    coins.iter().find(|coin| match contract {
        Some(contract) => is_at(chain, coin, contract),
        None => coin.token.address.is_none(),
    })
}

/// A contract or mint as it may be asked about.
pub fn valid(chain: Chain, contract: &str) -> Option<String> {
    match chain {
        Chain::Evm(_) => address::checked_evm(contract.trim()),
        Chain::Solana => address::solana(contract.trim()),
    }
}

fn own(chain: Chain, portfolio: Option<&Portfolio>) -> Option<CoinChoice> {
    let told = portfolio.and_then(|portfolio| portfolio.coins.iter().find(|coin| coin.contract.is_none()));
    let held = told.and_then(|coin| coin.amount.clone());
    let documented = documented(chain);
    let symbol = held.as_ref().map(|held| held.currency.clone()).or_else(|| Some(Currency::new(documented?.0)))?;
    let name = told.and_then(|coin| coin.name.clone()).or_else(|| Some(documented?.1.to_owned()));
    let decimals = if chain == Chain::Solana { SOL_DECIMALS } else { EVM_DECIMALS };
    Some(CoinChoice { token: Token { symbol, decimals, address: None }, name, held, well_known: true })
}

/// Symbol and name of the coin in which a documented chain charges.
const fn documented(chain: Chain) -> Option<(&'static str, &'static str)> {
    match chain {
        Chain::Evm(1 | 8453 | 42_161 | 10 | 534_352 | 1135 | 11_155_111) => Some(ETHER),
        Chain::Evm(56) => Some(("BNB", "BNB")),
        Chain::Evm(137) => Some(("POL", "Polygon")),
        Chain::Evm(_) => None,
        Chain::Solana => Some(("SOL", "Solana")),
    }
}

fn well_known(chain: Chain) -> impl Iterator<Item = CoinChoice> {
    WELL_KNOWN.iter().filter(move |(on, ..)| *on == chain).map(|(_, (symbol, name), decimals, address)| CoinChoice {
        token: Token { symbol: Currency::new(symbol), decimals: *decimals, address: Some((*address).to_owned()) },
        name: Some((*name).to_owned()),
        held: None,
        well_known: true,
    })
}

fn is_at(chain: Chain, coin: &CoinChoice, contract: &str) -> bool {
    coin.token.address.as_deref().is_some_and(|at| is_same_address(chain, at, contract.trim()))
}

fn is_same(chain: Chain, one: &Token, other: &Token) -> bool {
    match (&one.address, &other.address) {
        (Some(one), Some(other)) => is_same_address(chain, one, other),
        (None, None) => true,
        _ => false,
    }
}

/// Upper and lower case tell addresses apart on Solana only.
pub(super) fn is_same_address(chain: Chain, one: &str, other: &str) -> bool {
    match chain {
        Chain::Evm(_) => one.eq_ignore_ascii_case(other),
        Chain::Solana => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols(coins: &[CoinChoice]) -> Vec<&str> {
        coins.iter().map(|coin| coin.token.symbol.symbol()).collect()
    }

    fn portfolio(body: &str) -> Portfolio {
        serde_json::from_str::<monei_api::evm::Portfolio>(body).unwrap().into()
    }

    #[test]
    fn every_contract_of_the_list_is_an_address_with_its_checksum() {
        for (chain, (symbol, _), decimals, contract) in WELL_KNOWN {
            assert_eq!(valid(chain, contract).as_deref(), Some(contract), "{symbol} on {chain:?}");
            let cased = contract.bytes().any(|byte| byte.is_ascii_uppercase());
            assert!(cased && matches!(decimals, 6 | 18), "{symbol} on {chain:?}");
        }
    }

    #[test]
    fn without_a_portfolio_there_are_the_chains_own_coin_and_the_well_known() {
        assert_eq!(symbols(&of(Chain::Evm(137), None)), ["POL", "USDC", "USDT"]);
        assert_eq!(symbols(&of(Chain::Solana, None)), ["SOL", "USDC", "USDT"]);
        assert_eq!(symbols(&of(Chain::Evm(1135), None)), ["ETH"]);
        assert!(of(Chain::Evm(999), None).is_empty(), "nobody knows in what it charges");
    }

    /// A token that calls itself USDC is another one than USDC.
    #[test]
    fn a_held_token_is_told_by_its_contract_and_not_by_its_name() {
        let held = portfolio(
            r#"{"nativeToken":{"symbol":"ETH","balance":"0.05"},"tokens":[
            {"symbol":"USDC","balance":"9","decimals":"6","contractAddress":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
            {"symbol":"FAKE","balance":"2","decimals":"2","contractAddress":"0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"},
            {"symbol":"NONE","balance":"2","contractAddress":"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"},
            {"symbol":"ODD","balance":"2","decimals":6,"contractAddress":"0x5aAeb"}]}"#,
        );
        let coins = of(Chain::Evm(8453), Some(&held));
        let told: Vec<_> = coins
            .iter()
            .map(|coin| (coin.token.symbol.symbol(), coin.token.decimals, coin.well_known, coin.held.is_some()))
            .collect();
        assert_eq!(told, [("ETH", 18, true, true), ("USDC", 6, false, true), ("USDC", 6, true, true)]);
        for real in ["0x833589FCD6EDB6E08F4C7C32D4F71B54BDA02913", " 0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"] {
            assert!(at(Chain::Evm(8453), &coins, Some(real)).unwrap().well_known);
        }
        assert_eq!(at(Chain::Evm(8453), &coins, None).unwrap().token.address, None);
    }
}
