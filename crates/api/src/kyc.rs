//! `GET /kyc/status` and `GET /kyc/limits` (`monei-api.md` §3.2). All limits are in naira.

use serde::{Deserialize, Serialize};

use crate::field::{Field, open_enum};
use crate::money::Figure;

open_enum! {
    /// A verification tier.
    pub enum Tier {
        One = "tier_1",
        Two = "tier_2",
        Three = "tier_3",
        Four = "tier_4",
    }
}

open_enum! {
    pub enum KycStatus {
        None = "none",
        Pending = "pending",
        Verified = "verified",
        Rejected = "rejected",
        Expired = "expired",
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct KycStatusResponse {
    #[serde(default)]
    pub current_tier: Field<Tier>,
    #[serde(default)]
    pub status: Field<KycStatus>,
    #[serde(default)]
    pub limits: Field<Limits>,
    #[serde(default)]
    pub requirements: Field<String>,
    #[serde(default)]
    pub verified: Field<Verified>,
    #[serde(default)]
    pub can_upgrade: Field<bool>,
    #[serde(default)]
    pub next_tier: Field<Tier>,
}

/// Both spellings of the sources are read; the first is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    #[serde(default, alias = "maxSingleTranscation")]
    pub max_single_transaction: Field<Figure>,
    #[serde(default, alias = "dailyTransactionLimits")]
    pub daily_transaction_limit: Field<Figure>,
    #[serde(default, alias = "monthlyTransactionLimits")]
    pub monthly_transaction_limit: Field<Figure>,
    #[serde(default)]
    pub max_wallet_balance: Field<Figure>,
    #[serde(default)]
    pub crypto_allowed: Field<bool>,
    #[serde(default)]
    pub cross_border_allowed: Field<bool>,
    #[serde(default, alias = "cryptoDailyLimits")]
    pub crypto_daily_limit: Field<Figure>,
    #[serde(default)]
    pub p2p_allowed: Field<bool>,
    #[serde(default)]
    pub withdrawal_allowed: Field<bool>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    #[serde(default)]
    pub nin: Field<bool>,
    #[serde(default)]
    pub bvn: Field<bool>,
    #[serde(default)]
    pub government_id: Field<bool>,
    #[serde(default)]
    pub selfie: Field<bool>,
    #[serde(default)]
    pub biometric: Field<bool>,
    #[serde(default)]
    pub address: Field<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_the_limits_are_read() {
        for body in [
            r#"{"maxSingleTransaction":1,"dailyTransactionLimit":"2","monthlyTransactionLimit":3,"cryptoDailyLimit":4}"#,
            r#"{"maxSingleTranscation":1,"dailyTransactionLimits":2,"monthlyTransactionLimits":3,"cryptoDailyLimits":4}"#,
        ] {
            let limits: Limits = serde_json::from_str(body).unwrap();
            let shown = [
                limits.max_single_transaction,
                limits.daily_transaction_limit,
                limits.monthly_transaction_limit,
                limits.crypto_daily_limit,
            ]
            .map(|field| field.into_option().unwrap().amount.to_string());
            assert_eq!(shown, ["1", "2", "3", "4"], "{body}");
        }
    }
}
