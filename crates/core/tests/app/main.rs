//! The application's loop from the click to what is shown, with a relay and a Monei of the test's own and a store in
//! memory. The browser is the test: it takes the address that the application opened and makes up the answer.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod canaries;
mod diagnostics;
mod keeping;
mod overview;
mod paying;
mod platform;
mod simulated;
mod transactions;
mod wallet;

use monei_api::{Scope, ScopeSet};
use monei_core::ProblemCode;
use monei_core::app::{KeychainState, PermissionState, SectionState, SessionState, SignInState};
use monei_core::sign_in::Outcome;
use monei_core::vault::SecretStore;
use platform::{Desk, Platform, Store};

const READ: &str = "profile:read kyc:read wallet:read";

fn scopes(list: &str) -> ScopeSet {
    ScopeSet::parse(list)
}

fn outcome(desk: &Desk) -> Outcome {
    match desk.app.snapshot().sign_in.clone() {
        SignInState::Ended { outcome, .. } => outcome,
        other => panic!("the sign-in has not ended: {other:?}"),
    }
}

#[tokio::test]
async fn a_partial_grant_opens_what_was_granted_and_locks_the_rest() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    desk.sign_in(READ, "profile:read wallet:read").await;
    assert_eq!(
        outcome(&desk),
        Outcome::Connected { granted: scopes("profile:read wallet:read"), declined: scopes("kyc:read") }
    );
    let shown = desk.until(|shown| matches!(shown.balances, SectionState::Ready { .. })).await;
    let SectionState::Ready { latest, .. } = &shown.balances else { unreachable!() };
    assert_eq!(latest.value.naira.as_ref().unwrap().digits(), "1805.00");
    assert!(matches!(shown.limits, SectionState::Locked(Scope::KycRead)));
    let state = |scope| shown.permissions.iter().find(|(it, _)| *it == scope).unwrap().1;
    assert!(matches!(state(Scope::KycRead), PermissionState::Declined { .. }));
    assert!(matches!(state(Scope::WalletSend), PermissionState::NeverAsked));
    assert_eq!(platform.calls_outside_the_grant(), 0);
}

#[tokio::test]
async fn enabling_one_permission_asks_for_that_one_only() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    desk.sign_in("profile:read", "profile:read").await;
    desk.app.dismiss_outcome().await;
    let attempt = desk.begin("kyc:read").await;
    assert_eq!(attempt.parameter("scope"), "kyc:read");
    platform.grant(&attempt, "profile:read kyc:read");
    desk.app.link(attempt.answer("code=ticket")).await;
    let shown = desk.until(|shown| matches!(shown.limits, SectionState::Ready { .. })).await;
    assert!(matches!(shown.session, SessionState::Connected { .. }));
}

#[tokio::test]
async fn a_denial_writes_nothing_and_says_what_stays_off() {
    let platform = Platform::start().await;
    let store = Store::new();
    let desk = Desk::open(&platform, store.clone()).await;
    desk.sign_in("profile:read", "profile:read").await;
    for denial in ["error=access_denied", "code=ticket"] {
        let attempt = desk.begin("kyc:read").await;
        // A token answer without the asked permission is a denial too.
        platform.grant(&attempt, "profile:read");
        let before = store.grants();
        desk.app.link(attempt.answer(denial)).await;
        desk.until(|shown| matches!(shown.sign_in, SignInState::Ended { .. })).await;
        assert_eq!(outcome(&desk), Outcome::Denied { declined: scopes("kyc:read") }, "{denial}");
        assert_eq!(store.grants(), before, "{denial}");
    }
}

#[tokio::test]
async fn a_late_or_foreign_link_changes_nothing() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    let first = desk.begin(READ).await;
    let second = desk.begin(READ).await;
    platform.grant(&first, READ);
    platform.grant(&second, READ);
    desk.app.link(first.answer("code=ticket")).await;
    for junk in 0..50 {
        desk.app.link(format!("dev.moneiwallet.desktop:/callback?code=junk{junk}&state=x")).await;
    }
    assert!(desk.app.sign_in_link().await.is_some(), "the second attempt still waits");
    desk.app.link(second.answer("code=ticket")).await;
    desk.until(|shown| matches!(shown.session, SessionState::Connected { .. })).await;
    // The same link once more, after the success.
    desk.app.link(second.answer("code=ticket")).await;
    assert!(desk.app.sign_in_link().await.is_none());
    assert_eq!(platform.exchanges(), 1);

    let cancelled = desk.begin("wallet:send").await;
    let SignInState::AwaitingBrowser { id, .. } = desk.app.snapshot().sign_in.clone() else { panic!("no attempt") };
    desk.app.cancel(id).await;
    desk.app.link(cancelled.answer("code=ticket")).await;
    assert!(desk.app.sign_in_link().await.is_none());
    assert_eq!((outcome(&desk), platform.exchanges()), (Outcome::Cancelled, 1));
}

