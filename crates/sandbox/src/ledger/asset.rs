//! What can be owned: naira, the coins of the chains, and the tokens on them (`monei-api.md` §4.2).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use monei_api::{Amount, Currency};
use serde::{Deserialize, Serialize};

use crate::store::named::{self, Named};

/// Where an asset lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Network {
    /// Naira, between banks.
    Bank,
    /// A chain by its `chainId`.
    Evm(u64),
    Solana(Cluster),
    /// No wallet here has an address on it; offramp orders are paid from it.
    Starknet,
}

/// A Solana network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Cluster {
    Mainnet,
    Devnet,
    Testnet,
}

impl Network {
    /// Not a test network, whose coins are worth nothing.
    pub(crate) fn is_main(self) -> bool {
        !matches!(self, Self::Evm(SEPOLIA) | Self::Solana(Cluster::Devnet | Cluster::Testnet))
    }
}

/// What is fixed about an asset.
#[derive(Debug)]
pub(crate) struct Particulars {
    pub(crate) network: Network,
    pub(crate) symbol: &'static str,
    pub(crate) name: &'static str,
    /// One whole is 10 to this power of minor units.
    pub(crate) decimals: u32,
    /// The token's contract or mint; nothing for naira and the coin of a chain.
    pub(crate) address: Option<&'static str>,
}

/// A row of [`ASSETS`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Asset(u16);

/// The highest amount in minor units: far beyond any balance, and sums of many of them can still be counted.
const MOST_UNITS: i128 = 10i128.pow(36);

const SEPOLIA: u64 = 11_155_111;

const fn naira() -> Particulars {
    Particulars { network: Network::Bank, symbol: "NGN", name: "Nigerian Naira", decimals: 2, address: None }
}

const fn coin(chain: u64, symbol: &'static str, name: &'static str) -> Particulars {
    Particulars { network: Network::Evm(chain), symbol, name, decimals: 18, address: None }
}

const fn token(chain: u64, symbol: &'static str, name: &'static str, decimals: u32, at: &'static str) -> Particulars {
    Particulars { network: Network::Evm(chain), symbol, name, decimals, address: Some(at) }
}

const fn sol(cluster: Cluster) -> Particulars {
    Particulars { network: Network::Solana(cluster), symbol: "SOL", name: "Solana", decimals: 9, address: None }
}

const fn mint(cluster: Cluster, symbol: &'static str, name: &'static str, at: &'static str) -> Particulars {
    Particulars { network: Network::Solana(cluster), symbol, name, decimals: 6, address: Some(at) }
}

