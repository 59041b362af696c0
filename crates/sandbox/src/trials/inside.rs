//! A simulation without a listener, and what is asked of it in the same thread.

use std::net::{IpAddr, Ipv4Addr};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::calls::API_PREFIX;
use crate::server::Peer;
use crate::world::Simulation;
use crate::{Clock, Config, RateLimits, Switches, router, world};

pub(super) const API_KEY: &str = "key-of-the-developer";

/// One of the people who are always there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who {
    pub(super) email: &'static str,
    pub(super) login_pin: &'static str,
    pub(super) transaction_pin: &'static str,
}

pub(super) const ADA: Who = Who { email: "ada@example.ng", login_pin: "1234", transaction_pin: "1234" };
pub(super) const NEWCOMER: Who = Who { email: "new@example.ng", login_pin: "2468", transaction_pin: "" };
pub(super) const BUSY: Who = Who { email: "busy@example.ng", login_pin: "8642", transaction_pin: "975310" };
pub(super) const NGOZI: Who = Who { email: "ngozi@example.ng", login_pin: "1357", transaction_pin: "2580" };

pub(super) struct Inside {
    pub(super) simulation: Simulation,
    router: Router,
}

/// An answer that is wholly read.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub(super) fn data(&self) -> Value {
        assert!(self.status.is_success(), "{self:?}");
        self.json()["data"].take()
    }
}

impl Inside {
    /// The people of a seed on a day that is always the same.
    pub(super) fn new(seed: u64) -> Self {
        let config = Config {
            seed: Some(seed),
            secrets_seed: Some(seed),
            api_key: Some(API_KEY.to_owned()),
            clock: Clock::fixed("2026-01-15T12:00:00.123Z".parse().unwrap()),
            switches: Switches { rate_limits: RateLimits::OFF, ..Switches::default() },
            ..Config::default()
        };
        let (world, store) = world(config).unwrap();
        let (_, ended) = tokio::sync::watch::channel(());
        let simulation = Simulation::new(world, store, "http://127.0.0.1:4010", 4010, ended);
        Self { router: router::app(&simulation), simulation }
    }

    pub(super) async fn send(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(Peer(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await.unwrap() }
    }

    /// A call below the API base.
    pub(super) async fn call(&self, method: Method, path: &str, bearer: &str, body: Option<&Value>) -> Answer {
        let request = Request::builder().method(method).uri(format!("{API_PREFIX}{path}"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.send(request.unwrap()).await
    }

    pub(super) async fn get(&self, path: &str, bearer: &str) -> Value {
        self.call(Method::GET, path, bearer, None).await.data()
    }

    pub(super) async fn post(&self, path: &str, bearer: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, bearer, Some(body)).await
    }

    /// A call of the control API.
    pub(super) async fn control(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request =
            Request::builder().method(method).uri(format!("/sandbox{path}")).header(header::HOST, "127.0.0.1");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap()).await
    }

    /// A form that a page sends.
    pub(super) async fn submit(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// The session of somebody who signs in.
    pub(super) async fn session(&self, who: Who) -> String {
        let body = json!({ "email": who.email, "pin": who.login_pin });
        let answer = self.post("/auth/auth/login", "", &body).await.data();
        answer["accessToken"].as_str().unwrap().to_owned()
    }

    /// Everything adds up, as after everything it must.
    pub(super) fn adds_up(&self) {
        let audit = self.simulation.lock().ledger.audit();
        assert!(audit.is_sound(), "{audit:?}");
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.simulation.lock().advance(jiff::SignedDuration::from_secs(seconds)).unwrap();
    }
}
