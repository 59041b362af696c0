//! What the contract names as refusals, told before where it can be known and by Monei where not.

use std::collections::BTreeSet;

use monei_api::Currency;
use monei_api::exchange::SlippageBps;
use monei_core::payments::checks::Objection;
use monei_core::payments::desk::{NotPrepared, NotSent};
use monei_core::payments::journal::Rejection;
use monei_core::payments::order::Token;
use monei_core::payments::{Order, Pin, State};
use monei_core::session::SessionError;
use reqwest::Method;

use super::scene::{EVERYTHING, Scene, amount, to_bank, to_friend};

fn refused(state: &State) -> u16 {
    let State::Rejected { why: Rejection::Refused { status, monei_says: Some(_) } } = state else {
        panic!("{state:?}");
    };
    *status
}

#[tokio::test]
async fn refusals_are_told_with_moneis_words_and_nothing_moves() {
    let scene = Scene::with(EVERYTHING).await;
    let limit = scene.prepare(&to_bank("90000000")).await;
    assert!(matches!(limit.objections.as_slice(), [Objection::AboveLimit { .. }]), "{:?}", limit.objections);
    assert_eq!(refused(&scene.commit(limit, &BTreeSet::new()).await.unwrap().state), 403);
    let nobody = Order::PeerTransfer { receiver: "nobody@example.ng".into(), amount: amount("1") };
    assert_eq!(refused(&scene.pay(&nobody).await.state), 404);
    // A wrong PIN, until it is locked.
    for status in [400, 400, 400, 400, 403, 403] {
        let prepared = scene.prepare(&to_friend("1")).await;
        let wrong = Pin::new("0000".to_owned().into()).unwrap();
        let committed = scene.desk.commit(prepared, Some(wrong), &BTreeSet::new()).await.unwrap();
        assert_eq!(refused(&committed.state), status);
    }
    let prepared = scene.prepare(&to_friend("1")).await;
    assert!(matches!(scene.desk.commit(prepared, None, &BTreeSet::new()).await, Err(NotSent::Pin)));
    assert_eq!((scene.new_rows().await, scene.succeeded().await.len()), (0, 0));
}

/// A Monei that takes amounts in the smallest units would swap a thousand-millionth of what is meant, or a thousand million
/// times as much.
#[tokio::test]
async fn r54_a_swap_in_another_unit_cannot_be_prepared() {
    let scene = Scene::with(EVERYTHING).await;
    let token = |symbol: &str, decimals: u32, address: Option<&str>| Token {
        symbol: Currency::new(symbol),
        decimals,
        address: address.map(str::to_owned),
    };
    let swap = Order::SolanaSwap {
        sold: token("SOL", 9, None),
        bought: token("USDC", 6, Some("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v")),
        amount: amount("2"),
        slippage: SlippageBps::USUAL,
    };
    assert!(scene.desk.prepare(&swap).await.is_ok());
    let lamports = serde_json::json!({ "solanaSwapUnit": "lamports" });
    scene.monei.control(Method::PATCH, "/switches", Some(lamports)).await;
    let refused = scene.desk.prepare(&swap).await;
    // Two lamports are echoed as what they are, or are too few to be quoted at all.
    assert!(matches!(refused, Err(NotPrepared::AnotherAmount | NotPrepared::Session(_))), "{refused:?}");
    assert_eq!(scene.new_rows().await, 0);
}

#[tokio::test]
async fn r49_an_expired_quote_sends_nothing_and_a_newer_one_does() {
    let scene = Scene::with(EVERYTHING).await;
    let sol = Token { symbol: Currency::new("SOL"), decimals: 9, address: None };
    let usdc = Token {
        symbol: Currency::new("USDC"),
        decimals: 6,
        address: Some("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v".to_owned()),
    };
    let swap = Order::SolanaSwap { sold: sol, bought: usdc, amount: amount("0.5"), slippage: SlippageBps::USUAL };
    let lasts = async |seconds: u32| {
        let lifetime = serde_json::json!({ "quoteLifetimeSeconds": seconds });
        scene.monei.control(Method::PATCH, "/switches", Some(lifetime)).await;
    };
    lasts(0).await;
    let prepared = scene.prepare(&swap).await;
    let quote = prepared.quote.clone().unwrap();
    assert!(quote.brings.is_some() && quote.at_least.is_some() && quote.rate.is_some(), "{quote:?}");
    assert!(matches!(scene.commit(prepared, &BTreeSet::new()).await, Err(NotSent::QuoteExpired)));
    assert_eq!((scene.posts("/solana-exchange/swap-sol-to-token").await, scene.new_rows().await), (0, 0));
    lasts(30).await;
    assert!(matches!(scene.pay(&swap).await.state, State::Taken { .. }));
    assert_eq!(scene.posts("/solana-exchange/swap-sol-to-token").await, 1);
}

#[tokio::test]
async fn without_the_permission_nothing_is_asked() {
    let scene = Scene::with("wallet:read").await;
    let refused = scene.desk.prepare(&to_bank("1")).await;
    assert!(matches!(refused, Err(NotPrepared::Session(SessionError::NotGranted(_)))), "{refused:?}");
    assert_eq!(scene.monei.calls_outside_the_grant().await, 0);
}

#[tokio::test]
async fn r33_a_refused_token_is_renewed_once_and_the_same_intent_sent_once_more() {
    let scene = Scene::with(EVERYTHING).await;
    scene.monei.control(Method::POST, "/tokens/expire", None).await;
    // The desk does not know that yet: what it asks before finds it out, so that only paying is left to.
    let committed = {
        let prepared = scene.prepare(&to_bank("2500")).await;
        scene.monei.control(Method::POST, "/tokens/expire", None).await;
        scene.commit(prepared, &BTreeSet::new()).await.unwrap()
    };
    assert!(matches!(committed.state, State::Taken { .. }), "{:?}", committed.state);
    assert_eq!((scene.posts("/wallet/payout/bank-transfer").await, scene.new_rows().await), (2, 1));
}

#[tokio::test]
async fn r33_where_the_session_has_ended_the_payment_is_rejected() {
    let scene = Scene::with(EVERYTHING).await;
    let prepared = scene.prepare(&to_bank("2500")).await;
    let tokens = scene.monei.control(Method::GET, "/tokens", None).await;
    for pair in tokens["tokens"].as_array().unwrap() {
        let end = serde_json::json!({ "id": pair["id"] });
        scene.monei.control(Method::POST, "/tokens/revoke", Some(end)).await;
    }
    let committed = scene.commit(prepared, &BTreeSet::new()).await.unwrap();
    assert_eq!(committed.state, State::Rejected { why: Rejection::SessionOver });
    assert_eq!((scene.posts("/wallet/payout/bank-transfer").await, scene.new_rows().await), (1, 0));
}
