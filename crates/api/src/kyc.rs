//! `GET /kyc/status` and `GET /kyc/limits` (`monei-api.md` §3.2). All limits are in naira.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

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
    /// How far a verification is (§4).
    pub enum KycStatus {
        None = "none",
        Pending = "pending",
        Verified = "verified",
        Rejected = "rejected",
        Expired = "expired",
    }
}

/// The tier, what it allows, and what the next one needs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct KycStatusResponse {
    /// Which limits hold.
    #[serde(default)]
    pub current_tier: Field<Tier>,
    /// How far the verification is.
    #[serde(default)]
    pub status: Field<KycStatus>,
    /// Where they are missing, `/kyc/limits` has them.
    #[serde(default)]
    pub limits: Field<Limits>,
    /// What the next tier needs, in Monei's words.
    #[serde(default)]
    pub requirements: Field<String>,
    /// Which proofs Monei has.
    #[serde(default)]
    pub verified: Field<Verified>,
    /// A higher tier can be asked for.
    #[serde(default)]
    pub can_upgrade: Field<bool>,
    /// Absent at the highest.
    #[serde(default)]
    pub next_tier: Field<Tier>,
}

/// The answer of `GET /kyc/limits`, whose shape no source gives: the limits themselves, or an object that holds them.
#[derive(Clone, Debug, Default)]
pub struct TierLimits {
    /// Absent where the answer is the limits alone.
    pub current_tier: Field<Tier>,
    /// In naira.
    pub limits: Limits,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Around {
    #[serde(default)]
    current_tier: Field<Tier>,
    #[serde(default)]
    limits: Field<Limits>,
}

impl<'de> Deserialize<'de> for TierLimits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not flattened: that would pass the figures through a binary float.
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let around: Around = serde_json::from_str(raw.get()).map_err(serde::de::Error::custom)?;
        let limits = match around.limits.into_option() {
            Some(limits) => limits,
            None => serde_json::from_str(raw.get()).map_err(serde::de::Error::custom)?,
        };
        Ok(Self { current_tier: around.current_tier, limits })
    }
}

/// Both spellings of the sources are read; the first is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The most at once.
    #[serde(default, alias = "maxSingleTranscation")]
    pub max_single_transaction: Field<Figure>,
    /// The most in a day.
    #[serde(default, alias = "dailyTransactionLimits")]
    pub daily_transaction_limit: Field<Figure>,
    /// The most in a month.
    #[serde(default, alias = "monthlyTransactionLimits")]
    pub monthly_transaction_limit: Field<Figure>,
    /// The most that may lie in the wallet.
    #[serde(default)]
    pub max_wallet_balance: Field<Figure>,
    /// Crypto may be traded.
    #[serde(default)]
    pub crypto_allowed: Field<bool>,
    /// Money may go abroad.
    #[serde(default)]
    pub cross_border_allowed: Field<bool>,
    /// The most of crypto in a day, by its worth in naira.
    #[serde(default, alias = "cryptoDailyLimits")]
    pub crypto_daily_limit: Field<Figure>,
    /// Money may go to other Monei users.
    #[serde(default)]
    pub p2p_allowed: Field<bool>,
    /// Money may go to bank accounts.
    #[serde(default)]
    pub withdrawal_allowed: Field<bool>,
}

/// The proofs of who a person is.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// National identification number.
    #[serde(default)]
    pub nin: Field<bool>,
    /// Bank verification number.
    #[serde(default)]
    pub bvn: Field<bool>,
    /// Passport, licence or voter's card.
    #[serde(default)]
    pub government_id: Field<bool>,
    /// A picture of the face.
    #[serde(default)]
    pub selfie: Field<bool>,
    /// A biometric check.
    #[serde(default)]
    pub biometric: Field<bool>,
    /// Where the person lives.
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
    #[test]
    fn limits_stand_by_themselves_or_inside() {
        for body in [
            r#"{"currentTier":"tier_1","maxSingleTranscation":200000.10}"#,
            r#"{"currentTier":"tier_1","limits":{"maxSingleTransaction":"200000.10"}}"#,
        ] {
            let read: TierLimits = serde_json::from_str(body).unwrap();
            assert_eq!(*read.current_tier, Some(Tier::One), "{body}");
            let single = read.limits.max_single_transaction.into_option().unwrap();
            assert_eq!(single.amount.to_string(), "200000.1", "{body}");
        }
    }
}
