//! Payments through the loop, before a simulated Monei: prepared for one window, confirmed by the other, followed to their
//! end, and settled after a restart.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use monei_api::Currency;
use monei_core::app::{DeskState, NotReady};
use monei_core::deposits::{NewDeposit, Stage, Way};
use monei_core::payments::order::Token;
use monei_core::payments::{IntentId, Objection, Order, Pin, Record, State, Told};
use monei_core::{Clock, ProblemCode, Snapshot};
use reqwest::Method;
use serde_json::json;

use crate::overview::PATIENT;
use crate::platform::{Desk, Platform, Store};
use crate::simulated::Simulated;

const EVERYTHING: &str = "profile:read kyc:read wallet:read wallet:send wallet:withdraw";
const TRANSFERS: &str = "/wallet/payout/transfer";

fn to_friend(sum: &str) -> Order {
    Order::PeerTransfer { receiver: "ngozi@example.ng".into(), amount: sum.parse().unwrap() }
}

fn ether_for_dollars() -> Order {
    let token = |symbol: &str, decimals: u32, address: Option<&str>| Token {
        symbol: Currency::new(symbol),
        decimals,
        address: address.map(str::to_owned),
    };
    Order::EvmSwap {
        chain: 8453,
        sold: token("ETH", 18, None),
        bought: token("USDC", 6, Some("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913")),
        amount: "0.010000000000000003".parse().unwrap(),
    }
}

fn pin(digits: &str) -> Pin {
    Pin::new(digits.to_owned().into()).unwrap()
}

fn right_pin() -> Pin {
    pin("975310")
}

fn is_open(shown: &Snapshot) -> bool {
    shown.payments.desk == DeskState::Open
}

async fn connected(scopes: &str) -> (Platform, Arc<Store>, Desk) {
    let platform = Platform::before(Simulated::busy(0).await).await;
    let store = Store::new();
    let desk = Desk::at_pace(&platform, store.clone(), PATIENT).await;
    desk.sign_in(scopes, scopes).await;
    desk.until(is_open).await;
    (platform, store, desk)
}

/// Prepares and confirms, and returns what the journal shows once it has landed.
async fn pay(desk: &Desk, sum: &str, pin: Option<Pin>) -> Record {
    let id = desk.app.prepare_payment(to_friend(sum)).await.unwrap();
    desk.app.confirm_payment(id.clone(), pin, false).await.unwrap();
    let shown = desk.until(|shown| shown.payments.confirmation.is_none()).await;
    record(&shown, &id).unwrap().clone()
}

fn record<'a>(shown: &'a Snapshot, id: &IntentId) -> Option<&'a Record> {
    shown.payments.records.iter().find(|record| record.intent.id == *id)
}

async fn posts(platform: &Platform) -> u64 {
    let calls = platform.simulated().control(Method::GET, "/calls", None).await;
    let endpoints = calls["endpoints"].as_array().unwrap().clone();
    endpoints.iter().find(|it| it["path"] == TRANSFERS).map_or(0, |it| it["calls"].as_u64().unwrap())
}

#[tokio::test]
async fn r53_whoever_confirms_twice_pays_once() {
    let (platform, _store, desk) = connected(EVERYTHING).await;
    let id = desk.app.prepare_payment(to_friend("100.07")).await.unwrap();
    let shown = desk.until(|shown| shown.payments.confirmation.is_some()).await;
    let asked = shown.payments.confirmation.clone().unwrap();
    assert_eq!((asked.intent.id.clone(), asked.needs_pin), (id.clone(), true));
    let before = asked.checked.balance.told().unwrap().amount.clone();
    assert_eq!(asked.balance_after.as_ref().unwrap().amount, before - "100.07".parse().unwrap());

    let confirm = || desk.app.confirm_payment(id.clone(), Some(right_pin()), false);
    let (one, other, third) = tokio::join!(confirm(), confirm(), confirm());
    let said = [one, other, third];
    assert_eq!(said.iter().filter(|said| said.is_ok()).count(), 1, "{said:?}");
    let shown = desk.until(|shown| shown.payments.confirmation.is_none()).await;
    assert!(matches!(record(&shown, &id).unwrap().state, State::Succeeded { .. }), "{:?}", shown.payments.records);
    // Replayed after it has landed.
    assert!(desk.app.confirm_payment(id, Some(right_pin()), true).await.is_err());
    assert_eq!(posts(&platform).await, 1);
}

