//! Taking in the bytes of a body: not too many of them, and not for ever.

use axum::body::{BodyDataStream, Bytes};
use axum::extract::Request;
use futures_util::StreamExt as _;

use crate::refusal::Refusal;
use crate::server::Deadline;

/// The most that a body may hold.
const MAX_BODY: usize = 64 * 1024;
/// The most of a larger body that is looked away from before it is refused. A sender that is cut off in the middle of
/// sending may never see the answer.
const MOST_IGNORED: usize = 16 * 1024 * 1024;

/// The whole body.
pub(crate) async fn read(request: Request) -> Result<Bytes, Refusal> {
    let deadline = request.extensions().get::<Deadline>().copied();
    let gathered = gather(request.into_body().into_data_stream());
    match deadline {
        Some(Deadline(at)) => tokio::time::timeout_at(at, gathered).await.unwrap_or(Err(Refusal::Slow)),
        None => gathered.await,
    }
}

async fn gather(mut pieces: BodyDataStream) -> Result<Bytes, Refusal> {
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Refusal::Malformed("The body ended before its end".to_owned()))?;
        length += piece.len();
        if length <= MAX_BODY {
            kept.extend_from_slice(&piece);
        } else if length > MOST_IGNORED {
            break;
        }
    }
    if length > MAX_BODY { Err(Refusal::TooLarge) } else { Ok(kept.into()) }
}
