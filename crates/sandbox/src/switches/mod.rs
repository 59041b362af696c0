//! The questions that Monei's documentation leaves open, as switches (`monei-api.md` §1.11, §6.1 and §6.2).
//!
//! The defaults are the sandbox rulings of the contract. `PATCH /sandbox/switches` changes any of them at run time.

mod access;
mod catalogue;
mod requests;
mod wording;

pub(crate) use catalogue::{SwitchKind, SwitchRow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use access::*;
pub use requests::*;
pub use wording::*;

/// How the simulation answers where the documentation does not say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Switches {
    pub grants: GrantReport,
    pub old_pair_after_new_grant: OldPair,
    pub pkce: Pkce,
    pub naira_balance: NairaBalance,
    pub kyc_limit_spelling: LimitSpelling,
    pub transaction_detail: DetailShape,
    pub refresh_scopes: RefreshScopes,
    pub refreshed_scopes: RefreshedScopes,
    pub further_denial: FurtherDenial,
    pub unlisted_lookups: UnlistedLookups,
    /// How many seconds an access token is valid.
    pub access_token_lifetime_seconds: u32,
    pub rate_limits: RateLimits,
    pub rate_limit_key: RateLimitKey,
    pub time: Time,
    pub networks: Networks,
    pub portfolios: Portfolios,
    pub evm_price: EvmPrice,
    pub offramp_quote: OfframpQuote,
    pub offramp_status: OfframpStatus,
    pub offramp_history_keys: OfframpHistoryKeys,
    pub offramp_history_code: OfframpHistoryCode,
    pub offramp_current_page: OfframpCurrentPage,
    pub offramp_account_key: OfframpAccountKey,
    pub offramp_initiate_code: OfframpInitiateCode,
    pub offramp_ledger_scope: OfframpLedgerScope,
    pub offramp_bank_codes: OfframpBankCodes,
    pub bill_item_code: BillItemCode,
    pub deposit_unit: DepositUnit,
    pub solana_swap_unit: SolanaSwapUnit,
    /// How many seconds the price or quote of a swap is valid.
    pub quote_lifetime_seconds: u32,
    pub crypto_pin: CryptoPin,
    pub transaction_pin_length: TransactionPinLength,
    pub payment_method_spelling: PaymentMethodSpelling,
    pub deletions: Deletions,
    pub transaction_paths: TransactionPaths,
    pub grant_after_revoke: GrantAfterRevoke,
    /// How many seconds a refresh token is valid.
    pub refresh_token_lifetime_seconds: u32,
    pub status_code: StatusCodeForm,
    pub status_words: StatusWords,
    pub empty_errors: EmptyErrors,
    pub error_messages: ErrorMessages,
    pub post_status: PostStatus,
    pub retry_after: RetryAfter,
    pub transaction_list: TransactionList,
    pub page_names: PageNames,
    /// The form of `page`, `limit` and the totals in the pagination of transactions.
    pub page_numbers: FigureForm,
    /// The form of `amount` in lists of transactions.
    pub transaction_amount: FigureForm,
    /// The form of `amount` in deposits.
    pub deposit_amount: FigureForm,
    /// The form of `balance` in subwallets.
    pub subwallet_balance: FigureForm,
    pub virtual_account: VirtualAccountForm,
    pub user_names: UserNames,
    pub kyc_data: KycData,
    pub explorer_key: ExplorerKey,
    pub solana_quote_key: SolanaQuoteKey,
    pub bill_receipt: BillReceiptShape,
    pub wallet: WalletShape,
    /// The form of `balance` in the tokens of a Solana portfolio.
    pub solana_token_balance: FigureForm,
    pub native_token_address: NativeTokenAddress,
    pub null_fields: NullFields,
    /// Whether a success stands in an envelope, for single paths: `{"/user/me": "bare"}`.
    pub envelopes: PerPath<EnvelopeForm>,
    /// The form of figures, for single paths: `{"/wallet/*": "text"}`.
    pub figures: PerPath<FigureForm>,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            grants: GrantReport::Union,
            old_pair_after_new_grant: OldPair::Valid,
            pkce: Pkce::Ignore,
            naira_balance: NairaBalance::Text,
            kyc_limit_spelling: LimitSpelling::Singular,
            transaction_detail: DetailShape::Envelope,
            refresh_scopes: RefreshScopes::Included,
            refreshed_scopes: RefreshedScopes::Unchanged,
            further_denial: FurtherDenial::AccessDenied,
            unlisted_lookups: UnlistedLookups::Open,
            access_token_lifetime_seconds: monei_api::connect::ACCESS_TOKEN_LIFETIME_SECONDS,
            rate_limits: RateLimits::Named(NamedLimits::Documented),
            rate_limit_key: RateLimitKey::Client,
            time: Time::Auto,
            networks: Networks::Mainnets,
            portfolios: Portfolios::Wallet,
            evm_price: EvmPrice::Quote,
            offramp_quote: OfframpQuote::Text,
            offramp_status: OfframpStatus::Envelope,
            offramp_history_keys: OfframpHistoryKeys::Reference,
            offramp_history_code: OfframpHistoryCode::Omitted,
            offramp_current_page: OfframpCurrentPage::AsPassed,
            offramp_account_key: OfframpAccountKey::AccountNumber,
            offramp_initiate_code: OfframpInitiateCode::Http,
            offramp_ledger_scope: OfframpLedgerScope::Either,
            offramp_bank_codes: OfframpBankCodes::Both,
            bill_item_code: BillItemCode::Optional,
            deposit_unit: DepositUnit::Naira,
            solana_swap_unit: SolanaSwapUnit::Human,
            quote_lifetime_seconds: QUOTE_LIFETIME_SECONDS,
            crypto_pin: CryptoPin::Ignored,
            transaction_pin_length: TransactionPinLength::FourToSix,
            payment_method_spelling: PaymentMethodSpelling::Capabilities,
            deletions: Deletions::Envelope,
            transaction_paths: TransactionPaths::Both,
            grant_after_revoke: GrantAfterRevoke::Removed,
            refresh_token_lifetime_seconds: REFRESH_TOKEN_LIFETIME_SECONDS,
            status_code: StatusCodeForm::Number,
            status_words: StatusWords::Upper,
            empty_errors: EmptyErrors::Included,
            error_messages: ErrorMessages::Text,
            post_status: PostStatus::Ok,
            retry_after: RetryAfter::Seconds,
            transaction_list: TransactionList::Object,
            page_names: PageNames::Long,
            page_numbers: FigureForm::Number,
            transaction_amount: FigureForm::Number,
            deposit_amount: FigureForm::Number,
            subwallet_balance: FigureForm::Number,
            virtual_account: VirtualAccountForm::Object,
            user_names: UserNames::Table,
            kyc_data: KycData::Object,
            explorer_key: ExplorerKey::Both,
            solana_quote_key: SolanaQuoteKey::FromToken,
            bill_receipt: BillReceiptShape::Bare,
            wallet: WalletShape::Envelope,
            solana_token_balance: FigureForm::Number,
            native_token_address: NativeTokenAddress::Omitted,
            null_fields: NullFields::Included,
            envelopes: PerPath::new(),
            figures: PerPath::new(),
        }
    }
}

