//! `POST /token`: who may redeem a ticket, how often, and what the answer looks like.

use monei_nightly::rounds;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use reqwest::StatusCode;
use serde_json::json;

use crate::monei::Reply;
use crate::support::{CLIENT_SECRET, Flow, World, hash, with};

#[tokio::test]
async fn r02_a_redemption_without_a_wellformed_verifier_is_an_invalid_request() {
    let world = World::start().await;
    let flow = Flow::new(0);
    let ticket = world.ticket(&flow, "c0de").await;
    let (short, long) = ("a".repeat(42), "a".repeat(129));
    for wrong in [None, Some(""), Some(&*short), Some(&*long), Some("contains a space, which is not unreserved at all")]
    {
        let page = world.token(&with(flow.token_form(&ticket), "code_verifier", wrong)).await;
        assert_eq!((page.status, page.error()), (StatusCode::BAD_REQUEST, "invalid_request".to_owned()));
    }
    // The challenge itself is not a verifier: there is no "plain".
    let page = world.token(&with(flow.token_form(&ticket), "code_verifier", Some(&flow.challenge))).await;
    assert_eq!(page.error(), "invalid_grant");
    assert!(world.monei.requests().is_empty());
}

#[tokio::test]
async fn r03_wrong_verifiers_are_refused_and_the_right_one_still_works() {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    let world = World::start().await;
    let flow = Flow::new(0);
    let ticket = world.ticket(&flow, "c0de").await;
    let mut random = StdRng::seed_from_u64(3);
    for _ in 0..rounds(1_000, 10_000) {
        let length = random.random_range(43..=128);
        let verifier: String =
            (0..length).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect();
        let page = world.token(&with(flow.token_form(&ticket), "code_verifier", Some(&verifier))).await;
        assert_eq!((page.status, page.error()), (StatusCode::BAD_REQUEST, "invalid_grant".to_owned()));
    }
    assert!(world.monei.requests().is_empty());
    assert_eq!(world.redeem(&flow, &ticket).await.status, StatusCode::OK);
}

#[tokio::test]
async fn r10_parallel_redemptions_of_one_ticket_give_exactly_one_success() {
    let world = World::start().await;
    for round in 0..rounds(200, 1_000) {
        let flow = Flow::new(round);
        let ticket = world.ticket(&flow, &format!("c0de{round}")).await;
        let redemptions = (0..64).map(|_| {
            let request = world.http.post(format!("{}/token", world.base));
            let body = crate::support::encode(&flow.token_form(&ticket));
            let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
            tokio::spawn(async move { request.send().await.unwrap().status() })
        });
        let mut successes = 0;
        for redemption in redemptions.collect::<Vec<_>>() {
            successes += usize::from(redemption.await.unwrap() == StatusCode::OK);
        }
        assert_eq!(successes, 1);
        assert_eq!(world.monei.requests().len(), round + 1);
    }
}

#[tokio::test]
async fn r13_the_success_body_has_both_spellings_of_the_scopes() {
    let world = World::start().await;
    let flow = Flow::new(0);
    let ticket = world.ticket(&flow, "c0de").await;
    let page = world.redeem(&flow, &ticket).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("pragma"), "no-cache");
    assert_eq!(page.header("content-type"), "application/json");
    let expected = json!({
        "access_token": "mct_canary_access",
        "refresh_token": "mcr_canary_refresh",
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "profile:read wallet:read",
        "scopes": ["profile:read", "wallet:read"],
    });
    assert_eq!(page.json(), expected);

    let sent = &world.monei.requests()[0];
    let expected = json!({
        "grant_type": "authorization_code",
        "code": "c0de",
        "client_id": "mc_relay",
        "client_secret": CLIENT_SECRET,
        "redirect_uri": format!("{}/callback", world.base),
    });
    assert_eq!(sent, &expected);
}

