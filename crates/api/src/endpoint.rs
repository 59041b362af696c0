//! Which call needs which permission (`monei-api.md` §2.1).
//!
//! The client names its calls by these constants, and the simulated Monei refuses by them, so an endpoint has its
//! access rule in one place.

use crate::scope::{Scope, ScopeSet};

/// The HTTP methods of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// In capitals, as HTTP writes it.
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
    /// A token of these scopes opens it.
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
    /// How it is called.
    pub method: Method,
    /// Below the API base, with `{name}` in the place of each parameter.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
}

/// Declares endpoints, and [`ALL`] of them.
macro_rules! endpoints {
    ($($(#[$meta:meta])* $name:ident = $method:ident $path:literal $access:expr;)+) => {
        $(#[doc = concat!("`", stringify!($method), " ", $path, "`.")] $(#[$meta])* pub const $name: Endpoint =
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
const BILLS: Access = Access::AnyOf(&[Scope::BillsPay]);
/// Sending crypto as well: the scope's wording includes it (§2).
const SWAP: Access = Access::AnyOf(&[Scope::SwapExecute]);
const OFFRAMP: Access = Access::AnyOf(&[Scope::OfframpExecute]);
const OFFRAMP_LEDGER: Access = Access::AnyOf(&[Scope::WalletRead, Scope::OfframpExecute]);

// `LEGACY_…` are paths of older SDKs (§3.6), among them those of the Python SDK 0.1.3; a client uses the current ones.
endpoints! {
    // User (§3.1).
    USER_ME = Get "/user/me" PROFILE;
    USER_UPDATE = Patch "/user/update" HOLDER;
    USER_UPDATE_BY_ID = Patch "/user/update/{id}" HOLDER;
    SET_TRANSACTION_PIN = Put "/auth/set-transaction-pin" HOLDER;
    CHANGE_TRANSACTION_PIN = Put "/auth/change-transaction-pin" HOLDER;
    RESET_TRANSACTION_PIN = Put "/auth/reset-transaction-pin" HOLDER;
    CHANGE_PIN = Put "/auth/change-pin" HOLDER;

    // KYC (§3.2).
    KYC_STATUS = Get "/kyc/status" KYC;
    KYC_LIMITS = Get "/kyc/limits" KYC;
    KYC_SUBMIT_NIN = Post "/kyc/submit-nin" HOLDER;
    KYC_SUBMIT_BVN = Post "/kyc/submit-bvn" HOLDER;
    KYC_UPLOAD_DOCUMENT = Post "/kyc/upload-document" HOLDER;
    KYC_CHECK_ELIGIBILITY = Post "/kyc/check-eligibility" HOLDER;
    LEGACY_VERIFY_BVN = Post "/wallet/kyc/bvn" HOLDER;

    // Wallet (§3.3).
    WALLET_ME = Get "/wallet/me" READ;
    NAIRA_WALLET = Get "/wallet/naira-wallet" READ;
    VIRTUAL_ACCOUNT = Post "/wallet/virtual-account" HOLDER;

    // Deposits (§3.4).
    DEPOSIT_START = Post "/wallet/deposit" DEPOSIT;
    DEPOSIT_PAYMENT_LINK = Post "/wallet/deposit/payment-link" DEPOSIT;
    LEGACY_FUND_WALLET = Post "/wallet/user/fund-wallet" DEPOSIT;
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

    // Offramp (§3.13).
    OFFRAMP_ASSETS = Get "/offramp/exchange/assets" ANY;
    OFFRAMP_QUOTE = Get "/offramp/exchange/quote" OFFRAMP;
    OFFRAMP_INITIATE = Post "/offramp/exchange/initiate" OFFRAMP;
    OFFRAMP_HISTORY = Get "/offramp/ledger/history" OFFRAMP_LEDGER;
    OFFRAMP_STATUS = Get "/offramp/ledger/status/{reference}" OFFRAMP_LEDGER;
    OFFRAMP_BANKS = Get "/offramp/payouts/banks" ANY;
    OFFRAMP_VERIFY = Post "/offramp/payouts/verify" OFFRAMP;

    // Bills (§3.12).
    ELECTRICITY_OPERATORS = Get "/bills/discovery/electricity-operators" BILLS;
    LEGACY_DISCOVERY_ELECTRICITY = Get "/bills/discovery/electricity" BILLS;
    LEGACY_BILLERS_ELECTRICITY = Get "/bills/billers/electricity" BILLS;
    BILLER_ITEMS = Get "/bills/discovery/biller-items/{category}/{billerName}" BILLS;
    LEGACY_BILLER_ITEMS = Get "/bills/get-biller-items/{category}/{billerName}" BILLS;
    VALIDATE_BILL_CUSTOMER = Post "/bills/validation/customer" BILLS;
    LEGACY_VALIDATE_BILL = Post "/bills/validate" BILLS;
    PAY_AIRTIME = Post "/bills/pay/airtime" BILLS;
    LEGACY_BUY_AIRTIME = Post "/bills/buy-airtime" BILLS;
    PAY_DATA = Post "/bills/pay/data" BILLS;
    LEGACY_BUY_MOBILE_DATA = Post "/bills/buy-mobile-data" BILLS;
    PAY_ELECTRICITY = Post "/bills/pay/electricity" BILLS;
    LEGACY_BUY_ELECTRICITY = Post "/bills/buy-electricity" BILLS;
    PAY_CABLE_TV = Post "/bills/pay/cable-tv" BILLS;
    LEGACY_SUBSCRIBE_CABLE_TV = Post "/bills/subscribe-cable-tv" BILLS;
    BILLS_RECORDS = Get "/bills/records" READ;
    LEGACY_BILLS = Get "/bills" READ;
    LEGACY_BILL_HISTORY = Get "/bills/history" READ;
    BILL_BY_REFERENCE = Get "/bills/records/reference/{reference}" READ;
    LEGACY_BILL_BY_REFERENCE = Get "/bills/reference/{reference}" READ;
    BILL_RECEIPT = Get "/bills/records/receipt/{transactionId}" READ;
    LEGACY_BILL_RECEIPT = Get "/bills/receipt/{transactionId}" READ;

    // Payment methods and beneficiaries (§3.14).
    PAYMENT_METHODS = Get "/payment-methods" HOLDER;
    CREATE_PAYMENT_METHOD = Post "/payment-methods" HOLDER;
    PAYMENT_METHOD = Get "/payment-methods/{id}" HOLDER;
    DELETE_PAYMENT_METHOD = Delete "/payment-methods/{id}" HOLDER;
    DEFAULT_PAYMENT_METHOD = Patch "/payment-methods/{id}/default" HOLDER;
    SYNC_PAYMENT_METHODS = Post "/payment-methods/sync" HOLDER;
    BENEFICIARIES = Get "/beneficiaries" HOLDER;
    CREATE_BENEFICIARY = Post "/beneficiaries" HOLDER;
    BENEFICIARY = Get "/beneficiaries/{id}" HOLDER;
    UPDATE_BENEFICIARY = Put "/beneficiaries/{id}" HOLDER;
    DELETE_BENEFICIARY = Delete "/beneficiaries/{type}/{name}" HOLDER;
    LEGACY_DELETE_BENEFICIARY = Delete "/beneficiaries/{id}" HOLDER;
    BENEFICIARY_TRANSFER = Post "/beneficiaries/transfer" HOLDER;

    // Bill beneficiaries and schedules (§3.14).
    BILL_BENEFICIARIES = Get "/bill-beneficiaries" HOLDER;
    FAVORITE_BILL_BENEFICIARIES = Get "/bill-beneficiaries/favorites" HOLDER;
    SAVE_MOBILE_BENEFICIARY = Post "/bill-beneficiaries/mobile" HOLDER;
    SAVE_ELECTRICITY_BENEFICIARY = Post "/bill-beneficiaries/electricity" HOLDER;
    SAVE_CABLE_TV_BENEFICIARY = Post "/bill-beneficiaries/cable-tv" HOLDER;
    UPDATE_BILL_BENEFICIARY = Put "/bill-beneficiaries/{id}" HOLDER;
    DELETE_BILL_BENEFICIARY = Delete "/bill-beneficiaries/{id}" HOLDER;
    SCHEDULES = Get "/schedules" HOLDER;
    CREATE_SCHEDULE = Post "/schedules" HOLDER;
    SCHEDULE = Get "/schedules/{id}" HOLDER;
    UPDATE_SCHEDULE = Put "/schedules/{id}" HOLDER;
    CANCEL_SCHEDULE = Delete "/schedules/{id}" HOLDER;

    // EVM (§3.8).
    EVM_NETWORKS = Get "/evm/networks" ANY;
    EVM_NATIVE_BALANCE = Get "/evm/balance/native" READ;
    EVM_TOKEN_BALANCE = Get "/evm/balance/token" READ;
    EVM_PORTFOLIO = Get "/evm/portfolio/{chainId}" READ;
    EVM_SEND_NATIVE = Post "/evm/send/native" SWAP;
    EVM_SEND_TOKEN = Post "/evm/send/token" SWAP;

    // Solana (§3.9).
    SOLANA_ADDRESS = Get "/solana/address" READ;
    SOLANA_BALANCE = Get "/solana/balance" READ;
    SOLANA_TOKEN_BALANCE = Get "/solana/token-balance/{tokenMintAddress}" READ;
    SOLANA_PORTFOLIO = Get "/solana/portfolio" READ;
    SOLANA_TRANSFER = Post "/solana/transfer" SWAP;
    SOLANA_TRANSFER_TOKEN = Post "/solana/transfer-token" SWAP;

    // EVM exchange (§3.10).
    EVM_PRICE_NATIVE_TO_TOKEN = Post "/evm-exchange/price/native-to-token" SWAP;
    EVM_PRICE_TOKEN_TO_TOKEN = Post "/evm-exchange/price/token-to-token" SWAP;
    EVM_PRICE_TOKEN_TO_NATIVE = Post "/evm-exchange/price/token-to-native" SWAP;
    LEGACY_EVM_QUOTE_NATIVE_TO_TOKEN = Post "/evm-exchange/quote/native-to-token" SWAP;
    LEGACY_EVM_QUOTE_TOKEN_TO_TOKEN = Post "/evm-exchange/quote/token-to-token" SWAP;
    LEGACY_EVM_QUOTE_TOKEN_TO_NATIVE = Post "/evm-exchange/quote/token-to-native" SWAP;
    EVM_SWAP_NATIVE_TO_TOKEN = Post "/evm-exchange/native-to-token" SWAP;
    EVM_SWAP_TOKEN_TO_TOKEN = Post "/evm-exchange/token-to-token" SWAP;
    EVM_SWAP_TOKEN_TO_NATIVE = Post "/evm-exchange/token-to-native" SWAP;

    // Solana exchange (§3.11).
    SOLANA_QUOTE_SOL_TO_TOKEN = Get "/solana-exchange/quote/sol-to-token" SWAP;
    SOLANA_QUOTE_TOKEN_TO_SOL = Get "/solana-exchange/quote/token-to-sol" SWAP;
    SOLANA_QUOTE_TOKEN_TO_TOKEN = Get "/solana-exchange/quote/token-to-token" SWAP;
    LEGACY_SOLANA_QUOTE = Get "/solana-exchange/quote" SWAP;
    SOLANA_SWAP_SOL_TO_TOKEN = Post "/solana-exchange/swap-sol-to-token" SWAP;
    SOLANA_SWAP_TOKEN_TO_SOL = Post "/solana-exchange/swap-token-to-sol" SWAP;
    SOLANA_SWAP_TOKEN_TO_TOKEN = Post "/solana-exchange/swap-token-to-token" SWAP;
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
