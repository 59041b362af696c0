//! What an answer must look like, whatever was asked.

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::inside::Answer;

/// Every status that the contract has for a request that was answered by itself.
const DOCUMENTED: [u16; 11] = [200, 201, 202, 303, 400, 401, 403, 404, 408, 409, 413];

/// What is wrong with an answer of the API, if anything.
pub(super) fn complaint(answer: &Answer) -> Option<String> {
    if !DOCUMENTED.contains(&answer.status.as_u16()) {
        return Some(format!("status {}", answer.status));
    }
    let Ok(body) = serde_json::from_slice(&answer.body) else { return Some("a body that is not JSON".to_owned()) };
    match body {
        Value::Object(body) if answer.status.is_success() => success(&body),
        Value::Object(body) => error(answer.status, &body),
        _ => Some("a body that is no object".to_owned()),
    }
}

fn success(body: &Map<String, Value>) -> Option<String> {
    let is_known = ["data", "message", "access_token", "clientId", "id"].iter().any(|name| body.contains_key(*name));
    (!is_known).then(|| "a success of no documented shape".to_owned())
}

/// The variants of `monei-api.md` §3.0.
fn error(status: StatusCode, body: &Map<String, Value>) -> Option<String> {
    if body.get("success") == Some(&Value::Bool(false)) {
        return only(body, &["success", "message", "errorCode", "reference"]);
    }
    if body.get("statusCode").and_then(Value::as_u64) != Some(status.as_u16().into()) {
        return Some("another statusCode than its status".to_owned());
    }
    if body.get("message").and_then(Value::as_str).unwrap_or_default().is_empty() {
        return Some("no message".to_owned());
    }
    let error = body.get("error");
    let details = error.and_then(|error| error.get("details")).and_then(Value::as_object);
    if error.and_then(Value::as_str) != status.canonical_reason() {
        let Some(details) = details else { return Some("no error".to_owned()) };
        return only(details, &["required", "available", "currency"]);
    }
    let texts =
        |texts: &Value| texts.as_array().is_some_and(|texts| !texts.is_empty() && texts.iter().all(Value::is_string));
    match body.get("errors") {
        Some(Value::Object(fields)) if !fields.is_empty() && fields.values().all(texts) => {}
        None => {}
        _ => return Some("errors of another shape".to_owned()),
    }
    only(body, &["statusCode", "message", "error", "errors"])
}

fn only(body: &Map<String, Value>, known: &[&str]) -> Option<String> {
    body.keys().find(|name| !known.contains(&name.as_str())).map(|name| format!("an undocumented {name}"))
}
