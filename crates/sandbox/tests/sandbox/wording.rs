//! The same answers in other words: each switch in each of its other positions.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Answer, Pair, Stage, error, shown};

async fn data(stage: &Stage, path: &str) -> Value {
    stage.get_by_key(path).await.json()["data"].clone()
}

async fn pay(stage: &Stage, body: Value) -> Answer {
    stage.post_by_key("/wallet/payout/bank-transfer", body).await
}

fn payout() -> Value {
    json!({ "amount": 1, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234" })
}

#[tokio::test]
async fn the_status_code_has_three_forms() {
    let stage = Stage::new().await;
    stage.switch(json!({ "statusCode": "text", "emptyErrors": "omitted" })).await;
    let naira = stage.get_by_key("/wallet/utils/bank-code?bankName=zenith").await;
    assert_snapshot!("status_code_text", shown(&naira));
    let missing = stage.get_by_key("/transactions/nothing").await.json();
    assert_eq!(missing["statusCode"], "404");
    stage.switch(json!({ "statusCode": "capital" })).await;
    let naira = stage.get_by_key("/wallet/utils/bank-code?bankName=zenith").await.json();
    assert_eq!((&naira["StatusCode"], &naira["statusCode"]), (&json!(200), &Value::Null));
}

#[tokio::test]
async fn errors_can_have_a_list_of_messages() {
    let stage = Stage::new().await;
    stage.switch(json!({ "errorMessages": "list" })).await;
    assert_snapshot!("messages_of_fields", shown(&pay(&stage, json!({ "amount": 0 })).await));
    let missing = stage.get_by_key("/transactions/nothing").await;
    assert_eq!(missing.json()["message"], json!(["Transaction not found"]));
    let nobody = stage.post("/connect/token", json!({ "grant_type": "refresh_token", "refresh_token": "mcr_x" })).await;
    assert_eq!(nobody.json()["message"], json!(["Invalid or expired token"]));
}

#[tokio::test]
async fn a_post_can_be_created() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "postStatus": "created" })).await;
    let answer = pay(&stage, payout()).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["statusCode"]), (201, &json!(200)));
    assert_eq!(stage.get_by_key("/user/me").await.status, 200);
    assert_eq!(pay(&stage, json!({})).await.status, 400);
    // Connect's own answers are documented with their status.
    Pair::of(&stage.exchange(&app, &stage.code(&app, "profile:read").await).await);
}

#[tokio::test]
async fn retry_after_is_seconds_a_date_or_absent() {
    let stage = Stage::with(monei_sandbox::Switches::default()).await;
    stage.switch(json!({ "rateLimits": { "token": 0, "authorizePage": 9, "authorizeDecision": 9 } })).await;
    let refused = async || stage.post("/connect/token", json!({ "grant_type": "refresh_token" })).await;
    assert_eq!(refused().await.header("retry-after"), "60");
    stage.switch(json!({ "retryAfter": "date" })).await;
    assert_eq!(refused().await.header("retry-after"), "Thu, 15 Jan 2026 12:01:00 GMT");
    stage.switch(json!({ "retryAfter": "absent" })).await;
    let silent = refused().await;
    assert_eq!((silent.status.as_u16(), silent.headers.get("retry-after")), (429, None));
}

#[tokio::test]
async fn lists_of_transactions_have_three_shapes() {
    let stage = Stage::new().await;
    let object = stage.get_by_key("/transactions/user?limit=2").await.json();
    stage.switch(json!({ "transactionList": "array" })).await;
    let array = stage.get_by_key("/transactions/user?limit=2").await.json();
    assert_eq!((&array["data"], &array["pagination"]), (&object["data"]["transactions"], &Value::Null));
    stage.switch(json!({ "transactionList": "paginationBeside" })).await;
    let beside = stage.get_by_key("/transactions?limit=2").await.json();
    assert_eq!(beside["data"], object["data"]["transactions"]);
    assert_eq!(beside["pagination"], object["data"]["pagination"]);
    stage.switch(json!({ "transactionList": "object", "pageNames": "short", "pageNumbers": "text" })).await;
    let page = data(&stage, "/transactions/user?limit=100").await["pagination"].clone();
    assert_eq!((&page["page"], &page["limit"], &page["totalPages"]), (&json!("1"), &json!("100"), &json!("1")));
    assert_eq!(
        (&page["hasNext"], &page["hasPrev"], &page["hasNextPage"]),
        (&json!(false), &json!(false), &Value::Null)
    );
}

