//! The questions that Monei's documentation leaves open, as switches (`monei-api.md` §1.11 and §6.1).
//!
//! The defaults are the sandbox rulings of the contract. `PATCH /sandbox/switches` changes any of them at run time.

use serde::{Deserialize, Serialize};

/// How the simulation answers where the documentation does not say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Switches {
    pub grants: GrantReport,
    pub old_pair_after_new_grant: OldPair,
    pub pkce: Pkce,
    pub naira_balance: NairaBalance,
    pub kyc_limit_spelling: LimitSpelling,
    pub transaction_detail: DetailShape,
    pub refresh_scopes: RefreshScopes,
    pub access_token_lifetime_seconds: u32,
    pub rate_limits: RateLimits,
    pub time: Time,
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
            access_token_lifetime_seconds: monei_api::connect::ACCESS_TOKEN_LIFETIME_SECONDS,
            rate_limits: RateLimits::Named(NamedLimits::Documented),
            time: Time::Auto,
        }
    }
}

/// Declares a switch with two or three positions.
macro_rules! switch {
    ($(#[$meta:meta])* $name:ident { $($(#[$position_meta:meta])* $position:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum $name { $($(#[$position_meta])* $position),+ }
    };
}

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

/// The limits of Connect: the documented ones, none, or one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RateLimits {
    Named(NamedLimits),
    PerMinute(PerMinute),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NamedLimits {
    /// 10 token requests, 20 authorization pages and 20 decisions (`monei-api.md` §1.10).
    Documented,
    Off,
}

/// How many calls a minute each limited endpoint takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