#[tokio::test]
async fn r47_what_somebody_looks_at_is_not_changed_under_their_eyes() {
    let (platform, _store, desk) = connected(EVERYTHING).await;
    let id = desk.app.prepare_payment(to_friend("10")).await.unwrap();
    for _ in 0..50 {
        assert_eq!(desk.app.prepare_payment(to_friend("10000")).await, Err(NotReady::AnotherWaits));
    }
    let waiting = desk.app.snapshot().payments.confirmation.clone().unwrap();
    assert_eq!((waiting.intent.id.clone(), waiting.intent.amount.digits()), (id.clone(), "10.00".to_owned()));
    // Nobody guesses the name of an intent, and without its PIN it stays as it is.
    let other = IntentId::from("0".repeat(32));
    assert_eq!(desk.app.confirm_payment(other, Some(right_pin()), true).await, Err(ProblemCode::NotNow.into()));
    assert_eq!(desk.app.confirm_payment(id.clone(), None, true).await, Err(NotReady::Pin));
    desk.app.cancel_payment(id.clone()).await;
    let shown = desk.until(|shown| shown.payments.confirmation.is_none()).await;
    assert_eq!(shown.payments.not_sent, Some((id.clone(), NotReady::Cancelled)));
    assert_eq!(desk.app.confirm_payment(id, Some(right_pin()), true).await, Err(ProblemCode::NotNow.into()));
    assert_eq!(posts(&platform).await, 0);
    assert!(desk.app.prepare_payment(to_friend("11")).await.is_ok(), "another one can be asked for now");
}

#[tokio::test]
async fn what_monei_would_refuse_is_told_before_anybody_is_asked() {
    let (platform, _store, desk) = connected(EVERYTHING).await;
    let refused = desk.app.prepare_payment(to_friend("900000000")).await.unwrap_err();
    let NotReady::Objections(objections) = &refused else { panic!("{refused:?}") };
    assert!(objections.iter().any(|it| matches!(it, Objection::AboveLimit { .. })), "{objections:?}");
    assert!(matches!(desk.app.prepare_payment(to_friend("0")).await, Err(NotReady::Order(_))));
    assert!(desk.app.snapshot().payments.confirmation.is_none());
    let wrong = pay(&desk, "1", Some(pin("0000"))).await;
    assert!(matches!(wrong.state, State::Rejected { .. }), "{wrong:?}");
    assert_eq!(posts(&platform).await, 1);
}

#[tokio::test]
async fn with_the_required_permission_alone_it_is_paid_and_the_rest_is_left_out() {
    let (platform, _store, desk) = connected("wallet:send").await;
    let paid = pay(&desk, "5", Some(right_pin())).await;
    assert!(matches!(paid.state, State::Succeeded { .. }), "{paid:?}");
    assert_eq!(platform.simulated().calls_outside_the_grant().await, 0);
}

#[tokio::test]
async fn r52_a_lost_answer_is_settled_by_itself_and_what_stays_unknown_asks_twice() {
    let (platform, store, desk) = connected(EVERYTHING).await;
    platform.simulated().fault(json!({ "path": TRANSFERS, "kind": "dropAfter" })).await;
    let lost = pay(&desk, "73.01", Some(right_pin())).await;
    assert!(matches!(lost.state, State::Unknown { .. }), "{lost:?}");
    let id = lost.intent.id;
    desk.until(|shown| matches!(record(shown, &id).unwrap().state, State::Succeeded { .. })).await;

    platform.simulated().fault(json!({ "path": TRANSFERS, "kind": "dropBefore" })).await;
    let open = pay(&desk, "20", Some(right_pin())).await;
    assert!(matches!(open.state, State::Unknown { .. }), "{open:?}");
    // It is there after a restart, and still nobody knows.
    let data = desk.close();
    let desk = Desk::again(&platform, store, PATIENT, data).await;
    let shown = desk.until(|shown| is_open(shown) && shown.payments.records.len() == 2).await;
    assert_eq!(shown.payments.open(), 1);

    let again = desk.app.prepare_payment(to_friend("20")).await.unwrap();
    let shown = desk.until(|shown| shown.payments.confirmation.is_some()).await;
    let alike = &shown.payments.confirmation.as_ref().unwrap().look_alikes;
    assert_eq!(alike.iter().map(|record| &record.intent.id).collect::<Vec<_>>(), [&open.intent.id]);
    assert_eq!(desk.app.confirm_payment(again.clone(), Some(right_pin()), false).await, Err(NotReady::LooksAlike));
    desk.app.confirm_payment(again.clone(), Some(right_pin()), true).await.unwrap();
    let shown = desk.until(|shown| shown.payments.confirmation.is_none()).await;
    assert!(matches!(record(&shown, &again).unwrap().state, State::Succeeded { .. }));
    assert_eq!(posts(&platform).await, 3);
}