#[tokio::test]
async fn either_path_of_the_transactions_can_be_missing() {
    let stage = Stage::new().await;
    let asked = async |path: &str| stage.get_by_key(path).await;
    let missing = |path: &str| error(404, &format!("Cannot GET /api/v1{path}"), "Not Found");
    stage.switch(json!({ "transactionPaths": "user" })).await;
    assert_eq!(asked("/transactions/user").await.status, 200);
    assert_eq!(asked("/transactions").await.both(), missing("/transactions"));
    stage.switch(json!({ "transactionPaths": "plain" })).await;
    assert_eq!(asked("/transactions/user").await.both(), missing("/transactions/user"));
    assert_eq!(asked("/transactions").await.status, 200);
    stage.switch(json!({ "transactionPaths": "userForbidden" })).await;
    assert_eq!(asked("/transactions/user").await.both(), error(403, "Forbidden resource", "Forbidden"));
    assert_eq!(asked("/transactions").await.status, 200);
}

#[tokio::test]
async fn figures_can_be_texts() {
    let stage = Stage::new().await;
    stage.switch(json!({ "transactionAmount": "text", "depositAmount": "text", "subwalletBalance": "text" })).await;
    assert_eq!(data(&stage, "/transactions/reference/dep-028").await["totalAmount"], "500.00");
    let row = &data(&stage, "/transactions/user?reference=dep-028").await["transactions"][0];
    assert_eq!(row["amount"], "500.00");
    assert_eq!(data(&stage, "/wallet/naira-wallet").await["balance"], "1805.00");
    assert_eq!(data(&stage, "/wallet/me").await["subwallets"][0]["balance"], "1805.00");
    let deposit = stage.post_by_key("/wallet/deposit?method=BANK_TRANSFER", json!({ "amount": 5000 })).await.json();
    let figures = ["amount", "moneiFee", "totalAmount"].map(|name| deposit["data"][name].clone());
    assert_eq!(figures, ["5000.00", "110.00", "5110.00"]);
    // Figures beyond a binary float keep every digit.
    let session = stage.session("busy@example.ng", "8642").await;
    let opening = stage.get("/transactions/user?sortBy=amount&limit=1&currency=NGN", &session).await.json();
    assert_eq!(opening["data"]["transactions"][0]["amount"], "9007199254740993.07");
}

#[tokio::test]
async fn names_and_objects_have_other_forms() {
    let stage = Stage::new().await;
    let (account, user) = (data(&stage, "/wallet/naira-wallet").await, data(&stage, "/user/me").await);
    stage.switch(json!({ "virtualAccount": "text", "userNames": "guide", "kycData": "emptyList" })).await;
    let text = data(&stage, "/wallet/naira-wallet").await;
    assert_eq!(text["virtualAccount"], account["virtualAccount"]["accountNumber"]);
    let guide = data(&stage, "/user/me").await;
    assert_eq!((&guide["phoneNumber"], &guide["dateOfBirth"]), (&user["phone"], &user["dob"]));
    assert_eq!((&guide["phone"], &guide["dob"]), (&Value::Null, &Value::Null));
    assert_eq!(data(&stage, "/kyc/status").await, json!([]));
    for (position, right, misspelt) in
        [("both", true, true), ("blockExplorerUrl", true, false), ("blockExploreUrl", false, true)]
    {
        stage.switch(json!({ "explorerKey": position })).await;
        let network = data(&stage, "/evm/networks").await[0].clone();
        let both = (network["blockExplorerUrl"].is_string(), network["blockExploreUrl"].is_string());
        assert_eq!(both, (right, misspelt), "{position}");
    }
    stage.switch(json!({ "solanaQuoteKey": "froTtoken" })).await;
    let mint = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
    let quote = data(&stage, &format!("/solana-exchange/quote/sol-to-token?outputMint={mint}&amount=0.1")).await;
    assert_eq!((&quote["froTtoken"]["symbol"], &quote["fromToken"]), (&json!("SOL"), &Value::Null));
}

#[tokio::test]
async fn every_endpoint_can_have_its_own_envelope() {
    let stage = Stage::new().await;
    let (user, tier) = (data(&stage, "/user/me").await, data(&stage, "/kyc/limits").await);
    stage.switch(json!({ "envelopes": { "/user/me": "bare", "/kyc/*": "bare", "/kyc/status": "envelope" } })).await;
    assert_eq!(stage.get_by_key("/user/me").await.json(), user);
    assert_eq!(stage.get_by_key("/kyc/limits").await.json(), tier);
    assert!(data(&stage, "/kyc/status").await.is_object(), "the longest path counts");
    assert!(data(&stage, "/wallet/me").await.is_object(), "others are as they were");
    let refused = stage.send_by_key(Method::PATCH, "/user/update", json!({ "dob": 1 })).await;
    assert_eq!(refused.json()["statusCode"], 400, "errors have none");
    stage.switch(json!({ "transactionDetail": "bare" })).await;
    let detail = stage.get_by_key("/transactions/reference/dep-028").await.json();
    stage.switch(json!({ "envelopes": { "/transactions/reference/{reference}": "envelope" } })).await;
    let enveloped = stage.get_by_key("/transactions/reference/dep-028").await.json();
    assert_eq!((&enveloped["data"], &enveloped["statusCode"]), (&detail, &json!(200)));
    let bad = json!({ "envelopes": { "/user/me": "box" } });
    assert_eq!(stage.control(Method::PATCH, "/switches", Some(bad)).await.status, 400);
}

