//! Bills that were paid, and what can be paid (`monei-api.md` §3.12). Paying is an [`Order`](crate::money::Order).

use monei_api::bill::{
    BillCategory, BillCustomer, BillPage, BillPayment, BillReceipt, BillerItem, ElectricityOperator, ValidateCustomer,
};
use monei_api::endpoint;

use super::{BillsPay, Handle, Session, WalletRead};
use crate::api::Request;

impl<S: Session> Handle<'_, WalletRead, S> {
    /// A page of bills, the newest first.
    pub async fn bills(&self, page: u32, limit: u32) -> Result<BillPage, S::Error> {
        self.get(Request::new(endpoint::BILLS_RECORDS).query("page", page).query("limit", limit)).await
    }

    /// One bill; [`CallError::NotFound`](crate::CallError::NotFound) where none has the reference.
    pub async fn bill_by_reference(&self, reference: &str) -> Result<BillPayment, S::Error> {
        self.get(Request::new(endpoint::BILL_BY_REFERENCE).parameter("reference", reference)).await
    }

    /// `transaction` is the id of the transaction that paid it.
    pub async fn bill_receipt(&self, transaction: &str) -> Result<BillReceipt, S::Error> {
        self.get(Request::new(endpoint::BILL_RECEIPT).parameter("transactionId", transaction)).await
    }
}

impl<S: Session> Handle<'_, BillsPay, S> {
    /// The companies that sell electricity. Airtime, data and cable have fixed lists ([`monei_api::bill`]).
    pub async fn electricity_operators(&self) -> Result<Vec<ElectricityOperator>, S::Error> {
        self.get(Request::new(endpoint::ELECTRICITY_OPERATORS)).await
    }

    /// The plans of a biller.
    pub async fn biller_items(&self, category: &BillCategory, biller: &str) -> Result<Vec<BillerItem>, S::Error> {
        let request = Request::new(endpoint::BILLER_ITEMS).parameter("category", category.as_str());
        self.get(request.parameter("billerName", biller)).await
    }

    /// Whose meter or card it is. Only items that are resolvable can be asked about.
    pub async fn validate_bill_customer(&self, customer: &ValidateCustomer) -> Result<BillCustomer, S::Error> {
        self.get(Request::new(endpoint::VALIDATE_BILL_CUSTOMER).json(customer)).await
    }
}
