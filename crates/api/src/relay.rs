//! What the application and its relay agree on beyond the standards: the client id, the redirect, the pairing code and
//! the environment's name in the metadata document (RFC 8414).
//!
//! It stands here so that both ends compute the pairing code by one rule; `tests/pairing_vectors.json` holds vectors
//! that were computed independently.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The application's `client_id` at every relay; any other is refused.
pub const CLIENT_ID: &str = "monei-wallet";

/// The path of the redirect URI, for the scheme (`dev.moneiwallet.desktop:/callback`) and for loopback alike.
pub const CALLBACK_PATH: &str = "/callback";

/// Below the issuer (RFC 8414 §3).
pub const METADATA_PATH: &str = "/.well-known/oauth-authorization-server";

/// How long a ticket (the relay's authorization code) is valid.
pub const TICKET_LIFETIME_SECONDS: u32 = 300;

/// How long a sign-in may stay in the browser.
pub const ATTEMPT_LIFETIME_SECONDS: u32 = 600;

/// The authorization server metadata of a relay (RFC 8414 §2, RFC 9207 §3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The relay's own address.
    pub issuer: String,
    /// Where the browser is sent.
    pub authorization_endpoint: String,
    /// Where a ticket is exchanged.
    pub token_endpoint: String,
    /// `code`.
    pub response_types_supported: Vec<String>,
    /// `authorization_code`.
    pub grant_types_supported: Vec<String>,
    /// `S256` (RFC 7636).
    pub code_challenge_methods_supported: Vec<String>,
    /// `none`: the application has no secret.
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// Names of Monei Connect.
    pub scopes_supported: Vec<String>,
    /// The way back names the issuer (RFC 9207).
    pub authorization_response_iss_parameter_supported: bool,
    /// The name of the application's environment that this relay serves.
    pub monei_environment: String,
}

const PAIRING_LABEL: &str = "monei-wallet pairing code v1";
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The six characters that the application and the relay's consent page both show.
///
/// 30 bits of SHA-256 over a label and the length-prefixed `client_id`, `state` and `code_challenge`, in Crockford
/// base32: the first 30 bits, most significant first. Each length is four bytes, big-endian.
#[expect(clippy::indexing_slicing, reason = "five bits are below the length of the alphabet")]
pub fn pairing_code(client_id: &str, state: &str, code_challenge: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(PAIRING_LABEL);
    for part in [client_id, state, code_challenge] {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        hash.update(length.to_be_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let bits = digest.iter().take(4).fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) >> 2;
    (0..6).rev().map(|place| char::from(CROCKFORD[(bits >> (5 * place) & 31) as usize])).collect()
}
