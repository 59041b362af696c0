//! What is fixed about chains: names, explorers, how long a transaction takes and what it costs (`monei-api.md` §4.2, §5).
//!
//! The costs are invented, and so are the times of the chains that the documentation has none for.

use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use rand::rngs::StdRng;

use crate::ledger::{Asset, Cluster, Network, Quantity};
use crate::random;

/// An EVM chain.
#[derive(Debug)]
pub(crate) struct EvmChain {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    /// As portfolios and the off-ramp call it.
    pub(crate) slug: &'static str,
    pub(crate) explorer: &'static str,
    /// Until a transaction counts as confirmed.
    confirmed_after_seconds: i64,
    /// What a unit of gas costs, in the smallest units of the coin.
    gas_price: i128,
    /// Between two blocks.
    block_milliseconds: i64,
}

impl EvmChain {
    pub(crate) fn by_id(id: u64) -> Option<&'static Self> {
        CHAINS.iter().find(|chain| chain.id == id)
    }

    pub(crate) fn all() -> impl Iterator<Item = &'static Self> {
        CHAINS.iter()
    }

    pub(crate) const fn network(&self) -> Network {
        Network::Evm(self.id)
    }

    /// The number of the block of a moment, as if the chain had begun with Unix time.
    pub(crate) fn block(&self, at: Timestamp) -> u64 {
        u64::try_from(at.as_millisecond() / self.block_milliseconds).unwrap_or_default()
    }

    pub(crate) const fn gas_price(&self) -> i128 {
        self.gas_price
    }
}

const GWEI: i128 = 1_000_000_000;

const CHAINS: [EvmChain; 9] = [
    EvmChain {
        id: 1,
        name: "Ethereum",
        slug: "ethereum",
        explorer: "https://etherscan.io",
        confirmed_after_seconds: 180,
        gas_price: 5 * GWEI,
        block_milliseconds: 12_000,
    },
    EvmChain {
        id: 56,
        name: "BNB Smart Chain",
        slug: "bnb-smart-chain",
        explorer: "https://bscscan.com",
        confirmed_after_seconds: 45,
        gas_price: GWEI,
        block_milliseconds: 3_000,
    },
    EvmChain {
        id: 137,
        name: "Polygon",
        slug: "polygon",
        explorer: "https://polygonscan.com",
        confirmed_after_seconds: 240,
        gas_price: 30 * GWEI,
        block_milliseconds: 2_000,
    },
    EvmChain {
        id: 8453,
        name: "Base",
        slug: "base",
        explorer: "https://basescan.org",
        confirmed_after_seconds: 20,
        gas_price: GWEI / 100,
        block_milliseconds: 2_000,
    },
    EvmChain {
        id: 42_161,
        name: "Arbitrum One",
        slug: "arbitrum-one",
        explorer: "https://arbiscan.io",
        confirmed_after_seconds: 20,
        gas_price: GWEI / 10,
        block_milliseconds: 250,
    },
    EvmChain {
        id: 10,
        name: "Optimism",
        slug: "optimism",
        explorer: "https://optimistic.etherscan.io",
        confirmed_after_seconds: 20,
        gas_price: GWEI / 100,
        block_milliseconds: 2_000,
    },
    EvmChain {
        id: 534_352,
        name: "Scroll",
        slug: "scroll",
        explorer: "https://scrollscan.com",
        confirmed_after_seconds: 20,
        gas_price: GWEI / 20,
        block_milliseconds: 3_000,
    },
    EvmChain {
        id: 1135,
        name: "Lisk",
        slug: "lisk",
        explorer: "https://blockscout.lisk.com",
        confirmed_after_seconds: 20,
        gas_price: GWEI / 100,
        block_milliseconds: 2_000,
    },
    EvmChain {
        id: 11_155_111,
        name: "Sepolia",
        slug: "sepolia",
        explorer: "https://sepolia.etherscan.io",
        confirmed_after_seconds: 180,
        gas_price: 5 * GWEI,
        block_milliseconds: 12_000,
    },
];

impl Cluster {
    /// As requests call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Mainnet => "mainnet-beta",
            Self::Devnet => "devnet",
            Self::Testnet => "testnet",
        }
    }

    pub(crate) fn by_name(name: &str) -> Option<Self> {
        [Self::Mainnet, Self::Devnet, Self::Testnet].into_iter().find(|cluster| cluster.name() == name)
    }
}

/// What somebody has a chain do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Errand {
    SendCoin,
    SendToken,
    Swap,
}

impl Network {
    /// As a sentence names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Evm(id) => EvmChain::by_id(id).map_or("EVM", |chain| chain.name),
            Self::Solana(Cluster::Mainnet) => "Solana",
            Self::Solana(cluster) => cluster.name(),
            Self::Starknet => "Starknet",
        }
    }

    /// How long a transaction takes until it is confirmed.
    pub(crate) fn confirmation(self) -> SignedDuration {
        SignedDuration::from_secs(match self {
            Self::Bank | Self::Starknet => 0,
            Self::Evm(id) => EvmChain::by_id(id).map_or(0, |chain| chain.confirmed_after_seconds),
            // 32 slots.
            Self::Solana(_) => 13,
        })
    }

    /// What the chain charges for an errand, in its own coin.
    pub(crate) fn gas(self, errand: Errand) -> Option<Quantity> {
        let units = match self {
            Self::Bank | Self::Starknet => return None,
            Self::Evm(id) => EvmChain::by_id(id)?.gas_price() * errand.gas_units(),
            Self::Solana(_) if errand == Errand::Swap => 105_000,
            Self::Solana(_) => 5_000,
        };
        Asset::native(self).map(|coin| coin.units(units))
    }

    /// What identifies a new transaction: a hash on EVM chains, a signature on Solana.
    pub(crate) fn transaction_id(self, random: &mut StdRng) -> String {
        match self {
            Self::Bank | Self::Evm(_) | Self::Starknet => format!("0x{}", random::hex(random, 32)),
            Self::Solana(_) => bs58::encode(random.random::<[u8; 64]>()).into_string(),
        }
    }
}

impl Errand {
    /// The gas that it takes on an EVM chain.
    pub(crate) const fn gas_units(self) -> i128 {
        match self {
            Self::SendCoin => 21_000,
            Self::SendToken => 65_000,
            Self::Swap => 220_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_on_a_known_chain_with_a_coin() {
        let on_chains = |asset: &Asset| !matches!(asset.network(), Network::Bank | Network::Starknet);
        for asset in Asset::all().filter(on_chains) {
            let network = asset.network();
            assert!(network.gas(Errand::Swap).is_some_and(|gas| gas.units > 0), "{asset:?}");
            assert!(network.confirmation() > SignedDuration::ZERO, "{asset:?}");
        }
        assert!(EvmChain::all().all(|chain| Asset::native(chain.network()).is_some()));
    }
}
