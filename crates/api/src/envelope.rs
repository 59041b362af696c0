//! The success envelope `{statusCode, message, data, errors}` and its departures (`monei-api.md` §3.0).
//!
//! The HTTP status is what tells success; of a successful body only the payload matters. It stands in `data`, or is the
//! body itself.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("the answer is not JSON")]
    Json(#[source] serde_json::Error),
    #[error("the answer holds no data")]
    NoData,
    #[error("the answer has an unexpected shape")]
    Shape(#[source] serde_json::Error),
}

#[derive(Deserialize)]
struct Peek<'a> {
    /// `data: null` is some raw `null`, and a missing key is none.
    #[serde(borrow, default, deserialize_with = "present")]
    data: Option<&'a RawValue>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// Reads the payload of a successful answer, enveloped or bare.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unreadable> {
    let whole: &RawValue = serde_json::from_slice(body).map_err(Unreadable::Json)?;
    let payload = match serde_json::from_str::<Peek<'_>>(whole.get()) {
        Ok(Peek { data: Some(data) }) => data.get(),
        _ => whole.get(),
    };
    // Some declarations give an empty array for "no data" (§3.2).
    if matches!(payload.trim(), "[]" | "null" | "") {
        return serde_json::from_str(payload).map_err(|_| Unreadable::NoData);
    }
    serde_json::from_str(payload).map_err(Unreadable::Shape)
}

/// Reads all of a successful answer: of some, more than the payload matters.
pub fn read_whole<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unreadable> {
    let whole: &RawValue = serde_json::from_slice(body).map_err(Unreadable::Json)?;
    serde_json::from_str(whole.get()).map_err(Unreadable::Shape)
}

/// The envelope as the simulated Monei writes it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "camelCase")]
pub struct Envelope<T> {
    pub status_code: u16,
    pub message: String,
    pub data: T,
    pub errors: Empty,
}

impl<T> Envelope<T> {
    pub fn ok(message: impl Into<String>, data: T) -> Self {
        Self { status_code: 200, message: message.into(), data, errors: Empty {} }
    }
}

/// The `{}` that stands in `errors` on success.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Empty {}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Thing {
        id: String,
    }

    #[test]
    fn payloads_are_found_enveloped_and_bare() {
        for body in [
            r#"{"statusCode":200,"message":"ok","data":{"id":"a"},"errors":{}}"#,
            r#"{"StatusCode":"200","message":"ok","data":{"id":"a"}}"#,
            r#"{"message":["ok"],"data":{"id":"a"},"meta":{}}"#,
            r#"{"id":"a"}"#,
        ] {
            assert_eq!(read::<Thing>(body.as_bytes()).unwrap(), Thing { id: "a".into() }, "{body}");
        }
    }

    #[test]
    fn unreadable_answers_say_why() {
        assert!(matches!(read::<Thing>(b"<html>"), Err(Unreadable::Json(_))));
        assert!(matches!(read::<Thing>(br#"{"data":[]}"#), Err(Unreadable::NoData)));
        assert!(matches!(read::<Thing>(br#"{"data":{"name":1}}"#), Err(Unreadable::Shape(_))));
        assert!(matches!(read::<Thing>(br#"{"statusCode":200,"data":null}"#), Err(Unreadable::NoData)));
        assert_eq!(read::<Vec<u8>>(br#"{"data":[]}"#).unwrap(), Vec::<u8>::new());
    }
}
