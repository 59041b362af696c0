//! Injected faults: answers that come late, slowly, wrong, broken, by half or not at all.

#![expect(clippy::disallowed_types, reason = "a probability is no amount")]

mod replies;

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::calls::{below_api_base, template};
use crate::refusal::plain_error;
use crate::server::HangUp;
use crate::wording::word_retry_after;
use crate::world::Simulation;

/// A fault that waits for its requests. It is read from JSON, with the fields that [`control`](crate::control) tells.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Any method when absent.
    #[serde(default)]
    method: Option<String>,
    /// A path template or a path, with or without the API prefix; with `*` at its end, whatever begins so.
    path: String,
    kind: Kind,
    /// Of `status`, `html` and `redirectLoop`; 500, 502 and 302 when absent.
    #[serde(default)]
    status: Option<Status>,
    /// The text of a `status` fault; the reason phrase when absent.
    #[serde(default)]
    message: Option<String>,
    /// Seconds, as `Retry-After`.
    #[serde(default)]
    retry_after: Option<u64>,
    /// How long any kind waits before it does what it does.
    #[serde(default)]
    latency_ms: u64,
    /// How many bytes of a `slow` answer come at once.
    #[serde(default = "one_byte")]
    piece_bytes: NonZeroUsize,
    /// How long a `slow` answer pauses between them.
    #[serde(default = "a_tenth_of_a_second")]
    pause_ms: u64,
    /// How many requests it still hits: one when absent, or all where it has a probability.
    #[serde(default)]
    times: Option<Times>,
    /// What a `texts` answer says, one after another, and from the beginning again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    texts: Vec<String>,
    /// How many of them were said.
    #[serde(skip)]
    said: Arc<AtomicUsize>,
    /// How likely it hits a request that it could hit; always when absent.
    #[serde(default)]
    probability: Option<Probability>,
}

const fn one_byte() -> NonZeroUsize {
    NonZeroUsize::MIN
}

const fn a_tenth_of_a_second() -> u64 {
    100
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    /// The right answer, later. Whatever else is to hit the request still does.
    Latency,
    /// The right answer, in small pieces.
    Slow,
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
    /// The right answer, with `texts` in the place of its narrations, names, banks and messages.
    Texts,
}

/// An HTTP status that a final answer can have.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
struct Status(StatusCode);

impl TryFrom<u16> for Status {
    type Error = &'static str;

    fn try_from(number: u16) -> Result<Self, Self::Error> {
        let status = StatusCode::from_u16(number).ok().filter(|status| (200..=599).contains(&status.as_u16()));
        status.map(Self).ok_or("status must be between 200 and 599")
    }
}

impl From<Status> for u16 {
    fn from(status: Status) -> Self {
        status.0.as_u16()
    }
}

/// How often a fault hits.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
enum Times {
    Left(NonZeroU32),
    Always,
}

impl TryFrom<Value> for Times {
    type Error = &'static str;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        if value == "always" {
            return Ok(Self::Always);
        }
        let number = value.as_u64().and_then(|number| NonZeroU32::new(number.try_into().ok()?));
        number.map(Self::Left).ok_or("times must be an integer of at least 1, or \"always\"")
    }
}

impl From<Times> for Value {
    fn from(times: Times) -> Self {
        match times {
            Times::Left(number) => number.get().into(),
            Times::Always => "always".into(),
        }
    }
}

/// Above 0, and up to 1.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
struct Probability(f64);

impl TryFrom<f64> for Probability {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        let fits = number > 0.0 && number <= 1.0;
        fits.then_some(Self(number)).ok_or("probability must be above 0 and at most 1")
    }
}

impl From<Probability> for f64 {
    fn from(probability: Probability) -> Self {
        probability.0
    }
}

