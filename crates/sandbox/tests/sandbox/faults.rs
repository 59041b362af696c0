//! Each kind of fault, and that it hits what it is set for and nothing else.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use monei_sandbox::{Config, Fault, Sandbox};

use super::stage::{API_KEY, Stage, error};

/// How many calls of `/user/me` were recorded with this outcome.
async fn recorded(stage: &Stage, path: &str, outcome: &str) -> Value {
    let calls = stage.control(Method::GET, "/calls", None).await.json();
    let row = calls["endpoints"].as_array().unwrap().iter().find(|row| row["path"] == path).cloned();
    row.map(|row| row["statuses"][outcome].clone()).unwrap_or_default()
}

#[tokio::test]
async fn an_error_status_comes_so_many_times() {
    let stage = Stage::new().await;
    let fault = json!({ "path": "/user/me", "kind": "status", "status": 429, "retryAfter": 7, "times": 2 });
    stage.fault(fault).await;
    for _ in 0..2 {
        let answer = stage.get_by_key("/user/me").await;
        assert_eq!(answer.both(), error(429, "Too Many Requests", "Too Many Requests"));
        assert_eq!(answer.header("retry-after"), "7");
    }
    assert_eq!(stage.get_by_key("/user/me").await.status, 200);
}

#[tokio::test]
async fn a_fault_can_say_its_own_words() {
    let stage = Stage::new().await;
    for status in [401, 403, 500, 502, 503, 504] {
        let fault = json!({ "path": "/wallet/me", "kind": "status", "status": status, "message": "Tier limit" });
        stage.fault(fault).await;
        let (got, body) = stage.get_by_key("/wallet/me").await.both();
        assert_eq!((got, &body["message"]), (status, &"Tier limit".into()));
    }
}

#[tokio::test]
async fn a_fault_hits_its_method_and_path_only() {
    let stage = Stage::new().await;
    stage.fault(json!({ "method": "POST", "path": "/user/me", "kind": "status" })).await;
    stage.fault(json!({ "path": "/transactions/{id}", "kind": "status" })).await;
    stage.fault(json!({ "path": "/api/v1/kyc/*", "kind": "status", "times": 2 })).await;
    assert_eq!(stage.get_by_key("/user/me").await.status, 200);
    assert_eq!(stage.get_by_key("/transactions/user").await.status, 200);
    assert_eq!(stage.get_by_key("/transactions/nothing").await.status, 500);
    assert_eq!(stage.get_by_key("/transactions/nothing").await.status, 404);
    assert_eq!(stage.get_by_key("/kyc/status").await.status, 500);
    assert_eq!(stage.get_by_key("/kyc/limits").await.status, 500);
    let waiting = stage.control(Method::GET, "/faults", None).await.json();
    assert_eq!(waiting["faults"].as_array().unwrap().len(), 1);
    assert_eq!(stage.control(Method::DELETE, "/faults", None).await.status, 204);
    assert_eq!(stage.post("/user/me", json!({})).await.status, 404);
}

