//! `POST /token` (RFC 6749 §4.1.3 and §5): redeems a ticket, once, for the tokens that Monei gives for its code.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, PRAGMA, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use monei_api::ScopeSet;
use monei_api::connect::{Credential, TokenResponse, expose_on_the_wire};
use monei_api::relay::CLIENT_ID;
use serde::Serialize;

use crate::digest::{self, Fingerprint};
use crate::headers;
use crate::params::{Params, Repeated};
use crate::pkce::{self, Verifier};
use crate::server::App;
use crate::store::{Admission, Reservation, StoreError};
use crate::ticket::Ticket;
use crate::upstream::Exchange;

/// How long a client should wait where nothing better is known.
const RETRY_SECONDS: u32 = 5;

/// Why no tokens are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenError {
    NotAForm,
    Repeated,
    Missing,
    GrantType,
    Client,
    /// The ticket does not open, was made for another redirect URI, or another verifier.
    Ticket,
    Spent,
    /// Monei refuses the code.
    CodeRefused,
    /// Monei refuses the relay itself.
    RelayRefused,
    /// The code may be spent, and no tokens came.
    Ambiguous,
    Busy {
        retry_after_seconds: u32,
    },
    MoneiUnreachable,
    Store,
}

/// The success body: RFC 6749 §5.1 with its `scope`, and Monei's own `scopes`.
#[derive(Serialize)]
struct TokenBody {
    #[serde(serialize_with = "expose_on_the_wire")]
    access_token: Credential,
    #[serde(serialize_with = "expose_on_the_wire")]
    refresh_token: Credential,
    token_type: &'static str,
    expires_in: u32,
    scope: String,
    scopes: Vec<&'static str>,
}

#[derive(Serialize)]
struct ErrorBody {
    error: &'static str,
    error_description: &'static str,
}

