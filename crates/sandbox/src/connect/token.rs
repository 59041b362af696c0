//! `POST /connect/token` for both grants, and `POST /connect/token/revoke` (`monei-api.md` §1.6 to §1.8).

use axum::Json;
use axum::extract::{Extension, State};
use monei_api::Field;
use monei_api::connect::{Credential, TokenResponse};
use schemars::JsonSchema;
use serde::Serialize;

use super::records::{Issued, Presentation};
use crate::body::JsonBody;
use crate::limits::Limited;
use crate::refusal::Refusal;
use crate::server::Peer;
use crate::switches::{Pkce, RefreshScopes, Switches};
use crate::world::{Simulation, World};

const EXCHANGE_FIELDS: [&str; 5] = ["grant_type", "code", "client_id", "client_secret", "redirect_uri"];
const REFRESH_FIELDS: [&str; 2] = ["grant_type", "refresh_token"];

pub(super) async fn token(
    State(simulation): State<Simulation>,
    Extension(peer): Extension<Peer>,
    body: Result<JsonBody, Refusal>,
) -> Result<Json<TokenResponse>, Refusal> {
    let mut world = simulation.lock();
    let client = client(&world, &body);
    world.admit(Limited::Token, client.as_deref(), peer)?;
    let body = body?;
    match body.text("grant_type") {
        Some("authorization_code") => exchange(&mut world, &body),
        Some("refresh_token") => refresh(&mut world, &body),
        _ => Err(Refusal::GrantType),
    }
    .map(Json)
}

/// The application that asks, where it can be told.
fn client(world: &World, body: &Result<JsonBody, Refusal>) -> Option<String> {
    let body = body.as_ref().ok()?;
    let by_refresh = body.text("refresh_token").and_then(|token| world.connect.client_of_refresh_token(token));
    let by_id = body.text("client_id").filter(|id| world.connect.app(id).is_some());
    by_refresh.or(by_id).map(str::to_owned)
}

fn exchange(world: &mut World, body: &JsonBody) -> Result<TokenResponse, Refusal> {
    refuse_unknown(&world.switches, body, &EXCHANGE_FIELDS)?;
    let shown = Presentation {
        code: body.required("code")?,
        client_id: body.required("client_id")?,
        client_secret: body.required("client_secret")?,
        redirect_uri: body.required("redirect_uri")?,
        verifier: body.text("code_verifier"),
    };
    let now = world.now();
    let issued = world.connect.redeem(&mut world.secrets, now, &world.switches, &shown)?;
    Ok(response(&world.switches, issued, true))
}

fn refresh(world: &mut World, body: &JsonBody) -> Result<TokenResponse, Refusal> {
    refuse_unknown(&world.switches, body, &REFRESH_FIELDS)?;
    let now = world.now();
    let issued = world.connect.refresh(&mut world.secrets, now, &world.switches, body.required("refresh_token")?)?;
    Ok(response(&world.switches, issued, world.switches.refresh_scopes == RefreshScopes::Included))
}

fn response(switches: &Switches, issued: Issued, with_scopes: bool) -> TokenResponse {
    let names = issued.scopes.names().map(str::to_owned).collect::<Vec<_>>();
    TokenResponse {
        access_token: Credential::new(issued.access),
        refresh_token: Credential::new(issued.refresh),
        token_type: Field::from("Bearer"),
        expires_in: Field::from(switches.access_token_lifetime_seconds),
        scopes: Field(with_scopes.then_some(names)),
    }
}

fn refuse_unknown(switches: &Switches, body: &JsonBody, known: &[&str]) -> Result<(), Refusal> {
    if switches.pkce != Pkce::Reject {
        return Ok(());
    }
    match body.names().find(|name| !known.contains(name)) {
        Some(unknown) => Err(Refusal::UnknownProperty(unknown.to_owned())),
        None => Ok(()),
    }
}

/// The answer's shape is undocumented.
#[derive(JsonSchema, Serialize)]
pub(super) struct Revoked {
    message: &'static str,
}

pub(super) async fn revoke(State(simulation): State<Simulation>, body: JsonBody) -> Result<Json<Revoked>, Refusal> {
    let world = &mut *simulation.lock();
    let now = world.now();
    world.connect.revoke(now, &world.switches, body.required("token")?)?;
    Ok(Json(Revoked { message: "Token revoked successfully" }))
}
