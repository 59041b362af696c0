//! The typed calls. Each hangs on a [`Handle`] whose type names a permission, and a handle can only be had from a set
//! of granted scopes that holds it: a call outside the grant does not compile, or has no handle to be made on.

use std::future::Future;
use std::marker::PhantomData;

use monei_api::kyc::KycStatusResponse;
use monei_api::transaction::TransactionPage;
use monei_api::user::User;
use monei_api::wallet::WalletResponse;
use monei_api::{Scope, ScopeSet, endpoint};
use serde::de::DeserializeOwned;

use crate::api::Request;
use crate::error::CallError;

/// A permission as a type.
pub trait Permission {
    const SCOPE: Scope;
}

macro_rules! permissions {
    ($($name:ident),+) => {$(
        #[doc = concat!("[`Scope::", stringify!($name), "`] as a type.")]
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Permission for $name {
            const SCOPE: Scope = Scope::$name;
        }
    )+};
}

permissions!(ProfileRead, KycRead, WalletRead);

/// Something that can send a request with a fitting token: it renews tokens and knows the grants.
pub trait Session: Sync {
    type Error: From<CallError> + Send;

    fn send<T: DeserializeOwned + Send>(
        &self,
        scope: Scope,
        request: Request,
    ) -> impl Future<Output = Result<T, Self::Error>> + Send;
}

/// The permission was not granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the permission {0} is not granted")]
pub struct NotGranted(pub Scope);

/// The calls of one permission.
#[derive(Debug)]
pub struct Handle<'a, P, S> {
    session: &'a S,
    permission: PhantomData<P>,
}

impl<'a, P: Permission, S: Session> Handle<'a, P, S> {
    /// A handle, if `granted` holds the permission.
    pub fn of(session: &'a S, granted: ScopeSet) -> Result<Self, NotGranted> {
        if granted.contains(P::SCOPE) {
            Ok(Self { session, permission: PhantomData })
        } else {
            Err(NotGranted(P::SCOPE))
        }
    }

    async fn get<T: DeserializeOwned + Send>(&self, request: Request) -> Result<T, S::Error> {
        self.session.send(P::SCOPE, request).await
    }
}

impl<S: Session> Handle<'_, ProfileRead, S> {
    /// Who the wallet belongs to (`monei-api.md` §3.1).
    pub async fn user(&self) -> Result<User, S::Error> {
        self.get(Request::new(endpoint::USER_ME)).await
    }
}

impl<S: Session> Handle<'_, KycRead, S> {
    /// Tier and limits (§3.2).
    pub async fn kyc_status(&self) -> Result<KycStatusResponse, S::Error> {
        self.get(Request::new(endpoint::KYC_STATUS)).await
    }
}

/// Where a page of transactions was found: the sources name two paths (§3.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransactionPath {
    #[default]
    User,
    Plain,
}

impl<S: Session<Error: AsCallError>> Handle<'_, WalletRead, S> {
    /// Naira balance and sub-wallets (§3.3).
    pub async fn wallet(&self) -> Result<WalletResponse, S::Error> {
        self.get(Request::new(endpoint::WALLET_ME)).await
    }

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

/// For the fallback between two paths: 404 and 403 both may mean that the path is the other one.
pub trait AsCallError {
    fn is_absent_or_forbidden(&self) -> bool;
}

impl AsCallError for CallError {
    fn is_absent_or_forbidden(&self) -> bool {
        matches!(self, Self::NotFound { .. } | Self::Forbidden { .. })
    }
}
