//! Swaps: prices and quotes, both sides at once, and what stands in the way.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Answer, Stage, error, shown};

const USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const USDT: &str = "0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2";
const SOLANA_USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const SOLANA_USDT: &str = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB";

/// What Ada has of something on a network.
async fn has(stage: &Stage, network: &str, symbol: &str) -> String {
    let ada = stage.person("ada@example.ng").await;
    let holdings = ada["holdings"].as_array().unwrap();
    let holding = holdings.iter().find(|it| it["network"] == network && it["symbol"] == symbol);
    holding.map_or("0".to_owned(), |it| it["balance"].as_str().unwrap().to_owned())
}

/// The two newest transactions: what was bought and what was sold.
async fn sides(stage: &Stage) -> Value {
    let ada = stage.person("ada@example.ng").await;
    let side = |at: usize| {
        let it = &ada["transactions"][at];
        json!([it["direction"], it["amount"], it["currency"], it["status"], it["narration"]])
    };
    json!([side(0), side(1)])
}

async fn nature(stage: &Stage, reference: &str) -> Value {
    let path = format!("/transactions/reference/{reference}");
    stage.get_by_key(&path).await.json()["data"]["nature"].clone()
}

#[tokio::test]
async fn prices_are_told_and_nothing_is_traded() {
    let stage = Stage::new().await;
    let price = async |path: &str, body: Value| stage.post_by_key(&format!("/evm-exchange/price/{path}"), body).await;
    let bought = price("native-to-token", json!({ "amount": "0.01", "tokenOut": USDC, "chainId": 8453 })).await;
    assert_snapshot!("price_native_to_token", shown(&bought));
    let between = json!({ "tokenIn": USDT, "tokenOut": USDC, "amount": "10", "chainId": 8453 });
    assert_snapshot!("price_token_to_token", shown(&price("token-to-token", between.clone()).await));
    let sold = price("token-to-native", json!({ "tokenIn": USDC, "amount": "2", "chainId": 8453 })).await;
    assert_snapshot!("price_token_to_native", shown(&sold));
    stage.switch(json!({ "evmPrice": "aggregator" })).await;
    assert_snapshot!("price_of_the_aggregator", shown(&price("token-to-token", between).await));
    assert_eq!((has(&stage, "Base", "ETH").await, has(&stage, "Base", "USDT").await), ("0.05".into(), "20".into()));
}

#[tokio::test]
async fn a_coin_is_swapped_for_a_token() {
    let stage = Stage::new().await;
    let body = json!({ "amount": "0.01", "tokenOut": USDC, "chainId": 8453, "amountOut": "1" });
    let swapped = stage.post_by_key("/evm-exchange/native-to-token", body).await;
    assert_snapshot!("swap_native_to_token", shown(&swapped));
    assert_eq!(has(&stage, "Base", "ETH").await, "0.0399978", "with its gas");
    assert_snapshot!("swap_sides", serde_json::to_string_pretty(&sides(&stage).await).unwrap());
    let hash = swapped.json()["data"]["txHash"].as_str().unwrap().to_owned();
    assert_eq!(nature(&stage, &hash).await, "CRYPTO_TRADE_SELL");
    let bought = format!("/transactions/reference/{hash}-bought");
    let bought = stage.get_by_key(&bought).await.json()["data"].clone();
    assert_eq!((&bought["nature"], &bought["metadata"]["txHash"]), (&json!("CRYPTO_TRADE_BUY"), &json!(hash)));
    assert_eq!(bought["metadata"]["feeCurrency"], "USDC");
    stage.adds_up().await;
}

#[tokio::test]
async fn tokens_are_swapped_on_the_chain_that_they_are_on() {
    let stage = Stage::new().await;
    let body = json!({ "tokenIn": USDT.to_lowercase(), "tokenOut": USDC, "amount": 10 });
    let swapped = stage.post_by_key("/evm-exchange/token-to-token", body).await;
    assert_snapshot!("swap_token_to_token", shown(&swapped));
    assert_eq!(has(&stage, "Base", "USDT").await, "10");
    assert_eq!(has(&stage, "Base", "USDC").await, "11.984981");
    stage.adds_up().await;
}