#[tokio::test]
async fn latency_delays_the_right_answer() {
    let stage = Stage::new().await;
    stage.fault(json!({ "path": "/user/me", "kind": "latency", "latencyMs": 80 })).await;
    let start = Instant::now();
    assert_eq!(stage.get_by_key("/user/me").await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn malformed_and_html_answers_are_not_json() {
    let stage = Stage::new().await;
    stage.fault(json!({ "path": "/user/me", "kind": "malformed" })).await;
    let answer = stage.get_by_key("/user/me").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    assert!(serde_json::from_str::<Value>(&answer.text).is_err());
    stage.fault(json!({ "path": "/user/me", "kind": "html" })).await;
    let answer = stage.get_by_key("/user/me").await;
    assert_eq!(answer.status, 502);
    assert_eq!(answer.text, "<html><body><h1>502 Bad Gateway</h1></body></html>");
}

#[tokio::test]
async fn a_connection_can_end_without_an_answer() {
    let stage = Stage::new().await;
    for kind in ["dropBefore", "dropAfter"] {
        stage.fault(json!({ "path": "/user/me", "kind": kind })).await;
        let request = stage.http.get(format!("{}/user/me", stage.running.api_base)).header("X-API-KEY", API_KEY);
        let ended = request.send().await.unwrap_err();
        assert!(ended.is_request(), "{ended:?}");
    }
    assert_eq!(recorded(&stage, "/user/me", "dropped").await, 2);
    assert_eq!(stage.get_by_key("/user/me").await.status, 200);
}

#[tokio::test]
async fn texts_of_others_are_said_one_after_another_and_figures_stay() {
    let stage = Stage::new().await;
    let before = stage.get_by_key("/transactions/user?limit=2").await.json();
    let texts =
        json!({ "path": "/transactions/user", "kind": "texts", "texts": ["<b>", "\u{202e}x", "three"], "times": 1 });
    stage.fault(texts).await;
    let said = stage.get_by_key("/transactions/user?limit=2").await.json();
    let all = said.to_string();
    assert!(all.contains("<b>") && all.contains('\u{202e}') && all.contains("three"), "{all}");
    let figures = |body: &serde_json::Value| {
        let rows = body["data"]["transactions"].as_array().unwrap().clone();
        rows.into_iter().map(|row| (row["id"].clone(), row["amount"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(figures(&said), figures(&before));
    assert_eq!(stage.get_by_key("/transactions/user?limit=2").await.json(), before, "it is over");
}

#[tokio::test]
async fn half_a_reply_is_an_error_in_the_body() {
    let stage = Stage::new().await;
    stage.fault(json!({ "path": "/user/me", "kind": "halfReply" })).await;
    let request = stage.http.get(format!("{}/user/me", stage.running.api_base)).header("X-API-KEY", API_KEY);
    let mut response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let whole = response.content_length().unwrap();
    let mut got = 0;
    let ended = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => got += chunk.len() as u64,
            other => break other,
        }
    };
    assert!(ended.is_err());
    assert_eq!(got, whole / 2);
}

#[tokio::test]
async fn a_refresh_is_processed_although_its_reply_is_lost() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let refresh = async |token: &str| {
        let body = json!({ "grant_type": "refresh_token", "refresh_token": token });
        stage.http.post(format!("{}/connect/token", stage.running.api_base)).json(&body).send().await
    };
    let pair = stage.pair(&app, "profile:read").await;
    stage.fault(json!({ "path": "/connect/token", "kind": "dropBefore" })).await;
    assert!(refresh(&pair.refresh).await.is_err());
    assert_eq!(stage.get("/user/me", &pair.access).await.status, 200, "nothing was processed");
    stage.fault(json!({ "path": "/connect/token", "kind": "dropAfter" })).await;
    assert!(refresh(&pair.refresh).await.is_err());
    assert_eq!(stage.get("/user/me", &pair.access).await.status, 401, "the pair was rotated");
    assert_eq!(refresh(&pair.refresh).await.unwrap().status(), 401);
}

/// Which of so many requests a fault hits.
async fn hits(stage: &Stage, path: &str, requests: usize) -> Vec<usize> {
    let mut hits = Vec::new();
    for request in 0..requests {
        if stage.get_by_key(path).await.status == 503 {
            hits.push(request);
        }
    }
    hits
}

#[tokio::test]
async fn chance_is_the_same_for_the_same_seed() {
    let often = json!({ "path": "/user/me", "kind": "status", "status": 503, "probability": 0.05 });
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let faults = vec![serde_json::from_value::<Fault>(often.clone()).unwrap()];
        let config = Config { seed: Some(seed), faults, api_key: Some(API_KEY.to_owned()), ..Config::default() };
        let stage = Stage::of(Sandbox::start(config).await.unwrap());
        runs.push(hits(&stage, "/user/me", 400).await);
        let waiting = stage.control(Method::GET, "/faults", None).await.json();
        assert_eq!(waiting["faults"][0]["times"], "always", "{waiting}");
    }
    assert!((8..40).contains(&runs[0].len()), "{runs:?}");
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test]
async fn a_fault_hits_by_chance_whatever_stands_beside_it() {
    let rare = json!({ "path": "/kyc/status", "kind": "status", "status": 503, "probability": 0.2, "times": 3 });
    let alone = Stage::new().await;
    alone.fault(rare.clone()).await;
    let expected = hits(&alone, "/kyc/status", 60).await;
    assert_eq!(expected.len(), 3, "as often as it says, and then no more");
    let crowded = Stage::new().await;
    crowded.fault(rare).await;
    crowded.fault(json!({ "path": "*", "kind": "latency", "latencyMs": 1, "probability": 0.5 })).await;
    assert_eq!(hits(&crowded, "/kyc/status", 60).await, expected);
}

#[tokio::test]
async fn a_fault_can_last() {
    let stage = Stage::new().await;
    let limited = json!({ "path": "/wallet/*", "kind": "status", "status": 429, "retryAfter": 7, "times": "always" });
    stage.fault(limited).await;
    for _ in 0..20 {
        let answer = stage.get_by_key("/wallet/me").await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "7"));
    }
    stage.switch(json!({ "retryAfter": "date" })).await;
    let dated = stage.get_by_key("/wallet/naira-wallet").await;
    assert_eq!(dated.header("retry-after"), "Thu, 15 Jan 2026 12:00:07 GMT");
    assert_eq!(stage.get_by_key("/user/me").await.status, 200);
    assert_eq!(stage.control(Method::DELETE, "/faults", None).await.status, 204);
    assert_eq!(stage.get_by_key("/wallet/me").await.status, 200);
}

