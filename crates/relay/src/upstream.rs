//! The exchange at Monei (`monei-api.md` §1.6), made once.
//!
//! The client follows no redirects, never retries and keeps no idle connections: a pooled connection that dies as the
//! request is written would leave open whether the code is spent.

use std::time::Duration;

use axum::http::{StatusCode, header};
use monei_api::connect::{Credential, TokenRequest, TokenResponse};
use url::Url;

use crate::config::{Settings, is_loopback};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
pub(crate) const TOTAL_TIMEOUT: Duration = Duration::from_secs(15);
const LARGEST_ANSWER: usize = 64 * 1024;
/// Used where a 429 does not say how long; Monei counts by the minute.
const DEFAULT_PAUSE_SECONDS: u32 = 30;
pub(crate) const LONGEST_PAUSE_SECONDS: u32 = 120;

/// What is known after an exchange was tried.
pub(crate) enum Exchange {
    Granted(TokenResponse),
    /// Monei refuses the code.
    Refused,
    /// Monei refuses the relay itself: its id, secret or redirect URI.
    RelayRefused,
    /// The limit is reached; the code was not looked at.
    Limited {
        retry_after_seconds: u32,
    },
    /// No byte of the request left.
    NotSent,
    /// The code may be spent.
    Ambiguous,
}

/// The client could not be made: the system has no usable TLS.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be set up")]
pub struct UpstreamError(#[source] reqwest::Error);

pub(crate) struct Upstream {
    client: reqwest::Client,
    token_url: Url,
}

impl Upstream {
    pub(crate) fn new(settings: &Settings) -> Result<Self, UpstreamError> {
        let loopback = is_loopback(&settings.token_url);
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .http1_only()
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .https_only(!loopback);
        if loopback {
            builder = builder.no_proxy();
        }
        Ok(Self { client: builder.build().map_err(UpstreamError)?, token_url: settings.token_url.clone() })
    }

    /// Redeems a code. The answer is told by its status alone; Monei's texts are for its own pages.
    pub(crate) async fn exchange(&self, settings: &Settings, code: &Credential, verifier: Option<String>) -> Exchange {
        let request = TokenRequest::AuthorizationCode {
            code: code.clone(),
            client_id: settings.client_id.clone(),
            client_secret: settings.client_secret.clone(),
            redirect_uri: settings.callback.clone(),
            code_verifier: verifier,
        };
        let answer = self.client.post(self.token_url.clone()).json(&request).send().await;
        let response = match answer {
            Ok(response) => response,
            Err(error) if error.is_connect() || error.is_builder() => return Exchange::NotSent,
            Err(_) => return Exchange::Ambiguous,
        };
        match response.status() {
            status if status.is_success() => granted(response).await.map_or(Exchange::Ambiguous, Exchange::Granted),
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Exchange::Refused,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Exchange::RelayRefused,
            StatusCode::TOO_MANY_REQUESTS => Exchange::Limited { retry_after_seconds: pause(&response) },
            _ => Exchange::Ambiguous,
        }
    }
}

async fn granted(mut response: reqwest::Response) -> Option<TokenResponse> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST_ANSWER {
            return None;
        }
    }
    read(&body)
}

/// The tokens of an answer, if they can be used.
pub(crate) fn read(body: &[u8]) -> Option<TokenResponse> {
    let tokens: TokenResponse = serde_json::from_slice(body).ok()?;
    let bearer = tokens.token_type.as_ref().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
    // The tokens are looked at for their form only.
    let usable = is_token(tokens.access_token.expose()) && is_token(tokens.refresh_token.expose());
    (bearer && usable).then_some(tokens)
}

/// `VSCHAR` of RFC 6749 appendix A.12, without the space.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn pause(response: &reqwest::Response) -> u32 {
    response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok())
        .unwrap_or(DEFAULT_PAUSE_SECONDS)
        .clamp(1, LONGEST_PAUSE_SECONDS)
}
