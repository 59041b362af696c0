//! Crypto that was sold for naira (`monei-api.md` §3.13).

use monei_api::endpoint;
use monei_api::offramp::{OfframpOrder, OfframpPage, PayoutBank};

use super::{Handle, Session, WalletRead};
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
