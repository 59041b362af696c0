//! `/sandbox/offramp`: everybody's orders, and the deposits that come to them from outside.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::body::JsonBody;
use crate::refusal::Refusal;
use crate::resource::offramp::{Order, network, receive_deposit};
use crate::world::{Simulation, World};

#[derive(Serialize)]
pub(super) struct OrdersView {
    orders: Vec<OrderView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderView {
    id: String,
    reference: String,
    /// An id.
    person: String,
    status: &'static str,
    asset: &'static str,
    network: &'static str,
    crypto_amount: String,
}

impl OrderView {
    fn new(world: &World, order: &Order) -> Self {
        Self {
            id: order.id.as_ref().to_owned(),
            reference: order.reference.as_ref().to_owned(),
            person: world.people.of(order.owner).map(|person| person.id.clone()).unwrap_or_default(),
            status: order.stage.name(),
            asset: order.crypto.asset.symbol(),
            network: network(order.crypto.asset),
            crypto_amount: order.crypto.amount().to_string(),
        }
    }
}

pub(super) async fn list(State(simulation): State<Simulation>) -> Json<OrdersView> {
    let world = simulation.lock();
    Json(OrdersView { orders: world.offramp.iter().map(|order| OrderView::new(&world, order)).collect() })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DepositRequest {
    /// An id or a reference.
    order: String,
}

pub(super) async fn deposit(State(simulation): State<Simulation>, body: JsonBody) -> Result<Json<OrdersView>, Refusal> {
    let request: DepositRequest = body.read()?;
    let mut world = simulation.lock();
    let key = receive_deposit(&mut world, &request.order)?;
    let order = world.offramp.get(key).map(|order| OrderView::new(&world, order));
    Ok(Json(OrdersView { orders: order.into_iter().collect() }))
}
