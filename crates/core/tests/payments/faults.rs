//! Faults of the network and of Monei: what may have happened is unknown, and settled by what Monei lists.

use std::collections::BTreeSet;

use monei_api::Currency;
use monei_core::payments::desk::NotSent;
use monei_core::payments::journal::Rejection;
use monei_core::payments::order::Token;
use monei_core::payments::{Doubt, Journal, JournalError, Order, State};
use monei_core::session::{Account, Admission};
use reqwest::Method;
use serde_json::{Value, json};

use super::scene::{EVERYTHING, Scene, amount, to_bank, to_friend};

/// The faults of the simulation, and whether what they hit is processed.
fn faults() -> Vec<(Value, bool)> {
    vec![
        (json!({ "kind": "dropBefore" }), false),
        (json!({ "kind": "dropAfter" }), true),
        (json!({ "kind": "halfReply" }), true),
        (json!({ "kind": "malformed" }), true),
        (json!({ "kind": "html" }), false),
        (json!({ "kind": "html", "status": 403 }), false),
        (json!({ "kind": "redirectLoop", "status": 307, "times": "always" }), false),
        (json!({ "kind": "status", "status": 408 }), false),
        (json!({ "kind": "status", "status": 409 }), false),
        (json!({ "kind": "status", "status": 503 }), false),
    ]
}

async fn hit(scene: &Scene, path: &str, mut fault: Value) {
    fault["path"] = path.into();
    scene.monei.fault(fault).await;
}

#[tokio::test]
async fn r52_unknown_transfers_are_found_by_their_reference_after_a_restart() {
    let mut scene = Scene::with(EVERYTHING).await;
    let path = "/wallet/payout/bank-transfer";
    let mut sent = Vec::new();
    for (number, (fault, applies)) in faults().into_iter().enumerate() {
        hit(&scene, path, fault.clone()).await;
        // All of them of one amount: only the reference tells them apart.
        let prepared = scene.prepare(&to_bank("100")).await;
        let despite = prepared.look_alikes.clone();
        assert_eq!(despite.len(), number, "{fault}");
        let committed = scene.commit(prepared, &despite).await.unwrap();
        assert!(matches!(committed.state, State::Unknown { .. }), "{fault}: {:?}", committed.state);
        sent.push((committed.id, applies));
        scene.monei.no_faults().await;
    }
    let processed = sent.iter().filter(|(_, applies)| *applies).count();
    assert_eq!((scene.posts(path).await, scene.new_rows().await), (sent.len() as u64, processed));
    scene.finish().await;
    scene.restart().await;
    let reconciled = scene.desk.reconcile().await.unwrap();
    assert_eq!(reconciled.changed.len(), processed);
    for (id, applies) in &sent {
        let state = scene.record(id).await.state;
        assert_eq!(matches!(state, State::Succeeded { .. }), *applies, "{state:?}");
        // A day has not passed: what is not listed yet may still be.
        assert_eq!(matches!(state, State::Unknown { .. }), !applies, "{state:?}");
    }
    assert_eq!(scene.succeeded().await, scene.moved().await);
    // A day later it is told that they are not there.
    scene.monei.control(Method::POST, "/clock", Some(json!({ "advanceSeconds": 25 * 3600 }))).await;
    scene.desk.reconcile().await.unwrap();
    for (id, applies) in &sent {
        assert_eq!(scene.record(id).await.state == State::NotFound, !applies);
    }
    assert_eq!(scene.succeeded().await, scene.moved().await);
}

#[tokio::test]
async fn r52_what_has_no_reference_is_found_where_one_row_fits_one_payment() {
    let scene = Scene::with(EVERYTHING).await;
    let airtime = Order::Airtime { phone_number: "08031234567".into(), biller: "MTN".into(), amount: amount("73") };
    let send = Order::EvmSend {
        chain: 8453,
        token: monei_core::payments::order::Token {
            symbol: monei_api::Currency::new("ETH"),
            decimals: 18,
            address: None,
        },
        to: "0x52908400098527886E0F7030069857D2E4169EE7".into(),
        amount: amount("0.000000000000000007"),
    };
    let mut paid = Vec::new();
    for (path, order) in
        [("/wallet/payout/transfer", to_friend("73.01")), ("/bills/pay/airtime", airtime), ("/evm/send/native", send)]
    {
        hit(&scene, path, json!({ "kind": "dropAfter" })).await;
        let committed = scene.pay(&order).await;
        assert_eq!(committed.state, State::Unknown { doubt: Doubt::NoAnswer }, "{path}");
        paid.push(committed.id);
    }
    scene.finish().await;
    scene.desk.reconcile().await.unwrap();
    for id in &paid {
        let record = scene.record(id).await;
        assert!(matches!(record.state, State::Succeeded { .. }), "{record:?}");
    }
    assert_eq!(scene.succeeded().await, scene.moved().await);
}

#[tokio::test]
async fn r52_what_could_be_two_things_is_left_to_the_person() {
    let scene = Scene::with(EVERYTHING).await;
    let path = "/wallet/payout/transfer";
    // One is done and one is not, and nothing tells which.
    for kind in ["dropAfter", "dropBefore"] {
        hit(&scene, path, json!({ "kind": kind })).await;
        let prepared = scene.prepare(&to_friend("9.99")).await;
        let despite = prepared.look_alikes.clone();
        let committed = scene.commit(prepared, &despite).await.unwrap();
        assert!(matches!(committed.state, State::Unknown { .. }));
    }
    assert_eq!(scene.desk.reconcile().await.unwrap().changed, []);
    assert_eq!((scene.new_rows().await, scene.succeeded().await.len()), (1, 0));
}

