//! The documents of the vault as text. These are the only types that write a token down, and they are read and written
//! nowhere but in this folder.

use jiff::Timestamp;
use monei_api::connect::{Credential, expose_on_the_wire};
use monei_client::{AccessToken, RefreshToken, TokenPair};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{SecretText, VaultError};

/// The grants of one account.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptGrants {
    pub account: Option<KeptAccount>,
    pub grants: Vec<KeptGrant>,
    /// Pairs that a wider grant replaced; Disconnect revokes them too.
    #[serde(default)]
    pub retired: Vec<KeptPair>,
    #[serde(default)]
    pub permissions: Vec<KeptPermission>,
    /// The platform answers with new scopes only, which do not tell whose they are: ask for an identifying one as well.
    #[serde(default)]
    pub ask_with_identity: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeptAccount {
    /// The id that Monei gives the person.
    Monei(String),
    /// Made here, when the first grant could not tell whose it is.
    Local(String),
}

#[derive(Debug, Serialize, Deserialize)]
pub struct KeptGrant {
    /// Missing once Monei has refused them.
    pub tokens: Option<KeptPair>,
    pub expires_at: Timestamp,
    /// Space-separated (RFC 6749 §3.3).
    pub scopes: String,
    pub issuer: String,
    pub environment: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptPair {
    #[serde(serialize_with = "expose_on_the_wire")]
    pub access: Credential,
    #[serde(serialize_with = "expose_on_the_wire")]
    pub refresh: Credential,
}

/// When a permission was granted or declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPermission {
    pub scope: String,
    pub granted: bool,
    pub at: Timestamp,
}

/// A sign-in that waits in the browser.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptAttempt {
    pub id: String,
    #[serde(serialize_with = "expose_on_the_wire")]
    pub state: Credential,
    #[serde(serialize_with = "expose_on_the_wire")]
    pub verifier: Credential,
    pub scopes: String,
    pub redirect_uri: String,
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub started_at: Timestamp,
}

/// Pairs whose revocation Monei has not confirmed yet.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeptRevocations {
    pub pairs: Vec<KeptPair>,
}

impl KeptRevocations {
    pub const fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

impl From<&TokenPair> for KeptPair {
    fn from(pair: &TokenPair) -> Self {
        Self { access: pair.access.to_credential(), refresh: pair.refresh.to_credential() }
    }
}

impl From<KeptPair> for TokenPair {
    fn from(pair: KeptPair) -> Self {
        Self { access: AccessToken::new(pair.access), refresh: RefreshToken::new(pair.refresh) }
    }
}

macro_rules! document {
    ($($name:ident),+) => {$(
        impl $name {
            pub(super) fn parse(text: &[u8]) -> Result<Self, VaultError> {
                parse(text)
            }

            pub(super) fn to_text(&self) -> Result<SecretText, VaultError> {
                serde_json::to_vec(self).map(Zeroizing::new).map_err(|_| VaultError::Damaged)
            }
        }
    )+};
}

document!(KeptGrants, KeptAttempt, KeptRevocations);

fn parse<T: DeserializeOwned>(text: &[u8]) -> Result<T, VaultError> {
    serde_json::from_slice(text).map_err(|_| VaultError::Damaged)
}
