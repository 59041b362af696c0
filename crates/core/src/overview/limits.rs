//! How much may be moved, and what more would need.

use monei_api::kyc::{self, KycStatusResponse};
use monei_api::money::Figure;
use monei_api::{Field, Money};

use super::IdentityChecks;

/// All limits in naira. Monei does not tell how much of them is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    pub tier: Option<String>,
    pub status: Option<String>,
    pub single: Option<Money>,
    pub daily: Option<Money>,
    pub monthly: Option<Money>,
    pub max_balance: Option<Money>,
    /// What may leave in crypto in a day.
    pub crypto_daily: Option<Money>,
    pub allowed: Allowed,
    pub checks: IdentityChecks,
    pub can_upgrade: Option<bool>,
    pub next_tier: Option<String>,
    pub requirements: Option<String>,
}

/// What the tier lets a person do. None: Monei does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    pub withdrawal: Option<bool>,
    pub p2p: Option<bool>,
    pub crypto: Option<bool>,
    pub cross_border: Option<bool>,
}

impl Limits {
    /// `limits` are those of `GET /kyc/limits`, for a status that has none of its own.
    pub fn new(kyc: KycStatusResponse, limits: Option<kyc::Limits>) -> Self {
        let naira = |field: Field<Figure>| field.into_option().map(|figure| Money::naira(figure.amount));
        let limits = kyc.limits.into_option().or(limits).unwrap_or_default();
        Self {
            tier: kyc.current_tier.as_ref().map(|tier| tier.as_str().to_owned()),
            status: kyc.status.as_ref().map(|status| status.as_str().to_owned()),
            single: naira(limits.max_single_transaction),
            daily: naira(limits.daily_transaction_limit),
            monthly: naira(limits.monthly_transaction_limit),
            max_balance: naira(limits.max_wallet_balance),
            crypto_daily: naira(limits.crypto_daily_limit),
            allowed: Allowed {
                withdrawal: *limits.withdrawal_allowed,
                p2p: *limits.p2p_allowed,
                crypto: *limits.crypto_allowed,
                cross_border: *limits.cross_border_allowed,
            },
            checks: kyc.verified.into_option().map(IdentityChecks::from).unwrap_or_default(),
            can_upgrade: *kyc.can_upgrade,
            next_tier: kyc.next_tier.as_ref().map(|tier| tier.as_str().to_owned()),
            requirements: kyc.requirements.into_option().filter(|text| !text.trim().is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_come_with_the_status_or_by_themselves() {
        let read = |body: &str| serde_json::from_str::<KycStatusResponse>(body).unwrap();
        let apart: kyc::Limits = serde_json::from_str(r#"{"cryptoDailyLimits":7,"p2pAllowed":false}"#).unwrap();
        let limits = Limits::new(read(r#"{"currentTier":"tier_1"}"#), Some(apart.clone()));
        assert_eq!((limits.crypto_daily, limits.allowed.p2p), (Some(Money::naira(7.into())), Some(false)));
        let limits = Limits::new(read(r#"{"limits":{"cryptoDailyLimit":"8"},"verified":{"bvn":true}}"#), Some(apart));
        assert_eq!((limits.crypto_daily, limits.daily), (Some(Money::naira(8.into())), None));
        assert_eq!((limits.checks.bvn, limits.checks.nin), (Some(true), None));
    }
}
