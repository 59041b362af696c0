//! What every request passes before its route: limits on length and slowness, and one line in the log.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{self, Body};
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONNECTION, CONTENT_LENGTH};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::headers;
use crate::server::{App, Peer};
use crate::source::{Source, client_address};

const LONGEST_URL: usize = 8 * 1024;
const LARGEST_BODY: usize = 4 * 1024;
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Writes what was asked and what came of it: the route and never the path or the query, which carry codes. A source
/// is only written when it was refused, for an operator who has to find out who is hammering.
pub(crate) async fn log(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let peer = request.extensions().get::<Peer>().copied();
    let source = peer.map(|Peer(peer)| client_address(request.headers(), peer, app.settings.trusted_hops));
    let source = source.map(Source::of).unwrap_or_default();
    let response = next.run(request).await;
    let status = response.status();
    if status.is_server_error() {
        tracing::error!(%method, route, status = status.as_u16(), "failed");
    } else if status.is_client_error() {
        tracing::info!(%method, route, status = status.as_u16(), %source, "refused");
    } else {
        tracing::info!(%method, route, status = status.as_u16(), "answered");
    }
    response
}

/// Reads the body within its limits, so that no route waits for a slow one.
pub(crate) async fn limit(request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|path| path.as_str().len() > LONGEST_URL) {
        return refuse(StatusCode::URI_TOO_LONG);
    }
    let announced = headers::text(request.headers(), &CONTENT_LENGTH).and_then(|length| length.parse().ok());
    if announced.is_some_and(|length: u64| length > LARGEST_BODY as u64) {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let (head, unread) = request.into_parts();
    match tokio::time::timeout(BODY_TIMEOUT, body::to_bytes(unread, LARGEST_BODY)).await {
        Ok(Ok(read)) => next.run(Request::from_parts(head, Body::from(read))).await,
        Ok(Err(_)) => refuse(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => refuse(StatusCode::REQUEST_TIMEOUT),
    }
}

fn refuse(status: StatusCode) -> Response {
    // The rest of the request is not read, so the connection cannot be used again.
    (status, [(CONNECTION, "close")]).into_response()
}
