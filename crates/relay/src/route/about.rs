//! The routes that tell about the relay itself, and the page that the application's loopback listener ends on.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use monei_api::relay::Metadata;
use monei_api::{Scope, ScopeSet};
use serde::Serialize;

use crate::pages::{Failure, Outcome};
use crate::params::Params;
use crate::pkce;
use crate::server::{App, NOTHING_HERE};

#[derive(Serialize)]
pub(crate) struct Status {
    status: &'static str,
}

/// `GET /.well-known/oauth-authorization-server` (RFC 8414).
pub(crate) async fn metadata(State(app): State<Arc<App>>) -> Json<Metadata> {
    let issuer = &app.settings.issuer;
    let only = |value: &str| vec![value.to_owned()];
    Json(Metadata {
        issuer: issuer.clone(),
        authorization_endpoint: format!("{issuer}/authorize"),
        token_endpoint: format!("{issuer}/token"),
        response_types_supported: only("code"),
        grant_types_supported: only("authorization_code"),
        code_challenge_methods_supported: only(pkce::METHOD),
        token_endpoint_auth_methods_supported: only("none"),
        scopes_supported: ScopeSet::all().iter().map(Scope::name).map(str::to_owned).collect(),
        authorization_response_iss_parameter_supported: true,
        monei_environment: app.settings.environment.clone(),
    })
}

/// `GET /done?outcome=…`: where the loopback listener sends the browser, so that no code stays in the address line.
pub(crate) async fn done(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    match params.ok().and_then(|params| params.get("outcome").and_then(Outcome::parse)) {
        Some(outcome) => app.pages.done(outcome),
        None => app.pages.failure(Failure { status: StatusCode::BAD_REQUEST, ..NOTHING_HERE }),
    }
}

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> Json<Status> {
    Json(Status { status: "alive" })
}

/// `GET /readyz`: new sign-ins can be taken. A process with settings that it cannot use does not start, so what is left
/// to ask is the store.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Response {
    match app.around.store.ready(app.around.clock.now()).await {
        Ok(()) => Json(Status { status: "ready" }).into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, Json(Status { status: "store" })).into_response()
        }
    }
}

pub(crate) async fn nothing_here(State(app): State<Arc<App>>) -> Response {
    app.pages.failure(NOTHING_HERE)
}
