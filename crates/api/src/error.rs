//! Error bodies in all their documented shapes (`monei-api.md` §1.9, §3.0 and §6.17).
//!
//! There is no machine-readable reason in them: what a failure means is told by the HTTP status. The texts are for
//! showing to people and are never compared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::field::{Field, Text};
use crate::money::{Amount, Currency, Figure};

/// What an error body tells, whichever of its shapes it has. Every part may be missing: the body may be HTML or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorBody {
    /// The texts of `message`, which may be one string or a list.
    pub messages: Vec<String>,
    /// The texts per field of a validation error.
    pub fields: BTreeMap<String, Vec<String>>,
    /// What an insufficient balance was measured against.
    pub shortage: Option<Shortage>,
}

/// `error.details` of an insufficient balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// What it would have taken.
    pub required: Amount,
    /// What there is.
    pub available: Amount,
    /// Of both.
    pub currency: Currency,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    message: Field<Texts>,
    #[serde(default)]
    error: Field<ErrorObject>,
    #[serde(default)]
    errors: Field<BTreeMap<String, Texts>>,
}

/// `error` when it is an object; the string form repeats the HTTP status and is left.
#[derive(Deserialize)]
struct ErrorObject {
    #[serde(default)]
    message: Field<Texts>,
    #[serde(default)]
    details: Field<Details>,
}

#[derive(Deserialize)]
struct Details {
    required: Figure,
    available: Figure,
    currency: Text,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Texts {
    One(String),
    Many(Vec<String>),
}

impl Texts {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts,
        }
    }
}

impl ErrorBody {
    /// Reads what can be read; a body that is not JSON gives an empty value.
    pub fn parse(body: &[u8]) -> Self {
        let Ok(wire) = serde_json::from_slice::<Wire>(body) else { return Self::default() };
        let mut messages = wire.message.into_option().map(Texts::into_vec).unwrap_or_default();
        let mut shortage = None;
        if let Some(error) = wire.error.into_option() {
            messages.extend(error.message.into_option().map(Texts::into_vec).unwrap_or_default());
            shortage = error.details.into_option().map(|details| Shortage {
                required: details.required.amount,
                available: details.available.amount,
                currency: Currency::new(&details.currency),
            });
        }
        let fields = wire.errors.into_option().unwrap_or_default();
        let fields = fields.into_iter().map(|(field, texts)| (field, texts.into_vec())).collect();
        Self { messages, fields, shortage }
    }

    /// The texts as one line to show below a sentence of our own, or nothing.
    pub fn text(&self) -> Option<String> {
        let fields = self.fields.values().flatten();
        let texts: Vec<&str> =
            self.messages.iter().chain(fields).map(String::as_str).filter(|text| !text.trim().is_empty()).collect();
        if texts.is_empty() { None } else { Some(texts.join("; ")) }
    }
}

/// The common error body, as the simulated Monei writes it.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PlainError {
    /// That of HTTP.
    pub status_code: u16,
    /// For people.
    pub message: String,
    /// The reason phrase of the HTTP status, such as `Unauthorized`.
    pub error: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_shape_is_read() {
        let check = |body: &str, text: Option<&str>| {
            assert_eq!(ErrorBody::parse(body.as_bytes()).text().as_deref(), text, "{body}");
        };
        check(
            r#"{"statusCode":401,"message":"Invalid or expired token","error":"Unauthorized"}"#,
            Some("Invalid or expired token"),
        );
        check(
            r#"{"statusCode":"400","message":["amount is required","bank is required"]}"#,
            Some("amount is required; bank is required"),
        );
        check(
            r#"{"statusCode":400,"message":"Validation failed","errors":{"amount":["too small"]}}"#,
            Some("Validation failed; too small"),
        );
        check(
            r#"{"success":false,"message":"Bill not found","errorCode":"X","reference":"b"}"#,
            Some("Bill not found"),
        );
        check(r#"{"statusCode":500,"errors":{}}"#, None);
        check(r#"{"message":{"text":"odd"}}"#, None);
        check("<html><h1>502 Bad Gateway</h1></html>", None);
        check("", None);
    }

    #[test]
    fn an_insufficient_balance_tells_its_figures() {
        let body = ErrorBody::parse(
            br#"{"statusCode":400,"message":"Insufficient balance for transaction","error":{"details":{"required":5000,"available":"1805.00","currency":"NGN"}}}"#,
        );
        let shortage = body.shortage.unwrap();
        assert_eq!(shortage.required, Amount::from(5000));
        assert_eq!(shortage.available, Amount::from(1805));
    }

    proptest::proptest! {
        #[test]
        fn no_body_makes_it_panic(body: Vec<u8>) {
            let _ = ErrorBody::parse(&body).text();
        }
    }
}
