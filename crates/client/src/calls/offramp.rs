//! Crypto that was sold for naira, and what can be sold (`monei-api.md` §3.13). Selling is an
//! [`Order`](crate::money::Order).

use monei_api::bank::VerifiedAccount;
use monei_api::endpoint;
use monei_api::offramp::{OfframpOrder, OfframpPage, PayoutBank, Rate, SellableToken, VerifyPayoutAccount};
use monei_api::{Amount, Currency};

use super::{Handle, OfframpExecute, Session, WalletRead};
use crate::api::Request;

impl<S: Session> Handle<'_, WalletRead, S> {
    /// A page of orders, the newest first.
    pub async fn offramp_history(&self, page: u32, limit: u32) -> Result<OfframpPage, S::Error> {
        let request = Request::new(endpoint::OFFRAMP_HISTORY).query("page", page).query("limit", limit);
        self.get(request.whole()).await
    }

    /// How far an order is, with its fees.
    pub async fn offramp_order(&self, reference: &str) -> Result<OfframpOrder, S::Error> {
        self.get(Request::new(endpoint::OFFRAMP_STATUS).parameter("reference", reference)).await
    }

    /// The names of the banks that orders name by code.
    pub async fn offramp_banks(&self) -> Result<Vec<PayoutBank>, S::Error> {
        self.get(Request::new(endpoint::OFFRAMP_BANKS)).await
    }
}

impl<S: Session> Handle<'_, OfframpExecute, S> {
    pub async fn sellable_tokens(&self) -> Result<Vec<SellableToken>, S::Error> {
        self.get(Request::new(endpoint::OFFRAMP_ASSETS)).await
    }

    /// What one token brings now; the order names its own rate.
    pub async fn sale_rate(
        &self,
        token: &str,
        network: &str,
        amount: &Amount,
        fiat: &Currency,
    ) -> Result<Rate, S::Error> {
        let request = Request::new(endpoint::OFFRAMP_QUOTE).query("token", token).query("network", network);
        self.get(request.query("amount", amount).query("fiat", fiat)).await
    }

    /// The banks that naira of a sale can go to. Their codes are not those of bank transfers.
    pub async fn payout_banks(&self) -> Result<Vec<PayoutBank>, S::Error> {
        self.get(Request::new(endpoint::OFFRAMP_BANKS)).await
    }

    pub async fn verify_payout_account(&self, account: &VerifyPayoutAccount) -> Result<VerifiedAccount, S::Error> {
        self.get(Request::new(endpoint::OFFRAMP_VERIFY).json(account)).await
    }

    /// A page of sales, the newest first.
    pub async fn sale_history(&self, page: u32, limit: u32) -> Result<OfframpPage, S::Error> {
        let request = Request::new(endpoint::OFFRAMP_HISTORY).query("page", page).query("limit", limit);
        self.get(request.whole()).await
    }

    /// How far a sale is.
    pub async fn sale(&self, reference: &str) -> Result<OfframpOrder, S::Error> {
        self.get(Request::new(endpoint::OFFRAMP_STATUS).parameter("reference", reference)).await
    }
}
