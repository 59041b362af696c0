//! Time as a test directs it: by the clock, and by naming what is to go on.

use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Stage, error};

async fn payout(stage: &Stage, reference: &str) {
    let body = json!({
        "amount": 100, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234", "reference": reference,
    });
    assert_eq!(stage.post_by_key("/wallet/payout/bank-transfer", body).await.status, 200);
}

async fn status(stage: &Stage, reference: &str) -> Value {
    stage.get_by_key(&format!("/transactions/reference/{reference}")).await.json()["data"]["status"].clone()
}

#[tokio::test]
async fn named_things_go_on_by_id_or_reference() {
    let stage = Stage::new().await;
    stage.switch(json!({ "time": "explicit" })).await;
    for reference in ["one", "two", "three"] {
        payout(&stage, reference).await;
    }
    let pending = stage.control(Method::GET, "/pending", None).await.json();
    let items = pending["pending"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    assert_eq!((&items[0]["reference"], &items[0]["kind"]), (&json!("one"), &json!("payout")));
    assert_eq!(items[0]["due"], "2026-01-15T12:00:08.123Z");
    let go_on = async |item: &Value, outcome: &str| {
        stage.control(Method::POST, "/pending", Some(json!({ "item": item, "outcome": outcome }))).await
    };
    go_on(&items[0]["id"], "fail").await;
    go_on(&json!("two"), "finish").await;
    let left = go_on(&json!("three"), "next").await.json();
    assert_eq!(left, json!({ "pending": [] }));
    assert_eq!(status(&stage, "one").await, "FAILED");
    assert_eq!((status(&stage, "two").await, status(&stage, "three").await), (json!("SUCCESS"), json!("SUCCESS")));
    let gone = go_on(&json!("one"), "finish").await;
    assert_eq!(gone.both(), error(400, "Transaction is no longer pending", "Bad Request"));
    assert_eq!(go_on(&json!("nothing"), "finish").await.both(), error(404, "Pending item not found", "Not Found"));
    assert_eq!(go_on(&json!("one"), "explode").await.status, 400);
    stage.adds_up().await;
}

#[tokio::test]
async fn the_clock_takes_them_on_where_time_is_explicit_too() {
    let stage = Stage::new().await;
    stage.switch(json!({ "time": "explicit" })).await;
    payout(&stage, "one").await;
    assert_eq!(status(&stage, "one").await, "PENDING");
    stage.advance(8).await;
    assert_eq!(status(&stage, "one").await, "SUCCESS");
}

#[tokio::test]
async fn what_was_pending_from_the_start_ends_when_it_is_named() {
    let stage = Stage::new().await;
    stage.advance(86_400).await;
    assert_eq!(status(&stage, "pay-026").await, "PENDING");
    let body = json!({ "item": "pay-026", "outcome": "fail" });
    assert_eq!(stage.control(Method::POST, "/pending", Some(body)).await.status, 200);
    assert_eq!(stage.ada_has().await, "4305.00");
    stage.adds_up().await;
}
