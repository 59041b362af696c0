//! Headers of every answer, the metadata document, and the pages that tell how it ended.

use monei_api::relay::Metadata;
use reqwest::StatusCode;

use crate::support::{Flow, LOOPBACK_REDIRECT, Page, World, encode};

#[tokio::test]
async fn r15_every_page_redirect_and_refusal_has_the_security_headers() {
    let world = World::start().await;
    let app = Flow::new(0);
    let mut browser = world.browser();
    let form = browser.consent_page(&app).await;
    let go_on = browser.decide(&form, "continue").await;
    let cancel = browser.decide(&form, "cancel").await;
    let app_state = go_on.location_param("state").unwrap();
    let loopback_state = browser.consent_given(&Flow::to(1, LOOPBACK_REDIRECT)).await;
    let hand_over = browser.callback(&[("code", "c0de"), ("state", &app_state)]).await;
    let ticket = hand_over.handed_over("code");

    // After a POST the browser is sent on by 303 and nothing else.
    assert_eq!((go_on.status, cancel.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    let answers = vec![
        go_on,
        cancel,
        hand_over,
        world.get(&format!("/authorize?{}", encode(&app.request()))).await,
        world.get("/authorize").await,
        browser.callback(&[("code", "other"), ("state", &loopback_state)]).await,
        browser.callback(&[("error", "access_denied"), ("state", &loopback_state)]).await,
        world.browser().callback(&[("code", "c0de"), ("state", &app_state)]).await,
        browser.post_consent(&[], &[]).await,
        world.redeem(&app, &ticket).await,
        world.redeem(&app, &ticket).await,
        world.get("/token").await,
        world.get("/done?outcome=returned").await,
        world.get("/done?outcome=denied").await,
        world.get("/done?outcome=connected").await,
        world.get("/.well-known/oauth-authorization-server").await,
        world.get("/healthz").await,
        world.get("/readyz").await,
        world.get("/nothing/here").await,
        world.get(&format!("/done?{}", "x".repeat(9_000))).await,
        world.token(&[("code", &*"x".repeat(5_000))]).await,
        Page::read(world.http.request(reqwest::Method::TRACE, format!("{}/token", world.base))).await,
    ];
    let statuses: std::collections::BTreeSet<u16> = answers.iter().map(|page| page.status.as_u16()).collect();
    assert_eq!(statuses.into_iter().collect::<Vec<_>>(), [200, 303, 400, 403, 404, 405, 413, 414]);
    for page in answers {
        let policy = page.header("content-security-policy");
        for directive in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action "] {
            assert!(policy.contains(directive), "{page:?}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(page.header(name), value, "{page:?}");
        }
        assert!(page.header("permissions-policy").contains("camera=()"));
        assert_eq!(page.header("strict-transport-security"), "");
        assert!(!page.body.contains("<script") && !page.body.contains("src=") && !page.body.contains(" style="));
    }
}

#[tokio::test]
async fn r09_the_metadata_document_names_what_the_relay_does() {
    let world = World::start().await;
    let page = world.get("/.well-known/oauth-authorization-server").await;
    assert_eq!(page.header("content-type"), "application/json");
    let metadata: Metadata = serde_json::from_str(&page.body).unwrap();
    let base = &world.base;
    let only = |value: &str| vec![value.to_owned()];
    assert_eq!(
        metadata,
        Metadata {
            issuer: base.clone(),
            authorization_endpoint: format!("{base}/authorize"),
            token_endpoint: format!("{base}/token"),
            response_types_supported: only("code"),
            grant_types_supported: only("authorization_code"),
            code_challenge_methods_supported: only("S256"),
            token_endpoint_auth_methods_supported: only("none"),
            scopes_supported: monei_api::ScopeSet::all().names().map(str::to_owned).collect(),
            authorization_response_iss_parameter_supported: true,
            monei_environment: "demonstration".to_owned(),
        }
    );
    assert_eq!(metadata.scopes_supported.len(), 9);
    assert_eq!(world.relay.base_url, world.base);
}

#[tokio::test]
async fn the_last_page_tells_the_truth() {
    let world = World::start().await;
    for (outcome, words) in [("returned", "Finish in the app."), ("denied", "No permission was given")] {
        let page = world.get(&format!("/done?outcome={outcome}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("You can close this tab") && page.body.contains(words));
        assert!(!page.body.contains("is connected"));
    }
    for query in ["", "?outcome=", "?outcome=connected", "?outcome=returned&outcome=denied", "?outcome=<script>"] {
        let page = world.get(&format!("/done{query}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn only_a_demonstration_says_that_it_is_one() {
    let demonstration = World::start().await;
    let production = World::start_with(|config| config.environment = "production".to_owned()).await;
    let notice = "<strong>Demonstration</strong> — no real money";
    for path in ["/done?outcome=returned", "/nothing", "/authorize"] {
        assert!(demonstration.get(path).await.body.contains(notice), "{path}");
        assert!(!production.get(path).await.body.contains(notice), "{path}");
    }
}
