//! Whether Monei answers at all, and what time it has there. No token is sent.

use jiff::Timestamp;
use monei_api::endpoint;
use reqwest::Client;

use crate::base::BaseUrl;
use crate::date;
use crate::error::CallError;

/// The wall clock of the server, in the resolution of a second; none where it does not say.
pub type ServerTime = Option<Timestamp>;

/// Any answer that is no fault of the server's own counts: a call without a token is refused, and that is an answer.
pub async fn probe(http: &Client, base: &BaseUrl) -> Result<ServerTime, CallError> {
    let sent = http.get(base.join(endpoint::USER_ME.path)).send().await;
    let response = sent.map_err(|error| CallError::from_transport(&error))?;
    match response.status().as_u16() {
        status @ 500.. => Err(CallError::Fault { status }),
        _ => Ok(date::of(response.headers())),
    }
}
