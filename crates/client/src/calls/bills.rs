//! Bills that were paid (`monei-api.md` §3.12).

use monei_api::bill::{BillPage, BillPayment, BillReceipt};
use monei_api::endpoint;

use super::{Handle, Session, WalletRead};
use crate::api::Request;

impl<S: Session> Handle<'_, WalletRead, S> {
    /// A page of bills, the newest first.
    pub async fn bills(&self, page: u32, limit: u32) -> Result<BillPage, S::Error> {
        self.get(Request::new(endpoint::BILLS_RECORDS).query("page", page).query("limit", limit)).await
    }

    pub async fn bill_by_reference(&self, reference: &str) -> Result<BillPayment, S::Error> {
        self.get(Request::new(endpoint::BILL_BY_REFERENCE).parameter("reference", reference)).await
    }

    /// `transaction` is the id of the transaction that paid it.
    pub async fn bill_receipt(&self, transaction: &str) -> Result<BillReceipt, S::Error> {
        self.get(Request::new(endpoint::BILL_RECEIPT).parameter("transactionId", transaction)).await
    }
}
