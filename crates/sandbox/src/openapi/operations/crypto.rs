//! Chains and exchanges (`monei-api.md` §3.8 to §3.11).

use monei_api::endpoint::{self, Endpoint};
use serde_json::{Value, json};

use crate::openapi::request::{
    Description, Member, amount, chain, describe, evm_address, may, need, one_of, solana_address, whole,
};

const USDC_ON_BASE: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const USDT_ON_BASE: &str = "0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2";
const USDC_ON_SOLANA: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const USDT_ON_SOLANA: &str = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB";

const IN_COINS: &str = "In whole coins or tokens, with no more decimals than they have.";

pub(super) fn evm() -> Vec<Description> {
    let on = || need("chainId", chain(), "").example(8453);
    let to = || need("to", evm_address(), "With a right checksum where it has capitals.");
    let outside = "0x52908400098527886E0F7030069857D2E4169EE7";
    vec![
        describe(&[endpoint::EVM_NETWORKS], "The chains that are supported"),
        describe(&[endpoint::EVM_NATIVE_BALANCE], "The balance of a chain's own coin")
            .query(vec![on()])
            .refusals(&[404]),
        describe(&[endpoint::EVM_TOKEN_BALANCE], "The balance of a token")
            .query(vec![need("tokenAddress", evm_address(), "").example(USDC_ON_BASE), on()])
            .refusals(&[404]),
        describe(&[endpoint::EVM_PORTFOLIO], "All that is held on a chain").refusals(&[404]),
        describe(&[endpoint::EVM_SEND_NATIVE], "Send a chain's own coin")
            .body(
                vec![to(), need("amount", amount(), IN_COINS), need("chainId", chain(), "")],
                json!({ "to": outside, "amount": "0.01", "chainId": 8453 }),
            )
            .refusals(&[404]),
        describe(&[endpoint::EVM_SEND_TOKEN], "Send a token")
            .body(
                vec![
                    to(),
                    need("tokenAddress", evm_address(), ""),
                    need("amount", amount(), IN_COINS),
                    need("chainId", chain(), ""),
                ],
                json!({ "to": outside, "tokenAddress": USDC_ON_BASE, "amount": "0.5", "chainId": 8453 }),
            )
            .refusals(&[404]),
    ]
}

fn network() -> Member {
    may("network", json!({ "enum": ["mainnet-beta", "devnet", "testnet"], "default": "mainnet-beta" }), "")
}

pub(super) fn solana() -> Vec<Description> {
    let to = || need("to", solana_address(), "");
    let outside = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";
    vec![
        describe(&[endpoint::SOLANA_ADDRESS], "The own address").refusals(&[404]),
        describe(&[endpoint::SOLANA_BALANCE], "The balance of SOL").query(vec![network()]).refusals(&[404]),
        describe(&[endpoint::SOLANA_TOKEN_BALANCE], "The balance of a token").query(vec![network()]).refusals(&[404]),
        describe(&[endpoint::SOLANA_PORTFOLIO], "All that is held on Solana").query(vec![network()]).refusals(&[404]),
        describe(&[endpoint::SOLANA_TRANSFER], "Send SOL")
            .body(vec![to(), need("amount", amount(), IN_COINS), network()], json!({ "to": outside, "amount": "0.01" }))
            .refusals(&[404]),
        describe(&[endpoint::SOLANA_TRANSFER_TOKEN], "Send a token")
            .body(
                vec![
                    to(),
                    need("tokenMintAddress", solana_address(), ""),
                    need("amount", amount(), IN_COINS),
                    network(),
                ],
                json!({ "to": outside, "tokenMintAddress": USDC_ON_SOLANA, "amount": "0.5" }),
            )
            .refusals(&[404]),
    ]
}

