//! What an answer says about the money: the one table of it.
//!
//! Certain is only what Monei said in its own words: an error body in JSON under a status by which it refuses a request
//! before doing it. Everything else that came after the first byte left is in doubt.

use std::time::Duration;

use monei_api::{ErrorBody, envelope};

use super::orders::Answer;
use crate::error::CallError;

/// What became of a request that moves money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate<A> {
    /// Monei took it. Whether the money has moved, its status tells.
    Done(A),
    /// Nothing moved, and nothing will.
    Refused(Refusal),
    /// The token is not accepted: nothing moved, and a renewed token may try once.
    Unauthorized,
    /// It may have moved.
    Unknown(Doubt),
}

/// Why certainly nothing moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No connection was made, so no byte left.
    NoConnection,
    /// Likewise: by this computer's clock the server's certificate is not valid.
    OutOfTime,
    /// Monei's own refusal.
    ByMonei { status: u16, body: Box<ErrorBody>, retry_after: Option<Duration> },
}

/// Why nobody can say whether it moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The answer was lost, or came in part.
    NoAnswer,
    /// An answer that decides nothing: a redirect, a conflict, a timeout, a fault of Monei's own, or an error that is not
    /// in Monei's words.
    Undecided { status: u16 },
    /// A success that cannot be understood.
    Unreadable,
}

/// What the network brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard<'a> {
    /// DNS, connect, TLS, or the time for them ran out.
    NotConnected { out_of_time: bool },
    /// Anything that went wrong after that, up to the last byte of the answer.
    Lost,
    /// A whole answer.
    Answer { status: u16, body: &'a [u8], retry_after: Option<Duration> },
}

impl Heard<'_> {
    pub(super) const fn from_transport(error: &CallError) -> Self {
        match error {
            CallError::NoConnection => Self::NotConnected { out_of_time: false },
            CallError::OutOfTime => Self::NotConnected { out_of_time: true },
            _ => Self::Lost,
        }
    }
}

/// Refusals that come before anything is done (`monei-api.md` §3.0, §5).
const REFUSALS: [u16; 5] = [400, 403, 404, 422, 429];

impl<A> Fate<A> {
    /// The same, with less or more of the answer.
    pub fn map<B>(self, map: impl FnOnce(A) -> B) -> Fate<B> {
        match self {
            Self::Done(answer) => Fate::Done(map(answer)),
            Self::Refused(refusal) => Fate::Refused(refusal),
            Self::Unauthorized => Fate::Unauthorized,
            Self::Unknown(doubt) => Fate::Unknown(doubt),
        }
    }
}

impl<A: Answer> Fate<A> {
    pub(super) fn of(heard: Heard<'_>) -> Self {
        let (status, body, retry_after) = match heard {
            Heard::NotConnected { out_of_time: false } => return Self::Refused(Refusal::NoConnection),
            Heard::NotConnected { out_of_time: true } => return Self::Refused(Refusal::OutOfTime),
            Heard::Lost => return Self::Unknown(Doubt::NoAnswer),
            Heard::Answer { status, body, retry_after } => (status, body, retry_after),
        };
        match status {
            200..=299 => match envelope::read::<A>(body) {
                // An answer that tells nothing is none: any JSON object could be one.
                Ok(answer) if answer.receipt().tells_something() => Self::Done(answer),
                _ => Self::Unknown(Doubt::Unreadable),
            },
            401 if is_object(body) => Self::Unauthorized,
            _ if REFUSALS.contains(&status) && is_object(body) => {
                Self::Refused(Refusal::ByMonei { status, body: Box::new(ErrorBody::parse(body)), retry_after })
            }
            _ => Self::Unknown(Doubt::Undecided { status }),
        }
    }
}

/// A proxy or a gate on the way answers in HTML or not at all.
fn is_object(body: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body).is_ok_and(|object| !object.is_empty())
}

#[cfg(test)]
mod tests {
    use monei_api::evm::Sent;
    use monei_api::payout::Payout;

    use super::*;

    const REFUSED: &[u8] = br#"{"statusCode":400,"message":"Insufficient balance for transaction"}"#;
    const TAKEN: &[u8] = br#"{"statusCode":200,"data":{"reference":"pay-01","status":"PENDING"}}"#;

    fn answered(status: u16, body: &[u8]) -> Fate<Payout> {
        Fate::of(Heard::Answer { status, body, retry_after: None })
    }

    fn undecided(fate: &Fate<Payout>, status: u16) -> bool {
        matches!(fate, Fate::Unknown(Doubt::Undecided { status: told }) if *told == status)
    }

    #[test]
    fn only_a_refusal_in_moneis_words_is_certain() {
        for status in (100..200).chain(300..=599) {
            let certain = matches!(answered(status, REFUSED), Fate::Refused(_) | Fate::Unauthorized);
            assert_eq!(certain, [400, 401, 403, 404, 422, 429].contains(&status), "{status}");
            for body in [&b""[..], b"<html>429</html>", b"null", b"[]", b"{}", b"{\"statusCode\":400"] {
                assert!(undecided(&answered(status, body), status), "{status} {body:?}");
            }
            // What the body says of itself does not make a success of it.
            assert!(!matches!(answered(status, TAKEN), Fate::Done(_)), "{status}");
        }
    }

    #[test]
    fn only_a_success_that_tells_something_is_one() {
        assert!(matches!(answered(200, TAKEN), Fate::Done(_)));
        assert!(matches!(answered(201, br#"{"status":"SUCCESS"}"#), Fate::Done(_)));
        for body in [&b""[..], b"<html>", b"{}", br#"{"statusCode":200,"message":"ok","data":{}}"#, b"null", b"[]"] {
            assert!(matches!(answered(200, body), Fate::Unknown(Doubt::Unreadable)), "{body:?}");
        }
        let sent = |body: &[u8]| Fate::<Sent>::of(Heard::Answer { status: 200, body, retry_after: None });
        assert!(matches!(sent(br#"{"data":{"txHash":"0xab"}}"#), Fate::Done(_)));
        for body in [&br#"{"data":{"txHash":""}}"#[..], br#"{"data":{"hash":"0xab"}}"#] {
            assert!(matches!(sent(body), Fate::Unknown(Doubt::Unreadable)), "{body:?}");
        }
    }

    #[test]
    fn without_a_connection_nothing_happened_and_after_it_anything_may_have() {
        let of = Fate::<Payout>::of;
        assert!(matches!(of(Heard::from_transport(&CallError::NoConnection)), Fate::Refused(Refusal::NoConnection)));
        assert!(matches!(of(Heard::from_transport(&CallError::OutOfTime)), Fate::Refused(Refusal::OutOfTime)));
        assert!(matches!(of(Heard::from_transport(&CallError::NoAnswer)), Fate::Unknown(Doubt::NoAnswer)));
    }
}
