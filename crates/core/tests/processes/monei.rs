//! A Monei that knows one pair of tokens at a time, and counts.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::{Value, json};

#[derive(Debug, Default)]
struct Facts {
    base: String,
    refreshes: AtomicUsize,
    refusals: AtomicUsize,
    revoked: AtomicBool,
    state: Mutex<Tokens>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tokens {
    now: i64,
    generation: usize,
    expires_at: i64,
}

#[derive(Clone, Debug)]
pub struct Monei(Arc<Facts>);

pub const LIFETIME: i64 = 3_600;

/// The pair of a generation.
pub fn pair(generation: usize) -> (String, String) {
    (format!("mct_{generation}"), format!("mcr_{generation}"))
}

impl Monei {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = Mutex::new(Tokens { expires_at: LIFETIME, ..Tokens::default() });
        let facts = Arc::new(Facts { base, state, ..Facts::default() });
        let router = Router::new()
            .route("/wallet/me", get(wallet))
            .route("/connect/token", post(token))
            .layer(middleware::from_fn_with_state(facts.clone(), dated))
            .with_state(facts.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self(facts)
    }

    pub fn base(&self) -> String {
        self.0.base.clone()
    }

    pub fn set_clock(&self, seconds: i64) {
        self.0.state.lock().unwrap().now = seconds;
    }

    pub fn revoke_all(&self) {
        self.0.revoked.store(true, SeqCst);
    }

    pub fn refreshes(&self) -> usize {
        self.0.refreshes.load(SeqCst)
    }

    pub fn refusals(&self) -> usize {
        self.0.refusals.load(SeqCst)
    }
}

/// Answers carry the date of this Monei's clock.
async fn dated(State(facts): State<Arc<Facts>>, request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let now = Timestamp::from_second(facts.state.lock().unwrap().now).unwrap();
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now).unwrap();
    response.headers_mut().insert("date", date.parse().unwrap());
    response
}

async fn wallet(State(facts): State<Arc<Facts>>, headers: HeaderMap) -> Response {
    let Tokens { now, generation, expires_at } = *facts.state.lock().unwrap();
    let bearer = format!("Bearer {}", pair(generation).0);
    let known = headers.get("authorization").is_some_and(|value| value == bearer.as_str());
    if !known || facts.revoked.load(SeqCst) || now >= expires_at {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(json!({ "statusCode": 200, "data": { "nairaBalance": "1805.00", "subwallets": [] } })).into_response()
}

async fn token(State(facts): State<Arc<Facts>>, Json(body): Json<Value>) -> Response {
    let mut state = facts.state.lock().unwrap();
    if body.get("refresh_token") != Some(&json!(pair(state.generation).1)) || facts.revoked.load(SeqCst) {
        facts.refusals.fetch_add(1, SeqCst);
        return (StatusCode::UNAUTHORIZED, Json(json!({ "message": "Invalid or expired token" }))).into_response();
    }
    facts.refreshes.fetch_add(1, SeqCst);
    state.generation += 1;
    state.expires_at = state.now + LIFETIME;
    let (access, refresh) = pair(state.generation);
    let body =
        json!({ "access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": LIFETIME });
    Json(body).into_response()
}
