//! `GET /callback`: what comes back from Monei, bound to the browser and to the attempt that presents it first, and
//! handed to the application as a ticket (RFC 6749 §4.1.2, RFC 9207).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use monei_api::connect::Credential;
use monei_api::relay::TICKET_LIFETIME_SECONDS;

use super::{EXPIRED, OTHER_BROWSER, REPEATED, UNAVAILABLE};
use crate::cookie::BrowserCookie;
use crate::digest::Fingerprint;
use crate::pages::{Failure, Outcome};
use crate::params::{Params, Repeated};
use crate::seal::Sealer;
use crate::server::App;
use crate::store::Binding;
use crate::ticket::{Attempt, PendingState, Refusal, Ticket};

/// Monei's codes are short; a longer one would make a ticket that does not fit into the token request.
const LONGEST_CODE: usize = 512;

/// Why nothing is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CallbackError {
    Repeated,
    Unclear,
    Expired,
    OtherBrowser,
    CodeTaken,
    Unavailable,
}

/// The attempt that comes back, from Monei or from the relay's own Cancel.
struct Returning {
    attempt: Attempt,
    cookie: Fingerprint,
    /// Only a consent that was given has one, and a ticket cannot be made without it.
    nonce: Option<String>,
}

impl Returning {
    fn open(sealer: &Sealer, text: &str, now: Timestamp) -> Result<Self, CallbackError> {
        if let Ok(PendingState { attempt, cookie, nonce, .. }) = sealer.open(text, now) {
            return Ok(Self { attempt, cookie, nonce: Some(nonce) });
        }
        let Refusal { attempt, cookie, .. } = sealer.open(text, now).map_err(|_| CallbackError::Expired)?;
        Ok(Self { attempt, cookie, nonce: None })
    }
}

/// What Monei says.
enum MoneiAnswer<'a> {
    Code(&'a str),
    Denied,
    /// Any other error; Monei documents none.
    Failed,
}

pub(crate) async fn take(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    match hand_over(&app, query.as_deref().unwrap_or_default(), &headers).await {
        Ok(response) => response,
        Err(error) => app.pages.failure(error.shown()),
    }
}

async fn hand_over(app: &App, query: &str, headers: &HeaderMap) -> Result<Response, CallbackError> {
    let params = Params::parse(query.as_bytes()).map_err(|Repeated| CallbackError::Repeated)?;
    let now = app.around.clock.now();
    let sealed = params.get("state").ok_or(CallbackError::Expired)?;
    let returning = Returning::open(&app.sealer, sealed, now)?;
    let cookie = BrowserCookie::read(headers, app.settings.cookie).ok_or(CallbackError::OtherBrowser)?;
    if !cookie.fingerprint().matches(&returning.cookie) {
        return Err(CallbackError::OtherBrowser);
    }
    let attempt = returning.attempt;
    let (code, nonce) = match (MoneiAnswer::read(&params)?, returning.nonce) {
        (MoneiAnswer::Code(code), Some(nonce)) => (code, nonce),
        (MoneiAnswer::Code(_), None) => return Err(CallbackError::Expired),
        (MoneiAnswer::Denied, _) => return Ok(deliver(app, &attempt, Outcome::Denied, ("error", "access_denied"))),
        (MoneiAnswer::Failed, _) => return Ok(deliver(app, &attempt, Outcome::Denied, ("error", "server_error"))),
    };

    let owner = Fingerprint::of("monei-relay attempt v1", &nonce);
    let code_print = Fingerprint::of("monei-relay code v1", code);
    match app.around.store.bind_code(code_print, owner, now).await {
        Ok(Binding::Owned) => {}
        Ok(Binding::Taken) => {
            tracing::warn!("a code was presented under a second sign-in, or a sign-in presented too many");
            return Err(CallbackError::CodeTaken);
        }
        Err(_) => return Err(CallbackError::Unavailable),
    }

    let life = SignedDuration::from_secs(i64::from(TICKET_LIFETIME_SECONDS));
    let ticket = Ticket {
        code: Credential::new(code.to_owned()),
        challenge: attempt.challenge.clone(),
        redirect: attempt.redirect.clone(),
        scopes: attempt.scopes,
        nonce,
        expires: now.saturating_add(life).map_err(|_| CallbackError::Unavailable)?,
    };
    let ticket = app.sealer.seal(&ticket).map_err(|_| CallbackError::Unavailable)?;
    Ok(deliver(app, &attempt, Outcome::Returned, ("code", &ticket)))
}

/// The authorization response, with `iss` in every answer (RFC 9207 §2).
///
/// A page for both ways back, never a redirect: browsers apply the `form-action` of Monei's consent page to every
/// redirect that follows its form, and that page cannot know the application's scheme or port.
fn deliver(app: &App, attempt: &Attempt, outcome: Outcome, answer: (&str, &str)) -> Response {
    let target = attempt.redirect.with_query(&[answer, ("state", &attempt.state), ("iss", &app.settings.issuer)]);
    app.pages.hand_over(outcome, &target)
}

impl<'a> MoneiAnswer<'a> {
    fn read(params: &'a Params) -> Result<Self, CallbackError> {
        match (params.get("code"), params.get("error")) {
            (Some(code), None) if is_code(code) => Ok(Self::Code(code)),
            (None, Some("access_denied")) => Ok(Self::Denied),
            (None, Some(_)) => Ok(Self::Failed),
            _ => Err(CallbackError::Unclear),
        }
    }
}

fn is_code(code: &str) -> bool {
    code.len() <= LONGEST_CODE && code.bytes().all(|byte| byte.is_ascii_graphic())
}

impl CallbackError {
    fn shown(self) -> Failure {
        match self {
            Self::Repeated => REPEATED,
            Self::Expired => EXPIRED,
            Self::OtherBrowser => OTHER_BROWSER,
            Self::Unavailable => UNAVAILABLE,
            Self::Unclear => Failure {
                status: StatusCode::BAD_REQUEST,
                reason: "unclear",
                title: "Monei's answer cannot be read",
                text: "It neither allows nor denies the connection. Start again in the app.",
            },
            Self::CodeTaken => Failure {
                status: StatusCode::FORBIDDEN,
                reason: "code-taken",
                title: "This answer belongs to another sign-in",
                text: "It was already used by a different attempt. If somebody sent you this link, do not use it. Start again in the app.",
            },
        }
    }
}