/// §5.
const QUOTE_LIFETIME_SECONDS: u32 = 30;

/// §1.11, question 5.
const REFRESH_TOKEN_LIFETIME_SECONDS: u32 = 30 * 24 * 3_600;

impl Switches {
    /// Sets what is named and leaves the rest; all of it or nothing.
    pub fn merge(&mut self, changes: Map<String, Value>) -> Result<(), serde_json::Error> {
        let mut merged = serde_json::to_value(&*self)?;
        if let Value::Object(current) = &mut merged {
            current.extend(changes);
        }
        *self = serde_json::from_value(merged)?;
        Ok(())
    }

    /// Whether answers are in the wording of the defaults.
    pub(crate) fn word_as_default(&self) -> bool {
        let defaults = Self::default();
        let plain = Self {
            status_code: defaults.status_code,
            status_words: defaults.status_words,
            empty_errors: defaults.empty_errors,
            error_messages: defaults.error_messages,
            post_status: defaults.post_status,
            retry_after: defaults.retry_after,
            transaction_list: defaults.transaction_list,
            page_names: defaults.page_names,
            page_numbers: defaults.page_numbers,
            transaction_amount: defaults.transaction_amount,
            deposit_amount: defaults.deposit_amount,
            subwallet_balance: defaults.subwallet_balance,
            virtual_account: defaults.virtual_account,
            user_names: defaults.user_names,
            kyc_data: defaults.kyc_data,
            explorer_key: defaults.explorer_key,
            solana_quote_key: defaults.solana_quote_key,
            bill_receipt: defaults.bill_receipt,
            wallet: defaults.wallet,
            solana_token_balance: defaults.solana_token_balance,
            native_token_address: defaults.native_token_address,
            null_fields: defaults.null_fields,
            envelopes: defaults.envelopes,
            figures: defaults.figures,
            ..self.clone()
        };
        *self == plain
    }
}

