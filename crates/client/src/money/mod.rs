//! Requests that move money, each sent once (`security.md` §4).
//!
//! [`MoneyClient`] has no retries, follows no redirect and keeps no connection: each request has one of its own, so that
//! none is written to a connection that has died. [`fate`] is the one table of what an answer says about the money,
//! [`body`] the bytes that are sent and the PIN that is put to them, [`orders`] what there is to be sent, [`told`] what a
//! success tells beyond that it is one.

pub mod body;
pub mod fate;
pub mod orders;
pub mod told;

use std::fmt;

use bytes::Bytes;
use jiff::Timestamp;
use monei_api::Endpoint;
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use zeroize::Zeroizing;

pub use self::body::{Body, NotAPin, NotAnObject, Pin};
pub use self::fate::{Doubt, Fate, Refusal};
pub use self::orders::{Answer, Order, Receipt};
pub use self::told::{AwaitedDeposit, Told};

use self::fate::Heard;
use crate::base::BaseUrl;
use crate::date::DateObserver;
use crate::error::{CallError, retry_after};
use crate::http;
use crate::token::AccessToken;

/// Nothing documented depends on the header, and it costs nothing where it is ignored.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The Monei API at one base address, for what may happen once only.
#[derive(Clone, Debug)]
pub struct MoneyClient {
    http: Client,
    base: BaseUrl,
    now: fn() -> Timestamp,
    dates: DateObserver,
}

/// One request that moves money, ready to be sent. It is consumed by that.
pub struct Post {
    pub endpoint: Endpoint,
    /// Names the intent, the same for a second try after a refused token.
    pub key: String,
    /// Wiped when it is dropped.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// The bytes hold the PIN.
impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post").field("endpoint", &self.endpoint).field("key", &self.key).finish_non_exhaustive()
    }
}

impl MoneyClient {
    /// `now` is the wall clock, which a `Retry-After` date is measured against.
    pub fn new(base: BaseUrl, now: fn() -> Timestamp) -> reqwest::Result<Self> {
        Ok(Self { http: http::money(&base)?, base, now, dates: DateObserver::default() })
    }

    /// Tells somebody the date of each answer.
    #[must_use]
    pub fn dated(self, dates: DateObserver) -> Self {
        Self { dates, ..self }
    }

    /// Sends an order, with its PIN where it needs one.
    pub async fn send<O: Order>(
        &self,
        order: &O,
        pin: Option<&Pin>,
        key: &str,
        token: &AccessToken,
    ) -> Result<Fate<O::Answer>, NotAnObject> {
        let bytes = Body::new(order)?.with_pin(pin);
        Ok(self.post(Post { endpoint: order.endpoint(), key: key.to_owned(), bytes }, token).await)
    }

    /// Sends one request on a connection of its own, and says what became of the money.
    ///
    /// Dropping the future may leave the request sent: whoever drops it knows as little as after [`Doubt::NoAnswer`].
    pub async fn post<A: Answer>(&self, post: Post, token: &AccessToken) -> Fate<A> {
        let url = self.base.join(post.endpoint.path);
        let sent = self
            .http
            .post(url)
            // The bearer header is where the token is meant to go; reqwest marks it sensitive.
            .bearer_auth(token.expose())
            .header(CONTENT_TYPE, "application/json")
            .header(IDEMPOTENCY_KEY, post.key)
            // The bytes that hold the PIN are wiped with their last holder. Copies in the buffers of the connection are
            // beyond reach.
            .body(Bytes::from_owner(Wiped(post.bytes)))
            .send()
            .await;
        let response = match sent {
            Ok(response) => response,
            Err(error) => {
                let error = CallError::from_transport(&error);
                tracing::warn!(path = post.endpoint.path, %error, "a request that moves money was not answered");
                return Fate::of(Heard::from_transport(&error));
            }
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        self.dates.observe(&headers);
        let Ok(body) = http::body(response).await else { return Fate::of(Heard::Lost) };
        let retry_after = retry_after(&headers, (self.now)());
        Fate::of(Heard::Answer { status, body: &body, retry_after })
    }
}

/// For a buffer that asks for its bytes by reference.
struct Wiped(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
