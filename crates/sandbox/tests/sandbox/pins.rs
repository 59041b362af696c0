//! The PINs: changing the one of transactions, resetting it, and changing the one of the login.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{ADA, Answer, Stage, error, shown};

async fn put(stage: &Stage, path: &str, body: Value) -> Answer {
    stage.send_by_key(Method::PUT, &format!("/auth/{path}"), body).await
}

async fn pays_with(stage: &Stage, pin: &str) -> u16 {
    let body = json!({ "receiver": "ngozi@example.ng", "amount": 1, "transactionPin": pin });
    stage.post_by_key("/wallet/payout/transfer", body).await.status.as_u16()
}

#[tokio::test]
async fn the_transaction_pin_is_changed_by_whoever_knows_it() {
    let stage = Stage::new().await;
    let change = async |current: &str| {
        let body = json!({ "currentPin": current, "newPin": "975310", "confirmPin": "975310" });
        put(&stage, "change-transaction-pin", body).await
    };
    assert_eq!(change("4321").await.both(), error(400, "Invalid transaction pin", "Bad Request"));
    assert_snapshot!("pin_changed", shown(&change("1234").await));
    assert_eq!((pays_with(&stage, "1234").await, pays_with(&stage, "975310").await), (400, 200));
    for _ in 0..5 {
        change("0000").await;
    }
    assert_eq!(change("975310").await.status, 403, "five wrong tries lock it here too");
}

#[tokio::test]
async fn a_forgotten_transaction_pin_is_reset_with_that_of_the_login() {
    let stage = Stage::new().await;
    for _ in 0..5 {
        pays_with(&stage, "0000").await;
    }
    let reset = async |pin: &str| {
        let body = json!({ "pin": pin, "newPin": "2468", "confirmPin": "2468" });
        put(&stage, "reset-transaction-pin", body).await
    };
    assert_eq!(reset("9999").await.both(), error(400, "Invalid pin", "Bad Request"));
    assert_snapshot!("pin_reset", shown(&reset("1234").await));
    assert_eq!(pays_with(&stage, "2468").await, 200, "it is no longer locked");
}

#[tokio::test]
async fn the_pin_of_the_login_is_changed() {
    let stage = Stage::new().await;
    let change = async |current: &str| {
        let body = json!({ "currentPin": current, "newPin": "8765", "confirmPin": "8765" });
        put(&stage, "change-pin", body).await
    };
    assert_eq!(change("9999").await.both(), error(400, "Invalid pin", "Bad Request"));
    assert_snapshot!("login_pin_changed", shown(&change("1234").await));
    stage.session(ADA, "8765").await;
    let old = stage.post("/auth/auth/login", json!({ "email": ADA, "pin": "1234" })).await;
    assert_eq!(old.both(), error(401, "Invalid email or PIN", "Unauthorized"));
}

#[tokio::test]
async fn wrong_pins_are_named() {
    let stage = Stage::new().await;
    let body = json!({ "currentPin": 1234, "newPin": "12", "confirmPin": "abcd" });
    assert_snapshot!("pin_change_wrong", shown(&put(&stage, "change-transaction-pin", body).await));
    for path in ["reset-transaction-pin", "change-pin"] {
        assert_eq!(put(&stage, path, json!({})).await.status, 400, "{path}");
    }
}
