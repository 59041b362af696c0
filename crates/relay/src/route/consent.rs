//! `POST /authorize`: the answer of the consent page. Only here does an attempt go on to Monei.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{HeaderName, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{EXPIRED, OTHER_BROWSER, REPEATED, UNAVAILABLE, see_other};
use crate::cookie::BrowserCookie;
use crate::digest;
use crate::headers;
use crate::pages::Failure;
use crate::params::{Params, Repeated};
use crate::pkce;
use crate::server::App;
use crate::ticket::{ConsentRequest, PendingState, Refusal};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Why a consent does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ConsentError {
    Repeated,
    Decision,
    CrossSite,
    Expired,
    OtherBrowser,
    FormToken,
    Unavailable,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Decision {
    Continue,
    Cancel,
}

pub(crate) async fn answer(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    match next_stop(&app, &headers, &body) {
        Ok(target) => see_other(&target),
        Err(error) => app.pages.failure(error.shown()),
    }
}

fn next_stop(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<String, ConsentError> {
    if !is_same_origin(headers, &app.settings.issuer) {
        return Err(ConsentError::CrossSite);
    }
    let form = Params::parse(body).map_err(|Repeated| ConsentError::Repeated)?;
    let decision = match form.get("decision") {
        Some("continue") => Decision::Continue,
        Some("cancel") => Decision::Cancel,
        _ => return Err(ConsentError::Decision),
    };
    let sealed = form.get("request").ok_or(ConsentError::Expired)?;
    let request: ConsentRequest = app.sealer.open(sealed, app.around.clock.now()).map_err(|_| ConsentError::Expired)?;
    let cookie = BrowserCookie::read(headers, app.settings.cookie).ok_or(ConsentError::OtherBrowser)?;
    if !cookie.fingerprint().matches(&request.cookie) {
        return Err(ConsentError::OtherBrowser);
    }
    if !form.get("token").is_some_and(|token| digest::equal(token, &cookie.form_token())) {
        return Err(ConsentError::FormToken);
    }

    match decision {
        Decision::Continue => {
            let state = PendingState {
                attempt: request.attempt,
                cookie: request.cookie,
                // New for each press of the button, so that going back and pressing it again is a way of its own.
                nonce: digest::random_text(&*app.around.random),
                expires: request.expires,
            };
            let sealed = app.sealer.seal(&state).map_err(|_| ConsentError::Unavailable)?;
            Ok(monei(app, &state, &sealed))
        }
        // The relay's own callback knows how to hand a denial over. What goes there is no state, because a state proves
        // a consent.
        Decision::Cancel => {
            let refusal = Refusal { attempt: request.attempt, cookie: request.cookie, expires: request.expires };
            let sealed = app.sealer.seal(&refusal).map_err(|_| ConsentError::Unavailable)?;
            let query = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs([("error", "access_denied"), ("state", &sealed)])
                .finish();
            Ok(format!("{}?{query}", app.settings.callback))
        }
    }
}

/// Monei's authorization page (`monei-api.md` §1.3).
fn monei(app: &App, state: &PendingState, sealed: &str) -> String {
    let settings = &app.settings;
    let mut url = settings.authorize_url.clone();
    {
        let mut query = url.query_pairs_mut();
        query
            .append_pair("client_id", &settings.client_id)
            .append_pair("redirect_uri", &settings.callback)
            .append_pair("scope", &state.attempt.scopes.to_string())
            .append_pair("state", sealed);
        if settings.upstream_pkce {
            query
                .append_pair("code_challenge", &pkce::upstream_challenge(&state.nonce))
                .append_pair("code_challenge_method", pkce::METHOD);
        }
    }
    url.into()
}

/// What the browser says about where the form came from. `Referrer-Policy: no-referrer` makes it say "null" as origin,
/// so the origin alone proves nothing; the cookie and the form's token do.
fn is_same_origin(headers: &HeaderMap, issuer: &str) -> bool {
    let site = headers::text(headers, &SEC_FETCH_SITE);
    let origin = headers::text(headers, &ORIGIN);
    site.is_none_or(|site| site == "same-origin") && origin.is_none_or(|origin| origin == "null" || origin == issuer)
}

impl ConsentError {
    fn shown(self) -> Failure {
        match self {
            Self::Repeated => REPEATED,
            Self::Expired => EXPIRED,
            Self::OtherBrowser => OTHER_BROWSER,
            Self::Unavailable => UNAVAILABLE,
            Self::Decision => Failure {
                status: StatusCode::BAD_REQUEST,
                reason: "decision",
                title: "This answer cannot be read",
                text: "It is neither Continue nor Cancel. Start again in the app.",
            },
            Self::CrossSite => Failure {
                status: StatusCode::FORBIDDEN,
                reason: "cross-site",
                title: "This answer came from another page",
                text: "Only the page of this service can continue a sign-in. Start again in the app.",
            },
            Self::FormToken => Failure {
                status: StatusCode::FORBIDDEN,
                reason: "form-token",
                title: "This answer came from another page",
                text: "Only the page of this service can continue a sign-in. Start again in the app.",
            },
        }
    }
}