#[tokio::test]
async fn r13_a_partial_grant_names_only_what_monei_names() {
    let world = World::start().await;
    for (number, (answered, expected)) in [
        (json!({ "scopes": ["wallet:read"] }), vec!["wallet:read"]),
        (json!({ "scopes": ["wallet:read", "<b>unknown:scope</b>"] }), vec!["wallet:read"]),
        (json!({ "scopes": [] }), vec![]),
        (json!({}), vec![]),
    ]
    .into_iter()
    .enumerate()
    {
        let mut body = json!({ "access_token": "mct_1", "refresh_token": "mcr_1" });
        body.as_object_mut().unwrap().extend(answered.as_object().unwrap().clone());
        world.monei.reply_with(Reply::json(200, &body));
        let flow = Flow::new(number);
        let ticket = world.ticket(&flow, &format!("c0de{number}")).await;
        let tokens = world.redeem(&flow, &ticket).await.json();
        assert_eq!(tokens["scope"], expected.join(" "));
        assert_eq!(tokens["scopes"], json!(expected));
        assert_eq!(tokens["expires_in"], 3600);
        assert_eq!(tokens["token_type"], "Bearer");
    }
}

#[tokio::test]
async fn r14_failures_are_those_of_rfc_6749() {
    let world = World::start().await;
    let flow = Flow::new(0);
    let ticket = world.ticket(&flow, "c0de").await;
    let other_redirect = "http://127.0.0.1:5000/callback";
    for (name, value, status, error) in [
        ("grant_type", None, 400, "invalid_request"),
        ("grant_type", Some("refresh_token"), 400, "unsupported_grant_type"),
        ("grant_type", Some("client_credentials"), 400, "unsupported_grant_type"),
        ("client_id", None, 400, "invalid_request"),
        ("client_id", Some("mc_relay"), 401, "invalid_client"),
        ("code", None, 400, "invalid_request"),
        ("code", Some("garbled"), 400, "invalid_grant"),
        ("redirect_uri", None, 400, "invalid_request"),
        ("redirect_uri", Some(other_redirect), 400, "invalid_grant"),
        ("redirect_uri", Some("dev.moneiwallet.desktop:/callback/"), 400, "invalid_grant"),
    ] {
        let page = world.token(&with(flow.token_form(&ticket), name, value)).await;
        assert_eq!((page.status.as_u16(), page.error().as_str()), (status, error), "{name} {value:?}");
        assert!(page.json()["error_description"].is_string());
        assert_eq!(page.header("cache-control"), "no-store");
    }
    for (name, value) in flow.token_form(&ticket) {
        let mut pairs = flow.token_form(&ticket);
        pairs.push((name, value));
        assert_eq!(world.token(&pairs).await.error(), "invalid_request");
    }
    let json_body = world.http.post(format!("{}/token", world.base)).header("content-type", "application/json");
    let page = crate::support::Page::read(json_body.body("{}")).await;
    assert_eq!((page.status.as_u16(), page.error().as_str()), (400, "invalid_request"));

    // None of it has touched the ticket.
    assert!(world.monei.requests().is_empty());
    assert_eq!(world.redeem(&flow, &ticket).await.status, StatusCode::OK);
    assert_eq!(world.redeem(&flow, &ticket).await.error(), "invalid_grant");
}

#[tokio::test]
async fn a_ticket_lives_for_five_minutes() {
    let world = World::start().await;
    let flow = Flow::new(0);
    let ticket = world.ticket(&flow, "c0de").await;
    world.clock.advance(300);
    assert_eq!(world.redeem(&flow, &ticket).await.error(), "invalid_grant");
    assert!(world.monei.requests().is_empty());
}

#[tokio::test]
async fn the_switch_for_upstream_pkce_sends_a_challenge_and_its_verifier() {
    let world = World::start_with(|config| config.upstream_pkce = true).await;
    let flow = Flow::new(0);
    let mut browser = world.browser();
    let form = browser.consent_page(&flow).await;
    let to_monei = browser.decide(&form, "continue").await;
    assert_eq!(to_monei.location_param("code_challenge_method").unwrap(), "S256");
    let challenge = to_monei.location_param("code_challenge").unwrap();
    let state = to_monei.location_param("state").unwrap();
    let ticket = browser.callback(&[("code", "c0de"), ("state", &state)]).await.handed_over("code");
    assert_eq!(world.redeem(&flow, &ticket).await.status, StatusCode::OK);
    let verifier = world.monei.requests()[0]["code_verifier"].as_str().unwrap().to_owned();
    assert_eq!(hash(&verifier), challenge);
    assert_ne!(challenge, flow.challenge);
    assert_eq!(verifier.len(), 43);
}
