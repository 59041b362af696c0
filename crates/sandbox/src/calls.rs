//! The record of calls: how often each endpoint was called, how it answered, and how often it refused for a scope.

use std::collections::BTreeMap;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde::Serialize;

use crate::refusal::OutOfScope;
use crate::requests::Recording;
use crate::server::HangUp;
use crate::world::Simulation;

/// Where the API starts.
pub(crate) const API_PREFIX: &str = "/api/v1";

/// Stands for the path of a call that no route serves.
const UNKNOWN: &str = "(unknown route)";

/// The calls so far, by method and path template.
#[derive(Debug, Default)]
pub(crate) struct CallLog {
    endpoints: BTreeMap<(String, String), Count>,
}

#[derive(Clone, Debug, Default)]
struct Count {
    calls: u64,
    out_of_scope: u64,
    statuses: BTreeMap<String, u64>,
}

/// The record as `GET /sandbox/calls` answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallsView {
    endpoints: Vec<EndpointCallsView>,
    totals: TotalsView,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EndpointCallsView {
    method: String,
    path: String,
    calls: u64,
    refused_for_scope: u64,
    /// By HTTP status; `dropped` where the connection was ended without an answer.
    statuses: BTreeMap<String, u64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TotalsView {
    calls: u64,
    out_of_scope: u64,
}

impl CallLog {
    fn note(&mut self, method: &str, path: &str, response: &Response) {
        let count = self.endpoints.entry((method.to_owned(), path.to_owned())).or_default();
        count.calls += 1;
        count.out_of_scope += u64::from(response.extensions().get::<OutOfScope>().is_some());
        *count.statuses.entry(outcome(response)).or_default() += 1;
    }

    pub(crate) fn view(&self) -> CallsView {
        let totals = TotalsView {
            calls: self.endpoints.values().map(|count| count.calls).sum(),
            out_of_scope: self.endpoints.values().map(|count| count.out_of_scope).sum(),
        };
        let endpoints = self.endpoints.iter().map(|((method, path), count)| EndpointCallsView {
            method: method.clone(),
            path: path.clone(),
            calls: count.calls,
            refused_for_scope: count.out_of_scope,
            statuses: count.statuses.clone(),
        });
        CallsView { endpoints: endpoints.collect(), totals }
    }
}

/// The HTTP status of an answer, or `dropped` where there is none.
pub(crate) fn outcome(response: &Response) -> String {
    match response.extensions().get::<HangUp>() {
        Some(_) => "dropped".to_owned(),
        None => response.status().as_str().to_owned(),
    }
}

/// The template of the route that serves a request, below the API base, such as `/transactions/{id}`.
pub(crate) fn template(request: &Request) -> String {
    let matched = request.extensions().get::<MatchedPath>().map_or(UNKNOWN, MatchedPath::as_str);
    below_api_base(matched).to_owned()
}

/// A path without the prefix of the API, if it has it.
pub(crate) fn below_api_base(path: &str) -> &str {
    path.strip_prefix(API_PREFIX).filter(|rest| rest.starts_with('/')).unwrap_or(path)
}

/// Records each call, and dates each answer by the simulation's clock.
pub(crate) async fn record(State(simulation): State<Simulation>, request: Request, next: Next) -> Response {
    let method = request.method().as_str().to_owned();
    let path = template(&request);
    let (recording, request) = Recording::begin(request, &path);
    let (ended, mut response) = recording.end(next.run(request).await).await;
    let mut world = simulation.lock();
    world.calls.note(&method, &path, &response);
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&world.now()).ok();
    if let Some(date) = date.and_then(|date| HeaderValue::from_str(&date).ok()) {
        response.headers_mut().insert(header::DATE, date);
    }
    ended.keep(&mut world);
    // The template, never the path or the query: those may carry references and codes.
    tracing::info!(method, path, outcome = outcome(&response));
    response
}
