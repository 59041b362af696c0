//! EVM chains: networks, balances, portfolios, and sends that are confirmed, reverted, and received by others here.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{ADA, Answer, Stage, error, shown};

const OUTSIDE: &str = "0x52908400098527886E0F7030069857D2E4169EE7";
const ZERO: &str = "0x0000000000000000000000000000000000000000";
const BASE_USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const BASE_USDT: &str = "0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2";
const BSC_USDC: &str = "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d";

/// A send of ether with some fields changed; `null` leaves one out.
async fn send_ether(stage: &Stage, changes: Value) -> Answer {
    let body = json!({ "to": OUTSIDE, "amount": "0.01", "chainId": 8453 });
    stage.post_by_key("/evm/send/native", with(body, &changes)).await
}

async fn send_token(stage: &Stage, changes: Value) -> Answer {
    let body = json!({ "to": OUTSIDE, "tokenAddress": BASE_USDC, "amount": "0.5", "chainId": 8453 });
    stage.post_by_key("/evm/send/token", with(body, &changes)).await
}

fn with(mut body: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn hash(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["data"]["txHash"].as_str().unwrap().to_owned()
}

async fn ether(stage: &Stage) -> Value {
    stage.get_by_key("/evm/balance/native?chainId=8453").await.json()["data"]["balance"].clone()
}

async fn token(stage: &Stage, address: &str, chain: u32) -> Value {
    let path = format!("/evm/balance/token?tokenAddress={address}&chainId={chain}");
    stage.get_by_key(&path).await.json()["data"]["balance"].clone()
}

async fn transaction(stage: &Stage, reference: &str) -> Value {
    stage.get_by_key(&format!("/transactions/reference/{reference}")).await.json()["data"].clone()
}

#[tokio::test]
async fn networks_have_both_keys_of_their_explorer() {
    let stage = Stage::new().await;
    assert_snapshot!("evm_networks", shown(&stage.get_by_key("/evm/networks").await));
    stage.switch(json!({ "networks": "testnets" })).await;
    assert_snapshot!("evm_testnets", shown(&stage.get_by_key("/evm/networks").await));
}

#[tokio::test]
async fn balances_are_texts() {
    let stage = Stage::new().await;
    assert_snapshot!("evm_native_balance", shown(&stage.get_by_key("/evm/balance/native?chainId=8453").await));
    assert_eq!(token(&stage, BASE_USDC, 8453).await, "2");
    assert_eq!(token(&stage, &BASE_USDT.to_lowercase(), 8453).await, "20", "whatever the case of the address");
    let nothing = stage.get_by_key("/evm/balance/native?chainId=1").await;
    assert_eq!(nothing.json()["data"]["balance"], "0");
    let elsewhere = stage.get_by_key(&format!("/evm/balance/token?tokenAddress={BASE_USDC}&chainId=1")).await;
    assert_eq!(elsewhere.both(), error(404, "Token not found", "Not Found"));
    let bad = stage.get_by_key("/evm/balance/token?tokenAddress=USDC&chainId=base").await;
    assert_snapshot!("evm_token_balance_wrong", shown(&bad));
    assert_snapshot!("evm_native_balance_empty", shown(&stage.get_by_key("/evm/balance/native").await));
}

#[tokio::test]
async fn a_portfolio_adds_up() {
    let stage = Stage::new().await;
    let portfolio = stage.get_by_key("/evm/portfolio/8453").await;
    assert_snapshot!("evm_portfolio", shown(&portfolio));
    let cents = |value: &Value| value.as_str().unwrap().replace('.', "").parse::<u64>().unwrap();
    let data = &portfolio.json()["data"];
    let tokens = data["tokens"].as_array().unwrap().iter();
    let parts: u64 = tokens.chain([&data["nativeToken"]]).map(|token| cents(&token["balanceUSD"])).sum();
    assert_eq!(cents(&data["totalPortfolioValueUSD"]), parts);
    let test = stage.get_by_key("/evm/portfolio/11155111").await.json();
    assert_eq!(
        (&test["data"]["network"], &test["data"]["totalPortfolioValueUSD"]),
        (&json!("sepolia"), &json!("0.00"))
    );
    assert_eq!(test["data"]["tokens"][0]["balance"], "10");
    for unknown in ["2", "base", "08453x", "-1"] {
        let answer = stage.get_by_key(&format!("/evm/portfolio/{unknown}")).await;
        assert_eq!(answer.status, 400, "{unknown}");
        assert_eq!(answer.json()["errors"]["chainId"][0], "chainId must be the id of a supported network");
    }
}

#[tokio::test]
async fn figures_beyond_a_float_are_whole() {
    let stage = Stage::new().await;
    let session = stage.session("busy@example.ng", "8642").await;
    let base = stage.get("/evm/portfolio/8453", &session).await;
    assert!(base.shows("\"rawBalance\":\"400000000000000000000000000000000\""), "{}", base.text);
    assert!(base.shows("\"balance\":\"0.123456789012345678\""), "{}", base.text);
    let bsc = stage.get("/evm/portfolio/56", &session).await;
    assert!(bsc.shows("\"balance\":\"5000.000000000000000001\""), "{}", bsc.text);
}

#[tokio::test]
async fn prices_move_with_the_time_of_the_simulation() {
    let stage = Stage::new().await;
    let price = async || {
        let portfolio = stage.get_by_key("/evm/portfolio/8453").await.json();
        portfolio["data"]["nativeToken"]["priceUSD"].as_str().unwrap().to_owned()
    };
    let first = price().await;
    assert_eq!(price().await, first);
    stage.advance(600).await;
    assert_ne!(price().await, first);
}

#[tokio::test]
async fn the_wallet_embeds_portfolios_where_a_chain_is_named() {
    let stage = Stage::new().await;
    let embedded = stage.get_by_key("/wallet/me?chainId=8453").await;
    assert_snapshot!("wallet_me_of_a_chain", shown(&embedded));
    let portfolio = stage.get_by_key("/evm/portfolio/8453").await.json();
    assert_eq!(embedded.json()["data"]["evmPortfolio"], portfolio["data"]);
    stage.switch(json!({ "portfolios": "subwallet" })).await;
    let data = stage.get_by_key("/wallet/me?chainId=8453").await.json()["data"].clone();
    assert_eq!(data.get("evmPortfolio"), None);
    assert_eq!(data["subwallets"][1]["evmPortfolio"], portfolio["data"]);
    assert!(data["subwallets"][2]["solPortfolio"]["tokens"][0]["balance"].is_number());
    assert_eq!(data["subwallets"][0].get("evmPortfolio"), None);
    assert_eq!(stage.get_by_key("/wallet/me?chainId=3").await.status, 400);
    assert!(!stage.get_by_key("/wallet/me").await.shows("ortfolio\""));
}

#[tokio::test]
async fn a_send_is_pending_and_then_confirmed() {
    let stage = Stage::new().await;
    let sent = send_ether(&stage, json!({})).await;
    assert_snapshot!("evm_send_native", shown(&sent));
    let hash = hash(&sent);
    assert_eq!(ether(&stage).await, "0.03999979", "amount and gas are set aside");
    let pending = transaction(&stage, &hash).await;
    assert_eq!((&pending["status"], &pending["nature"]), (&json!("PENDING"), &json!("CRYPTO_WITHDRAWAL")));
    assert_eq!((&pending["type"], &pending["currency"]), (&json!("DEBIT"), &json!("ETH")));
    assert_snapshot!("evm_send_metadata", serde_json::to_string_pretty(&pending["metadata"]).unwrap());
    assert_eq!(pending["subwallet"]["chain"], "EVM");
    stage.advance(19).await;
    assert_eq!(transaction(&stage, &hash).await["status"], "PENDING");
    stage.advance(1).await;
    assert_eq!(transaction(&stage, &hash).await["status"], "SUCCESS");
    assert_eq!(ether(&stage).await, "0.03999979");
    stage.adds_up().await;
}

#[tokio::test]
async fn a_token_is_sent_with_gas_in_the_coin_of_the_chain() {
    let stage = Stage::new().await;
    let sent = send_token(&stage, json!({})).await;
    assert_snapshot!("evm_send_token", shown(&sent));
    assert_eq!((token(&stage, BASE_USDC, 8453).await, ether(&stage).await), (json!("1.5"), json!("0.04999935")));
    let detail = transaction(&stage, &hash(&sent)).await;
    assert_eq!((&detail["amount"], &detail["totalAmount"]), (&json!(0.5), &json!(0.5)));
    assert_eq!(detail["metadata"]["feeCurrency"], "ETH");
    assert!(stage.get_by_key(&format!("/transactions/reference/{}", hash(&sent))).await.shows("\"fee\":0.00000065"));
    // She has dollars on that chain, but none of its coin.
    let no_gas = send_token(&stage, json!({ "chainId": 56, "tokenAddress": BSC_USDC })).await;
    assert_snapshot!("evm_no_gas", shown(&no_gas));
    assert_eq!(token(&stage, BSC_USDC, 56).await, "4.25");
    stage.adds_up().await;
}

#[tokio::test]
async fn confirmation_takes_as_long_as_documented() {
    let stage = Stage::new().await;
    let session = stage.session("busy@example.ng", "8642").await;
    for (chain, seconds) in [(1, 180), (56, 45), (137, 240), (42_161, 20)] {
        let body = json!({ "to": OUTSIDE, "amount": "0.001", "chainId": chain });
        let sent = stage.send(Method::POST, "/api/v1/evm/send/native", Some(&session), Some(body)).await;
        let path = format!("/transactions/reference/{}", hash(&sent));
        let status = async || stage.get(&path, &session).await.json()["data"]["status"].clone();
        stage.advance(seconds - 1).await;
        assert_eq!(status().await, "PENDING", "{chain}");
        stage.advance(1).await;
        assert_eq!(status().await, "SUCCESS", "{chain}");
    }
    stage.adds_up().await;
}

#[tokio::test]
async fn a_reverted_send_comes_back() {
    let stage = Stage::new().await;
    let by_itself = hash(&send_ether(&stage, json!({ "to": ZERO })).await);
    stage.advance(20).await;
    stage.switch(json!({ "time": "explicit" })).await;
    let on_command = hash(&send_ether(&stage, json!({})).await);
    let pending = stage.control(Method::GET, "/pending", None).await.json();
    let item = pending["pending"].as_array().unwrap().iter().find(|item| item["reference"] == on_command).unwrap();
    assert_eq!(item["kind"], "send");
    let body = json!({ "item": on_command, "outcome": "fail" });
    assert_eq!(stage.control(Method::POST, "/pending", Some(body)).await.status, 200);
    for hash in [by_itself, on_command] {
        let failed = transaction(&stage, &hash).await;
        assert_eq!(
            (&failed["status"], &failed["metadata"]["failureReason"]),
            (&json!("FAILED"), &json!("Reverted on chain"))
        );
    }
    assert_eq!(ether(&stage).await, "0.05", "with its gas");
    stage.adds_up().await;
}

#[tokio::test]
async fn what_is_sent_to_somebody_here_arrives() {
    let stage = Stage::new().await;
    let ngozi = stage.person("ngozi@example.ng").await;
    let address = ngozi["subwallets"][1]["address"].as_str().unwrap();
    let sent = hash(&send_token(&stage, json!({ "to": address, "amount": 1.25 })).await);
    let count = &ngozi["transactionCount"];
    assert_eq!(stage.person("ngozi@example.ng").await["transactionCount"], *count, "nothing before it is confirmed");
    stage.advance(20).await;
    let arrived = &stage.person("ngozi@example.ng").await["transactions"][0];
    assert_eq!((&arrived["amount"], &arrived["direction"]), (&json!("1.25"), &json!("in")));
    assert_eq!((&arrived["reference"], &arrived["type"]), (&json!(sent), &json!("PEER-TRANSFER")));
    let mine = transaction(&stage, &sent).await;
    assert_eq!((&mine["nature"], &mine["metadata"]["counterparty"]), (&json!("CRYPTO_P2P"), &json!("Ngozi Balogun")));
    let session = stage.session("ngozi@example.ng", "1357").await;
    let hers = stage.get("/evm/portfolio/8453", &session).await.json();
    assert_eq!(hers["data"]["tokens"][0]["balance"], "1.25");
    let detail = stage.get(&format!("/transactions/reference/{sent}"), &session).await.json();
    assert_eq!((&detail["data"]["nature"], &detail["data"]["fee"]), (&json!("CRYPTO_P2P"), &json!(0)));
    stage.adds_up().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_send_is_named() {
    let stage = Stage::new().await;
    assert_snapshot!("evm_send_native_empty", shown(&stage.post_by_key("/evm/send/native", json!({})).await));
    assert_snapshot!("evm_send_token_empty", shown(&stage.post_by_key("/evm/send/token", json!({})).await));
    let field = async |changes: Value| {
        let answer = send_ether(&stage, changes.clone()).await;
        assert_eq!(answer.status, 400, "{changes}");
        let errors = answer.json()["errors"].as_object().unwrap().clone();
        errors.into_values().next().unwrap()[0].as_str().unwrap().to_owned()
    };
    let wrong_case = "0x52908400098527886E0F7030069857D2E4169Ee7";
    for to in [wrong_case, "0x5290", "52908400098527886E0F7030069857D2E4169EE7", "ada@example.ng"] {
        assert_eq!(field(json!({ "to": to })).await, "to must be an EVM address with a valid checksum", "{to}");
    }
    assert_eq!(field(json!({ "chainId": "8453" })).await, "chainId must be the id of a supported network");
    assert_eq!(field(json!({ "chainId": 5 })).await, "chainId must be the id of a supported network");
    assert_eq!(field(json!({ "amount": "0.0000000000000000001" })).await, "amount must have at most 18 decimals");
    assert_eq!(field(json!({ "amount": "0" })).await, "amount must be greater than 0");
    assert_eq!(field(json!({ "amount": "1 ETH" })).await, "amount must be a number");
    let fine = send_token(&stage, json!({ "amount": "0.0000001" })).await;
    assert_eq!(fine.json()["errors"]["amount"][0], "amount must have at most 6 decimals");
    let unknown = send_token(&stage, json!({ "tokenAddress": OUTSIDE })).await;
    assert_eq!(unknown.both(), error(404, "Token not found", "Not Found"));
    let own = stage.person(ADA).await["subwallets"][1]["address"].clone();
    let to_oneself = send_ether(&stage, json!({ "to": own })).await;
    assert_eq!(to_oneself.both(), error(400, "Cannot transfer to yourself", "Bad Request"));
    assert_eq!(ether(&stage).await, "0.05");
    stage.adds_up().await;
}

#[tokio::test]
async fn gas_is_part_of_what_must_be_there() {
    let stage = Stage::new().await;
    let session = stage.session("busy@example.ng", "8642").await;
    let body = json!({ "to": OUTSIDE, "amount": "0.123456789012345678", "chainId": 8453 });
    let answer = stage.send(Method::POST, "/api/v1/evm/send/native", Some(&session), Some(body)).await;
    assert_snapshot!("evm_shortage", shown(&answer));
    // A PIN is not asked for, and ignored where it is sent.
    let body = json!({ "to": OUTSIDE, "amount": "0.123456579012345678", "chainId": 8453, "transactionPin": "0" });
    let answer = stage.send(Method::POST, "/api/v1/evm/send/native", Some(&session), Some(body)).await;
    assert_eq!(answer.status, 200, "all but its gas");
    stage.adds_up().await;
}

#[tokio::test]
async fn no_more_crypto_leaves_in_a_day_than_the_tier_allows() {
    let stage = Stage::new().await;
    let over = error(403, "Daily crypto limit of NGN 200000 exceeded for tier_1", "Forbidden");
    assert_eq!(send_ether(&stage, json!({ "amount": "0.049" })).await.both(), over);
    assert_eq!(send_ether(&stage, json!({ "amount": "0.025" })).await.status, 200);
    assert_eq!(send_ether(&stage, json!({ "amount": "0.024" })).await.both(), over, "both together");
    // What is on a test network is worth nothing.
    assert_eq!(send_ether(&stage, json!({ "amount": "0.4", "chainId": 11_155_111 })).await.status, 200);
    stage.advance(24 * 3600).await;
    assert_eq!(send_ether(&stage, json!({ "amount": "0.02" })).await.status, 200);
    stage.adds_up().await;
}

#[tokio::test]
async fn without_a_verified_account_there_is_no_crypto() {
    let stage = Stage::new().await;
    let session = stage.session("new@example.ng", "2468").await;
    for path in ["/evm/portfolio/8453", "/evm/balance/native?chainId=8453", "/solana/portfolio", "/solana/address"] {
        assert_eq!(stage.get(path, &session).await.both(), error(404, "Wallet not found", "Not Found"), "{path}");
    }
    let body = json!({ "to": OUTSIDE, "amount": "1", "chainId": 8453 });
    let answer = stage.send(Method::POST, "/api/v1/evm/send/native", Some(&session), Some(body)).await;
    assert_eq!(answer.both(), error(403, "Crypto is not allowed before the account is verified", "Forbidden"));
    assert_eq!(stage.get("/kyc/limits", &session).await.json()["data"]["cryptoAllowed"], false);
    assert!(!stage.get("/wallet/me?chainId=1", &session).await.shows("ortfolio\""));
}
