//! Requests that begin as good ones and are damaged, at every endpoint: each gets a documented answer, and whatever
//! happens everything adds up.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, Request, header};
use monei_nightly::rounds;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Number, Value, json};

use super::good::{self, Call};
use super::inside::{API_KEY, Inside};
use super::shape;
use crate::calls::API_PREFIX;

/// How many requests a simulation gets before the next one: some lock a PIN, change it, or spend everything.
const ROUND: usize = 1_000;

/// What has upset parsers before.
const UPSETTING: [&[u8]; 32] = [
    b"&",
    b"=",
    b"%",
    b"%00",
    b"%ff",
    b"%2f",
    b"%2e%2e",
    b"%0d%0a",
    b"+",
    b";",
    b"..",
    b"//",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"true",
    b"1e999",
    b"-0",
    b"1e-400",
    b"NaN",
    b"\xf0\x9f",
    b"\xe2\x80\xae",
    b"\0",
    b"\xff",
];

/// Texts that mean something somewhere, or nothing anywhere.
const TEXTS: [&str; 44] = [
    "",
    " ",
    "0",
    "-1",
    "1",
    "100.50",
    "0.01",
    "1e3",
    "1e-3",
    "1e999999",
    "NaN",
    "Infinity",
    "0x10",
    "1,000",
    "99999999999999999999999999999999999999",
    "0.000000000000000000000000001",
    "058",
    "0123456789",
    "0690000031",
    "1234",
    "975310",
    "2580",
    "ngozi@example.ng",
    "busy@example.ng",
    "ada@example.ng",
    "08031230000",
    "45083310001",
    "NGN",
    "USDC",
    "base",
    "dep-028",
    "undefined",
    "null",
    "[object Object]",
    "\u{0}",
    "\u{202e}gpj",
    "💸",
    "javascript:alert(1)",
    "http://[::1",
    "https://example.ng/?a=b#c",
    "2026-01-15T12:10:00Z",
    "9999-12-31T23:59:59Z",
    "2026-02-30",
    "devnet",
];

/// How the requests of a trial were answered.
type Tally = BTreeMap<u16, usize>;

#[tokio::test]
async fn damaged_bodies_get_documented_answers_and_everything_adds_up() {
    damage(rounds(100_000, 1_000_000), |call| call.body.is_some()).await;
}

#[tokio::test]
async fn damaged_addresses_get_documented_answers_and_everything_adds_up() {
    damage(rounds(100_000, 1_000_000), |call| call.body.is_none()).await;
}

/// So many damaged requests, each begun as one of these.
async fn damage(executions: usize, is_one: fn(&Call) -> bool) {
    let mut tally = Tally::new();
    for round in 0..executions / ROUND {
        let seed = u64::try_from(round).unwrap();
        let inside = Inside::new(seed);
        let mut calls = good::calls(&inside).await;
        calls.extend(good::presenting(&calls[0].session));
        calls.retain(is_one);
        let mut random = StdRng::seed_from_u64(seed);
        for execution in 0..ROUND {
            let good = &calls[(round * ROUND + execution) % calls.len()];
            let (request, told) = damaged(&mut random, good);
            let answer = inside.send(request).await;
            if let Some(complaint) = shape::complaint(&answer) {
                panic!("{complaint} in round {round}: {told}: {answer:?}");
            }
            *tally.entry(answer.status.as_u16()).or_default() += 1;
            if random.random_bool(0.02) {
                // Never so much that the sessions end within a round.
                inside.pass(random.random_range(1..1_000));
            }
        }
        inside.adds_up();
        inside.pass(40 * 24 * 3_600);
        inside.adds_up();
    }
    let done: usize = tally.range(200..300).map(|(_, count)| count).sum();
    let refused: usize = tally.range(400..500).map(|(_, count)| count).sum();
    assert!(done * 10 > executions && refused * 4 > executions, "too much or too little damage: {tally:?}");
    assert_eq!(done + refused, executions, "{tally:?}");
}

