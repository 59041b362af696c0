//! Tolerant reading: a field that Monei may omit, null or send in another type, and enums that may grow.
//!
//! `monei-api.md` §6 asks a client to treat every response field except ids as optional. A field that cannot be read is
//! absent here, never a default: an unknown balance is unknown, not zero.

use std::borrow::Cow;
use std::ops::Deref;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// An optional response field, absent also when its value has an unexpected type.
///
/// Use it with `#[serde(default)]`, so that a missing key is absent as well, and read it from a text
/// (`serde_json::from_str`, `from_slice`): the raw text of a value is borrowed, and a `Value` has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<T>(pub Option<T>);

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Field<T> {
    /// The value, without the wrapping.
    pub fn into_option(self) -> Option<T> {
        self.0
    }

    /// For fields that a body leaves out, rather than nulls, when there is nothing to say.
    pub const fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

impl From<&str> for Field<String> {
    fn from(value: &str) -> Self {
        Self(Some(value.to_owned()))
    }
}

impl<T> Deref for Field<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The raw text keeps every digit of a number; any other buffer would pass it through a binary float.
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        Ok(Self(if raw == "null" { None } else { serde_json::from_str(raw).ok() }))
    }
}

/// Text that the wire may also carry as a number or a boolean: codes, ids, page numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text(pub String);

impl From<&str> for Text {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl From<String> for Text {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        match raw.as_bytes().first() {
            Some(b'"') => Ok(Self(unquoted(raw).map_err(serde::de::Error::custom)?.into_owned())),
            Some(b'{' | b'[' | b'n') | None => Err(serde::de::Error::custom("expected text")),
            Some(_) => Ok(Self(raw.to_owned())),
        }
    }
}

/// What a JSON string says. One without escapes, as nearly all are, stands between its quotes.
pub(crate) fn unquoted(raw: &str) -> serde_json::Result<Cow<'_, str>> {
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Ok(Cow::Borrowed(plain)),
        _ => serde_json::from_str(raw).map(Cow::Owned),
    }
}

/// For ids, which are text that some declarations type as a number: never absent.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Text::deserialize(deserializer).map(|text| text.0)
}

/// For lists, where `null` stands for none.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Option::<Vec<T>>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Declares an enum of the wire that keeps a value it does not know as `Other` (`monei-api.md` §6.3). Known values are
/// compared without regard to case.
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $wire:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = concat!("`", $wire, "`.")] $(#[$variant_meta])* $variant,)+
            /// A value that this version does not know, as it was sent.
            Other(String),
        }

        impl $name {
            /// The text of the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Other(raw) => raw,
                }
            }
        }

        impl From<&str> for $name {
            fn from(raw: &str) -> Self {
                $(if raw.eq_ignore_ascii_case($wire) {
                    return Self::$variant;
                })+
                Self::Other(raw.to_owned())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "openapi")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($wire),+] })
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let raw = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::from(raw.as_ref()))
            }
        }
    };
}
pub(crate) use open_enum;

#[cfg(feature = "openapi")]
mod openapi {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::{Field, Text};

    impl<T: JsonSchema> JsonSchema for Field<T> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            Option::<T>::schema_name()
        }

        fn schema_id() -> Cow<'static, str> {
            Option::<T>::schema_id()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            Option::<T>::json_schema(generator)
        }
    }

    /// It is always written as text.
    impl JsonSchema for Text {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            "Text".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            String::json_schema(generator)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Row {
        id: String,
        #[serde(default)]
        count: Field<u32>,
        #[serde(default)]
        code: Field<Text>,
    }

    #[test]
    fn missing_null_and_mistyped_fields_are_absent() {
        for body in [r#"{"id":"1"}"#, r#"{"id":"1","count":null}"#, r#"{"id":"1","count":{"a":[1]}}"#] {
            let row: Row = serde_json::from_str(body).unwrap();
            assert_eq!(*row.count, None, "{body}");
        }
        let row: Row = serde_json::from_str(r#"{"id":"1","count":7,"code":58}"#).unwrap();
        assert_eq!((*row.count, row.code.0), (Some(7), Some(Text::from("58"))));
    }

    #[test]
    fn a_missing_id_is_an_error() {
        assert!(serde_json::from_str::<Row>(r#"{"count":7}"#).is_err());
    }
}
