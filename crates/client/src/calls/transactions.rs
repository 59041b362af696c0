//! The history of the wallet (`monei-api.md` §3.7).

use monei_api::endpoint;
use monei_api::transaction::{TransactionDetail, TransactionPage};

use super::{AsCallError, Handle, Session, WalletRead};
use crate::api::Request;

/// Where a page of transactions was found: the sources name two paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransactionPath {
    /// `/transactions/user`, in all sources but one.
    #[default]
    User,
    /// `/transactions`, in the list of scopes.
    Plain,
}

impl<S: Session<Error: AsCallError>> Handle<'_, WalletRead, S> {
    /// A page of transactions, the newest first. `path` is tried first; the one that answered is returned with the page,
    /// for the next call.
    pub async fn transactions(
        &self,
        path: TransactionPath,
        page: u32,
        limit: u32,
    ) -> Result<(TransactionPage, TransactionPath), S::Error> {
        let ask = |path| {
            let endpoint = match path {
                TransactionPath::User => endpoint::TRANSACTIONS_USER,
                TransactionPath::Plain => endpoint::TRANSACTIONS,
            };
            self.get(Request::new(endpoint).query("page", page).query("limit", limit))
        };
        match ask(path).await {
            Err(error) if path == TransactionPath::User && error.is_absent_or_forbidden() => {
                Ok((ask(TransactionPath::Plain).await?, TransactionPath::Plain))
            }
            answer => Ok((answer?, path)),
        }
    }
}

impl<S: Session> Handle<'_, WalletRead, S> {
    /// Everything that is known of one transaction.
    pub async fn transaction(&self, id: &str) -> Result<TransactionDetail, S::Error> {
        self.get(Request::new(endpoint::TRANSACTION).parameter("id", id)).await
    }

    /// The same, by the reference that receipts show.
    pub async fn transaction_by_reference(&self, reference: &str) -> Result<TransactionDetail, S::Error> {
        self.get(Request::new(endpoint::TRANSACTION_BY_REFERENCE).parameter("reference", reference)).await
    }
}
