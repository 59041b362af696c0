//! What becomes of an answer that a fault has hit on its way back.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, header, response};
use axum::response::Response;
use futures_util::stream;

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

/// The head, with the length of the body, and the body.
async fn whole(response: Response) -> Option<(response::Parts, Bytes)> {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.ok()?;
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Some((parts, bytes))
}