/// Everything that can be owned. The first three have names in [`Asset`].
const ASSETS: &[Particulars] = &[
    naira(),
    coin(8453, "ETH", "Ether"),
    sol(Cluster::Mainnet),
    coin(1, "ETH", "Ether"),
    coin(56, "BNB", "BNB"),
    coin(137, "POL", "Polygon"),
    coin(42161, "ETH", "Ether"),
    coin(10, "ETH", "Ether"),
    coin(534_352, "ETH", "Ether"),
    coin(1135, "ETH", "Ether"),
    coin(SEPOLIA, "ETH", "Sepolia Ether"),
    token(1, "USDT", "Tether USD", 6, "0xdAC17F958D2ee523a2206206994597C13D831ec7"),
    token(1, "USDC", "USD Coin", 6, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"),
    token(56, "USDT", "Tether USD", 18, "0x55d398326f99059fF775485246999027B3197955"),
    token(56, "USDC", "USD Coin", 18, "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d"),
    token(56, "CNGN", "cNGN", 6, "0xa8AEA66B361a8d53e8865c62D142167Af28Af058"),
    token(137, "USDT", "Tether USD", 6, "0xc2132D05D31c914a87C6611C10748AEb04B58e8F"),
    token(137, "USDC", "USD Coin", 6, "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"),
    token(137, "CNGN", "cNGN", 6, "0x52828daa48C1a9A06F37500882b42daf0bE04C3B"),
    token(8453, "USDT", "Tether USD", 6, "0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2"),
    token(8453, "USDC", "USD Coin", 6, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
    token(8453, "CNGN", "cNGN", 6, "0x46C85152bFe9f96829aA94755D9f915F9B10EF5F"),
    // Invented, for balances that no 96-bit decimal holds.
    token(8453, "KOLA", "Kola Nut", 18, "0x6b6f6c616e75742d73616e64626f78746f6b656e"),
    token(42161, "USDT", "Tether USD", 6, "0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9"),
    token(42161, "USDC", "USD Coin", 6, "0xaf88d065e77c8cC2239327C5EDb3A432268e5831"),
    token(10, "USDT", "Tether USD", 6, "0x94b008aA00579c1307B0EF2c499aD98a8ce58e58"),
    token(10, "USDC", "USD Coin", 6, "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85"),
    token(534_352, "USDT", "Tether USD", 6, "0xf55BEC9cafDbE8730f096Aa55dad6D22d44099Df"),
    token(534_352, "USDC", "USD Coin", 6, "0x06eFdBFf2a14a7c8E15944D1F4A48F9F95F663A4"),
    token(1135, "USDT", "Tether USD", 6, "0x05D032ac25d322df992303dCa074EE7392C117b9"),
    token(1135, "USDC", "USD Coin", 6, "0xF242275d3a6527d877f2c927a82D9b057609cc71"),
    token(SEPOLIA, "USDC", "USD Coin", 6, "0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238"),
    token(SEPOLIA, "EURC", "Euro Coin", 6, "0x08210F9170F89Ab7658F0B5E3fF39b0E03C594D4"),
    mint(Cluster::Mainnet, "USDC", "USD Coin", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
    mint(Cluster::Mainnet, "USDT", "Tether USD", "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB"),
    sol(Cluster::Devnet),
    mint(Cluster::Devnet, "USDC", "USD Coin", "4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU"),
    mint(Cluster::Devnet, "EURC", "Euro Coin", "HzwqbKZw8HxMN6bF2yFZNrht3c2iXXzpKcFu7uBEDKtr"),
    sol(Cluster::Testnet),
    Particulars {
        network: Network::Starknet,
        symbol: "USDC",
        name: "USD Coin",
        decimals: 6,
        address: Some("0x053c91253bc9682c04929ca02ed00b3e423f6710d2ee7e0d5ebb06f3ecf368a8"),
    },
];

impl Asset {
    pub(crate) const NAIRA: Self = Self(0);
    pub(crate) const BASE_ETHER: Self = Self(1);
    pub(crate) const SOL: Self = Self(2);

    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0u16..).zip(ASSETS).map(|(at, _)| Self(at))
    }

    pub(crate) fn particulars(self) -> &'static Particulars {
        #[expect(clippy::indexing_slicing, reason = "an asset is made from a row of the table only")]
        &ASSETS[usize::from(self.0)]
    }

    pub(crate) fn symbol(self) -> &'static str {
        self.particulars().symbol
    }

    pub(crate) fn decimals(self) -> u32 {
        self.particulars().decimals
    }

    pub(crate) fn network(self) -> Network {
        self.particulars().network
    }

    pub(crate) fn currency(self) -> Currency {
        Currency::new(self.symbol())
    }

    /// The coin that pays for transactions on a network.
    pub(crate) fn native(network: Network) -> Option<Self> {
        Self::all().find(|asset| asset.network() == network && asset.particulars().address.is_none())
    }

    /// Everything on a network but its coin.
    pub(crate) fn tokens(network: Network) -> impl Iterator<Item = Self> + Clone {
        (0u16..)
            .zip(ASSETS)
            .filter(move |(_, row)| row.network == network && row.address.is_some())
            .map(|(at, _)| Self(at))
    }

    /// The token at an address. EVM addresses are compared without regard to case, Solana's are not.
    pub(crate) fn at(network: Network, address: &str) -> Option<Self> {
        let same = |known: &str| match network {
            Network::Evm(_) | Network::Starknet => known.eq_ignore_ascii_case(address),
            Network::Solana(_) => known == address,
            Network::Bank => false,
        };
        Self::all().find(|asset| asset.network() == network && asset.particulars().address.is_some_and(same))
    }

    /// The asset of a symbol on a network.
    pub(crate) fn named(network: Network, symbol: &str) -> Option<Self> {
        Self::all().find(|asset| asset.network() == network && asset.symbol().eq_ignore_ascii_case(symbol))
    }

    /// A positive amount of it, or what is wrong with the amount.
    pub(crate) fn quantity(self, amount: &Amount) -> Result<Quantity, String> {
        if amount.is_negative() || amount.is_zero() {
            return Err("must be greater than 0".to_owned());
        }
        match amount.to_minor(self.decimals()) {
            Some(units) if units <= MOST_UNITS => Ok(self.units(units)),
            None if amount.floor_minor(self.decimals()) < MOST_UNITS => {
                Err(format!("must have at most {} decimals", self.decimals()))
            }
            _ => Err("is too large".to_owned()),
        }
    }

    /// Likewise, of an amount that counts minor units.
    pub(crate) fn minor_quantity(self, amount: &Amount) -> Result<Quantity, String> {
        match amount.to_minor(0) {
            Some(units) => self.quantity(&Amount::from_minor(units, self.decimals())),
            None if amount.floor_minor(0) < MOST_UNITS => Err("must be a whole number".to_owned()),
            None => Err("is too large".to_owned()),
        }
    }

    /// So many minor units of it.
    pub(crate) const fn units(self, units: i128) -> Quantity {
        Quantity { asset: self, units }
    }
}