#[tokio::test]
async fn an_expired_quote_is_not_confirmed_and_a_newer_one_is_asked_for_where_it_waits() {
    let (platform, _store, desk) = connected("swap:execute").await;
    let lasts = async |seconds: u32| {
        let lifetime = json!({ "quoteLifetimeSeconds": seconds });
        platform.simulated().control(Method::PATCH, "/switches", Some(lifetime)).await;
    };
    lasts(0).await;
    let id = desk.app.prepare_payment(ether_for_dollars()).await.unwrap();
    assert_eq!(desk.app.confirm_payment(id.clone(), None, false).await, Err(NotReady::QuoteExpired));
    assert_eq!(desk.app.quote_again(IntentId::from("0".repeat(32))).await.err(), Some(ProblemCode::NotNow.into()));
    lasts(30).await;
    let before = desk.app.snapshot().payments.confirmation.clone().unwrap();
    let newer = desk.app.quote_again(id.clone()).await.unwrap();
    let (old, new) = (before.quote.as_ref().unwrap(), newer.quote.as_ref().unwrap());
    assert!(new.expires_at > old.expires_at && newer.intent == before.intent, "{old:?} {new:?}");
    assert_eq!(newer.on_chain.as_ref().unwrap().network, "Base");
    desk.app.confirm_payment(id.clone(), None, false).await.unwrap();
    let shown = desk.until(|shown| shown.payments.confirmation.is_none()).await;
    assert!(matches!(record(&shown, &id).unwrap().state, State::Taken { .. }), "{:?}", shown.payments.records);
    assert_eq!(desk.app.quote_again(id).await.err(), Some(ProblemCode::NotNow.into()), "it was sent");
}

#[tokio::test]
async fn an_address_is_new_until_something_sent_there_was_taken() {
    let (_platform, _store, desk) = connected("swap:execute").await;
    let is_new = async |chain: u64| {
        let ether = Token { symbol: Currency::new("ETH"), decimals: 18, address: None };
        let (to, sum) =
            ("0x52908400098527886E0F7030069857D2E4169EE7".to_owned(), "0.000000000000000001".parse().unwrap());
        let order = Order::EvmSend { chain, token: ether, to: to.clone(), amount: sum };
        let id = desk.app.prepare_payment(order).await.unwrap();
        let shown = desk.until(|shown| shown.payments.confirmation.is_some()).await;
        let place = shown.payments.confirmation.as_ref().unwrap().on_chain.clone().unwrap();
        let recipient = place.recipient.unwrap();
        assert_eq!((recipient.address, place.contract), (to, None));
        (id, recipient.first_time)
    };
    let (id, first) = is_new(8453).await;
    assert!(first);
    desk.app.cancel_payment(id).await;
    desk.until(|shown| shown.payments.confirmation.is_none()).await;
    let (id, first) = is_new(8453).await;
    assert!(first, "nothing was sent");
    desk.app.confirm_payment(id, None, false).await.unwrap();
    desk.until(|shown| shown.payments.confirmation.is_none()).await;
    let (id, first) = is_new(8453).await;
    assert!(!first);
    desk.app.cancel_payment(id).await;
    desk.until(|shown| shown.payments.confirmation.is_none()).await;
    // Somebody whose address is watched on one chain may never see what comes on another.
    assert!(is_new(1).await.1);
}

