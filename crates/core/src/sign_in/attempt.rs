//! One attempt to sign in: what was asked for, and the secrets that its answer must fit.

use std::fmt;

use jiff::Timestamp;
use monei_api::connect::Credential;
use monei_api::relay::{CLIENT_ID, pairing_code};
use monei_api::{ScopeSet, relay};
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use url::Url;

use crate::clock::{NoRandomness, random_text};
use crate::vault::document::KeptAttempt;

/// Tells attempts apart, in the application and in its window.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AttemptId(String);

impl AttemptId {
    /// An id that nobody can guess.
    pub fn random() -> Result<Self, NoRandomness> {
        random_text::<12>().map(Self)
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for AttemptId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a relay wants the browser and the exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// What the answer must name (RFC 9207).
    pub issuer: String,
    /// Where the browser is sent.
    pub authorization: Url,
    /// Where the ticket is exchanged.
    pub token: Url,
}

/// A sign-in that was sent to the browser.
pub struct Attempt {
    /// Which attempt it is.
    pub id: AttemptId,
    /// What is asked for.
    pub scopes: ScopeSet,
    /// Of the relay.
    pub endpoints: Endpoints,
    /// Where the answer comes to, character for character.
    pub redirect_uri: String,
    /// Its time runs from here.
    pub started_at: Timestamp,
    pub(super) state: String,
    /// RFC 7636: proves to the relay that the exchange is made by whoever began the attempt.
    pub(super) verifier: Credential,
}

impl Attempt {
    /// With a fresh `state` and PKCE verifier.
    pub fn new(
        id: AttemptId,
        scopes: ScopeSet,
        endpoints: Endpoints,
        redirect_uri: String,
        started_at: Timestamp,
    ) -> Result<Self, NoRandomness> {
        let (state, verifier) = (random_text::<24>()?, Credential::new(random_text::<48>()?));
        Ok(Self { id, scopes, endpoints, redirect_uri, started_at, state, verifier })
    }

    /// The authorization request (RFC 6749 §4.1.1) that the browser opens.
    pub fn authorization_url(&self) -> Url {
        let client = BasicClient::new(ClientId::new(relay::CLIENT_ID.to_owned()))
            .set_auth_uri(AuthUrl::from_url(self.endpoints.authorization.clone()));
        let request = client
            .authorize_url(|| CsrfToken::new(self.state.clone()))
            .add_scopes(self.scopes.names().map(|name| Scope::new(name.to_owned())))
            .set_pkce_challenge(self.challenge());
        // The redirect URI is set as text: as a URL it might be rewritten, and it must be equal byte for byte.
        let request = match RedirectUrl::new(self.redirect_uri.clone()) {
            Ok(redirect) => request.set_redirect_uri(std::borrow::Cow::Owned(redirect)),
            Err(_) => request,
        };
        request.url().0
    }

    /// What the person compares with the page in the browser.
    pub fn pairing_code(&self) -> String {
        pairing_code(CLIENT_ID, &self.state, self.challenge().as_str())
    }

    fn challenge(&self) -> PkceCodeChallenge {
        // The challenge is made from the verifier and does not show it.
        PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(self.verifier.expose().to_owned()))
    }

    pub(crate) fn to_kept(&self) -> KeptAttempt {
        KeptAttempt {
            id: self.id.0.clone(),
            state: Credential::new(self.state.clone()),
            verifier: self.verifier.clone(),
            scopes: self.scopes.to_string(),
            redirect_uri: self.redirect_uri.clone(),
            issuer: self.endpoints.issuer.clone(),
            authorization_endpoint: self.endpoints.authorization.to_string(),
            token_endpoint: self.endpoints.token.to_string(),
            started_at: self.started_at,
        }
    }

    /// The attempt of an earlier run of the application, if it can still be read.
    pub(crate) fn from_kept(kept: KeptAttempt) -> Option<Self> {
        Some(Self {
            id: AttemptId(kept.id),
            scopes: ScopeSet::parse(&kept.scopes),
            endpoints: Endpoints {
                issuer: kept.issuer,
                authorization: Url::parse(&kept.authorization_endpoint).ok()?,
                token: Url::parse(&kept.token_endpoint).ok()?,
            },
            redirect_uri: kept.redirect_uri,
            started_at: kept.started_at,
            state: kept.state.expose().to_owned(),
            verifier: kept.verifier,
        })
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("id", &self.id).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub fn attempt() -> Attempt {
        let endpoints = Endpoints {
            issuer: "http://127.0.0.1:4020".into(),
            authorization: Url::parse("http://127.0.0.1:4020/authorize").unwrap(),
            token: Url::parse("http://127.0.0.1:4020/token").unwrap(),
        };
        let scopes = ScopeSet::parse("profile:read wallet:read");
        let redirect = "dev.moneiwallet.desktop:/callback".to_owned();
        Attempt::new(AttemptId::random().unwrap(), scopes, endpoints, redirect, Timestamp::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn the_authorization_request_says_what_the_relay_wants_and_nothing_secret() {
        let attempt = attempt();
        let url = attempt.authorization_url();
        let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        assert_eq!(value("response_type").as_deref(), Some("code"));
        assert_eq!(value("client_id").as_deref(), Some("monei-wallet"));
        assert_eq!(value("redirect_uri").as_deref(), Some("dev.moneiwallet.desktop:/callback"));
        assert_eq!(value("scope").as_deref(), Some("profile:read wallet:read"));
        assert_eq!(value("code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(value("code_challenge").map(|challenge| challenge.len()), Some(43));
        assert!(!url.as_str().contains(attempt.verifier.expose()));
        let code = pairing_code(CLIENT_ID, &value("state").unwrap(), &value("code_challenge").unwrap());
        assert_eq!(attempt.pairing_code(), code);
    }

    #[test]
    fn an_attempt_survives_a_restart() {
        let attempt = attempt();
        let text = serde_json::to_string(&attempt.to_kept()).unwrap();
        let again = Attempt::from_kept(serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!(again.authorization_url(), attempt.authorization_url());
        assert!(!format!("{again:?}").contains(again.state.as_str()));
    }
}
