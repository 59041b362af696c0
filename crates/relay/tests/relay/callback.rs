//! `GET /callback`: the same browser, the first presenter, and the hand-over.

use monei_nightly::rounds;
use reqwest::StatusCode;

use crate::support::{Flow, LOOPBACK_REDIRECT, World};

#[tokio::test]
async fn r07_a_callback_without_the_cookie_of_the_consent_gets_no_ticket() {
    let world = World::start().await;
    let mut browser = world.browser();
    let state = browser.consent_given(&Flow::new(0)).await;
    let mut foreign = world.browser();
    let without = foreign.callback(&[("code", "c0de"), ("state", &state)]).await;
    foreign.authorize(&Flow::new(1).request()).await;
    let with_another = foreign.callback(&[("code", "c0de"), ("state", &state)]).await;
    let denied = foreign.callback(&[("error", "access_denied"), ("state", &state)]).await;
    for page in [without, with_another, denied] {
        assert_eq!((page.status, page.reason()), (StatusCode::FORBIDDEN, "other-browser"));
        assert!(page.location().is_none());
        assert!(!page.body.contains("v4.local."));
    }
    // The visit of a foreign browser has not bound the code.
    assert_eq!(browser.callback(&[("code", "c0de"), ("state", &state)]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn r08_first_presenter_owns_the_code() {
    let world = World::start().await;
    let mut attacker = world.browser();
    let foreign_state = attacker.consent_given(&Flow::new(1_000_000)).await;
    let (mut stolen, mut honest, mut reloaded) = (0, 0, 0);
    let rounds = rounds(500, 5_000);
    for round in 0..rounds {
        let flow = Flow::new(round);
        let code = format!("c0de{round}");
        let mut victim = world.browser();
        let state = victim.consent_given(&flow).await;
        let answer = victim.callback(&[("code", &code), ("state", &state)]).await;
        let ticket = answer.handed_over("code");

        let attack = attacker.callback(&[("code", &code), ("state", &foreign_state)]).await;
        stolen += usize::from(attack.status != StatusCode::FORBIDDEN || attack.body.contains("v4.local."));
        reloaded += usize::from(victim.callback(&[("code", &code), ("state", &state)]).await.status == StatusCode::OK);
        honest += usize::from(world.redeem(&flow, &ticket).await.status == StatusCode::OK);
    }
    assert_eq!((stolen, honest, reloaded), (0, rounds, rounds));
    assert_eq!(world.monei.requests().len(), rounds);
}

#[tokio::test]
async fn r08_a_second_consent_of_the_same_attempt_does_not_get_the_code_either() {
    let world = World::start().await;
    let flow = Flow::new(0);
    let mut browser = world.browser();
    let first = browser.consent_given(&flow).await;
    let second = browser.consent_given(&flow).await;
    assert_eq!(browser.callback(&[("code", "c0de"), ("state", &first)]).await.status, StatusCode::OK);
    let page = browser.callback(&[("code", "c0de"), ("state", &second)]).await;
    assert_eq!((page.status, page.reason()), (StatusCode::FORBIDDEN, "code-taken"));
}

#[tokio::test]
async fn r08_a_reload_seals_the_same_nonce_again() {
    let world = World::start().await;
    let flow = Flow::new(0);
    let mut browser = world.browser();
    let state = browser.consent_given(&flow).await;
    let first = browser.callback(&[("code", "c0de"), ("state", &state)]).await.handed_over("code");
    let second = browser.callback(&[("code", "c0de"), ("state", &state)]).await.handed_over("code");
    assert_ne!(first, second);
    assert_eq!(world.redeem(&flow, &second).await.status, StatusCode::OK);
    assert_eq!(world.redeem(&flow, &first).await.error(), "invalid_grant");
    assert_eq!(world.monei.requests().len(), 1);
}

#[tokio::test]
async fn r09_every_answer_carries_iss_and_the_state_of_the_app() {
    let world = World::start().await;
    for redirect in ["dev.moneiwallet.desktop:/callback", LOOPBACK_REDIRECT, "http://[::1]:1024/callback"] {
        let flow = Flow::to(7, redirect);
        let mut browser = world.browser();
        let state = browser.consent_given(&flow).await;
        for (name, value) in [("code", redirect), ("error", "access_denied"), ("error", "something_else")] {
            let page = browser.callback(&[(name, value), ("state", &state)]).await;
            assert!(page.target().as_str().starts_with(&format!("{redirect}?{name}=")));
            assert_eq!(page.handed_over("iss"), world.base);
            assert_eq!(page.handed_over("state"), flow.state);
            assert!(!page.target().as_str().contains("something_else"));
        }
    }
}

#[tokio::test]
async fn both_ways_back_get_a_page_with_a_link_so_that_monei_form_action_does_not_matter() {
    let world = World::start().await;
    let mut browser = world.browser();
    let state = browser.consent_given(&Flow::new(0)).await;
    let page = browser.callback(&[("code", "c0de"), ("state", &state)]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Finish in the app"));
    assert!(page.body.contains("id=\"open-app\""));
    assert!(page.body.contains("http-equiv=\"refresh\" content=\"0;url=dev.moneiwallet.desktop:/callback?code="));
    assert!(!page.body.contains("is connected"));

    let state = browser.consent_given(&Flow::to(1, LOOPBACK_REDIRECT)).await;
    let page = browser.callback(&[("code", "other"), ("state", &state)]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("id=\"open-app\""));
    assert!(
        page.body.contains("http-equiv=\"refresh\" content=\"0;url=http://127.0.0.1:41234/callback?code=v4.local.")
    );
}

#[tokio::test]
async fn an_unclear_late_or_garbled_answer_is_a_page() {
    let world = World::start().await;
    let mut browser = world.browser();
    let state = browser.consent_given(&Flow::new(0)).await;
    let long = "c".repeat(513);
    for unclear in [
        vec![("state", &*state)],
        vec![("state", &state), ("code", "")],
        vec![("state", &state), ("code", "c0de"), ("error", "access_denied")],
        vec![("state", &state), ("code", "with space")],
        vec![("state", &state), ("code", &long)],
    ] {
        let page = browser.callback(&unclear).await;
        assert_eq!((page.status, page.reason()), (StatusCode::BAD_REQUEST, "unclear"), "{unclear:?}");
    }
    let repeated = browser.callback(&[("code", "a"), ("code", "b"), ("state", &state)]).await;
    assert_eq!(repeated.reason(), "repeated");
    assert_eq!(browser.callback(&[("code", "c0de")]).await.reason(), "expired");
    assert_eq!(browser.callback(&[("code", "c0de"), ("state", "garbled")]).await.reason(), "expired");
    world.clock.advance(601);
    let late = browser.callback(&[("code", "c0de"), ("state", &state)]).await;
    assert_eq!((late.status, late.reason()), (StatusCode::BAD_REQUEST, "expired"));
}