#[tokio::test]
async fn an_attempt_and_a_session_survive_a_restart() {
    let platform = Platform::start().await;
    let store = Store::new();
    let desk = Desk::open(&platform, store.clone()).await;
    let attempt = desk.begin(READ).await;
    platform.grant(&attempt, READ);
    drop(desk);
    // The link starts the application and is there before the keychain has answered.
    let desk = Desk::start(&platform, store.clone());
    desk.app.link(attempt.answer("code=ticket")).await;
    desk.until(|shown| matches!(shown.session, SessionState::Connected { .. })).await;
    drop(desk);
    let desk = Desk::open(&platform, store.clone()).await;
    desk.until(|shown| matches!(shown.profile, SectionState::Ready { .. })).await;
    assert_eq!(platform.exchanges(), 1);
    assert!(store.read(&platform.item("attempt")).unwrap().is_none());
}

#[tokio::test]
async fn r36_another_persons_wallet_is_dropped_and_the_person_is_told() {
    let platform = Platform::start().await;
    let store = Store::new();
    let desk = Desk::open(&platform, store.clone()).await;
    desk.sign_in(READ, READ).await;
    let before = store.grants();
    let attempt = desk.begin("wallet:send").await;
    platform.grant_to_somebody_else(&attempt, "profile:read kyc:read wallet:read wallet:send");
    desk.app.link(attempt.answer("code=ticket")).await;
    desk.until(|shown| matches!(shown.sign_in, SignInState::Ended { .. })).await;
    assert_eq!(outcome(&desk), Outcome::OtherAccount { name: Some("Bola Ade".into()) });
    assert_eq!(store.grants(), before);
}

#[tokio::test]
async fn r36_a_first_grant_that_could_not_be_identified_is_before_another_is_taken_in() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    platform.fail_profile(true);
    desk.sign_in("profile:read", "profile:read").await;
    assert!(matches!(outcome(&desk), Outcome::Connected { .. }));
    platform.fail_profile(false);
    // The first token is still Ada's when the second sign-in turns out to be Bola's.
    let attempt = desk.begin("kyc:read").await;
    platform.grant_to_somebody_else(&attempt, "profile:read kyc:read");
    desk.app.link(attempt.answer("code=ticket")).await;
    desk.until(|shown| matches!(shown.sign_in, SignInState::Ended { .. })).await;
    assert_eq!(outcome(&desk), Outcome::OtherAccount { name: Some("Bola Ade".into()) });
}

#[tokio::test]
async fn a_sign_in_that_is_cancelled_during_the_exchange_takes_nothing_in() {
    let platform = Platform::start().await;
    let store = Store::new();
    let desk = Desk::open(&platform, store.clone()).await;
    let gate = platform.hold_back();
    let attempt = desk.begin(READ).await;
    platform.grant(&attempt, READ);
    desk.app.link(attempt.answer("code=ticket")).await;
    let shown = desk.until(|shown| matches!(shown.sign_in, SignInState::Exchanging { .. })).await;
    let SignInState::Exchanging { id, .. } = &shown.sign_in else { unreachable!() };
    desk.app.cancel(id.clone()).await;
    desk.until(|shown| matches!(shown.sign_in, SignInState::Ended { .. })).await;
    gate.notify_one();
    // A later sign-in is the proof that the loop has gone on past the cancelled one.
    let again = desk.begin(READ).await;
    platform.grant(&again, READ);
    gate.notify_one();
    desk.app.link(again.answer("code=ticket")).await;
    desk.until(|shown| matches!(shown.session, SessionState::Connected { .. })).await;
    desk.app.disconnect().await.unwrap();
    assert_eq!(platform.revoked(), 1, "only the second pair was ever taken in");
}

#[tokio::test]
async fn a_busy_relay_is_asked_again_with_the_same_ticket() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    platform.be_busy(1);
    desk.sign_in("profile:read", "profile:read").await;
    assert!(matches!(outcome(&desk), Outcome::Connected { .. }));
}

