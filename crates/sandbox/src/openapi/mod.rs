//! `GET /openapi.json`: the API described for programs (OpenAPI 3.1).
//!
//! Which calls there are, who may make them and what they answer is taken from the code that serves them: `served`
//! remembers every route with the type of its answer. What a request holds is told in `operations`, a module per
//! subject, and the journeys in `tests/sandbox/openapi.rs` hold it against the real answers.
//!
//! The description is of the API as it is without switches.

#![expect(clippy::indexing_slicing, reason = "only fields of JSON objects that are made here are set by index")]

mod document;
mod operations;
mod request;
mod served;

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

pub(crate) use served::{Answer, Answers, Entry, Operation, Served, filter};

use crate::world::Simulation;

/// The route of the description. It is written when it is first asked for.
pub(crate) fn routes(operations: Vec<Operation>) -> Router<Simulation> {
    let shared = Arc::new((operations, OnceLock::<String>::new()));
    Router::new().route(
        "/openapi.json",
        get(move || {
            let shared = Arc::clone(&shared);
            async move {
                let (operations, text) = &*shared;
                let text = text.get_or_init(|| document::write(operations).to_string()).clone();
                ([(header::CONTENT_TYPE, "application/json")], text).into_response()
            }
        }),
    )
}
