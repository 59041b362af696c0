//! Each switch in each position.

use reqwest::Method;
use serde_json::json;

use super::stage::{Pair, Stage, error};

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[tokio::test]
async fn the_defaults_are_the_rulings_of_the_contract() {
    let stage = Stage::with(monei_sandbox::Switches::default()).await;
    let defaults = json!({
        "grants": "union",
        "oldPairAfterNewGrant": "valid",
        "pkce": "ignore",
        "nairaBalance": "text",
        "kycLimitSpelling": "singular",
        "transactionDetail": "envelope",
        "refreshScopes": "included",
        "refreshedScopes": "unchanged",
        "furtherDenial": "accessDenied",
        "unlistedLookups": "open",
        "accessTokenLifetimeSeconds": 3600,
        "rateLimits": "documented",
        "rateLimitKey": "client",
        "time": "auto",
        "networks": "mainnets",
        "portfolios": "wallet",
        "evmPrice": "quote",
        "offrampQuote": "text",
        "offrampStatus": "envelope",
        "offrampHistoryKeys": "reference",
        "offrampHistoryCode": "omitted",
        "offrampCurrentPage": "asPassed",
        "offrampInitiateCode": "http",
        "offrampLedgerScope": "either",
        "offrampBankCodes": "both",
        "billItemCode": "optional",
        "depositUnit": "naira",
        "solanaSwapUnit": "human",
        "quoteLifetimeSeconds": 30,
        "cryptoPin": "ignored",
        "transactionPinLength": "fourToSix",
        "offrampAccountKey": "accountNumber",
        "paymentMethodSpelling": "capabilities",
        "deletions": "envelope",
        "transactionPaths": "both",
        "grantAfterRevoke": "removed",
        "refreshTokenLifetimeSeconds": 2_592_000,
        "statusCode": "number",
        "statusWords": "upper",
        "emptyErrors": "included",
        "errorMessages": "text",
        "postStatus": "ok",
        "retryAfter": "seconds",
        "transactionList": "object",
        "pageNames": "long",
        "pageNumbers": "number",
        "transactionAmount": "number",
        "depositAmount": "number",
        "subwalletBalance": "number",
        "virtualAccount": "object",
        "userNames": "table",
        "kycData": "object",
        "explorerKey": "both",
        "solanaQuoteKey": "fromToken",
        "billReceipt": "bare",
        "wallet": "envelope",
        "solanaTokenBalance": "number",
        "nativeTokenAddress": "omitted",
        "nullFields": "included",
        "envelopes": {},
        "figures": {},
    });
    assert_eq!(stage.control(Method::GET, "/switches", None).await.both(), (200, defaults.clone()));
    for bad in [
        json!({ "grants": "some" }),
        json!({ "unknown": 1 }),
        json!({ "accessTokenLifetimeSeconds": -1 }),
        json!({ "rateLimits": { "token": 1 } }),
    ] {
        assert_eq!(stage.control(Method::PATCH, "/switches", Some(bad.clone())).await.status, 400, "{bad}");
    }
    assert_eq!(stage.control(Method::GET, "/switches", None).await.json(), defaults, "a bad patch changes nothing");
}

#[tokio::test]
async fn a_second_grant_is_the_union_or_only_what_is_new() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.pair(&app, "profile:read").await;
    assert_eq!(stage.pair(&app, "wallet:read").await.scopes, json!(["profile:read", "wallet:read"]));
    stage.switch(json!({ "grants": "newOnly" })).await;
    assert_eq!(stage.pair(&app, "wallet:read kyc:read").await.scopes, json!(["kyc:read"]));
    assert_eq!(stage.pair(&app, "wallet:read").await.scopes, json!(["wallet:read"]), "a confirmation");
}

#[tokio::test]
async fn the_earlier_pair_lives_or_dies() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let first = stage.pair(&app, "profile:read").await;
    let second = stage.pair(&app, "profile:read wallet:read").await;
    assert_eq!(stage.get("/user/me", &first.access).await.status, 200);
    stage.switch(json!({ "oldPairAfterNewGrant": "dead" })).await;
    let third = stage.pair(&app, "profile:read").await;
    for dead in [first, second] {
        assert_eq!(stage.get("/user/me", &dead.access).await.status, 401);
        assert_eq!(stage.refresh(&dead.refresh).await.status, 401);
    }
    assert_eq!(stage.get("/user/me", &third.access).await.status, 200);
}

#[tokio::test]
async fn a_denied_further_request_leaves_the_first_grant() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let pair = stage.pair(&app, "profile:read").await;
    let browser = stage.browser();
    let query = app.query("wallet:send");
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    assert_eq!(browser.decide(&consent, "deny", &[]).await.callback()["error"], "access_denied");
    assert_eq!(stage.get("/user/me", &pair.access).await.status, 200);
}

