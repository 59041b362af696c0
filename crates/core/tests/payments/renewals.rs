//! Tokens that expire while a payment is on its way.

use std::collections::BTreeSet;
use std::time::Duration;

use monei_api::Scope;
use monei_core::payments::State;
use serde_json::json;
use tokio::time::timeout;

use super::scene::{Scene, to_bank};

const PAYOUTS: &str = "/wallet/payout/bank-transfer";
const TOKENS: &str = "/connect/token";
/// Longer than anything takes here.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_an_expired_token_is_renewed_once_the_payment_on_its_way_is_answered() {
    let scene = Scene::with("profile:read wallet:withdraw").await;
    let renewals = scene.posts(TOKENS).await;
    let prepared = scene.prepare(&to_bank("100")).await;
    scene.monei.fault(json!({ "path": PAYOUTS, "kind": "latency", "latencyMs": 3000 })).await;
    let despite = BTreeSet::new();
    let paying = async { scene.commit(prepared, &despite).await.unwrap() };
    let reading = async {
        // The payment has reached Monei, which has not answered yet.
        let arrived = async {
            while scene.posts(PAYOUTS).await == 0 {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, arrived).await.unwrap();
        scene.pass(2 * 3_600);
        let token = scene.session.access_token(Scope::ProfileRead);
        tokio::pin!(token);
        let waited = timeout(Duration::from_millis(300), &mut token).await;
        assert!(waited.is_err(), "a token was had beside a payment: {waited:?}");
        assert_eq!(scene.posts(TOKENS).await, renewals);
        token.await.unwrap();
    };
    let (committed, ()) = tokio::join!(paying, reading);
    assert!(matches!(committed.state, State::Taken { .. }), "{:?}", committed.state);
    assert_eq!((scene.posts(TOKENS).await, scene.posts(PAYOUTS).await), (renewals + 1, 1));
}
