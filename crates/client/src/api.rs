//! One request with one bearer token.

use std::borrow::Cow;
use std::fmt::{self, Display};

use jiff::Timestamp;
use monei_api::{Endpoint, Method, envelope};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::base::BaseUrl;
use crate::date::DateObserver;
use crate::error::CallError;
use crate::http;
use crate::token::AccessToken;

/// A call to an endpoint of the contract, before a token is put to it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method and path, and which permission opens them.
    pub endpoint: Endpoint,
    parameters: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    body: Option<Json>,
    whole: bool,
}

/// A body. It may name people and accounts, so it is not printed.
#[derive(Clone)]
struct Json(Vec<u8>);

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Json(…)")
    }
}

impl Request {
    /// A call without parameters.
    pub const fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, parameters: Vec::new(), query: Vec::new(), body: None, whole: false }
    }

    /// What stands for `{name}` in the path.
    #[must_use]
    pub fn parameter(mut self, name: &'static str, value: impl Display) -> Self {
        self.parameters.push((name, value.to_string()));
        self
    }

    /// Adds a pair to the query. It is encoded here.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Display) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// A JSON body, for what is asked by POST. Requests may be sent again after a 401, so that none of them moves money.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        // The bodies of the contract are plain objects of texts and numbers, which can always be written.
        self.body = Some(Json(serde_json::to_vec(body).unwrap_or_default()));
        self
    }

    /// The answer is read as it is: what is wanted of it stands beside its `data`.
    #[must_use]
    pub const fn whole(mut self) -> Self {
        self.whole = true;
        self
    }

    /// The path with its parameters, percent-encoded. Nothing is found under an empty one or one of dots, and a URL would
    /// take them for another path.
    fn path(&self) -> Option<Cow<'static, str>> {
        let mut path = Cow::Borrowed(self.endpoint.path);
        for (name, value) in &self.parameters {
            if matches!(value.as_str(), "" | "." | "..") {
                return None;
            }
            let encoded = utf8_percent_encode(value, IN_A_SEGMENT).to_string();
            path = path.replace(&format!("{{{name}}}"), &encoded).into();
        }
        Some(path)
    }
}

/// What is not one of the unreserved characters of RFC 3986.
const IN_A_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The Monei API at one base address.
#[derive(Clone, Debug)]
pub struct Api {
    http: Client,
    base: BaseUrl,
    now: fn() -> Timestamp,
    dates: DateObserver,
}

impl Api {
    /// `now` is the wall clock, which a `Retry-After` date is measured against.
    pub fn new(http: Client, base: BaseUrl, now: fn() -> Timestamp) -> Self {
        Self { http, base, now, dates: DateObserver::default() }
    }

    /// Tells somebody the date of each answer.
    #[must_use]
    pub fn dated(self, dates: DateObserver) -> Self {
        Self { dates, ..self }
    }

    /// Where calls go.
    pub const fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Sends the request once, and reads the payload of its answer, with or without an envelope (`monei-api.md` §3.0).
    pub async fn send<T: DeserializeOwned>(&self, request: &Request, token: &AccessToken) -> Result<T, CallError> {
        let path = request.path().ok_or_else(|| CallError::NotFound { body: Box::default() })?;
        let mut url = self.base.join(&path);
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let method = match request.endpoint.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        // The bearer header is where the token is meant to go; reqwest marks it sensitive.
        let mut sent = self.http.request(method, url).bearer_auth(token.expose());
        if let Some(Json(body)) = &request.body {
            sent = sent.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        let response = sent.send().await.map_err(|error| CallError::from_transport(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        self.dates.observe(&headers);
        let body = http::body(response).await.map_err(|failure| match failure {
            http::BodyFailure::Broken => CallError::NoAnswer,
            http::BodyFailure::TooLong => CallError::Unreadable,
        });
        if !status.is_success() {
            return Err(CallError::from_answer(status, &headers, &body.unwrap_or_default(), (self.now)()));
        }
        let body = body?;
        let read = if request.whole { envelope::read_whole(&body) } else { envelope::read(&body) };
        read.map_err(|error| {
            tracing::warn!(path = request.endpoint.path, %error, "unreadable answer");
            CallError::Unreadable
        })
    }
}

#[cfg(test)]
mod tests {
    use monei_api::endpoint;

    use super::*;

    #[test]
    fn a_parameter_is_one_segment_of_the_path_or_nothing() {
        let path = |value: &str| {
            let path = Request::new(endpoint::TRANSACTION_BY_REFERENCE).parameter("reference", value).path()?;
            Some(BaseUrl::parse("http://127.0.0.1/api").unwrap().join(&path).to_string())
        };
        let expect = |segment: &str| Some(format!("http://127.0.0.1/api/transactions/reference/{segment}"));
        assert_eq!(path("bill-88_a~b.c"), expect("bill-88_a~b.c"));
        assert_eq!(path("a b/../c?d#e%2f"), expect("a%20b%2F..%2Fc%3Fd%23e%252f"));
        assert_eq!(path("ọ̀fẹ́"), expect("%E1%BB%8D%CC%80f%E1%BA%B9%CC%81"));
        // A reference that names another parameter is not filled in twice.
        assert_eq!(path("{reference}"), expect("%7Breference%7D"));
        for nothing in ["", ".", ".."] {
            assert_eq!(path(nothing), None, "{nothing}");
        }
    }
}
