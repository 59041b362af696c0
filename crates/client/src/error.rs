//! What can become of a call to Monei. The HTTP status decides; texts are only passed on to be shown.

use std::time::Duration;

use jiff::Timestamp;
use monei_api::ErrorBody;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// Why a call brought nothing. Whether it may be repeated follows from the variant: nothing was sent, it was refused, or
/// nobody knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Nothing was sent: no network, no such host, connection or TLS refused.
    #[error("no connection to Monei")]
    NoConnection,
    /// Nothing was sent: by this computer's clock, the server's certificate is not valid yet or not any more.
    #[error("the computer's clock and the server's certificate do not fit")]
    OutOfTime,
    /// The request may have arrived; its answer did not, or only in part.
    #[error("the answer of Monei was lost")]
    NoAnswer,
    /// 401.
    #[error("Monei does not accept the session")]
    Unauthorized,
    /// 403: the scope is missing, or a limit is exceeded. Only the text tells which.
    #[error("Monei refused the call")]
    Forbidden {
        /// What Monei says of it.
        body: Box<ErrorBody>,
    },
    /// 429.
    #[error("Monei asks to wait")]
    RateLimited {
        /// For how long, where the answer says so.
        retry_after: Option<Duration>,
    },
    /// 404.
    #[error("Monei has no such thing")]
    NotFound {
        /// What Monei says of it.
        body: Box<ErrorBody>,
    },
    /// Any other 4xx, or a redirect, which is never followed.
    #[error("Monei refused the request with status {status}")]
    Rejected {
        /// Of HTTP.
        status: u16,
        /// What Monei says of it.
        body: Box<ErrorBody>,
    },
    /// 5xx.
    #[error("Monei has a fault of its own (status {status})")]
    Fault {
        /// Of HTTP, 500 or above.
        status: u16,
    },
    /// A successful answer that cannot be understood.
    #[error("the answer of Monei cannot be understood")]
    Unreadable,
}

impl CallError {
    /// Sorts an unsuccessful answer. `now` turns a date in `Retry-After` into a duration.
    pub(crate) fn from_answer(status: StatusCode, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Self {
        match status.as_u16() {
            401 => Self::Unauthorized,
            403 => Self::Forbidden { body: Box::new(ErrorBody::parse(body)) },
            404 => Self::NotFound { body: Box::new(ErrorBody::parse(body)) },
            429 => Self::RateLimited { retry_after: retry_after(headers, now) },
            500.. => Self::Fault { status: status.as_u16() },
            other => Self::Rejected { status: other, body: Box::new(ErrorBody::parse(body)) },
        }
    }

    /// Sorts a request that brought no answer.
    pub fn from_transport(error: &reqwest::Error) -> Self {
        match error {
            _ if error.is_connect() && is_out_of_time(error) => Self::OutOfTime,
            _ if error.is_connect() || error.is_builder() => Self::NoConnection,
            _ => Self::NoAnswer,
        }
    }

    /// Monei's own words, to show below a sentence of ours.
    pub fn monei_says(&self) -> Option<String> {
        match self {
            Self::Forbidden { body } | Self::NotFound { body } | Self::Rejected { body, .. } => body.text(),
            _ => None,
        }
    }
}

/// Whether a certificate's time is among the causes. An I/O error shows what it holds, but does not name it as its cause.
fn is_out_of_time(error: &(dyn std::error::Error + 'static)) -> bool {
    use rustls::CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
    let held = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    let tls = error.downcast_ref::<rustls::Error>().or_else(|| held?.downcast_ref());
    matches!(
        tls,
        Some(rustls::Error::InvalidCertificate(
            Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. }
        ))
    ) || held.is_some_and(|held| is_out_of_time(held))
        || error.source().is_some_and(is_out_of_time)
}

/// `Retry-After` in seconds or as an HTTP date (RFC 9110 §10.2.3), at most a day.
pub fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    const DAY: u64 = 24 * 60 * 60;
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = text.parse::<u64>().ok().or_else(|| {
        let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
        Some(u64::try_from(date.as_second() - now.as_second()).unwrap_or(0))
    })?;
    Some(Duration::from_secs(seconds.min(DAY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let check = |text: &str, seconds: Option<u64>| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            assert_eq!(retry_after(&headers, now), seconds.map(Duration::from_secs), "{text}");
        };
        check("7", Some(7));
        check("Thu, 01 Jan 2026 00:01:00 GMT", Some(60));
        check("Wed, 31 Dec 2025 00:01:00 GMT", Some(0));
        check("999999999", Some(86_400));
        check("soon", None);
        check("-5", None);
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn a_certificate_that_is_out_of_time_is_told_from_others() {
        #[derive(Debug, thiserror::Error)]
        #[error("outer")]
        struct Outer(#[source] std::io::Error);
        let wrapped = |error: rustls::CertificateError| {
            let tls = rustls::Error::InvalidCertificate(error);
            Outer(std::io::Error::other(std::io::Error::other(tls)))
        };
        assert!(is_out_of_time(&wrapped(rustls::CertificateError::Expired)));
        assert!(is_out_of_time(&wrapped(rustls::CertificateError::NotValidYet)));
        assert!(!is_out_of_time(&wrapped(rustls::CertificateError::UnknownIssuer)));
        assert!(!is_out_of_time(&Outer(std::io::Error::other("refused"))));
    }

    #[test]
    fn the_status_decides() {
        let sort = |status: u16| {
            CallError::from_answer(
                StatusCode::from_u16(status).unwrap(),
                &HeaderMap::new(),
                b"<html>",
                Timestamp::UNIX_EPOCH,
            )
        };
        assert_eq!(sort(401), CallError::Unauthorized);
        assert!(matches!(sort(403), CallError::Forbidden { .. }));
        assert!(matches!(sort(307), CallError::Rejected { status: 307, .. }));
        assert!(matches!(sort(503), CallError::Fault { status: 503 }));
    }
}
