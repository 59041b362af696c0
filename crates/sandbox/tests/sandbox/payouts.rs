//! Payouts: to banks, which take their time, and to other users, which is immediate.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::stage::{ADA, Answer, Stage, error, shown};

const BANK_TRANSFER: &str = "/wallet/payout/bank-transfer";
const TRANSFER: &str = "/wallet/payout/transfer";

/// A bank transfer with some fields changed; `null` leaves one out.
async fn pay(stage: &Stage, changes: Value) -> Answer {
    let mut body = json!({
        "amount": 500, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234", "reference": "mine-1",
    });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    stage.post_by_key(BANK_TRANSFER, body).await
}

async fn status(stage: &Stage, reference: &str) -> Value {
    stage.get_by_key(&format!("/transactions/reference/{reference}")).await.json()["data"]["status"].clone()
}

#[tokio::test]
async fn a_bank_transfer_is_pending_and_then_done() {
    let stage = Stage::new().await;
    let answer = pay(&stage, json!({ "narration": "Rent", "meta": { "mine": 1 } })).await;
    assert_snapshot!("bank_transfer", shown(&answer));
    assert_eq!(stage.ada_has().await, "1305.00", "it is set aside at once");
    stage.advance(7).await;
    assert_eq!(status(&stage, "mine-1").await, "PENDING");
    stage.advance(2).await;
    assert_eq!(status(&stage, "mine-1").await, "SUCCESS");
    assert_eq!(stage.ada_has().await, "1305.00");
    let detail = stage.get_by_key("/transactions/reference/mine-1").await.json();
    assert_eq!(detail["data"]["nature"], "FIAT_WITHDRAWAL");
    assert_snapshot!("bank_transfer_metadata", serde_json::to_string_pretty(&detail["data"]["metadata"]).unwrap());
    stage.adds_up().await;
}

#[tokio::test]
async fn a_declined_transfer_comes_back() {
    let stage = Stage::new().await;
    for (reference, number) in [("declined", "0690000031"), ("nobody", "0001111111")] {
        assert_eq!(pay(&stage, json!({ "reference": reference, "accountNumber": number })).await.status, 200);
        assert_eq!(stage.ada_has().await, "1305.00");
        stage.advance(10).await;
        assert_eq!(status(&stage, reference).await, "FAILED");
        assert_eq!(stage.ada_has().await, "1805.00");
    }
    stage.adds_up().await;
}

#[tokio::test]
async fn a_transfer_to_a_virtual_account_arrives_there() {
    let stage = Stage::new().await;
    let ngozi = stage.person("ngozi@example.ng").await;
    let number = &ngozi["virtualAccount"]["accountNumber"];
    pay(&stage, json!({ "bank": "090999", "accountNumber": number, "narration": "For you" })).await;
    stage.advance(10).await;
    let arrived = &stage.person("ngozi@example.ng").await["transactions"][0];
    assert_eq!((&arrived["amount"], &arrived["narration"]), (&json!("500.00"), &json!("For you")));
    stage.adds_up().await;
}

#[tokio::test]
async fn what_is_not_there_is_not_paid() {
    let stage = Stage::new().await;
    assert_snapshot!("insufficient_balance", shown(&pay(&stage, json!({ "amount": 5000 })).await));
    assert_eq!(stage.ada_has().await, "1805.00");
    assert_eq!(status(&stage, "mine-1").await, Value::Null);
    // Nothing stands in the way of trying again with the same reference.
    assert_eq!(pay(&stage, json!({})).await.status, 200);
}

#[tokio::test]
async fn a_reference_is_used_once() {
    let stage = Stage::new().await;
    assert_eq!(pay(&stage, json!({})).await.status, 200);
    let again = pay(&stage, json!({ "amount": 1 })).await;
    assert_eq!(again.both(), error(409, "A transaction with this reference already exists", "Conflict"));
    assert_eq!(stage.ada_has().await, "1305.00");
    for _ in 0..2 {
        assert_eq!(pay(&stage, json!({ "reference": null, "amount": 1 })).await.status, 200, "none is no reference");
    }
}

#[tokio::test]
async fn limits_of_the_tier_are_kept() {
    let stage = Stage::new().await;
    let over = |limit: &str| error(403, limit, "Forbidden");
    let single = pay(&stage, json!({ "amount": 200_000.01 })).await;
    assert_eq!(single.both(), over("Single transaction limit of NGN 200000 exceeded for tier_1"));
    // 200 for airtime and 2500 that are pending have left today.
    let daily = pay(&stage, json!({ "amount": 197_300.01 })).await;
    assert_eq!(daily.both(), over("Daily transaction limit of NGN 200000 exceeded for tier_1"));
    let within = pay(&stage, json!({ "amount": 197_300 })).await;
    assert_eq!(within.json()["message"], "Insufficient balance for transaction");
}