#[tokio::test]
async fn a_token_is_swapped_for_the_coin_only_where_there_is_gas() {
    let stage = Stage::new().await;
    let swap = async |token: &str, chain: u32| {
        let body = json!({ "tokenIn": token, "amount": "2", "chainId": chain });
        stage.post_by_key("/evm-exchange/token-to-native", body).await
    };
    assert_snapshot!("swap_token_to_native", shown(&swap(USDC, 8453).await));
    assert_eq!(has(&stage, "Base", "USDC").await, "0");
    let no_gas = swap("0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d", 56).await;
    assert_snapshot!("swap_without_gas", shown(&no_gas));
    assert_eq!(has(&stage, "BNB Smart Chain", "USDC").await, "4.25");
    stage.adds_up().await;
}

#[tokio::test]
async fn what_stands_in_the_way_of_a_swap_is_named() {
    let stage = Stage::new().await;
    for path in ["native-to-token", "token-to-token", "token-to-native"] {
        let name = format!("swap_empty_{}", path.replace('-', "_"));
        let swap = stage.post_by_key(&format!("/evm-exchange/{path}"), json!({})).await;
        assert_snapshot!(name, shown(&swap));
        assert_eq!(stage.post_by_key(&format!("/evm-exchange/price/{path}"), json!({})).await.both(), swap.both());
    }
    let swap = async |changes: Value| {
        let mut body = json!({ "tokenIn": USDT, "tokenOut": USDC, "amount": "10", "chainId": 8453 });
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        stage.post_by_key("/evm-exchange/token-to-token", body).await
    };
    let refused = |message: &str| error(400, message, "Bad Request");
    let unknown = error(404, "Token not found", "Not Found");
    assert_eq!(swap(json!({ "tokenOut": SOLANA_USDC })).await.status, 400);
    assert_eq!(swap(json!({ "chainId": 1 })).await.both(), unknown);
    let elsewhere = "0x52908400098527886E0F7030069857D2E4169EE7";
    assert_eq!(swap(json!({ "tokenOut": elsewhere, "chainId": null })).await.both(), unknown);
    let same = swap(json!({ "tokenOut": USDT })).await;
    assert_eq!(same.json()["errors"]["tokenOut"][0], "tokenOut must be another token than tokenIn");
    assert_eq!(swap(json!({ "amount": "0.000001" })).await.both(), refused("Amount is too small to swap"));
    let fine = swap(json!({ "amount": "0.0000001" })).await;
    assert_eq!(fine.json()["errors"]["amount"][0], "amount must have at most 6 decimals");
    assert_snapshot!("swap_shortage", shown(&swap(json!({ "amount": "21" })).await));
    let over = error(403, "Daily crypto limit of NGN 200000 exceeded for tier_1", "Forbidden");
    assert_eq!(swap(json!({ "amount": "200" })).await.both(), over);
    let test =
        json!({ "amount": "0.1", "tokenOut": "0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238", "chainId": 11_155_111 });
    let on_a_test_network = stage.post_by_key("/evm-exchange/native-to-token", test).await;
    assert_eq!(on_a_test_network.both(), refused("Swaps are not available on this network"));
    assert_eq!(has(&stage, "Base", "USDT").await, "20");
    stage.adds_up().await;
}

#[tokio::test]
async fn more_than_there_is_to_trade_with_is_not_traded() {
    let stage = Stage::new().await;
    let session = stage.session("busy@example.ng", "8642").await;
    let kola = "0x6b6f6c616e75742d73616e64626f78746f6b656e";
    let body = json!({ "tokenIn": kola, "amount": "1e18", "chainId": 8453 });
    let price = "/api/v1/evm-exchange/price/token-to-native";
    let price = stage.send(Method::POST, price, Some(&session), Some(body.clone())).await.json();
    assert_eq!(price["data"]["liquidityAvailable"], false);
    let swap = |amount: &str| json!({ "tokenIn": kola, "amount": amount, "chainId": 8453 });
    let path = "/api/v1/evm-exchange/token-to-native";
    let answer = stage.send(Method::POST, path, Some(&session), Some(swap("4e13"))).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let over = stage.send(Method::POST, path, Some(&session), Some(swap("1e18"))).await;
    assert_eq!(over.status, 403, "its worth exceeds any limit first");
    stage.adds_up().await;
}

async fn solana_swap(stage: &Stage, path: &str, body: Value) -> Answer {
    stage.post_by_key(&format!("/solana-exchange/swap-{path}"), body).await
}

