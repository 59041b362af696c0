//! Parameters of a query or a form, with repeats refused (RFC 6749 §3.1 and §3.2).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A parameter occurs more than once. Which of the two a later reader would take is anybody's guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeated;

/// The parameters by name. It has no `Debug`: the values are secrets more often than not.
pub(crate) struct Params(HashMap<String, String>);

impl Params {
    pub(crate) fn parse(encoded: &[u8]) -> Result<Self, Repeated> {
        let mut params = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(encoded) {
            match params.entry(name.into_owned()) {
                Entry::Occupied(_) => return Err(Repeated),
                Entry::Vacant(place) => place.insert(value.into_owned()),
            };
        }
        Ok(Self(params))
    }

    /// The value; an empty one counts as left out (RFC 6749 §3.1).
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r16_repeats_are_refused_however_they_are_written() {
        assert!(Params::parse(b"state=a&state=a").is_err());
        assert!(Params::parse(b"state=a&st%61te=b").is_err());
        assert!(Params::parse(b"other&other").is_err());
        let params = Params::parse(b"state=a+b&code=").ok();
        assert_eq!(params.as_ref().and_then(|params| params.get("state")), Some("a b"));
        assert_eq!(params.as_ref().and_then(|params| params.get("code")), None);
    }
}