/// The symbol, and where there is a chain, its place among all of that symbol as well: `USDC@8453`.
impl Named for Asset {
    fn name(&self) -> Cow<'static, str> {
        let symbol = self.symbol();
        match self.network() {
            Network::Bank => symbol.into(),
            Network::Evm(chain) => format!("{symbol}@{chain}").into(),
            Network::Solana(cluster) => format!("{symbol}@{cluster:?}").into(),
            Network::Starknet => format!("{symbol}@Starknet").into(),
        }
    }

    fn by_name(name: &str) -> Option<Self> {
        let (symbol, place) = name.split_once('@').unwrap_or((name, ""));
        let network = match place {
            "" => Network::Bank,
            "Mainnet" => Network::Solana(Cluster::Mainnet),
            "Devnet" => Network::Solana(Cluster::Devnet),
            "Testnet" => Network::Solana(Cluster::Testnet),
            "Starknet" => Network::Starknet,
            chain => Network::Evm(chain.parse().ok()?),
        };
        Self::named(network, symbol)
    }
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {:?}", self.symbol(), self.network())
    }
}

/// So many minor units of an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Quantity {
    #[serde(with = "named")]
    pub(crate) asset: Asset,
    pub(crate) units: i128,
}

impl Quantity {
    /// The decimal number of whole units.
    pub(crate) fn amount(self) -> Amount {
        Amount::from_minor(self.units, self.asset.decimals())
    }

    /// Compares the numbers, whatever they are numbers of, as a list that is sorted by amount does.
    pub(crate) fn cmp_number(self, other: Self) -> Ordering {
        let (mine, theirs) = (self.asset.decimals(), other.asset.decimals());
        if mine == theirs {
            return self.units.cmp(&other.units);
        }
        let scaled = |quantity: Self| {
            quantity.units.checked_mul(10i128.checked_pow(mine.max(theirs) - quantity.asset.decimals())?)
        };
        match (scaled(self), scaled(other)) {
            (Some(mine), Some(theirs)) => mine.cmp(&theirs),
            _ => self.amount().cmp(&other.amount()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_names_are_of_the_right_rows_and_no_row_is_twice_there() {
        assert_eq!((Asset::NAIRA.symbol(), Asset::NAIRA.network()), ("NGN", Network::Bank));
        assert_eq!((Asset::BASE_ETHER.symbol(), Asset::BASE_ETHER.network()), ("ETH", Network::Evm(8453)));
        assert_eq!((Asset::SOL.symbol(), Asset::SOL.network()), ("SOL", Network::Solana(Cluster::Mainnet)));
        let mut seen = HashSet::new();
        for asset in Asset::all() {
            assert!(seen.insert((asset.network(), asset.symbol())), "{asset:?}");
            assert_eq!(Asset::named(asset.network(), asset.symbol()), Some(asset));
            let found = asset
                .particulars()
                .address
                .map_or_else(|| Asset::native(asset.network()), |address| Asset::at(asset.network(), address));
            assert_eq!(found, Some(asset));
            assert_eq!(Asset::by_name(&asset.name()), Some(asset));
        }
        let lower = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913";
        assert_eq!(Asset::at(Network::Evm(8453), lower).map(Asset::symbol), Some("USDC"));
    }

    #[test]
    fn numbers_are_compared_across_decimals() {
        let check = |one: Quantity, other: Quantity, order| assert_eq!(one.cmp_number(other), order);
        check(Asset::NAIRA.units(100), Asset::BASE_ETHER.units(10i128.pow(18)), Ordering::Equal);
        check(Asset::NAIRA.units(101), Asset::BASE_ETHER.units(10i128.pow(18)), Ordering::Greater);
        check(Asset::NAIRA.units(i128::MAX), Asset::BASE_ETHER.units(i128::MAX), Ordering::Greater);
    }
}
