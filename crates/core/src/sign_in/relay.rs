//! The relay as the application sees it: a plain OAuth 2.0 authorization server (RFC 6749, 7636, 8414).

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use monei_api::ScopeSet;
use monei_api::connect::Credential;
use monei_api::relay::{CLIENT_ID, METADATA_PATH, Metadata, TICKET_LIFETIME_SECONDS};
use monei_client::{AccessToken, BaseUrl, CallError, RefreshToken, TokenPair, http};
use oauth2::basic::{BasicClient, BasicErrorResponseType};
use oauth2::{
    AsyncHttpClient, AuthType, AuthorizationCode, ClientId, HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, TokenResponse as _, TokenUrl,
};
use reqwest::{Client, StatusCode};
use url::Url;

use super::attempt::{Attempt, Endpoints};
use crate::clock::system_now;
use crate::problem::{Problem, ProblemCode};

/// Where a busy relay does not say when to come back.
const AGAIN_AFTER_SECONDS: u32 = 5;

/// Reads the metadata document and checks that it is this relay's, for this environment.
pub(crate) async fn discover(http_client: &Client, relay: &BaseUrl, environment: &str) -> Result<Endpoints, Problem> {
    let sent = http_client.get(relay.join(METADATA_PATH)).send().await;
    let response = sent.map_err(|error| {
        let failure = CallError::from_transport(&error);
        tracing::warn!(error = %error.without_url(), "the relay cannot be reached");
        if failure == CallError::OutOfTime { ProblemCode::ClockWrong } else { ProblemCode::RelayUnreachable }
    })?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::TOO_MANY_REQUESTS => return Err(ProblemCode::RelayBusy.into()),
        status if status.is_server_error() => return Err(ProblemCode::RelayUnreachable.into()),
        _ => return Err(ProblemCode::RelayUnreadable.into()),
    }
    let body = http::body(response).await.map_err(|_| ProblemCode::RelayUnreachable)?;
    let metadata: Metadata = serde_json::from_slice(&body).map_err(|_| ProblemCode::RelayUnreadable)?;
    check(&metadata, relay, environment).map_err(Into::into)
}

/// RFC 8414 §3.3: the issuer must be the address that was asked. Its endpoints must be on the same origin, so that a
/// document cannot send the browser or the ticket elsewhere.
fn check(metadata: &Metadata, relay: &BaseUrl, environment: &str) -> Result<Endpoints, ProblemCode> {
    if metadata.monei_environment != environment {
        return Err(ProblemCode::RelayEnvironment);
    }
    let on_relay =
        |text: &str| Url::parse(text).ok().filter(|url| url.origin().ascii_serialization() == relay.origin());
    let supports = |list: &[String], value: &str| list.iter().any(|entry| entry == value);
    let endpoints = (on_relay(&metadata.authorization_endpoint), on_relay(&metadata.token_endpoint));
    match endpoints {
        (Some(authorization), Some(token))
            if metadata.issuer == relay.as_str()
                && supports(&metadata.code_challenge_methods_supported, "S256")
                && supports(&metadata.response_types_supported, "code")
                && metadata.authorization_response_iss_parameter_supported =>
        {
            Ok(Endpoints { issuer: metadata.issuer.clone(), authorization, token })
        }
        _ => Err(ProblemCode::RelayUnreadable),
    }
}

/// What an exchange brought.
#[derive(Debug)]
pub struct Exchanged {
    pub tokens: TokenPair,
    pub expires_in_seconds: u32,
    pub granted: ScopeSet,
}

/// Exchanges the ticket for tokens. A busy relay leaves the ticket usable (`security.md` §1, hole 3), so it is offered
/// again when the relay says so, for as long as it is valid.
pub async fn exchange(http_client: &Client, attempt: &Attempt, ticket: &Credential) -> Result<Exchanged, Problem> {
    let until = Instant::now() + Duration::from_secs(TICKET_LIFETIME_SECONDS.into());
    loop {
        let problem = match exchange_once(http_client, attempt, ticket).await {
            Err(problem) if problem.code == ProblemCode::RelayBusy => problem,
            done => return done,
        };
        let wait = Duration::from_secs(problem.retry_after_seconds.unwrap_or(AGAIN_AFTER_SECONDS).max(1).into());
        if Instant::now() + wait >= until {
            return Err(problem);
        }
        tokio::time::sleep(wait).await;
    }
}

