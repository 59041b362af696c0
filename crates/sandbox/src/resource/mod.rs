//! The resource API: each endpoint of `monei_api::endpoint` with the permission that it needs.

mod banks;
pub(crate) mod beneficiaries;
pub(crate) mod bills;
pub(crate) mod deposits;
mod evm;
mod exchange;
mod kyc;
pub(crate) mod offramp;
mod payment_methods;
pub(crate) mod payouts;
pub(crate) mod sends;
mod solana;
mod transactions;
mod user;
pub(crate) mod verification;
mod wallet;

use std::convert::Infallible;

use axum::Json;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::on;
use monei_api::Scope;
use monei_api::endpoint::{self, Access, Endpoint};
use monei_api::envelope::{Empty, Envelope};
use monei_api::exchange::Price;

use crate::calls::API_PREFIX;
use crate::openapi::{Answer, Answers, Entry, Served, filter};
use crate::people::Person;
use crate::refusal::Refusal;
use crate::switches::{Deletions, OfframpLedgerScope, Switches, TransactionPaths, UnlistedLookups};
use crate::world::{Caller, Simulation, World};

pub(crate) use banks::{Bank, HOUSE_BANK};
pub(crate) use wallet::subwallets;

/// The answer of most endpoints.
type Reply<T> = Result<Enveloped<T>, Refusal>;
type Enveloped<T> = Json<Envelope<T>>;

/// The answer of a DELETE, which may be empty (`monei-api.md` §3.0).
fn deleted(switches: &Switches, message: &str) -> Response {
    match switches.deletions {
        Deletions::Envelope => Json(Envelope::ok(message, Empty {})).into_response(),
        Deletions::Empty => ().into_response(),
    }
}

