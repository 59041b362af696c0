//! `/sandbox/calls`, `/sandbox/switches`, `/sandbox/faults` and `/sandbox/clock`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::body::JsonBody;
use crate::calls::{CallLog, CallsView};
use crate::faults::Fault;
use crate::refusal::Refusal;
use crate::switches::Switches;
use crate::world::{Simulation, World};

pub(super) async fn calls(State(simulation): State<Simulation>) -> Json<CallsView> {
    Json(simulation.lock().calls.view())
}

pub(super) async fn reset_calls(State(simulation): State<Simulation>) -> StatusCode {
    simulation.lock().calls = CallLog::default();
    StatusCode::NO_CONTENT
}

pub(super) async fn switches(State(simulation): State<Simulation>) -> Json<Switches> {
    Json(simulation.lock().switches.clone())
}

/// Sets what is named and leaves the rest.
pub(super) async fn set_switches(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<Json<Switches>, Refusal> {
    let mut world = simulation.lock();
    let unreadable = |error: serde_json::Error| Refusal::Malformed(error.to_string());
    world.switches.merge(body.into_object()).map_err(unreadable)?;
    Ok(Json(world.switches.clone()))
}

#[derive(Serialize)]
pub(super) struct FaultsView {
    faults: Vec<Fault>,
}

fn faults_view(world: &World) -> Json<FaultsView> {
    Json(FaultsView { faults: world.faults.waiting() })
}

pub(super) async fn faults(State(simulation): State<Simulation>) -> Json<FaultsView> {
    faults_view(&simulation.lock())
}

pub(super) async fn add_fault(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<(StatusCode, Json<FaultsView>), Refusal> {
    let fault: Fault = body.read()?;
    let mut world = simulation.lock();
    world.faults.add(fault);
    Ok((StatusCode::CREATED, faults_view(&world)))
}

pub(super) async fn clear_faults(State(simulation): State<Simulation>) -> StatusCode {
    simulation.lock().faults.clear();
    StatusCode::NO_CONTENT
}

#[derive(Serialize)]
pub(super) struct ClockView {
    now: Timestamp,
}

pub(super) async fn clock(State(simulation): State<Simulation>) -> Json<ClockView> {
    Json(ClockView { now: simulation.lock().now() })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AdvanceRequest {
    /// Time only ever goes forward.
    advance_seconds: u32,
}

pub(super) async fn advance_clock(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<Json<ClockView>, Refusal> {
    let request: AdvanceRequest = body.read()?;
    let mut world = simulation.lock();
    world.advance(SignedDuration::from_secs(request.advance_seconds.into()))?;
    Ok(Json(ClockView { now: world.now() }))
}
