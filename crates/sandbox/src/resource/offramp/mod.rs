//! `/offramp/…` (`monei-api.md` §3.13): crypto for naira that a bank account receives.
//!
//! Where the wallet holds enough, the order is paid from it; where it does not, the order waits half an hour for a
//! deposit from outside. `order` is what is known of one and how it goes on, `past` what was ordered before the start;
//! the other modules answer the calls.

pub(super) mod banks;
pub(super) mod exchange;
pub(super) mod ledger;
mod order;
pub(crate) mod past;
pub(super) mod view;

use jiff::Timestamp;

use crate::ledger::{Asset, Network};
use crate::market;

pub(crate) use order::{Order, OrderKey, Orders, go_on, notice, receive_deposit};
pub(crate) use view::network;

/// What can be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Usdt,
    Usdc,
    Cngn,
}

impl Token {
    const ALL: [Self; 3] = [Self::Usdt, Self::Usdc, Self::Cngn];

    const fn symbol(self) -> &'static str {
        match self {
            Self::Usdt => "USDT",
            Self::Usdc => "USDC",
            Self::Cngn => "CNGN",
        }
    }

    /// What it is worth one of.
    const fn base_currency(self) -> &'static str {
        match self {
            Self::Usdt | Self::Usdc => "USD",
            Self::Cngn => "NGN",
        }
    }

    fn from_symbol(symbol: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|token| token.symbol() == symbol)
    }

    /// Kobo for one token on a network, if it is there.
    fn rate(self, network: Network, at: Timestamp) -> Option<(Asset, i128)> {
        let asset = Asset::named(network, self.symbol())?;
        let one = asset.units(10i128.pow(asset.decimals()));
        Some((asset, market::kobo(one, at)))
    }
}

/// A network by its name here (§4.2).
#[derive(Debug)]
pub(super) struct Chain {
    name: &'static str,
    display: &'static str,
    /// The provider's word for its kind of token.
    standard: &'static str,
    network: Network,
}

const fn evm(name: &'static str, display: &'static str, standard: &'static str, chain_id: u64) -> Chain {
    Chain { name, display, standard, network: Network::Evm(chain_id) }
}

const CHAINS: [Chain; 9] = [
    evm("base", "Base", "BASE", 8453),
    evm("polygon", "Polygon", "POLYGON", 137),
    evm("arbitrum-one", "Arbitrum One", "ARBITRUM", 42161),
    evm("bnb-smart-chain", "BNB Smart Chain", "BEP20", 56),
    evm("ethereum", "Ethereum", "ERC20", 1),
    Chain { name: "starknet", display: "Starknet", standard: "STARKNET", network: Network::Starknet },
    evm("optimism", "Optimism", "OPTIMISM", 10),
    evm("lisk", "Lisk", "LISK", 1135),
    evm("scroll", "Scroll", "SCROLL", 534_352),
];

const NETWORKS: &str = "must be one of base, polygon, arbitrum-one, bnb-smart-chain, ethereum, starknet, optimism, \
                        lisk, scroll";
const TOKENS: &str = "must be one of USDT, USDC, CNGN";

impl Chain {
    fn from_name(name: &str) -> Option<&'static Self> {
        CHAINS.iter().find(|chain| chain.name == name)
    }

    /// Where an asset lives.
    fn of(asset: Asset) -> Option<&'static Self> {
        CHAINS.iter().find(|chain| chain.network == asset.network())
    }

    const fn chain_id(&self) -> Option<u64> {
        match self.network {
            Network::Evm(chain_id) => Some(chain_id),
            Network::Bank | Network::Solana(_) | Network::Starknet => None,
        }
    }
}