/// Adds the endpoints.
pub(crate) fn serve(simulation: &Simulation, served: &mut Served) {
    let mut routes = Endpoints { simulation, served };
    routes.serve(endpoint::USER_ME, user::me);
    routes.serve(endpoint::USER_UPDATE, user::update);
    routes.serve(endpoint::USER_UPDATE_BY_ID, user::update_by_id);
    routes.serve(endpoint::SET_TRANSACTION_PIN, user::set_transaction_pin);
    routes.serve(endpoint::CHANGE_TRANSACTION_PIN, user::change_transaction_pin);
    routes.serve(endpoint::RESET_TRANSACTION_PIN, user::reset_transaction_pin);
    routes.serve(endpoint::CHANGE_PIN, user::change_pin);
    routes.serve(endpoint::KYC_STATUS, kyc::status);
    routes.serve(endpoint::KYC_LIMITS, kyc::limits);
    routes.serve(endpoint::KYC_SUBMIT_NIN, verification::submit_nin);
    routes.serve(endpoint::KYC_SUBMIT_BVN, verification::submit_bvn);
    routes.serve(endpoint::KYC_UPLOAD_DOCUMENT, verification::upload_document);
    routes.serve(endpoint::KYC_CHECK_ELIGIBILITY, verification::check_eligibility);
    routes.serve(endpoint::LEGACY_VERIFY_BVN, verification::verify_bvn);
    routes.serve(endpoint::WALLET_ME, wallet::me);
    routes.serve(endpoint::NAIRA_WALLET, wallet::naira);
    routes.serve(endpoint::VIRTUAL_ACCOUNT, wallet::open_virtual_account);
    routes.serve(endpoint::DEPOSIT_START, deposits::start);
    routes.serve(endpoint::DEPOSIT_PAYMENT_LINK, deposits::link::make);
    routes.serve(endpoint::LEGACY_FUND_WALLET, deposits::link::make);
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
    routes.serve_as::<Enveloped<transactions::TransactionDetail>, _, _>(endpoint::TRANSACTION, transactions::by_id);
    routes.serve_as::<Enveloped<transactions::TransactionDetail>, _, _>(
        endpoint::TRANSACTION_BY_REFERENCE,
        transactions::by_reference,
    );
    bills(&mut routes);
    routes.serve(endpoint::EVM_NETWORKS, evm::networks);
    routes.serve(endpoint::EVM_NATIVE_BALANCE, evm::native_balance);
    routes.serve(endpoint::EVM_TOKEN_BALANCE, evm::token_balance);
    routes.serve(endpoint::EVM_PORTFOLIO, evm::portfolio);
    routes.serve(endpoint::EVM_SEND_NATIVE, evm::send_native);
    routes.serve(endpoint::EVM_SEND_TOKEN, evm::send_token);
    routes.serve(endpoint::SOLANA_ADDRESS, solana::own_address);
    routes.serve(endpoint::SOLANA_BALANCE, solana::native_balance);
    routes.serve(endpoint::SOLANA_TOKEN_BALANCE, solana::token_balance);
    routes.serve(endpoint::SOLANA_PORTFOLIO, solana::portfolio);
    routes.serve(endpoint::SOLANA_TRANSFER, solana::transfer);
    routes.serve(endpoint::SOLANA_TRANSFER_TOKEN, solana::transfer_token);
    routes
        .serve_as::<Enveloped<Price>, _, _>(endpoint::EVM_PRICE_NATIVE_TO_TOKEN, exchange::evm::price_native_to_token);
    routes.serve_as::<Enveloped<Price>, _, _>(endpoint::EVM_PRICE_TOKEN_TO_TOKEN, exchange::evm::price_token_to_token);
    routes
        .serve_as::<Enveloped<Price>, _, _>(endpoint::EVM_PRICE_TOKEN_TO_NATIVE, exchange::evm::price_token_to_native);
    routes.serve_as::<Enveloped<exchange::evm::AggregatorView>, _, _>(
        endpoint::LEGACY_EVM_QUOTE_NATIVE_TO_TOKEN,
        exchange::evm::older_native_to_token,
    );
    routes.serve_as::<Enveloped<exchange::evm::AggregatorView>, _, _>(
        endpoint::LEGACY_EVM_QUOTE_TOKEN_TO_TOKEN,
        exchange::evm::older_token_to_token,
    );
    routes.serve_as::<Enveloped<exchange::evm::AggregatorView>, _, _>(
        endpoint::LEGACY_EVM_QUOTE_TOKEN_TO_NATIVE,
        exchange::evm::older_token_to_native,
    );
    routes.serve(endpoint::EVM_SWAP_NATIVE_TO_TOKEN, exchange::evm::swap_native_to_token);
    routes.serve(endpoint::EVM_SWAP_TOKEN_TO_TOKEN, exchange::evm::swap_token_to_token);
    routes.serve(endpoint::EVM_SWAP_TOKEN_TO_NATIVE, exchange::evm::swap_token_to_native);
    routes.serve(endpoint::SOLANA_QUOTE_SOL_TO_TOKEN, exchange::solana::quote_sol_to_token);
    routes.serve(endpoint::SOLANA_QUOTE_TOKEN_TO_SOL, exchange::solana::quote_token_to_sol);
    routes.serve(endpoint::SOLANA_QUOTE_TOKEN_TO_TOKEN, exchange::solana::quote_token_to_token);
    routes.serve(endpoint::LEGACY_SOLANA_QUOTE, exchange::solana::older_quote);
    routes.serve(endpoint::SOLANA_SWAP_SOL_TO_TOKEN, exchange::solana::swap_sol_to_token);
    routes.serve(endpoint::SOLANA_SWAP_TOKEN_TO_SOL, exchange::solana::swap_token_to_sol);
    routes.serve(endpoint::SOLANA_SWAP_TOKEN_TO_TOKEN, exchange::solana::swap_token_to_token);
    routes.serve(endpoint::OFFRAMP_ASSETS, offramp::exchange::assets);
    routes.serve_as::<Enveloped<String>, _, _>(endpoint::OFFRAMP_QUOTE, offramp::exchange::quote);
    routes.serve_as::<offramp::exchange::Initiation, _, _>(endpoint::OFFRAMP_INITIATE, offramp::exchange::initiate);
    routes.serve_as::<Json<offramp::ledger::HistoryView>, _, _>(endpoint::OFFRAMP_HISTORY, offramp::ledger::history);
    routes.serve_as::<Enveloped<offramp::view::StatusView>, _, _>(endpoint::OFFRAMP_STATUS, offramp::ledger::status);
    routes.serve(endpoint::OFFRAMP_BANKS, offramp::banks::list);
    routes.serve(endpoint::OFFRAMP_VERIFY, offramp::banks::verify);
    kept(&mut routes);
}