#[tokio::test]
async fn quotes_are_told_in_whole_tokens() {
    let stage = Stage::new().await;
    let quote = async |path: &str| stage.get_by_key(&format!("/solana-exchange/quote/{path}")).await;
    let bought = quote(&format!("sol-to-token?outputMint={SOLANA_USDC}&amount=0.1")).await;
    assert_snapshot!("quote_sol_to_token", shown(&bought));
    let sold = quote(&format!("token-to-sol?inputMint={SOLANA_USDC}&amount=1.5")).await;
    assert_snapshot!("quote_token_to_sol", shown(&sold));
    let between = quote(&format!("token-to-token?inputMint={SOLANA_USDC}&outputMint={SOLANA_USDT}&amount=1")).await;
    assert_snapshot!("quote_token_to_token", shown(&between));
    assert_snapshot!("quote_wrong", shown(&quote("token-to-token?inputMint=USDC&amount=lots").await));
    let unknown = quote("sol-to-token?outputMint=9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM&amount=1").await;
    assert_eq!(unknown.both(), error(404, "Token not found", "Not Found"));
    let same = quote(&format!("token-to-token?inputMint={SOLANA_USDC}&outputMint={SOLANA_USDC}&amount=1")).await;
    assert_eq!(same.json()["errors"]["outputMint"][0], "outputMint must be another token than inputMint");
    let lamports = quote(&format!("sol-to-token?outputMint={SOLANA_USDC}&amount=10000000")).await.json();
    assert_eq!(
        (&lamports["data"]["amounts"]["inputAmount"], &lamports["data"]["executable"]),
        (&json!(10_000_000), &json!(false))
    );
    stage.adds_up().await;
}

#[tokio::test]
async fn swaps_on_solana_tell_where_they_are_seen() {
    let stage = Stage::new().await;
    let swapped = solana_swap(&stage, "sol-to-token", json!({ "outputMint": SOLANA_USDC, "amount": 0.1 })).await;
    assert_snapshot!("swap_sol_to_token", shown(&swapped));
    assert_eq!(has(&stage, "Solana", "SOL").await, "0.399895");
    let back = solana_swap(&stage, "token-to-sol", json!({ "inputMint": SOLANA_USDC, "amount": "1.5" })).await;
    assert_snapshot!("swap_token_to_sol", shown(&back));
    let body = json!({ "inputMint": SOLANA_USDC, "outputMint": SOLANA_USDT, "amount": 5, "slippageBps": 10_000 });
    assert_snapshot!("swap_solana_tokens", shown(&solana_swap(&stage, "token-to-token", body).await));
    assert_eq!(has(&stage, "Solana", "USDT").await, "4.989996");
    stage.adds_up().await;
}

#[tokio::test]
async fn slippage_is_kept() {
    let stage = Stage::new().await;
    let swap = async |slippage: Value| {
        let body = json!({ "outputMint": SOLANA_USDC, "amount": 0.001, "slippageBps": slippage });
        solana_swap(&stage, "sol-to-token", body).await
    };
    for bad in [json!(10_001), json!(-1), json!(0.5), json!("50")] {
        let answer = swap(bad.clone()).await.json();
        assert_eq!(answer["errors"]["slippageBps"][0], "slippageBps must be an integer from 0 to 10000", "{bad}");
    }
    // Without any tolerance it depends on where the price goes until the chain takes the swap.
    let mut statuses = std::collections::BTreeSet::new();
    for _ in 0..60 {
        let answer = swap(json!(0)).await;
        if answer.status == 400 {
            assert_eq!(answer.both(), error(400, "Slippage tolerance exceeded", "Bad Request"));
        }
        statuses.insert(answer.status.as_u16());
        assert_eq!(swap(json!(50)).await.status, 200);
        stage.advance(600).await;
    }
    assert_eq!(statuses.into_iter().collect::<Vec<_>>(), [200, 400]);
    stage.adds_up().await;
}

#[tokio::test]
async fn a_swap_is_priced_anew() {
    let stage = Stage::new().await;
    let path = format!("/solana-exchange/quote/sol-to-token?outputMint={SOLANA_USDC}&amount=0.1");
    let quoted = async || stage.get_by_key(&path).await.json()["data"]["amounts"]["outputAmount"].to_string();
    let first = quoted().await;
    stage.advance(7200).await;
    assert_ne!(quoted().await, first);
    solana_swap(&stage, "sol-to-token", json!({ "outputMint": SOLANA_USDC, "amount": 0.1 })).await;
    let bought = &sides(&stage).await;
    let bought = if bought[0][0] == "in" { &bought[0] } else { &bought[1] };
    assert_ne!(bought[1].as_str().unwrap(), first);
}
