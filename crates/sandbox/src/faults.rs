//! Injected faults: answers that come late, wrong, broken, by half or not at all.

use std::io;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};

use crate::calls::{below_api_base, template};
use crate::refusal::plain_error;
use crate::server::HangUp;
use crate::world::Simulation;

/// A fault that waits for its requests.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Fault {
    /// Any method when absent.
    #[serde(default)]
    method: Option<String>,
    /// A path template or a path, with or without the API prefix; with `*` at its end, whatever begins so.
    path: String,
    kind: Kind,
    /// Of `status`, `html` and `redirectLoop`; 500, 502 and 302 when absent.
    #[serde(default)]
    status: Option<u16>,
    /// The text of a `status` fault; the reason phrase when absent.
    #[serde(default)]
    message: Option<String>,
    /// Seconds, as `Retry-After`.
    #[serde(default)]
    retry_after: Option<u64>,
    /// How long any kind waits before it does what it does.
    #[serde(default)]
    latency_ms: u64,
    /// How many requests it still hits.
    #[serde(default = "once")]
    times: u32,
}

const fn once() -> u32 {
    1
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    /// The right answer, later.
    Latency,
    /// An error status instead of processing.
    Status,
    /// Processed, but the answer is broken JSON.
    Malformed,
    /// The connection ends before anything was processed.
    DropBefore,
    /// Processed, but the connection ends without an answer: the lost reply.
    DropAfter,
    /// Processed, but the connection ends in the middle of the body.
    HalfReply,
    /// The page of a proxy instead of processing.
    Html,
    /// A redirect to the same address instead of processing, which goes on for as long as the fault does.
    RedirectLoop,
}

impl Fault {
    /// What is wrong with it, if anything.
    pub(crate) fn complaint(&self) -> Option<&'static str> {
        let status_is_bad = self.status.is_some_and(|status| !(200..=599).contains(&status));
        if status_is_bad {
            Some("status must be between 200 and 599")
        } else if self.times == 0 {
            Some("times must be at least 1")
        } else {
            None
        }
    }

    fn hits(&self, method: &str, template: &str, path: &str) -> bool {
        let wanted = below_api_base(&self.path);
        let path_hits = match self.path.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix) || below_api_base(path).starts_with(prefix),
            None => wanted == template || wanted == below_api_base(path),
        };
        path_hits && self.method.as_ref().is_none_or(|only| only.eq_ignore_ascii_case(method))
    }

    /// Back to where the request came.
    fn redirect(&self, to: &Uri) -> Response {
        let status = self.status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::FOUND);
        let to = to.path_and_query().map_or("/", PathAndQuery::as_str);
        (status, [(header::LOCATION, to)]).into_response()
    }

    fn error_response(&self) -> Response {
        let default = if self.kind == Kind::Html { StatusCode::BAD_GATEWAY } else { StatusCode::INTERNAL_SERVER_ERROR };
        let status = self.status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(default);
        let reason = status.canonical_reason().unwrap_or("Error");
        let mut response = if self.kind == Kind::Html {
            (status, Html(format!("<html><body><h1>{} {reason}</h1></body></html>", status.as_u16()))).into_response()
        } else {
            let message = self.message.clone().unwrap_or_else(|| reason.to_owned());
            (status, Json(plain_error(status, message))).into_response()
        };
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The faults that are set, first come first served.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<Fault>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.waiting.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    pub(crate) fn waiting(&self) -> &[Fault] {
        &self.waiting
    }

    /// The first fault that hits this request, used up by one.
    fn take(&mut self, method: &str, template: &str, path: &str) -> Option<Fault> {
        let at = self.waiting.iter().position(|fault| fault.hits(method, template, path))?;
        let fault = self.waiting.get_mut(at)?;
        fault.times -= 1;
        let taken = fault.clone();
        if taken.times == 0 {
            self.waiting.remove(at);
        }
        Some(taken)
    }
}

/// Does to a request what the first matching fault says.
pub(crate) async fn inject(State(simulation): State<Simulation>, request: Request, next: Next) -> Response {
    let (method, template) = (request.method().as_str().to_owned(), template(&request));
    let Some(fault) = simulation.lock().faults.take(&method, &template, request.uri().path()) else {
        return next.run(request).await;
    };
    tracing::info!(method, path = template, kind = ?fault.kind, "fault");
    if fault.latency_ms > 0 {
        tokio::time::sleep(Duration::from_millis(fault.latency_ms)).await;
    }
    match fault.kind {
        Kind::Latency => next.run(request).await,
        Kind::Status | Kind::Html => fault.error_response(),
        Kind::RedirectLoop => fault.redirect(request.uri()),
        Kind::DropBefore => HangUp::response(),
        Kind::DropAfter => {
            next.run(request).await;
            HangUp::response()
        }
        Kind::Malformed => malformed(next.run(request).await),
        Kind::HalfReply => halve(next.run(request).await).await,
    }
}

/// The same status and headers over a body that stops being JSON.
fn malformed(response: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(r#"{"statusCode":200,"message":"OK","data":{"id":"#))
}

/// The whole length is announced, the first half is sent, and then the connection ends.
async fn halve(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return HangUp::response() };
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let half = bytes.slice(..bytes.len() / 2);
    let steps = stream::unfold(Some(Some(half)), |step| async move {
        if let Some(half) = step? {
            return Some((Ok::<Bytes, io::Error>(half), Some(None)));
        }
        // Lets the server write the first half before it learns of the end.
        tokio::task::yield_now().await;
        Some((Err(io::ErrorKind::ConnectionAborted.into()), None))
    });
    Response::from_parts(parts, Body::from_stream(steps))
}
