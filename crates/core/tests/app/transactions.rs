//! All transactions are read into the cache, whatever happens on the way, and are there again without the network.

use std::collections::BTreeMap;

use monei_core::Snapshot;
use monei_core::activity::Query;
use monei_core::app::{SectionState, SessionState};
use reqwest::Method;
use serde_json::{Value, json};

use crate::READ;
use crate::overview::{PATIENT, all_settled};
use crate::platform::{Desk, Platform, Store};
use crate::simulated::Simulated;

fn is_complete(shown: &Snapshot) -> bool {
    shown.progress.complete && !shown.progress.reading && shown.progress.total == Some(shown.progress.known)
}

/// Ids with status and amount, as the application lists them.
async fn listed(desk: &Desk) -> BTreeMap<String, (String, String)> {
    let mut listed = BTreeMap::new();
    loop {
        let first = listed.len() as u64;
        let stretch = desk.app.transaction_rows(Query::default(), first, 500).await.unwrap();
        if stretch.rows.is_empty() {
            return listed;
        }
        for row in stretch.rows {
            let amount = row.amount.unwrap().amount.to_string();
            assert!(
                listed.insert(row.id.clone(), (row.status.unwrap(), amount)).is_none(),
                "{} is twice there",
                row.id
            );
        }
    }
}

/// The same, as Monei has them.
async fn held(simulated: &Simulated) -> BTreeMap<String, (String, String)> {
    let person = simulated.person().await;
    let rows = person["transactions"].as_array().unwrap().iter();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let amount = |row: &Value| text(row, "amount").parse::<monei_api::Amount>().unwrap().to_string();
    rows.map(|row| (text(row, "id"), (text(row, "status"), amount(row)))).collect()
}

