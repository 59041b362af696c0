//! Bills: what Monei is asked before anybody confirms, and what it tells afterwards.

use monei_api::Scope;
use monei_core::payments::desk::NotPrepared;
use monei_core::payments::journal::Rejection;
use monei_core::payments::order::Price;
use monei_core::payments::{BadOrder, Order, State, Told};

use super::scene::{EVERYTHING, Scene, amount};

fn electricity(meter: &str) -> Order {
    Order::Electricity { meter_number: meter.into(), disco: "IBADAN DISCO ELECTRICITY".into(), amount: amount("5000") }
}

fn cable(card: &str, plan: &str, price: Price) -> Order {
    cable_of("DSTV", card, plan, price)
}

fn cable_of(biller: &str, card: &str, plan: &str, price: Price) -> Order {
    Order::CableTv { smartcard_number: card.into(), biller: biller.into(), item_code: plan.into(), price }
}

fn token(state: &State) -> Option<&str> {
    match state.told()? {
        Told::Electricity { token, .. } => Some(token),
        Told::Deposit(_) => None,
    }
}

#[tokio::test]
async fn whose_number_it_is_and_what_it_costs_is_told_before() {
    let scene = Scene::with(EVERYTHING).await;
    let prepared = scene.prepare(&electricity("45083311550")).await;
    let bill = prepared.bill.unwrap();
    assert!(bill.customer.unwrap().name.is_some_and(|name| !name.is_empty()));
    let prepared = scene.prepare(&cable("7023456789", "CB177", Price::OfPlan(amount("7200")))).await;
    assert_eq!(prepared.bill.unwrap().plan.unwrap().name, "DSTV Compact");
    let data = Order::Data {
        phone_number: "08031234567".into(),
        biller: "MTN".into(),
        item_code: "MD108".into(),
        price: Price::OfPlan(amount("500")),
    };
    // Of a phone nobody is named, and nobody is asked.
    assert_eq!(scene.prepare(&data).await.bill.unwrap().customer, None);
    assert_eq!(scene.monei.calls_outside_the_grant().await, 0);
}

#[tokio::test]
async fn what_monei_does_not_offer_so_cannot_be_confirmed() {
    let scene = Scene::with("bills:pay").await;
    let full = || Price::OfPlan(amount("7200"));
    for (order, why) in [
        (electricity("45083310000"), NotPrepared::NoSuchCustomer),
        (electricity("4508331155"), NotPrepared::Order(BadOrder::CustomerNumber)),
        (cable("7023450000", "CB177", full()), NotPrepared::NoSuchCustomer),
        (cable("70234567", "CB177", full()), NotPrepared::Order(BadOrder::CustomerNumber)),
        // Whoever ordered saw another price, or made one up.
        (cable("7023456789", "CB177", Price::OfPlan(amount("1"))), NotPrepared::AnotherPrice),
        (cable("7023456789", "CB177", Price::Chosen(amount("1"))), NotPrepared::AnotherPrice),
        (cable("7023456789", "CB999", full()), NotPrepared::AnotherPrice),
        (cable_of("DSTV BOX OFFICE", "7023456789", "CB197", full()), NotPrepared::AnotherPrice),
        (cable_of("nobody", "7023456789", "CB177", full()), NotPrepared::AnotherPrice),
    ] {
        assert_eq!(scene.desk.prepare(&order).await.err(), Some(why), "{order:?}");
    }
    // The payer chooses what this one costs.
    let chosen = Price::Chosen(amount("1500.50"));
    scene.pay(&cable_of("DSTV BOX OFFICE", "7023456789", "CB197", chosen)).await;
    scene.finish().await;
    assert_eq!(scene.moved().await.get("NGN"), Some(&amount("1500.50")));
}

#[tokio::test]
async fn the_token_of_a_meter_comes_with_the_success_and_stays() {
    let mut scene = Scene::with(EVERYTHING).await;
    let paid = scene.pay(&electricity("45083311550")).await;
    assert_eq!(token(&paid.state), None, "it is being delivered");
    let postpaid = scene.pay(&electricity("45083310003")).await;
    scene.finish().await;
    scene.desk.reconcile().await.unwrap();
    scene.restart().await;
    let record = scene.record(&paid.id).await;
    assert!(matches!(record.state, State::Succeeded { .. }), "{record:?}");
    assert!(token(&record.state).is_some_and(|token| token.len() == 20), "{record:?}");
    let record = scene.record(&postpaid.id).await;
    assert!(matches!(record.state, State::Succeeded { .. }) && token(&record.state).is_none(), "{record:?}");
    assert_eq!(scene.succeeded().await, scene.moved().await);
}

#[tokio::test]
async fn without_the_list_of_bills_it_is_said_what_would_tell() {
    let scene = Scene::with("bills:pay").await;
    let paid = scene.pay(&electricity("45083311550")).await;
    scene.finish().await;
    assert_eq!(scene.desk.reconcile().await.unwrap().wants, Some(Scope::WalletRead));
    assert!(matches!(scene.record(&paid.id).await.state, State::Taken { told: None, .. }));
    assert_eq!(scene.monei.calls_outside_the_grant().await, 0);
}

#[tokio::test]
async fn a_bill_that_is_not_delivered_is_given_back_and_told_as_failed() {
    let scene = Scene::with(EVERYTHING).await;
    let paid = scene.pay(&electricity("45083310001")).await;
    let pending = scene.monei.control(reqwest::Method::GET, "/pending", None).await;
    for item in pending["pending"].as_array().unwrap() {
        let end = serde_json::json!({ "item": item["id"], "outcome": "fail" });
        scene.monei.control(reqwest::Method::POST, "/pending", Some(end)).await;
    }
    scene.desk.reconcile().await.unwrap();
    let state = scene.record(&paid.id).await.state;
    assert!(matches!(state, State::Rejected { why: Rejection::Failed { .. } }), "{state:?}");
    assert!(scene.moved().await.is_empty() && scene.succeeded().await.is_empty());
}
