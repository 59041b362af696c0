//! Registration, codes, rotation, revocation, limits: each rule and each error of Connect.

use reqwest::Method;
use serde_json::json;

use super::stage::{ADA, REDIRECT, Stage, error, invalid_token, read};

#[tokio::test]
async fn an_account_holder_registers_an_application() {
    let stage = Stage::new().await;
    let body = json!({ "appName": "A", "appDescription": "B", "redirectUris": [REDIRECT] });
    let answer = stage.register(body.clone()).await;
    assert_eq!(answer.status, 201);
    let registered = answer.json();
    assert!(registered["clientId"].as_str().unwrap().starts_with("mc_"));
    assert!(registered["clientSecret"].as_str().unwrap().starts_with("mcs_"));
    assert_eq!(registered["redirectUris"], json!([REDIRECT]));
    let mut names: Vec<&String> = registered.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["appName", "clientId", "clientSecret", "message", "redirectUris"]);

    // Neither a Connect token nor an API key nor a half-made account will do.
    let app = stage.app().await;
    let pair = stage.pair(&app, "profile:read").await;
    let path = "/api/v1/connect/apps/register";
    let by_token = stage.send(Method::POST, path, Some(&pair.access), Some(body.clone())).await;
    assert_eq!(by_token.both(), invalid_token());
    let by_nobody = stage.send(Method::POST, path, None, Some(body.clone())).await;
    assert_eq!(by_nobody.both(), error(401, "Missing authentication header", "Unauthorized"));
    let newcomer = stage.session("new@example.ng", "2468").await;
    let unverified = stage.send(Method::POST, path, Some(&newcomer), Some(body)).await;
    assert_eq!(unverified.both(), error(403, "Account is not verified", "Forbidden"));
}

#[tokio::test]
async fn a_bad_registration_names_each_field() {
    let stage = Stage::new().await;
    let answer = stage
        .register(json!({
            "appName": " ",
            "redirectUris": ["https://*.example/cb"],
            "websiteUrl": 7,
            "logoUrl": "javascript:alert(1)",
        }))
        .await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json()["errors"],
        json!({
            "appName": ["appName must be a text of 1 to 80 characters"],
            "appDescription": ["appDescription should not be empty"],
            "redirectUris": ["each redirect URI must be absolute, without wildcard and without fragment"],
            "websiteUrl": ["websiteUrl must be a URL address"],
            "logoUrl": ["logoUrl must be a URL address"],
        })
    );
}

#[tokio::test]
async fn a_wrong_sign_in_is_refused() {
    let stage = Stage::new().await;
    let answer = stage.post("/auth/auth/login", json!({ "email": ADA, "pin": "4321" })).await;
    assert_eq!(answer.both(), error(401, "Invalid email or PIN", "Unauthorized"));
}

#[tokio::test]
async fn every_refusal_of_an_exchange_has_its_words() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let code = stage.code(&app, "wallet:read").await;
    let good = app.exchange(&code);
    let check = async |name: &str, value: &str, expected: (u16, serde_json::Value)| {
        let mut body = good.clone();
        body[name] = json!(value);
        assert_eq!(stage.post("/connect/token", body).await.both(), expected, "{name}={value}");
    };
    let wrong_client = error(401, "Invalid client credentials", "Unauthorized");
    check("client_id", "mc_other", wrong_client.clone()).await;
    check("client_secret", "mcs_other", wrong_client).await;
    check("code", "c0de", error(400, "Invalid or expired authorization code", "Bad Request")).await;
    let mismatch = error(400, "Redirect URI mismatch", "Bad Request");
    check("redirect_uri", "http://localhost:3000/callback/", mismatch.clone()).await;
    check("redirect_uri", "dev.example.app:/callback", mismatch).await;
    check("code", "", error(400, "code must be a non-empty string", "Bad Request")).await;
    check("grant_type", "password", error(400, "Unsupported grant type", "Bad Request")).await;

    // None of that used the code up; the exchange does.
    assert_eq!(stage.exchange(&app, &code).await.status, 200);
    let again = stage.exchange(&app, &code).await;
    assert_eq!(again.both(), error(400, "Invalid or expired authorization code", "Bad Request"));
}

#[tokio::test]
async fn a_code_belongs_to_its_application_and_lives_ten_minutes() {
    let stage = Stage::new().await;
    let (app, other) = (stage.app().await, stage.app().await);
    let dead = error(400, "Invalid or expired authorization code", "Bad Request");
    let code = stage.code(&app, "wallet:read").await;
    assert_eq!(stage.exchange(&other, &code).await.both(), dead);
    stage.advance(599).await;
    let late = stage.code(&app, "wallet:read").await;
    assert_eq!(stage.exchange(&app, &code).await.status, 200);
    stage.advance(600).await;
    assert_eq!(stage.exchange(&app, &late).await.both(), dead);
}