#[tokio::test]
async fn all_of_a_long_history_is_read_while_rows_come() {
    let platform = Platform::before(Simulated::busy(2_000).await).await;
    let simulated = platform.simulated();
    simulated.control(Method::PATCH, "/switches", Some(json!({ "time": "explicit" }))).await;
    // Answers take long enough for rows to come in between.
    let slow = json!({ "path": "/api/v1/transactions/user", "kind": "latency", "latencyMs": 15, "times": "always" });
    simulated.fault(slow).await;
    let desk = Desk::at_pace(&platform, Store::new(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    // The first page can be looked at before the rest is there.
    desk.until(|shown| shown.progress.known > 0 && !shown.progress.complete).await;
    for number in 0..40 {
        simulated.send_naira(number).await;
    }
    desk.until(|shown| shown.progress.complete && !shown.progress.reading).await;
    desk.app.refresh().await;
    desk.until(is_complete).await;
    let (listed, held) = (listed(&desk).await, held(simulated).await);
    assert_eq!(listed.len(), held.len());
    assert_eq!(listed, held);
    assert!(held.len() >= 2_040, "{}", held.len());
    assert_eq!(simulated.calls_outside_the_grant().await, 0);
}

#[tokio::test]
async fn a_reading_that_fails_in_the_middle_goes_on_where_it_was() {
    let platform = Platform::before(Simulated::busy(1_500).await).await;
    let simulated = platform.simulated();
    let page = |kind: &str, more: Value| {
        let mut fault = json!({ "path": "/api/v1/transactions/user", "kind": kind, "probability": 0.2 });
        fault.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fault
    };
    simulated.fault(page("status", json!({ "status": 503, "times": 3 }))).await;
    simulated.fault(page("dropBefore", json!({ "times": 2 }))).await;
    simulated.fault(page("malformed", json!({ "times": 2 }))).await;
    simulated.fault(page("status", json!({ "status": 429, "retryAfter": 0, "times": 2 }))).await;
    let hasty = monei_core::sync::Pace { first_wait: std::time::Duration::from_millis(5), ..PATIENT };
    let hasty = monei_core::sync::Pace { longest_wait: std::time::Duration::from_millis(20), ..hasty };
    let desk = Desk::at_pace(&platform, Store::new(), hasty).await;
    desk.sign_in(READ, READ).await;
    desk.until(is_complete).await;
    assert_eq!(listed(&desk).await, held(simulated).await);
}

#[tokio::test]
async fn an_interrupted_reading_goes_on_at_the_next_start_and_only_what_is_new_is_read_then() {
    let platform = Platform::before(Simulated::busy(1_200).await).await;
    let simulated = platform.simulated();
    simulated.control(Method::PATCH, "/switches", Some(json!({ "time": "explicit" }))).await;
    let store = Store::new();
    let desk = Desk::at_pace(&platform, store.clone(), PATIENT).await;
    // Sooner or later a page is not answered.
    let lost = json!({ "path": "/api/v1/transactions/user", "kind": "status", "status": 500, "probability": 0.5, "times": "always" });
    simulated.fault(lost).await;
    desk.sign_in(READ, READ).await;
    desk.until(|shown| all_settled(shown) && !shown.progress.reading).await;
    let data = desk.close();
    simulated.no_faults().await;
    for number in 0..3 {
        simulated.send_naira(number).await;
    }
    let desk = Desk::again(&platform, store.clone(), PATIENT, data).await;
    desk.until(is_complete).await;
    assert_eq!(listed(&desk).await, held(simulated).await);
    let data = desk.close();

    simulated.send_naira(3).await;
    let before = pages_asked(simulated).await;
    let desk = Desk::again(&platform, store, PATIENT, data).await;
    desk.until(|shown| is_complete(shown) && all_settled(shown)).await;
    assert_eq!(listed(&desk).await, held(simulated).await);
    assert_eq!(pages_asked(simulated).await - before, 1, "the first page meets what is known");
}

async fn pages_asked(simulated: &Simulated) -> u64 {
    let calls = simulated.control(Method::GET, "/calls", None).await;
    let all = calls["endpoints"].as_array().unwrap().iter();
    all.filter(|endpoint| endpoint["path"] == "/transactions/user").map(|it| it["calls"].as_u64().unwrap()).sum()
}

#[tokio::test]
async fn what_is_under_way_is_asked_for_until_it_is_done_however_far_down_it_is() {
    let platform = Platform::before(Simulated::busy(600).await).await;
    let simulated = platform.simulated();
    simulated.control(Method::PATCH, "/switches", Some(json!({ "time": "explicit" }))).await;
    simulated.send_naira(0).await;
    let desk = Desk::at_pace(&platform, Store::new(), PATIENT).await;
    // So many that the one under way is on another page.
    for number in 1..130 {
        simulated.send_naira(number).await;
    }
    desk.sign_in(READ, READ).await;
    desk.until(is_complete).await;
    for number in 0..130 {
        let done = json!({ "item": format!("late-{number}"), "outcome": "finish" });
        simulated.control(Method::POST, "/pending", Some(done)).await;
    }
    // A few are asked for at a time, the newest first.
    for _ in 0..3 {
        let before = desk.app.snapshot().progress.generation;
        desk.app.refresh().await;
        desk.until(|shown| all_settled(shown) && shown.progress.generation > before).await;
    }
    let (listed, held) = (listed(&desk).await, held(simulated).await);
    let late = held.iter().filter(|(_, (status, _))| status != "PENDING");
    for (id, row) in late {
        assert_eq!(&listed[id], row);
    }
}

#[tokio::test]
async fn opened_offline_everything_last_known_is_there_with_its_time() {
    let platform = Platform::before(Simulated::busy(300).await).await;
    let store = Store::new();
    let desk = Desk::at_pace(&platform, store.clone(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    let online = desk.until(|shown| is_complete(shown) && all_settled(shown) && kept(shown)).await;
    let all = listed(&desk).await;
    let data = desk.close();
    let simulated = platform.simulated();
    simulated.fault(json!({ "path": "/api/v1/*", "kind": "dropBefore", "times": "always" })).await;

    let desk = Desk::again(&platform, store, PATIENT, data).await;
    let shown = desk.until(|shown| shown.offline_since.is_some() && all_settled(shown) && kept(shown)).await;
    assert!(matches!(shown.session, SessionState::Connected { .. }));
    assert_eq!(as_of(&shown), as_of(&online));
    assert_eq!(shown.crypto_total, online.crypto_total);
    assert_eq!((shown.progress.known, shown.progress.complete), (online.progress.known, true));
    assert_eq!(listed(&desk).await, all);
}

fn kept(shown: &Snapshot) -> bool {
    as_of(shown).iter().all(Option::is_some)
}

/// When Monei told each part.
fn as_of(shown: &Snapshot) -> Vec<Option<i64>> {
    fn of<T>(section: &SectionState<T>) -> Option<i64> {
        match section {
            SectionState::Ready { latest, .. } => Some(latest.as_of.as_millisecond()),
            _ => None,
        }
    }
    let sections = [
        of(&shown.profile),
        of(&shown.limits),
        of(&shown.balances),
        of(&shown.transactions),
        of(&shown.bills),
        of(&shown.sales),
    ];
    sections.into_iter().chain(shown.portfolios.iter().map(|(_, portfolio)| of(portfolio))).collect()
}

#[tokio::test]
async fn r42_disconnect_in_the_middle_of_reading_leaves_no_file_and_no_row() {
    let platform = Platform::before(Simulated::busy(2_000).await).await;
    let simulated = platform.simulated();
    let slow = json!({ "path": "/api/v1/transactions/user", "kind": "latency", "latencyMs": 30, "times": "always" });
    simulated.fault(slow).await;
    let store = Store::new();
    let desk = Desk::at_pace(&platform, store.clone(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    desk.until(|shown| shown.progress.known > 100 && shown.progress.reading).await;
    assert!(!desk.data_files().is_empty());
    desk.app.disconnect().await.unwrap();
    assert_eq!(desk.data_files(), Vec::<String>::new());
    assert_eq!(store.names(), Vec::<String>::new());
    let shown = desk.until(|shown| shown.session == SessionState::SignedOut).await;
    assert_eq!(shown.progress.known, 0);
    assert!(desk.app.transaction_rows(Query::default(), 0, 10).await.is_err());
    let asked = pages_asked(simulated).await;
    // The next wallet begins anew, and is whole.
    desk.sign_in(READ, READ).await;
    desk.until(|shown| shown.progress.known > 0).await;
    assert!(pages_asked(simulated).await > asked);
}
