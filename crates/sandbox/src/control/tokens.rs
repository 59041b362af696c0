//! `/sandbox/tokens`: applications, what they were granted, and the tokens that they hold, masked.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::body::JsonBody;
use crate::refusal::Refusal;
use crate::requests::credential;
use crate::world::Simulation;

#[derive(Serialize)]
pub(super) struct TokensView {
    apps: Vec<AppView>,
    grants: Vec<GrantView>,
    tokens: Vec<TokenView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AppView {
    client_id: String,
    name: String,
    website: Option<String>,
    redirect_uris: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GrantView {
    /// An id.
    person: String,
    client_id: String,
    scopes: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenView {
    id: String,
    /// An id.
    person: String,
    client_id: String,
    access: String,
    refresh: String,
    scopes: Vec<&'static str>,
    access_expires: Timestamp,
    refresh_expires: Timestamp,
}

pub(super) async fn list(State(simulation): State<Simulation>) -> Json<TokensView> {
    let world = simulation.lock();
    let apps = world.connect.apps().into_iter().map(|app| AppView {
        client_id: app.client_id.clone(),
        name: app.name.clone(),
        website: app.website.clone(),
        redirect_uris: app.redirect_uris.clone(),
    });
    let grants = world.connect.grants().into_iter().map(|(person, client_id, scopes)| GrantView {
        person: person.to_owned(),
        client_id: client_id.to_owned(),
        scopes: scopes.names().collect(),
    });
    let tokens = world.connect.pairs(world.now()).map(|pair| TokenView {
        id: pair.id,
        person: pair.person.to_owned(),
        client_id: pair.client_id.to_owned(),
        access: credential(pair.access),
        refresh: credential(pair.refresh),
        scopes: pair.scopes.names().collect(),
        access_expires: pair.access_expires_at,
        refresh_expires: pair.refresh_expires_at,
    });
    Json(TokensView { apps: apps.collect(), grants: grants.collect(), tokens: tokens.collect() })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RevokeRequest {
    id: String,
}

pub(super) async fn revoke(State(simulation): State<Simulation>, body: JsonBody) -> Result<StatusCode, Refusal> {
    let request: RevokeRequest = body.read()?;
    let world = &mut *simulation.lock();
    let now = world.now();
    world.connect.revoke_pair(now, &world.switches, &request.id)?;
    Ok(StatusCode::NO_CONTENT)
}
