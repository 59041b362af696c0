//! What there is to see comes from many calls, and each of them may fail by itself.

use std::time::Duration;

use monei_core::ProblemCode;
use monei_core::Snapshot;
use monei_core::app::SectionState;
use monei_core::overview::{Portfolio, Source};
use monei_core::sync::Pace;
use serde_json::{Value, json};

use crate::READ;
use crate::platform::{Desk, Platform, Store};
use crate::simulated::Simulated;

/// What becomes of what fails is not waited for, and nobody comes back in between.
pub const PATIENT: Pace = Pace {
    lively: Duration::from_hours(1),
    calm: Duration::from_hours(1),
    times_hidden: 1,
    fresh: Duration::ZERO,
    first_wait: Duration::from_hours(1),
    longest_wait: Duration::from_hours(1),
};

fn is_settled<T>(section: &SectionState<T>) -> bool {
    match section {
        SectionState::Locked(_) => true,
        SectionState::Loading => false,
        SectionState::Ready { refreshing, .. } | SectionState::Failed { refreshing, .. } => !refreshing,
    }
}

pub fn all_settled(shown: &Snapshot) -> bool {
    is_settled(&shown.profile)
        && is_settled(&shown.limits)
        && is_settled(&shown.balances)
        && is_settled(&shown.transactions)
        && is_settled(&shown.bills)
        && is_settled(&shown.sales)
        && shown.portfolios.iter().all(|(_, portfolio)| is_settled(portfolio))
}

fn state_of<'a>(shown: &'a Snapshot, id: &str) -> &'a SectionState<Portfolio> {
    let found = shown.portfolios.iter().find(|(source, _): &&(Source, _)| source.id == id);
    &found.unwrap_or_else(|| panic!("no {id}: {:?}", shown.portfolios)).1
}

