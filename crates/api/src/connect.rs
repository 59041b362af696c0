//! Bodies of Monei Connect (`monei-api.md` §1): bare objects, `snake_case` for tokens and `camelCase` for
//! registration.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};
use zeroize::Zeroize;

use crate::field::Field;
use crate::scope::ScopeSet;

/// How long an authorization code is valid (§1.1).
pub const CODE_LIFETIME_SECONDS: u32 = 600;
/// How long an access token is valid (§1.1).
pub const ACCESS_TOKEN_LIFETIME_SECONDS: u32 = 3600;

/// A credential in a body: a token, a code, a client secret. It is wiped when dropped and never shown by `Debug`.
///
/// It is deliberately not `Serialize`: a body that carries one says so at the field, with [`expose_on_the_wire`].
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Credential(String);

impl Credential {
    /// Takes a secret in; where it came from should be wiped too.
    pub const fn new(value: String) -> Self {
        Self(value)
    }

    /// The secret text. Callers say why they need it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "openapi")]
impl schemars::JsonSchema for Credential {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Credential".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

impl Drop for Credential {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

/// For fields of bodies whose purpose is to carry the credential to its owner over TLS.
pub fn expose_on_the_wire<S: Serializer>(credential: &Credential, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(credential.expose())
}

/// `POST /connect/token` (§1.6 and §1.7).
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "grant_type", rename_all = "snake_case")]
pub enum TokenRequest {
    /// The code of a sign-in for the first pair (§1.6).
    AuthorizationCode {
        /// From the redirect; good for one use within [`CODE_LIFETIME_SECONDS`].
        #[serde(serialize_with = "expose_on_the_wire")]
        code: Credential,
        /// `mc_…`.
        client_id: String,
        /// `mcs_…`.
        #[serde(serialize_with = "expose_on_the_wire")]
        client_secret: Credential,
        /// As in the authorization request, character for character.
        redirect_uri: String,
        /// Not documented by Monei; sent only where an operator has switched it on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code_verifier: Option<String>,
    },
    /// An old pair for a new one (§1.7).
    RefreshToken {
        /// `mcr_…`; dead after this, whatever becomes of the answer.
        #[serde(serialize_with = "expose_on_the_wire")]
        refresh_token: Credential,
    },
}

/// The answer to a [`TokenRequest`].
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TokenResponse {
    /// `mct_…`.
    #[serde(serialize_with = "expose_on_the_wire")]
    pub access_token: Credential,
    /// `mcr_…`.
    #[serde(serialize_with = "expose_on_the_wire")]
    pub refresh_token: Credential,
    /// `Bearer`.
    #[serde(default)]
    pub token_type: Field<String>,
    /// Seconds; 3600 where Monei leaves it out.
    #[serde(default)]
    pub expires_in: Field<u32>,
    /// What was approved. Monei may leave it out of a refresh (§1.7), which keeps the scopes as they were.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub scopes: Field<Vec<String>>,
}

impl TokenResponse {
    /// How long the access token is valid.
    pub fn expires_in_seconds(&self) -> u32 {
        self.expires_in.unwrap_or(ACCESS_TOKEN_LIFETIME_SECONDS)
    }

    /// The known scopes that the answer names, or nothing when it names none at all.
    pub fn granted(&self) -> Option<ScopeSet> {
        self.scopes.as_ref().map(|names| names.iter().filter_map(|name| crate::Scope::from_name(name)).collect())
    }
}

/// `POST /connect/token/revoke` (§1.8).
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RevokeRequest {
    /// The access token, of a pair that goes as a whole.
    #[serde(serialize_with = "expose_on_the_wire")]
    pub token: Credential,
}

/// `POST /connect/apps/register` (§1.2).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RegisterAppRequest {
    /// What the consent page calls the application.
    pub app_name: String,
    /// What the consent page says of it.
    pub app_description: String,
    /// Each is compared character for character.
    pub redirect_uris: Vec<String>,
    /// The application's site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website_url: Option<String>,
    /// The application's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<String>,
}

/// The answer to a [`RegisterAppRequest`]; the only time that the secret is shown.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RegisterAppResponse {
    /// `mc_…`.
    pub client_id: String,
    /// `mcs_…`.
    #[serde(serialize_with = "expose_on_the_wire")]
    pub client_secret: Credential,
    /// As it was asked for.
    pub app_name: String,
    /// As they were asked for.
    pub redirect_uris: Vec<String>,
    /// For people.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r34_debug_shows_no_credential() {
        let response: TokenResponse =
            serde_json::from_str(r#"{"access_token":"mct_canary","refresh_token":"mcr_canary","expires_in":3600}"#)
                .unwrap();
        assert!(!format!("{response:?}").contains("canary"));
        assert_eq!(response.granted(), None);
    }

    #[test]
    fn scopes_that_are_left_out_are_written_so() {
        let body = r#"{"access_token":"mct_a","refresh_token":"mcr_b","token_type":"Bearer","expires_in":3600}"#;
        let response: TokenResponse = serde_json::from_str(body).unwrap();
        assert_eq!(serde_json::to_string(&response).unwrap(), body);
    }
}