#[tokio::test]
async fn what_damage_begins_with_is_in_order() {
    let mut refused = Vec::new();
    for at in 0..good::calls(&Inside::new(1)).await.len() {
        // Each at a simulation that knows nothing of the others.
        let inside = Inside::new(1);
        let call = good::calls(&inside).await.swap_remove(at);
        let (request, told) = as_it_is(&call);
        let answer = inside.send(request).await;
        if !answer.status.is_success() || shape::complaint(&answer).is_some() {
            refused.push(format!("{told}: {answer:?}"));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

/// The request, and the same in words for whoever has to look into a failure.
fn as_it_is(call: &Call) -> (Request<Body>, String) {
    let body = call.body.as_ref().map(|body| body.to_string().into_bytes());
    request(call.method.clone(), &call.path, &encoded(&call.query), &format!("Bearer {}", call.session), body)
}

fn request(
    method: Method,
    path: &str,
    query: &str,
    authorization: &str,
    body: Option<Vec<u8>>,
) -> (Request<Body>, String) {
    let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let told = format!("{method} {target} {:?}", body.as_deref().map(String::from_utf8_lossy));
    let request = Request::builder().method(method).uri(format!("{API_PREFIX}{target}"));
    let request = request.header(header::AUTHORIZATION, authorization);
    let request = match body {
        Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body)),
        None => request.body(Body::empty()),
    };
    (request.unwrap(), told)
}

pub(super) fn encoded(query: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish()
}

/// Damages what there is of a request: mostly its body, or else its query, its path or its credential.
fn damaged(random: &mut StdRng, good: &Call) -> (Request<Body>, String) {
    let mut call = good.clone();
    if let Some(body) = &mut call.body {
        for _ in 0..random.random_range(0..3) {
            change(random, body);
        }
    }
    if !call.query.is_empty() || random.random_bool(0.05) {
        for _ in 0..random.random_range(0..3) {
            change_query(random, &mut call.query);
        }
    }
    if random.random_bool(0.1) {
        change_path(random, &mut call.path);
    }
    let authorization = match random.random_range(0..100) {
        0 => String::new(),
        1 => format!("Bearer {}", text(random)),
        2 => format!("bearer  {}", call.session),
        _ => format!("Bearer {}", call.session),
    };
    let query = encoded(&call.query);
    let query = if random.random_bool(0.05) { tidy(&broken(random, query.as_bytes())) } else { query };
    let mut body = call.body.as_ref().map(|body| body.to_string().into_bytes());
    match random.random_range(0..20) {
        0 => body = body.map(|body| broken(random, &body)),
        1 => body = body.map(|_| unrelated(random).to_string().into_bytes()),
        _ => {}
    }
    let (mut request, told) = request(call.method, &call.path, &query, "", body);
    // What is no header value was never sent.
    if let Ok(value) = authorization.parse() {
        request.headers_mut().insert(header::AUTHORIZATION, value);
    }
    if random.random_bool(0.01) {
        let kind = *["text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded"]
            .choose(random)
            .unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().unwrap());
    }
    if random.random_bool(0.02) {
        request.headers_mut().insert("x-api-key", API_KEY.parse().unwrap());
    }
    (request, told)
}

/// Changes something in a value, however deep.
fn change(random: &mut StdRng, value: &mut Value) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let name = members.keys().nth(random.random_range(0..members.len())).cloned().unwrap();
            match random.random_range(0..8) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert(text(random), anything(random, 3))),
                2 => {
                    let other = members.keys().nth(random.random_range(0..members.len())).cloned().unwrap();
                    let taken = members.get(&other).cloned().unwrap();
                    members.insert(name, taken);
                }
                3 => drop(members.insert(name, anything(random, 3))),
                _ => change(random, members.get_mut(&name).unwrap()),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = random.random_range(0..items.len());
            change(random, &mut items[at]);
        }
        Value::Number(number) if random.random_bool(0.5) => *value = Value::String(number.to_string()),
        Value::String(text) if random.random_bool(0.5) => match random.random_range(0..5) {
            0 => *text = text.to_uppercase(),
            1 => text.truncate(text.char_indices().nth(1).map_or(0, |(at, _)| at)),
            2 => *text = text.repeat(random.random_range(2..60)),
            3 => *value = text.parse::<Number>().map_or(Value::Null, Value::Number),
            _ => text.push_str(TEXTS.choose(random).unwrap()),
        },
        _ => *value = anything(random, 3),
    }
}