#[tokio::test]
async fn a_source_that_fails_blanks_no_other_and_is_missing_in_the_total() {
    let platform = Platform::start().await;
    platform.fail("/evm/portfolio/1", 500, None);
    platform.fail("/bills/records", 502, None);
    let desk = Desk::at_pace(&platform, Store::new(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    let shown = desk.until(|shown| all_settled(shown) && shown.portfolios.len() == 3).await;
    let SectionState::Failed { problem, .. } = state_of(&shown, "evm:1") else { panic!("{shown:#?}") };
    assert_eq!(problem.code, ProblemCode::MoneiFault);
    assert!(matches!(shown.bills, SectionState::Failed { .. }));
    assert!(matches!(shown.balances, SectionState::Ready { stale: None, .. }));
    assert!(matches!(shown.sales, SectionState::Ready { stale: None, .. }));
    assert!(matches!(state_of(&shown, "evm:8453"), SectionState::Ready { .. }));
    assert_eq!(shown.crypto_total.value.as_ref().unwrap().to_string(), "150.40 USD");
    assert_eq!(shown.crypto_total.missing, ["Ethereum"]);

    // Once it answers it is there, and nobody else is asked; when it fails again what it told stays and is said to be old.
    platform.mend();
    let others = || ["/wallet/me", "/bills/records", "/evm/portfolio/8453"].map(|path| platform.calls(path));
    let before = others();
    desk.app.refresh_source("evm:1".to_owned()).await;
    let shown = desk.until(|shown| shown.crypto_total.missing.is_empty()).await;
    assert_eq!(shown.crypto_total.value.as_ref().unwrap().to_string(), "300.80 USD");
    desk.until(all_settled).await;
    assert_eq!(others(), before);
    platform.fail("/evm/portfolio/1", 500, None);
    desk.app.refresh().await;
    let is_stale = |shown: &Snapshot| matches!(state_of(shown, "evm:1"), SectionState::Ready { stale: Some(_), .. });
    let shown = desk.until(is_stale).await;
    assert_eq!(shown.crypto_total.value.as_ref().unwrap().to_string(), "300.80 USD");
    assert_eq!(platform.calls_outside_the_grant(), 0);
}

#[tokio::test]
async fn without_moneis_list_the_documented_chains_are_asked() {
    let platform = Platform::start().await;
    platform.fail("/evm/networks", 500, None);
    let desk = Desk::at_pace(&platform, Store::new(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    let shown = desk.until(all_settled).await;
    let ids: Vec<&str> = shown.portfolios.iter().map(|(source, _)| source.id.as_str()).collect();
    let documented =
        ["evm:1", "evm:56", "evm:137", "evm:8453", "evm:42161", "evm:10", "evm:534352", "evm:1135", "solana"];
    assert_eq!(ids, documented);
}

#[tokio::test]
async fn moneis_word_to_wait_holds_for_every_source_whatever_a_person_presses() {
    let platform = Platform::start().await;
    let desk = Desk::at_pace(&platform, Store::new(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    desk.until(|shown| all_settled(shown) && shown.portfolios.len() == 3).await;
    platform.fail("/wallet/me", 429, Some(3_600));
    desk.app.refresh().await;
    let is_held = |shown: &Snapshot| matches!(&shown.balances, SectionState::Ready { stale: Some(_), .. });
    let shown = desk.until(|shown| is_held(shown) && all_settled(shown)).await;
    let SectionState::Ready { stale: Some(problem), .. } = &shown.balances else { unreachable!() };
    assert_eq!((problem.code, problem.retry_after_seconds), (ProblemCode::RateLimited, Some(3_600)));
    let calls = platform.all_calls();
    desk.app.refresh().await;
    desk.app.set_visible(true).await;
    // The loop answers in turn: both were handled when this is.
    assert!(desk.app.sign_in_link().await.is_none());
    assert_eq!(platform.all_calls(), calls);
}

#[tokio::test]
async fn what_is_shown_is_asked_for_again_by_itself_and_when_a_person_comes_back() {
    let platform = Platform::start().await;
    let pace = Pace { lively: Duration::from_millis(20), ..PATIENT };
    let desk = Desk::at_pace(&platform, Store::new(), pace).await;
    desk.sign_in(READ, READ).await;
    let as_of = |shown: &Snapshot| match &shown.balances {
        SectionState::Ready { latest, .. } => Some(latest.as_of),
        _ => None,
    };
    let first = desk.until(|shown| as_of(shown).is_some()).await;
    desk.until(|shown| as_of(shown) > as_of(&first)).await;
    assert_eq!(platform.calls("/kyc/status"), 1, "limits move less");
    desk.app.set_visible(true).await;
    let again = |shown: &Snapshot| is_settled(&shown.limits) && platform.calls("/kyc/status") == 2;
    desk.until(again).await;
}

#[tokio::test]
async fn one_who_cannot_reach_monei_sees_what_was_known_and_is_told_once() {
    let platform = Platform::start().await;
    let desk = Desk::at_pace(&platform, Store::new(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    desk.until(|shown| all_settled(shown) && shown.portfolios.len() == 3).await;
    platform.go_away(true);
    desk.app.refresh().await;
    let shown = desk.until(|shown| shown.offline_since.is_some()).await;
    assert!(matches!(shown.balances, SectionState::Ready { .. }));
    desk.until(all_settled).await;
    platform.go_away(false);
    desk.app.refresh().await;
    let shown = desk.until(|shown| shown.offline_since.is_none() && all_settled(shown)).await;
    assert!(matches!(shown.balances, SectionState::Ready { stale: None, .. }));
}

#[tokio::test]
async fn all_that_a_busy_person_has_is_shown_as_monei_has_it() {
    let platform = Platform::before(Simulated::busy(0).await).await;
    let desk = Desk::at_pace(&platform, Store::new(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    let shown = desk.until(all_settled).await;
    let person = platform.simulated().person().await;
    let SectionState::Ready { latest: wallet, .. } = &shown.balances else { panic!("{shown:#?}") };
    assert_eq!(Some(&*wallet.value.naira.as_ref().unwrap().digits()), person["nairaBalance"].as_str());

    // Every holding is a row of its chain, with its amount.
    let mut rows = 0;
    for (source, state) in &shown.portfolios {
        let SectionState::Ready { latest, .. } = state else { panic!("{source:?} {state:?}") };
        for coin in &latest.value.coins {
            let amount = coin.amount.as_ref().unwrap();
            let held = holding(&person, &source.id, amount.currency.symbol());
            assert_eq!(held.as_deref().unwrap_or("0"), amount.amount.to_string(), "{source:?} {coin:?}");
            rows += usize::from(held.is_some());
        }
    }
    let all = person["holdings"].as_array().unwrap().iter();
    let listed = all.filter(|it| shown.portfolios.iter().any(|(source, _)| source.id == chain_of(it)));
    assert_eq!(rows, listed.count());
    assert_eq!(platform.simulated().calls_outside_the_grant().await, 0);
}

fn chain_of(holding: &Value) -> String {
    match (holding["chainId"].as_u64(), holding["network"].as_str()) {
        (Some(id), _) => format!("evm:{id}"),
        (None, Some("Solana")) => "solana".into(),
        (None, other) => other.unwrap_or_default().into(),
    }
}

fn holding(person: &Value, chain: &str, symbol: &str) -> Option<String> {
    let all = person["holdings"].as_array().unwrap();
    let found = all.iter().find(|it| chain_of(it) == chain && it["symbol"] == symbol)?;
    Some(found["balance"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn faults_of_every_kind_leave_the_rest_and_go_by() {
    let platform = Platform::before(Simulated::busy(0).await).await;
    let simulated = platform.simulated();
    for fault in [
        json!({ "path": "/api/v1/evm/portfolio/1", "kind": "dropBefore", "times": "always" }),
        json!({ "path": "/api/v1/evm/portfolio/56", "kind": "malformed", "times": "always" }),
        json!({ "path": "/api/v1/evm/portfolio/137", "kind": "html", "times": "always" }),
        json!({ "path": "/api/v1/evm/portfolio/10", "kind": "status", "status": 503, "times": "always" }),
        json!({ "path": "/api/v1/solana/portfolio", "kind": "halfReply", "times": "always" }),
        json!({ "path": "/api/v1/wallet/me", "kind": "latency", "latencyMs": 200, "times": "always" }),
    ] {
        simulated.fault(fault).await;
    }
    let desk = Desk::at_pace(&platform, Store::new(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    let shown = desk.until(all_settled).await;
    let failed = |id: &str| matches!(state_of(&shown, id), SectionState::Failed { .. });
    for id in ["evm:1", "evm:56", "evm:137", "evm:10", "solana"] {
        assert!(failed(id), "{id}");
    }
    assert!(!failed("evm:8453") && matches!(shown.balances, SectionState::Ready { stale: None, .. }));
    assert_eq!(shown.crypto_total.missing.len(), 5 + unpriced(&shown), "{:?}", shown.crypto_total);
    simulated.no_faults().await;
    desk.app.refresh().await;
    let good = |state: &SectionState<_>| matches!(state, SectionState::Ready { stale: None, refreshing: false, .. });
    desk.until(|shown| shown.portfolios.iter().all(|(_, state)| good(state))).await;
}

/// Coins of which there is some, and which have no price.
fn unpriced(shown: &Snapshot) -> usize {
    let portfolios = shown.portfolios.iter().filter_map(|(_, state)| match state {
        SectionState::Ready { latest, .. } => Some(&latest.value),
        _ => None,
    });
    let coins = portfolios.flat_map(|portfolio| &portfolio.coins);
    coins.filter(|coin| coin.value.is_none() && !coin.amount.as_ref().unwrap().amount.is_zero()).count()
}
