//! The control API: people, their figures and grants, expiry, calls and the clock.

use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{ADA, Pair, Stage, error, invalid_token, read};

#[tokio::test]
async fn people_have_their_figures() {
    let stage = Stage::new().await;
    let ada = stage.person(ADA).await;
    insta::assert_snapshot!(serde_json::to_string_pretty(&ada).unwrap());
    let path = format!("/people/{}", ada["id"].as_str().unwrap());
    assert_eq!(stage.control(Method::GET, &path, None).await.json(), ada);
    let whole = stage.control(Method::GET, &format!("{path}?transactions=all"), None).await.json();
    assert_eq!(whole["transactions"].as_array().unwrap().len(), 44);
    let nobody = stage.control(Method::GET, "/people/nobody", None).await;
    assert_eq!(nobody.both(), error(404, "Person not found", "Not Found"));
}

#[tokio::test]
async fn a_person_is_made_from_a_seed() {
    let stage = Stage::new().await;
    let make = async |seed: Value| stage.control(Method::POST, "/people", Some(json!({ "seed": seed }))).await;
    let answer = make(json!(42)).await;
    assert_eq!(answer.status, 201);
    let person = answer.json();
    assert!(person["transactionCount"].as_u64().unwrap() >= 25);
    assert_eq!(person["transactions"].as_array().unwrap().len(), 10);
    assert_eq!(make(json!(42)).await.both(), (200, person.clone()));
    assert_ne!(make(json!(43)).await.json()["id"], person["id"]);
    for bad in [json!("42"), json!(-1), json!(null)] {
        assert_eq!(make(bad.clone()).await.status, 400, "{bad}");
    }

    // Their figures are those of the API.
    let text = |name: &str| person[name].as_str().unwrap().to_owned();
    let session = stage.session(&text("email"), &text("loginPin")).await;
    let wallet = stage.get("/wallet/me", &session).await.json();
    assert_eq!(wallet["data"]["nairaBalance"], person["nairaBalance"]);
    let rows = stage.get("/transactions/user", &session).await.json();
    let ids = |rows: &Value| rows.as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&rows["data"]["transactions"]), ids(&person["transactions"]));
}

#[tokio::test]
async fn a_person_takes_back_what_they_granted() {
    let stage = Stage::new().await;
    let (app, other) = (stage.app().await, stage.app().await);
    let (pair, kept) = (stage.pair(&app, "profile:read").await, stage.pair(&other, "profile:read").await);
    let pending = stage.code(&app, "profile:read").await;
    let ada = stage.person(ADA).await;
    let path = format!("/people/{}/grants/revoke", ada["id"].as_str().unwrap());
    let answer = stage.control(Method::POST, &path, Some(json!({ "clientId": app.id }))).await;
    assert_eq!(answer.both(), (200, json!({ "grants": 1, "pairs": 1 })));
    assert_eq!(stage.get("/user/me", &pair.access).await.both(), invalid_token());
    assert_eq!(stage.refresh(&pair.refresh).await.both(), invalid_token());
    assert_eq!(stage.exchange(&app, &pending).await.status, 400);
    assert_eq!(stage.get("/user/me", &kept.access).await.status, 200);
    assert_eq!(stage.control(Method::POST, &path, None).await.both(), (200, json!({ "grants": 1, "pairs": 1 })));
    assert_eq!(stage.get("/user/me", &kept.access).await.both(), invalid_token());
}

#[tokio::test]
async fn access_tokens_expire_on_demand() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let pair = stage.pair(&app, "profile:read").await;
    let expire = async |body: Option<Value>| stage.control(Method::POST, "/tokens/expire", body).await;
    let ngozi = stage.person("ngozi@example.ng").await;
    assert_eq!(expire(Some(json!({ "person": ngozi["id"] }))).await.json(), json!({ "expired": 0 }));
    assert_eq!(stage.get("/user/me", &pair.access).await.status, 200);
    assert_eq!(expire(None).await.json(), json!({ "expired": 1 }));
    assert_eq!(stage.get("/user/me", &pair.access).await.both(), invalid_token());
    let pair = Pair::of(&stage.refresh(&pair.refresh).await);
    assert_eq!(stage.get("/user/me", &pair.access).await.status, 200);
    assert_eq!(expire(Some(json!({ "person": "nobody" }))).await.status, 404);
}

