//! The website of the simulation: sign-in, consent and payment pages, which work without scripts, and a first page for
//! developers.
//!
//! At Monei these live on another host than the API; here they share one, below no prefix.

mod authorize;
mod consent;
mod form;
mod home;
mod login;
mod page;
mod pay;
pub(crate) mod visit;

use std::future::{Ready, ready};

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};

use crate::world::Simulation;

/// What Monei has as well.
pub(crate) fn routes() -> Router<Simulation> {
    Router::new()
        .route("/connect/authorize", get(authorize::show).post(consent::decide))
        .route("/connect/login", post(login::sign_in))
        .route("/connect/switch-account", post(login::switch_account))
        .route("/pay/{name}", get(pay::show).post(pay::decide))
}

/// What only the simulation has.
pub(crate) fn own_routes() -> Router<Simulation> {
    const CSS: &str = "text/css; charset=utf-8";
    Router::new()
        .route("/", get(home::show))
        .route("/assets/sandbox.css", get(|| asset(CSS, include_str!("../../assets/sandbox.css"))))
        .route("/assets/home.css", get(|| asset(CSS, include_str!("../../assets/home.css"))))
        .route("/assets/home.js", get(|| asset("text/javascript; charset=utf-8", include_str!("../../assets/home.js"))))
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

fn asset(kind: &'static str, text: &'static str) -> Ready<impl IntoResponse> {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    ready((headers, text))
}