#[tokio::test]
async fn a_refresh_kills_the_old_pair_and_only_that() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let old = stage.pair(&app, "profile:read").await;
    let answer = stage.refresh(&old.refresh).await;
    let new = super::stage::Pair::of(&answer);
    assert_eq!(new.scopes, json!(["profile:read"]));
    assert_eq!(stage.get("/user/me", &old.access).await.both(), invalid_token());
    assert_eq!(stage.refresh(&old.refresh).await.both(), invalid_token());
    assert_eq!(stage.get("/user/me", &new.access).await.status, 200);
    assert_eq!(stage.refresh(&new.refresh).await.status, 200);
}

#[tokio::test]
async fn tokens_expire() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let pair = stage.pair(&app, "profile:read").await;
    stage.advance(3599).await;
    assert_eq!(stage.get("/user/me", &pair.access).await.status, 200);
    stage.advance(1).await;
    assert_eq!(stage.get("/user/me", &pair.access).await.both(), invalid_token());
    let pair = super::stage::Pair::of(&stage.refresh(&pair.refresh).await);
    stage.advance(30 * 24 * 3600).await;
    assert_eq!(stage.refresh(&pair.refresh).await.both(), invalid_token());
}

#[tokio::test]
async fn revoking_kills_both_tokens_and_in_the_end_the_grant() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let (one, other) = (stage.pair(&app, "profile:read").await, stage.pair(&app, "profile:read").await);
    let revoked = (200, json!({ "message": "Token revoked successfully" }));
    let revoke = async |token: &str| stage.post("/connect/token/revoke", json!({ "token": token })).await.both();
    assert_eq!(revoke(&one.access).await, revoked);
    assert_eq!(stage.get("/user/me", &one.access).await.both(), invalid_token());
    assert_eq!(stage.refresh(&one.refresh).await.both(), invalid_token());
    assert_eq!(revoke(&one.access).await, error(404, "Token not found", "Not Found"));

    let browser = stage.browser();
    let query = app.query("profile:read");
    browser.sign_in(&query).await;
    assert!(browser.authorize(&query).await.shows("id=\"continue\""), "a pair is left");
    assert_eq!(revoke(&other.refresh).await, revoked);
    assert!(browser.authorize(&query).await.shows("value=\"profile:read\""), "the grant went with the last pair");
}

#[tokio::test]
async fn an_expired_pair_keeps_no_grant() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.pair(&app, "profile:read").await;
    stage.advance(30 * 24 * 3600 - 60).await;
    let last = stage.pair(&app, "profile:read").await;
    stage.advance(60).await;
    assert_eq!(stage.post("/connect/token/revoke", json!({ "token": last.access })).await.status, 200);
    let browser = stage.browser();
    let query = app.query("profile:read");
    browser.sign_in(&query).await;
    assert!(browser.authorize(&query).await.shows("value=\"profile:read\""));
}

#[tokio::test]
async fn token_requests_are_limited_per_client() {
    let stage = Stage::with(monei_sandbox::Switches::default()).await;
    let app = stage.app().await;
    let other = stage.app().await;
    let mut pair = stage.pair(&app, "profile:read").await;
    for _ in 0..9 {
        pair = super::stage::Pair::of(&stage.refresh(&pair.refresh).await);
    }
    stage.advance(20).await;
    let refused = stage.refresh(&pair.refresh).await;
    assert_eq!(refused.both(), error(429, "Too many requests", "Too Many Requests"));
    assert_eq!(refused.header("retry-after"), "40");
    assert_eq!(stage.exchange(&app, "c0de").await.status, 429, "both grants share the limit");
    assert_eq!(stage.exchange(&other, "c0de").await.status, 400);
    stage.advance(40).await;
    assert_eq!(stage.refresh(&pair.refresh).await.status, 200, "a refused request does not use the token up");
}

#[tokio::test]
async fn authorization_pages_and_decisions_are_limited() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "rateLimits": { "token": 1, "authorizePage": 3, "authorizeDecision": 1 } })).await;
    let browser = stage.browser();
    let query = app.query("wallet:read");
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    browser.decide(&consent, "deny", &[]).await.callback();
    let refused = browser.decide(&consent, "deny", &[]).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "60"));
    assert_eq!(browser.authorize(&query).await.status, 200);
    let refused = browser.authorize(&query).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "60"));
    stage.switch(json!({ "rateLimits": "off" })).await;
    assert_eq!(browser.authorize(&query).await.status, 200);
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused() {
    let stage = Stage::new().await;
    let send = async |kind: &str, body: String| {
        let request = stage.http.post(format!("{}/connect/token", stage.running.api_base));
        read(request.header("Content-Type", kind).body(body)).await.both()
    };
    let json = "application/json";
    assert_eq!(send(json, "{".to_owned()).await, error(400, "Malformed JSON", "Bad Request"));
    assert_eq!(send(json, "[1]".to_owned()).await, error(400, "The body must be a JSON object", "Bad Request"));
    let form = "application/x-www-form-urlencoded";
    assert_eq!(send(form, "grant_type=x".to_owned()).await, error(400, "The body must be JSON", "Bad Request"));
    let long = format!("{{\"grant_type\":\"{}\"}}", "x".repeat(64 * 1024));
    assert_eq!(send(json, long).await, error(413, "request entity too large", "Payload Too Large"));
}