fn text(random: &mut StdRng) -> String {
    match random.random_range(0..4) {
        0 => (0..random.random_range(0..40)).map(|_| random.random::<char>()).collect(),
        1 => (0..random.random_range(1..25)).map(|_| char::from(random.random_range(b'0'..=b'9'))).collect(),
        _ => (*TEXTS.choose(random).unwrap()).to_owned(),
    }
}

/// A value of any kind, with so many levels at most.
#[expect(clippy::disallowed_types, reason = "any number that JSON can carry")]
fn anything(random: &mut StdRng, levels: usize) -> Value {
    match random.random_range(0..if levels == 0 { 6 } else { 9 }) {
        0 => Value::Null,
        1 => json!(random.random::<bool>()),
        2 => json!(random.random_range(-10..1_000_000)),
        3 => json!(random.random::<i64>()),
        4 => Number::from_f64(f64::from_bits(random.random())).map_or(Value::Null, Value::Number),
        6 => (0..random.random_range(0..3)).map(|_| anything(random, levels - 1)).collect(),
        7 => {
            let mut members = Map::new();
            for _ in 0..random.random_range(0..3) {
                members.insert(text(random), anything(random, levels - 1));
            }
            Value::Object(members)
        }
        _ => Value::String(text(random)),
    }
}

/// A body that has nothing to do with the endpoint: any value, or one that is deeper than anybody reads.
fn unrelated(random: &mut StdRng) -> Value {
    if random.random_bool(0.9) {
        return anything(random, 4);
    }
    (0..random.random_range(100..200)).fold(json!({}), |inner, _| json!({ "meta": inner }))
}

pub(super) fn change_query(random: &mut StdRng, query: &mut Vec<(String, String)>) {
    if query.is_empty() || random.random_bool(0.2) {
        return query.push((text(random), text(random)));
    }
    let at = random.random_range(0..query.len());
    match random.random_range(0..4) {
        0 => drop(query.remove(at)),
        1 => query.push(query[at].clone()),
        _ => query[at].1 = text(random),
    }
}

/// Another last part, or another part somewhere.
fn change_path(random: &mut StdRng, path: &mut String) {
    let part: String = url::form_urlencoded::byte_serialize(text(random).as_bytes()).collect();
    let part = if random.random_bool(0.3) { tidy(&broken(random, part.as_bytes())) } else { part };
    let mut parts: Vec<&str> = path.split('/').collect();
    let at = if random.random_bool(0.7) { parts.len() - 1 } else { random.random_range(1..parts.len()) };
    parts[at] = &part;
    *path = parts.join("/");
}

/// Damages some bytes.
pub(super) fn broken(random: &mut StdRng, good: &[u8]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..random.random_range(1..=4) {
        let from = random.random_range(0..=bytes.len());
        let to = random.random_range(from..=bytes.len().min(from + 16));
        match random.random_range(0..5) {
            0 if from < bytes.len() => bytes[from] ^= 1 << random.random_range(0..8),
            1 if from < bytes.len() => bytes[from] = random.random(),
            2 => drop(bytes.drain(from..to)),
            3 => bytes.truncate(from),
            _ => drop(bytes.splice(from..to, UPSETTING.choose(random).unwrap().iter().copied())),
        }
    }
    bytes
}

/// What of it can stand in an address: the server refuses anything else before it looks for a route.
pub(super) fn tidy(bytes: &[u8]) -> String {
    bytes
        .iter()
        .filter(|byte| byte.is_ascii_graphic() && !b"#<>\"?{}|\\^`/".contains(*byte))
        .map(|byte| char::from(*byte))
        .collect()
}
