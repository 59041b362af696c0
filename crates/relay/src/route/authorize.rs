//! `GET /authorize` (RFC 6749 §4.1.1): checks the request and shows the consent page, each time.
//!
//! A failure is always a page of the relay's own. Nothing is redirected from here: an error is not worth trusting a URI
//! that came with the same request.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use jiff::SignedDuration;
use monei_api::relay::{ATTEMPT_LIFETIME_SECONDS, CLIENT_ID, pairing_code};
use monei_api::{Scope, ScopeSet};

use super::{REPEATED, UNAVAILABLE};
use crate::cookie::BrowserCookie;
use crate::pages::{Consent, Failure};
use crate::params::{Params, Repeated};
use crate::pkce::{self, Challenge, is_base64url};
use crate::redirect::RedirectUri;
use crate::server::App;
use crate::ticket::{Attempt, ConsentRequest};

/// Why a request is not shown to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AuthorizeError {
    Repeated,
    ClientId,
    RedirectUri,
    ResponseType,
    State,
    CodeChallenge,
    Scope,
    Unavailable,
}

pub(crate) async fn show_consent(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match consent_page(&app, query.as_deref().unwrap_or_default(), &headers).await {
        Ok(response) => response,
        Err(error) => app.pages.failure(error.shown()),
    }
}

async fn consent_page(app: &App, query: &str, headers: &HeaderMap) -> Result<Response, AuthorizeError> {
    let attempt = check(query, &app.settings.app_schemes)?;
    app.around.store.ready(app.around.clock.now()).await.map_err(|_| AuthorizeError::Unavailable)?;

    let style = app.settings.cookie;
    let cookie = BrowserCookie::read(headers, style).unwrap_or_else(|| BrowserCookie::new(&*app.around.random));
    let code = pairing_code(CLIENT_ID, &attempt.state, attempt.challenge.as_str());
    let permissions = attempt.scopes.iter().map(Scope::text).collect();
    let redirect = attempt.redirect.clone();
    let life = SignedDuration::from_secs(i64::from(ATTEMPT_LIFETIME_SECONDS));
    let expires = app.around.clock.now().saturating_add(life).map_err(|_| AuthorizeError::Unavailable)?;
    let request = ConsentRequest { attempt, cookie: cookie.fingerprint(), expires };
    let sealed_request = app.sealer.seal(&request).map_err(|_| AuthorizeError::Unavailable)?;

    let page = app.pages.consent(&Consent {
        pairing_code: &code,
        permissions,
        redirect: &redirect,
        sealed_request: &sealed_request,
        form_token: &cookie.form_token(),
        form_action: &app.settings.form_action,
    });
    Ok((AppendHeaders([(SET_COOKIE, cookie.header(style))]), page).into_response())
}

fn check(query: &str, app_schemes: &[String]) -> Result<Attempt, AuthorizeError> {
    let params = Params::parse(query.as_bytes()).map_err(|Repeated| AuthorizeError::Repeated)?;
    if params.get("client_id") != Some(CLIENT_ID) {
        return Err(AuthorizeError::ClientId);
    }
    let redirect = params
        .get("redirect_uri")
        .and_then(|uri| RedirectUri::allowed(uri, app_schemes))
        .ok_or(AuthorizeError::RedirectUri)?;
    if params.get("response_type") != Some("code") {
        return Err(AuthorizeError::ResponseType);
    }
    let state = params.get("state").filter(|state| is_state(state)).ok_or(AuthorizeError::State)?.to_owned();
    if params.get("code_challenge_method") != Some(pkce::METHOD) {
        return Err(AuthorizeError::CodeChallenge);
    }
    let challenge = params.get("code_challenge").and_then(Challenge::parse).ok_or(AuthorizeError::CodeChallenge)?;
    let scopes = params.get("scope").and_then(scopes).ok_or(AuthorizeError::Scope)?;
    Ok(Attempt { state, challenge, redirect, scopes })
}

fn is_state(state: &str) -> bool {
    (16..=128).contains(&state.len()) && state.bytes().all(is_base64url)
}

/// A list of known scopes, separated by single spaces (RFC 6749 §3.3).
fn scopes(list: &str) -> Option<ScopeSet> {
    list.split(' ').map(Scope::from_name).collect()
}

impl AuthorizeError {
    fn shown(self) -> Failure {
        let unusable =
            |reason, text| Failure { status: StatusCode::BAD_REQUEST, reason, title: "This link cannot be used", text };
        match self {
            Self::Repeated => REPEATED,
            Self::Unavailable => UNAVAILABLE,
            Self::ClientId => unusable("client-id", "It was not made by Monei Wallet. Start again in the app."),
            Self::RedirectUri => unusable(
                "redirect-uri",
                "The answer would go to a place that is not known to be Monei Wallet. If somebody sent you this link, do not use it.",
            ),
            Self::ResponseType => unusable(
                "response-type",
                "It asks for something that this service does not give. Start again in the app.",
            ),
            Self::State => unusable("state", "It carries no usable attempt number. Start again in the app."),
            Self::CodeChallenge => {
                unusable("code-challenge", "It is not protected by a challenge. Start again in the app.")
            }
            Self::Scope => {
                unusable("scope", "It asks for no permission, or for one that is not known. Start again in the app.")
            }
        }
    }
}
