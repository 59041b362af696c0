//! `/sandbox/requests`: the latest requests, and the next as they come.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, StreamExt, stream};
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::refusal::Refusal;
use crate::requests::{Recorded, RequestDetailView, RequestView};
use crate::world::{Simulation, World};

#[derive(Serialize)]
pub(super) struct RequestsView {
    requests: Vec<RequestView>,
}

pub(super) async fn list(State(simulation): State<Simulation>) -> Json<RequestsView> {
    let world = simulation.lock();
    let rows = world.requests.after(0).rev().map(|recorded| RequestView::new(&world, recorded));
    Json(RequestsView { requests: rows.collect() })
}

pub(super) async fn one(
    State(simulation): State<Simulation>,
    Path(id): Path<String>,
) -> Result<Json<RequestDetailView>, Refusal> {
    let world = simulation.lock();
    let number = id.parse().map_err(|_| Refusal::NoSuch("Request"))?;
    let recorded = world.requests.find(number).ok_or(Refusal::NoSuch("Request"))?;
    Ok(Json(RequestDetailView::new(&world, recorded)))
}

pub(super) async fn clear(State(simulation): State<Simulation>) -> StatusCode {
    simulation.lock().requests.clear();
    StatusCode::NO_CONTENT
}

/// What a browser that comes back has seen already is told by its `Last-Event-ID`.
pub(super) async fn stream(
    State(simulation): State<Simulation>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let (past, news) = {
        let world = simulation.lock();
        let past: Vec<Event> =
            world.requests.after(last.unwrap_or(0)).map(|recorded| event(&world, recorded)).collect();
        (past, world.requests.listen())
    };
    let past = stream::iter(past);
    let coming = stream::unfold((simulation, news), |(simulation, mut news)| async move {
        let recorded = next(&simulation, &mut news).await?;
        let event = event(&simulation.lock(), &recorded);
        Some((event, (simulation, news)))
    });
    Sse::new(past.chain(coming).map(Ok)).keep_alive(KeepAlive::default())
}

/// The next request; nothing once the server stops.
async fn next(simulation: &Simulation, news: &mut Receiver<Arc<Recorded>>) -> Option<Arc<Recorded>> {
    let mut ending = simulation.ending.clone();
    loop {
        tokio::select! {
            _ = ending.changed() => return None,
            recorded = news.recv() => match recorded {
                Ok(recorded) => return Some(recorded),
                // Some are lost to a listener that is too slow; the list still has them.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            },
        }
    }
}

fn event(world: &World, recorded: &Recorded) -> Event {
    let row = serde_json::to_string(&RequestView::new(world, recorded)).unwrap_or_default();
    Event::default().event("request").id(recorded.number.to_string()).data(row)
}
