//! Monei Connect (`monei-api.md` §1): applications, grants, authorization codes and token pairs.
//!
//! `records` keeps what was registered, granted and issued and knows the rules; the other modules are the calls that
//! change it. The pages that a person sees are in `website`.

mod apps;
mod records;
mod token;

use axum::Router;
use axum::routing::post;

pub(crate) use records::{Approval, Connect};

use crate::world::Simulation;

/// The calls of Connect, below the API base.
pub(crate) fn routes() -> Router<Simulation> {
    Router::new()
        .route("/connect/apps/register", post(apps::register))
        .route("/connect/token", post(token::token))
        .route("/connect/token/revoke", post(token::revoke))
}
