//! The checks against a platform that is well, and against one that is not.

use std::collections::BTreeSet;

use monei_api::Scope;
use monei_core::ProblemCode;
use monei_core::app::SessionState;
use monei_core::diagnostics::{Check, Finding, Fix, SUBJECTS, Subject, Surroundings, Verdict, Versions, report};
use monei_core::settings::{Choice, WayBack};

use crate::platform::{ACCOUNT_NUMBER, ADDRESS, Desk, EMAIL, Platform, Store};
use crate::{READ, scopes};

const KYC: Subject = Subject::Permission(Scope::KycRead);

fn surroundings(handles_links: bool) -> Surroundings {
    let versions = Versions { application: "0.0.0".into(), web_view: None, system: "Test".into() };
    Surroundings { versions, handles_links }
}

/// Every check, by its subject.
async fn all(desk: &Desk, handles_links: bool) -> Vec<Check> {
    let mut ended = desk.app.diagnose(surroundings(handles_links)).await;
    let mut checks = Vec::new();
    while let Some(check) = ended.recv().await {
        checks.push(check);
    }
    let subjects: BTreeSet<String> = checks.iter().map(|it| format!("{:?}", it.subject)).collect();
    assert_eq!((checks.len(), subjects.len()), (SUBJECTS, SUBJECTS), "each subject has one check");
    checks
}

fn of(checks: &[Check], subject: Subject) -> &Check {
    checks.iter().find(|check| check.subject == subject).unwrap()
}

fn failure(checks: &[Check], subject: Subject) -> ProblemCode {
    match &of(checks, subject).finding {
        Finding::Failed(problem) => problem.code,
        other => panic!("{subject:?}: {other:?}"),
    }
}

#[tokio::test]
async fn a_connected_wallet_that_is_well_passes_every_check() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    desk.sign_in(READ, READ).await;
    let checks = all(&desk, true).await;
    let not_good: Vec<_> = checks.iter().filter(|check| check.verdict() != Verdict::Good).collect();
    assert!(not_good.is_empty(), "{not_good:?}");
    assert_eq!(platform.calls_outside_the_grant(), 0);
}

#[tokio::test]
async fn what_is_not_granted_is_not_called_and_can_be_enabled() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    desk.sign_in("profile:read", "profile:read").await;
    let checks = all(&desk, true).await;
    let kyc = of(&checks, KYC);
    assert_eq!((kyc.verdict(), kyc.fix()), (Verdict::Skipped, Some(Fix::Enable(Scope::KycRead))));
    assert_eq!(of(&checks, Subject::Permission(Scope::ProfileRead)).verdict(), Verdict::Good);
    assert_eq!((platform.calls("/kyc/status"), platform.calls_outside_the_grant()), (0, 0));
}

#[tokio::test]
async fn signed_out_the_rest_is_looked_at_all_the_same() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    let checks = all(&desk, true).await;
    assert_eq!(of(&checks, Subject::Account).finding, Finding::NotConnected);
    assert_eq!(of(&checks, KYC).finding, Finding::NotConnected);
    for subject in [Subject::Keychain, Subject::Relay, Subject::Monei, Subject::Clock] {
        assert_eq!(of(&checks, subject).verdict(), Verdict::Good, "{subject:?}");
    }
}

#[tokio::test]
async fn each_failure_is_told_by_its_own_check() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    desk.sign_in(READ, READ).await;
    platform.fail_discovery(true);
    platform.fail("/kyc/status", 403, None);
    platform.fail_profile(true);
    let checks = all(&desk, true).await;
    assert_eq!(failure(&checks, Subject::Relay), ProblemCode::RelayUnreachable);
    assert_eq!(failure(&checks, KYC), ProblemCode::Refused);
    assert_eq!(of(&checks, KYC).fix(), Some(Fix::Enable(Scope::KycRead)));
    assert_eq!(failure(&checks, Subject::Account), ProblemCode::MoneiFault);
    assert_eq!(of(&checks, Subject::Monei).verdict(), Verdict::Good);

    platform.revoke_at_monei();
    let checks = all(&desk, true).await;
    assert_eq!(failure(&checks, Subject::Account), ProblemCode::SessionRevoked);
    assert_eq!(of(&checks, Subject::Account).fix(), Some(Fix::Reconnect));
    desk.until(|shown| matches!(shown.session, SessionState::Reconnect { .. })).await;
}

