//! Where naira can be sent (`monei-api.md` §3.6). Sending is an [`Order`](crate::money::Order).

use monei_api::bank::{Bank, VerifiedAccount, VerifyAccount};
use monei_api::endpoint;

use super::{Handle, Session, WalletDeposit, WalletWithdraw};
use crate::api::Request;

impl<S: Session> Handle<'_, WalletWithdraw, S> {
    pub async fn banks(&self) -> Result<Vec<Bank>, S::Error> {
        self.get(Request::new(endpoint::BANKS)).await
    }

    /// Whose account it is: to be asked before anything can be confirmed.
    pub async fn verify_account(&self, account: &VerifyAccount) -> Result<VerifiedAccount, S::Error> {
        self.get(Request::new(endpoint::VERIFY_BANK_ACCOUNT).json(account)).await
    }
}

impl<S: Session> Handle<'_, WalletDeposit, S> {
    /// The banks whose codes can be dialled.
    pub async fn dialled_banks(&self) -> Result<Vec<Bank>, S::Error> {
        self.get(Request::new(endpoint::BANKS)).await
    }
}
