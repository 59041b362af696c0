//! `GET /user/me` (`monei-api.md` §3.1).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::field::{Field, open_enum};
use crate::kyc::{KycStatus, Limits, Tier};

/// The account holder. All but the id may be missing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// A UUID; it names the account in all other answers.
    #[serde(deserialize_with = "crate::field::id")]
    pub id: String,
    /// The address of the account.
    #[serde(default)]
    pub email: Field<String>,
    /// May be null before onboarding.
    #[serde(default)]
    pub first_name: Field<String>,
    /// May be null before onboarding.
    #[serde(default)]
    pub last_name: Field<String>,
    /// The display name, where one was chosen.
    #[serde(default)]
    pub name: Field<String>,
    /// The guide calls it `phoneNumber`.
    #[serde(default, alias = "phoneNumber")]
    pub phone: Field<String>,
    /// Date of birth; the guide calls it `dateOfBirth`.
    #[serde(default, alias = "dateOfBirth")]
    pub dob: Field<String>,
    /// Payouts ask for the PIN, and are refused without one.
    #[serde(default)]
    pub have_transaction_pin: Field<bool>,
    /// Monei has verified the person.
    #[serde(default)]
    pub verified: Field<bool>,
    /// An administrator's account.
    #[serde(default)]
    pub is_admin: Field<bool>,
    /// `android`, `ios`, `web`, `telegram` or `whatsapp`.
    #[serde(default)]
    pub platform: Field<String>,
    /// Of the person's device.
    #[serde(default)]
    pub device_id: Field<String>,
    /// Of the person's device.
    #[serde(default)]
    pub device_ip: Field<String>,
    /// Of the person's device.
    #[serde(default)]
    pub device_model: Field<String>,
    /// When the person last signed in.
    #[serde(default)]
    pub last_logged_in: Field<Timestamp>,
    /// How far opening the account is.
    #[serde(default)]
    pub onboarding_state: Field<OnboardingState>,
    /// Verification in short; `/kyc/status` has it whole.
    #[serde(default)]
    pub kyc_info: Field<KycInfo>,
    /// When the account was opened.
    #[serde(default)]
    pub created_at: Field<Timestamp>,
    /// When it last changed.
    #[serde(default)]
    pub updated_at: Field<Timestamp>,
    /// Null while it exists.
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

/// What a profile tells of verification.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct KycInfo {
    /// Of the verification.
    #[serde(default)]
    pub id: Field<String>,
    /// Which limits hold.
    #[serde(default)]
    pub current_tier: Field<Tier>,
    /// How far the verification is.
    #[serde(default)]
    pub status: Field<KycStatus>,
    /// National identification number.
    #[serde(default)]
    pub nin_verified: Field<bool>,
    /// Bank verification number.
    #[serde(default)]
    pub bvn_verified: Field<bool>,
    /// Passport, licence or voter's card.
    #[serde(default)]
    pub government_id_verified: Field<bool>,
    /// A picture of the face.
    #[serde(default)]
    pub selfie_verified: Field<bool>,
    /// Where the person lives.
    #[serde(default)]
    pub address_verified: Field<bool>,
    /// When the last of these was.
    #[serde(default)]
    pub last_verified_at: Field<Timestamp>,
    /// A higher tier can be asked for.
    #[serde(default)]
    pub can_upgrade: Field<bool>,
    /// Which one that is.
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
