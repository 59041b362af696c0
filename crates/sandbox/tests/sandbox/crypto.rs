//! Random sends and swaps of people who can afford them, in any order, with time passing and chains reverting: most
//! of them succeed, and whatever happens everything adds up.

use proptest::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::Stage;

const NEIGHBOURS: [&str; 3] = ["ada@example.ng", "busy@example.ng", "ngozi@example.ng"];
const USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const USDT: &str = "0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2";
const ETHEREUM_USDC: &str = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const SOLANA_USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const SOLANA_USDT: &str = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB";

#[derive(Clone, Debug)]
enum Step {
    /// A call with its body, whose `to` is filled in.
    Call {
        path: &'static str,
        body: Value,
        to: To,
    },
    Pass {
        seconds: u32,
    },
    Fail,
    Finish,
}

#[derive(Clone, Copy, Debug)]
enum To {
    Nobody,
    Outside,
    Zero,
    Neighbour(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let to = prop_oneof![
        2 => Just(To::Outside),
        1 => Just(To::Zero),
        3 => (0..NEIGHBOURS.len()).prop_map(To::Neighbour),
    ];
    let sends = prop::sample::select(vec![
        ("/evm/send/native", json!({ "chainId": 8453 })),
        ("/evm/send/native", json!({ "chainId": 1 })),
        ("/evm/send/token", json!({ "chainId": 8453, "tokenAddress": USDT })),
        ("/evm/send/token", json!({ "chainId": 1, "tokenAddress": ETHEREUM_USDC })),
        ("/solana/transfer", json!({})),
        ("/solana/transfer-token", json!({ "tokenMintAddress": SOLANA_USDC })),
    ]);
    let swaps = prop::sample::select(vec![
        ("/evm-exchange/native-to-token", json!({ "chainId": 8453, "tokenOut": USDC })),
        ("/evm-exchange/token-to-token", json!({ "chainId": 8453, "tokenIn": USDT, "tokenOut": USDC })),
        ("/evm-exchange/token-to-native", json!({ "chainId": 1, "tokenIn": ETHEREUM_USDC })),
        ("/solana-exchange/swap-sol-to-token", json!({ "outputMint": SOLANA_USDT })),
        ("/solana-exchange/swap-token-to-sol", json!({ "inputMint": SOLANA_USDC })),
        ("/solana-exchange/swap-token-to-token", json!({ "inputMint": SOLANA_USDC, "outputMint": SOLANA_USDT })),
    ]);
    // At most a cent of anything, but now and then all the ether that there could be.
    let amount =
        || prop_oneof![9 => (1u32..10_000).prop_map(|units| format!("0.00{units:04}")), 1 => Just("0.05".to_owned())];
    let with = |mut body: Value, amount: String| {
        body["amount"] =
            if body.get("chainId").is_some() { json!(amount) } else { json!(amount.parse::<f64>().unwrap()) };
        body
    };
    prop_oneof![
        6 => (sends, amount(), to).prop_map(move |((path, body), amount, to)| Step::Call { path, body: with(body, amount), to }),
        6 => (swaps, amount()).prop_map(move |((path, body), amount)| Step::Call { path, body: with(body, amount), to: To::Nobody }),
        2 => (1u32..300).prop_map(|seconds| Step::Pass { seconds }),
        1 => Just(Step::Fail),
        1 => Just(Step::Finish),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_sent_and_swapped_everything_adds_up(
        steps in prop::collection::vec((step(), 0usize..2), 40..60),
        explicit in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let stage = Stage::new().await;
            stage.switch(json!({ "time": if explicit { "explicit" } else { "auto" } })).await;
            let sessions = [stage.session(NEIGHBOURS[0], "1234").await, stage.session(NEIGHBOURS[1], "8642").await];
            let (mut done, mut asked) = (0, 0);
            for (step, who) in steps {
                match step {
                    Step::Call { path, body, to } => {
                        let body = addressed(&stage, path, body, to).await;
                        let path = format!("/api/v1{path}");
                        let answer = stage.send(Method::POST, &path, Some(&sessions[who]), Some(body)).await;
                        assert!(matches!(answer.status.as_u16(), 200 | 400 | 403), "{answer:?}");
                        asked += 1;
                        done += u32::from(answer.status == 200);
                    }
                    Step::Pass { seconds } => stage.advance(seconds).await,
                    Step::Fail => go_on(&stage, "fail").await,
                    Step::Finish => go_on(&stage, "finish").await,
                }
            }
            assert!(done * 3 > asked, "{done} of {asked} succeeded");
            stage.adds_up().await;
            stage.advance(3600).await;
            stage.adds_up().await;
        });
    }
}

/// The body with its receiver.
async fn addressed(stage: &Stage, path: &str, mut body: Value, to: To) -> Value {
    let is_solana = path.starts_with("/solana");
    let fixed = |evm: &str, solana: &str| json!(if is_solana { solana } else { evm });
    let to = match to {
        To::Nobody => return body,
        To::Outside => {
            fixed("0x52908400098527886E0F7030069857D2E4169EE7", "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM")
        }
        To::Zero => fixed("0x0000000000000000000000000000000000000000", "11111111111111111111111111111111"),
        To::Neighbour(at) => {
            stage.person(NEIGHBOURS[at]).await["subwallets"][if is_solana { 2 } else { 1 }]["address"].clone()
        }
    };
    body["to"] = to;
    body
}

/// The next send comes to this end.
async fn go_on(stage: &Stage, outcome: &str) {
    let pending = stage.control(Method::GET, "/pending", None).await.json();
    let sends = pending["pending"].as_array().unwrap();
    if let Some(item) = sends.iter().find(|item| item["kind"] == "send") {
        let body = json!({ "item": item["id"], "outcome": outcome });
        assert_eq!(stage.control(Method::POST, "/pending", Some(body)).await.status, 200);
    }
}
