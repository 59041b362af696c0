//! Reading the bodies of API calls: JSON objects of bounded size.
//!
//! They are kept as loose objects and read field by field, so that each missing or mistyped field gets the answer
//! that the contract has for it: a plain text where it is one of Connect's, a text per field elsewhere ([`Fields`]).

mod fields;
mod gather;

use std::collections::HashMap;

use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

pub(crate) use fields::Fields;
pub(crate) use gather::read;

use crate::refusal::Refusal;

/// The object of a JSON body.
pub(crate) struct JsonBody {
    object: Map<String, Value>,
    /// The source text of each field, because a value that is a number has been through a binary float.
    raw: HashMap<String, Box<RawValue>>,
}

impl JsonBody {
    fn parse(text: &[u8]) -> Result<Self, Refusal> {
        let malformed = |_| Refusal::Malformed("Malformed JSON".to_owned());
        match serde_json::from_slice(text).map_err(malformed)? {
            Value::Object(object) => Ok(Self { object, raw: serde_json::from_slice(text).map_err(malformed)? }),
            _ => Err(Refusal::Malformed("The body must be a JSON object".to_owned())),
        }
    }

    /// To be read with a text per wrong field.
    pub(crate) fn fields(&self) -> Fields<'_> {
        Fields::new(self)
    }

    /// Whether a field is there and is not null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.object.get(name).is_some_and(|value| !value.is_null())
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.object.get(name)?.as_str()
    }

    /// The text of a field that the call cannot do without.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        let text = self.text(name).filter(|text| !text.is_empty());
        text.ok_or_else(|| Refusal::Malformed(format!("{name} must be a non-empty string")))
    }

    /// A list of texts, if it is one and nothing else.
    pub(crate) fn texts(&self, name: &str) -> Option<Vec<String>> {
        self.object.get(name)?.as_array()?.iter().map(|value| value.as_str().map(str::to_owned)).collect()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.object.keys().map(String::as_str)
    }

    /// The whole object as a type that refuses what it does not know.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, Refusal> {
        serde_json::from_value(Value::Object(self.object)).map_err(|error| Refusal::Malformed(error.to_string()))
    }

    pub(crate) fn into_object(self) -> Map<String, Value> {
        self.object
    }
}

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        if !has_content_type(&request, "application/json") {
            return Err(Refusal::Malformed("The body must be JSON".to_owned()));
        }
        Self::parse(&read(request).await?)
    }
}

/// A JSON body that may be left out.
impl<S: Send + Sync> axum::extract::OptionalFromRequest<S> for JsonBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Refusal> {
        if request.headers().contains_key(header::CONTENT_TYPE) {
            <Self as FromRequest<S>>::from_request(request, state).await.map(Some)
        } else {
            Ok(None)
        }
    }
}

pub(crate) fn has_content_type(request: &Request, wanted: &str) -> bool {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(wanted)
}