#[tokio::test]
async fn pkce_is_ignored_by_default() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let query = format!("{}&code_challenge={CHALLENGE}&code_challenge_method=S256", app.query("wallet:read"));
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    let code = browser.decide(&consent, "allow", &["wallet:read"]).await.callback()["code"].clone();
    let mut body = app.exchange(&code);
    body["code_verifier"] = json!("anything");
    assert_eq!(stage.post("/connect/token", body).await.status, 200);
}

#[tokio::test]
async fn pkce_is_enforced_on_demand() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "pkce": "enforce" })).await;
    let browser = stage.browser();
    let plain = app.query("wallet:read");
    for lacking in [
        plain.clone(),
        format!("{plain}&code_challenge={CHALLENGE}"),
        format!("{plain}&code_challenge={CHALLENGE}&code_challenge_method=plain"),
    ] {
        let answer = browser.authorize(&lacking).await;
        assert_eq!(answer.status, 400, "{lacking}");
        assert!(answer.shows("code_challenge is required"));
    }
    let query = format!("{plain}&code_challenge={CHALLENGE}&code_challenge_method=S256");
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    let code = browser.decide(&consent, "allow", &["wallet:read"]).await.callback()["code"].clone();
    let mut body = app.exchange(&code);
    let refused = error(400, "Invalid code verifier", "Bad Request");
    assert_eq!(stage.post("/connect/token", body.clone()).await.both(), refused);
    body["code_verifier"] = json!(CHALLENGE);
    assert_eq!(stage.post("/connect/token", body.clone()).await.both(), refused);
    body["code_verifier"] = json!(VERIFIER);
    assert_eq!(stage.post("/connect/token", body).await.status, 200);
}

#[tokio::test]
async fn pkce_is_rejected_on_demand() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "pkce": "reject" })).await;
    let query = format!("{}&code_challenge={CHALLENGE}", app.query("wallet:read"));
    let answer = stage.browser().authorize(&query).await;
    assert_eq!(answer.status, 400);
    assert!(answer.shows("property code_challenge should not exist"));
    let code = stage.code(&app, "wallet:read").await;
    let mut body = app.exchange(&code);
    body["code_verifier"] = json!(VERIFIER);
    let refused = error(400, "property code_verifier should not exist", "Bad Request");
    assert_eq!(stage.post("/connect/token", body).await.both(), refused);
    assert_eq!(stage.exchange(&app, &code).await.status, 200);
}

#[tokio::test]
async fn the_balance_is_text_or_a_number() {
    let stage = Stage::new().await;
    assert!(stage.get_by_key("/wallet/me").await.shows("\"nairaBalance\":\"1805.00\""));
    stage.switch(json!({ "nairaBalance": "number" })).await;
    assert!(stage.get_by_key("/wallet/me").await.shows("\"nairaBalance\":1805,"));
}

#[tokio::test]
async fn the_limits_can_be_misspelt() {
    let stage = Stage::new().await;
    stage.switch(json!({ "kycLimitSpelling": "pluralTypo" })).await;
    let limits = json!({
        "maxSingleTranscation": 200_000,
        "dailyTransactionLimits": 200_000,
        "monthlyTransactionLimits": 2_000_000,
        "maxWalletBalance": 2_000_000,
        "cryptoAllowed": true,
        "crossBorderAllowed": false,
        "cryptoDailyLimits": 200_000,
        "p2pAllowed": true,
        "withdrawalAllowed": true,
    });
    assert_eq!(stage.get_by_key("/kyc/status").await.json()["data"]["limits"], limits);
    assert_eq!(stage.get_by_key("/kyc/limits").await.json()["data"]["maxSingleTranscation"], 200_000);
}

#[tokio::test]
async fn a_transaction_can_be_bare() {
    let stage = Stage::new().await;
    let enveloped = stage.get_by_key("/transactions/reference/dep-028").await.json();
    stage.switch(json!({ "transactionDetail": "bare" })).await;
    assert_eq!(stage.get_by_key("/transactions/reference/dep-028").await.json(), enveloped["data"]);
}

#[tokio::test]
async fn a_refresh_can_leave_the_scopes_out() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let pair = stage.pair(&app, "profile:read").await;
    stage.switch(json!({ "refreshScopes": "omitted" })).await;
    let answer = stage.refresh(&pair.refresh).await;
    assert!(!answer.shows("scopes"), "{}", answer.text);
    let pair = Pair::of(&answer);
    assert_eq!(stage.get("/user/me", &pair.access).await.status, 200);
}

#[tokio::test]
async fn tokens_can_live_shorter() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "accessTokenLifetimeSeconds": 60 })).await;
    let code = stage.code(&app, "profile:read").await;
    let answer = stage.exchange(&app, &code).await;
    assert_eq!(answer.json()["expires_in"], 60);
    stage.advance(60).await;
    assert_eq!(stage.get("/user/me", &Pair::of(&answer).access).await.status, 401);
}