/// A trade by its endpoint, its summary and the sides that are tokens.
type Trade = (Endpoint, &'static str, bool, bool);

pub(super) fn exchange() -> Vec<Description> {
    let evm: [Trade; 6] = [
        (endpoint::EVM_PRICE_NATIVE_TO_TOKEN, "The price of a token in a chain's own coin", false, true),
        (endpoint::EVM_PRICE_TOKEN_TO_TOKEN, "The price of a token in another", true, true),
        (endpoint::EVM_PRICE_TOKEN_TO_NATIVE, "The price of a chain's own coin in a token", true, false),
        (endpoint::EVM_SWAP_NATIVE_TO_TOKEN, "Swap a chain's own coin for a token", false, true),
        (endpoint::EVM_SWAP_TOKEN_TO_TOKEN, "Swap a token for another", true, true),
        (endpoint::EVM_SWAP_TOKEN_TO_NATIVE, "Swap a token for a chain's own coin", true, false),
    ];
    let older: [Trade; 3] = [
        (endpoint::LEGACY_EVM_QUOTE_NATIVE_TO_TOKEN, "The aggregator's answer for a token", false, true),
        (endpoint::LEGACY_EVM_QUOTE_TOKEN_TO_TOKEN, "The aggregator's answer for two tokens", true, true),
        (endpoint::LEGACY_EVM_QUOTE_TOKEN_TO_NATIVE, "The aggregator's answer for a chain's own coin", true, false),
    ];
    let quotes: [Trade; 4] = [
        (endpoint::LEGACY_SOLANA_QUOTE, "What a token costs in another, for older SDKs", true, true),
        (endpoint::SOLANA_QUOTE_SOL_TO_TOKEN, "What a token costs in SOL", false, true),
        (endpoint::SOLANA_QUOTE_TOKEN_TO_SOL, "What SOL costs in a token", true, false),
        (endpoint::SOLANA_QUOTE_TOKEN_TO_TOKEN, "What a token costs in another", true, true),
    ];
    let swaps: [Trade; 3] = [
        (endpoint::SOLANA_SWAP_SOL_TO_TOKEN, "Swap SOL for a token", false, true),
        (endpoint::SOLANA_SWAP_TOKEN_TO_SOL, "Swap a token for SOL", true, false),
        (endpoint::SOLANA_SWAP_TOKEN_TO_TOKEN, "Swap a token for another", true, true),
    ];
    let evm = evm.into_iter().chain(older).map(evm_trade);
    let quotes = quotes.into_iter().map(solana_quote);
    evm.chain(quotes).chain(swaps.into_iter().map(solana_swap)).collect()
}

fn evm_trade((endpoint, summary, sells_token, buys_token): Trade) -> Description {
    let mut example = json!({ "amount": if sells_token { "1" } else { "0.001" }, "chainId": 8453 });
    let mut members = Vec::new();
    if sells_token {
        members.push(need("tokenIn", evm_address(), "What is sold."));
        example["tokenIn"] = USDC_ON_BASE.into();
    }
    if buys_token {
        members.push(need("tokenOut", evm_address(), "What is bought."));
        example["tokenOut"] = if sells_token { USDT_ON_BASE } else { USDC_ON_BASE }.into();
    }
    members.push(need("amount", amount(), IN_COINS));
    // Two addresses tell the chain as well.
    members.push(if sells_token && buys_token {
        may("chainId", chain(), "Told by the tokens where it is left out.")
    } else {
        need("chainId", chain(), "")
    });
    let described = describe(&[endpoint], summary).body(members, example).refusals(&[404]);
    described.details("Prices are indicative: a swap is made at the price of its own moment.")
}

fn mints(sells_token: bool, buys_token: bool) -> (Vec<Member>, Value) {
    let mut example = json!({});
    let mut members = Vec::new();
    if sells_token {
        members.push(need("inputMint", solana_address(), "What is sold.").example(USDC_ON_SOLANA));
        example["inputMint"] = USDC_ON_SOLANA.into();
    }
    if buys_token {
        let mint = if sells_token { USDT_ON_SOLANA } else { USDC_ON_SOLANA };
        members.push(need("outputMint", solana_address(), "What is bought.").example(mint));
        example["outputMint"] = mint.into();
    }
    (members, example)
}

fn solana_quote((endpoint, summary, sells_token, buys_token): Trade) -> Description {
    let (mut members, _) = mints(sells_token, buys_token);
    members.push(need("amount", amount(), IN_COINS).example(0.05));
    describe(&[endpoint], summary).details("Valid for thirty seconds.").query(members).refusals(&[404])
}

fn solana_swap((endpoint, summary, sells_token, buys_token): Trade) -> Description {
    let (mut members, mut example) = mints(sells_token, buys_token);
    members.push(need("amount", amount(), IN_COINS));
    members.push(may("slippageBps", whole(0, 10_000), "In hundredths of a per cent; 50 where it is left out."));
    example["amount"] = json!(0.01);
    describe(&[endpoint], summary).body(members, example).refusals(&[404])
}

pub(super) fn networks_of_beneficiaries() -> Value {
    let chains = crate::chains::EvmChain::all().map(|chain| chain.slug);
    one_of(&chains.chain(std::iter::once("solana")).collect::<Vec<_>>())
}