/// RFC 6749 §4.1.3, RFC 7636 §4.5.
async fn exchange_once(http_client: &Client, attempt: &Attempt, ticket: &Credential) -> Result<Exchanged, Problem> {
    let redirect = RedirectUrl::new(attempt.redirect_uri.clone()).map_err(|_| ProblemCode::RelayRefused)?;
    let client = BasicClient::new(ClientId::new(CLIENT_ID.to_owned()))
        .set_auth_type(AuthType::RequestBody)
        .set_token_uri(TokenUrl::from_url(attempt.endpoints.token.clone()))
        .set_redirect_uri(redirect);
    let transport = Transport { http: http_client.clone(), retry_after: Mutex::default() };
    // Ticket and verifier are exposed to the one request that exists to carry them.
    let answer = client
        .exchange_code(AuthorizationCode::new(ticket.expose().to_owned()))
        .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.expose().to_owned()))
        .request_async(&transport)
        .await
        .map_err(|error| sort(&error, &transport))?;
    let refresh = answer.refresh_token().ok_or(ProblemCode::RelayUnreadable)?;
    // Without `scope` nobody could say what was granted, and asking would be guessing.
    let scopes = answer.scopes().ok_or(ProblemCode::RelayUnreadable)?;
    Ok(Exchanged {
        tokens: TokenPair {
            access: AccessToken::new(Credential::new(answer.access_token().secret().clone())),
            refresh: RefreshToken::new(Credential::new(refresh.secret().clone())),
        },
        expires_in_seconds: answer
            .expires_in()
            .and_then(|lifetime| u32::try_from(lifetime.as_secs()).ok())
            .unwrap_or(monei_api::connect::ACCESS_TOKEN_LIFETIME_SECONDS),
        granted: scopes.iter().filter_map(|scope| monei_api::Scope::from_name(scope)).collect(),
    })
}

/// Why an HTTP exchange with the relay brought no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the relay did not answer")]
struct NoAnswer;

/// Our own hardened client in the place of the one that the `oauth2` crate would bring.
struct Transport {
    http: Client,
    /// What the last answer said: the `oauth2` crate passes no headers on.
    retry_after: Mutex<Option<Duration>>,
}

impl<'c> AsyncHttpClient<'c> for Transport {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let url = parts.uri.to_string();
            let sent = self.http.request(parts.method, url).headers(parts.headers).body(body).send().await;
            let response = sent.map_err(|_| NoAnswer)?;
            let retry_after = monei_client::error::retry_after(response.headers(), system_now());
            *self.retry_after.lock().unwrap_or_else(PoisonError::into_inner) = retry_after;
            let mut answer = HttpResponse::new(Vec::new());
            *answer.status_mut() = response.status();
            *answer.headers_mut() = response.headers().clone();
            *answer.body_mut() = http::body(response).await.map_err(|_| NoAnswer)?;
            Ok(answer)
        })
    }
}

type ExchangeError = RequestTokenError<NoAnswer, oauth2::StandardErrorResponse<BasicErrorResponseType>>;

fn sort(error: &ExchangeError, transport: &Transport) -> Problem {
    let code = match error {
        RequestTokenError::ServerResponse(response) => match response.error() {
            BasicErrorResponseType::Extension(code) if code == "temporarily_unavailable" => ProblemCode::RelayBusy,
            _ => ProblemCode::RelayRefused,
        },
        RequestTokenError::Request(_) => ProblemCode::RelayUnreachable,
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => ProblemCode::RelayUnreadable,
    };
    let retry_after = *transport.retry_after.lock().unwrap_or_else(PoisonError::into_inner);
    let retry_after_seconds = retry_after.and_then(|wait| u32::try_from(wait.as_secs()).ok());
    Problem { retry_after_seconds, ..code.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(change: impl FnOnce(&mut Metadata)) -> Result<Endpoints, ProblemCode> {
        let relay = BaseUrl::parse("https://relay.example").unwrap();
        let list = |items: &[&str]| items.iter().map(ToString::to_string).collect();
        let mut metadata = Metadata {
            issuer: "https://relay.example".into(),
            authorization_endpoint: "https://relay.example/authorize".into(),
            token_endpoint: "https://relay.example/token".into(),
            response_types_supported: list(&["code"]),
            grant_types_supported: list(&["authorization_code"]),
            code_challenge_methods_supported: list(&["S256"]),
            token_endpoint_auth_methods_supported: list(&["none"]),
            scopes_supported: vec![],
            authorization_response_iss_parameter_supported: true,
            monei_environment: "production".into(),
        };
        change(&mut metadata);
        check(&metadata, &relay, "production")
    }

    #[test]
    fn a_document_that_leads_elsewhere_is_refused() {
        assert!(metadata(|_| ()).is_ok());
        assert_eq!(metadata(|m| m.issuer = "https://evil.example".into()), Err(ProblemCode::RelayUnreadable));
        let elsewhere = "https://evil.example/token";
        assert_eq!(metadata(|m| m.token_endpoint = elsewhere.into()), Err(ProblemCode::RelayUnreadable));
        assert_eq!(metadata(|m| m.authorization_endpoint = elsewhere.into()), Err(ProblemCode::RelayUnreadable));
        assert_eq!(metadata(|m| m.code_challenge_methods_supported.clear()), Err(ProblemCode::RelayUnreadable));
        assert_eq!(metadata(|m| m.monei_environment = "demonstration".into()), Err(ProblemCode::RelayEnvironment));
    }
}
