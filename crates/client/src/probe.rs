//! Whether Monei answers at all, and what time it has there. No token is sent.

use jiff::Timestamp;
use monei_api::endpoint;
use reqwest::Client;
use reqwest::header::{DATE, HeaderMap};

use crate::base::BaseUrl;
use crate::error::CallError;

/// The wall clock of the server, in the resolution of a second; none where it does not say.
pub type ServerTime = Option<Timestamp>;

/// Any answer that is no fault of the server's own counts: a call without a token is refused, and that is an answer.
pub async fn probe(http: &Client, base: &BaseUrl) -> Result<ServerTime, CallError> {
    let sent = http.get(base.join(endpoint::USER_ME.path)).send().await;
    let response = sent.map_err(|error| CallError::from_transport(&error))?;
    match response.status().as_u16() {
        status @ 500.. => Err(CallError::Fault { status }),
        _ => Ok(server_time(response.headers())),
    }
}

/// RFC 9110 §6.6.1.
fn server_time(headers: &HeaderMap) -> ServerTime {
    let text = headers.get(DATE)?.to_str().ok()?;
    Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_an_answer_is_read_where_it_is_one() {
        let check = |text: &str, time: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(DATE, text.parse().unwrap());
            assert_eq!(server_time(&headers), time.map(|time| time.parse().unwrap()), "{text}");
        };
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some("1994-11-06T08:49:37Z"));
        check("yesterday", None);
        check("", None);
        assert_eq!(server_time(&HeaderMap::new()), None);
    }
}
