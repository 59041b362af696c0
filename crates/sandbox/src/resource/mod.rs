//! The resource API: each endpoint of `monei_api::endpoint` with the permission that it needs.

mod banks;
pub(crate) mod deposits;
mod kyc;
pub(crate) mod payouts;
mod transactions;
mod user;
mod wallet;

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Path, Request, State};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
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
    routes.serve(endpoint::USER_UPDATE, user::update);
    routes.serve(endpoint::USER_UPDATE_BY_ID, user::update_by_id);
    routes.serve(endpoint::SET_TRANSACTION_PIN, user::set_transaction_pin);
    routes.serve(endpoint::KYC_STATUS, kyc::status);
    routes.serve(endpoint::KYC_LIMITS, kyc::limits);
    routes.serve(endpoint::WALLET_ME, wallet::me);
    routes.serve(endpoint::NAIRA_WALLET, wallet::naira);
    routes.serve(endpoint::VIRTUAL_ACCOUNT, wallet::open_virtual_account);
    routes.serve(endpoint::DEPOSIT_START, deposits::start);
    routes.serve(endpoint::LEGACY_FUND_WALLET, deposits::start);
    routes.serve(endpoint::DEPOSIT_PAYMENT_LINK, deposits::link::make);
    routes.serve(endpoint::DEPOSIT_AUTHORIZE, deposits::card::authorize);
    routes.serve(endpoint::DEPOSIT_PAYMENT_METHOD, deposits::by_payment_method);
    routes.serve(endpoint::DEPOSIT_STATUS, deposits::status);
    routes.serve(endpoint::BANK_TRANSFER, payouts::bank_transfer);
    routes.serve(endpoint::LEGACY_WITHDRAWALS, payouts::bank_transfer);
    routes.serve(endpoint::PEER_TRANSFER, payouts::peer_transfer);
    routes.serve(endpoint::LEGACY_PEER_TRANSFER, payouts::peer_transfer);
    routes.serve(endpoint::BANKS, banks::list);
    routes.serve(endpoint::LEGACY_BANKS, banks::list);
    routes.serve(endpoint::BANK_CODE, banks::code);
    routes.serve(endpoint::LEGACY_BANK_CODE, banks::code);
    routes.serve(endpoint::VERIFY_BANK_ACCOUNT, banks::verify);
    routes.serve(endpoint::LEGACY_VERIFY_BANK_ACCOUNT, banks::verify);
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
        let method = match endpoint.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Patch => MethodFilter::PATCH,
            Method::Delete => MethodFilter::DELETE,
        };
        let route = on(method, handler);
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
    if !caller.is_holder && !endpoint.access.permits(caller.scopes) {
        return Err(Refusal::Scope(endpoint.access));
    }
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// The person whose wallet a caller opens.
fn person<'a>(world: &'a World, caller: &Caller) -> Result<&'a Person, Refusal> {
    world.people.find(&caller.person).ok_or(Refusal::Token)
}

/// A part of the path as it came. One that is not text once it is decoded is a bad request that names it: the
/// framework's own answer would not have the common body.
pub(crate) struct PathText(Option<String>);

impl PathText {
    pub(crate) fn read(self, name: &str) -> Result<String, Refusal> {
        self.0.ok_or_else(|| Refusal::Malformed(format!("{name} must be percent-encoded UTF-8")))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathText {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(Path::from_request_parts(parts, state).await.ok().map(|Path(text)| text)))
    }
}
