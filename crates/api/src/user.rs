//! `GET /user/me` (`monei-api.md` §3.1).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::field::{Field, open_enum};
use crate::kyc::{KycStatus, Limits, Tier};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct User {
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    #[serde(default)]
    pub email: Field<String>,
    #[serde(default)]
    pub first_name: Field<String>,
    #[serde(default)]
    pub last_name: Field<String>,
    #[serde(default)]
    pub name: Field<String>,
    #[serde(default, alias = "phoneNumber")]
    pub phone: Field<String>,
    #[serde(default, alias = "dateOfBirth")]
    pub dob: Field<String>,
    #[serde(default)]
    pub have_transaction_pin: Field<bool>,
    #[serde(default)]
    pub verified: Field<bool>,
    #[serde(default)]
    pub is_admin: Field<bool>,
    #[serde(default)]
    pub platform: Field<String>,
    #[serde(default)]
    pub device_id: Field<String>,
    #[serde(default)]
    pub device_ip: Field<String>,
    #[serde(default)]
    pub device_model: Field<String>,
    #[serde(default)]
    pub last_logged_in: Field<Timestamp>,
    #[serde(default)]
    pub onboarding_state: Field<OnboardingState>,
    #[serde(default)]
    pub kyc_info: Field<KycInfo>,
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
    #[serde(default)]
    pub deleted_date: Field<Timestamp>,
}

impl User {
    /// The name to show: the display name, else first and last name, else the e-mail address.
    pub fn display_name(&self) -> Option<String> {
        let present =
            |field: &Field<String>| field.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let parts: Vec<String> = [present(&self.first_name), present(&self.last_name)].into_iter().flatten().collect();
        let full = if parts.is_empty() { None } else { Some(parts.join(" ")) };
        present(&self.name).or(full).or_else(|| present(&self.email))
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct KycInfo {
    #[serde(default)]
    pub id: Field<String>,
    #[serde(default)]
    pub current_tier: Field<Tier>,
    #[serde(default)]
    pub status: Field<KycStatus>,
    #[serde(default)]
    pub nin_verified: Field<bool>,
    #[serde(default)]
    pub bvn_verified: Field<bool>,
    #[serde(default)]
    pub government_id_verified: Field<bool>,
    #[serde(default)]
    pub selfie_verified: Field<bool>,
    #[serde(default)]
    pub address_verified: Field<bool>,
    #[serde(default)]
    pub last_verified_at: Field<Timestamp>,
    #[serde(default)]
    pub can_upgrade: Field<bool>,
    #[serde(default)]
    pub next_tier: Field<Tier>,
    /// An untyped object in the sources; often `{}`.
    #[serde(default)]
    pub limits: Field<Limits>,
}

open_enum! {
    /// How far a person has come with opening the account (§4).
    pub enum OnboardingState {
        EmailUnverified = "EMAIL_UNVERIFIED",
        EmailVerified = "EMAIL_VERIFIED",
        PinSet = "PIN_SET",
        ProfileComplete = "PROFILE_COMPLETE",
        PhonePending = "PHONE_PENDING",
        PhoneVerified = "PHONE_VERIFIED",
        TransactionPinSet = "TRANSACTION_PIN_SET",
        FullyOnboarded = "FULLY_ONBOARDED",
        Suspended = "SUSPENDED",
        Banned = "BANNED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_of_a_person_may_be_empty() {
        for limits in ["{}", "null", r#"{"cryptoAllowed":true,"later":{}}"#] {
            let info: KycInfo = serde_json::from_str(&format!(r#"{{"id":"9c","limits":{limits}}}"#)).unwrap();
            assert!(info.limits.as_ref().is_none_or(|limits| limits.max_single_transaction.is_none()), "{limits}");
        }
    }

    #[test]
    fn the_name_falls_back() {
        let name = |body: &str| serde_json::from_str::<User>(body).unwrap().display_name();
        assert_eq!(name(r#"{"id":"1","name":"Ada Obi","firstName":"Ada"}"#).as_deref(), Some("Ada Obi"));
        assert_eq!(name(r#"{"id":"1","name":" ","firstName":"Ada","lastName":null}"#).as_deref(), Some("Ada"));
        assert_eq!(name(r#"{"id":"1","email":"ada@example.ng"}"#).as_deref(), Some("ada@example.ng"));
        assert_eq!(name(r#"{"id":"1"}"#), None);
    }
}