#[tokio::test]
async fn without_a_keychain_or_a_relay_it_says_so() {
    let platform = Platform::start().await;
    let desk = Desk::without_keychain(&platform);
    desk.until(|shown| matches!(shown.keychain, monei_core::app::KeychainState::Unavailable(_))).await;
    let checks = all(&desk, true).await;
    assert_eq!(failure(&checks, Subject::Keychain), ProblemCode::KeychainMissing);
    assert_eq!(of(&checks, Subject::Keychain).fix(), Some(Fix::RetryKeychain));

    // The check waits for what the keychain says this time.
    desk.app.retry_keychain().await;
    assert_eq!(failure(&all(&desk, true).await, Subject::Keychain), ProblemCode::KeychainMissing);

    desk.app.use_session_only().await;
    assert_eq!(of(&all(&desk, true).await, Subject::Keychain).finding, Finding::SessionInMemory);

    let desk = Desk::without_relay(&platform, Store::new()).await;
    let checks = all(&desk, true).await;
    assert_eq!(of(&checks, Subject::Relay).fix(), Some(Fix::SetRelay));
}

#[tokio::test]
async fn links_are_judged_by_the_way_back_that_was_chosen() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    for (way, handled, finding) in [
        (WayBack::Automatic, true, Finding::LinksComeHere),
        (WayBack::Automatic, false, Finding::LinksGoElsewhere),
        (WayBack::Link, false, Finding::LinksAreLost),
        (WayBack::Loopback, false, Finding::LinksAreNotUsed),
    ] {
        desk.app.choose(Choice::WayBack(way)).await;
        assert_eq!(of(&all(&desk, handled).await, Subject::Links).finding, finding, "{way:?} {handled}");
    }
}

#[tokio::test]
async fn a_clock_that_differs_from_moneis_is_measured() {
    let platform = Platform::start().await;
    let desk = Desk::open(&platform, Store::new()).await;
    platform.set_clock(3600);
    let checks = all(&desk, true).await;
    let Finding::Clock { ahead } = of(&checks, Subject::Clock).finding else { panic!("{checks:?}") };
    assert!((-3605..=-3590).contains(&ahead.as_secs()), "{ahead}");
    assert_eq!(of(&checks, Subject::Clock).verdict(), Verdict::Bad);
    assert_eq!(of(&checks, Subject::Monei).verdict(), Verdict::Good);
}

#[tokio::test]
async fn r34_the_report_holds_nothing_of_the_person_and_nothing_that_monei_wrote() {
    let platform = Platform::start().await;
    let store = Store::new();
    let desk = Desk::open(&platform, store.clone()).await;
    desk.sign_in(READ, READ).await;
    let well = report::write(&all(&desk, true).await, "production");
    // A failure quotes Monei, and Monei quotes the person.
    platform.fail("/kyc/status", 403, None);
    let checks = all(&desk, true).await;
    let quoted = format!("{:?}", of(&checks, KYC).finding);
    assert!(quoted.contains(EMAIL), "{quoted}");
    let unwell = report::write(&checks, "adas-own-platform");
    for text in [&well, &unwell] {
        for secret in
            [EMAIL, ACCOUNT_NUMBER, ADDRESS, "Ada", "ada", "mct_", "mcr_", "1805", platform.base(), "127.0.0.1"]
        {
            assert!(!text.contains(secret), "{secret} in\n{text}");
        }
    }
    assert!(well.contains("environment: production") && unwell.contains("environment: other"), "{well}{unwell}");
    assert!(unwell.contains("kyc:read: bad, Refused"), "{unwell}");
    assert!(!store.grants().is_empty() && scopes(READ).iter().all(|scope| well.contains(scope.name())), "{well}");
}
