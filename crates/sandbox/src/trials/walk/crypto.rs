//! Steps that move crypto: sends, swaps and sales.

use rand::RngExt;
use rand::seq::IndexedRandom;
use serde_json::json;

use super::{Walk, succeeded};
use crate::ledger::{Asset, Cluster, Network};

const OUTSIDE: &str = "0x52908400098527886E0F7030069857D2E4169EE7";
const SOLANA_OUTSIDE: &str = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";
const ETHEREUM_USDC: &str = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const ETHEREUM_USDT: &str = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
const SOLANA_USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const SOLANA_USDT: &str = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB";

impl Walk {
    /// By those who have some: the second has plenty of everything here.
    pub(super) async fn crypto_send(&mut self) -> bool {
        let ethereum = |symbol: &str| Asset::named(Network::Evm(1), symbol).unwrap();
        let solana = |symbol: &str| Asset::named(Network::Solana(Cluster::Mainnet), symbol).unwrap();
        let amount = format!("0.00{:04}", self.random.random_range(1..10_000));
        let neighbour = self.random.random_bool(0.5).then(|| {
            let world = self.inside.simulation.lock();
            let ngozi = world.people.of(self.walkers[2].owner).unwrap();
            let at = |network: Network| ngozi.wallet_on(network).unwrap().address.clone();
            (at(Network::Evm(1)), at(Network::Solana(Cluster::Mainnet)))
        });
        let (evm, sol) = neighbour.unwrap_or_else(|| (OUTSIDE.to_owned(), SOLANA_OUTSIDE.to_owned()));
        let (path, body, token) = match self.random.random_range(0..4) {
            0 => ("/evm/send/native", json!({ "to": evm, "amount": amount, "chainId": 1 }), None),
            1 => {
                let body = json!({ "to": evm, "tokenAddress": ETHEREUM_USDC, "amount": amount, "chainId": 1 });
                ("/evm/send/token", body, Some(ethereum("USDC")))
            }
            2 => ("/solana/transfer", json!({ "to": sol, "amount": amount }), None),
            _ => {
                let body = json!({ "to": sol, "tokenMintAddress": SOLANA_USDC, "amount": amount });
                ("/solana/transfer-token", body, Some(solana("USDC")))
            }
        };
        match token {
            Some(token) => {
                let amount = token.quantity(&amount.parse().unwrap()).unwrap();
                self.pays(1, path, &body, Some(amount)).await
            }
            // The fee of the network is paid in the same coin.
            None => succeeded(&self.post(1, path, &body).await),
        }
    }

    #[expect(clippy::disallowed_types, reason = "as any client would send it")]
    pub(super) async fn crypto_swap(&mut self) -> bool {
        let amount = format!("0.00{:04}", self.random.random_range(10..10_000));
        let number: f64 = amount.parse().unwrap();
        let swaps = [
            ("/evm-exchange/native-to-token", json!({ "amount": amount, "tokenOut": ETHEREUM_USDC, "chainId": 1 })),
            (
                "/evm-exchange/token-to-token",
                json!({ "amount": amount, "tokenIn": ETHEREUM_USDC, "tokenOut": ETHEREUM_USDT, "chainId": 1 }),
            ),
            ("/evm-exchange/token-to-native", json!({ "amount": amount, "tokenIn": ETHEREUM_USDC, "chainId": 1 })),
            ("/solana-exchange/swap-sol-to-token", json!({ "amount": number, "outputMint": SOLANA_USDC })),
            ("/solana-exchange/swap-token-to-sol", json!({ "amount": number, "inputMint": SOLANA_USDC })),
            (
                "/solana-exchange/swap-token-to-token",
                json!({ "amount": number, "inputMint": SOLANA_USDC, "outputMint": SOLANA_USDT }),
            ),
        ];
        let (path, body) = swaps.choose(&mut self.random).unwrap();
        succeeded(&self.post(1, path, body).await)
    }

    /// From the wallet where it holds enough, or else by a deposit from outside.
    pub(super) async fn offramp(&mut self, token: &str, network: &str) -> bool {
        let amount = self.random.random_range(1..5);
        let account = *["0123456789", "0690000031"].choose(&mut self.random).unwrap();
        let body = json!({
            "amount": amount, "token": token, "network": network, "fiatCurrency": "NGN", "bankCode": "GTBINGLA",
            "accountNumber": account, "accountName": "Ada Obi",
        });
        let network = if network == "base" { Network::Evm(8453) } else { Network::Evm(1) };
        let asset = Asset::named(network, token).unwrap();
        let before = self.has(self.walkers[1].owner, asset);
        let answer = self.post(1, "/offramp/exchange/initiate", &body).await;
        if !succeeded(&answer) {
            return false;
        }
        let left = before - self.has(self.walkers[1].owner, asset);
        if answer.status == 201 {
            assert_eq!(left, asset.quantity(&amount.to_string().parse().unwrap()).unwrap().units);
            return true;
        }
        assert_eq!(left, 0);
        let reference = answer.data()["transaction"]["reference"].take();
        if self.random.random_bool(0.7) {
            let arrived = self.control("/offramp/deposit", &json!({ "order": reference })).await;
            assert!(arrived.status.is_success(), "{arrived:?}");
            assert_eq!(self.has(self.walkers[1].owner, asset), before, "it is set aside as it comes");
        }
        true
    }
}
