//! The typed calls. Each hangs on a [`Handle`] whose type names a permission, and a handle can only be had from a set
//! of granted scopes that holds it: a call outside the grant does not compile, or has no handle to be made on.
//!
//! The modules are named after what their calls are about.

mod banks;
mod bills;
mod chains;
mod deposits;
mod exchange;
mod kyc;
mod offramp;
mod profile;
mod transactions;
mod wallet;

use std::future::Future;
use std::marker::PhantomData;

use monei_api::{Scope, ScopeSet};
use serde::de::DeserializeOwned;

pub use self::transactions::TransactionPath;
use crate::api::Request;
use crate::error::CallError;

/// A permission as a type.
pub trait Permission {
    /// The scope of Monei Connect that it stands for.
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

permissions!(
    ProfileRead,
    KycRead,
    WalletRead,
    WalletDeposit,
    WalletSend,
    WalletWithdraw,
    SwapExecute,
    BillsPay,
    OfframpExecute
);

/// Something that can send a request with a fitting token: it renews tokens and knows the grants.
pub trait Session: Sync {
    /// What can become of a call: at least what can become of a request.
    type Error: From<CallError> + Send;

    /// Sends the request with a token that holds `scope`, and reads its answer.
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

    /// Asks, whatever the method: what moves money goes another way ([`money`](crate::money)).
    async fn get<T: DeserializeOwned + Send>(&self, request: Request) -> Result<T, S::Error> {
        self.session.send(P::SCOPE, request).await
    }
}

/// For the fallback between two paths: 404 and 403 both may mean that the path is the other one.
pub trait AsCallError {
    /// It is one of the two.
    fn is_absent_or_forbidden(&self) -> bool;
}

impl AsCallError for CallError {
    fn is_absent_or_forbidden(&self) -> bool {
        matches!(self, Self::NotFound { .. } | Self::Forbidden { .. })
    }
}
