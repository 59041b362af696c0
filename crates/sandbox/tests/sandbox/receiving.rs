//! What arrives at somebody: never more naira than their tier may hold, and crypto where an order waits for it.

use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{ADA, Answer, Stage, error};

const NGOZI: &str = "ngozi@example.ng";

/// Somebody of the third tier sends Ada so many naira.
async fn send_to_ada(stage: &Stage, naira: u32) -> Answer {
    let session = stage.session("busy@example.ng", "8642").await;
    let body = json!({ "receiver": ADA, "amount": naira, "transactionPin": "975310" });
    stage.send(Method::POST, "/api/v1/wallet/payout/transfer", Some(&session), Some(body)).await
}

#[tokio::test]
async fn a_transfer_fills_the_receivers_wallet_and_no_more() {
    let stage = Stage::new().await;
    // Her tier may hold 2,000,000, and 1,805 are there.
    let over = send_to_ada(&stage, 1_998_196).await;
    assert_eq!(over.both(), error(403, "The receiver's wallet cannot hold this amount", "Forbidden"));
    assert_eq!(stage.ada_has().await, "1805.00");
    assert_eq!(send_to_ada(&stage, 1_998_195).await.status, 200);
    assert_eq!(stage.ada_has().await, "2000000.00");
    let own = stage.post_by_key("/wallet/deposit?method=BANK_TRANSFER", json!({ "amount": 1 })).await;
    assert_eq!(own.both(), error(403, "Maximum wallet balance of NGN 2000000 exceeded for tier_1", "Forbidden"));
    stage.adds_up().await;
}

#[tokio::test]
async fn a_bank_transfer_to_a_full_wallet_comes_back() {
    let stage = Stage::new().await;
    let session = stage.session(NGOZI, "1357").await;
    let before = stage.person(NGOZI).await["nairaBalance"].clone();
    assert_eq!(send_to_ada(&stage, 1_998_195).await.status, 200);
    let payout = json!({
        "amount": 1, "bank": "090999", "accountNumber": "9907581802", "transactionPin": "2580", "reference": "one",
    });
    let path = "/api/v1/wallet/payout/bank-transfer";
    assert_eq!(stage.send(Method::POST, path, Some(&session), Some(payout)).await.status, 200);
    stage.advance(10).await;
    let payout = stage.get("/transactions/reference/one", &session).await.json();
    assert_eq!(payout["data"]["status"], "FAILED");
    assert_eq!(stage.person(NGOZI).await["nairaBalance"], before);
    assert_eq!(stage.ada_has().await, "2000000.00");
    stage.adds_up().await;
}

#[tokio::test]
async fn a_deposit_that_no_longer_fits_fails() {
    let stage = Stage::new().await;
    let deposit = json!({ "amount": 10_000, "reference": "mine" });
    assert_eq!(stage.post_by_key("/wallet/deposit?method=BANK_TRANSFER", deposit).await.status, 200);
    assert_eq!(send_to_ada(&stage, 1_998_195).await.status, 200);
    stage.advance(60).await;
    assert_eq!(stage.get_by_key("/wallet/deposit/status/mine").await.json()["data"]["status"], "FAILED");
    let detail = stage.get_by_key("/transactions/reference/mine").await.json();
    assert_eq!(detail["data"]["metadata"]["failureReason"], "The wallet cannot hold this amount");
    stage.adds_up().await;
}

#[tokio::test]
async fn a_deposit_that_fails_otherwise_is_not_said_to_be_too_much() {
    let stage = Stage::new().await;
    let deposit = json!({ "amount": 10_000, "reference": "mine" });
    assert_eq!(stage.post_by_key("/wallet/deposit?method=BANK_TRANSFER", deposit).await.status, 200);
    assert_eq!(send_to_ada(&stage, 1_998_195).await.status, 200);
    let body = json!({ "item": "mine", "outcome": "fail" });
    assert_eq!(stage.control(Method::POST, "/pending", Some(body)).await.status, 200);
    let detail = stage.get_by_key("/transactions/reference/mine").await.json();
    assert_eq!(
        (&detail["data"]["status"], &detail["data"]["metadata"]["failureReason"]),
        (&json!("FAILED"), &Value::Null)
    );
}

