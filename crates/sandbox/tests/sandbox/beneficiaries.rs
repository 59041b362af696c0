//! Whom somebody sends to again: saving, changing and forgetting them, and sending to each kind.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{ADA, Answer, Stage, error, shown};

const PATH: &str = "/beneficiaries";
const BUSY: &str = "busy@example.ng";

fn landlord() -> Value {
    json!({ "type": "bank", "name": "Landlord", "bankCode": "058", "accountNumber": "0123456789" })
}

fn ngozi() -> Value {
    json!({ "type": "peer", "name": "Ngozi", "receiver": "ngozi@example.ng" })
}

/// The busy person's address on EVM chains.
async fn cold_wallet(stage: &Stage) -> Value {
    let address = stage.person(BUSY).await["subwallets"][1]["address"].clone();
    json!({ "type": "crypto", "name": "Cold wallet", "network": "base", "address": address })
}

async fn create(stage: &Stage, body: Value) -> Answer {
    stage.post_by_key(PATH, body).await
}

async fn transfer(stage: &Stage, id: &Value, changes: Value) -> Answer {
    let mut body = json!({ "beneficiaryId": id, "amount": 250, "transactionPin": "1234" });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    stage.post_by_key(&format!("{PATH}/transfer"), body).await
}

#[tokio::test]
async fn each_kind_is_saved_and_listed() {
    let stage = Stage::new().await;
    assert_snapshot!("beneficiary_bank", shown(&create(&stage, landlord()).await));
    assert_snapshot!("beneficiary_peer", shown(&create(&stage, ngozi()).await));
    let wallet = cold_wallet(&stage).await;
    assert_snapshot!("beneficiary_crypto", shown(&create(&stage, wallet).await));
    let names = async |query: &str| {
        let all = stage.get_by_key(&format!("{PATH}{query}")).await.json();
        all["data"].as_array().unwrap().iter().map(|saved| saved["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["Landlord", "Ngozi", "Cold wallet"]);
    assert_eq!(names("?type=peer").await, ["Ngozi"]);
    assert_eq!(stage.get_by_key(&format!("{PATH}?type=pet")).await.status, 400);
    let session = stage.session(BUSY, "8642").await;
    assert_eq!(stage.get(PATH, &session).await.json()["data"], json!([]), "they are everybody's own");
}

#[tokio::test]
async fn one_is_changed_and_forgotten() {
    let stage = Stage::new().await;
    let saved = create(&stage, landlord()).await.json()["data"].clone();
    create(&stage, ngozi()).await;
    let path = format!("{PATH}/{}", saved["id"].as_str().unwrap());
    assert_eq!(stage.get_by_key(&path).await.json()["data"], saved);
    assert_eq!(
        create(&stage, landlord()).await.both(),
        error(409, "A beneficiary of this name already exists", "Conflict")
    );
    stage.advance(60).await;
    let mut changed = landlord();
    changed["name"] = json!("Landlady & Co");
    let answer = stage.send_by_key(Method::PUT, &path, changed).await;
    assert_snapshot!("beneficiary_changed", shown(&answer));
    let delete = async |path: &str| stage.send_by_key(Method::DELETE, &format!("{PATH}/{path}"), json!({})).await;
    assert_eq!(delete("peer/Landlady%20%26%20Co").await.status, 404, "another type");
    assert_snapshot!("beneficiary_deleted", shown(&delete("bank/Landlady%20%26%20Co").await));
    assert_eq!(stage.get_by_key(&path).await.both(), error(404, "Beneficiary not found", "Not Found"));
    assert_eq!(delete("pet/Rex").await.json()["errors"]["type"][0], "type must be one of bank, crypto, peer");
    assert_eq!(delete("bank/%FF").await.both(), error(400, "name must be percent-encoded UTF-8", "Bad Request"));
}

#[tokio::test]
async fn naira_go_to_a_bank_and_to_a_user() {
    let stage = Stage::new().await;
    let bank = create(&stage, landlord()).await.json()["data"]["id"].clone();
    let sent = transfer(&stage, &bank, json!({ "narration": "Rent" })).await;
    assert_snapshot!("beneficiary_transfer_bank", shown(&sent));
    assert_eq!(stage.ada_has().await, "1555.00");
    let peer = create(&stage, ngozi()).await.json()["data"]["id"].clone();
    assert_snapshot!("beneficiary_transfer_peer", shown(&transfer(&stage, &peer, json!({})).await));
    assert_eq!(stage.ada_has().await, "1305.00");
    assert_eq!(stage.person("ngozi@example.ng").await["transactions"][0]["amount"], "250.00");
    stage.advance(10).await;
    let reference = sent.json()["data"]["reference"].as_str().unwrap().to_owned();
    let done = stage.get_by_key(&format!("/transactions/reference/{reference}")).await.json();
    assert_eq!((&done["data"]["status"], &done["data"]["narration"]), (&json!("SUCCESS"), &json!("Rent")));
    stage.adds_up().await;
}

#[tokio::test]
async fn crypto_goes_to_an_address() {
    let stage = Stage::new().await;
    let wallet = cold_wallet(&stage).await;
    let id = create(&stage, wallet).await.json()["data"]["id"].clone();
    let sent = transfer(&stage, &id, json!({ "amount": "1.5", "currency": "USDC" })).await;
    assert_snapshot!("beneficiary_transfer_crypto", shown(&sent));
    assert_eq!(transfer(&stage, &id, json!({ "amount": "0.001" })).await.json()["data"]["currency"], "ETH", "the coin");
    let unknown = transfer(&stage, &id, json!({ "currency": "SHELL" })).await;
    assert_eq!(unknown.json()["errors"]["currency"][0], "currency must be what the beneficiary's network has");
    stage.advance(600).await;
    assert_eq!(
        stage.person(BUSY).await["transactions"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["direction"] == "in" && row["currency"] == "USDC" && row["amount"] == "1.5")
            .count(),
        1
    );
    stage.adds_up().await;
}

#[tokio::test]
async fn a_transfer_wants_its_pin_and_its_money() {
    let stage = Stage::new().await;
    let id = create(&stage, landlord()).await.json()["data"]["id"].clone();
    let wrong = transfer(&stage, &id, json!({ "transactionPin": "4321" })).await;
    assert_eq!(wrong.both(), error(400, "Invalid transaction pin", "Bad Request"));
    let much = transfer(&stage, &id, json!({ "amount": 5000 })).await;
    assert_eq!(much.json()["message"], "Insufficient balance for transaction");
    let over = transfer(&stage, &id, json!({ "amount": 200_001 })).await;
    assert_eq!(over.status, 403);
    assert_eq!(transfer(&stage, &id, json!({ "currency": "USDC" })).await.status, 400);
    assert_eq!(transfer(&stage, &id, json!({ "amount": "0.001" })).await.status, 400);
    let nobody = transfer(&stage, &json!("nobody"), json!({})).await;
    assert_eq!(nobody.both(), error(404, "Beneficiary not found", "Not Found"));
    assert_snapshot!(
        "beneficiary_transfer_empty",
        shown(&stage.post_by_key("/beneficiaries/transfer", json!({})).await)
    );
    assert_eq!(stage.ada_has().await, "1805.00");
    let own = json!({ "type": "peer", "name": "Me", "receiver": ADA });
    let own = create(&stage, own).await.json()["data"]["id"].clone();
    let myself = transfer(&stage, &own, json!({})).await;
    assert_eq!(myself.both(), error(400, "Cannot transfer to yourself", "Bad Request"));
    stage.adds_up().await;
}

#[tokio::test]
async fn wrong_beneficiaries_are_refused() {
    let stage = Stage::new().await;
    assert_snapshot!("beneficiary_empty", shown(&create(&stage, json!({})).await));
    let bad = json!({ "type": "bank", "name": "", "bankCode": 58, "accountNumber": "12" });
    assert_snapshot!("beneficiary_wrong_bank", shown(&create(&stage, bad).await));
    let bad = json!({ "type": "crypto", "name": "x", "network": "base", "address": "7Yk" });
    assert_snapshot!("beneficiary_wrong_address", shown(&create(&stage, bad).await));
    for (body, message) in [
        (json!({ "type": "bank", "name": "x", "bankCode": "058", "accountNumber": "0001234567" }), "Account not found"),
        (json!({ "type": "peer", "name": "x", "receiver": "nobody@example.ng" }), "Receiver not found"),
    ] {
        assert_eq!(create(&stage, body).await.both(), error(404, message, "Not Found"));
    }
}
