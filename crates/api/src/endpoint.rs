//! Which call needs which permission (`monei-api.md` §2.1).
//!
//! The client names its calls by these constants, and the simulated Monei refuses by them, so an endpoint has its
//! access rule in one place.

use crate::scope::{Scope, ScopeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
}

impl Method {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// What a bearer token must hold for an endpoint to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Any valid Connect token.
    AnyToken,
    /// A token with at least one of these scopes; the first is the one to ask for.
    AnyOf(&'static [Scope]),
}

impl Access {
    pub fn permits(self, granted: ScopeSet) -> bool {
        match self {
            Self::AnyToken => true,
            Self::AnyOf(scopes) => scopes.iter().any(|scope| granted.contains(*scope)),
        }
    }
}

/// A documented call. `path` is below the API base and holds `{name}` where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
}

const fn get(path: &'static str, scopes: &'static [Scope]) -> Endpoint {
    Endpoint { method: Method::Get, path, access: Access::AnyOf(scopes) }
}

pub const USER_ME: Endpoint = get("/user/me", &[Scope::ProfileRead]);
pub const KYC_STATUS: Endpoint = get("/kyc/status", &[Scope::KycRead]);
pub const KYC_LIMITS: Endpoint = get("/kyc/limits", &[Scope::KycRead]);
pub const WALLET_ME: Endpoint = get("/wallet/me", &[Scope::WalletRead]);
pub const NAIRA_WALLET: Endpoint = get("/wallet/naira-wallet", &[Scope::WalletRead]);
/// The path that the SDKs use; `TRANSACTIONS` is the one on the scope list. A client tries this one first (§3.7).
pub const TRANSACTIONS_USER: Endpoint = get("/transactions/user", &[Scope::WalletRead]);
pub const TRANSACTIONS: Endpoint = get("/transactions", &[Scope::WalletRead]);
pub const TRANSACTION: Endpoint = get("/transactions/{id}", &[Scope::WalletRead]);
pub const TRANSACTION_BY_REFERENCE: Endpoint = get("/transactions/reference/{reference}", &[Scope::WalletRead]);

/// Every endpoint that this version knows.
pub const ALL: [Endpoint; 9] = [
    USER_ME,
    KYC_STATUS,
    KYC_LIMITS,
    WALLET_ME,
    NAIRA_WALLET,
    TRANSACTIONS_USER,
    TRANSACTIONS,
    TRANSACTION,
    TRANSACTION_BY_REFERENCE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_scopes_is_enough() {
        const EITHER: Access = Access::AnyOf(&[Scope::WalletRead, Scope::OfframpExecute]);
        assert!(EITHER.permits(Scope::OfframpExecute.into()));
        assert!(!EITHER.permits(Scope::ProfileRead.into()));
        assert!(Access::AnyToken.permits(ScopeSet::EMPTY));
    }
}