#[tokio::test]
async fn r37_a_grant_that_names_nobody_is_refused_and_the_next_request_asks_for_one_that_does() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    desk.sign_in("profile:read", "profile:read").await;
    desk.sign_in("kyc:read", "kyc:read").await;
    assert_eq!(outcome(&desk), Outcome::Failed(ProblemCode::AccountUnknown.into()));
    let again = desk.begin("kyc:read").await;
    assert_eq!(again.parameter("scope"), "profile:read kyc:read");
}

#[tokio::test]
async fn r38_disconnect_revokes_every_pair_and_leaves_nothing() {
    let platform = Platform::start().await;
    let store = Store::new();
    let desk = Desk::open(&platform, store.clone()).await;
    desk.sign_in("profile:read", "profile:read").await;
    desk.sign_in("kyc:read", "profile:read kyc:read").await;
    assert_eq!(platform.revoked(), 0, "a replaced pair is not revoked as a clean-up");
    let report = desk.app.disconnect().await.unwrap();
    assert_eq!((report.not_revoked, report.not_removed), (None, None));
    assert_eq!(platform.revoked(), 2);
    assert_eq!(store.names(), Vec::<String>::new());
    assert_eq!(desk.app.snapshot().session, SessionState::SignedOut);
}

#[tokio::test]
async fn r38_an_offline_disconnect_removes_at_once_and_revokes_at_the_next_start() {
    let platform = Platform::start().await;
    let store = Store::new();
    let desk = Desk::open(&platform, store.clone()).await;
    desk.sign_in("profile:read", "profile:read").await;
    platform.fail_revocations(true);
    let report = desk.app.disconnect().await.unwrap();
    assert_eq!(report.not_revoked.map(|problem| problem.code), Some(ProblemCode::MoneiFault));
    assert_eq!(report.not_removed, None);
    assert!(store.names().iter().all(|name| name.starts_with(&platform.item("revoke"))));
    drop(desk);
    platform.fail_revocations(false);
    let desk = Desk::open(&platform, store.clone()).await;
    assert_eq!(desk.app.snapshot().session, SessionState::SignedOut);
    platform.revocation().await;
    store.emptied().await;
}

#[tokio::test]
async fn r33_a_refused_permission_is_locked_again_and_not_called_again() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    platform.fail("/kyc/status", 403, None);
    desk.sign_in(READ, READ).await;
    let shown = desk.until(|shown| matches!(shown.limits, SectionState::Locked(_))).await;
    assert!(shown.permissions.contains(&(Scope::KycRead, PermissionState::Doubtful)));
    let calls = platform.calls("/kyc/status");
    desk.app.refresh().await;
    desk.until(|shown| matches!(&shown.profile, SectionState::Ready { refreshing: false, .. })).await;
    assert_eq!((calls, platform.calls("/kyc/status")), (1, 1));
}

#[tokio::test]
async fn a_wallet_revoked_at_monei_keeps_its_figures_and_offers_to_reconnect() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    desk.sign_in(READ, READ).await;
    desk.until(|shown| matches!(shown.balances, SectionState::Ready { refreshing: false, .. })).await;
    platform.revoke_at_monei();
    desk.app.refresh().await;
    let shown = desk.until(|shown| matches!(shown.session, SessionState::Reconnect { .. })).await;
    let SessionState::Reconnect { problem, scopes: ended } = &shown.session else { unreachable!() };
    assert_eq!((problem.code, *ended), (ProblemCode::SessionRevoked, scopes(READ)));
    assert!(matches!(shown.balances, SectionState::Ready { .. }));
    desk.sign_in(READ, READ).await;
    desk.until(|shown| matches!(&shown.balances, SectionState::Ready { stale: None, refreshing: false, .. })).await;
}

#[tokio::test]
async fn a_damaged_keychain_says_so_and_is_left_alone_until_the_next_sign_in() {
    let platform = Platform::start().await;
    let store = Store::new();
    let desk = Desk::open(&platform, store.clone()).await;
    desk.sign_in(READ, READ).await;
    drop(desk);
    let head = platform.item("grants/head");
    store.write(&head, b"{\"epoch\":").unwrap();
    let desk = Desk::open(&platform, store.clone()).await;
    assert_eq!(outcome(&desk), Outcome::Failed(ProblemCode::KeychainDamaged.into()));
    assert_eq!(store.read(&head).unwrap().unwrap().as_slice(), b"{\"epoch\":");
    desk.sign_in(READ, READ).await;
    assert!(matches!(desk.app.snapshot().session, SessionState::Connected { .. }));
}

