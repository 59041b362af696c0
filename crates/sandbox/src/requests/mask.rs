//! What is shown of secrets: enough to tell them apart, and too little to use them.

use axum::http::header::{AUTHORIZATION, COOKIE, HeaderName, LOCATION, REFERER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Uri};
use serde_json::Value;

const HIDDEN: &str = "••••";

/// Fields and parameters that are secret wherever they stand, in small letters and without underscores.
const SECRET: [&str; 20] = [
    "accesstoken",
    "bvn",
    "cardnumber",
    "clientsecret",
    "codeverifier",
    "confirmpin",
    "csrf",
    "currentpin",
    "cvv",
    "expirymonth",
    "expiryyear",
    "idtoken",
    "loginpin",
    "newpin",
    "nin",
    "otp",
    "password",
    "pin",
    "refreshtoken",
    "transactionpin",
];
/// Those that are secret where Connect has them; elsewhere they name banks, items, currencies and places.
const SECRET_TO_CONNECT: [&str; 4] = ["code", "codechallenge", "state", "token"];

/// A credential by its kind and its last four characters, such as `mct_…1234`.
pub(crate) fn credential(text: &str) -> String {
    let last = |from: usize| {
        let mut last: Vec<char> = text.chars().rev().take(4).collect();
        last.reverse();
        // Of a short one nothing is shown.
        if text.chars().count() >= from { last.into_iter().collect() } else { String::new() }
    };
    match text.split_once('_') {
        Some((kind @ ("mct" | "mcr" | "mcs"), _)) => format!("{kind}_…{}", last(16)),
        _ => format!("…{}", last(16)),
    }
}

/// What a request shows of who sends it.
pub(super) fn credential_of(headers: &HeaderMap) -> Option<String> {
    if let Some(key) = headers.get("x-api-key") {
        return Some(format!("key {}", credential(&String::from_utf8_lossy(key.as_bytes()))));
    }
    let value = headers.get(AUTHORIZATION)?.to_str().unwrap_or_default();
    let token = value.split_once(' ').map_or(value, |(_, token)| token).trim();
    Some(if token.matches('.').count() == 2 { format!("session {}", credential(token)) } else { credential(token) })
}

pub(super) fn header(name: &HeaderName, value: &HeaderValue) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    if *name == AUTHORIZATION {
        let (scheme, token) = text.split_once(' ').unwrap_or(("", &text));
        return format!("{scheme} {}", credential(token)).trim_start().to_owned();
    }
    if *name == COOKIE || *name == SET_COOKIE || name == "proxy-authorization" {
        return HIDDEN.to_owned();
    }
    if name == "x-api-key" {
        return credential(&text);
    }
    if *name == LOCATION || *name == REFERER {
        return address(&text);
    }
    tokenless(&text)
}

/// The path and query of a request. What the website's paths hold is as good as a secret.
pub(super) fn target(uri: &Uri, template: &str) -> String {
    let path = if template.starts_with("/pay/") { template } else { uri.path() };
    match uri.query() {
        Some(query) => format!("{}?{}", tokenless(path), form(query, template.starts_with("/connect/"))),
        None => tokenless(path),
    }
}

/// An address whose query may carry a code.
fn address(text: &str) -> String {
    match text.split_once('?') {
        Some((path, query)) => format!("{}?{}", tokenless(path), form(query, true)),
        None => tokenless(text),
    }
}

/// A body as far as it can be shown.
pub(super) fn body(bytes: &[u8], kind: &str, template: &str) -> String {
    if bytes.is_empty() {
        return String::new();
    }
    let is_connects = template.starts_with("/connect/");
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if let Ok(mut json) = serde_json::from_slice::<Value>(bytes) {
        value(&mut json, is_connects);
        return serde_json::to_string_pretty(&json).unwrap_or_default();
    }
    let text = String::from_utf8_lossy(bytes);
    match kind {
        "application/x-www-form-urlencoded" => form(&text, is_connects).replace('&', "\n"),
        // Pages are full of secrets of their own.
        "text/html" => format!("(a page of {} bytes)", bytes.len()),
        _ => rough(&text),
    }
}

fn is_secret(name: &str, is_connects: bool) -> bool {
    let plain: String = name.chars().filter(|char| *char != '_').flat_map(char::to_lowercase).collect();
    SECRET.contains(&plain.as_str()) || (is_connects && SECRET_TO_CONNECT.contains(&plain.as_str()))
}

