//! `GET /authorize`: what is refused, and what the consent page shows.

use reqwest::StatusCode;

use crate::support::{APP_REDIRECT, Flow, LOOPBACK_REDIRECT, World, encode, with};

async fn refused(world: &World, pairs: &[(&str, &str)], reason: &str) {
    let page = world.browser().authorize(pairs).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{pairs:?}");
    assert_eq!(page.reason(), reason, "{pairs:?}");
    assert!(page.location().is_none());
    assert!(page.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn r02_a_challenge_of_43_characters_by_s256_is_required() {
    let world = World::start().await;
    let flow = Flow::new(1);
    for wrong in [None, Some("plain"), Some("s256"), Some("")] {
        refused(&world, &with(flow.request(), "code_challenge_method", wrong), "code-challenge").await;
    }
    let (short, long, padded) = ("a".repeat(42), "a".repeat(44), format!("{}=", "a".repeat(42)));
    for wrong in [None, Some(""), Some(&*short), Some(&*long), Some(&*padded)] {
        refused(&world, &with(flow.request(), "code_challenge", wrong), "code-challenge").await;
    }
}

#[tokio::test]
async fn a_request_of_another_client_type_state_or_scope_is_refused() {
    let world = World::start().await;
    let flow = Flow::new(1);
    for wrong in [None, Some(""), Some("monei-wallet2"), Some("Monei-Wallet")] {
        refused(&world, &with(flow.request(), "client_id", wrong), "client-id").await;
    }
    for wrong in [None, Some("token"), Some("code id_token"), Some("CODE")] {
        refused(&world, &with(flow.request(), "response_type", wrong), "response-type").await;
    }
    let long = "a".repeat(129);
    for wrong in [None, Some("short"), Some("with spaces in it"), Some("<script>alert(1)</script>"), Some(&*long)] {
        refused(&world, &with(flow.request(), "state", wrong), "state").await;
    }
    for wrong in [
        None,
        Some(""),
        Some(" "),
        Some("loans:take"),
        Some("wallet:read loans:take"),
        Some("WALLET:READ"),
        Some("wallet:read\tprofile:read"),
        Some("wallet:read  profile:read"),
    ] {
        refused(&world, &with(flow.request(), "scope", wrong), "scope").await;
    }
}

#[tokio::test]
async fn r16_a_repeat_of_any_parameter_is_refused() {
    let world = World::start().await;
    let flow = Flow::new(1);
    for (name, value) in flow.request() {
        let mut pairs = flow.request();
        pairs.push((name, value));
        refused(&world, &pairs, "repeated").await;
    }
    let mut pairs = flow.request();
    pairs.extend([("unknown", "1"), ("unknown", "2")]);
    refused(&world, &pairs, "repeated").await;
}

#[tokio::test]
async fn r06_the_consent_page_shows_the_app_the_code_and_the_permissions_in_words() {
    #[derive(serde::Deserialize)]
    struct Vector {
        client_id: String,
        state: String,
        code_challenge: String,
        pairing_code: String,
    }
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../../../api/tests/pairing_vectors.json")).unwrap();
    let world = World::start().await;
    let mut shown = 0;
    for vector in vectors.iter().filter(|vector| vector.client_id == "monei-wallet") {
        let flow = Flow { state: vector.state.clone(), challenge: vector.code_challenge.clone(), ..Flow::new(1) };
        let page = world.browser().authorize(&flow.request()).await;
        if page.status != StatusCode::OK {
            continue;
        }
        shown += 1;
        let code = &vector.pairing_code;
        assert_eq!(page.between("data-code=\"", "\""), Some(code.as_str()));
        let grouped = format!("{} {}", &code[..3], &code[3..]);
        assert!(page.body.contains(&format!("translate=\"no\">{grouped}</p>")), "{}", page.body);
    }
    assert!(shown > 0);

    let flow = Flow { scope: "wallet:send kyc:read".to_owned(), ..Flow::new(2) };
    let page = world.browser().authorize(&flow.request()).await;
    for words in [
        "Monei Wallet",
        "The app on your computer must show the same code. If it does not, press Cancel.",
        "A program on this computer cannot be verified.",
        "Send money to other Monei users",
        "See your KYC tier and transaction limits",
        "id=\"continue\"",
        "id=\"cancel\"",
        "Demonstration",
    ] {
        assert!(page.body.contains(words), "{words}");
    }
    assert_eq!(page.body.matches("data-scope=").count(), 2);
    assert_eq!(page.body.matches(">Sensitive<").count(), 1);
    assert!(!page.body.contains("<script"));
    assert!(!page.body.contains("remember"));
}

#[tokio::test]
async fn the_consent_page_names_where_its_redirects_may_lead() {
    let world = World::start().await;
    let monei = format!("http://{}", world.monei.address);
    for redirect in [APP_REDIRECT, LOOPBACK_REDIRECT, "http://[::1]:41234/callback"] {
        let page = world.browser().authorize(&Flow::to(1, redirect).request()).await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains(&format!("form-action 'self' {monei};")), "{policy}");
    }
}

#[tokio::test]
async fn one_browser_keeps_its_cookie_over_attempts() {
    let world = World::start().await;
    let mut browser = world.browser();
    browser.authorize(&Flow::new(1).request()).await;
    let first = browser.cookie.clone();
    browser.authorize(&Flow::new(2).request()).await;
    assert_eq!(browser.cookie, first);
    let mut other = world.browser();
    other.authorize(&Flow::new(1).request()).await;
    assert_ne!(other.cookie, first);
    let name_and_value = first.unwrap();
    let (name, value) = name_and_value.split_once('=').unwrap();
    assert_eq!(name, "monei-relay");
    assert!(value.len() >= 22);
}

#[tokio::test]
async fn a_public_https_relay_sets_a_host_cookie_and_hsts() {
    let world = World::start_with(|config| config.public_url = Some("https://relay.example".to_owned())).await;
    let page = world.get(&format!("/authorize?{}", encode(&Flow::new(1).request()))).await;
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-monei-relay="), "{cookie}");
    for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert!(page.header("strict-transport-security").contains("max-age="));
    assert!(world.get("/.well-known/oauth-authorization-server").await.body.contains("\"https://relay.example\""));
}