#[tokio::test]
async fn without_a_keychain_nothing_starts_until_the_person_chooses() {
    let platform = Platform::start().await;
    let desk = Desk::without_keychain(&platform);
    desk.until(|shown| matches!(shown.keychain, KeychainState::Unavailable(_))).await;
    assert_eq!(desk.app.connect(scopes(READ)).await, Err(ProblemCode::NotNow.into()));
    desk.app.use_session_only().await;
    desk.until(|shown| shown.keychain == KeychainState::SessionOnly).await;
    desk.sign_in(READ, READ).await;
    assert!(matches!(desk.app.snapshot().session, SessionState::Connected { .. }));
}

#[tokio::test]
async fn an_unreachable_relay_is_told_and_can_be_tried_again() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    platform.fail_discovery(true);
    desk.app.connect(scopes(READ)).await.unwrap();
    desk.until(|shown| matches!(shown.sign_in, SignInState::Ended { .. })).await;
    assert_eq!(outcome(&desk), Outcome::Failed(ProblemCode::RelayUnreachable.into()));
    platform.fail_discovery(false);
    desk.sign_in(READ, READ).await;
}

#[tokio::test]
async fn a_relay_is_used_once_it_has_answered_as_one() {
    let platform = Platform::start().await;
    let desk = Desk::without_relay(&platform, Store::new()).await;
    assert_eq!(desk.app.connect(scopes(READ)).await, Err(ProblemCode::RelayMissing.into()));
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for (address, problem) in [
        (String::new(), ProblemCode::RelayAddress),
        ("not an address".into(), ProblemCode::RelayAddress),
        ("http://relay.example.com".into(), ProblemCode::RelayAddress),
        ("https://me:secret@relay.example.com".into(), ProblemCode::RelayAddress),
        (format!("http://{closed}"), ProblemCode::RelayUnreachable),
        // It answers, but as the issuer of another address.
        (format!("{}/", platform.base().replace("127.0.0.1", "localhost")), ProblemCode::RelayUnreadable),
        (format!("{}/api", platform.base()), ProblemCode::RelayUnreadable),
    ] {
        assert_eq!(desk.app.use_relay(address.clone()).await, Err(problem.into()), "{address}");
    }
    assert_eq!((desk.app.snapshot().relay.clone(), desk.saved_relay()), (None, None));

    desk.app.use_relay(format!(" {}/ ", platform.base())).await.unwrap();
    desk.until(|shown| shown.relay.as_deref() == Some(platform.base())).await;
    assert_eq!(desk.saved_relay().as_deref(), Some(platform.base()));
    desk.sign_in(READ, READ).await;
    assert!(matches!(desk.app.snapshot().session, SessionState::Connected { .. }));
    // The session belongs to the relay that it began with.
    assert_eq!(desk.app.use_relay(platform.base().to_owned()).await, Err(ProblemCode::NotNow.into()));
}

#[tokio::test]
async fn the_relay_of_a_build_is_not_the_persons_to_change() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    assert_eq!(desk.app.use_relay(platform.base().to_owned()).await, Err(ProblemCode::NotNow.into()));
}

/// Ten minutes are let go by on the timers; the attempt is over, and its port is closed.
#[tokio::test]
async fn r23_the_listener_is_gone_ten_minutes_after_the_browser_was_opened() {
    let platform = Platform::start().await;
    let desk = Desk::by_loopback(&platform, Store::new()).await;
    let attempt = desk.begin(READ).await;
    desk.until(|shown| matches!(shown.sign_in, SignInState::AwaitingBrowser { browser_opened: true, .. })).await;
    let redirect = attempt.parameter("redirect_uri");
    let address = redirect.trim_start_matches("http://").trim_end_matches("/callback").to_owned();
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    tokio::net::TcpStream::connect(&address).await.unwrap();

    tokio::time::pause();
    tokio::time::advance(std::time::Duration::from_mins(9)).await;
    tokio::time::resume();
    tokio::net::TcpStream::connect(&address).await.unwrap();
    assert!(matches!(desk.app.snapshot().sign_in, SignInState::AwaitingBrowser { .. }));

    tokio::time::pause();
    tokio::time::advance(std::time::Duration::from_secs(61)).await;
    tokio::time::resume();
    desk.until(|shown| matches!(shown.sign_in, SignInState::Ended { .. })).await;
    assert_eq!(outcome(&desk), Outcome::Expired);
    while tokio::net::TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
