//! `POST /authorize`: only the browser that was shown the page can answer it.

use monei_nightly::rounds;
use reqwest::StatusCode;

use crate::support::{Flow, LOOPBACK_REDIRECT, World, with};

#[tokio::test]
async fn r05_a_foreign_cookie_never_reaches_monei() {
    let world = World::start().await;
    let mut victim = world.browser();
    let form = victim.consent_page(&Flow::new(0)).await;
    for number in 0..rounds(100, 2_000) {
        let mut foreign = world.browser();
        match number % 3 {
            // Another browser with a cookie of its own, one that made a cookie up, one without.
            0 => drop(foreign.authorize(&Flow::new(number + 1).request()).await),
            1 => foreign.cookie = Some(format!("monei-relay={number:022}")),
            _ => {}
        }
        let page = foreign.decide(&form, "continue").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert_eq!(page.reason(), "other-browser");
        assert!(page.location().is_none());
    }
    assert!(world.monei.requests().is_empty());
    assert_eq!(victim.decide(&form, "continue").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn r05_a_form_from_another_page_is_refused() {
    let world = World::start().await;
    let mut browser = world.browser();
    let form = browser.consent_page(&Flow::new(0)).await;
    let pairs = form.pairs("continue");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
        ("origin", "https://evil.example"),
        ("origin", "http://127.0.0.1"),
    ] {
        let page = browser.post_consent(&pairs, &[(name, value)]).await;
        assert_eq!((page.status, page.reason()), (StatusCode::FORBIDDEN, "cross-site"), "{name}: {value}");
    }
    for wrong in [None, Some("wrong")] {
        let page = browser.post_consent(&with(pairs.clone(), "token", wrong), &[]).await;
        assert_eq!((page.status, page.reason()), (StatusCode::FORBIDDEN, "form-token"));
    }
    let mut other = world.browser();
    let foreign = other.consent_page(&Flow::new(1)).await;
    let page = browser.post_consent(&with(pairs.clone(), "token", Some(&foreign.token)), &[]).await;
    assert_eq!(page.reason(), "form-token");

    // A browser that sends neither header is told apart by cookie and token alone.
    assert_eq!(browser.post_consent(&pairs, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.post_consent(&pairs, &[("origin", &world.base)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn r05_monei_gets_the_request_as_documented() {
    let world = World::start().await;
    let mut browser = world.browser();
    let form = browser.consent_page(&Flow::new(0)).await;
    let page = browser.decide(&form, "continue").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let location = page.location().unwrap();
    assert!(location.as_str().starts_with(&format!("http://{}/connect/authorize?", world.monei.address)));
    let names: Vec<String> = location.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, ["client_id", "redirect_uri", "scope", "state"]);
    assert_eq!(page.location_param("client_id").unwrap(), "mc_relay");
    assert_eq!(page.location_param("redirect_uri").unwrap(), format!("{}/callback", world.base));
    assert_eq!(page.location_param("scope").unwrap(), "profile:read wallet:read");
}

#[tokio::test]
async fn the_longest_state_stays_below_512_characters() {
    let scheme = format!("a.{}", "b".repeat(38));
    let world = World::start_with(|config| config.app_schemes.push(scheme.clone())).await;
    let flow = Flow {
        state: "s".repeat(128),
        redirect: format!("{scheme}:/callback"),
        scope: monei_api::ScopeSet::all().to_string(),
        ..Flow::new(0)
    };
    let sealed = world.browser().consent_given(&flow).await;
    assert!(sealed.len() < 512, "{}", sealed.len());
    let usual = world.browser().consent_given(&Flow::new(1)).await;
    assert!(usual.len() < 400, "{}", usual.len());
}

#[tokio::test]
async fn cancel_tells_the_app_and_never_monei() {
    let world = World::start().await;
    for flow in [Flow::new(0), Flow::to(1, LOOPBACK_REDIRECT)] {
        let mut browser = world.browser();
        let form = browser.consent_page(&flow).await;
        let page = browser.decide(&form, "cancel").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let own = page.location().unwrap();
        assert!(own.as_str().starts_with(&format!("{}/callback?error=access_denied&state=", world.base)));
        let state = page.location_param("state").unwrap();
        let answer = browser.callback(&[("error", "access_denied"), ("state", &state)]).await;
        assert!(answer.target().as_str().starts_with(&flow.redirect));
        assert_eq!(answer.handed_over("error"), "access_denied");
        assert_eq!(answer.handed_over("state"), flow.state);
        assert_eq!(answer.handed_over("iss"), world.relay.base_url);
    }
}

#[tokio::test]
async fn r05_what_cancel_seals_never_gets_a_ticket() {
    let world = World::start().await;
    let mut browser = world.browser();
    let form = browser.consent_page(&Flow::new(0)).await;
    let state = browser.decide(&form, "cancel").await.location_param("state").unwrap();
    let page = browser.callback(&[("code", "c0de"), ("state", &state)]).await;
    assert_eq!((page.status, page.reason()), (StatusCode::BAD_REQUEST, "expired"));
    assert!(!page.body.contains("v4.local."));
    // It has not bound the code either.
    let consented = browser.consent_given(&Flow::new(1)).await;
    assert_eq!(browser.callback(&[("code", "c0de"), ("state", &consented)]).await.status, StatusCode::OK);
    // And a cancelled attempt is still one of this browser.
    let foreign = world.browser().callback(&[("error", "access_denied"), ("state", &state)]).await;
    assert_eq!((foreign.status, foreign.reason()), (StatusCode::FORBIDDEN, "other-browser"));
}

#[tokio::test]
async fn an_answer_that_is_neither_is_refused_and_so_is_a_late_one() {
    let world = World::start().await;
    let mut browser = world.browser();
    let form = browser.consent_page(&Flow::new(0)).await;
    for wrong in [None, Some("CONTINUE"), Some("continue,cancel")] {
        let page = browser.post_consent(&with(form.pairs("continue"), "decision", wrong), &[]).await;
        assert_eq!((page.status, page.reason()), (StatusCode::BAD_REQUEST, "decision"));
    }
    let mut twice = form.pairs("continue");
    twice.push(("decision", "cancel"));
    assert_eq!(browser.post_consent(&twice, &[]).await.reason(), "repeated");

    world.clock.advance(601);
    let page = browser.decide(&form, "continue").await;
    assert_eq!((page.status, page.reason()), (StatusCode::BAD_REQUEST, "expired"));
}