impl Fault {
    fn could_hit(&self, method: &str, template: &str, path: &str) -> bool {
        let wanted = below_api_base(&self.path);
        let path_hits = match self.path.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix) || below_api_base(path).starts_with(prefix),
            None => wanted == template || wanted == below_api_base(path),
        };
        path_hits && self.method.as_ref().is_none_or(|only| only.eq_ignore_ascii_case(method))
    }

    fn status_or(&self, default: StatusCode) -> StatusCode {
        self.status.map_or(default, |status| status.0)
    }

    fn pause(&self) -> Duration {
        Duration::from_millis(self.pause_ms)
    }

    /// Back to where the request came.
    fn redirect(&self, to: &Uri) -> Response {
        let to = to.path_and_query().map_or("/", PathAndQuery::as_str);
        (self.status_or(StatusCode::FOUND), [(header::LOCATION, to)]).into_response()
    }

    /// The page of a proxy.
    fn page(&self) -> Response {
        let status = self.status_or(StatusCode::BAD_GATEWAY);
        (status, Html(format!("<html><body><h1>{} {}</h1></body></html>", status.as_u16(), reason(status))))
            .into_response()
    }

    /// An error in the words of the API.
    fn error(&self) -> Response {
        let status = self.status_or(StatusCode::INTERNAL_SERVER_ERROR);
        let message = self.message.clone().unwrap_or_else(|| reason(status).to_owned());
        (status, Json(plain_error(status, message))).into_response()
    }

    fn with_retry_after(&self, mut response: Response) -> Response {
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}

/// The faults that are set, first come first served.
#[derive(Debug)]
pub(crate) struct Faults {
    seed: u64,
    added: u64,
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    fault: Fault,
    times: Times,
    /// Its own, so that which requests it hits does not depend on the faults beside it.
    random: StdRng,
}

/// What faults do to a request.
#[derive(Debug, Default)]
struct Strike {
    latency: Duration,
    fault: Option<Fault>,
}

impl Faults {
    /// None. Those that are added hit by chance in the same order for the same seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, added: 0, waiting: Vec::new() }
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        self.added += 1;
        let random = StdRng::seed_from_u64(self.seed.rotate_left(32) ^ self.added);
        let usual = if fault.probability.is_some() { Times::Always } else { Times::Left(NonZeroU32::MIN) };
        self.waiting.push(Waiting { times: fault.times.unwrap_or(usual), fault, random });
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Those that still wait, with how many requests they still hit.
    pub(crate) fn waiting(&self) -> Vec<Fault> {
        self.waiting.iter().map(|it| Fault { times: Some(it.times), ..it.fault.clone() }).collect()
    }

    /// Uses up one of each fault that hits this request: all latencies before the first of another kind, and that one.
    fn strike(&mut self, method: &str, template: &str, path: &str) -> Strike {
        let mut strike = Strike::default();
        self.waiting.retain_mut(|it| {
            if strike.fault.is_some() || !it.fault.could_hit(method, template, path) || !it.happens() {
                return true;
            }
            strike.latency = strike.latency.saturating_add(Duration::from_millis(it.fault.latency_ms));
            if it.fault.kind != Kind::Latency {
                strike.fault = Some(it.fault.clone());
            }
            it.goes_on()
        });
        strike
    }
}

impl Waiting {
    fn happens(&mut self) -> bool {
        self.fault.probability.is_none_or(|probability| self.random.random_bool(probability.0))
    }

    /// Whether anything is left of it after one more hit.
    fn goes_on(&mut self) -> bool {
        if let Times::Left(number) = self.times {
            let Some(left) = NonZeroU32::new(number.get() - 1) else { return false };
            self.times = Times::Left(left);
        }
        true
    }
}

/// Does to a request what the faults that hit it say.
pub(crate) async fn inject(State(simulation): State<Simulation>, request: Request, next: Next) -> Response {
    let (method, template) = (request.method().as_str().to_owned(), template(&request));
    let strike = simulation.lock().faults.strike(&method, &template, request.uri().path());
    if !strike.latency.is_zero() {
        tracing::info!(method, path = template, milliseconds = strike.latency.as_millis(), "latency");
        tokio::time::sleep(strike.latency).await;
    }
    let Some(fault) = strike.fault else { return next.run(request).await };
    tracing::info!(method, path = template, kind = ?fault.kind, "fault");
    let answer = match fault.kind {
        Kind::Latency => next.run(request).await,
        Kind::Status => fault.error(),
        Kind::Html => fault.page(),
        Kind::RedirectLoop => fault.redirect(request.uri()),
        Kind::DropBefore => HangUp::response(),
        Kind::DropAfter => {
            next.run(request).await;
            HangUp::response()
        }
        Kind::Malformed => replies::malformed(next.run(request).await),
        Kind::HalfReply => replies::halved(next.run(request).await).await,
        Kind::Texts => replies::reworded(next.run(request).await, &fault.texts, &fault.said).await,
        Kind::Slow => replies::dribbled(next.run(request).await, fault.piece_bytes.get(), fault.pause()).await,
    };
    let mut answer = fault.with_retry_after(answer);
    let world = simulation.lock();
    word_retry_after(&mut answer, world.switches.retry_after, world.now());
    answer
}