#[tokio::test]
async fn r55_a_look_alike_of_an_unknown_payment_must_name_it() {
    let scene = Scene::with(EVERYTHING).await;
    hit(&scene, "/wallet/payout/transfer", json!({ "kind": "dropBefore" })).await;
    // Prepared before the first became unknown: it is found out when it is confirmed.
    let early = scene.prepare(&to_friend("20")).await;
    let first = scene.pay(&to_friend("20")).await;
    let open = BTreeSet::from([first.id]);
    let refused = scene.commit(early, &BTreeSet::new()).await;
    assert_eq!(refused, Err(NotSent::LooksAlike(open.clone())));
    let again = scene.prepare(&to_friend("20.00")).await;
    assert_eq!(again.look_alikes, open);
    assert!(scene.prepare(&to_friend("20.01")).await.look_alikes.is_empty());
    let committed = scene.commit(again, &open).await.unwrap();
    assert!(matches!(committed.state, State::Succeeded { .. }), "{:?}", committed.state);
    assert_eq!(scene.posts("/wallet/payout/transfer").await, 2);
}

#[tokio::test]
async fn r51_r53_what_the_journal_does_not_take_is_not_sent() {
    let scene = Scene::with(EVERYTHING).await;
    let prepared = scene.prepare(&to_bank("100")).await;
    // Another window has begun the same intent, which is a look-alike too.
    let intent = prepared.intent().clone();
    let _sending = scene.desk.journal().begin(&intent, &BTreeSet::new(), intent.made_at).await.unwrap();
    let refused = scene.commit(prepared, &BTreeSet::new()).await;
    assert_eq!(refused, Err(NotSent::Journal(JournalError::Twice)));
    assert_eq!(scene.posts("/wallet/payout/bank-transfer").await, 0);
}

#[tokio::test]
async fn without_a_connection_it_is_rejected_and_may_be_tried_again() {
    let mut scene = Scene::with("wallet:send").await;
    let prepared = scene.prepare(&to_friend("5")).await;
    scene.unplug().await;
    let committed = scene.commit(prepared, &BTreeSet::new()).await.unwrap();
    assert_eq!(committed.state, State::Rejected { why: Rejection::NoConnection });
    // It is no look-alike of anything: it certainly did not happen.
    scene.restart().await;
    let again = scene.pay(&to_friend("5")).await;
    assert!(matches!(again.state, State::Succeeded { .. }), "{:?}", again.state);
}

#[tokio::test]
async fn r52_what_was_paid_before_it_was_known_whose_wallet_it_is_is_not_forgotten() {
    let path = "/wallet/payout/bank-transfer";
    let mut scene = Scene::owned_by(Account::Local("here".into()), "wallet:withdraw").await;
    hit(&scene, path, json!({ "kind": "dropAfter" })).await;
    let unknown = scene.pay(&to_bank("100")).await;
    assert!(matches!(unknown.state, State::Unknown { .. }), "{:?}", unknown.state);
    scene.monei.no_faults().await;
    // What is asked about when it becomes known can still be confirmed.
    let waits = scene.prepare(&to_bank("250")).await;

    let admitted = scene.sign_in(Some(Account::Monei("busy".into())), "profile:read wallet:read wallet:withdraw").await;
    assert_eq!(admitted, Admission::Admitted);
    let taken = scene.commit(waits, &BTreeSet::new()).await.unwrap();
    assert!(matches!(taken.state, State::Taken { .. }), "{:?}", taken.state);
    let again = scene.prepare(&to_bank("100")).await;
    assert_eq!(again.look_alikes, BTreeSet::from([unknown.id.clone()]));
    scene.finish().await;
    scene.restart().await;
    assert_eq!(scene.desk.records().await.unwrap().whole.len(), 2);
    scene.desk.reconcile().await.unwrap();
    for id in [&unknown.id, &taken.id] {
        let state = scene.record(id).await.state;
        assert!(matches!(state, State::Succeeded { .. }), "{state:?}");
    }
    assert_eq!(scene.succeeded().await, scene.moved().await);
}

/// Monei lists it as one between people, without its direction.
#[tokio::test]
async fn r52_coins_sent_to_somebody_at_monei_are_found() {
    let path = "/evm/send/native";
    let mut scene = Scene::with(EVERYTHING).await;
    let people = scene.monei.control(Method::GET, "/people", None).await;
    let ada = people["people"].as_array().unwrap().iter().find(|person| person["email"] == "ada@example.ng").unwrap();
    let ada = scene.monei.control(Method::GET, &format!("/people/{}", ada["id"].as_str().unwrap()), None).await;
    let wallets = ada["subwallets"].as_array().unwrap();
    let to = wallets.iter().find(|wallet| wallet["chain"] == "EVM").unwrap()["address"].as_str().unwrap().to_owned();
    hit(&scene, path, json!({ "kind": "dropAfter" })).await;
    let ether = Token { symbol: Currency::new("ETH"), decimals: 18, address: None };
    let order = Order::EvmSend { chain: 8453, token: ether, to, amount: amount("0.000000000000000005") };
    let sent = scene.pay(&order).await;
    assert!(matches!(sent.state, State::Unknown { .. }), "{:?}", sent.state);
    scene.monei.no_faults().await;
    scene.finish().await;
    scene.restart().await;
    scene.desk.reconcile().await.unwrap();
    let state = scene.record(&sent.id).await.state;
    assert!(matches!(state, State::Succeeded { .. }), "{state:?}");
}
