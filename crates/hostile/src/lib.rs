//! What strangers may send, put to everything that reads it.
//!
//! Each function takes any bytes, reads them as the application would, and panics if something is believed or shown that
//! should not be. They have two users: the fuzz targets in `fuzz/`, which follow coverage for as long as one lets them, and
//! the tests below, which damage good inputs at random from a fixed seed in every run.

use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use monei_api::connect::TokenResponse;
use monei_api::kyc::KycStatusResponse;
use monei_api::transaction::TransactionPage;
use monei_api::user::User;
use monei_api::wallet::WalletResponse;
use monei_api::{ErrorBody, ScopeSet, envelope};
use monei_core::sign_in::{Attempt, AttemptId, Callback, Endpoints};
use url::Url;

/// Stands in a link for the `state` of the attempt in hand, which is another one in each run.
pub const STATE: &str = "STATE";

const REDIRECT: &str = "dev.moneiwallet.desktop:/callback";
const ISSUER: &str = "http://127.0.0.1:4020";

/// A link that some program opened. It is believed only if it carries the attempt's own state and issuer.
///
/// # Panics
/// Where a link is believed that must not be: that is what a fuzzer looks for.
pub fn callback(data: &[u8]) {
    static ATTEMPT: OnceLock<Option<(Attempt, String)>> = OnceLock::new();
    let Some((attempt, state)) = ATTEMPT.get_or_init(attempt) else { return };
    let text = String::from_utf8_lossy(data);
    let link = text.replace(STATE, state);
    match Callback::read(&link, attempt) {
        Callback::Foreign => {}
        Callback::Ticket(ticket) => {
            assert!(!ticket.expose().is_empty(), "{text}");
            believed(&text);
        }
        Callback::Refused { .. } => believed(&text),
    }
}

/// What a link that is believed must have, looked for without a parser.
fn believed(text: &str) {
    assert!(text.starts_with(REDIRECT) && text.contains(STATE) && !text.contains('#'), "{text}");
}

fn attempt() -> Option<(Attempt, String)> {
    let endpoints = Endpoints {
        issuer: ISSUER.to_owned(),
        authorization: Url::parse(&format!("{ISSUER}/authorize")).ok()?,
        token: Url::parse(&format!("{ISSUER}/token")).ok()?,
    };
    let id = AttemptId::from("hostile");
    let attempt = Attempt::new(id, ScopeSet::all(), endpoints, REDIRECT.to_owned(), Timestamp::UNIX_EPOCH).ok()?;
    let url = attempt.authorization_url();
    let state = url.query_pairs().find(|(name, _)| name == "state")?.1.into_owned();
    Some((attempt, state))
}

/// The answer of a token endpoint. Whatever it holds, its tokens are not shown.
///
/// # Panics
/// Where a token is shown, or a lifetime leads out of the calendar.
pub fn token_answer(data: &[u8]) {
    let Ok(answer) = serde_json::from_slice::<TokenResponse>(data) else { return };
    let shown = format!("{:?}", (&answer.access_token, &answer.refresh_token));
    assert_eq!(shown, "(Credential(…), Credential(…))");
    assert!(ScopeSet::all().contains_all(answer.granted().unwrap_or(ScopeSet::EMPTY)));
    // A lifetime that is too long must not lead out of the calendar.
    let lifetime = SignedDuration::from_secs(answer.expires_in_seconds().into());
    assert!(Timestamp::UNIX_EPOCH.saturating_add(lifetime).is_ok());
}

/// The body of an error, from Monei or from whatever stands before it.
///
/// # Panics
/// Where an empty sentence would be shown.
pub fn error_body(data: &[u8]) {
    if let Some(text) = ErrorBody::parse(data).text() {
        assert!(!text.trim().is_empty(), "an empty sentence would be shown");
    }
}

/// The body of a successful answer, in an envelope or without.
pub fn answer(data: &[u8]) {
    let _ = envelope::read::<User>(data);
    let _ = envelope::read::<KycStatusResponse>(data);
    let _ = envelope::read::<WalletResponse>(data);
    let _ = envelope::read::<TransactionPage>(data);
}

#[cfg(test)]
mod tests {
    use monei_nightly::rounds;
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;

