//! Solana: the address, balances on its three networks, the portfolio, and transfers.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::stage::{ADA, Answer, Stage, error, shown};

const OUTSIDE: &str = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";
const ZERO: &str = "11111111111111111111111111111111";
const USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const DEVNET_USDC: &str = "4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU";

async fn transfer(stage: &Stage, changes: Value) -> Answer {
    call(stage, "/solana/transfer", json!({ "to": OUTSIDE, "amount": "0.1" }), changes).await
}

async fn transfer_token(stage: &Stage, changes: Value) -> Answer {
    let body = json!({ "to": OUTSIDE, "tokenMintAddress": USDC, "amount": "0.5" });
    call(stage, "/solana/transfer-token", body, changes).await
}

async fn call(stage: &Stage, path: &str, mut body: Value, changes: Value) -> Answer {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    stage.post_by_key(path, body).await
}

fn signature(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["data"]["signature"].as_str().unwrap().to_owned()
}

async fn balance(stage: &Stage, path: &str) -> Value {
    stage.get_by_key(path).await.json()["data"]["balance"].clone()
}

#[tokio::test]
async fn an_address_serves_every_network() {
    let stage = Stage::new().await;
    assert_snapshot!("solana_address", shown(&stage.get_by_key("/solana/address").await));
    assert_snapshot!("solana_balance", shown(&stage.get_by_key("/solana/balance").await));
    for (network, sol) in [("mainnet-beta", "0.5"), ("devnet", "2"), ("testnet", "0")] {
        assert_eq!(balance(&stage, &format!("/solana/balance?network={network}")).await, sol);
    }
    assert_eq!(balance(&stage, &format!("/solana/token-balance/{USDC}")).await, "1.5");
    assert_eq!(balance(&stage, &format!("/solana/token-balance/{DEVNET_USDC}?network=devnet")).await, "0");
    let elsewhere = stage.get_by_key(&format!("/solana/token-balance/{USDC}?network=devnet")).await;
    assert_eq!(elsewhere.both(), error(404, "Token not found", "Not Found"));
    assert_snapshot!("solana_wrong_network", shown(&stage.get_by_key("/solana/balance?network=mainnet").await));
    assert_snapshot!("solana_wrong_mint", shown(&stage.get_by_key("/solana/token-balance/USDC").await));
}

#[tokio::test]
async fn balances_of_tokens_are_numbers_in_a_portfolio() {
    let stage = Stage::new().await;
    assert_snapshot!("solana_portfolio", shown(&stage.get_by_key("/solana/portfolio").await));
    let test = stage.get_by_key("/solana/portfolio?network=devnet").await.json();
    assert_eq!((&test["data"]["nativeBalance"], &test["data"]["totalValueUsd"]), (&json!("2"), &json!(0)));
}

#[tokio::test]
async fn a_transfer_is_confirmed_after_32_slots() {
    let stage = Stage::new().await;
    let sent = transfer(&stage, json!({})).await;
    assert_snapshot!("solana_transfer", shown(&sent));
    assert_eq!(balance(&stage, "/solana/balance").await, "0.399995");
    let detail = async || {
        stage.get_by_key(&format!("/transactions/reference/{}", signature(&sent))).await.json()["data"].clone()
    };
    assert_eq!(
        (&detail().await["status"], &detail().await["nature"]),
        (&json!("PENDING"), &json!("CRYPTO_WITHDRAWAL"))
    );
    assert_snapshot!("solana_transfer_metadata", serde_json::to_string_pretty(&detail().await["metadata"]).unwrap());
    stage.advance(12).await;
    assert_eq!(detail().await["status"], "PENDING");
    stage.advance(1).await;
    assert_eq!(detail().await["status"], "SUCCESS");
    stage.adds_up().await;
}

#[tokio::test]
async fn a_token_goes_to_somebody_here() {
    let stage = Stage::new().await;
    let ngozi = stage.person("ngozi@example.ng").await;
    let sent = transfer_token(&stage, json!({ "to": ngozi["subwallets"][2]["address"] })).await;
    assert_snapshot!("solana_transfer_token", shown(&sent));
    stage.advance(13).await;
    let session = stage.session("ngozi@example.ng", "1357").await;
    let hers = stage.get("/solana/portfolio", &session).await.json();
    assert_eq!(hers["data"]["tokens"][0]["balance"], json!(0.5));
    assert_eq!(balance(&stage, &format!("/solana/token-balance/{USDC}")).await, "1");
    stage.adds_up().await;
}

#[tokio::test]
async fn networks_are_apart() {
    let stage = Stage::new().await;
    assert_eq!(transfer(&stage, json!({ "network": "devnet", "amount": "1.5" })).await.status, 200);
    assert_eq!(balance(&stage, "/solana/balance?network=devnet").await, "0.499995");
    assert_eq!(balance(&stage, "/solana/balance").await, "0.5");
    stage.adds_up().await;
}

#[tokio::test]
async fn a_reverted_transfer_comes_back() {
    let stage = Stage::new().await;
    let sent = signature(&transfer(&stage, json!({ "to": ZERO })).await);
    stage.advance(13).await;
    let failed = stage.get_by_key(&format!("/transactions/reference/{sent}")).await.json();
    assert_eq!(failed["data"]["status"], "FAILED");
    assert_eq!(balance(&stage, "/solana/balance").await, "0.5");
    stage.adds_up().await;
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let stage = Stage::new().await;
    let empty = json!({ "network": "mainnet" });
    assert_snapshot!("solana_transfer_wrong", shown(&stage.post_by_key("/solana/transfer", empty.clone()).await));
    assert_snapshot!("solana_transfer_token_wrong", shown(&stage.post_by_key("/solana/transfer-token", empty).await));
    let field = async |changes: Value| transfer(&stage, changes).await.json()["errors"].clone();
    for to in ["0x52908400098527886E0F7030069857D2E4169EE7", "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYt", ""] {
        assert_eq!(field(json!({ "to": to })).await["to"][0], "to must be a Solana address", "{to}");
    }
    let fine = field(json!({ "amount": "0.0000000001" })).await;
    assert_eq!(fine["amount"][0], "amount must have at most 9 decimals");
    let own = stage.person(ADA).await["subwallets"][2]["address"].clone();
    let to_oneself = transfer(&stage, json!({ "to": own })).await;
    assert_eq!(to_oneself.both(), error(400, "Cannot transfer to yourself", "Bad Request"));
    let unknown = transfer_token(&stage, json!({ "tokenMintAddress": OUTSIDE })).await;
    assert_eq!(unknown.both(), error(404, "Token not found", "Not Found"));
    assert_snapshot!("solana_shortage", shown(&transfer(&stage, json!({ "amount": "0.5" })).await));
    stage.adds_up().await;
}
