//! Every feature that moves money, to its final state.

use std::collections::BTreeSet;

use monei_api::exchange::SlippageBps;
use monei_api::{Currency, Scope};
use monei_core::payments::checks::Asked;
use monei_core::payments::order::{Price, Token};
use monei_core::payments::{Order, State};
use reqwest::Method;
use serde_json::json;

use super::scene::{EVERYTHING, Scene, amount, to_bank, to_friend};

const ELSEWHERE: &str = "0x52908400098527886E0F7030069857D2E4169EE7";
const USDC_ON_SOLANA: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const USDC_ON_BASE: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

fn token(symbol: &str, decimals: u32, address: Option<&str>) -> Token {
    Token { symbol: Currency::new(symbol), decimals, address: address.map(str::to_owned) }
}

/// One of each, with the permission that it needs.
fn orders() -> Vec<(Scope, Order)> {
    let (ether, sol) = (token("ETH", 18, None), token("SOL", 9, None));
    let (base_usdc, solana_usdc) = (token("USDC", 6, Some(USDC_ON_BASE)), token("USDC", 6, Some(USDC_ON_SOLANA)));
    let somebody = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";
    vec![
        (Scope::WalletWithdraw, to_bank("2500.50")),
        (Scope::WalletSend, to_friend("100.07")),
        (
            Scope::BillsPay,
            Order::Airtime { phone_number: "08031234567".into(), biller: "MTN".into(), amount: amount("50") },
        ),
        (
            Scope::BillsPay,
            Order::Data {
                phone_number: "08031234567".into(),
                biller: "MTN".into(),
                item_code: "MD108".into(),
                price: Price::OfPlan(amount("500")),
            },
        ),
        (
            Scope::BillsPay,
            Order::Electricity {
                meter_number: "45083311550".into(),
                disco: "IBADAN DISCO ELECTRICITY".into(),
                amount: amount("5000"),
            },
        ),
        (
            Scope::BillsPay,
            Order::CableTv {
                smartcard_number: "7023456789".into(),
                biller: "DSTV".into(),
                item_code: "CB177".into(),
                price: Price::OfPlan(amount("7200")),
            },
        ),
        (
            Scope::SwapExecute,
            Order::EvmSend {
                chain: 8453,
                token: ether.clone(),
                to: ELSEWHERE.into(),
                amount: amount("0.000000000000000001"),
            },
        ),
        (
            Scope::SwapExecute,
            Order::EvmSend { chain: 8453, token: base_usdc.clone(), to: ELSEWHERE.into(), amount: amount("0.000001") },
        ),
        (
            Scope::SwapExecute,
            Order::SolanaSend { token: sol.clone(), to: somebody.into(), amount: amount("0.000000001") },
        ),
        (
            Scope::SwapExecute,
            Order::SolanaSend { token: solana_usdc.clone(), to: somebody.into(), amount: amount("0.000002") },
        ),
        (
            Scope::SwapExecute,
            Order::EvmSwap { chain: 8453, sold: ether, bought: base_usdc, amount: amount("0.010000000000000003") },
        ),
        (
            Scope::SwapExecute,
            Order::SolanaSwap {
                sold: sol,
                bought: solana_usdc,
                amount: amount("0.500000001"),
                slippage: SlippageBps::USUAL,
            },
        ),
        (
            Scope::OfframpExecute,
            Order::Sell {
                token: token("USDC", 6, None),
                network: "base".into(),
                amount: amount("10.000001"),
                bank: "GTBINGLA".into(),
                account_number: "0123456789".into(),
                account_name: "IBRAHIM OGUNDIPE".into(),
            },
        ),
    ]
}

#[tokio::test]
async fn every_payment_comes_to_its_end_and_the_ledger_says_the_same() {
    let mut scene = Scene::with(EVERYTHING).await;
    let mut paid = Vec::new();
    for (_, order) in orders() {
        let prepared = scene.prepare(&order).await;
        assert_eq!((prepared.objections.as_slice(), prepared.look_alikes.len()), (&[][..], 0), "{order:?}");
        let has_balance = matches!(prepared.checked.balance, Asked::Told(_) | Asked::NotApplicable);
        let has_price = matches!(order, Order::EvmSwap { .. } | Order::SolanaSwap { .. } | Order::Sell { .. });
        assert_eq!(prepared.quote.as_ref().is_some_and(|quote| quote.rate.is_some()), has_price, "{order:?}");
        assert!(has_balance && matches!(prepared.checked.limits, Asked::Told(_)), "{:?}", prepared.checked);
        let committed = scene.commit(prepared, &BTreeSet::default()).await.unwrap();
        let state = &committed.state;
        assert!(matches!(state, State::Taken { .. } | State::Succeeded { .. }), "{order:?}: {state:?}");
        paid.push(committed.id);
    }
    scene.finish().await;
    scene.restart().await;
    scene.desk.reconcile().await.unwrap();
    for id in &paid {
        let record = scene.record(id).await;
        assert!(matches!(record.state, State::Succeeded { .. }), "{record:?}");
    }
    assert_eq!(scene.succeeded().await, scene.moved().await);
    assert_eq!(scene.monei.calls_outside_the_grant().await, 0);
}

#[tokio::test]
async fn every_payment_works_with_its_permission_alone() {
    for (scope, order) in orders() {
        let scene = Scene::with(scope.name()).await;
        let prepared = scene.prepare(&order).await;
        assert_eq!(prepared.objections, [], "what is not known stands against nothing");
        assert!(matches!(prepared.checked.limits, Asked::Without(Scope::KycRead)));
        let committed = scene.commit(prepared, &BTreeSet::default()).await.unwrap();
        let done_at_once = matches!(committed.state, State::Succeeded { .. });
        assert!(done_at_once || matches!(committed.state, State::Taken { .. }), "{order:?}: {:?}", committed.state);
        scene.finish().await;
        let reconciled = scene.desk.reconcile().await.unwrap();
        // Sales are followed with their own permission; the rest stays as it is, and says what would tell.
        let can_follow = done_at_once || scope == Scope::OfframpExecute;
        assert_eq!(reconciled.wants, (!can_follow).then_some(Scope::WalletRead), "{order:?}");
        assert_eq!(matches!(scene.record(&committed.id).await.state, State::Succeeded { .. }), can_follow);
        assert_eq!(scene.monei.calls_outside_the_grant().await, 0, "{order:?}");
    }
}

#[tokio::test]
async fn what_fails_later_is_rejected_and_nothing_has_moved() {
    let scene = Scene::with(EVERYTHING).await;
    let mut paid = Vec::new();
    for (scope, order) in orders() {
        // Swaps and transfers between people are done at once.
        let swap = matches!(order, Order::EvmSwap { .. } | Order::SolanaSwap { .. });
        if scope != Scope::WalletSend && !swap {
            paid.push(scene.pay(&order).await.id);
        }
    }
    let pending = scene.monei.control(Method::GET, "/pending", None).await;
    for item in pending["pending"].as_array().unwrap() {
        let end = json!({ "item": item["id"], "outcome": "fail" });
        scene.monei.control(Method::POST, "/pending", Some(end)).await;
    }
    scene.desk.reconcile().await.unwrap();
    for id in &paid {
        let record = scene.record(id).await;
        assert!(matches!(record.state, State::Rejected { .. }), "{record:?}");
    }
    assert!(scene.moved().await.is_empty() && scene.succeeded().await.is_empty());
}