/// An order of Ada's for more than she has, which waits for a deposit from elsewhere.
async fn order(stage: &Stage) -> Value {
    let order = json!({
        "amount": 100, "token": "USDC", "network": "ethereum", "fiatCurrency": "NGN", "bankCode": "GTBINGLA",
        "accountNumber": "0123456789", "accountName": "ADA OBI",
    });
    let answer = stage.post_by_key("/offramp/exchange/initiate", order).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    answer.json()["data"].clone()
}

async fn status(stage: &Stage, order: &Value) -> Value {
    let reference = order["transaction"]["reference"].as_str().unwrap();
    stage.get_by_key(&format!("/offramp/ledger/status/{reference}")).await.json()["data"].clone()
}

/// Somebody else's tokens on Ethereum.
async fn pay(stage: &Stage, order: &Value, token: &str, amount: &str) {
    let session = stage.session("busy@example.ng", "8642").await;
    let to = &order["depositInstructions"]["address"];
    let body = json!({ "to": to, "tokenAddress": token, "amount": amount, "chainId": 1 });
    let sent = stage.send(Method::POST, "/api/v1/evm/send/token", Some(&session), Some(body)).await;
    assert_eq!(sent.status, 200, "{sent:?}");
}

async fn token_on_ethereum(stage: &Stage, symbol: &str) -> String {
    let session = stage.session("busy@example.ng", "8642").await;
    let portfolio = stage.get("/evm/portfolio/1", &session).await.json();
    let all = portfolio["data"]["tokens"].as_array().unwrap();
    let token = all.iter().find(|token| token["symbol"] == symbol).unwrap();
    token["contractAddress"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_send_to_the_address_of_an_order_completes_it() {
    let stage = Stage::new().await;
    let order = order(&stage).await;
    let token = token_on_ethereum(&stage, "USDC").await;
    pay(&stage, &order, &token, "100").await;
    assert_eq!(status(&stage, &order).await["status"], "awaiting_deposit", "not before it is confirmed");
    // Twelve blocks (§5), and then the stages of the order.
    stage.advance(200).await;
    stage.advance(200).await;
    assert_eq!(status(&stage, &order).await["status"], "completed");
    let reference = order["transaction"]["reference"].as_str().unwrap();
    let sale = stage.get_by_key(&format!("/transactions/reference/{reference}")).await.json();
    assert_eq!((&sale["data"]["status"], &sale["data"]["amount"]), (&json!("SUCCESS"), &json!(100)));
    let rows = stage.get_by_key("/transactions/user?limit=5").await;
    assert!(rows.shows(&format!("Deposit for {reference}")), "{}", rows.text);
    stage.adds_up().await;
}

#[tokio::test]
async fn too_little_or_something_else_does_not_complete_an_order() {
    let stage = Stage::new().await;
    let order = order(&stage).await;
    let (circle, tether) = (token_on_ethereum(&stage, "USDC").await, token_on_ethereum(&stage, "USDT").await);
    pay(&stage, &order, &circle, "99.999999").await;
    pay(&stage, &order, &tether, "100").await;
    stage.advance(400).await;
    assert_eq!(status(&stage, &order).await["status"], "awaiting_deposit");
    // What is beyond the order is its owner's.
    pay(&stage, &order, &circle, "100.5").await;
    stage.advance(400).await;
    assert_eq!(status(&stage, &order).await["status"], "completed");
    let left = stage.get_by_key(&format!("/evm/balance/token?chainId=1&tokenAddress={circle}")).await.json();
    assert_eq!(left["data"]["balance"], "0.5");
    stage.adds_up().await;
}
