//! Proof Key for Code Exchange (RFC 7636): S256 only.

use crate::digest;

/// The only method; `plain` would make the challenge as good as the verifier.
pub(crate) const METHOD: &str = "S256";

/// The challenge of an authorization request: 43 base64url characters.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Challenge(String);

impl Challenge {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        (text.len() == 43 && text.bytes().all(is_base64url)).then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the verifier hashes to this challenge, in constant time.
    pub(crate) fn is_answered_by(&self, verifier: &Verifier<'_>) -> bool {
        digest::equal(&digest::sha256(verifier.0), &self.0)
    }
}

/// A well-formed verifier: 43 to 128 unreserved characters (RFC 7636 §4.1).
pub(crate) struct Verifier<'a>(&'a str);

impl<'a> Verifier<'a> {
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let unreserved = |byte: u8| is_base64url(byte) || matches!(byte, b'.' | b'~');
        ((43..=128).contains(&text.len()) && text.bytes().all(unreserved)).then_some(Self(text))
    }
}

/// The relay's own verifier towards Monei. It is derived from the nonce, which is random, secret and sealed in state
/// and ticket alike, so that nothing more has to be carried.
pub(crate) fn upstream_verifier(nonce: &str) -> String {
    digest::derive("monei-relay upstream verifier v1", nonce)
}

/// The challenge for [`upstream_verifier`].
pub(crate) fn upstream_challenge(nonce: &str) -> String {
    digest::sha256(&upstream_verifier(nonce))
}

pub(crate) fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use monei_nightly::rounds;
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;

    #[test]
    fn r03_ten_thousand_wrong_verifiers_answer_no_challenge() {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
        let right = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = Challenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap();
        let mut random = StdRng::seed_from_u64(3);
        let mut letter = || char::from(ALPHABET[random.random_range(0..ALPHABET.len())]);
        for number in 0..rounds(10_000, 500_000) {
            // Every other one is the right verifier with a single letter changed, or with one more.
            let wrong: String = if number % 2 == 0 {
                (0..43 + number % 86).map(|_| letter()).collect()
            } else {
                let place = number % (right.len() + 1);
                let letter = letter();
                format!("{}{letter}{}", &right[..place], right.get(place + 1..).unwrap_or_default())
            };
            let accepted = challenge.is_answered_by(&Verifier::parse(&wrong).unwrap());
            assert_eq!(accepted, wrong == right, "{wrong}");
        }
    }

    #[test]
    fn the_example_of_rfc_7636_appendix_b_is_accepted() {
        let challenge = Challenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap();
        let verifier = Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        assert!(challenge.is_answered_by(&verifier));
    }

    #[test]
    fn r02_challenges_and_verifiers_have_the_length_and_alphabet_of_the_rfc() {
        for wrong in ["", &"a".repeat(42), &"a".repeat(44), &"=".repeat(43), &"é".repeat(22)] {
            assert!(Challenge::parse(wrong).is_none(), "{wrong}");
        }
        for wrong in ["", &"a".repeat(42), &"a".repeat(129), &"+".repeat(43)] {
            assert!(Verifier::parse(wrong).is_none(), "{wrong}");
        }
        assert!(Verifier::parse(&"~.-_".repeat(32)).is_some());
    }
}
