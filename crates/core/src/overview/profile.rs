//! Whose wallet it is, and what Monei has verified of that person.

use jiff::Timestamp;
use monei_api::kyc::Verified;
use monei_api::user::{KycInfo, User};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub pin_set: Option<bool>,
    /// The account's id at Monei, by which its support finds it.
    pub id: Option<String>,
    pub joined_at: Option<Timestamp>,
    /// The account as a whole.
    pub verified: Option<bool>,
    pub checks: IdentityChecks,
}

impl From<User> for Profile {
    fn from(user: User) -> Self {
        let checks = user.kyc_info.as_ref().map(IdentityChecks::from).unwrap_or_default();
        Self {
            name: user.display_name(),
            email: user.email.into_option(),
            phone: user.phone.into_option(),
            pin_set: user.have_transaction_pin.into_option(),
            id: Some(user.id).filter(|id| !id.is_empty()),
            joined_at: user.created_at.into_option(),
            verified: user.verified.into_option(),
            checks,
        }
    }
}

/// What Monei has verified of a person. None: it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IdentityChecks {
    pub nin: Option<bool>,
    pub bvn: Option<bool>,
    pub government_id: Option<bool>,
    pub selfie: Option<bool>,
    pub biometric: Option<bool>,
    pub address: Option<bool>,
}

impl From<&KycInfo> for IdentityChecks {
    fn from(info: &KycInfo) -> Self {
        Self {
            nin: *info.nin_verified,
            bvn: *info.bvn_verified,
            government_id: *info.government_id_verified,
            selfie: *info.selfie_verified,
            biometric: None,
            address: *info.address_verified,
        }
    }
}

impl From<Verified> for IdentityChecks {
    fn from(verified: Verified) -> Self {
        Self {
            nin: *verified.nin,
            bvn: *verified.bvn,
            government_id: *verified.government_id,
            selfie: *verified.selfie,
            biometric: *verified.biometric,
            address: *verified.address,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_monei_does_not_tell_of_a_person_stays_unknown() {
        let body =
            r#"{"id":"1","name":"Ada Obi","kycInfo":{"ninVerified":true,"bvnVerified":false,"selfieVerified":"?"}}"#;
        let profile = Profile::from(serde_json::from_str::<User>(body).unwrap());
        let IdentityChecks { nin, bvn, selfie, address, .. } = profile.checks;
        assert_eq!((nin, bvn, selfie, address), (Some(true), Some(false), None, None));
        assert_eq!((profile.verified, profile.joined_at), (None, None));
    }
}
