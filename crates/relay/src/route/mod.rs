//! The routes, one file each. Every route has one error type and one match that shows all of its failures.

pub(crate) mod about;
pub(crate) mod authorize;
pub(crate) mod callback;
pub(crate) mod consent;
pub(crate) mod token;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::pages::Failure;

/// A 303, after which the browser asks by GET whatever it did before.
pub(crate) fn see_other(target: &str) -> Response {
    match HeaderValue::from_str(target) {
        Ok(target) => (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response(),
        // Cannot happen: targets are checked redirect URIs or settings, with an encoded query.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Failures that several routes know, in one wording.
pub(crate) const REPEATED: Failure = Failure {
    status: StatusCode::BAD_REQUEST,
    reason: "repeated",
    title: "This link cannot be used",
    text: "A part of the link occurs twice. Start again in the app.",
};

pub(crate) const UNAVAILABLE: Failure = Failure {
    status: StatusCode::SERVICE_UNAVAILABLE,
    reason: "unavailable",
    title: "Signing in is not possible right now",
    text: "The service cannot take new sign-ins at the moment. Try again in a few minutes.",
};

pub(crate) const EXPIRED: Failure = Failure {
    status: StatusCode::BAD_REQUEST,
    reason: "expired",
    title: "This sign-in has expired",
    text: "It took longer than ten minutes, or the link is damaged. Start again in the app.",
};

pub(crate) const OTHER_BROWSER: Failure = Failure {
    status: StatusCode::FORBIDDEN,
    reason: "other-browser",
    title: "This sign-in was not started here",
    text: "It belongs to another browser, or this browser keeps no cookies. If somebody sent you this link, do not use it. Start again in the app.",
};
