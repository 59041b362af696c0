//! `/sandbox/pending` and `/sandbox/ledger`: what is under way and how it goes on, and whether everything adds up.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::body::JsonBody;
use crate::ledger::{Audit, Status};
use crate::refusal::Refusal;
use crate::resource::offramp::{self, OrderKey};
use crate::schedule::Turn;
use crate::world::{Simulation, World};

#[derive(Serialize)]
pub(super) struct PendingView {
    pending: Vec<ItemView>,
}

#[derive(Serialize)]
struct ItemView {
    id: String,
    reference: String,
    /// An id.
    person: String,
    kind: &'static str,
    due: Timestamp,
}

impl PendingView {
    fn new(world: &World) -> Json<Self> {
        let pending = world.schedule.iter().map(|item| ItemView {
            id: item.id.as_ref().to_owned(),
            reference: item.reference.as_ref().to_owned(),
            person: world.people.of(item.owner).map(|person| person.id.clone()).unwrap_or_default(),
            kind: item.work.name(),
            due: item.due,
        });
        Json(Self { pending: pending.collect() })
    }
}

pub(super) async fn list(State(simulation): State<Simulation>) -> Json<PendingView> {
    PendingView::new(&simulation.lock())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoOnRequest {
    /// An id, or else a reference.
    item: String,
    outcome: Outcome,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Outcome {
    /// One step, as it would happen by itself.
    Next,
    /// All steps that are left, each for the better.
    Finish,
    /// One step for the worse.
    Fail,
}

pub(super) async fn go_on(State(simulation): State<Simulation>, body: JsonBody) -> Result<Json<PendingView>, Refusal> {
    let request: GoOnRequest = body.read()?;
    let mut world = simulation.lock();
    let went = match request.outcome {
        Outcome::Next => world.go_on(&request.item, Turn::OnTime),
        Outcome::Fail => world.go_on(&request.item, Turn::Fail),
        Outcome::Finish => {
            let went = world.go_on(&request.item, Turn::Succeed);
            while world.go_on(&request.item, Turn::Succeed) {}
            went
        }
    };
    if !went {
        end_unscheduled(&mut world, &request)?;
    }
    Ok(PendingView::new(&world))
}

/// What was pending before the simulation began is on nobody's schedule: it stays as it is until it is named here.
fn end_unscheduled(world: &mut World, request: &GoOnRequest) -> Result<(), Refusal> {
    let by_reference =
        || world.people.iter().find_map(|person| world.ledger.key_by_reference(person.owner, &request.item));
    let key = world.ledger.key(&request.item).or_else(by_reference);
    if let Some(order) = world.offramp.find(&request.item, key) {
        return go_on_order(world, order, request.outcome);
    }
    let key = key.ok_or(Refusal::NoSuch("Pending item"))?;
    let status = if matches!(request.outcome, Outcome::Fail) { Status::Failed } else { Status::Success };
    let now = world.now();
    world.ledger.close(key, status, now).map_err(Refusal::from)
}

/// An order's transaction ends with the order only.
fn go_on_order(world: &mut World, order: OrderKey, outcome: Outcome) -> Result<(), Refusal> {
    let now = world.now();
    let went = match outcome {
        Outcome::Next => offramp::go_on(world, order, Turn::OnTime, now),
        Outcome::Fail => offramp::go_on(world, order, Turn::Fail, now),
        Outcome::Finish => {
            let went = offramp::go_on(world, order, Turn::Succeed, now);
            while offramp::go_on(world, order, Turn::Succeed, now) {}
            went
        }
    };
    if went { Ok(()) } else { Err(Refusal::Unacceptable("Offramp order has come to its end")) }
}

pub(super) async fn audit(State(simulation): State<Simulation>) -> Json<AuditView> {
    let audit = simulation.lock().ledger.audit();
    Json(AuditView { sound: audit.is_sound(), audit })
}

#[derive(Serialize)]
pub(super) struct AuditView {
    sound: bool,
    #[serde(flatten)]
    audit: Audit,
}