#[tokio::test]
async fn calls_are_counted_and_the_count_is_reset() {
    let stage = Stage::new().await;
    stage.get_by_key("/user/me").await;
    stage.get_by_key("/transactions/none").await;
    stage.get_by_key("/nowhere").await;
    let calls = stage.control(Method::GET, "/calls", None).await.json();
    let row = |path: &str, status: &str| {
        let mut statuses = json!({});
        statuses[status] = json!(1);
        json!({ "method": "GET", "path": path, "calls": 1, "refusedForScope": 0, "statuses": statuses })
    };
    assert_eq!(
        calls,
        json!({
            "endpoints": [row("(unknown route)", "404"), row("/transactions/{id}", "404"), row("/user/me", "200")],
            "totals": { "calls": 3, "outOfScope": 0 },
        })
    );
    assert_eq!(stage.control(Method::DELETE, "/calls", None).await.status, 204);
    let calls = stage.control(Method::GET, "/calls", None).await.json();
    assert_eq!(calls, json!({ "endpoints": [], "totals": { "calls": 0, "outOfScope": 0 } }));
}

#[tokio::test]
async fn the_clock_goes_forward_only() {
    let stage = Stage::new().await;
    let clock = stage.control(Method::POST, "/clock", Some(json!({ "advanceSeconds": 90 }))).await;
    assert_eq!(clock.json(), json!({ "now": "2026-01-15T12:01:30.123Z" }));
    assert_eq!(stage.control(Method::GET, "/clock", None).await.json(), clock.json());
    for bad in [json!({ "advanceSeconds": -1 }), json!({}), json!({ "seconds": 1 })] {
        assert_eq!(stage.control(Method::POST, "/clock", Some(bad.clone())).await.status, 400, "{bad}");
    }
    let mut far = stage.control(Method::POST, "/clock", Some(json!({ "advanceSeconds": u32::MAX }))).await;
    assert_eq!(far.status, 400);
    far = stage.control(Method::GET, "/clock", None).await;
    assert_eq!(far.json(), clock.json());
}

#[tokio::test]
async fn a_bad_fault_is_refused() {
    let stage = Stage::new().await;
    for bad in [
        json!({ "path": "/user/me", "kind": "fire" }),
        json!({ "kind": "status" }),
        json!({ "path": "/user/me", "kind": "status", "status": 99 }),
        json!({ "path": "/user/me", "kind": "status", "status": 600 }),
        json!({ "path": "/user/me", "kind": "status", "times": 0 }),
        json!({ "path": "/user/me", "kind": "status", "times": "often" }),
        json!({ "path": "/user/me", "kind": "status", "probability": 0 }),
        json!({ "path": "/user/me", "kind": "status", "probability": 1.5 }),
        json!({ "path": "/user/me", "kind": "slow", "pieceBytes": 0 }),
        json!({ "path": "/user/me", "kind": "latency", "latencyMs": -1 }),
        json!({ "path": "/user/me", "kind": "status", "colour": "red" }),
    ] {
        assert_eq!(stage.control(Method::POST, "/faults", Some(bad.clone())).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn pages_of_other_websites_cannot_use_it() {
    let stage = Stage::new().await;
    let own = stage.running.base_url.clone();
    let refused = error(403, "The control API only answers tools on this computer", "Forbidden");
    let ask = async |headers: &[(&str, &str)]| {
        let mut request = stage.http.get(format!("{own}/sandbox/people"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request).await
    };
    for headers in [
        &[("host", "evil.example:4010")][..],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://127.0.0.1:1")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
    ] {
        assert_eq!(ask(headers).await.both(), refused, "{headers:?}");
    }
    for headers in [
        &[][..],
        &[("origin", &*own), ("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none")],
        &[("host", "localhost:4010")],
    ] {
        assert_eq!(ask(headers).await.status, 200, "{headers:?}");
    }
    // Nothing is changed by what is refused.
    let request = stage.http.delete(format!("{own}/sandbox/calls")).header("origin", "https://evil.example");
    assert_eq!(read(request).await.both(), refused);
}