#[tokio::test]
async fn five_wrong_pins_lock_the_pin() {
    let stage = Stage::new().await;
    let wrong = async || pay(&stage, json!({ "transactionPin": "4321" })).await.both();
    let invalid = error(400, "Invalid transaction pin", "Bad Request");
    let locked = error(403, "Transaction pin is locked after too many wrong attempts", "Forbidden");
    for _ in 0..4 {
        assert_eq!(wrong().await, invalid);
    }
    // A right one forgets the wrong ones.
    assert_eq!(pay(&stage, json!({})).await.status, 200);
    for _ in 0..4 {
        assert_eq!(wrong().await, invalid);
    }
    assert_eq!(wrong().await, locked);
    assert_eq!(pay(&stage, json!({ "reference": "mine-2" })).await.both(), locked);
    let set = json!({ "newPin": "135791", "confirmPin": "135791" });
    let answer = stage.send_by_key(reqwest::Method::PUT, "/auth/set-transaction-pin", set).await;
    assert_snapshot!("pin_set", shown(&answer));
    assert_eq!(pay(&stage, json!({ "reference": "mine-2", "transactionPin": "135791" })).await.status, 200);
}

#[tokio::test]
async fn without_a_pin_nothing_is_paid() {
    let stage = Stage::new().await;
    let session = stage.session("new@example.ng", "2468").await;
    let body = json!({ "receiver": ADA, "amount": 1, "transactionPin": "1234" });
    let answer = stage.send(reqwest::Method::POST, &format!("/api/v1{TRANSFER}"), Some(&session), Some(body)).await;
    assert_eq!(answer.both(), error(400, "Transaction pin is not set", "Bad Request"));
}

#[tokio::test]
async fn wrong_fields_are_named() {
    let stage = Stage::new().await;
    let bad = json!({
        "amount": "12.345", "bank": 58, "accountNumber": "12345", "transactionPin": 1234, "reference": "",
        "narration": "x".repeat(101),
    });
    assert_snapshot!("bank_transfer_wrong_fields", shown(&pay(&stage, bad).await));
    assert_snapshot!("bank_transfer_empty", shown(&stage.post_by_key(BANK_TRANSFER, json!({})).await));
    assert_eq!(stage.ada_has().await, "1805.00");
}

#[tokio::test]
async fn money_goes_to_another_user_at_once() {
    let stage = Stage::new().await;
    let send = async |receiver: &str, amount: Value| {
        stage.post_by_key(TRANSFER, json!({ "receiver": receiver, "amount": amount, "transactionPin": "1234" })).await
    };
    assert_snapshot!("peer_transfer", shown(&send("NGOZI@example.ng", json!("250.50")).await));
    assert_eq!(stage.ada_has().await, "1554.50");
    let ngozi = stage.person("ngozi@example.ng").await;
    let (paid, received) = (&stage.person(ADA).await["transactions"][0], &ngozi["transactions"][0]);
    assert_eq!((&paid["direction"], &received["direction"]), (&json!("out"), &json!("in")));
    assert_eq!((&paid["type"], &received["amount"]), (&json!("PEER-TRANSFER"), &json!("250.50")));
    assert_eq!(paid["reference"], received["reference"]);
    let local = ngozi["phone"].as_str().unwrap().replace("+234", "0");
    assert_eq!(send(&local, json!(1)).await.status, 200, "a phone number in its local spelling");
    let nobody = send("nobody@example.ng", json!(1)).await;
    assert_eq!(nobody.both(), error(404, "Receiver not found", "Not Found"));
    assert_eq!(send(ADA, json!(1)).await.both(), error(400, "Cannot transfer to yourself", "Bad Request"));
    stage.adds_up().await;
}

#[tokio::test]
async fn the_older_paths_do_the_same() {
    let stage = Stage::new().await;
    let body = json!({ "amount": 1, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234" });
    assert_eq!(stage.post_by_key("/wallet/withdrawals", body).await.json()["data"]["status"], "PENDING");
    let body = json!({ "receiver": "ngozi@example.ng", "amount": 1, "transactionPin": "1234" });
    assert_eq!(stage.post_by_key("/wallet/peer-transfer", body).await.json()["data"]["status"], "SUCCESS");
}
