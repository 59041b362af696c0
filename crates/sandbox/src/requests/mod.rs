//! The latest requests as a developer looks at them: who asked what, and what came back, with every secret masked.
//!
//! Requests are kept as they were and masked when they are shown, so that recording costs little. Bodies are kept up to
//! a bound, and answers that come in pieces are not kept.

mod copied;
mod mask;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::broadcast;
use tokio::time::Instant;

use self::copied::Copied;
use crate::calls::outcome;
use crate::clock::on_the_wire;
use crate::server::HangUp;
use crate::world::World;

pub(crate) use mask::credential;

/// How many requests are remembered.
const MOST: usize = 250;
/// How much of a body is kept.
const LONGEST_BODY: u64 = 32 * 1024;
/// How many requests a slow listener may be behind.
const BACKLOG: usize = 256;

/// The latest requests, and whoever listens for the next.
pub(crate) struct Requests {
    kept: VecDeque<Arc<Recorded>>,
    count: u64,
    news: broadcast::Sender<Arc<Recorded>>,
}

impl Default for Requests {
    fn default() -> Self {
        Self { kept: VecDeque::new(), count: 0, news: broadcast::Sender::new(BACKLOG) }
    }
}

impl Requests {
    fn keep(&mut self, recorded: Recorded) {
        self.count += 1;
        let recorded = Arc::new(Recorded { number: self.count, ..recorded });
        if self.kept.len() == MOST {
            self.kept.pop_front();
        }
        self.kept.push_back(Arc::clone(&recorded));
        // Mostly nobody listens.
        let _ = self.news.send(recorded);
    }

    /// Those after a number, the oldest first.
    pub(crate) fn after(&self, number: u64) -> impl DoubleEndedIterator<Item = &Arc<Recorded>> {
        self.kept.iter().filter(move |recorded| recorded.number > number)
    }

    pub(crate) fn find(&self, number: u64) -> Option<&Arc<Recorded>> {
        self.kept.iter().find(|recorded| recorded.number == number)
    }

    /// Forgets all; their numbers do not come again.
    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Arc<Recorded>> {
        self.news.subscribe()
    }
}

/// A request with its answer, secrets included.
pub(crate) struct Recorded {
    pub(crate) number: u64,
    at: Timestamp,
    took: Duration,
    method: String,
    template: String,
    uri: Uri,
    /// Whose wallet the credential opens.
    person: Option<String>,
    outcome: String,
    asked: Message,
    answered: Message,
}

/// One direction of it.
struct Message {
    headers: HeaderMap,
    body: Kept,
}

/// What is left of a body.
enum Kept {
    Whole(Bytes),
    TooLong,
    /// Its length was not known when it began.
    Streamed,
    /// The connection ended without it.
    Dropped,
}

/// A request in progress, on the record.
pub(crate) struct Recording {
    began: Instant,
    method: String,
    template: String,
    uri: Uri,
    headers: HeaderMap,
    body: Copied,
}

impl Recording {
    /// Notes a request, whose body is copied as it is read.
    pub(crate) fn begin(request: Request, template: &str) -> (Self, Request) {
        let (parts, body) = request.into_parts();
        let (body, copied) = Copied::of(body, LONGEST_BODY);
        let recording = Self {
            began: Instant::now(),
            method: parts.method.as_str().to_owned(),
            template: template.to_owned(),
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
            body: copied,
        };
        (recording, Request::from_parts(parts, body))
    }

    /// Takes the answer on the record, and returns it as it was.
    pub(crate) async fn end(self, response: Response) -> (Ended, Response) {
        let took = self.began.elapsed();
        let outcome = outcome(&response);
        let (parts, body) = response.into_parts();
        let (body, kept) =
            if parts.extensions.get::<HangUp>().is_some() { (body, Kept::Dropped) } else { copy(body).await };
        let answered = Message { headers: parts.headers.clone(), body: kept };
        (Ended { recording: self, took, outcome, answered }, Response::from_parts(parts, body))
    }
}

/// A request whose answer is on the record.
pub(crate) struct Ended {
    recording: Recording,
    took: Duration,
    outcome: String,
    answered: Message,
}

impl Ended {
    /// Keeps it in the world that it changed.
    pub(crate) fn keep(self, world: &mut World) {
        let Recording { method, template, uri, headers, body, .. } = self.recording;
        let person = world.caller(&headers).ok().map(|caller| caller.person);
        let body = body.taken().map_or(Kept::TooLong, Kept::Whole);
        let at = world.now();
        world.requests.keep(Recorded {
            number: 0,
            at,
            took: self.took,
            method,
            template,
            uri,
            person,
            outcome: self.outcome,
            asked: Message { headers, body },
            answered: self.answered,
        });
    }
}

/// A body that is all there is copied without waiting; one that comes in pieces is left alone.
async fn copy(body: Body) -> (Body, Kept) {
    match body.size_hint().exact() {
        Some(length) if length <= LONGEST_BODY => match to_bytes(body, usize::MAX).await {
            Ok(bytes) => (Body::from(bytes.clone()), Kept::Whole(bytes)),
            Err(error) => {
                tracing::debug!(%error, "an answer could not be copied");
                (Body::empty(), Kept::Streamed)
            }
        },
        Some(_) => (body, Kept::TooLong),
        None => (body, Kept::Streamed),
    }
}

/// A row of the list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestView {
    id: u64,
    at: Timestamp,
    method: String,
    /// The template of its route, below the API base.
    path: String,
    /// The HTTP status, or `dropped`.
    outcome: String,
    #[expect(clippy::disallowed_types, reason = "a time is no amount")]
    took_ms: f64,
    /// A name.
    person: Option<String>,
    credential: Option<String>,
}

impl RequestView {
    #[expect(clippy::float_arithmetic, reason = "a time is no amount")]
    pub(crate) fn new(world: &World, recorded: &Recorded) -> Self {
        let person = recorded.person.as_ref().and_then(|id| world.people.find(id));
        Self {
            id: recorded.number,
            at: on_the_wire(recorded.at),
            method: recorded.method.clone(),
            path: recorded.template.clone(),
            outcome: recorded.outcome.clone(),
            took_ms: (recorded.took.as_secs_f64() * 100_000.0).round() / 100.0,
            person: person.map(crate::people::Person::name),
            credential: mask::credential_of(&recorded.asked.headers),
        }
    }
}

/// A request with all that can be shown of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestDetailView {
    #[serde(flatten)]
    row: RequestView,
    /// As it was asked for.
    target: String,
    request: MessageView,
    response: MessageView,
}

#[derive(Serialize)]
struct MessageView {
    headers: Vec<(String, String)>,
    body: String,
}

impl RequestDetailView {
    pub(crate) fn new(world: &World, recorded: &Recorded) -> Self {
        Self {
            row: RequestView::new(world, recorded),
            target: mask::target(&recorded.uri, &recorded.template),
            request: MessageView::new(&recorded.asked, &recorded.template),
            response: MessageView::new(&recorded.answered, &recorded.template),
        }
    }
}

impl MessageView {
    fn new(message: &Message, template: &str) -> Self {
        let headers = message.headers.iter();
        let headers = headers.map(|(name, value)| (name.as_str().to_owned(), mask::header(name, value))).collect();
        let kind = message.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let body = match &message.body {
            Kept::Whole(bytes) => mask::body(bytes, kind, template),
            Kept::TooLong => "(too long to be kept)".to_owned(),
            Kept::Streamed => "(sent in pieces, and not kept)".to_owned(),
            Kept::Dropped => "(the connection ended without an answer)".to_owned(),
        };
        Self { headers, body }
    }
}