#[tokio::test]
async fn a_latency_adds_to_what_else_goes_wrong() {
    let stage = Stage::new().await;
    stage.fault(json!({ "path": "*", "kind": "latency", "latencyMs": 40, "times": "always" })).await;
    stage.fault(json!({ "path": "/user/me", "kind": "status", "status": 503, "latencyMs": 40 })).await;
    let start = Instant::now();
    assert_eq!(stage.get_by_key("/user/me").await.status, 503);
    assert!(start.elapsed() >= Duration::from_millis(80));
    assert_eq!(stage.get_by_key("/user/me").await.status, 200);
}

#[tokio::test]
async fn a_reply_can_dribble() {
    let stage = Stage::new().await;
    let whole = stage.get_by_key("/user/me").await;
    stage.fault(json!({ "path": "/user/me", "kind": "slow", "pieceBytes": 64, "pauseMs": 1 })).await;
    let request = stage.http.get(format!("{}/user/me", stage.running.api_base)).header("X-API-KEY", API_KEY);
    let mut response = request.send().await.unwrap();
    assert_eq!(response.content_length(), Some(whole.text.len() as u64));
    let mut pieces = Vec::new();
    while let Some(piece) = response.chunk().await.unwrap() {
        pieces.push(piece);
    }
    assert!(pieces.len() > 1, "{pieces:?}");
    assert_eq!(pieces.concat(), whole.text.as_bytes());
}

#[tokio::test]
async fn a_reply_can_stop_for_as_long_as_the_client_waits() {
    let stage = Stage::new().await;
    stage.fault(json!({ "path": "/user/me", "kind": "slow", "pieceBytes": 1, "pauseMs": 3_600_000 })).await;
    let request = stage.http.get(format!("{}/user/me", stage.running.api_base)).header("X-API-KEY", API_KEY);
    let mut response = request.send().await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap(), "{");
    let waited = tokio::time::timeout(Duration::from_millis(50), response.chunk()).await;
    assert!(waited.is_err(), "{waited:?}");
    assert_eq!(stage.get_by_key("/user/me").await.status, 200, "others are served");
}

#[tokio::test]
async fn a_path_can_be_missing() {
    let stage = Stage::new().await;
    let fault =
        json!({ "path": "/bills/discovery/electricity-operators", "kind": "status", "status": 404, "times": "always" });
    stage.fault(fault).await;
    assert_eq!(stage.get_by_key("/bills/discovery/electricity-operators").await.status, 404);
    assert_eq!(stage.get_by_key("/bills/discovery/electricity").await.status, 200);
}

#[tokio::test]
async fn a_redirect_can_lead_back_to_itself() {
    let stage = Stage::new().await;
    stage.fault(json!({ "path": "/user/me", "kind": "redirectLoop", "times": "always" })).await;
    let answer = stage.get_by_key("/user/me?a=1").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, "/api/v1/user/me?a=1"));
    let following = reqwest::Client::builder().build().unwrap();
    let ended = following.get(format!("{}/user/me", stage.running.api_base)).send().await.unwrap_err();
    assert!(ended.is_redirect(), "{ended:?}");
    stage.control(Method::DELETE, "/faults", None).await;
    stage.fault(json!({ "path": "/user/me", "kind": "redirectLoop", "status": 308 })).await;
    assert_eq!(stage.get_by_key("/user/me").await.status, 308);
}

#[tokio::test]
async fn pages_can_fail_too() {
    let stage = Stage::new().await;
    stage.fault(json!({ "path": "/connect/authorize", "kind": "html", "status": 503 })).await;
    assert_eq!(stage.browser().authorize("").await.status, 503);
}
