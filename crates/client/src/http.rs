//! The only place where HTTP clients are made.
//!
//! None of them follows redirects (a token must not travel to another host) and none repeats a request by itself: what
//! may be repeated is decided where the meaning of the request is known.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};

use crate::base::BaseUrl;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(30);
const MONEY_TIMEOUT: Duration = Duration::from_mins(1);
/// Longer answers are refused: the largest page of transactions stays far below.
pub const MAX_BODY: usize = 16 * 1024 * 1024;

/// What every client of the application begins with; an own client adds to it, such as other time limits.
///
/// On loopback no proxy may stand in between: it would be given tokens in clear. Elsewhere only https is spoken.
pub fn hardened(base: &BaseUrl) -> ClientBuilder {
    let builder = if base.is_loopback() { Client::builder().no_proxy() } else { Client::builder().https_only(true) };
    builder
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TOTAL_TIMEOUT)
        .user_agent(concat!("monei-wallet/", env!("CARGO_PKG_VERSION")))
}

/// For reading: idle connections are kept for the next call.
pub fn reading(base: &BaseUrl) -> reqwest::Result<Client> {
    hardened(base).build()
}

/// For exchange, refresh and revocation: every request has a connection of its own, because one that was pooled can die
/// as the request is written, and then nobody knows whether it arrived.
pub fn single_use(base: &BaseUrl) -> reqwest::Result<Client> {
    for_single_use(hardened(base)).build()
}

/// For requests that move money: single use, and only the protocol in which a connection carries one request at a time and
/// nothing is ever sent again. Slow chains and banks are waited for longer, because giving up leaves the payment unknown.
pub(crate) fn money(base: &BaseUrl) -> reqwest::Result<Client> {
    for_single_use(hardened(base)).http1_only().timeout(MONEY_TIMEOUT).build()
}

/// The setting of [`single_use`] for a client of one's own.
pub fn for_single_use(builder: ClientBuilder) -> ClientBuilder {
    builder.pool_max_idle_per_host(0)
}

/// Reads at most [`MAX_BODY`] bytes.
pub async fn body(mut response: reqwest::Response) -> Result<Vec<u8>, BodyFailure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| BodyFailure::Broken)? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(BodyFailure::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Why the body of an answer is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyFailure {
    /// The connection ended too early.
    #[error("the connection broke before the answer was complete")]
    Broken,
    /// It is longer than [`MAX_BODY`].
    #[error("the answer is too long")]
    TooLong,
}
