//! The bytes of a request that moves money.

use std::fmt;

use serde_json::value::RawValue;
use zeroize::Zeroizing;

/// A JSON object, byte for byte as it is shown, journaled and sent. The PIN is put to it at the last moment and is no part
/// of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON object")]
pub struct NotAnObject;

impl Body {
    pub fn new(object: &impl serde::Serialize) -> Result<Self, NotAnObject> {
        serde_json::to_string(object).map_err(|_| NotAnObject)?.try_into()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes to send. The PIN's digits end in memory that is wiped.
    pub fn with_pin(&self, pin: Option<&Pin>) -> Zeroizing<Vec<u8>> {
        let Some(pin) = pin else { return Zeroizing::new(self.0.clone().into_bytes()) };
        let open = self.0.strip_suffix('}').unwrap_or(&self.0);
        let comma = if open.len() > 1 { "," } else { "" };
        let member = r#""transactionPin":""#;
        // One allocation of the final length: growing would leave copies of the digits behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(open.len() + member.len() + pin.0.len() + 4));
        for part in [open, comma, member, pin.0.as_str(), r#""}"#] {
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }
}

impl TryFrom<String> for Body {
    type Error = NotAnObject;

    fn try_from(text: String) -> Result<Self, NotAnObject> {
        let object: &RawValue = serde_json::from_str(&text).map_err(|_| NotAnObject)?;
        if object.get().starts_with('{') && object.get().len() == text.len() {
            Ok(Self(text))
        } else {
            Err(NotAnObject)
        }
    }
}

/// It names accounts and people.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(…)")
    }
}

/// The transaction PIN: 4 to 6 digits (`monei-api.md` §5), used once, never kept.
pub struct Pin(Zeroizing<String>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a transaction PIN has 4 to 6 digits")]
pub struct NotAPin;

impl Pin {
    pub fn new(digits: Zeroizing<String>) -> Result<Self, NotAPin> {
        let fits = (4..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(digits)) } else { Err(NotAPin) }
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pin(digits: &str) -> Result<Pin, NotAPin> {
        Pin::new(digits.to_owned().into())
    }

    #[test]
    fn a_pin_is_put_to_the_bytes_and_not_to_the_body() {
        let body = Body::new(&json!({ "amount": 5, "bank": "058" })).unwrap();
        let sent: serde_json::Value = serde_json::from_slice(&body.with_pin(Some(&pin("0042").unwrap()))).unwrap();
        assert_eq!(sent, json!({ "amount": 5, "bank": "058", "transactionPin": "0042" }));
        assert!(!body.as_str().contains("0042"));
        let empty = Body::new(&json!({})).unwrap().with_pin(Some(&pin("123456").unwrap()));
        assert_eq!(&empty[..], br#"{"transactionPin":"123456"}"#);
        assert_eq!(&body.with_pin(None)[..], body.as_str().as_bytes());
    }

    #[test]
    fn the_buffer_of_a_pin_never_grew() {
        let body = Body::new(&json!({ "amount": 5 })).unwrap();
        let bytes = body.with_pin(Some(&pin("123456").unwrap()));
        let empty = Body::new(&json!({})).unwrap().with_pin(Some(&pin("1234").unwrap()));
        for bytes in [bytes, empty] {
            assert!(bytes.len() <= bytes.capacity() && bytes.capacity() <= bytes.len() + 4, "{bytes:?}");
        }
    }

    #[test]
    fn r34_a_pin_is_four_to_six_digits_and_prints_nothing() {
        for wrong in ["", "123", "1234567", "12a4", "١٢٣٤", "12 4", "\"1,2"] {
            assert!(pin(wrong).is_err(), "{wrong}");
        }
        assert!(!format!("{:?}", pin("9876").unwrap()).contains("98"));
        assert!(!format!("{:?}", Body::new(&json!({ "accountNumber": "0123456789" })).unwrap()).contains("0123"));
    }

    #[test]
    fn a_body_is_one_object_without_anything_around_it() {
        for wrong in ["", "[]", "5", "{} ", " {}", "{}{}", "{\"a\":}"] {
            assert!(Body::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        assert!(Body::try_from("{\"a\":1}".to_owned()).is_ok());
    }
}
