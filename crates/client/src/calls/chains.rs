//! Crypto on EVM chains and on Solana (`monei-api.md` §3.8, §3.9). Solana is its main network throughout: the API takes
//! it where none is named.

use monei_api::endpoint;
use monei_api::evm::{self, Network};
use monei_api::solana;
use monei_api::wallet::Balance;

use super::{Handle, Session, WalletRead};
use crate::api::Request;

impl<S: Session> Handle<'_, WalletRead, S> {
    /// The EVM chains that the wallet lives on.
    pub async fn evm_networks(&self) -> Result<Vec<Network>, S::Error> {
        self.get(Request::new(endpoint::EVM_NETWORKS)).await
    }

    /// The chain's coin and the tokens that are held on it, each with its value in US dollars.
    pub async fn evm_portfolio(&self, chain_id: u64) -> Result<evm::Portfolio, S::Error> {
        self.get(Request::new(endpoint::EVM_PORTFOLIO).parameter("chainId", chain_id)).await
    }

    /// What is held of a chain's own coin.
    pub async fn evm_native_balance(&self, chain_id: u64) -> Result<Balance, S::Error> {
        self.get(Request::new(endpoint::EVM_NATIVE_BALANCE).query("chainId", chain_id)).await
    }

    /// What is held of a token, by its contract.
    pub async fn evm_token_balance(&self, chain_id: u64, token: &str) -> Result<Balance, S::Error> {
        let request = Request::new(endpoint::EVM_TOKEN_BALANCE).query("tokenAddress", token);
        self.get(request.query("chainId", chain_id)).await
    }

    /// Where SOL and tokens of Solana can be sent to.
    pub async fn solana_address(&self) -> Result<solana::Address, S::Error> {
        self.get(Request::new(endpoint::SOLANA_ADDRESS)).await
    }

    /// In SOL.
    pub async fn solana_balance(&self) -> Result<Balance, S::Error> {
        self.get(Request::new(endpoint::SOLANA_BALANCE)).await
    }

    /// What is held of a token, by its mint.
    pub async fn solana_token_balance(&self, mint: &str) -> Result<Balance, S::Error> {
        self.get(Request::new(endpoint::SOLANA_TOKEN_BALANCE).parameter("tokenMintAddress", mint)).await
    }

    /// SOL and the tokens that are held, each with its value in US dollars.
    pub async fn solana_portfolio(&self) -> Result<solana::Portfolio, S::Error> {
        self.get(Request::new(endpoint::SOLANA_PORTFOLIO)).await
    }
}
