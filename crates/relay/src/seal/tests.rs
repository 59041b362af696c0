//! R4: no changed value opens. Every bit is flipped, in the text as it travels.

use monei_api::ScopeSet;
use monei_api::connect::Credential;
use monei_nightly::rounds;

use super::*;
use crate::digest::{Fingerprint, random_text};
use crate::pkce::Challenge;
use crate::redirect::RedirectUri;
use crate::surroundings::SystemRandom;
use crate::ticket::{Attempt, PendingState, Ticket};

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn sealer(environment: &str, keys: &[u8]) -> Sealer {
    let mut keys = keys.iter().map(|byte| SealingKey::from_bytes([*byte; KEY_BYTES]));
    let keys = SealingKeys { current: keys.next().unwrap(), previous: keys.next() };
    Sealer::new(keys, environment, "http://127.0.0.1:4020")
}

fn attempt() -> Attempt {
    Attempt {
        state: random_text(&SystemRandom),
        challenge: Challenge::parse(&digest::sha256(&random_text(&SystemRandom))).unwrap(),
        redirect: RedirectUri::App { scheme: "dev.moneiwallet.desktop".to_owned() },
        scopes: ScopeSet::parse("wallet:read offramp:execute"),
    }
}

fn state() -> PendingState {
    let cookie = Fingerprint::of("test", &random_text(&SystemRandom));
    PendingState { attempt: attempt(), cookie, nonce: random_text(&SystemRandom), expires: later(600) }
}

fn ticket() -> Ticket {
    let Attempt { challenge, redirect, scopes, .. } = attempt();
    let code = Credential::new(random_text(&SystemRandom));
    Ticket { code, challenge, redirect, scopes, nonce: random_text(&SystemRandom), expires: later(300) }
}

#[test]
fn a_value_opens_as_it_was_sealed() {
    let sealer = sealer("demonstration", &[1]);
    let (state, ticket) = (state(), ticket());
    let opened: PendingState = sealer.open(&sealer.seal(&state).unwrap(), now()).unwrap();
    assert_eq!(opened.parts(), state.parts());
    let opened: Ticket = sealer.open(&sealer.seal(&ticket).unwrap(), now()).unwrap();
    assert_eq!(opened.parts(), ticket.parts());
    assert_eq!(opened.scopes, ScopeSet::parse("wallet:read offramp:execute"));
}

/// Opens the value once for each bit of its text, with that bit flipped. The text stays text, because a URL carries no
/// other.
fn opened_with_a_flipped_bit<T: Sealed>(sealer: &Sealer, text: &str) -> usize {
    let mut bytes = text.as_bytes().to_vec();
    let mut opened = 0;
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            opened += usize::from(sealer.open::<T>(text, now()).is_ok());
        }
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    opened
}

fn no_flip_opens<T: Sealed>(make: impl Fn() -> T) {
    let sealer = sealer("demonstration", &[1, 2]);
    for _ in 0..rounds(1_000, 5_000) {
        let text = sealer.seal(&make()).unwrap();
        assert!(sealer.open::<T>(&text, now()).is_ok());
        assert_eq!(opened_with_a_flipped_bit::<T>(&sealer, &text), 0);
    }
}

#[test]
fn r04_no_state_opens_with_a_bit_flipped() {
    no_flip_opens(state);
}

#[test]
fn r04_no_ticket_opens_with_a_bit_flipped() {
    no_flip_opens(ticket);
}

#[test]
fn r04_purpose_environment_key_and_expiry_are_part_of_the_seal() {
    let home = sealer("demonstration", &[1]);
    let sealed = home.seal(&state()).unwrap();
    assert!(home.open::<PendingState>(&sealed, later(599)).is_ok());
    assert!(home.open::<PendingState>(&sealed, later(600)).is_err());
    assert!(home.open::<Ticket>(&sealed, now()).is_err());
    assert!(sealer("production", &[1]).open::<PendingState>(&sealed, now()).is_err());
    assert!(sealer("demonstration", &[2]).open::<PendingState>(&sealed, now()).is_err());
    assert!(sealer("demonstration", &[2, 1]).open::<PendingState>(&sealed, now()).is_ok());

    // The id of another key does not help: it is sealed too.
    let other = sealer("demonstration", &[2]).seal(&state()).unwrap();
    let (_, other_id) = other.rsplit_once('.').unwrap();
    let (body, _) = sealed.rsplit_once('.').unwrap();
    assert!(sealer("demonstration", &[2, 1]).open::<PendingState>(&format!("{body}.{other_id}"), now()).is_err());
    for length in 0..sealed.len() {
        assert!(home.open::<PendingState>(&sealed[..length], now()).is_err());
    }
}

#[test]
fn a_key_file_holds_one_or_two_keys_in_hexadecimal_or_base64() {
    let hex = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
    let base64 = "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=";
    let url = "ABEiM0RVZneImaq7zN3u_wARIjNEVWZ3iJmqu8zd7v8";
    let ids: Vec<String> = [hex, base64, url].iter().map(|text| SealingKeys::parse(text).unwrap().current.id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert!(SealingKeys::parse(&format!("# new\n{hex}\n\n{}\n", "f".repeat(64))).unwrap().previous.is_some());
    assert_eq!(SealingKeys::parse("# none").unwrap_err(), SealingKeyError::Number);
    assert_eq!(SealingKeys::parse(&format!("{hex}\n").repeat(3)).unwrap_err(), SealingKeyError::Number);
    for wrong in ["short", &hex[1..], &format!("{}g", &hex[1..]), &format!("{base64}AAAA")] {
        assert_eq!(SealingKeys::parse(wrong).unwrap_err(), SealingKeyError::Malformed, "{wrong}");
    }
    assert!(!format!("{:?}", SealingKeys::parse(hex)).contains("0011"));
}
