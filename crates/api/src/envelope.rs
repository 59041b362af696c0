//! The success envelope `{statusCode, message, data, errors}` and its departures (`monei-api.md` §3.0).
//!
//! The HTTP status is what tells success; of a successful body only the payload matters. It stands in `data`, or is the
//! body itself.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// Why a successful answer is of no use.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Cut off, a page of a proxy, or no text at all.
    #[error("the answer is not JSON")]
    Json(#[source] serde_json::Error),
    /// Something was asked for and the answer says that there is none.
    #[error("the answer holds no data")]
    NoData,
    /// JSON, but not what was asked for.
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

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        if error.is_data() { Self::Shape(error) } else { Self::Json(error) }
    }
}

/// An envelope whose payload is what was asked for.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Fitting<T> {
    data: T,
}

/// Reads the payload of a successful answer, enveloped or bare.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unreadable> {
    let whole = text(body)?;
    // Nearly all answers are read at one go; the others are looked at twice.
    if is_object(whole)
        && let Ok(Fitting { data }) = serde_json::from_str(whole)
    {
        return Ok(data);
    }
    let payload = match peek(whole) {
        Some(Ok(Peek { data: Some(data) })) => data.get(),
        Some(Err(error)) if !error.is_data() => return Err(Unreadable::Json(error)),
        _ => whole,
    };
    // Some declarations give an empty array for "no data" (§3.2).
    if matches!(payload.trim(), "[]" | "null") {
        return serde_json::from_str(payload).map_err(|_| Unreadable::NoData);
    }
    Ok(serde_json::from_str(payload)?)
}

/// Reads all of a successful answer: of some, more than the payload matters.
pub fn read_whole<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unreadable> {
    Ok(serde_json::from_str(text(body)?)?)
}

/// Checked once, and not again for each text in it.
fn text(body: &[u8]) -> Result<&str, Unreadable> {
    std::str::from_utf8(body).map_err(|error| Unreadable::Json(serde::de::Error::custom(error)))
}

/// Looks for `data`, where the body is an object: a list is its own payload.
fn peek(whole: &str) -> Option<serde_json::Result<Peek<'_>>> {
    is_object(whole).then(|| serde_json::from_str(whole))
}

fn is_object(whole: &str) -> bool {
    whole.trim_start().starts_with('{')
}

/// The envelope as the simulated Monei writes it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "camelCase")]
pub struct Envelope<T> {
    /// That of HTTP, or 200 where Monei's own answers have it so (§3.0).
    pub status_code: u16,
    /// For people; never to be compared.
    pub message: String,
    /// The payload.
    pub data: T,
    /// Empty on success.
    pub errors: Empty,
}

impl<T> Envelope<T> {
    /// A payload with status 200.
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
        assert!(matches!(read::<Thing>(b""), Err(Unreadable::Json(_))));
        assert!(matches!(read::<Thing>(br#"{"data":{"id":"a"}"#), Err(Unreadable::Json(_))));
        assert!(matches!(read::<Thing>(b"{\"data\":{\"id\":\"\xff\"}}"), Err(Unreadable::Json(_))));
        assert_eq!(read::<Vec<u8>>(br#"{"data":[]}"#).unwrap(), Vec::<u8>::new());
    }

    /// Also one of a single element, which is no envelope with one field.
    #[test]
    fn a_bare_list_is_its_own_payload() {
        for (body, list) in [("[]", vec![]), ("[7]", vec![7]), (" [7, 8]", vec![7, 8])] {
            assert_eq!(read::<Vec<u8>>(body.as_bytes()).unwrap(), list, "{body}");
        }
    }
}
