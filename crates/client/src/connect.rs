//! Renewing and revoking tokens (`monei-api.md` §1.7 and §1.8). Neither needs the client secret, so both go from the
//! device straight to Monei.

use jiff::Timestamp;
use monei_api::connect::{RevokeRequest, TokenRequest, TokenResponse};
use reqwest::Client;
use serde::Serialize;

use crate::base::BaseUrl;
use crate::date::DateObserver;
use crate::error::CallError;
use crate::http;
use crate::token::{RefreshToken, TokenPair};

/// The Connect endpoints of one API base, over connections that are used once.
#[derive(Clone, Debug)]
pub struct Connect {
    http: Client,
    base: BaseUrl,
    now: fn() -> Timestamp,
    dates: DateObserver,
}

impl Connect {
    /// `http` is to be made by [`http::single_use`]; `now` is the wall clock, which a `Retry-After` date is measured against.
    pub fn new(http: Client, base: BaseUrl, now: fn() -> Timestamp) -> Self {
        Self { http, base, now, dates: DateObserver::default() }
    }

    /// Tells somebody the date of each answer.
    #[must_use]
    pub fn dated(self, dates: DateObserver) -> Self {
        Self { dates, ..self }
    }

    /// Spends the refresh token. A success kills the old pair at once; [`CallError::NoAnswer`] leaves open whether it
    /// did.
    pub async fn refresh(&self, token: &RefreshToken) -> Result<TokenResponse, CallError> {
        let request = TokenRequest::RefreshToken { refresh_token: token.to_credential() };
        let body = self.post("/connect/token", &request).await?;
        // The pair is rotated and the new one cannot be read: to the caller that is a lost answer.
        serde_json::from_slice(&body).map_err(|_| CallError::NoAnswer)
    }

    /// Kills the pair. Monei documents the access token as the one to send; it may no longer know one that has expired,
    /// and then the refresh token names the pair. A pair of which it knows neither is revoked.
    pub async fn revoke(&self, pair: &TokenPair) -> Result<(), CallError> {
        for token in [pair.access.to_credential(), pair.refresh.to_credential()] {
            match self.post("/connect/token/revoke", &RevokeRequest { token }).await {
                Ok(_) => return Ok(()),
                Err(CallError::NotFound { .. } | CallError::Unauthorized) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn post(&self, path: &str, body: &impl Serialize) -> Result<Vec<u8>, CallError> {
        let sent = self.http.post(self.base.join(path)).json(body).send().await;
        let response = sent.map_err(|error| CallError::from_transport(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        self.dates.observe(&headers);
        let body = http::body(response).await.map_err(|_| CallError::NoAnswer);
        if status.is_success() {
            return body;
        }
        Err(CallError::from_answer(status, &headers, &body.unwrap_or_default(), (self.now)()))
    }
}