#[tokio::test]
async fn every_endpoint_can_have_its_own_figures() {
    let stage = Stage::new().await;
    stage
        .switch(
            json!({ "figures": { "/wallet/*": "number", "/transactions/user": "text", "/bills/records": "number" } }),
        )
        .await;
    let wallet = data(&stage, "/wallet/me").await;
    assert_eq!((&wallet["nairaBalance"], &wallet["subwallets"][0]["balance"]), (&json!(1805), &json!(1805)));
    let listed = async |path: &str| data(&stage, path).await["transactions"][0]["amount"].clone();
    assert_eq!(listed("/transactions/user?reference=dep-028").await, "500.00");
    assert_eq!(listed("/transactions?reference=dep-028").await, 500);
    assert!(data(&stage, "/bills/records?limit=1").await["bills"][0]["amount"].is_number());
    stage.switch(json!({ "figures": { "/wallet/me": "text" } })).await;
    assert_eq!(data(&stage, "/wallet/me").await["subwallets"][0]["balance"], "1805.00");
    assert_eq!(data(&stage, "/wallet/naira-wallet").await["balance"], 1805);
}

#[tokio::test]
async fn what_is_null_can_be_left_out() {
    let stage = Stage::new().await;
    let user = data(&stage, "/user/me").await;
    assert!(user.get("deletedDate").is_some_and(Value::is_null), "{user}");
    stage.switch(json!({ "nullFields": "omitted" })).await;
    let sparse = data(&stage, "/user/me").await;
    assert_eq!((sparse.get("deletedDate"), &sparse["id"]), (None, &user["id"]));
    assert!(!stage.get_by_key("/wallet/me").await.shows(":null"));
}

#[tokio::test]
async fn a_receipt_can_stand_in_an_envelope() {
    let stage = Stage::new().await;
    let bill = data(&stage, "/bills/records?limit=1").await["bills"][0]["id"].clone();
    let path = format!("/bills/records/receipt/{}", bill.as_str().unwrap());
    let bare = stage.get_by_key(&path).await.json();
    stage.switch(json!({ "billReceipt": "envelope" })).await;
    let enveloped = stage.get_by_key(&path).await.json();
    assert_eq!((&enveloped["data"], &enveloped["statusCode"]), (&bare, &json!(200)));
    assert_eq!(stage.get_by_key("/bills/records/receipt/nothing").await.status, 404);
}

#[tokio::test]
async fn a_refresh_token_can_live_shorter() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "refreshTokenLifetimeSeconds": 60 })).await;
    let pair = stage.pair(&app, "profile:read").await;
    stage.advance(60).await;
    assert_eq!(stage.refresh(&pair.refresh).await.status, 401);
}

#[tokio::test]
async fn a_grant_can_outlive_its_tokens() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    for (position, is_asked_again) in [("removed", true), ("kept", false)] {
        stage.switch(json!({ "grantAfterRevoke": position })).await;
        let pair = stage.pair(&app, "profile:read").await;
        let revoked = stage.post("/connect/token/revoke", json!({ "token": pair.access })).await;
        assert_eq!(revoked.status, 200);
        let browser = stage.browser();
        browser.sign_in(&app.query("profile:read")).await;
        let consent = browser.authorize(&app.query("profile:read")).await;
        assert_eq!(!consent.shows("id=\"continue\""), is_asked_again, "{position}");
    }
}

#[tokio::test]
async fn faults_are_left_as_they_are() {
    let stage = Stage::new().await;
    stage.switch(json!({ "errorMessages": "list", "statusCode": "text" })).await;
    stage.fault(json!({ "path": "/user/me", "kind": "malformed" })).await;
    assert!(stage.get_by_key("/user/me").await.text.ends_with("\"id\":"));
    let home = super::stage::read(stage.http.request(Method::GET, &stage.running.base_url)).await;
    assert!(home.shows("<html"), "pages are no answers of the API");
}
