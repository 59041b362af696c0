//! Money from outside (`monei-api.md` §3.4). Starting a deposit moves nothing: somebody pays it or it lapses. With a
//! reference of the caller's own a start whose answer was lost is followed like any other.

use monei_api::deposit::{Deposit, DepositMethod, DepositRequest, PaymentLink, PaymentLinkRequest};
use monei_api::endpoint;

use super::{Handle, Session, WalletDeposit, WalletRead};
use crate::api::Request;

impl<S: Session> Handle<'_, WalletDeposit, S> {
    pub async fn start_deposit(&self, method: DepositMethod, deposit: &DepositRequest) -> Result<Deposit, S::Error> {
        self.get(Request::new(endpoint::DEPOSIT_START).query("method", method.name()).json(deposit)).await
    }

    pub async fn payment_link(&self, link: &PaymentLinkRequest) -> Result<PaymentLink, S::Error> {
        self.get(Request::new(endpoint::DEPOSIT_PAYMENT_LINK).json(link)).await
    }
}

impl<S: Session> Handle<'_, WalletRead, S> {
    /// How far a deposit is. Its permission is that of reading.
    pub async fn deposit(&self, reference: &str) -> Result<Deposit, S::Error> {
        self.get(Request::new(endpoint::DEPOSIT_STATUS).parameter("reference", reference)).await
    }
}
