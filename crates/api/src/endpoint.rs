//! Which call needs which permission (`monei-api.md` §2.1).
//!
//! The client names its calls by these constants, and the simulated Monei refuses by them, so an endpoint has its
//! access rule in one place.

use crate::scope::{Scope, ScopeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
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
    /// The account holder's own session, or a developer's key: no scope opens it.
    Holder,
}

impl Access {
    pub fn permits(self, granted: ScopeSet) -> bool {
        match self {
            Self::AnyToken => true,
            Self::AnyOf(scopes) => scopes.iter().any(|scope| granted.contains(*scope)),
            Self::Holder => false,
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

/// Declares endpoints, and [`ALL`] of them.
macro_rules! endpoints {
    ($($(#[$meta:meta])* $name:ident = $method:ident $path:literal $access:expr;)+) => {
        $($(#[$meta])* pub const $name: Endpoint =
            Endpoint { method: Method::$method, path: $path, access: $access };)+

        /// Every endpoint that this version knows.
        pub const ALL: [Endpoint; [$(stringify!($name)),+].len()] = [$($name),+];
    };
}

const ANY: Access = Access::AnyToken;
const HOLDER: Access = Access::Holder;
const PROFILE: Access = Access::AnyOf(&[Scope::ProfileRead]);
const KYC: Access = Access::AnyOf(&[Scope::KycRead]);
const READ: Access = Access::AnyOf(&[Scope::WalletRead]);
const DEPOSIT: Access = Access::AnyOf(&[Scope::WalletDeposit]);
const SEND: Access = Access::AnyOf(&[Scope::WalletSend]);
const WITHDRAW: Access = Access::AnyOf(&[Scope::WalletWithdraw]);

// `LEGACY_…` are paths of older SDKs (§3.6); a client uses the current ones.
endpoints! {
    // User (§3.1).
    USER_ME = Get "/user/me" PROFILE;
    USER_UPDATE = Patch "/user/update" HOLDER;
    USER_UPDATE_BY_ID = Patch "/user/update/{id}" HOLDER;
    SET_TRANSACTION_PIN = Put "/auth/set-transaction-pin" HOLDER;

    // KYC (§3.2).
    KYC_STATUS = Get "/kyc/status" KYC;
    KYC_LIMITS = Get "/kyc/limits" KYC;

    // Wallet (§3.3).
    WALLET_ME = Get "/wallet/me" READ;
    NAIRA_WALLET = Get "/wallet/naira-wallet" READ;
    VIRTUAL_ACCOUNT = Post "/wallet/virtual-account" HOLDER;

    // Deposits (§3.4).
    DEPOSIT_START = Post "/wallet/deposit" DEPOSIT;
    LEGACY_FUND_WALLET = Post "/wallet/user/fund-wallet" DEPOSIT;
    DEPOSIT_PAYMENT_LINK = Post "/wallet/deposit/payment-link" DEPOSIT;
    DEPOSIT_AUTHORIZE = Post "/wallet/deposit/authorize" DEPOSIT;
    DEPOSIT_PAYMENT_METHOD = Post "/wallet/deposit/payment-method" DEPOSIT;
    DEPOSIT_STATUS = Get "/wallet/deposit/status/{reference}" READ;

    // Payouts (§3.5).
    BANK_TRANSFER = Post "/wallet/payout/bank-transfer" WITHDRAW;
    LEGACY_WITHDRAWALS = Post "/wallet/withdrawals" WITHDRAW;
    PEER_TRANSFER = Post "/wallet/payout/transfer" SEND;
    LEGACY_PEER_TRANSFER = Post "/wallet/peer-transfer" SEND;

    // Bank utilities (§3.6).
    BANKS = Get "/wallet/utils/banks" ANY;
    LEGACY_BANKS = Get "/wallet/get-banks" ANY;
    BANK_CODE = Get "/wallet/utils/bank-code" ANY;
    LEGACY_BANK_CODE = Get "/wallet/get-bank-code" ANY;
    VERIFY_BANK_ACCOUNT = Post "/wallet/utils/verify-bank-account" ANY;
    LEGACY_VERIFY_BANK_ACCOUNT = Post "/wallet/verify-bank-account" ANY;

    // Transactions (§3.7).
    /// The path that the SDKs use; `TRANSACTIONS` is the one on the scope list. A client tries this one first.
    TRANSACTIONS_USER = Get "/transactions/user" READ;
    TRANSACTIONS = Get "/transactions" READ;
    TRANSACTION = Get "/transactions/{id}" READ;
    TRANSACTION_BY_REFERENCE = Get "/transactions/reference/{reference}" READ;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_scopes_is_enough() {
        const EITHER: Access = Access::AnyOf(&[Scope::WalletRead, Scope::OfframpExecute]);
        assert!(EITHER.permits(Scope::OfframpExecute.into()));
        assert!(!EITHER.permits(Scope::ProfileRead.into()));
        assert!(Access::AnyToken.permits(ScopeSet::EMPTY));
        assert!(!Access::Holder.permits(ScopeSet::all()));
    }

    #[test]
    fn no_endpoint_is_twice_there() {
        let mut seen = std::collections::HashSet::new();
        for endpoint in ALL {
            assert!(seen.insert((endpoint.method, endpoint.path)), "{} {}", endpoint.method.name(), endpoint.path);
        }
    }
}
