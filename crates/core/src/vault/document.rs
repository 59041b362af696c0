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
    /// Whose wallet it is.
    pub account: Option<KeptAccount>,
    /// What it was called here before that was known.
    #[serde(default)]
    pub formerly: Option<KeptAccount>,
    /// In the order in which they came.
    pub grants: Vec<KeptGrant>,
    /// Pairs that a wider grant replaced; Disconnect revokes them too.
    #[serde(default)]
    pub retired: Vec<KeptPair>,
    /// What the person last answered to each.
    #[serde(default)]
    pub permissions: Vec<KeptPermission>,
    /// How the last grant that ended did.
    #[serde(default)]
    pub ending: KeptEnding,
    /// The platform answers with new scopes only, which do not tell whose they are: ask for an identifying one as well.
    #[serde(default)]
    pub ask_with_identity: bool,
}

/// See [`Account`](crate::session::Account).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeptAccount {
    /// The id that Monei gives the person.
    Monei(String),
    /// Made here, when the first grant could not tell whose it is.
    Local(String),
}

/// See [`Ending`](crate::session::Ending).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeptEnding {
    /// Also where an earlier version did not say.
    #[default]
    Refused,
    /// In its time.
    Revoked,
    /// With a renewal.
    AnswerLost,
    /// By another process.
    Disconnected,
}

/// See [`Grant`](crate::session::Grant).
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptGrant {
    /// Missing once Monei has refused them.
    pub tokens: Option<KeptPair>,
    /// When the access token ends, by Monei's clock.
    pub expires_at: Timestamp,
    /// Space-separated (RFC 6749 §3.3).
    pub scopes: String,
    /// The relay that it came through.
    pub issuer: String,
    /// The key of the platform that it was made at.
    pub environment: String,
}

/// Two tokens that end together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptPair {
    /// `mct_…`.
    #[serde(serialize_with = "expose_on_the_wire")]
    pub access: Credential,
    /// `mcr_…`.
    #[serde(serialize_with = "expose_on_the_wire")]
    pub refresh: Credential,
}

/// When a permission was granted or declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPermission {
    /// By its name.
    pub scope: String,
    /// Otherwise it was declined.
    pub granted: bool,
    /// By this computer's clock.
    pub at: Timestamp,
}

/// A sign-in that waits in the browser.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptAttempt {
    /// Which attempt it is.
    pub id: String,
    /// What the answer must repeat.
    #[serde(serialize_with = "expose_on_the_wire")]
    pub state: Credential,
    /// What the exchange needs (RFC 7636).
    #[serde(serialize_with = "expose_on_the_wire")]
    pub verifier: Credential,
    /// Space-separated (RFC 6749 §3.3).
    pub scopes: String,
    /// Where the answer comes to.
    pub redirect_uri: String,
    /// The relay.
    pub issuer: String,
    /// Where the browser was sent.
    pub authorization_endpoint: String,
    /// Where the ticket is exchanged.
    pub token_endpoint: String,
    /// Its time runs from here.
    pub started_at: Timestamp,
}

/// Pairs whose revocation Monei has not confirmed yet.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeptRevocations {
    /// None is left out before Monei has confirmed it.
    pub pairs: Vec<KeptPair>,
}

impl KeptRevocations {
    /// Nothing is left to be revoked.
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