/// Payment methods and beneficiaries.
fn kept(routes: &mut Endpoints<'_>) {
    routes.serve(endpoint::PAYMENT_METHODS, payment_methods::list);
    routes.serve(endpoint::CREATE_PAYMENT_METHOD, payment_methods::create);
    routes.serve(endpoint::PAYMENT_METHOD, payment_methods::one);
    routes.serve_as::<Enveloped<Empty>, _, _>(endpoint::DELETE_PAYMENT_METHOD, payment_methods::delete);
    routes.serve(endpoint::DEFAULT_PAYMENT_METHOD, payment_methods::set_default);
    routes.serve(endpoint::SYNC_PAYMENT_METHODS, payment_methods::sync);
    routes.serve(endpoint::BENEFICIARIES, beneficiaries::list);
    routes.serve(endpoint::CREATE_BENEFICIARY, beneficiaries::create);
    routes.serve(endpoint::BENEFICIARY, beneficiaries::one);
    routes.serve(endpoint::UPDATE_BENEFICIARY, beneficiaries::update);
    routes.serve_as::<Enveloped<Empty>, _, _>(endpoint::DELETE_BENEFICIARY, beneficiaries::delete);
    routes.serve_as::<Enveloped<Empty>, _, _>(endpoint::LEGACY_DELETE_BENEFICIARY, beneficiaries::delete_by_id);
    routes.serve(endpoint::BENEFICIARY_TRANSFER, beneficiaries::transfer);
}

/// Bills, most of them on two paths, and what is kept about them.
fn bills(routes: &mut Endpoints<'_>) {
    routes.serve(endpoint::ELECTRICITY_OPERATORS, bills::discovery::operators);
    routes.serve(endpoint::LEGACY_DISCOVERY_ELECTRICITY, bills::discovery::operators);
    routes.serve(endpoint::LEGACY_BILLERS_ELECTRICITY, bills::discovery::operators);
    routes.serve(endpoint::BILLER_ITEMS, bills::discovery::items);
    routes.serve(endpoint::LEGACY_BILLER_ITEMS, bills::discovery::items);
    routes.serve(endpoint::VALIDATE_BILL_CUSTOMER, bills::customer::validate);
    routes.serve(endpoint::LEGACY_VALIDATE_BILL, bills::customer::validate_item);
    routes.serve(endpoint::PAY_AIRTIME, bills::pay::airtime);
    routes.serve(endpoint::LEGACY_BUY_AIRTIME, bills::pay::airtime);
    routes.serve(endpoint::PAY_DATA, bills::pay::data);
    routes.serve(endpoint::LEGACY_BUY_MOBILE_DATA, bills::pay::data);
    routes.serve(endpoint::PAY_ELECTRICITY, bills::pay::electricity);
    routes.serve(endpoint::LEGACY_BUY_ELECTRICITY, bills::pay::electricity);
    routes.serve(endpoint::PAY_CABLE_TV, bills::pay::cable_tv);
    routes.serve(endpoint::LEGACY_SUBSCRIBE_CABLE_TV, bills::pay::cable_tv);
    routes.serve(endpoint::BILLS_RECORDS, bills::records::list);
    routes.serve(endpoint::LEGACY_BILLS, bills::records::list);
    routes.serve(endpoint::LEGACY_BILL_HISTORY, bills::records::history);
    routes.serve_as::<Enveloped<bills::records::RecordView>, _, _>(
        endpoint::BILL_BY_REFERENCE,
        bills::records::by_reference,
    );
    routes.serve_as::<Enveloped<bills::records::RecordView>, _, _>(
        endpoint::LEGACY_BILL_BY_REFERENCE,
        bills::records::by_reference,
    );
    routes.serve(endpoint::BILL_RECEIPT, bills::records::receipt);
    routes.serve(endpoint::LEGACY_BILL_RECEIPT, bills::records::receipt);
    routes.serve(endpoint::BILL_BENEFICIARIES, bills::beneficiaries::list);
    routes.serve(endpoint::FAVORITE_BILL_BENEFICIARIES, bills::beneficiaries::favorites);
    routes.serve(endpoint::SAVE_MOBILE_BENEFICIARY, bills::beneficiaries::save_mobile);
    routes.serve(endpoint::SAVE_ELECTRICITY_BENEFICIARY, bills::beneficiaries::save_electricity);
    routes.serve(endpoint::SAVE_CABLE_TV_BENEFICIARY, bills::beneficiaries::save_cable_tv);
    routes.serve(endpoint::UPDATE_BILL_BENEFICIARY, bills::beneficiaries::update);
    routes.serve_as::<Enveloped<Empty>, _, _>(endpoint::DELETE_BILL_BENEFICIARY, bills::beneficiaries::remove);
    routes.serve(endpoint::SCHEDULES, bills::scheduled::list);
    routes.serve(endpoint::CREATE_SCHEDULE, bills::scheduled::create);
    routes.serve(endpoint::SCHEDULE, bills::scheduled::one);
    routes.serve(endpoint::UPDATE_SCHEDULE, bills::scheduled::update);
    routes.serve(endpoint::CANCEL_SCHEDULE, bills::scheduled::remove);
}

