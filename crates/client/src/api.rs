//! One request with one bearer token.

use std::fmt::Display;

use jiff::Timestamp;
use monei_api::{Endpoint, Method, envelope};
use reqwest::Client;
use serde::de::DeserializeOwned;

use crate::base::BaseUrl;
use crate::error::CallError;
use crate::http;
use crate::token::AccessToken;

/// A call to an endpoint of the contract, before a token is put to it.
#[derive(Clone, Debug)]
pub struct Request {
    pub endpoint: Endpoint,
    query: Vec<(&'static str, String)>,
}

impl Request {
    pub const fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, query: Vec::new() }
    }

    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Display) -> Self {
        self.query.push((name, value.to_string()));
        self
    }
}

/// The Monei API at one base address.
#[derive(Clone, Debug)]
pub struct Api {
    http: Client,
    base: BaseUrl,
    now: fn() -> Timestamp,
}

impl Api {
    /// `now` is the wall clock, which a `Retry-After` date is measured against.
    pub const fn new(http: Client, base: BaseUrl, now: fn() -> Timestamp) -> Self {
        Self { http, base, now }
    }

    pub const fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Sends the request and reads the payload of its answer.
    pub async fn send<T: DeserializeOwned>(&self, request: &Request, token: &AccessToken) -> Result<T, CallError> {
        let mut url = self.base.join(request.endpoint.path);
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
        let sent = self.http.request(method, url).bearer_auth(token.expose()).send().await;
        let response = sent.map_err(|error| CallError::from_transport(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = http::body(response).await.map_err(|failure| match failure {
            http::BodyFailure::Broken => CallError::NoAnswer,
            http::BodyFailure::TooLong => CallError::Unreadable,
        });
        if !status.is_success() {
            return Err(CallError::from_answer(status, &headers, &body.unwrap_or_default(), (self.now)()));
        }
        envelope::read(&body?).map_err(|error| {
            tracing::warn!(path = request.endpoint.path, %error, "unreadable answer");
            CallError::Unreadable
        })
    }
}