#[tokio::test]
async fn r42_disconnect_lets_a_payment_land_and_leaves_no_journal() {
    let (platform, store, desk) = connected(EVERYTHING).await;
    let id = desk.app.prepare_payment(to_friend("12.34")).await.unwrap();
    desk.app.confirm_payment(id, Some(right_pin()), false).await.unwrap();
    let report = desk.app.disconnect().await.unwrap();
    assert_eq!((report.not_revoked, report.not_removed), (None, None));
    assert_eq!(posts(&platform).await, 1, "it was sent, and its answer was waited for");
    assert_eq!(store.names(), Vec::<String>::new());
    let shown = desk.until(|shown| shown.payments.desk == DeskState::Closed).await;
    assert!(shown.payments.records.is_empty() && shown.payments.confirmation.is_none());
    let left = std::fs::read_dir(desk.close().path()).unwrap().map(|file| file.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().contains(".payments")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn without_a_keychain_that_keeps_its_key_nothing_is_paid() {
    let platform = Platform::before(Simulated::busy(0).await).await;
    let desk = Desk::without_keychain(&platform);
    desk.until(|shown| matches!(shown.keychain, monei_core::app::KeychainState::Unavailable(_))).await;
    desk.app.use_session_only().await;
    desk.sign_in("wallet:send", "wallet:send").await;
    let refused = DeskState::Unavailable(ProblemCode::PaymentsNeedKeychain.into());
    desk.until(|shown| shown.payments.desk == refused).await;
    let refused = NotReady::Problem(ProblemCode::PaymentsNeedKeychain.into());
    assert_eq!(desk.app.prepare_payment(to_friend("1")).await, Err(refused));
}

#[tokio::test]
async fn whoever_cannot_move_money_has_no_journal() {
    let (platform, store) = (Platform::before(Simulated::busy(0).await).await, Store::new());
    let desk = Desk::at_pace(&platform, store.clone(), PATIENT).await;
    desk.sign_in(crate::READ, crate::READ).await;
    desk.until(crate::overview::all_settled).await;
    assert_eq!(desk.app.snapshot().payments.desk, DeskState::Closed);
    assert!(!store.names().iter().any(|name| name.contains("journal")), "{:?}", store.names());
    desk.sign_in("wallet:send", &format!("{} wallet:send", crate::READ)).await;
    desk.until(is_open).await;
}

/// Monei's clock is a day ahead of the computer's: a deadline of half an hour is one of half an hour all the same, for
/// whoever counts down to it on this computer.
#[tokio::test]
async fn deadlines_count_by_the_computers_own_clock() {
    let simulated = Simulated::with_room().await;
    simulated.control(Method::POST, "/clock", Some(json!({ "advanceSeconds": 86_400 }))).await;
    let platform = Platform::before(simulated).await;
    let desk = Desk::at_pace(&platform, Store::new(), PATIENT).await;
    let scopes = "profile:read wallet:read wallet:deposit offramp:execute";
    desk.sign_in(scopes, scopes).await;
    desk.until(is_open).await;
    let ends_soon = |end: Timestamp| {
        let left = end.duration_since(Clock::system().now());
        assert!((SignedDuration::from_mins(20)..=SignedDuration::from_mins(31)).contains(&left), "{left:?}");
    };

    let wanted = NewDeposit { way: Way::BankTransfer, amount: "5000".parse().unwrap() };
    let reference = desk.app.start_deposit(wanted).await.unwrap();
    let shown = desk.until(|shown| shown.deposits.deposits.iter().any(|it| it.told.expires_at.is_some())).await;
    let deposit = shown.deposits.deposits.iter().find(|it| it.reference == reference.as_str()).unwrap();
    assert_eq!(deposit.stage, Stage::Waiting);
    ends_soon(deposit.told.expires_at.unwrap());

    let sale = Order::Sell {
        token: Token { symbol: Currency::new("USDC"), decimals: 6, address: None },
        network: "base".into(),
        amount: "25.000001".parse().unwrap(),
        bank: "GTBINGLA".into(),
        account_number: "0123456789".into(),
        account_name: "IBRAHIM OGUNDIPE".into(),
    };
    let id = desk.app.prepare_payment(sale).await.unwrap();
    desk.app.confirm_payment(id.clone(), None, false).await.unwrap();
    let shown = desk.until(|shown| shown.payments.confirmation.is_none()).await;
    let told = record(&shown, &id).unwrap().state.told();
    let Some(Told::Deposit(awaited)) = told else { panic!("{told:?}") };
    ends_soon(awaited.expires_at.unwrap());
}
