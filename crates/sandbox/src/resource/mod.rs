//! The resource API: each endpoint of `monei_api::endpoint` with the permission that it needs.

mod kyc;
mod transactions;
mod user;
mod wallet;

use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use monei_api::endpoint::{self, Endpoint, Method};
use monei_api::envelope::Envelope;

use crate::people::Person;
use crate::refusal::Refusal;
use crate::world::{Caller, Simulation, World};

pub(crate) use wallet::subwallets;

/// The answer of most endpoints.
type Reply<T> = Result<Json<Envelope<T>>, Refusal>;

/// The endpoints, below the API base.
pub(crate) fn routes(simulation: &Simulation) -> Router<Simulation> {
    let mut routes = Endpoints { simulation, router: Router::new() };
    routes.serve(endpoint::USER_ME, user::me);
    routes.serve(endpoint::KYC_STATUS, kyc::status);
    routes.serve(endpoint::KYC_LIMITS, kyc::limits);
    routes.serve(endpoint::WALLET_ME, wallet::me);
    routes.serve(endpoint::NAIRA_WALLET, wallet::naira);
    routes.serve(endpoint::TRANSACTIONS, transactions::list);
    routes.serve(endpoint::TRANSACTIONS_USER, transactions::list);
    routes.serve(endpoint::TRANSACTION, transactions::by_id);
    routes.serve(endpoint::TRANSACTION_BY_REFERENCE, transactions::by_reference);
    routes.router
}

/// Routes in the making.
struct Endpoints<'a> {
    simulation: &'a Simulation,
    router: Router<Simulation>,
}

impl Endpoints<'_> {
    /// Serves an endpoint to callers that its row of the access table permits.
    fn serve<H, T>(&mut self, endpoint: Endpoint, handler: H)
    where
        H: Handler<T, Simulation>,
        T: 'static,
    {
        let route = match endpoint.method {
            Method::Get => get(handler),
            Method::Post => post(handler),
        };
        let guard = from_fn_with_state((self.simulation.clone(), endpoint), guard);
        let router = std::mem::take(&mut self.router);
        self.router = router.route(endpoint.path, route.route_layer(guard));
    }
}

/// Lets a request through with its [`Caller`], or refuses it: 401 for the credential, 403 for the permission.
async fn guard(
    State((simulation, endpoint)): State<(Simulation, Endpoint)>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let caller = simulation.lock().caller(request.headers())?;
    if !endpoint.access.permits(caller.scopes) {
        return Err(Refusal::Scope(endpoint.access));
    }
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// The person whose wallet a caller opens.
fn person<'a>(world: &'a World, caller: &Caller) -> Result<&'a Person, Refusal> {
    world.people.find(&caller.person).ok_or(Refusal::Token)
}