pub(crate) async fn redeem(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = match check(&app, &headers, &body) {
        // An exchange that was begun is finished and recorded even if the client has hung up: a task of its own is not
        // dropped with the connection.
        Ok(ticket) => tokio::spawn(exchange(app, ticket)).await.unwrap_or(Err(TokenError::Ambiguous)),
        Err(error) => Err(error),
    };
    let mut response = match answer {
        Ok(tokens) => Json(tokens).into_response(),
        Err(error) => error.into_response(),
    };
    response.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// Everything that can be refused before the ticket is touched.
fn check(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<Ticket, TokenError> {
    let kind = headers::text(headers, &CONTENT_TYPE).and_then(|kind| kind.split(';').next()).unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(TokenError::NotAForm);
    }
    let form = Params::parse(body).map_err(|Repeated| TokenError::Repeated)?;
    let required = |name| form.get(name).ok_or(TokenError::Missing);
    if required("grant_type")? != "authorization_code" {
        return Err(TokenError::GrantType);
    }
    if required("client_id")? != CLIENT_ID {
        return Err(TokenError::Client);
    }
    let (code, redirect_uri) = (required("code")?, required("redirect_uri")?);
    let verifier = Verifier::parse(required("code_verifier")?).ok_or(TokenError::Missing)?;

    let ticket: Ticket = app.sealer.open(code, app.around.clock.now()).map_err(|_| TokenError::Ticket)?;
    if !digest::equal(redirect_uri, &ticket.redirect.to_string()) || !ticket.challenge.is_answered_by(&verifier) {
        return Err(TokenError::Ticket);
    }
    Ok(ticket)
}

/// Reserves the ticket, tries the exchange once, and records what came of it.
async fn exchange(app: Arc<App>, ticket: Ticket) -> Result<TokenBody, TokenError> {
    let store = &app.around.store;
    let nonce = Fingerprint::of("monei-relay nonce v1", &ticket.nonce);
    if store.reserve_nonce(nonce.clone(), app.around.clock.now()).await? == Reservation::Spent {
        return Err(TokenError::Spent);
    }
    let limit = app.settings.exchanges_per_minute;
    match store.admit_exchange(limit, app.around.clock.now()).await {
        Ok(Admission::Admitted) => {}
        Ok(Admission::Full { retry_after_seconds }) => {
            store.release_nonce(nonce).await?;
            return Err(TokenError::Busy { retry_after_seconds });
        }
        Err(error) => {
            store.release_nonce(nonce).await?;
            return Err(error.into());
        }
    }

    let verifier = app.settings.upstream_pkce.then(|| pkce::upstream_verifier(&ticket.nonce));
    let answer = app.upstream.exchange(&app.settings, &ticket.code, verifier).await;
    let spent = !matches!(answer, Exchange::Limited { .. } | Exchange::NotSent);
    let recorded =
        if spent { store.commit_nonce(nonce, app.around.clock.now()).await } else { store.release_nonce(nonce).await };
    if recorded.is_err() {
        // The reservation stays in force, so the ticket is spent in any case.
        tracing::error!("the store did not record an exchange");
    }

    match answer {
        Exchange::Granted(tokens) => {
            let granted = tokens.granted().unwrap_or(ScopeSet::EMPTY);
            tracing::info!(asked = %ticket.scopes, %granted, "exchanged");
            Ok(TokenBody::new(tokens, granted))
        }
        Exchange::Refused => Err(TokenError::CodeRefused),
        Exchange::RelayRefused => {
            tracing::error!(
                "Monei refuses this relay: check the client id, the secret and the registered redirect URI"
            );
            Err(TokenError::RelayRefused)
        }
        Exchange::Limited { retry_after_seconds } => {
            tracing::warn!(retry_after_seconds, "Monei's limit was reached");
            let pause = SignedDuration::from_secs(i64::from(retry_after_seconds));
            if let Ok(until) = app.around.clock.now().saturating_add(pause) {
                store.pause_exchanges(until).await?;
            }
            Err(TokenError::Busy { retry_after_seconds })
        }
        Exchange::NotSent => {
            tracing::warn!("Monei cannot be reached");
            Err(TokenError::MoneiUnreachable)
        }
        Exchange::Ambiguous => {
            tracing::warn!("an exchange ended without a clear answer");
            Err(TokenError::Ambiguous)
        }
    }
}

impl TokenBody {
    /// `granted` holds the scopes that Monei names; where it names none, none is claimed.
    fn new(tokens: TokenResponse, granted: ScopeSet) -> Self {
        Self {
            expires_in: tokens.expires_in_seconds(),
            access_token: tokens.access_token,
            refresh_token: tokens.refresh_token,
            token_type: "Bearer",
            scope: granted.to_string(),
            scopes: granted.names().collect(),
        }
    }
}

impl From<StoreError> for TokenError {
    fn from(_: StoreError) -> Self {
        Self::Store
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        const BAD_REQUEST: StatusCode = StatusCode::BAD_REQUEST;
        const UNAVAILABLE: StatusCode = StatusCode::SERVICE_UNAVAILABLE;
        let retry = |seconds| Some(HeaderValue::from(seconds));
        let (status, error, error_description, retry_after) = match self {
            Self::NotAForm => (BAD_REQUEST, "invalid_request", "The body must be a URL-encoded form.", None),
            Self::Repeated => (BAD_REQUEST, "invalid_request", "A parameter occurs more than once.", None),
            Self::Missing => (BAD_REQUEST, "invalid_request", "A parameter is missing or malformed.", None),
            Self::GrantType => (BAD_REQUEST, "unsupported_grant_type", "Only authorization_code is supported.", None),
            Self::Client => (StatusCode::UNAUTHORIZED, "invalid_client", "The client is not known.", None),
            Self::Ticket => (BAD_REQUEST, "invalid_grant", "The code cannot be redeemed with this request.", None),
            Self::Spent => (BAD_REQUEST, "invalid_grant", "The code is already used.", None),
            Self::CodeRefused => (BAD_REQUEST, "invalid_grant", "Monei refused the code.", None),
            Self::Ambiguous => {
                (BAD_REQUEST, "invalid_grant", "The exchange had no clear result. Start a new sign-in.", None)
            }
            Self::Busy { retry_after_seconds } => (
                StatusCode::TOO_MANY_REQUESTS,
                "temporarily_unavailable",
                "Too many sign-ins at once. The code can still be redeemed.",
                retry(retry_after_seconds),
            ),
            Self::MoneiUnreachable => (
                UNAVAILABLE,
                "temporarily_unavailable",
                "Monei cannot be reached. The code can still be redeemed.",
                retry(RETRY_SECONDS),
            ),
            // The ticket is spent and an operator has to act, so nothing tells the client to come back with it.
            Self::RelayRefused => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "server_error",
                "The relay is not accepted by Monei at the moment. Start a new sign-in later.",
                None,
            ),
            Self::Store => {
                (UNAVAILABLE, "temporarily_unavailable", "The relay cannot work at the moment.", retry(RETRY_SECONDS))
            }
        };
        let mut response = (status, Json(ErrorBody { error, error_description })).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
        response
    }
}