/// Declares a switch with two or three positions.
macro_rules! switch {
    ($(#[$meta:meta])* $name:ident { $($(#[$position_meta:meta])* $position:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "camelCase")]
        pub enum $name { $($(#[$position_meta])* $position),+ }
    };
}

pub(crate) use switch;

switch! {
    /// What a token carries after a further request of the same application.
    GrantReport {
        /// Everything the person ever granted to the application.
        Union,
        /// Only what was allowed on this occasion.
        NewOnly,
    }
}
switch! {
    /// What becomes of the earlier tokens when the same application gets new ones by a new grant.
    OldPair { Valid, Dead }
}
switch! {
    /// What is done with RFC 7636 parameters.
    Pkce {
        Ignore,
        /// A challenge must be sent and its verifier must match.
        Enforce,
        /// Any undocumented parameter is a bad request.
        Reject,
    }
}
switch! {
    /// The form of `nairaBalance`.
    NairaBalance { Text, Number }
}
switch! {
    /// The names of the KYC limits.
    LimitSpelling { Singular, PluralTypo }
}
switch! {
    /// Whether a single transaction stands in an envelope.
    DetailShape { Envelope, Bare }
}
switch! {
    /// Whether a refresh repeats the scopes.
    RefreshScopes { Included, Omitted }
}
switch! {
    /// How pending things come to their end.
    Time {
        /// By themselves, as time passes.
        Auto,
        /// Only when the control API moves the clock or names them.
        Explicit,
    }
}
switch! {
    /// What a quote of the offramp is.
    OfframpQuote {
        /// The rate as a text, in an envelope.
        Text,
        /// `{token, network, amount, fiat, rate}` in an envelope.
        Object,
        /// The same without an envelope.
        Bare,
    }
}
switch! {
    /// What stands around the status of an order.
    OfframpStatus {
        Envelope,
        Bare,
        /// `{status, data, message, error}`, where `status` is a word for the call.
        Result,
    }
}
switch! {
    /// The names in the history of the offramp.
    OfframpHistoryKeys {
        /// `reference`, `asset` and so on.
        Reference,
        /// `internalReference`, `fromCurrency` and so on.
        InternalReference,
    }
}
switch! {
    /// Whether the history of the offramp has a `statusCode`.
    OfframpHistoryCode { Omitted, Included }
}
switch! {
    /// The form of `currentPage` in the history of the offramp.
    OfframpCurrentPage {
        /// A text where the query had it, else a number.
        AsPassed,
        Number,
        Text,
    }
}
switch! {
    /// The name of the account number of an order's beneficiary.
    OfframpAccountKey { AccountNumber, AmountNumber }
}
switch! {
    /// The `statusCode` in the body of an initiated order.
    OfframpInitiateCode {
        /// That of HTTP: 201 or 202.
        Http,
        /// 200 in either case.
        Ok,
    }
}
switch! {
    /// Which networks are listed: those of live mode or those of sandbox mode.
    Networks { Mainnets, Testnets }
}
switch! {
    /// Where the portfolios of `GET /wallet/me?chainId=` stand.
    Portfolios {
        /// Beside the subwallets.
        Wallet,
        /// In the subwallets of their chains.
        Subwallet,
    }
}
switch! {
    /// The shape of the prices of EVM trades.
    EvmPrice {
        Quote,
        /// The answer of the aggregator behind Monei, as it comes.
        Aggregator,
    }
}
switch! {
    /// The name of what a payment method is good for.
    PaymentMethodSpelling { Capabilities, Capability }
}
switch! {
    /// What a DELETE answers.
    Deletions { Envelope, Empty }
}
switch! {
    /// Which of the two paths lists transactions.
    TransactionPaths {
        Both,
        /// `/transactions/user`; the other is not there.
        User,
        /// `/transactions`; the other is not there.
        Plain,
        /// `/transactions`; the other is forbidden.
        UserForbidden,
    }
}
switch! {
    /// What becomes of a grant whose last pair of tokens is revoked.
    GrantAfterRevoke { Removed, Kept }
}

/// The limits of Connect: the documented ones, none, or one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RateLimits {
    Named(NamedLimits),
    PerMinute(PerMinute),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum NamedLimits {
    /// 10 token requests, 20 authorization pages and 20 decisions (`monei-api.md` §1.10).
    Documented,
    Off,
}

/// How many calls a minute each limited endpoint takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PerMinute {
    pub token: u32,
    pub authorize_page: u32,
    pub authorize_decision: u32,
}

impl RateLimits {
    pub const OFF: Self = Self::Named(NamedLimits::Off);

    /// The numbers, or nothing where there is no limit.
    pub const fn per_minute(self) -> Option<PerMinute> {
        match self {
            Self::Named(NamedLimits::Documented) => {
                Some(PerMinute { token: 10, authorize_page: 20, authorize_decision: 20 })
            }
            Self::Named(NamedLimits::Off) => None,
            Self::PerMinute(numbers) => Some(numbers),
        }
    }
}
