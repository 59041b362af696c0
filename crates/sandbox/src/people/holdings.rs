//! The crypto of those who have some, and how they came by it: arrivals, swaps and sends of the past.

use rand::SeedableRng;
use rand::rngs::StdRng;

use super::history::{History, Line, Movement};
use crate::ledger::Status::{self, Failed, Pending, Success};
use crate::ledger::{Asset, Cluster, Network};

use Movement::{CryptoIn, CryptoOut, TradeBought, TradeSold};

/// Days ago, movement, status, network, symbol, whole units as decimal digits, narration.
type Row = (i64, Movement, Status, Network, &'static str, &'static str, &'static str);

const ETHEREUM: Network = Network::Evm(1);
const OPTIMISM: Network = Network::Evm(10);
const BSC: Network = Network::Evm(56);
const POLYGON: Network = Network::Evm(137);
const LISK: Network = Network::Evm(1135);
const BASE: Network = Network::Evm(8453);
const ARBITRUM: Network = Network::Evm(42_161);
const SCROLL: Network = Network::Evm(534_352);
const SEPOLIA: Network = Network::Evm(11_155_111);
const SOLANA: Network = Network::Solana(Cluster::Mainnet);
const DEVNET: Network = Network::Solana(Cluster::Devnet);

/// Somebody's first steps. Her ether and SOL are not here.
pub(super) const ADA: [Row; 12] = [
    (2, CryptoOut, Success, BASE, "USDT", "3", "Sent to 0x4c9a…11e7 on Base"),
    (6, TradeSold, Success, BASE, "USDT", "2.01", "Swapped USDT for USDC on Base"),
    (6, TradeBought, Success, BASE, "USDC", "2", "Swapped USDT for USDC on Base"),
    (9, CryptoOut, Failed, SOLANA, "USDC", "1", "Sent to 4Nd1…k3Fz on Solana"),
    (10, CryptoIn, Success, BASE, "USDT", "25.01", "Received on Base"),
    (15, CryptoIn, Success, SOLANA, "USDC", "1.5", "Received on Solana"),
    (20, CryptoIn, Success, BASE, "CNGN", "15000", "Received on Base"),
    (22, CryptoIn, Success, POLYGON, "POL", "5", "Received on Polygon"),
    (26, CryptoIn, Success, BSC, "USDC", "4.25", "Received on BNB Smart Chain"),
    (31, CryptoIn, Success, SEPOLIA, "ETH", "0.5", "Received on Sepolia"),
    (31, CryptoIn, Success, SEPOLIA, "USDC", "10", "Received on Sepolia"),
    (32, CryptoIn, Success, DEVNET, "SOL", "2", "Received on devnet"),
];

/// Something on every network, with as many digits as there can be.
pub(super) const BUSY: [Row; 29] = [
    (3, CryptoOut, Pending, ETHEREUM, "USDC", "250", "Sent to 0x9b1d…a0c4 on Ethereum"),
    (4, CryptoOut, Failed, POLYGON, "USDC", "999.999999", "Sent to 0x0000…0000 on Polygon"),
    (5, TradeSold, Success, ETHEREUM, "ETH", "0.75", "Swapped ETH for USDT on Ethereum"),
    (5, TradeBought, Success, ETHEREUM, "USDT", "2249.318204", "Swapped ETH for USDT on Ethereum"),
    (7, CryptoOut, Success, SOLANA, "SOL", "34.5", "Sent to 8sLb…pQ2v on Solana"),
    (9, TradeSold, Success, SOLANA, "SOL", "10", "Swapped SOL for USDC on Solana"),
    (9, TradeBought, Success, SOLANA, "USDC", "1416.9172", "Swapped SOL for USDC on Solana"),
    (30, CryptoIn, Success, ETHEREUM, "ETH", "3.25", "Received on Ethereum"),
    (31, CryptoIn, Success, ETHEREUM, "USDC", "12000", "Received on Ethereum"),
    (33, CryptoIn, Success, BSC, "BNB", "3.200000000000000001", "Received on BNB Smart Chain"),
    (34, CryptoIn, Success, BSC, "USDT", "5000.000000000000000001", "Received on BNB Smart Chain"),
    (35, CryptoIn, Success, BSC, "USDC", "640.25", "Received on BNB Smart Chain"),
    (36, CryptoIn, Success, POLYGON, "POL", "900.5", "Received on Polygon"),
    (37, CryptoIn, Success, POLYGON, "USDC", "1250.75", "Received on Polygon"),
    (38, CryptoIn, Success, POLYGON, "CNGN", "1500000.75", "Received on Polygon"),
    (40, CryptoIn, Success, ARBITRUM, "ETH", "0.4", "Received on Arbitrum One"),
    (41, CryptoIn, Success, ARBITRUM, "USDC", "800", "Received on Arbitrum One"),
    (43, CryptoIn, Success, OPTIMISM, "ETH", "0.2", "Received on Optimism"),
    (44, CryptoIn, Success, OPTIMISM, "USDT", "60", "Received on Optimism"),
    (46, CryptoIn, Success, SCROLL, "ETH", "0.05", "Received on Scroll"),
    (47, CryptoIn, Success, SCROLL, "USDC", "12.5", "Received on Scroll"),
    (49, CryptoIn, Success, LISK, "ETH", "0.03", "Received on Lisk"),
    (50, CryptoIn, Success, LISK, "USDT", "10", "Received on Lisk"),
    (52, CryptoIn, Success, SOLANA, "USDT", "300", "Received on Solana"),
    (53, CryptoIn, Success, BASE, "USDC", "0.000001", "Received on Base"),
    (54, CryptoIn, Success, BASE, "USDC", "4800", "Received on Base"),
    (55, CryptoIn, Success, SEPOLIA, "ETH", "1", "Received on Sepolia"),
    (55, CryptoIn, Success, SEPOLIA, "EURC", "50", "Received on Sepolia"),
    (56, CryptoIn, Success, DEVNET, "EURC", "20", "Received on devnet"),
];

/// Adds the rows of a table to a past. Their ids are from a stream of their own.
pub(super) fn add(past: &mut History, seed: u64, rows: &[Row]) {
    let random = &mut StdRng::seed_from_u64(seed);
    for (at, (days_ago, movement, status, network, symbol, digits, narration)) in rows.iter().enumerate() {
        let asset = Asset::named(*network, symbol);
        let amount = asset.zip(digits.parse().ok()).and_then(|(asset, amount)| asset.quantity(&amount).ok());
        debug_assert!(amount.is_some(), "{symbol} on {network:?}");
        let Some(amount) = amount else { continue };
        let line = Line {
            // Bought after it was sold, in the same minute.
            minutes_ago: days_ago * 24 * 60 + 95,
            movement: *movement,
            status: *status,
            amount,
            narration: (*narration).to_owned(),
            counterparty: None,
            reference: format!("{}-{}-{:02}", movement.prefix(), symbol.to_ascii_lowercase(), rows.len() - at),
            bill: None,
        };
        past.add(random, line);
    }
}
