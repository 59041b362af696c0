//! The forms that pages send: only from this site, and of bounded size.

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::page::message;
use super::visit::is_cross_site;
use crate::body::{has_content_type, read};
use crate::refusal::Refusal;

/// The fields of a submitted form, in order.
pub(super) struct FormBody(Vec<(String, String)>);

impl FormBody {
    /// The first value of a field, or nothing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Why a form is not looked at.
pub(super) enum Unaccepted {
    CrossSite,
    Unreadable(Refusal),
}

impl IntoResponse for Unaccepted {
    fn into_response(self) -> Response {
        match self {
            Self::CrossSite => message(StatusCode::FORBIDDEN, "Not accepted", "This form was sent from another site."),
            Self::Unreadable(refusal) => message(refusal.status(), "This form cannot be read", refusal.to_string()),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for FormBody {
    type Rejection = Unaccepted;

    async fn from_request(request: Request, _: &S) -> Result<Self, Unaccepted> {
        if is_cross_site(request.headers()) {
            return Err(Unaccepted::CrossSite);
        }
        if !has_content_type(&request, "application/x-www-form-urlencoded") {
            return Err(Unaccepted::Unreadable(Refusal::Malformed("The body must be a form".to_owned())));
        }
        let bytes = read(request).await.map_err(Unaccepted::Unreadable)?;
        Ok(Self(url::form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}
