//! All routes together: the API below its prefix, the website, the control API, and what answers everything else.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use crate::calls::{API_PREFIX, record};
use crate::faults::inject;
use crate::openapi::Served;
use crate::refusal::Refusal;
use crate::wording::reword;
use crate::world::Simulation;
use crate::{connect, control, openapi, resource, sign_in, website};

pub(crate) fn app(simulation: &Simulation) -> Router {
    let mut served = Served::default();
    sign_in::serve(&mut served);
    connect::serve(&mut served);
    resource::serve(simulation, &mut served);
    let (api, operations) = served.finish();
    // What is not Monei's is added below the layers, so that it is neither counted nor hit by faults.
    let app = Router::new()
        .nest(API_PREFIX, api)
        .merge(website::routes())
        .fallback(unknown_route)
        .method_not_allowed_fallback(unknown_route)
        .layer(from_fn_with_state(simulation.clone(), reword))
        .layer(from_fn_with_state(simulation.clone(), inject))
        .layer(from_fn_with_state(simulation.clone(), record))
        .merge(openapi::routes(operations))
        .merge(website::own_routes().method_not_allowed_fallback(unknown_route))
        .merge(control::routes().method_not_allowed_fallback(unknown_route))
        .with_state(simulation.clone());
    if simulation.is_kept() { app.layer(from_fn_with_state(simulation.clone(), vouch)) } else { app }
}

/// Tells nobody what the data file does not have.
async fn vouch(State(simulation): State<Simulation>, request: Request, next: Next) -> Result<Response, Refusal> {
    let response = next.run(request).await;
    simulation.vouch().map(|()| response)
}

/// The framework of Monei answers a wrong method like a missing path (`monei-api.md` §6.1).
async fn unknown_route(request: Request) -> Refusal {
    Refusal::Route { method: request.method().to_string(), path: request.uri().path().to_owned() }
}
