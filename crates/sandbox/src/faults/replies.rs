//! What becomes of an answer that a fault has hit on its way back.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, header, response};
use axum::response::Response;
use futures_util::stream;
use serde_json::Value;

use crate::server::HangUp;

/// The same status and headers over a body that stops being JSON.
pub(super) fn malformed(response: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(r#"{"statusCode":200,"message":"OK","data":{"id":"#))
}

/// The whole length is announced, the first half is sent, and then the connection ends.
pub(super) async fn halved(response: Response) -> Response {
    let Some((parts, bytes)) = whole(response).await else { return HangUp::response() };
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

/// The whole answer in pieces of so many bytes, with a pause between them.
pub(super) async fn dribbled(response: Response, piece: usize, pause: Duration) -> Response {
    let Some((parts, bytes)) = whole(response).await else { return HangUp::response() };
    let steps = stream::unfold((bytes, Duration::ZERO), move |(mut rest, wait)| async move {
        if rest.is_empty() {
            return None;
        }
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        let next = rest.split_to(piece.min(rest.len()));
        Some((Ok::<Bytes, io::Error>(next), (rest, pause)))
    });
    Response::from_parts(parts, Body::from_stream(steps))
}

/// What somebody else wrote, or may have: in these fields every text is another's.
const FOREIGN: [&str; 16] = [
    "narration",
    "name",
    "firstName",
    "lastName",
    "bankName",
    "accountName",
    "message",
    "reference",
    "fincraReference",
    "requirements",
    "billerName",
    "customer",
    "note",
    "units",
    "failureReason",
    "network",
];

/// The same answer, in whose foreign fields the texts stand, one after another.
pub(super) async fn reworded(response: Response, texts: &[String], said: &AtomicUsize) -> Response {
    let Some((mut parts, bytes)) = whole(response).await else { return HangUp::response() };
    let Ok(mut body) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    if !texts.is_empty() {
        reword(&mut body, texts, said);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body.to_string()))
}

fn reword(value: &mut Value, texts: &[String], said: &AtomicUsize) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| reword(item, texts, said)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(own) if FOREIGN.contains(&name.as_str()) => {
                        let next = said.fetch_add(1, Ordering::Relaxed) % texts.len();
                        texts.get(next).cloned().unwrap_or_default().clone_into(own);
                    }
                    inner => reword(inner, texts, said),
                }
            }
        }
        _ => {}
    }
}

/// The head, with the length of the body, and the body.
async fn whole(response: Response) -> Option<(response::Parts, Bytes)> {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.ok()?;
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Some((parts, bytes))
}