    /// What has upset parsers before.
    const UPSETTING: [&[u8]; 14] = [
        b"\0",
        b"%00",
        b"%FF%FE",
        b"\xff\xfe",
        b"\"",
        b"{",
        b"[[[[[[[[",
        b"&state=STATE",
        b"#",
        b"\\u0000",
        b"1e999",
        b"-1",
        b"18446744073709551616",
        b"\xe2\x80\xae",
    ];

    /// Damages good inputs, and gives each to the target.
    fn damage(seed: u64, good: &[&str], target: fn(&[u8])) {
        let mut random = StdRng::seed_from_u64(seed);
        for input in good {
            target(input.as_bytes());
        }
        for _ in 0..rounds(20_000, 2_000_000) {
            let mut input = good[random.random_range(0..good.len())].as_bytes().to_vec();
            for _ in 0..random.random_range(1..6) {
                let place = random.random_range(0..=input.len());
                let end = (place + random.random_range(0..8)).min(input.len());
                match random.random_range(0..5) {
                    0 => input.truncate(place),
                    1 => input
                        .splice(place..end, UPSETTING[random.random_range(0..UPSETTING.len())].to_vec())
                        .for_each(drop),
                    2 => input.drain(place..end).for_each(drop),
                    3 => input.extend_from_within(place..end),
                    _ if place < input.len() => input[place] ^= 1 << random.random_range(0..8),
                    _ => {}
                }
            }
            target(&input);
        }
    }

    #[test]
    fn r25_damaged_links_are_believed_only_with_the_state_of_the_attempt() {
        const ISSUER: &str = "iss=http%3A%2F%2F127.0.0.1%3A4020";
        let base = format!("{REDIRECT}?");
        let ticket = format!("{base}code=ticket&state={STATE}&{ISSUER}");
        let denied = format!("{base}error=access_denied&state={STATE}&{ISSUER}");
        let foreign = format!("{base}code=ticket&state=another&{ISSUER}");
        damage(25, &[&ticket, &denied, &foreign], callback);
    }

    #[test]
    fn damaged_token_answers_show_no_token() {
        let whole = r#"{"access_token":"mct_1","refresh_token":"mcr_1","token_type":"Bearer","expires_in":3600,"scopes":["wallet:read","profile:read"]}"#;
        let bare = r#"{"access_token":"mct_1","refresh_token":"mcr_1","expires_in":null,"scopes":null}"#;
        damage(26, &[whole, bare], token_answer);
    }

    #[test]
    fn damaged_errors_are_read_as_far_as_they_go() {
        let plain = r#"{"statusCode":401,"message":"Invalid or expired token","error":"Unauthorized"}"#;
        let list =
            r#"{"statusCode":400,"message":["amount must be positive","pin is required"],"error":"Bad Request"}"#;
        let nested = r#"{"error":{"message":"Insufficient","details":{"required":"10.5","available":1,"currency":"NGN"}},"errors":{"pin":["wrong"]}}"#;
        damage(27, &[plain, list, nested, "<html>502</html>"], error_body);
    }

    #[test]
    fn damaged_answers_are_read_as_far_as_they_go() {
        let user = r#"{"statusCode":200,"data":{"id":"a","name":"Ada Obi","email":"ada@example.com","haveTransactionPin":true}}"#;
        let wallet = r#"{"data":{"nairaBalance":"1805.00","subwallets":[{"id":"b","type":"CRYPTO","currency":"ETH","balance":"400000000000000000000000000000000"}]}}"#;
        let page = r#"{"data":{"transactions":[{"id":"c","type":"CREDIT","amount":"5.10","status":"SUCCESS","createdAt":"2026-01-01T00:00:00.000Z"}],"pagination":{"total":1}}}"#;
        damage(28, &[user, wallet, page], answer);
    }

    /// They stand outside the workspace, so no build here would notice.
    #[test]
    fn each_fuzz_target_calls_a_function_that_is_tested_here() {
        let fuzz = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
        let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
        let mut names = Vec::new();
        for entry in std::fs::read_dir(fuzz.join("fuzz_targets")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let source = std::fs::read_to_string(&path).unwrap();
            assert!(source.contains(&format!("monei_hostile::{name}(data)")), "{source}");
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name} is no target");
            names.push(name);
        }
        names.sort();
        assert_eq!(names, ["answer", "callback", "error_body", "token_answer"]);
    }
}
