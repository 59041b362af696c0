//! The website of the simulation: sign-in, consent, payment pages and a first page. They work without scripts.
//!
//! At Monei these live on another host than the API; here they share one, below no prefix.

mod authorize;
mod consent;
mod form;
mod login;
mod page;
mod pay;
pub(crate) mod visit;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use self::page::{HomePage, HomeRow, page};
use crate::calls::API_PREFIX;
use crate::ledger::Asset;
use crate::world::Simulation;

pub(crate) fn routes() -> Router<Simulation> {
    Router::new()
        .route("/", get(home))
        .route("/assets/sandbox.css", get(style))
        .route("/connect/authorize", get(authorize::show).post(consent::decide))
        .route("/connect/login", post(login::sign_in))
        .route("/connect/switch-account", post(login::switch_account))
        .route("/pay/{name}", get(pay::show).post(pay::decide))
}

/// What this is, who can sign in, and where the API is.
async fn home(State(simulation): State<Simulation>) -> Response {
    let world = simulation.lock();
    let people = world.people.iter().map(|person| HomeRow {
        name: person.name(),
        email: person.email.clone(),
        login_pin: person.login_pin.clone(),
        transaction_pin: person.transaction_pin.clone().unwrap_or_else(|| "not set".to_owned()),
        balance: grouped(&world.ledger.balance(person.owner, Asset::NAIRA).amount().to_plain(2)),
        transactions: world.ledger.history(person.owner).len(),
    });
    let home = HomePage {
        api_base: format!("{}{API_PREFIX}", simulation.base_url),
        authorize: format!("{}/connect/authorize", simulation.base_url),
        people: people.collect(),
    };
    page(StatusCode::OK, &home, None)
}

/// Digits with a comma at every thousand.
fn grouped(digits: &str) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{fraction}")
}

async fn style() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=300")];
    (headers, include_str!("../../assets/sandbox.css"))
}
