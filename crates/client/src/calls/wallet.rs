//! Naira and the wallets that there are (`monei-api.md` §3.3).

use monei_api::endpoint;
use monei_api::wallet::{Subwallet, WalletResponse};

use super::{Handle, Session, WalletRead};
use crate::api::Request;

impl<S: Session> Handle<'_, WalletRead, S> {
    /// Naira balance and sub-wallets.
    pub async fn wallet(&self) -> Result<WalletResponse, S::Error> {
        self.get(Request::new(endpoint::WALLET_ME)).await
    }

    /// The naira sub-wallet alone, with the bank account that fills it.
    pub async fn naira_wallet(&self) -> Result<Subwallet, S::Error> {
        self.get(Request::new(endpoint::NAIRA_WALLET)).await
    }
}
