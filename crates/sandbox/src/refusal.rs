//! Every way in which the API says no: one enum, and one match that shows status and words of each.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use monei_api::endpoint::Access;
use monei_api::error::PlainError;
use monei_api::money::Figure;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ledger::{Quantity, Refused};
use crate::rules::limits::Limit;

/// Texts per field of a bad request.
pub(crate) type FieldTexts = BTreeMap<String, Vec<String>>;

/// Why a request is not answered. The texts are the sandbox rulings of `monei-api.md` §1.9.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("Invalid or expired token")]
    Token,
    #[error("Missing authentication header")]
    NoCredential,
    #[error("Invalid API key")]
    ApiKey,
    #[error("Invalid email or PIN")]
    SignIn,
    #[error("Invalid client credentials")]
    Client,
    #[error("Invalid or expired authorization code")]
    Code,
    #[error("Redirect URI mismatch")]
    Redirect,
    #[error("Invalid code verifier")]
    Verifier,
    #[error("Unsupported grant type")]
    GrantType,
    #[error("property {0} should not exist")]
    UnknownProperty(String),
    #[error("Insufficient scope: requires {}", wanted(*.0))]
    Scope(Access),
    #[error("Account is not verified")]
    Unverified,
    #[error("The control API only answers tools on this computer")]
    Foreign,
    #[error("Token not found")]
    NoSuchToken,
    #[error("Transaction not found")]
    NoSuchTransaction,
    #[error("{0} not found")]
    NoSuch(&'static str),
    #[error("Cannot {method} {path}")]
    Route { method: String, path: String },
    #[error("Too many requests")]
    TooMany { retry_after_seconds: u64 },
    #[error("{0}")]
    Malformed(String),
    #[error("request entity too large")]
    TooLarge,
    #[error("The request took too long to arrive")]
    Slow,
    #[error("Validation failed")]
    Fields(FieldTexts),
    #[error("Invalid transaction pin")]
    Pin,
    #[error("Transaction pin is locked after too many wrong attempts")]
    PinLocked,
    #[error("Transaction pin is not set")]
    NoPin,
    #[error("Insufficient balance for transaction")]
    Shortage { required: Quantity, available: Quantity },
    #[error("{} of NGN {naira} exceeded for {tier}", limit.name())]
    Limit { limit: Limit, naira: u32, tier: String },
    /// Something of that name is there already.
    #[error("{0} already exists")]
    Duplicate(&'static str),
    /// Well formed, but not to be done.
    #[error("{0}")]
    Unacceptable(&'static str),
    /// Done, perhaps, but not kept: the data file cannot be written any more.
    #[error("{0}")]
    Unkept(String),
    /// Not the caller's to do.
    #[error("{0}")]
    Forbidden(&'static str),
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Shortage { required, available } => Self::Shortage { required, available },
            Refused::Reference => Self::Duplicate("A transaction with this reference"),
            Refused::Overflow => Self::field("amount", "amount is too large"),
            Refused::NotPending => Self::Unacceptable("Transaction is no longer pending"),
        }
    }
}

/// The scope to ask for, as the message names it.
fn wanted(access: Access) -> &'static str {
    match access {
        Access::AnyToken => "a valid token",
        Access::Holder => "the account holder's own session",
        Access::AnyOf(scopes) => scopes.first().map_or("a scope", |scope| scope.name()),
    }
}

impl Refusal {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Token | Self::NoCredential | Self::ApiKey | Self::SignIn | Self::Client => StatusCode::UNAUTHORIZED,
            Self::Scope(_)
            | Self::Unverified
            | Self::Foreign
            | Self::PinLocked
            | Self::Limit { .. }
            | Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Duplicate(_) => StatusCode::CONFLICT,
            Self::NoSuchToken | Self::NoSuchTransaction | Self::NoSuch(_) | Self::Route { .. } => StatusCode::NOT_FOUND,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unkept(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Code
            | Self::Redirect
            | Self::Verifier
            | Self::GrantType
            | Self::UnknownProperty(_)
            | Self::Malformed(_)
            | Self::Fields(_)
            | Self::Pin
            | Self::NoPin
            | Self::Shortage { .. }
            | Self::Unacceptable(_) => StatusCode::BAD_REQUEST,
        }
    }

    /// One bad field.
    pub(crate) fn field(name: &str, text: impl Into<String>) -> Self {
        Self::Fields(FieldTexts::from([(name.to_owned(), vec![text.into()])]))
    }
}

/// Marks a response that was refused for want of a scope, for the count of such calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutOfScope;

/// A validation error: the common body and the texts per field (`monei-api.md` §3.0).
#[derive(JsonSchema, Serialize)]
pub(crate) struct FieldErrors {
    #[serde(flatten)]
    plain: PlainError,
    errors: FieldTexts,
}

/// An insufficient balance: `error` holds what it was measured against (`monei-api.md` §3.0).
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShortageError {
    status_code: u16,
    message: String,
    error: ShortageDetails,
}

#[derive(JsonSchema, Serialize)]
struct ShortageDetails {
    details: ShortageFigures,
}

#[derive(JsonSchema, Serialize)]
struct ShortageFigures {
    required: Figure,
    available: Figure,
    currency: &'static str,
}

impl ShortageError {
    fn new(plain: PlainError, required: Quantity, available: Quantity) -> Self {
        let details = ShortageFigures {
            required: Figure::number(required.amount()),
            available: Figure::number(available.amount()),
            currency: available.asset.symbol(),
        };
        Self { status_code: plain.status_code, message: plain.message, error: ShortageDetails { details } }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        let plain = plain_error(status, self.to_string());
        let mut response = match &self {
            Self::Fields(errors) => (status, Json(FieldErrors { plain, errors: errors.clone() })).into_response(),
            Self::Shortage { required, available } => {
                (status, Json(ShortageError::new(plain, *required, *available))).into_response()
            }
            _ => (status, Json(plain)).into_response(),
        };
        match self {
            Self::TooMany { retry_after_seconds } => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
            }
            Self::Scope(_) => {
                response.extensions_mut().insert(OutOfScope);
            }
            _ => {}
        }
        response
    }
}

/// `{statusCode, message, error}` with the status's own reason phrase.
pub(crate) fn plain_error(status: StatusCode, message: String) -> PlainError {
    PlainError { status_code: status.as_u16(), message, error: status.canonical_reason().unwrap_or("Error").to_owned() }
}
