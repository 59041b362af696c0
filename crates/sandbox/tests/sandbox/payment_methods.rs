//! Ways of paying in that are kept: keeping, choosing and forgetting them, and paying with them.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{ADA, Answer, Stage, error, shown};

const PATH: &str = "/payment-methods";

async fn naira_wallet(stage: &Stage) -> Value {
    stage.person(ADA).await["subwallets"][0]["id"].clone()
}

async fn create(stage: &Stage, changes: Value) -> Answer {
    let mut body = json!({ "subWalletId": naira_wallet(stage).await });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    stage.post_by_key(PATH, body).await
}

async fn send(stage: &Stage, method: Method, path: &str) -> Answer {
    stage.send_by_key(method, &format!("{PATH}{path}"), json!({})).await
}

fn card(number: &str) -> Value {
    json!({ "cardNumber": number, "expiryMonth": "12", "expiryYear": "30", "cvv": "123", "cardHolderName": "ADA OBI" })
}

#[tokio::test]
async fn everybody_keeps_their_account_and_a_card() {
    let stage = Stage::new().await;
    let all = stage.get_by_key(PATH).await;
    assert_snapshot!("payment_methods", shown(&all));
    let of = async |wallet: &Value| stage.get_by_key(&format!("{PATH}?subWalletId={}", wallet.as_str().unwrap())).await;
    let subwallets = stage.person(ADA).await["subwallets"].clone();
    assert_eq!(of(&subwallets[0]["id"]).await.both(), all.both());
    assert_eq!(of(&subwallets[1]["id"]).await.json()["data"], json!([]));
    assert_eq!(of(&json!("nothing")).await.both(), error(404, "Subwallet not found", "Not Found"));
    stage.switch(json!({ "paymentMethodSpelling": "capability" })).await;
    let spelt = stage.get_by_key(PATH).await.json();
    assert_eq!(spelt["data"][0]["capability"], json!({ "deposit": true, "withdrawal": false }));
    assert_eq!(spelt["data"][0]["capabilities"], Value::Null);
}

#[tokio::test]
async fn a_card_is_kept_and_paid_with() {
    let stage = Stage::new().await;
    let body = json!({ "type": "CARD", "nickname": "Salary", "card": card("4242424242424242") });
    let answer = create(&stage, body.clone()).await;
    assert_snapshot!("payment_method_card", shown(&answer));
    assert!(!answer.shows("42424242"), "the number is not kept");
    assert_eq!(create(&stage, body).await.both(), error(409, "This payment method already exists", "Conflict"));
    let id = answer.json()["data"]["id"].as_str().unwrap().to_owned();
    let body = json!({ "amount": 100, "paymentMethodId": id, "reference": "by-card" });
    assert_eq!(stage.post_by_key("/wallet/deposit/payment-method", body).await.status, 200);
    let used = stage.get_by_key(&format!("{PATH}/{id}")).await.json();
    assert_eq!(
        (&used["data"]["usageCount"], &used["data"]["lastUsedAt"]),
        (&json!(1), &json!("2026-01-15T12:00:00.123Z"))
    );
    stage.advance(5).await;
    assert_eq!(stage.ada_has().await, "1905.00");
    stage.adds_up().await;
}

#[tokio::test]
async fn a_bank_is_dialled_again() {
    let stage = Stage::new().await;
    let answer = create(&stage, json!({ "type": "USSD", "ussd": { "bankCode": "058" } })).await.json();
    let body = json!({ "amount": 100, "paymentMethodId": answer["data"]["id"] });
    let deposit = stage.post_by_key("/wallet/deposit/payment-method", body).await.json();
    assert!(deposit["data"]["note"].as_str().unwrap().starts_with("Dial *402*"), "{deposit}");
}

#[tokio::test]
async fn one_is_the_default() {
    let stage = Stage::new().await;
    let defaults = async || {
        let all = stage.get_by_key(PATH).await.json();
        let flags = all["data"].as_array().unwrap().iter().map(|method| method["isDefault"].as_bool().unwrap());
        flags.collect::<Vec<_>>()
    };
    assert_eq!(defaults().await, [true, false]);
    let all = stage.get_by_key(PATH).await.json();
    let second = format!("/{}", all["data"][1]["id"].as_str().unwrap());
    let answer = send(&stage, Method::PATCH, &format!("{second}/default")).await;
    assert_eq!(answer.json()["data"]["isDefault"], true);
    assert_eq!(defaults().await, [false, true]);
    assert_snapshot!("payment_method_deleted", shown(&send(&stage, Method::DELETE, &second).await));
    assert_eq!(defaults().await, [true], "the first of those that are left");
    let gone = error(404, "Payment method not found", "Not Found");
    assert_eq!(send(&stage, Method::DELETE, &second).await.both(), gone);
    assert_eq!(send(&stage, Method::PATCH, "/nothing/default").await.both(), gone);
    assert_eq!(stage.get_by_key(&format!("{PATH}{second}")).await.both(), gone);
}

#[tokio::test]
async fn an_account_that_was_forgotten_is_found_again() {
    let stage = Stage::new().await;
    let before = stage.get_by_key(PATH).await.json();
    let account = format!("/{}", before["data"][0]["id"].as_str().unwrap());
    stage.switch(json!({ "deletions": "empty" })).await;
    let answer = send(&stage, Method::DELETE, &account).await;
    assert_eq!((answer.status.as_u16(), &*answer.text), (200, ""));
    let found = send(&stage, Method::POST, "/sync").await.json();
    assert_eq!(found["data"][1]["id"], before["data"][0]["id"]);
    assert_eq!(send(&stage, Method::POST, "/sync").await.json()["data"], found["data"], "once");
    send(&stage, Method::DELETE, &account).await;
    assert_eq!(create(&stage, json!({ "type": "VIRTUAL_ACCOUNT" })).await.status, 200);
}

#[tokio::test]
async fn wrong_methods_are_refused() {
    let stage = Stage::new().await;
    let bad = json!({ "type": "CRYPTO_WALLET", "card": { "cardNumber": "1" }, "ussd": { "bankCode": "nobody" } });
    assert_snapshot!("payment_method_wrong", shown(&create(&stage, bad).await));
    assert_snapshot!("payment_method_empty", shown(&stage.post_by_key(PATH, json!({})).await));
    assert_eq!(create(&stage, json!({ "type": "CARD" })).await.status, 400);
    assert_eq!(create(&stage, json!({ "type": "USSD" })).await.status, 400);
    let unknown = create(&stage, json!({ "type": "VIRTUAL_ACCOUNT", "virtualAccountId": "nothing" })).await;
    assert_eq!(unknown.both(), error(404, "Virtual account not found", "Not Found"));
    let crypto = stage.person(ADA).await["subwallets"][1]["id"].clone();
    let elsewhere = create(&stage, json!({ "type": "VIRTUAL_ACCOUNT", "subWalletId": crypto })).await;
    assert_eq!(elsewhere.both(), error(400, "Only the naira wallet has payment methods", "Bad Request"));
}