/// Routes in the making.
struct Endpoints<'a> {
    simulation: &'a Simulation,
    served: &'a mut Served,
}

impl Endpoints<'_> {
    /// Serves an endpoint to callers that its row of the access table permits.
    fn serve<H, T>(&mut self, endpoint: Endpoint, handler: H)
    where
        H: Handler<T, Simulation> + Answers<T>,
        T: 'static,
    {
        self.serve_as::<H::Answer, H, T>(endpoint, handler);
    }

    /// Likewise, where the handler's type does not tell what it answers.
    fn serve_as<A, H, T>(&mut self, endpoint: Endpoint, handler: H)
    where
        A: Answer,
        H: Handler<T, Simulation>,
        T: 'static,
    {
        let guard = from_fn_with_state((self.simulation.clone(), endpoint), guard);
        let route = on(filter(endpoint.method), handler).route_layer(guard);
        self.served.add(endpoint.method, endpoint.path, Entry::Table(endpoint.access), route, A::successes);
    }
}

/// Lets a request through with its [`Caller`], or refuses it: 401 for the credential, 403 for the permission.
async fn guard(
    State((simulation, endpoint)): State<(Simulation, Endpoint)>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let (caller, access) = {
        let world = simulation.lock();
        is_served(endpoint, world.switches.transaction_paths)?;
        (world.caller(request.headers())?, access(endpoint, &world.switches))
    };
    if !caller.is_holder && !access.permits(caller.scopes) {
        return Err(Refusal::Scope(access));
    }
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// What opens an endpoint: that of the table, but for what is undecided (§1.11, question 9, and §2.1).
fn access(endpoint: Endpoint, switches: &Switches) -> Access {
    let is_ledger = [endpoint::OFFRAMP_HISTORY, endpoint::OFFRAMP_STATUS].contains(&endpoint);
    match switches.offramp_ledger_scope {
        OfframpLedgerScope::WalletRead if is_ledger => Access::AnyOf(&[Scope::WalletRead]),
        OfframpLedgerScope::OfframpExecute if is_ledger => Access::AnyOf(&[Scope::OfframpExecute]),
        _ if endpoint.access == Access::AnyToken && switches.unlisted_lookups == UnlistedLookups::Closed => {
            Access::Holder
        }
        _ => endpoint.access,
    }
}

/// Transactions are listed on two paths, of which either may be missing (§3.7).
fn is_served(endpoint: Endpoint, paths: TransactionPaths) -> Result<(), Refusal> {
    let is_missing = match paths {
        TransactionPaths::User => endpoint == endpoint::TRANSACTIONS,
        TransactionPaths::Plain => endpoint == endpoint::TRANSACTIONS_USER,
        TransactionPaths::UserForbidden if endpoint == endpoint::TRANSACTIONS_USER => {
            return Err(Refusal::Forbidden("Forbidden resource"));
        }
        TransactionPaths::Both | TransactionPaths::UserForbidden => false,
    };
    if is_missing {
        let path = format!("{API_PREFIX}{}", endpoint.path);
        return Err(Refusal::Route { method: endpoint.method.name().to_owned(), path });
    }
    Ok(())
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