fn value(json: &mut Value, is_connects: bool) {
    match json {
        Value::Object(fields) => {
            for (name, field) in fields {
                let is_flag = matches!(field, Value::Bool(_) | Value::Null);
                if is_secret(name, is_connects) && !is_flag {
                    *field = secret(field).into();
                } else {
                    value(field, is_connects);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| value(item, is_connects)),
        Value::String(text) if is_token(text) => *text = credential(text),
        Value::String(text) if text.contains('?') && text.contains("://") => *text = address(text),
        _ => {}
    }
}

/// The kind of a token is shown, and nothing of a PIN.
fn secret(value: &Value) -> String {
    match value.as_str() {
        Some(text) if is_token(text) => credential(text),
        _ => HIDDEN.to_owned(),
    }
}

fn is_token(text: &str) -> bool {
    let is_connects = ["mct_", "mcr_", "mcs_"].iter().any(|kind| text.starts_with(kind));
    is_connects || (text.starts_with("eyJ") && text.matches('.').count() == 2)
}

/// Pairs of names and values.
fn form(text: &str, is_connects: bool) -> String {
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(name, is_connects) || name == "request" => format!("{name}={HIDDEN}"),
        Some((name, value)) => format!("{name}={}", tokenless(value)),
        None => tokenless(pair),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// A text without the tokens that are in it.
fn tokenless(text: &str) -> String {
    parts(text, |_, _| false)
}

/// A text that should have had names for what is in it: what stands after the name of a secret is hidden as well, and
/// whatever has as many digits as a PIN.
fn rough(text: &str) -> String {
    parts(text, |before, part| is_secret(before, true) || part.bytes().filter(u8::is_ascii_digit).count() >= 4)
}

/// A text word by word, without tokens and without what `hides` says, which is told the word before as well.
fn parts(text: &str, hides: impl Fn(&str, &str) -> bool) -> String {
    let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.');
    let mut shown = String::new();
    let mut rest = text;
    let mut before = "";
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|char| is_part(char) != is_part(first)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        if !is_part(first) {
            shown.push_str(part);
            continue;
        }
        // A token may stand within a word.
        let token = ["mct_", "mcr_", "mcs_", "eyJ"].iter().filter_map(|kind| part.find(kind)).min();
        match token {
            Some(at) => {
                shown.push_str(part.get(..at).unwrap_or_default());
                shown.push_str(&credential(part.get(at..).unwrap_or_default()));
            }
            None if hides(before, part) => shown.push_str(HIDDEN),
            None => shown.push_str(part),
        }
        before = part;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCESS: &str = "mct_0123456789abcdef0123456789abcdef0123456789abcdef";

    #[test]
    fn credentials_keep_their_kind_and_their_end() {
        assert_eq!(credential(ACCESS), "mct_…cdef");
        assert_eq!(credential("mcr_1234"), "mcr_…");
        assert_eq!(credential("key-of-the-developer"), "…oper");
        assert_eq!(credential("1234"), "…");
        assert_eq!(credential("ключ-ключ-ключ-ключ"), "…ключ");
    }

    #[test]
    fn bodies_show_no_secret_in_any_form() {
        let check = |text: &str, kind: &str, template: &str, secrets: &[&str]| {
            let shown = body(text.as_bytes(), kind, template);
            for secret in secrets {
                assert!(!shown.contains(secret), "{text}: {shown}");
            }
            shown
        };
        let json = "application/json";
        let sent = r#"{"transactionPin":"7391","amount":5,"card":{"cardNumber":"5531886652142950","cvv":564}}"#;
        let shown = check(sent, json, "/wallet/deposit", &["7391", "5531886652142950", "564"]);
        assert!(shown.contains("\"amount\": 5"), "{shown}");
        let exchange = format!(r#"{{"grant_type":"authorization_code","code":"abc123","x":"{ACCESS}"}}"#);
        check(&exchange, json, "/connect/token", &["abc123", ACCESS]);
        let bank = check(r#"{"data":[{"code":"058"}]}"#, json, "/wallet/utils/banks", &[]);
        assert!(bank.contains("058"), "{bank}");
        check(
            "email=ada%40example.ng&pin=7391&csrf=abc",
            "application/x-www-form-urlencoded",
            "/connect/login",
            &["7391", "abc"],
        );
        // What is no JSON at all, whatever it says it is.
        check(&format!("{{\"pin\":\"7391\",\"token\":\"{ACCESS}\""), json, "/auth/auth/login", &["7391", ACCESS]);
        check(&format!("xx{ACCESS}yy"), "text/plain", "/user/me", &[ACCESS]);
        check("<input value=\"abc\">", "text/html; charset=utf-8", "/connect/authorize", &["abc"]);
        let flag = check(r#"{"pin":false,"haveTransactionPin":true}"#, json, "/user/me", &[]);
        assert!(flag.contains("true") && flag.contains("false"), "{flag}");
    }

    #[test]
    fn addresses_show_no_code() {
        let location = HeaderValue::from_static("http://localhost:3000/callback?code=abc123&state=st-1&page=2");
        let shown = header(&LOCATION, &location);
        assert_eq!(shown, format!("http://localhost:3000/callback?code={HIDDEN}&state={HIDDEN}&page=2"));
        let uri: Uri = "/pay/0123abcd".parse().unwrap_or_default();
        assert_eq!(target(&uri, "/pay/{name}"), "/pay/{name}");
        let uri = format!("/api/v1/transactions/{ACCESS}?narration={ACCESS}").parse().unwrap_or_default();
        assert_eq!(target(&uri, "/transactions/{id}"), "/api/v1/transactions/mct_…cdef?narration=mct_…cdef");
    }
}
